"""One logistic regression a cause, taught by the snippet bank, read over windows of one and two sentences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from brister_analysis.coding.suggest.bank import Snippet, snippets
from brister_analysis.coding.suggest.features import Vectoriser
from brister_analysis.coding.suggest.sentences import WORD, Sentence

STRENGTH = 5.0


class Classifier:
    """Weights of every feature for every cause.

    Parameters
    ----------
    causes
        The codes to tell apart.
    bank
        Snippets to learn from.
    """

    def __init__(self, causes: Sequence[str], bank: Sequence[Snippet]) -> None:
        from sklearn.linear_model import LogisticRegression

        self.causes = tuple(causes)
        windows = [[match.group().lower() for match in WORD.finditer(snippet.text)] for snippet in bank]
        self.vectoriser = Vectoriser().fit(windows)
        features = self.vectoriser.transform(windows)
        columns, intercepts = [], []
        for cause in self.causes:
            taught = np.array([cause in snippet.causes for snippet in bank])
            model = LogisticRegression(
                C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0
            )
            model.fit(features, taught)
            columns.append(model.coef_[0])
            intercepts.append(model.intercept_[0])
        self.coefficients = np.column_stack(columns)
        self.intercepts = np.array(intercepts)

    def decide(self, windows: Sequence[Sequence[str]]) -> np.ndarray:
        """Return log odds of every cause (columns) for every window (rows)."""
        return self.vectoriser.transform(windows) @ self.coefficients + self.intercepts


def windows_of(divided: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Return the windows of a text as (first sentence, one past the last): each sentence, then each pair of neighbours."""
    return [(i, i + 1) for i in range(len(divided))] + [(i, i + 2) for i in range(len(divided) - 1)]


@cache
def standard_classifier(causes: tuple[str, ...]) -> Classifier:
    """Return the classifier taught by the bank alone; made at first use."""
    return Classifier(causes, snippets())
