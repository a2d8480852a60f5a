"""Funnel limits: how far an area's rate can lie from the whole by chance, given how many live there."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from brister_analysis.analysis.columns import require
from brister_analysis.analysis.rates import PER
from brister_analysis.errors import DataError, Fault, UsageError

FEWEST_AREAS = 10
LIMITS = {"low_998": 0.001, "low_95": 0.025, "high_95": 0.975, "high_998": 0.999}


def funnel(rates: pd.DataFrame) -> pd.DataFrame:
    """Return each area's rate with the limits within which chance would keep it.

    Parameters
    ----------
    rates
        As from `rates`, one year; areas without a rate are left out.

    Returns
    -------
    pandas.DataFrame
        `code`, `year`, `reports`, `population`, `rate`, `target` (the rate of all areas together), `low_998`,
        `low_95`, `high_95`, `high_998` (all per 100,000 inhabitants), `position` (inside, beyond_95,
        beyond_998); sorted by code: a funnel isn't a ranking.

    Raises
    ------
    UsageError
        A column is not there, or there are several years.
    DataError
        Fewer than 10 areas have a rate: then each one weighs so much in the target that it is compared with
        itself, and nothing can be told from chance.

    Notes
    -----
    Limits are quantiles of the Poisson distribution with the target's expected count, interpolated between
    whole counts so that they don't jump: with r the smallest count whose cumulative probability F(r) reaches
    p, the limit is r - (F(r) - p) / (F(r) - F(r-1)). How it misleads. Of 20 areas one lies beyond 95 % by
    chance; reports come in bursts, so more do. Beyond means "look", never "worse": who reports differs more
    between areas than what happens. Source: D. J. Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202,
    appendix A.1.
    """
    needed = ["code", "year", "reports", "population", "rate"]
    require(rates, needed)
    table = rates.loc[rates["rate"].notna(), needed].sort_values("code", ignore_index=True)
    years = table["year"].unique()
    if len(years) > 1:
        raise UsageError(Fault("analysis.several_years", values={"count": len(years)}))
    if len(table) < FEWEST_AREAS:
        raise DataError(Fault("analysis.too_few_areas", values={"areas": len(table), "fewest": FEWEST_AREAS}))
    inhabitants = table["population"].astype("float64")
    target = float(table["reports"].sum()) / float(inhabitants.sum())
    table["target"] = target * PER
    for name, probability in LIMITS.items():
        table[name] = interpolated_limit(probability, inhabitants.to_numpy() * target) / inhabitants * PER
    beyond_95 = (table["rate"] < table["low_95"]) | (table["rate"] > table["high_95"])
    beyond_998 = (table["rate"] < table["low_998"]) | (table["rate"] > table["high_998"])
    position = np.select([beyond_998, beyond_95], ["beyond_998", "beyond_95"], default="inside")
    table["position"] = pd.Series(position, dtype="str")
    return table


def interpolated_limit(probability: float, expected: np.ndarray) -> np.ndarray:
    """Return the Poisson quantile, interpolated between whole counts and never below 0.

    Parameters
    ----------
    probability
        Cumulative probability, between 0 and 1.
    expected
        Expected counts, 0 or more.

    Returns
    -------
    numpy.ndarray
        Counts, not whole.
    """
    expected = np.asarray(expected, dtype=float)
    whole = np.maximum(stats.poisson.ppf(probability, expected), 0)
    reached = stats.poisson.cdf(whole, expected)
    mass = stats.poisson.pmf(whole, expected)
    return np.maximum(whole - (reached - probability) / mass, 0)
