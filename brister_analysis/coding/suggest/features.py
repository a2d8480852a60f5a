"""Turn windows of words into numbers the classifier can weigh.

Three kinds of evidence, each made comparable and set side by side: the character sequences in the words
(which see through inflection, compounds and misspellings), the words themselves with their neighbours,
and the expressions of the lexicon. A window's numbers depend on nothing but its own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from brister_analysis.coding.suggest.lexicon import Hit, lexicon
from brister_analysis.coding.suggest.sentences import Sentence, Word, sentences

SHORTEST, LONGEST = 3, 5
FEWEST = 2
# Rarity of a word that one snippet in thirty holds.
COMMON = 1 + float(np.log(30))
# Weight of an expression beside the two blocks of unit length; chosen by cross-validation within the bank.
EXPRESSION = 0.25
REMEMBERED = 200_000


@dataclass(frozen=True)
class Window:
    """One or two sentences: the words, the expressions found and their words (indices into `words`)."""

    words: tuple[Word, ...]
    hits: tuple[Hit, ...]


def whole(text: str) -> Window:
    """Return a short text as one window, whatever its number of sentences."""
    return joined([read(sentence, text) for sentence in sentences(text)])


def read(sentence: Sentence, text: str) -> Window:
    """Return a sentence of `text` as a window."""
    return Window(sentence.words, tuple(lexicon().hits(sentence, text)))


def joined(windows: Sequence[Window]) -> Window:
    """Return neighbouring windows as one."""
    words: list[Word] = []
    hits: list[Hit] = []
    for window in windows:
        hits.extend(hit.moved(len(words)) for hit in window.hits)
        words.extend(window.words)
    return Window(tuple(words), tuple(hits))


def tokens(words: Sequence[Word]) -> list[str]:
    """Return the words and the pairs of neighbours ("inte|kom") of a window."""
    return [*(word.text for word in words), *(f"{a.text}|{b.text}" for a, b in pairwise(words))]


def _features(token: str) -> tuple[list[str], list[str]]:
    if "|" in token:
        return [], [token]
    padded = f" {token} "
    lengths = range(SHORTEST, LONGEST + 1)
    return [padded[i : i + n] for n in lengths for i in range(len(padded) - n + 1)], [token]


class Vectoriser:
    """TF-IDF of character sequences and of words, each of unit length, and the lexicon's expressions."""

    def __init__(self, windows: Iterable[Window]) -> None:
        seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        count = 0
        for window in windows:
            count += 1
            for block, found in enumerate(zip(*map(_features, tokens(window.words)), strict=True)):
                seen[block].update({feature for features in found for feature in features})
        kept = [sorted(feature for feature, n in counts.items() if n >= FEWEST) for counts in seen]
        # Both blocks share one numbering: characters first, then words.
        self.places = (
            {feature: i for i, feature in enumerate(kept[0])},
            {feature: i + len(kept[0]) for i, feature in enumerate(kept[1])},
        )
        self.first_word = len(kept[0])
        frequency = np.array([seen[block][feature] for block in (0, 1) for feature in kept[block]])
        self.rarity = np.log((1 + count) / (1 + frequency)) + 1
        kinds = sorted({(pattern.cause, pattern.strength) for pattern in lexicon().patterns})
        self.kinds = {kind: i for i, kind in enumerate(kinds)}
        self._known: dict[str, np.ndarray] = {}

    def known_features(self, token: str) -> np.ndarray:
        """Return the numbers of a token's features that the bank holds."""
        known = self._known.get(token)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[token] = np.array(
                [
                    place[feature]
                    for place, features in zip(self.places, _features(token), strict=True)
                    for feature in features
                    if feature in place
                ],
                dtype=np.int32,
            )
        return known

    def is_common(self, word: str) -> bool:
        """Tell whether a word is so common in the bank that by itself it tells a reader nothing."""
        place = self.places[1].get(word)
        return place is not None and bool(self.rarity[place] < COMMON)

    def transform(self, windows: Sequence[Window]) -> sparse.csr_matrix:
        """Return a row of features for each window."""
        blocks = self._counted(windows)
        counted = [blocks[:, : self.first_word], blocks[:, self.first_word :]]
        return sparse.hstack([*map(_unit_length, counted), self._expressions(windows)], format="csr")

    def _counted(self, windows: Sequence[Window]) -> sparse.csr_matrix:
        numbers: dict[str, int] = {}
        columns: list[int] = []
        ends = [0]
        for window in windows:
            columns.extend(numbers.setdefault(token, len(numbers)) for token in tokens(window.words))
            ends.append(len(columns))
        features = [self.known_features(token) for token in numbers]
        of_token = _ones(
            np.concatenate([np.empty(0, np.int32), *features]),
            np.cumsum([0, *map(len, features)]),
            len(self.rarity),
        )
        of_window = _ones(np.array(columns, np.int32), np.array(ends), len(numbers))
        counts = (of_window @ of_token).tocsr()
        # Sorted so that sums run in the same order whatever other windows there are.
        counts.sort_indices()
        counts.data = (1 + np.log(counts.data)) * self.rarity[counts.indices]
        return counts

    def _expressions(self, windows: Sequence[Window]) -> sparse.csr_matrix:
        columns: list[int] = []
        ends = [0]
        for window in windows:
            columns.extend(sorted({self.kinds[hit.cause, hit.strength] for hit in window.hits}))
            ends.append(len(columns))
        return EXPRESSION * _ones(np.array(columns, np.int32), np.array(ends), len(self.kinds))


def _ones(columns: np.ndarray, ends: np.ndarray, width: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, width))


def _unit_length(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    # One sum for each row: a running sum would make a row's last decimals depend on the rows before it.
    lengths = np.array([np.sqrt((matrix.data[a:b] ** 2).sum()) for a, b in pairwise(matrix.indptr)])
    matrix.data /= np.repeat(np.where(lengths == 0, 1, lengths), np.diff(matrix.indptr))
    return matrix
