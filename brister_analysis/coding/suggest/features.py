"""Turn windows of words into numbers the classifier can weigh.

A word counts as itself, as the character sequences in it (which see through inflection, compounds and misspellings) and
together with the word before it. What a word contributes does not depend on the text it stands in, so it is worked out once
and remembered; a window is the sum of its words, made equally long whatever their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

SHORTEST, LONGEST = 3, 5
BLOCKS = ("characters", "words")
WEIGHTS = (1.0, 1.0)
FEWEST = 2


def _character_features(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[i : i + n] for n in range(SHORTEST, LONGEST + 1) for i in range(len(padded) - n + 1)]


def tokens(words: Sequence[str]) -> list[str]:
    """Return the words and the pairs of neighbours ("inte|kom") of one window."""
    return [*words, *(f"{first}|{second}" for first, second in zip(words, words[1:], strict=False))]


def token_features(token: str) -> tuple[list[str], list[str]]:
    """Return a token's features in each of `BLOCKS`."""
    return ([], [token]) if "|" in token else (_character_features(token), [token])


class Vectoriser:
    """TF-IDF of character sequences and of words and word pairs, each made unit length, then set side by side."""

    def __init__(self) -> None:
        self.vocabularies: list[dict[str, int]] = []
        self.idf: list[np.ndarray] = []
        self._known: dict[str, tuple[tuple[int, ...], ...]] = {}

    def fit(self, windows: Iterable[Sequence[str]]) -> Vectoriser:
        """Learn the vocabulary and how rare each feature is."""
        frequencies: list[Counter[str]] = [Counter() for _ in BLOCKS]
        count = 0
        for words in windows:
            count += 1
            seen: list[dict[str, None]] = [{} for _ in BLOCKS]
            for token in tokens(words):
                for block, features in enumerate(token_features(token)):
                    seen[block].update(dict.fromkeys(features))
            for block, features_seen in enumerate(seen):
                frequencies[block].update(features_seen.keys())
        for frequency in frequencies:
            kept = sorted(feature for feature, n in frequency.items() if n >= FEWEST)
            self.vocabularies.append({feature: index for index, feature in enumerate(kept)})
            self.idf.append(np.log((1 + count) / (1 + np.array([frequency[f] for f in kept]))) + 1)
        return self

    def indices(self, token: str) -> tuple[tuple[int, ...], ...]:
        """Return the places of a token's known features, a tuple for each of `BLOCKS`."""
        known = self._known.get(token)
        if known is None:
            if len(self._known) > 200_000:
                self._known.clear()
            known = self._known[token] = tuple(
                tuple(vocabulary[f] for f in features if f in vocabulary)
                for vocabulary, features in zip(self.vocabularies, token_features(token), strict=True)
            )
        return known

    def transform(self, windows: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Return one row of features for each window."""
        columns: list[list[int]] = [[] for _ in BLOCKS]
        ends: list[list[int]] = [[0] for _ in BLOCKS]
        for words in windows:
            for token in tokens(words):
                for block, indices in enumerate(self.indices(token)):
                    columns[block].extend(indices)
            for block in range(len(BLOCKS)):
                ends[block].append(len(columns[block]))
        matrices = []
        for block, weight in enumerate(WEIGHTS):
            matrix = sparse.csr_matrix(
                (
                    np.ones(len(columns[block])),
                    np.array(columns[block], dtype=np.int32),
                    np.array(ends[block]),
                ),
                shape=(len(windows), len(self.vocabularies[block])),
            )
            matrix.sum_duplicates()
            matrix.data = (1 + np.log(matrix.data)) * self.idf[block][matrix.indices]
            lengths = np.sqrt(np.add.reduceat(np.append(matrix.data**2, 0), matrix.indptr[:-1]))
            lengths[np.diff(matrix.indptr) == 0] = 1
            matrix.data *= weight / np.repeat(lengths, np.diff(matrix.indptr))
            matrices.append(matrix)
        return sparse.hstack(matrices, format="csr")
