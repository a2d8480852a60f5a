"""Suggest causes for reports, with the words that made it so.

A suggestion is never a decision: it is stored apart and shown as what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from brister_analysis.coding.suggest.classifier import Classifier, windows_of
from brister_analysis.coding.suggest.combination import UNCLEAR, combination, gather, probabilities, proposed
from brister_analysis.coding.suggest.features import Listed, Window
from brister_analysis.coding.suggest.learning import Decided, taught_classifier
from brister_analysis.coding.suggest.lexicon import WEIGHTS

# Texts weighed at a time: few enough that their features fit in the processor's cache.
AT_A_TIME = 100
MOST_REASONS = 6
# Below this nobody asks why, and most causes of most reports lie below.
WITH_REASONS = 0.05
DECIMALS = 6


@dataclass(frozen=True)
class Suggestion:
    """A cause, how likely it is and why.

    Parameters
    ----------
    cause
        Code of the codebook.
    score
        0-1: the share of such suggestions a coder is expected to agree with.
    chosen
        Whether the cause is proposed.
    reasons
        Spans (start, end) of code points in the text: the words that spoke for the cause, in the order of the
        text, not overlapping. Empty where the score is below 0.05, and for `unclear` where the lack of words
        speaks.
    """

    cause: str
    score: float
    chosen: bool
    reasons: tuple[tuple[int, int], ...]


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of the codebook in its order, `unclear` last."""
    from brister_analysis.reference.codebook import codebook

    causes = codebook().causes["cause"].tolist()
    return (*(cause for cause in causes if cause != UNCLEAR), UNCLEAR)


def suggest_causes(
    texts: Sequence[str], decided: Sequence[Decided] = (), suggester: str | None = None
) -> list[list[Suggestion]]:
    """Suggest causes for each text.

    Parameters
    ----------
    texts
        Reports as written or de-identified.
    decided
        The group's own decisions on earlier reports; they teach the classifier beside the bank.
    suggester
        Name of a model plugged in instead, by an entry point of the group ``brister_analysis.suggesters``.

    Returns
    -------
    list of list of Suggestion
        For each text all 16 codes, best first, ties in the order of the codebook. `unclear` is chosen alone
        or not at all, and at most four causes are. What is suggested for a text depends on no other text.

    Raises
    ------
    UsageError
        No model of that name is installed, or it breaks the contract.

    Notes
    -----
    Suggestions save reading time, they do not replace reading: about a quarter of the causes proposed for the
    development texts are not those the coder chose (``docs/suggestions.md``). Never mix them with decisions.
    """
    if suggester is not None:
        from brister_analysis.coding.suggest.plugged import suggest_by

        return suggest_by(suggester, texts, codes())
    model = taught_classifier(codes()[:-1], tuple(decided))
    found: list[list[Suggestion]] = []
    for start in range(0, len(texts), AT_A_TIME):
        found.extend(_suggest(model, texts[start : start + AT_A_TIME]))
    return found


def _suggest(model: Classifier, texts: Sequence[str]) -> list[list[Suggestion]]:
    windows = [windows_of(text) for text in texts]
    listed = Listed([window for of_text in windows for window in of_text], model.vectoriser)
    decided, pulls = model.log_odds(listed), _Pulls(model, listed)
    ends = np.cumsum([0, *map(len, windows)])
    return [
        _of_report(model.causes, of_text, decided[start:end], pulls, start)
        for of_text, start, end in zip(windows, ends, ends[1:], strict=False)
    ]


def _of_report(
    causes: Sequence[str], windows: Sequence[Window], decided: np.ndarray, pulls: _Pulls, first: int
) -> list[Suggestion]:
    """Return a report's suggestions; `first` is the number of its first window among all."""
    if not windows:
        return [Suggestion(UNCLEAR, 1.0, True, ()), *(Suggestion(c, 0.0, False, ()) for c in causes)]
    numbers = combination()
    share, unclear = probabilities(gather(windows, decided, causes), numbers)
    share, unclear = np.round(share, DECIMALS), round(unclear, DECIMALS)
    chosen = proposed(share, unclear, numbers)
    strongest = decided.argmax(axis=0)
    of_words = {i: pulls.of_words(first + i) for i in set(strongest[share >= WITH_REASONS])}
    suggestions = [
        Suggestion(
            causes[k],
            float(share[k]),
            k in chosen,
            _reasons(windows[strongest[k]], of_words[strongest[k]][:, k], causes[k])
            if share[k] >= WITH_REASONS
            else (),
        )
        for k in np.argsort(-share, kind="stable")
    ]
    of_unclear = Suggestion(UNCLEAR, unclear, not chosen, _expressions(windows, UNCLEAR))
    place = sum(suggestion.score >= unclear for suggestion in suggestions)
    return [*suggestions[:place], of_unclear, *suggestions[place:]]


class _Pulls:
    """How strongly the words of windows speak for each cause."""

    def __init__(self, model: Classifier, listed: Listed) -> None:
        self.listed, self.of_tokens = listed, model.pulls(listed)
        self.common = np.array([model.vectoriser.is_common(token) for token in listed.tokens], bool)

    def of_words(self, window: int) -> np.ndarray:
        """Return the pull of each word (rows) of a window for each cause (columns), a pair through both its
        words; words too common to tell a reader anything count as nothing."""
        words, pairs = self.listed.of_window(window)
        pulls, of_pairs = self.of_tokens[words], self.of_tokens[pairs] / 2
        pulls[:-1] += of_pairs
        pulls[1:] += of_pairs
        pulls[self.common[words]] = 0
        return pulls


def _reasons(window: Window, pull: np.ndarray, cause: str) -> tuple[tuple[int, int], ...]:
    """Return the words that weigh most: expressions of the lexicon first, then single words by their pull."""
    chosen = [
        word
        for hit in window.hits
        if hit.cause == cause and WEIGHTS[hit.strength] >= WEIGHTS["fair"]
        for word in hit.words
    ]
    for word in np.argsort(-pull, kind="stable"):
        if pull[word] <= 0 or len(chosen) >= MOST_REASONS:
            break
        chosen.append(int(word))
    return tuple((window.words[i].start, window.words[i].end) for i in sorted(set(chosen)))


def _expressions(windows: Sequence[Window], cause: str) -> tuple[tuple[int, int], ...]:
    found = {
        (window.words[i].start, window.words[i].end)
        for window in windows
        for hit in window.hits
        if hit.cause == cause and WEIGHTS[hit.strength] >= WEIGHTS["fair"]
        for i in hit.words
    }
    return tuple(sorted(found))
