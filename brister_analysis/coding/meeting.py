"""What two coders chose on their own becomes a measure of agreement and a list for the group's meeting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.coding.agreement import agreement
from brister_analysis.coding.cases import Case, load_cases
from brister_analysis.coding.choices import Choices, cause_choices
from brister_analysis.coding.ledger import LEDGER, VIGNETTE_LEDGER, load_causes, read_ledger
from brister_analysis.coding.sheet_identity import GROUP
from brister_analysis.coding.sheets import next_sheet, write_sheet
from brister_analysis.coding.vignettes import vignette_cases
from brister_analysis.language import text
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

# What the group need not decide anew where coders wrote it; causes only where they chose alike.
_CARRIED_OVER = ("theme", "measure", "pandemic")


def coder_agreement(region: str, year: int, workspace: Workspace | None = None) -> pd.DataFrame:
    """Measure the agreement of the coders of one year, by scheme.

    Parameters
    ----------
    region, year, workspace
        As `brister_analysis.coding.ledger.load_causes`.

    Returns
    -------
    DataFrame
        ``scheme``, then the columns of `agreement`, by native label or, in the codebook, by cause; sorted by
        scheme. Without coders one row ``all`` with 0 units and no scheme, so that a page can say so.

    Notes
    -----
    In a native scheme coders are compared by what they chose between, the labels: the causes derived from
    them by the crosswalk would agree less or more for reasons that lie in the crosswalk.
    """
    import pandas as pd

    rows = load_causes(region, year, "coder", workspace)
    chosen = rows.assign(label=rows["native_label"].where(rows["native_label"].notna(), rows["cause"]))
    tables = [
        agreement(found, label="label").assign(scheme=scheme)
        for scheme, found in chosen.groupby("scheme", sort=True)
    ]
    table = pd.concat(tables or [agreement(chosen, label="label").assign(scheme=None)], ignore_index=True)
    return table[["scheme", *table.columns.drop("scheme")]]


def disagreements(
    workspace: Workspace, region: str, year: int, scheme: str | None = None, language: str | None = None
) -> Path | None:
    """Write the sheet for the consensus meeting: what each coder chose, and room for what the group decides.

    Parameters
    ----------
    workspace, region, year, scheme, language
        As `brister_analysis.coding.sheets.coding_sheet`.

    Returns
    -------
    Path or None
        The group's next sheet, with the reports that at least two coders have coded since the group last
        decided them: those where they differ first, then those where they chose alike, with the causes filled
        in. It is collected like any other sheet. None when there is nothing to decide.

    Raises
    ------
    UsageError
        The group's last sheet has not been collected.
    """
    identity = next_sheet(workspace, region, year, GROUP, scheme)
    choices = cause_choices(identity.scheme, language)
    waiting: list[Case] = []
    for file, known in ((LEDGER, load_cases(workspace, region, year)), (VIGNETTE_LEDGER, vignette_cases())):
        rows = read_ledger(workspace, region, year, file)
        waiting += _waiting(rows, known, identity.scheme, choices, language)
    if not waiting:
        return None
    same = text("sheets.meeting.same", language)
    ordered = sorted(waiting, key=lambda case: case.state == same)
    return write_sheet(workspace, identity, ordered, language)


def _waiting(
    rows: pd.DataFrame, known: Sequence[Case], scheme: str, choices: Choices, language: str | None
) -> list[Case]:
    causes = rows[(rows["kind"] == "cause") & (rows["scheme"] == scheme) & (rows["value"] != "")]
    others = rows[rows["kind"].isin(_CARRIED_OVER) & (rows["decided_by"] == "coder") & (rows["value"] != "")]
    found = []
    for case in known:
        own = causes[causes["report_id"] == case.report_id]
        coded, decided = own[own["decided_by"] == "coder"], own[own["decided_by"] == "consensus"]
        if coded["coder"].nunique() < 2:
            continue
        if not decided.empty and decided["decided_at"].max() >= coded["decided_at"].max():
            continue
        chosen = {str(coder): group for coder, group in coded.groupby("coder")}
        alike = len({frozenset(group["value"]) for group in chosen.values()}) == 1
        prefilled = _carried_over(others[others["report_id"] == case.report_id])
        if alike:
            prefilled["cause"] = tuple(next(iter(chosen.values()))["value"])
        found.append(
            Case(
                case.report_id,
                case.event,
                case.further,
                state=text(f"sheets.meeting.{'same' if alike else 'differ'}", language),
                decided={coder: _shown(group, choices, language) for coder, group in chosen.items()},
                prefilled=prefilled,
            )
        )
    return found


def _shown(rows: pd.DataFrame, choices: Choices, language: str | None) -> str:
    causes = "\n".join(choices.shown.get(value, value) for value in rows["value"])
    note = str(rows["note"].iloc[0])
    return text("sheets.meeting.chosen", language, causes=causes, note=note) if note else causes


def _carried_over(rows: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return any coder's themes and measures, and the answer about the pandemic where all gave the same."""
    found = {
        kind: tuple(dict.fromkeys(rows.loc[rows["kind"] == kind, "value"])) for kind in ("theme", "measure")
    }
    pandemic = rows.loc[rows["kind"] == "pandemic", "value"].unique()
    found["pandemic"] = tuple(pandemic) if len(pandemic) == 1 else ()
    return found
