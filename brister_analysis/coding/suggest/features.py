"""Turn windows of words into numbers the classifier can weigh.

Three kinds of evidence, each made comparable and set side by side: the character sequences in the words
(which see through inflection, compounds and misspellings), the words themselves with their neighbours,
and the expressions of the lexicon. A window's numbers depend on nothing but its own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
REMEMBERED = 100_000
# Stands for every pair of words that was never met.
_NO_PAIR = "|"


@dataclass(frozen=True)
class Window:
    """One or two sentences: the words, the expressions found and their words (indices into `words`), and the
    windows it was joined of."""

    words: tuple[Word, ...]
    hits: tuple[Hit, ...]
    parts: tuple[Window, ...] = ()


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
    return Window(tuple(words), tuple(hits), tuple(windows))


def tokens(words: Sequence[Word]) -> list[str]:
    """Return the words and the pairs of neighbours ("inte|kom") of a window."""
    plain = [word.text for word in words]
    return [*plain, *map("|".join, pairwise(plain))]


class Listed:
    """Windows with their tokens numbered: each distinct token once, since most come again and again.

    Parameters
    ----------
    windows
        To be read together.
    vectoriser
        What knows their features. A pair of words it has not met has none, and all such pairs are one token.

    Attributes
    ----------
    tokens
        Distinct tokens, a token's number being its place.
    features
        Which features each token has, a row a token.
    numbers, ends
        Numbers of all windows' tokens one after the other; those of window `i` lie between ``ends[i]`` and
        ``ends[i + 1]``, words first, then pairs.
    """

    def __init__(self, windows: Sequence[Window], vectoriser: Vectoriser) -> None:
        self.windows = windows
        self._pairs = vectoriser.places[1]
        self._numbers: dict[str, int] = {}
        self._known: dict[int, tuple[list[int], list[int]]] = {}
        numbers: list[int] = []
        ends = [0]
        for window in windows:
            words, pairs = self._numbered(window)
            numbers += words
            numbers += pairs
            ends.append(len(numbers))
        self.tokens = list(self._numbers)
        self.features = vectoriser.of_tokens(self.tokens)
        self.numbers, self.ends = np.array(numbers, np.int32), np.array(ends)

    def _numbered(self, window: Window) -> tuple[list[int], list[int]]:
        """Return the numbers of a window's words and pairs; of a joined one those of its parts, with a pair
        where two meet."""
        known = self._known.get(id(window))
        if known is not None:
            return known
        words: list[int] = []
        pairs: list[int] = []
        if window.parts:
            for before, part in zip((None, *window.parts), window.parts, strict=False):
                of_words, of_pairs = self._numbered(part)
                if before is not None:
                    pairs.append(self._of_pair(f"{before.words[-1].text}|{part.words[0].text}"))
                words += of_words
                pairs += of_pairs
        else:
            plain = [word.text for word in window.words]
            numbers = self._numbers
            words = [numbers.setdefault(word, len(numbers)) for word in plain]
            pairs = [self._of_pair(pair) for pair in map("|".join, pairwise(plain))]
        self._known[id(window)] = words, pairs
        return words, pairs

    def _of_pair(self, pair: str) -> int:
        return self._numbers.setdefault(pair if pair in self._pairs else _NO_PAIR, len(self._numbers))

    def of_window(self, window: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers of a window's words and of its pairs of neighbours."""
        found = self.numbers[self.ends[window] : self.ends[window + 1]]
        words = len(self.windows[window].words)
        return found[:words], found[words:]


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
        self._known_features = lru_cache(maxsize=REMEMBERED)(self._features_of)

    def _features_of(self, token: str) -> np.ndarray:
        """Return the numbers of a token's features that the bank holds."""
        found = [
            place[feature]
            for place, features in zip(self.places, _features(token), strict=True)
            for feature in features
            if feature in place
        ]
        return np.array(found, dtype=np.int32)

    def is_common(self, word: str) -> bool:
        """Tell whether a word is so common in the bank that by itself it tells a reader nothing."""
        place = self.places[1].get(word)
        return place is not None and bool(self.rarity[place] < COMMON)

    def transform(self, listed: Listed) -> sparse.csr_matrix:
        """Return a row of features for each window: those of its words, then its expressions."""
        return sparse.hstack([self.of_words(listed), self.of_expressions(listed.windows)], format="csr")

    def of_words(self, listed: Listed) -> sparse.csr_matrix:
        """Return the two blocks of unit length, a row a window.

        The entries of a row stand in the order its own tokens give, so that its sums do not depend, not even
        in their last decimals, on what other windows there are.
        """
        counts = _ones(listed.numbers, listed.ends, len(listed.tokens)) @ listed.features
        weights = (1 + np.log(counts.data)) * self.rarity[counts.indices]
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        block = 2 * rows + (counts.indices >= self.first_word)
        counts.data = weights / np.sqrt(np.bincount(block, weights**2))[block]
        return counts

    def of_tokens(self, tokens: Sequence[str]) -> sparse.csr_matrix:
        """Return which features each token has, a row a token."""
        features = list(map(self._known_features, tokens))
        found = np.concatenate([np.empty(0, np.int32), *features])
        return _ones(found, np.cumsum([0, *map(len, features)]), len(self.rarity))

    def of_expressions(self, windows: Sequence[Window]) -> sparse.csr_matrix:
        """Return the kinds of expressions each window holds, a row a window."""
        columns: list[int] = []
        ends = [0]
        for window in windows:
            columns.extend(sorted({self.kinds[hit.cause, hit.strength] for hit in window.hits}))
            ends.append(len(columns))
        return EXPRESSION * _ones(np.array(columns, np.int32), np.array(ends), len(self.kinds))


def _ones(columns: np.ndarray, ends: np.ndarray, width: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, width))
