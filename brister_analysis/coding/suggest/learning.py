"""Let the group's own decisions teach the classifier, and log what that changed.

A decided report says which causes it holds but not where. For each cause the window that already spoke most
for it becomes an example where the group chose the cause and a counterexample where it did not; of the other
windows nothing is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from brister_analysis.coding.suggest.classifier import Classifier, Lesson, standard_classifier, windows_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Decided:
    """A report's text and the causes a group decided on; empty when the report was coded `unclear`."""

    text: str
    causes: frozenset[str]


def lessons_from(decided: Sequence[Decided], model: Classifier) -> list[Lesson]:
    """Turn decided reports into windows to learn from, by what `model` reads in them."""
    lessons = []
    for report in decided:
        windows = windows_of(report.text)
        if not windows:
            continue
        strongest = model.decide(windows).argmax(axis=0)
        for i in sorted(set(strongest)):
            spoken = {cause for k, cause in enumerate(model.causes) if strongest[k] == i}
            unsaid = frozenset(model.causes) - spoken
            lessons.append(Lesson(windows[i], report.causes & spoken, unsaid))
    return lessons


@lru_cache(maxsize=2)
def taught_classifier(causes: tuple[str, ...], decided: tuple[Decided, ...]) -> Classifier:
    """Return the classifier taught by the bank and by `decided`; the order of `decided` does not matter."""
    model = standard_classifier(causes)
    if not decided:
        return model
    ordered = sorted(decided, key=lambda report: (report.text, sorted(report.causes)))
    return Classifier(causes, lessons_from(ordered, model))


def what_changed(texts: Sequence[str], decided: Sequence[Decided]) -> pd.DataFrame:
    """Log what the group's decisions change in the suggestions.

    Parameters
    ----------
    texts
        Reports to suggest causes for.
    decided
        Reports the group has decided on.

    Returns
    -------
    DataFrame
        One row a text and cause that is proposed by one model only: ``text`` (number from 0), ``cause``,
        ``score_before``, ``score_after``, ``change`` ("added" or "removed"); sorted by text, then cause in
        the order of the codebook. Empty when nothing changed.

    Notes
    -----
    Texts that are themselves among `decided` show what was learned by heart, not how well the model does.
    """
    import pandas as pd

    from brister_analysis.coding.suggest.suggestion import codes, suggest_causes

    rows: list[tuple[int, str, float, float, str]] = []
    pairs = zip(suggest_causes(texts), suggest_causes(texts, decided=decided), strict=True)
    for number, (before, after) in enumerate(pairs):
        old = {suggestion.cause: suggestion for suggestion in before}
        new = {suggestion.cause: suggestion for suggestion in after}
        rows.extend(
            (number, cause, old[cause].score, new[cause].score, "added" if new[cause].chosen else "removed")
            for cause in codes()
            if old[cause].chosen != new[cause].chosen
        )
    columns = ["text", "cause", "score_before", "score_after", "change"]
    return pd.DataFrame(rows, columns=columns)
