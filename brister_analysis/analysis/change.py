"""Change between years: the exact ratio with what it assumes, and the adjusted one that conclusions rest on.

Reports don't come independently at a constant rate. The spread between years is therefore measured first, and
an interval that ignores it is shown beside one that doesn't.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

from brister_analysis.analysis.columns import require
from brister_analysis.analysis.intervals import proportion_interval
from brister_analysis.errors import DataError, Fault, UsageError

FEWEST_YEARS_FOR_DISPERSION = 3


@dataclass(frozen=True)
class Dispersion:
    """How much a series varies: `ratio` (variance/mean), `years` it rests on, `p` of a constant rate."""

    ratio: float
    years: int
    p: float


def dispersion(counts: pd.DataFrame) -> Dispersion:
    """Return the variance divided by the mean of a series of yearly counts.

    Parameters
    ----------
    counts
        `year`, `reports`; a year without a count is left out.

    Returns
    -------
    Dispersion
        `ratio` is 1 on average for a constant rate (Poisson), above 1 when years differ more than chance
        makes them; `p` is that of the index-of-dispersion test (chi-squared, years - 1 degrees of freedom).
        Missing below `FEWEST_YEARS_FOR_DISPERSION` years and for a series of zeros.

    Raises
    ------
    UsageError
        A column is not there.
    DataError
        A year stands twice, or a count is below 0.

    Notes
    -----
    How it misleads. From five years the ratio itself is very uncertain. A trend, a new form or a pandemic
    raise it as much as pure restlessness does: it says *that* the level varies, not why. Source: R. A.
    Fisher, Statistical Methods for Research Workers (1925), ch. III.

    Examples
    --------
    >>> series = pd.DataFrame({"year": range(2019, 2024), "reports": [30, 48, 24, 29, 17]})
    >>> round(dispersion(series).ratio, 1), round(dispersion(series).p, 4)
    (4.5, 0.0013)
    """
    return _spread(_series(counts))


def change_between_years(counts: pd.DataFrame, dispersion: float | None = None) -> pd.DataFrame:
    """Compare each year's number of reports with the year before it in the series.

    Parameters
    ----------
    counts
        `year`, `reports` (count; a year without a count is left out, so a pair can span a gap).
    dispersion
        Variance/mean to adjust for, from a longer series; default that of `counts` itself.

    Returns
    -------
    pandas.DataFrame
        A row a pair, sorted by year: `year_before`, `year_after`, `before`, `after` (counts), `ratio`
        (after/before); `low`, `high`, `p` exact and conditional on the sum, `p_holm` adjusted for the number
        of pairs; `low_adjusted`, `high_adjusted`, `p_adjusted`, `p_adjusted_holm` the same adjusted for
        `dispersion`. Intervals are 95 % and for one pair at a time.

    Raises
    ------
    UsageError
        A column is not there, or `dispersion` isn't above 0.
    DataError
        A year stands twice, or a count is below 0.

    Notes
    -----
    The exact columns hold *if reports came independently at a constant rate within each year*. Draw
    conclusions from `p_adjusted_holm` only: the adjusted columns are quasi-Poisson, ``log(ratio) ±
    z·sqrt(d·(1/before + 1/after))`` with the normal z, and d never below 1. They are missing when a count is
    0 and when d can't be estimated (fewer than three years): then nothing can be said about a change. With
    the few years there are, d is uncertain and the normal z is generous; Student's t would make the intervals
    wider still. How it misleads: more reports may be more reporting. Sources: J. Przyborowski and H.
    Wilenski, Biometrika 31 (1940) 313-323 (exact); P. McCullagh and J. A. Nelder, Generalized Linear Models
    (1989), ch. 6 (dispersion); S. Holm, Scand. J. Statist. 6 (1979) 65-70.

    Examples
    --------
    >>> series = pd.DataFrame({"year": range(2019, 2024), "reports": [30, 48, 24, 29, 17]})
    >>> change = change_between_years(series)
    >>> change.loc[1, ["ratio", "low", "high", "p_holm"]].astype(float).round(3).tolist()
    [0.5, 0.293, 0.832, 0.025]
    >>> change.loc[1, ["low_adjusted", "high_adjusted", "p_adjusted"]].astype(float).round(2).tolist()
    [0.18, 1.41, 0.19]
    """
    if dispersion is not None and not dispersion > 0:
        raise UsageError(Fault("analysis.dispersion_not_positive"))
    series = _series(counts)
    spread = _spread(series).ratio if dispersion is None else float(dispersion)
    rows = []
    points = list(zip(series["year"].tolist(), series["reports"].tolist(), strict=True))
    for (year_before, before), (year_after, after) in pairwise(points):
        rows.append(
            {
                "year_before": year_before,
                "year_after": year_after,
                "before": before,
                "after": after,
                **_exact(before, after),
                **_adjusted(before, after, max(spread, 1.0)),
                "dispersion": spread,
            }
        )
    counted = ["year_before", "year_after", "before", "after"]
    columns = [*counted, "ratio", "low", "high", "p", "p_holm", "low_adjusted", "high_adjusted"]
    table = pd.DataFrame(
        rows, columns=[*columns, "p_adjusted", "p_adjusted_holm", "dispersion"], dtype="float64"
    )
    table["p_holm"] = holm(table["p"])
    table["p_adjusted_holm"] = holm(table["p_adjusted"])
    return table.astype(dict.fromkeys(counted, "Int64"))


def holm(p: pd.Series) -> pd.Series:
    """Return p-values adjusted by Holm for how many they are; a missing one stays missing and isn't counted.

    Examples
    --------
    >>> holm(pd.Series([0.01, 0.02, 0.03, 0.04, 0.05])).round(2).tolist()
    [0.05, 0.08, 0.09, 0.09, 0.09]
    """
    adjusted = p.astype("float64").copy()
    known = adjusted.notna()
    if known.any():
        adjusted[known] = multipletests(adjusted[known], method="holm")[1]
    return adjusted


def _series(counts: pd.DataFrame) -> pd.DataFrame:
    require(counts, ("year", "reports"))
    known = counts[["year", "reports"]].dropna().astype("int64").sort_values("year", ignore_index=True)
    faults = []
    if known["year"].duplicated().any():
        faults.append(Fault("analysis.year_twice"))
    if (known["reports"] < 0).any():
        faults.append(Fault("analysis.count_below_zero"))
    if faults:
        raise DataError(faults)
    return known


def _spread(series: pd.DataFrame) -> Dispersion:
    reports = series["reports"].to_numpy(dtype=float)
    if len(reports) < FEWEST_YEARS_FOR_DISPERSION or reports.sum() == 0:
        return Dispersion(math.nan, len(reports), math.nan)
    ratio = float(reports.var(ddof=1) / reports.mean())
    freedom = len(reports) - 1
    return Dispersion(ratio, len(reports), float(stats.chi2.sf(ratio * freedom, freedom)))


def _exact(before: int, after: int) -> dict[str, float]:
    """Given their sum, the later count is binomial; its exact interval becomes that of the ratio."""
    if before + after == 0:
        return dict.fromkeys(("ratio", "low", "high", "p"), math.nan)
    p = stats.binomtest(int(after), int(before + after), 0.5).pvalue
    low, high = proportion_interval(after, before + after)
    with np.errstate(divide="ignore"):
        ratio, low, high = (
            float(np.float64(share) / (1 - share)) for share in (after / (before + after), low, high)
        )
    return {"ratio": ratio, "low": low, "high": high, "p": float(p)}


def _adjusted(before: int, after: int, spread: float) -> dict[str, float]:
    if before == 0 or after == 0 or math.isnan(spread):
        return dict.fromkeys(("low_adjusted", "high_adjusted", "p_adjusted"), math.nan)
    log_ratio = math.log(after / before)
    error = math.sqrt(spread * (1 / before + 1 / after))
    z = stats.norm.ppf(0.975)
    return {
        "low_adjusted": math.exp(log_ratio - z * error),
        "high_adjusted": math.exp(log_ratio + z * error),
        "p_adjusted": float(2 * stats.norm.sf(abs(log_ratio) / error)),
    }
