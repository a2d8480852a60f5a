"""Whether groups and years code alike: what each made of the same practice cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from brister_analysis.coding.agreement import ALL, agreement
from brister_analysis.coding.ledger import VIGNETTE_LEDGER, read_ledger
from brister_analysis.coding.vignettes import vignettes
from brister_analysis.language import format_number, text
from brister_analysis.reference.crosswalk import HARMONISED
from brister_analysis.reference.places import region as find_region
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

KEY = "key"
Group = tuple[str, int]


def calibration(workspace: Workspace, groups: Iterable[Group]) -> pd.DataFrame:
    """Compare how groups coded the practice cases, with each other and with the key.

    Parameters
    ----------
    workspace
        Where the decisions lie.
    groups
        (region slug, year): a group and the year whose reports it coded.

    Returns
    -------
    DataFrame
        A row for each pair, the key last of each group's pairs: ``left``, ``right`` ("skane 2023", or
        ``key``), ``n_vignettes`` (coded by both), ``same`` (cases with the very same causes), ``alpha``,
        ``alpha_low``, ``alpha_high`` (Krippendorff's over sets of causes, see `agreement`), ``calibrated``
        (both coded every practice case in one version of the codebook). In the order of the groups.

    Notes
    -----
    Only what a group decided together in the codebook counts; a native scheme calibrates nothing. Calibrated
    says that the two can be compared, not that they code alike: read ``alpha`` for that. Twelve cases are
    few, so the interval is wide, and agreement on clear practice cases flatters the coding of real reports.
    """
    import pandas as pd

    coded = {_name(group): _codings(workspace, *group) for group in groups}
    key = vignettes()[["vignette", "causes"]]
    pairs = list(combinations(coded, 2))
    ordered = [pair for name in coded for pair in [*(one for one in pairs if one[0] == name), (name, KEY)]]
    coded[KEY] = key.assign(cause=key["causes"].str.split("; ")).explode("cause").assign(codebook_version="")
    rows = [_compared(left, right, coded[left], coded[right], len(key)) for left, right in ordered]
    columns = ["left", "right", "n_vignettes", "same", "alpha", "alpha_low", "alpha_high", "calibrated"]
    return pd.DataFrame(rows, columns=columns)


def _name(group: Group) -> str:
    return f"{group[0]} {group[1]}"


def _codings(workspace: Workspace, region: str, year: int) -> pd.DataFrame:
    """Return the group's decisions on practice cases: ``vignette``, ``cause``, ``codebook_version``."""
    rows = read_ledger(workspace, region, year, VIGNETTE_LEDGER)
    rows = rows[(rows["kind"] == "cause") & (rows["scheme"] == HARMONISED) & (rows["value"] != "")]
    rows = rows[(rows["decided_by"] == "consensus") & rows["report_id"].isin(vignettes()["vignette"])]
    named = rows.rename(columns={"report_id": "vignette", "value": "cause"})
    return named[["vignette", "cause", "codebook_version"]]


def _compared(left: str, right: str, one: pd.DataFrame, other: pd.DataFrame, cases: int) -> tuple:
    import pandas as pd

    both = pd.concat([one.assign(group=left), other.assign(group=right)], ignore_index=True)
    found = agreement(both, units="vignette", coder="group").set_index("cause").loc[ALL]
    sets = [frame.groupby("vignette")["cause"].agg(frozenset) for frame in (one, other)]
    common = sets[0].index.intersection(sets[1].index)
    same = int((sets[0].reindex(common) == sets[1].reindex(common)).sum())
    versions = set(one["codebook_version"]) | (set() if right == KEY else set(other["codebook_version"]))
    calibrated = len(common) == cases and len(versions) == 1
    return left, right, len(common), same, found["alpha"], found["alpha_low"], found["alpha_high"], calibrated


def calibrated_regions(workspace: Workspace, regions: Iterable[str], years: Sequence[int]) -> list[str]:
    """Return the codes of the regions whose group coded every practice case in each of the years.

    Parameters
    ----------
    workspace
        Where the decisions lie.
    regions
        Slugs, codes or names.
    years
        Years whose reports are compared; all in one version of the codebook.
    """
    found = [find_region(one) for one in regions]
    versions: dict[str, set[str]] = {}
    for one in found:
        for year in years:
            coded = _codings(workspace, one.slug, year)
            whole = coded["vignette"].nunique() == len(vignettes())
            versions.setdefault(one.code, set()).update(coded["codebook_version"] if whole else [""])
    # Groups that used different versions of the codebook coded different things.
    shared = set().union(*versions.values())
    if len(shared - {""}) > 1:
        return []
    return sorted(code for code, used in versions.items() if used and "" not in used)


def describe_calibration(table: pd.DataFrame, language: str | None = None) -> list[str]:
    """Say what `calibration` found, a sentence a row; a group that has not coded every case is told once."""
    said = []
    for row in table.to_dict("records"):
        left, right = str(row["left"]), str(row["right"])
        alone = right == KEY
        if not row["calibrated"]:
            if alone:
                said.append(text("sheets.vignettes.not_calibrated", language, group=left))
            continue
        counts = {"same": row["same"], "both": row["n_vignettes"]}
        if alone:
            said.append(text("sheets.vignettes.alone", language, group=left, **counts))
        else:
            alpha = format_number(float(row["alpha"]), 2, language)
            said.append(
                text("sheets.vignettes.calibrated", language, left=left, right=right, alpha=alpha, **counts)
            )
    return said
