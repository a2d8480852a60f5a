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
from brister_analysis.analysis.intervals import poisson_interval, proportion_interval
from brister_analysis.errors import DataError, Fault, UsageError

FEWEST_YEARS_FOR_DISPERSION = 3
# In a shorter series no change can be established by the series' own spread, however large: a large change
# makes the spread large too. Found by search over sizes and patterns; held by a test.
FEWEST_YEARS_FOR_CHANGE = 19


@dataclass(frozen=True)
class Dispersion:
    """How much a series varies: `ratio` (variance/mean), `years` it rests on, `p` of a constant rate, and
    the limits `low`, `high` of the ratio's 95 % interval."""

    ratio: float
    years: int
    p: float
    low: float
    high: float


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
        makes them; `p` is that of the index-of-dispersion test (chi-squared, years - 1 degrees of freedom);
        `low` and `high` are those of a scaled chi-squared with as many. Missing below
        `FEWEST_YEARS_FOR_DISPERSION` years and for a series of zeros.

    Raises
    ------
    UsageError
        A column is not there.
    DataError
        A year stands twice, or a count is below 0.

    Notes
    -----
    How it misleads. From five years the ratio itself is very uncertain, as its interval shows. A trend, a
    new form or a pandemic raise it as much as pure restlessness does: it says *that* the level varies, not
    why. Source: R. A. Fisher, Statistical Methods for Research Workers (1925), ch. III.

    Examples
    --------
    >>> series = pd.DataFrame({"year": range(2019, 2024), "reports": [30, 48, 24, 29, 17]})
    >>> round(dispersion(series).ratio, 1), round(dispersion(series).p, 4)
    (4.5, 0.0013)
    >>> round(dispersion(series).low, 1), round(dispersion(series).high)
    (1.6, 37)
    """
    return _spread(_series(counts))


def change_between_years(counts: pd.DataFrame, dispersion: float | None = None) -> pd.DataFrame:
    """Compare each year's number of reports with the year before it, and the last year with the first.

    Parameters
    ----------
    counts
        `year`, `reports` (count; a year without a count is left out, so a pair can span a gap).
    dispersion
        Variance/mean to adjust for, known from a longer series; default that of `counts` itself.

    Returns
    -------
    pandas.DataFrame
        A row a pair, sorted by year, and from three years on the first and the last year as the last row:
        `year_before`, `year_after`, `before`, `after` (counts), `ratio`
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
    Which pairs are compared is the same for every series: a pair picked for its numbers, such as the highest
    and the lowest year, differs more than chance would have it by being picked.

    The exact columns hold *if reports came independently at a constant rate within each year*. Draw
    conclusions from `p_adjusted_holm` only: the adjusted columns are quasi-Poisson, ``log(ratio) ±
    t·sqrt(d·(1/before + 1/after))`` with d never below 1 and Student's t on years - 1 degrees of
    freedom, since d is estimated from as many; where `dispersion` is given it is taken as known, and the
    normal z is used. They are missing when a count is 0 and when d can't be estimated (fewer than three
    years): then nothing can be said about a change. A large change raises d as well, so in a series of fewer
    than `FEWEST_YEARS_FOR_CHANGE` years none can be established, however large: "not established" says
    nothing against it. How it misleads: more reports may be more reporting. Sources: J. Przyborowski and H.
    Wilenski, Biometrika 31 (1940) 313-323 (exact); P. McCullagh and J. A. Nelder, Generalized Linear Models
    (1989), ch. 6 (dispersion); S. Holm, Scand. J. Statist. 6 (1979) 65-70.

    Examples
    --------
    >>> series = pd.DataFrame({"year": range(2019, 2024), "reports": [30, 48, 24, 29, 17]})
    >>> change = change_between_years(series)
    >>> change.loc[1, ["ratio", "low", "high", "p_holm"]].astype(float).round(3).tolist()
    [0.5, 0.293, 0.832, 0.032]
    >>> change.loc[1, ["low_adjusted", "high_adjusted", "p_adjusted"]].astype(float).round(2).tolist()
    [0.12, 2.17, 0.26]
    """
    if dispersion is not None and not dispersion > 0:
        raise UsageError(Fault("analysis.dispersion_not_positive"))
    series = _series(counts)
    spread, freedom = _spread_and_freedom(series, dispersion)
    rows = []
    points = list(zip(series["year"].tolist(), series["reports"].tolist(), strict=True))
    pairs = [*pairwise(points), *([(points[0], points[-1])] if len(points) > 2 else [])]
    for (year_before, before), (year_after, after) in pairs:
        rows.append(
            {
                "year_before": year_before,
                "year_after": year_after,
                "before": before,
                "after": after,
                **_exact(before, after),
                **_adjusted(before, after, spread, freedom),
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


def count_intervals(counts: pd.DataFrame) -> pd.DataFrame:
    """Return each year's number of reports with the exact interval and the one adjusted for the spread.

    Parameters
    ----------
    counts
        As for `change_between_years`.

    Returns
    -------
    pandas.DataFrame
        `year`, `reports`, `low`, `high` (Garwood), `low_adjusted`, `high_adjusted` (reports), 95 %, by year.

    Raises
    ------
    UsageError, DataError
        As for `change_between_years`.

    Notes
    -----
    The exact interval is that of a Poisson count: two that don't overlap look like a proven change even where
    the years vary more than that. The adjusted one is ``reports·exp(± t·sqrt(d/reports))``, on the same t and
    d as the changes, so that no picture of it claims more than they do; missing where theirs are.

    Examples
    --------
    >>> series = pd.DataFrame({"year": range(2019, 2024), "reports": [30, 48, 24, 29, 17]})
    >>> count_intervals(series).loc[1, ["low", "high"]].astype(float).round(0).tolist()
    [35.0, 64.0]
    >>> count_intervals(series).loc[1, ["low_adjusted", "high_adjusted"]].astype(float).round(0).tolist()
    [21.0, 112.0]
    """
    series = _series(counts)
    spread, freedom = _spread_and_freedom(series)
    rows = []
    for count in series["reports"].tolist():
        low, high = poisson_interval(count)
        below, above = (
            _around(math.log(count), _error(1 / count, spread), freedom) if count else (math.nan, math.nan)
        )
        rows.append({"low": low, "high": high, "low_adjusted": below, "high_adjusted": above})
    columns = ["low", "high", "low_adjusted", "high_adjusted"]
    return series.join(pd.DataFrame(rows, columns=columns, dtype="float64"))


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
        return Dispersion(math.nan, len(reports), math.nan, math.nan, math.nan)
    ratio = float(reports.var(ddof=1) / reports.mean())
    freedom = len(reports) - 1
    low, high = (float(ratio * freedom / stats.chi2.ppf(tail, freedom)) for tail in (0.975, 0.025))
    return Dispersion(ratio, len(reports), float(stats.chi2.sf(ratio * freedom, freedom)), low, high)


def _spread_and_freedom(series: pd.DataFrame, dispersion: float | None = None) -> tuple[float, float]:
    """Return the spread to adjust for and the degrees of freedom it rests on, infinitely many when known."""
    if dispersion is not None:
        return float(dispersion), math.inf
    return _spread(series).ratio, len(series) - 1


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


def _adjusted(before: int, after: int, spread: float, freedom: float) -> dict[str, float]:
    if before == 0 or after == 0 or math.isnan(spread):
        return dict.fromkeys(("low_adjusted", "high_adjusted", "p_adjusted"), math.nan)
    log_ratio, error = math.log(after / before), _error(1 / before + 1 / after, spread)
    low, high = _around(log_ratio, error, freedom)
    return {
        "low_adjusted": low,
        "high_adjusted": high,
        "p_adjusted": float(2 * stats.t.sf(abs(log_ratio) / error, freedom)),
    }


def _error(variance: float, spread: float) -> float:
    """Return the standard error of a logarithm whose variance under Poisson counts is `variance`."""
    return math.sqrt(max(spread, 1.0) * variance)


def _around(log_value: float, error: float, freedom: float) -> tuple[float, float]:
    """Return the limits around a logarithm with this standard error, as they are told."""
    half = float(stats.t.ppf(0.975, freedom)) * error
    with np.errstate(over="ignore"):
        return float(np.exp(log_value - half)), float(np.exp(log_value + half))
