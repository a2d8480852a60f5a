"""Weed what is old: forms and texts of earlier years go, and what people decided stays as counts.

Pages and published tables are left as they are. A file that is removed may still lie in a backup, in a
synchronised copy or on the disk until it is written over: that is for the owner of the machine.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.errors import DataError, Fault
from brister_analysis.reporting.history import ACCEPTED
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

COUNTS = "counts.csv"
# What people wrote to be published, and why figures were changed; all else that was decided is by report.
_KEPT = ("texts", ACCEPTED, COUNTS)


def years_before(workspace: Workspace, year: int) -> list[tuple[str, int]]:
    """Return every (region, year) that has a folder of forms and is earlier than `year`."""
    return [(region, one) for region, one in workspace.years() if one < year]


def purge(workspace: Workspace, region: str, year: int) -> None:
    """Remove a year's forms, its processed texts and what was decided report by report; keep counts.

    Parameters
    ----------
    workspace
        Where the data lies.
    region, year
        Slug and year.

    Raises
    ------
    DataError
        Causes have been decided, but the year is not taken in, so nothing can be counted; nothing is removed.

    Notes
    -----
    The forms go last, so that a purge that was interrupted can be done again.
    """
    from brister_analysis.intake.store import write_private

    decided, processed = workspace.decisions(region, year), workspace.processed(region, year)
    if workspace.is_taken_in(region, year):
        counted = counts(workspace, region, year).to_csv(index=False, lineterminator="\n")
        write_private(decided / COUNTS, counted.encode())
    elif (decided / "coding").exists() and not (decided / COUNTS).exists():
        raise DataError(Fault("purge.not_taken_in", (f"{region} {year}",)))
    for path in sorted(decided.iterdir()) if decided.is_dir() else []:
        if not path.name.startswith(_KEPT):
            _remove(path)
    _remove(processed)
    _remove(workspace.raw(region, year))


def counts(workspace: Workspace, region: str, year: int) -> pd.DataFrame:
    """Return how many reports were kept or set aside, and how many have each decided value.

    Returns
    -------
    DataFrame
        ``kind`` (reports, cause, theme, measure), ``scheme`` (of a cause), ``value``, ``reports``; sorted by
        the first three.
    """
    import pandas as pd

    from brister_analysis.coding.ledger import load_causes, load_measures, load_themes
    from brister_analysis.intake.store import load_accounting

    causes = load_causes(region, year, workspace=workspace)
    themes = load_themes(region, year, workspace=workspace)
    measures = load_measures(region, year, workspace=workspace)
    decided = [
        pd.DataFrame(
            {
                "kind": kind,
                "scheme": frame["scheme"] if kind == "cause" else "",
                "value": frame[column],
                "report_id": frame["report_id"],
            }
        )
        for kind, frame, column in (
            ("cause", causes.assign(label=causes["native_label"].fillna(causes["cause"])), "label"),
            ("theme", themes, "theme"),
            ("measure", measures, "measure"),
        )
    ]
    keys = ["kind", "scheme", "value"]
    counted = pd.concat(decided).groupby(keys)["report_id"].nunique().rename("reports").reset_index()
    read = load_accounting(region, year, workspace)
    accounting = read.assign(kind="reports", scheme="", value=read["reason"]).groupby(keys)["reports"].sum()
    return pd.concat([counted, accounting.reset_index()]).sort_values(keys, ignore_index=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
