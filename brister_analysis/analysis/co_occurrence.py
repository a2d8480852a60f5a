"""Which causes occur in the same reports, and whether more often than chance puts them there."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats.contingency import odds_ratio

from brister_analysis.analysis.change import holm
from brister_analysis.analysis.coverage import REST, coverage_status, one_coding
from brister_analysis.analysis.intervals import SEED
from brister_analysis.analysis.tables import LEVELS, cause_mentions, incidence_table
from brister_analysis.errors import Fault, UsageError

SHUFFLES = 4000
CELLS_IN_MEMORY = 5_000_000
FEWEST_REPORTS_FOR_PAIRS_OF_CAUSES = 60


def pair_level(n_reports: int) -> str:
    """Return the level at which pairs may be shown: ``"cause"`` from 60 reports on, else ``"area"``.

    Below that, the 105 pairs of causes hold about half a report each: chance, and a cell that points at one
    person.
    """
    return "cause" if n_reports >= FEWEST_REPORTS_FOR_PAIRS_OF_CAUSES else "area"


def co_occurrence(causes: pd.DataFrame, level: str = "cause", seed: int = SEED) -> pd.DataFrame:
    """Count how often two causes were given for the same reported deficiency.

    Parameters
    ----------
    causes
        As for `cause_table`.
    level
        As for `cause_table`. What a page shows follows `pair_level`.
    seed
        Seed of the permutation test.

    Returns
    -------
    pandas.DataFrame
        A row a pair of what was collected, in the codebook's order; `unclear` stands alone by definition and
        is in no pair. `cause_a`, `cause_b` (codes, areas or labels); `both`, `only_a`, `only_b`, `neither`
        (reports); `jaccard` (both / either, 0-1); `odds_ratio` (conditional maximum likelihood) with `low`,
        `high` (exact, 95 %); `p_permutation` (two-sided), `p_holm` (the same, adjusted for the number of
        pairs). Where one of the two is in no report or in all, the odds ratio and the p-values are missing.

    Raises
    ------
    UsageError, DataError
        As `cause_table`.

    Notes
    -----
    The permutation deals each cause out anew over the reports, as many times as it was given; `p_permutation`
    is twice the part of 4,000 deals, this one counted in, with at least (or at most) as many reports that
    have both; it agrees with the interval, which leaves half of 5 % on each side. How it misleads. With 15
    causes there are 105 pairs, and some look strong by chance: read `p_holm`. A long, careful report gets
    more causes, so all causes seem to hang together; coders who think of two causes as one do the same.
    Jaccard is high for common causes whether or not they belong together, and the odds ratio is unstable when
    a cell is below five. Nothing here says that one cause leads to another. Sources: P. Jaccard, Bull. Soc.
    Vaud. Sci. Nat. 37 (1901) 547-579; odds ratio and interval by `scipy.stats.contingency.odds_ratio`; B.
    Phipson and G. K. Smyth, Stat. Appl. Genet. Mol. Biol. 9 (2010) 39 (counting the observed deal in).

    Examples
    --------
    >>> causes = pd.DataFrame({"report_id": ["a", "a", "b", "c"],
    ...                        "cause": ["routines", "trust", "routines", "trust"]})
    >>> pairs = co_occurrence(causes).query("both > 0")
    >>> pairs[["cause_a", "cause_b", "both", "only_a", "only_b", "neither"]].values.tolist()
    [['routines', 'trust', 1, 1, 1, 0]]
    """
    if level not in LEVELS:
        raise UsageError(Fault("analysis.unknown_level", allowed=tuple(LEVELS)))
    causes = one_coding(causes, level)
    status = coverage_status(causes, level)
    labels = [label for label in status.index if status[label] != "not_collected" and label != REST]
    n_reports = causes["report_id"].nunique()
    mentions = cause_mentions(causes, level)
    mentions = mentions[mentions[LEVELS[level]].isin(labels)]
    held = incidence_table(mentions, LEVELS[level], labels, n_reports).to_numpy(dtype=np.int64).clip(max=1)
    together = held.T @ held
    p = pd.DataFrame(_permutation_p(together, n_reports, labels, seed), index=labels, columns=labels)
    rows = []
    for (a, label_a), (b, label_b) in combinations(enumerate(labels), 2):
        both = int(together[a, b])
        only_a, only_b = int(together[a, a]) - both, int(together[b, b]) - both
        neither = n_reports - both - only_a - only_b
        either = both + only_a + only_b
        odds, low, high = _odds(both, only_a, only_b, neither)
        rows.append(
            {
                "cause_a": label_a,
                "cause_b": label_b,
                "both": both,
                "only_a": only_a,
                "only_b": only_b,
                "neither": neither,
                "jaccard": both / either if either else math.nan,
                "odds_ratio": odds,
                "low": low,
                "high": high,
                "p_permutation": p.loc[label_a, label_b],
            }
        )
    counted = ["both", "only_a", "only_b", "neither"]
    columns = ["cause_a", "cause_b", *counted, "jaccard", "odds_ratio", "low", "high", "p_permutation"]
    table = pd.DataFrame(rows, columns=columns).astype({"cause_a": "str", "cause_b": "str"})
    table["p_holm"] = holm(table["p_permutation"])
    return table.astype(dict.fromkeys(counted, "Int64"))


def _odds(both: int, only_a: int, only_b: int, neither: int) -> tuple[float, float, float]:
    if 0 in (both + only_a, both + only_b, only_a + neither, only_b + neither):
        return math.nan, math.nan, math.nan
    found = odds_ratio([[both, only_a], [only_b, neither]], kind="conditional")
    low, high = found.confidence_interval(0.95)
    return float(found.statistic), float(low), float(high)


def _permutation_p(together: np.ndarray, n_reports: int, labels: list[str], seed: int) -> np.ndarray:
    """Deal the causes out anew, in alphabetical order whatever the order of rows and columns."""
    order = sorted(range(len(labels)), key=labels.__getitem__)
    totals = np.diag(together)[order]
    observed = together[np.ix_(order, order)]
    rng = np.random.default_rng(seed)
    as_high, as_low = np.ones_like(observed), np.ones_like(observed)
    first_reports = np.arange(n_reports)[:, None] < totals
    batch = max(1, CELLS_IN_MEMORY // max(1, first_reports.size))
    for start in range(0, SHUFFLES, batch):
        dealt = np.broadcast_to(first_reports, (min(batch, SHUFFLES - start), *first_reports.shape))
        dealt = rng.permuted(dealt, axis=1).astype(np.float32)
        counted = dealt.transpose(0, 2, 1) @ dealt
        as_high += (counted >= observed).sum(axis=0)
        as_low += (counted <= observed).sum(axis=0)
    p = np.minimum(1, 2 * np.minimum(as_high, as_low) / (SHUFFLES + 1))
    constant = (totals == 0) | (totals == n_reports)
    p[constant, :] = p[:, constant] = math.nan
    back = np.argsort(order)
    return p[np.ix_(back, back)]
