"""Time from report to answer; reports not answered yet count for as long as they have waited."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight

from brister_analysis.analysis.columns import require
from brister_analysis.analysis.intervals import proportion_interval
from brister_analysis.errors import DataError, Fault, UsageError

UNITS = {"day": "days", "days": "days", "month": "months", "months": "months"}


def time_to_answer(
    reports: pd.DataFrame,
    deadline: int | str | Mapping[str, int | str],
    as_of: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return how long answers take and how many come within the deadline, area by area.

    Parameters
    ----------
    reports
        Frame as from `load_reports`: `area`, `received_date`, `answered_date`.
    deadline
        Days (``60``, ``"60 days"``) or calendar months (``"2 months"``: to the same day of the month, or the
        last day of a shorter one); a mapping gives each area its own. An answer on the last day is in time.
    as_of
        Day up to which answers are known; default the latest date in `reports`. Later answers count as not
        yet given.

    Returns
    -------
    pandas.DataFrame
        `area` (sorted, a report without one last), `reports`, `answered`, `waiting` (counts with a date
        received), `undated` (left out: no date received by `as_of`), `median_days` with `median_low`,
        `median_high` (missing: not reached; 95 %), `deadline`, `answered_in_time` (0-1, Kaplan-Meier) with
        `low`, `high` (95 %).

    Raises
    ------
    UsageError
        A column is not there, the deadline can't be read, or an area has none.
    DataError
        An answer before the report it answers.

    Notes
    -----
    Kaplan-Meier takes waiting reports along until `as_of`. The share in time is read on each report's own
    scale (time waited / time allowed), since two months are 59 to 62 days; its interval is Clopper-Pearson at
    the effective number of reports, which is the exact one when nobody is still waiting. How it misleads. It
    assumes that reports still waiting will be answered like the others; those nobody means to answer won't
    be. An answer isn't a solution. Where answers are written down only now and then, waiting means "not known
    to be answered". Sources: E. L. Kaplan and P. Meier, J. Am. Statist. Assoc. 53 (1958) 457-481; F. J. Dorey
    and E. L. Korn, Statistics in Medicine 6 (1987) 679-687 (effective number); computed by
    `statsmodels.duration.survfunc.SurvfuncRight`.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> reports = pd.DataFrame({"area": "north", "received_date": day(["2023-01-31"] * 3),
    ...                         "answered_date": day(["2023-02-10", "2023-03-31", None])})
    >>> columns = ["answered", "waiting", "median_days", "answered_in_time"]
    >>> time_to_answer(reports, "2 months")[columns].round(2)
       answered  waiting  median_days  answered_in_time
    0         2        1         59.0              0.67
    """
    require(reports, ("area", "received_date", "answered_date"))
    table = reports[["area", "received_date", "answered_date"]].reset_index(drop=True)
    if (table["answered_date"] < table["received_date"]).any():
        raise DataError(Fault("analysis.answer_before_report"))
    known = table[["received_date", "answered_date"]].max().max() if as_of is None else pd.Timestamp(as_of)
    rows = []
    for area, group in table.groupby("area", sort=True, dropna=False):
        allowed = deadline.get(str(area)) if isinstance(deadline, Mapping) else deadline
        rows.append({"area": area, **_row(group, allowed, known)})
    counted = ["reports", "answered", "waiting", "undated"]
    columns = ["area", *counted, "median_days", "median_low", "median_high", "deadline", "answered_in_time"]
    result = pd.DataFrame(rows, columns=[*columns, "low", "high"])
    return result.astype({"area": "str", "deadline": "str", **dict.fromkeys(counted, "Int64")})


def last_day(received: pd.Series, deadline: int | str | None) -> pd.Series:
    """Return the last day an answer is in time, for each day received.

    Raises
    ------
    UsageError
        The deadline can't be read.
    """
    written = re.fullmatch(r"\s*(\d+)\s*(\w*)\s*", str(deadline))
    unit = UNITS.get(written.group(2) or "days") if written else None
    if written is None or unit is None or int(written.group(1)) == 0:
        raise UsageError(Fault("analysis.deadline", allowed=("60", "60 days", "2 months")))
    number = int(written.group(1))
    step = pd.DateOffset(days=number) if unit == "days" else pd.DateOffset(months=number)
    return received.map(lambda day: day + step).astype(received.dtype)


def _row(group: pd.DataFrame, deadline: int | str | None, known: pd.Timestamp) -> dict[str, object]:
    dated = group[group["received_date"] <= known]
    received = dated["received_date"]
    answered = (dated["answered_date"] <= known).to_numpy()
    waited = (dated["answered_date"].where(answered, known) - received).dt.days.to_numpy(dtype=float)
    allowed = (last_day(received, deadline) - received).dt.days.to_numpy(dtype=float)
    median, median_low, median_high = _median(waited, answered)
    in_time, low, high = _answered_by_deadline(waited / allowed, answered)
    return {
        "reports": len(dated),
        "answered": int(answered.sum()),
        "waiting": int((~answered).sum()),
        "undated": len(group) - len(dated),
        "median_days": median,
        "median_low": median_low,
        "median_high": median_high,
        "deadline": str(deadline),
        "answered_in_time": in_time,
        "low": low,
        "high": high,
    }


def _median(waited: np.ndarray, answered: np.ndarray) -> tuple[float, float, float]:
    if not answered.any():
        return math.nan, math.nan, math.nan
    curve = SurvfuncRight(waited, answered.astype(int))
    # The complementary log-log of 0 and 1 is infinite, which is what is wanted.
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = curve.quantile_ci(0.5, method="cloglog")
    finite = [float(value) if np.isfinite(value) else math.nan for value in (curve.quantile(0.5), low, high)]
    return finite[0], finite[1], finite[2]


def _answered_by_deadline(part_used: np.ndarray, answered: np.ndarray) -> tuple[float, float, float]:
    """Read 1 - S(1), where 1 is the deadline; missing when no report has been followed that long."""
    followed = int((part_used >= 1).sum())
    before = answered & (part_used <= 1)
    if not before.any():
        return (0.0, *proportion_interval(0, followed)) if followed else (math.nan, math.nan, math.nan)
    curve = SurvfuncRight(part_used, answered.astype(int))
    reached = int(np.searchsorted(curve.surv_times, 1, side="right")) - 1
    unanswered = float(curve.surv_prob[reached])
    if unanswered > 0 and not followed:
        return math.nan, math.nan, math.nan
    share = 1 - unanswered
    effective = float(len(part_used))
    if unanswered > 0:
        effective = unanswered * share / float(curve.surv_prob_se[reached]) ** 2
    low, high = proportion_interval(share * effective, effective)
    return share, low, high
