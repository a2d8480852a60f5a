"""Where in a text patterns can match at all, so that most of a text is never searched."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from brister_analysis.intake.identifiers import lists

_PUNCTUATION = re.compile(r"[\n.,:;()/\"'*!?=]")
# Digits with what people put between them.
_RUN = re.compile(r"\d(?:[\d ./+():,_-]*\d)?")
# An hour or a date, and what stands behind a number that is measured.
_NO_HOUSE = re.compile(r"\d{1,2}(?:\.\d\d|/\d{1,2})(?!\d)")
_MEASURED = re.compile(
    r" ?(?:mg|ml|mikrog|min|dag|dygn|tim|år|veck|mån|procent|%|kr|mmol|kg|meter|km|ggr|gång|pers)"
)
# So far before a number its word is looked for.
_BACK = 24

Span = tuple[int, int]


class Signs:
    """What patterns look for. Pieces of texts come again and again, so each is looked at once.

    Parameters
    ----------
    signs
        Of the text in lower case, or of it with spaces in place of punctuation.
    """

    def __init__(self, signs: frozenset[str]) -> None:
        self._openings = _by_opening(signs)
        self._held = lru_cache(maxsize=100_000)(self._of_piece)

    def present(self, lowered: str) -> frozenset[str]:
        """Return which of them may stand in a text: of one with a space inside only a part is looked for."""
        return frozenset().union(*map(self._held, set(lowered.split())))

    def _of_piece(self, piece: str) -> frozenset[str]:
        found: set[str] = set()
        for spaced in {f" {piece} ", f" {without_marks(piece)} "}:
            for at in range(len(spaced)):
                for opening in (spaced[at], spaced[at : at + 2]):
                    for part, sign in self._openings.get(opening, ()):
                        if spaced.startswith(part, at):
                            found.add(sign)
        return frozenset(found)


def _by_opening(signs: frozenset[str]) -> dict[str, list[tuple[str, str]]]:
    """Return each sign with its longest part that has no space inside, by the first two letters of that."""
    found: dict[str, list[tuple[str, str]]] = {}
    for sign in sorted(signs):
        parts = sign.split(" ")
        at = max(range(len(parts)), key=lambda place: len(parts[place]))
        part = " " * (at > 0) + parts[at] + " " * (at < len(parts) - 1)
        found.setdefault(part[:2], []).append((part, sign))
    return found


def without_marks(text: str) -> str:
    """Return a text with spaces in place of its punctuation."""
    return _PUNCTUATION.sub(" ", text)


class Windows:
    """The stretches of one text near its numbers and near words that bring in an identifier.

    Parameters
    ----------
    text
        As `read` gives it.
    signs
        All that patterns look for.

    Attributes
    ----------
    signs
        Those that may stand in this text.
    most
        Digits of the longest number.
    """

    def __init__(self, text: str, signs: Signs) -> None:
        lowered = text.lower()
        if len(lowered) != len(text):  # a letter such as İ grows: its places would be wrong
            lowered = "".join(letter.lower()[0] for letter in text)
        self._text, self._lowered = text, lowered
        self._runs = [(*found.span(), sum(map(str.isdigit, found.group()))) for found in _RUN.finditer(text)]
        self.most = max((size for _, _, size in self._runs), default=0)
        self.signs = signs.present(lowered)
        self._known: dict[tuple, list[Span]] = {}
        self._places: dict[tuple[str, bool], list[Span]] = {}

    @cached_property
    def _spaced(self) -> str:
        # A cue may open the text, so a space is put before it; its places then lie one too far on, which
        # `near` covers.
        return f" {without_marks(self._lowered)} "

    def near_digits(self, digits: int, before: int, after: int) -> list[Span]:
        """Return the stretches near a run of so many digits."""
        key = (digits, before, after)
        if key not in self._known:
            spots = [(start, end) for start, end, size in self._runs if size >= digits]
            self._known[key] = self._around(spots, before, after)
        return self._known[key]

    def near_house(self, ends: tuple[str, ...], before: int, after: int) -> list[Span]:
        """Return the stretches near a number that a word with such an end stands before, as in an address."""
        if not self._houses:
            return []
        key = (ends, before, after)
        if key not in self._known:
            spots = [(start, end) for start, end, word in self._houses if word.endswith(ends)]
            self._known[key] = self._around(spots, before, after)
        return self._known[key]

    @cached_property
    def _houses(self) -> list[tuple[int, int, str]]:
        words = ((start, end, self._house_word(start, end)) for start, end, _ in self._runs)
        return [house for house in words if house[2]]

    def near_glued(self, before: int, after: int) -> list[Span]:
        """Return the stretches near a number that letters are written together with, as in a user name."""
        return self._around(self._glued, before, after) if self._glued else []

    @cached_property
    def _glued(self) -> list[Span]:
        text = self._text
        return [
            (at, end) for at, end, _ in self._runs if at and (text[at - 1].isalpha() or text[at - 1] in "._")
        ]

    def near_needs(self, marks: frozenset[str], run: int, before: int, after: int) -> list[Span]:
        """Return the stretches near any of the signs, with a run of so many digits in them."""
        return self._near(marks, self._lowered, run, before, after)

    def near_cues(self, marks: frozenset[str], run: int, before: int, after: int) -> list[Span]:
        """Return the stretches near any of the words, with a run of so many digits in them."""
        return self._near(marks, self._spaced, run, before, after)

    def _near(self, marks: frozenset[str], where: str, run: int, before: int, after: int) -> list[Span]:
        if self.most < run:
            return []
        key = (marks, where is self._lowered, run, before, after)
        if key not in self._known:
            spots = [spot for mark in self.signs & marks for spot in self._all_of(mark, where)]
            windows = self._around(sorted(spots), before, after)
            self._known[key] = [window for window in windows if self._holds_run(window, run)]
        return self._known[key]

    def _all_of(self, mark: str, where: str) -> list[Span]:
        """Return the places of a sign; several patterns look for the same."""
        key = (mark, where is self._lowered)
        if key not in self._places:
            found: list[Span] = []
            at = where.find(mark)
            while at >= 0:
                found.append((at, at + len(mark)))
                at = where.find(mark, at + 1)
            self._places[key] = found
        return self._places[key]

    def _around(self, spots: list[Span], before: int, after: int) -> list[Span]:
        """Join stretches that meet; those at the ends may reach out of the text, which no search minds."""
        found: list[Span] = []
        first = last = -1
        for start, end in spots:
            start, end = start - before, end + after
            if found and start <= last:
                found[-1] = (first, end)
            else:
                found.append((start, end))
                first = start
            last = end
        return found

    def _holds_run(self, window: Span, run: int) -> bool:
        start, end = window
        return not run or any(start < b and a < end and size >= run for a, b, size in self._runs)

    def _house_word(self, start: int, end: int) -> str:
        """Return the word before a number that may be of a house, or ""."""
        if self._text[start - 1 : start] not in (" ", "."):
            return ""
        before = self._lowered[max(0, start - _BACK) : start]
        word = before.rstrip(" .").removesuffix(" nr").rpartition(" ")[2]
        if not word[-1:].isalpha() or word in lists.listed("no_street"):
            return ""
        if _NO_HOUSE.match(self._text, start) or _MEASURED.match(self._text, end):
            return ""
        return word
