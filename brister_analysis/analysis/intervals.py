"""Intervals: exact ones for counts and shares of reports, a bootstrap over reports for shares of mentions.

All reports of a year are counted, so the intervals aren't about a sample drawn from a register.
`about_intervals` says in one sentence what they are about; a page prints it once.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from brister_analysis.language import text

SEED = 20190101
RESAMPLES = 4000
FEWEST_REPORTS_TO_RESAMPLE = 10
# Of fewer mentions, or fewer of all other labels, drawing again gives an interval too narrow to be shown.
FEWEST_MENTIONS_TO_RESAMPLE = 5


def about_intervals(language: str | None = None) -> str:
    """Return the sentence that says what the intervals are about.

    Examples
    --------
    >>> about_intervals("en")[:48]
    'The figures are about all reports that are count'
    """
    return text("analysis.about_intervals", language=language)


def poisson_interval(count: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact interval (Garwood) for the rate behind a count of reports.

    Parameters
    ----------
    count
        Number of reports, 0 or more; missing gives a missing interval.
    confidence
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Low and high, in reports.

    Notes
    -----
    Valid if reports came independently at a constant rate. They come in bursts (a drive to report, a meeting
    that reminds people), so the interval is too narrow as a statement about another year. It says nothing
    about deficiencies that nobody reported. Source: F. Garwood, Biometrika 28 (1936) 437-442; computed by
    `statsmodels.stats.rates.confint_poisson`.

    Examples
    --------
    >>> low, high = poisson_interval(17)
    >>> round(low, 4), round(high, 4)
    (9.9031, 27.2186)
    """
    if pd.isna(count):
        return math.nan, math.nan
    low, high = confint_poisson(count, 1, method="exact-c", alpha=1 - confidence)
    return float(low), float(high)


def proportion_interval(x: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact interval (Clopper-Pearson) for a share of reports.

    Parameters
    ----------
    x, n
        Reports that have what is counted, and all reports; ``0 <= x <= n``. Missing, or ``n`` of 0, gives a
        missing interval.
    confidence
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Low and high as proportions 0-1.

    Notes
    -----
    Exact means never narrower than promised: with few reports it is wider than it need be. Only for shares
    *of reports*, where a report is in or out; shares of mentions take `share_of_mentions_interval`. Two
    overlapping intervals can still differ, and intervals of two causes of the same year aren't independent.
    Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413; computed by
    `statsmodels.stats.proportion.proportion_confint`.

    Examples
    --------
    >>> low, high = proportion_interval(8, 17)
    >>> round(low, 3), round(high, 3)
    (0.23, 0.722)
    """
    if pd.isna(x) or pd.isna(n) or n == 0:
        return math.nan, math.nan
    low, high = proportion_confint(x, n, alpha=1 - confidence, method="beta")
    return float(low), float(high)


def shares_of_reports(counts: pd.Series, n_reports: int) -> pd.DataFrame:
    """Return `share_of_reports`, `low` and `high` (see `proportion_interval`) of counts on one base.

    Parameters
    ----------
    counts
        Numbers of reports; a missing one gives missing numbers.
    n_reports
        The base; 0 gives missing numbers.
    """
    share = counts.astype("float64") / n_reports if n_reports else counts.astype("float64") * math.nan
    limits = [proportion_interval(count, n_reports) for count in counts]
    columns = {
        "share_of_reports": share,
        "low": [low for low, _ in limits],
        "high": [high for _, high in limits],
    }
    return pd.DataFrame(columns, index=counts.index, dtype="float64")


def resampled_mentions(incidence: pd.DataFrame, seed: int = SEED) -> np.ndarray:
    """Draw as many reports from the reports of the year, again and again, and count each label's mentions.

    Parameters
    ----------
    incidence
        One row a report, one column a label; the number of mentions (0 or more).
    seed
        Seed of the random numbers.

    Returns
    -------
    numpy.ndarray
        `RESAMPLES` rows, a column a label in the order of `incidence`.

    Notes
    -----
    Reports with the same labels are interchangeable, so patterns of labels are drawn instead of reports.
    Patterns and labels are put in a fixed order first: the order of rows and columns changes nothing.
    """
    labels = sorted(incidence.columns)
    patterns, reports = np.unique(incidence[labels].to_numpy(dtype=np.int64), axis=0, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(len(incidence), reports / len(incidence), size=RESAMPLES)
    mentions = drawn @ patterns
    return mentions[:, [labels.index(label) for label in incidence.columns]]


def share_of_mentions_interval(
    incidence: pd.DataFrame, confidence: float = 0.95, seed: int = SEED
) -> pd.DataFrame:
    """Return a bootstrap interval over reports for each label's share of all mentions.

    Parameters
    ----------
    incidence
        One row a report, one column a label; the number of mentions. Reports that mention nothing are rows of
        zeros.
    confidence
        Between 0 and 1.
    seed
        Seed of the random numbers.

    Returns
    -------
    pandas.DataFrame
        Indexed by label: `mentions_low`, `mentions_high`, proportions 0-1.

    Notes
    -----
    Mentions in one report hang together, so reports are drawn, not mentions. Missing below
    `FEWEST_REPORTS_TO_RESAMPLE` reports and where a label, or all others together, has fewer than
    `FEWEST_MENTIONS_TO_RESAMPLE` mentions: drawing again what was hardly seen says little about it, and one
    report of seventeen would look surer by mentions (0-10 %) than by the exact interval for reports (0-29 %).
    With few reports percentile intervals are still too narrow. Source:
    B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
    """
    result = pd.DataFrame({"mentions_low": math.nan, "mentions_high": math.nan}, index=incidence.columns)
    if len(incidence) < FEWEST_REPORTS_TO_RESAMPLE:
        return result
    drawn = resampled_mentions(incidence, seed)
    totals = drawn.sum(axis=1)
    shares = drawn[totals > 0] / totals[totals > 0, None]
    observed = incidence.sum()
    fewest = FEWEST_MENTIONS_TO_RESAMPLE
    telling = (observed >= fewest) & (observed.sum() - observed >= fewest)
    if telling.any():
        tail = (1 - confidence) / 2
        low, high = np.quantile(shares[:, telling.to_numpy()], [tail, 1 - tail], axis=0)
        result.loc[telling, "mentions_low"] = low
        result.loc[telling, "mentions_high"] = high
    return result
