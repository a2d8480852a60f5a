"""From windows to a report: how likely each cause is, and whether the text says too little.

The few numbers that do this lie in ``data/combination.toml``, together with how they were found.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np

from brister_analysis.coding.suggest.features import Window
from brister_analysis.coding.suggest.lexicon import WEIGHTS

UNCLEAR = "unclear"


@dataclass(frozen=True)
class Combination:
    """The numbers of ``combination.toml``.

    Parameters
    ----------
    mean_weight
        What the mean over windows adds to the highest window.
    slope, shift
        From that sum to log odds of the cause.
    rule_penalty
        Taken from a cause whose decision rule asks for words that the text lacks.
    proposed
        Probability from which a cause is proposed.
    most
        Proposed at most.
    unclear_shift, unclear_top, unclear_length, unclear_expressions
        Log odds that the text says too little: constant, weight of the best cause's log odds, of the
        logarithm of the number of words, and of the strongest expression of `unclear`.
    """

    mean_weight: float
    slope: float
    shift: float
    rule_penalty: float
    proposed: float
    most: int
    unclear_shift: float
    unclear_top: float
    unclear_length: float
    unclear_expressions: float


@cache
def _source() -> dict:
    source = files("brister_analysis.coding.suggest").joinpath("data", "combination.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def combination() -> Combination:
    """Return the numbers in force."""
    return Combination(**{field.name: _source()[field.name] for field in fields(Combination)})


@dataclass(frozen=True)
class Evidence:
    """What a report holds.

    Parameters
    ----------
    highest, mean
        Log odds of each cause over the report's windows.
    lacks
        Whether each cause misses the words its decision rule asks for.
    words
        Number of words.
    unclear
        Weight of the strongest expression of `unclear`.
    """

    highest: np.ndarray
    mean: np.ndarray
    lacks: np.ndarray
    words: int
    unclear: int


def gather(windows: Sequence[Window], decided: np.ndarray, causes: Sequence[str]) -> Evidence:
    """Sum up a report's windows.

    Parameters
    ----------
    windows
        Of one report, single sentences first.
    decided
        Log odds, a row a window and a column a cause.
    causes
        Codes of the columns.
    """
    single = windows[: (len(windows) + 1) // 2]
    words = [word.text for window in single for word in window.words]
    asked: Mapping[str, list[str]] = _source()["asked_words"]
    held = " ".join(words)
    lacks = np.array([cause in asked and not any(part in held for part in asked[cause]) for cause in causes])
    unclear = max(
        (WEIGHTS[hit.strength] for window in single for hit in window.hits if hit.cause == UNCLEAR), default=0
    )
    return Evidence(decided.max(axis=0), decided.mean(axis=0), lacks, len(words), unclear)


def log_odds_of(evidence: Evidence, numbers: Combination) -> np.ndarray:
    """Return the log odds of every cause, were the text known to say enough."""
    together = evidence.highest + numbers.mean_weight * evidence.mean
    return numbers.slope * together + numbers.shift - numbers.rule_penalty * evidence.lacks


def probabilities(evidence: Evidence, numbers: Combination) -> tuple[np.ndarray, float]:
    """Return the probability of every cause and that of `unclear`."""
    log_odds = log_odds_of(evidence, numbers)
    unclear = _share(
        numbers.unclear_shift
        + numbers.unclear_top * log_odds.max()
        + numbers.unclear_length * np.log(evidence.words)
        + numbers.unclear_expressions * evidence.unclear
    )
    return _share(log_odds) * (1 - unclear), float(unclear)


def proposed(share: np.ndarray, unclear: float, numbers: Combination) -> list[int]:
    """Return the causes to propose, best first; none means `unclear` alone."""
    ranked = np.argsort(-share, kind="stable")
    if unclear > share[ranked[0]]:
        return []
    return [int(k) for k in ranked[: numbers.most] if share[k] >= numbers.proposed] or [int(ranked[0])]


def _share(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-log_odds))
