"""Who reports about whom, as a page shows it: every way by itself, or the small ones together.

Where hiding the small ways would take a large one with them, because their number would follow from the rest,
they are put together instead: one number that points at nobody, and no large number is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from brister_analysis.reporting.finding import OTHER, Finding

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.protection import ProtectedTable
    from brister_analysis.reporting.year import YearReport

WAY = ["reporter", "counterpart"]
NUMBERS = ["reports", "n_reports", "share_of_reports", "low", "high"]


def shown_direction(report: YearReport, table: pd.DataFrame) -> Finding:
    """Return the table protected as it is, or with its small ways together where that hides nothing.

    Parameters
    ----------
    table
        As from `direction_table`.
    """
    whole = report.weighed("direction", table)
    counts = table.set_index(WAY)["reports"]
    hidden = whole.table.frame[whole.table.hidden].set_index(WAY).index
    if whole.refused or not (counts[hidden] >= whole.table.threshold).any():
        return report.show(whole)
    together = report.weighed("direction", small_together(table, whole.table.threshold))
    better = not together.refused and not together.table.hidden.any()
    return report.show(together if better else whole)


def small_together(table: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Return the ways with at least `threshold` reports, and one row for all the others.

    Parameters
    ----------
    table
        As from `direction_table`. Where a report counts for several ways it is returned as it is: the sum of
        their numbers would then not be a number of reports.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"reporter": ["kommun", "region", "stat"], "counterpart": ["region"] * 3,
    ...                       "reports": [9, 4, 1], "n_reports": 14})
    >>> small_together(table, 5)[["reporter", "counterpart", "reports"]].values.tolist()
    [['kommun', 'region', 9], ['other_ways', 'other_ways', 5]]
    """
    import pandas as pd

    from brister_analysis.analysis.intervals import shares_of_reports

    base = int(table["n_reports"].iloc[0]) if len(table) else 0
    if int(table["reports"].sum()) != base:
        return table
    small = table["reports"] < threshold
    rest = pd.DataFrame({"reports": [int(table.loc[small, "reports"].sum())], "n_reports": [base]})
    rest = rest.astype("Int64").join(shares_of_reports(rest["reports"], base))
    columns = [*WAY, *(name for name in NUMBERS if name in table)]
    return pd.concat([table[~small], rest.assign(**dict.fromkeys(WAY, OTHER))], ignore_index=True)[columns]


def as_shown_before(table: pd.DataFrame, known: Sequence[ProtectedTable]) -> pd.DataFrame:
    """Return the ways by region and year with the same ones together as on each year's own page.

    Parameters
    ----------
    table
        `reporter`, `counterpart`, `region_code`, `area`, `data_year` and numbers.
    known
        What the yearly pages show.
    """
    import pandas as pd

    printed = {
        (dict(one.within)["region_code"], int(dict(one.within)["data_year"])): one.frame
        for one in known
        if one.name == "direction" and (one.frame["reporter"] == OTHER).any()
    }
    parts = []
    for _, own in table.groupby(["region_code", "data_year"], sort=False):
        frame = printed.get((str(own["region_code"].iloc[0]), int(own["data_year"].iloc[0])))
        if frame is not None:
            ways = set(frame[WAY].itertuples(index=False, name=None))
            numbers = frame[frame["reporter"] == OTHER].iloc[0]
            rest = own.iloc[[0]].assign(
                **dict.fromkeys(WAY, OTHER), **{name: numbers[name] for name in NUMBERS}
            )
            kept = [way in ways for way in own[WAY].itertuples(index=False, name=None)]
            own = pd.concat([own[kept], rest])
        parts.append(own)
    return pd.concat(parts, ignore_index=True) if parts else table
