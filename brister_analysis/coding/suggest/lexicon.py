"""Find expressions that speak for a cause, word by word, with negation and scope.

The expressions and the small language they are written in lie in ``data/lexicon.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain

from brister_analysis.coding.suggest.sentences import Sentence

# What an expression's strength counts where strengths are added up.
WEIGHTS = {"strong": 3, "fair": 2, "faint": 1, "settled": -2}
GAP = 4
REACH_OF_NEGATION = 3
REMEMBERED = 100_000


@dataclass(frozen=True)
class Element:
    """One place of a pattern: exact words, beginnings of words, and whether a gap may come before."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    after_gap: bool

    def takes(self, word: str) -> bool:
        """Tell whether `word` fits here."""
        return word in self.words or word.startswith(self.beginnings)


@dataclass(frozen=True)
class Pattern:
    """An expression of one cause; `negative` when it begins with a negation of its own."""

    cause: str
    strength: str
    elements: tuple[Element, ...]
    negative: bool


@dataclass(frozen=True)
class Hit:
    """A pattern found: its cause, its strength and the words it covers (indices)."""

    cause: str
    strength: str
    words: tuple[int, ...]

    def moved(self, by: int) -> Hit:
        """Return the hit with its words counted `by` later."""
        return replace(self, words=tuple(word + by for word in self.words)) if by else self


class _Index:
    """Which of many elements a word fits: by the word itself, and by its beginnings."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self._exact: dict[str, list[int]] = {}
        self._beginning: dict[str, list[int]] = {}
        for number, element in enumerate(elements):
            for word in sorted(element.words):
                self._exact.setdefault(word, []).append(number)
            for beginning in element.beginnings:
                self._beginning.setdefault(beginning, []).append(number)
        # Words come again and again.
        self.fitting = lru_cache(maxsize=REMEMBERED)(self._fitting)

    def _fitting(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the elements that take `word`, in order."""
        numbers = {*self._exact.get(word, ())}
        for length in range(1, len(word) + 1):
            numbers.update(self._beginning.get(word[:length], ()))
        return tuple(sorted(numbers))


class Lexicon:
    """All patterns of a lexicon file.

    Parameters
    ----------
    table
        As read from the TOML file: ``negators``, ``clause_starts``, ``classes`` and a table for each cause.
    """

    def __init__(self, table: dict) -> None:
        self.negators = frozenset(table["negators"])
        self.clause_starts = frozenset(table["clause_starts"])
        self.classes: dict[str, list[str]] = table["classes"]
        self.patterns = tuple(
            self._compile(cause, strength, written)
            for cause, group in table.items()
            if isinstance(group, dict) and cause != "classes"
            for strength, expressions in group.items()
            for written in expressions
        )
        self._first = _Index(pattern.elements[0] for pattern in self.patterns)
        # A pattern is only tried where every later element has a word that fits it: most never have.
        later = [
            [replace(element, after_gap=False) for element in pattern.elements[1:]]
            for pattern in self.patterns
        ]
        numbers = {element: number for number, element in enumerate(dict.fromkeys(chain(*later)))}
        self._later = _Index(numbers)
        self._needs = [frozenset(numbers[element] for element in elements) for elements in later]

    def _compile(self, cause: str, strength: str, written: str) -> Pattern:
        elements, gap = [], False
        for part in written.split():
            if part == "...":
                gap = True
                continue
            choices = self.classes[part[1:-1]] if part.startswith("<") else part.split("|")
            words = frozenset(choice for choice in choices if not choice.endswith("*"))
            beginnings = tuple(choice[:-1] for choice in choices if choice.endswith("*"))
            elements.append(Element(words, beginnings, gap))
            gap = False
        return Pattern(cause, strength, tuple(elements), bool(elements[0].words & self.negators))

    def hits(self, sentence: Sentence, text: str) -> Iterator[Hit]:
        """Yield every pattern found in a sentence of `text`, in the order of the words."""
        words = [word.text for word in sentence.words]
        there = set(chain.from_iterable(map(self._later.fitting, words)))
        negated = self._negated(words, sentence, text)
        for start, numbers in enumerate(map(self._first.fitting, words)):
            for number in numbers:
                if not self._needs[number] <= there:
                    continue
                pattern = self.patterns[number]
                if start in negated and not pattern.negative:
                    continue
                places = _match(pattern, words, start)
                if places:
                    yield Hit(pattern.cause, pattern.strength, places)

    def _negated(self, words: list[str], sentence: Sentence, text: str) -> set[int]:
        """Return the places of the words that a negation stands shortly before, in the same clause."""
        negated: set[int] = set()
        for place, word in enumerate(words):
            if word in self.negators:
                for after in range(place + 1, min(place + REACH_OF_NEGATION + 1, len(words))):
                    if self._begins_clause(sentence, after, text):
                        break
                    negated.add(after)
        return negated

    def _begins_clause(self, sentence: Sentence, place: int, text: str) -> bool:
        """Tell whether a mark before a word, or a word such as "men", begins a new clause."""
        before, word = sentence.words[place - 1 : place + 1]
        between = text[before.end : word.start]
        return word.text in self.clause_starts or any(mark in between for mark in ",:–()")


def _match(pattern: Pattern, words: list[str], start: int) -> tuple[int, ...]:
    places, at = [start], start + 1
    for element in pattern.elements[1:]:
        last = min(at + (GAP if element.after_gap else 0), len(words) - 1)
        found = next((i for i in range(at, last + 1) if element.takes(words[i])), None)
        if found is None:
            return ()
        places.append(found)
        at = found + 1
    return tuple(places)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with the package."""
    source = files("brister_analysis.coding.suggest").joinpath("data", "lexicon.toml")
    return Lexicon(tomllib.loads(source.read_text(encoding="utf-8")))
