"""One logistic regression a cause, taught by the snippet bank and by decided reports where there are some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from brister_analysis.coding.suggest.bank import snippets
from brister_analysis.coding.suggest.features import Listed, Vectoriser, Window, joined, read, whole
from brister_analysis.coding.suggest.sentences import sentences

# Inverse of the penalty on large weights; between .5 and 20 it hardly matters (cross-validation within the
# bank). Solved in the dual, which gives the same weights in a thirtieth of the time.
LOOSENESS = 5.0


@dataclass(frozen=True)
class Lesson:
    """A window that shows `causes`, says nothing of `unsaid` and is a counterexample of all others."""

    window: Window
    causes: frozenset[str]
    unsaid: frozenset[str] = frozenset()


class Classifier:
    """Weights of every feature for every cause.

    Parameters
    ----------
    causes
        The codes to tell apart, in the order of the columns of what `decide` gives.
    lessons
        What to learn from, added to the bank.
    """

    def __init__(self, causes: Sequence[str], lessons: Sequence[Lesson] = ()) -> None:
        from sklearn.linear_model import LogisticRegression

        self.causes = tuple(causes)
        taught = [*_bank_lessons(), *lessons]
        self.vectoriser = Vectoriser(lesson.window for lesson in taught)
        features = self.vectoriser.transform(Listed([lesson.window for lesson in taught], self.vectoriser))
        columns, intercepts = [], []
        for cause in self.causes:
            used = np.array([cause not in lesson.unsaid for lesson in taught])
            shown = np.array([cause in lesson.causes for lesson in taught])
            model = LogisticRegression(
                C=LOOSENESS, class_weight="balanced", solver="liblinear", dual=True, random_state=0
            ).fit(features[used], shown[used])
            columns.append(model.coef_[0])
            intercepts.append(model.intercept_[0])
        weights = np.column_stack(columns)
        features_of_words = len(self.vectoriser.rarity)
        self.of_words, self.of_expressions = weights[:features_of_words], weights[features_of_words:]
        self.intercepts = np.array(intercepts)

    def decide(self, windows: Sequence[Window]) -> np.ndarray:
        """Return log odds of every cause (columns) for every window (rows)."""
        return self.log_odds(Listed(windows, self.vectoriser))

    def log_odds(self, listed: Listed) -> np.ndarray:
        """Return what `decide` does for windows that are listed already."""
        by_words = self.vectoriser.of_words(listed) @ self.of_words
        return (
            by_words + self.vectoriser.of_expressions(listed.windows) @ self.of_expressions + self.intercepts
        )

    def pulls(self, listed: Listed) -> np.ndarray:
        """Return how strongly each token (rows) speaks for each cause (columns), before windows are made
        equally long."""
        features = listed.features.copy()
        features.data = self.vectoriser.rarity[features.indices]
        return features @ self.of_words


def windows_of(text: str) -> list[Window]:
    """Return the windows of a text: each sentence, then each pair of neighbours."""
    single = [read(sentence, text) for sentence in sentences(text)]
    return [*single, *(joined(single[i : i + 2]) for i in range(len(single) - 1))]


@cache
def _bank_lessons() -> tuple[Lesson, ...]:
    return tuple(Lesson(whole(snippet.text), frozenset(snippet.causes)) for snippet in snippets())


@cache
def standard_classifier(causes: tuple[str, ...]) -> Classifier:
    """Return the classifier taught by the bank alone; made at first use."""
    return Classifier(causes)
