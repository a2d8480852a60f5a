"""Where in a text patterns can match at all, so that most of a text is never searched."""

from __future__ import annotations

import re
from functools import lru_cache

from brister_analysis.intake.identifiers import lists

_PUNCTUATION = re.compile(r"[\n.,:;()/\"'*!?=]")
# Digits with what people put between them.
_RUN = re.compile(r"\d(?:[\d ./+():,_-]*\d)?")
# So far before a number its word is looked for.
_BACK = 24

Span = tuple[int, int]


class Cues:
    """The words that patterns look for. Words of texts come again and again, so each is looked at once."""

    def __init__(self, cues: frozenset[str]) -> None:
        self._several = sorted(cue for cue in cues if " " in cue.strip())
        self._in_word = lru_cache(maxsize=100_000)(
            lambda word: frozenset(cue for cue in cues if cue in f" {word} ")
        )

    def present(self, spaced: str) -> set[str]:
        """Return which of them stand in a text."""
        found = {cue for cue in self._several if cue in spaced}
        return found.union(*map(self._in_word, set(spaced.split())))


class Windows:
    """The stretches of one text near its numbers and near words that bring in an identifier.

    Parameters
    ----------
    text
        As `read` gives it.
    needs, cues
        All that patterns look for: signs in the text in lower case, and words in it with spaces in place of
        punctuation.
    """

    def __init__(self, text: str, needs: tuple[str, ...], cues: Cues) -> None:
        lowered = text.lower()
        if len(lowered) != len(text):  # a letter such as İ grows: its places would be wrong
            lowered = "".join(letter.lower()[0] for letter in text)
        self._text, self._lowered = text, lowered
        # A cue may open the text, so a space is put before it; its places then lie one too far on, which
        # `near` covers.
        spaced = self._spaced = f" {_PUNCTUATION.sub(' ', lowered)} "
        self._runs = [(*found.span(), sum(map(str.isdigit, found.group()))) for found in _RUN.finditer(text)]
        self._most = max((size for _, _, size in self._runs), default=0)
        self._needs = {mark for mark in needs if mark in lowered}
        self._cues = cues.present(spaced)
        self._known: dict[tuple, list[Span]] = {}

    def near_digits(self, digits: int, before: int, after: int) -> list[Span]:
        """Return the stretches near a run of so many digits."""
        if self._most < digits:
            return []
        key = (digits, before, after)
        if key not in self._known:
            spots = [(start, end) for start, end, size in self._runs if size >= digits]
            self._known[key] = self._around(spots, before, after)
        return self._known[key]

    def near_house(self, before: int, after: int) -> list[Span]:
        """Return the stretches near a number that a word stands before, as in an address."""
        key = (before, after)
        if key not in self._known:
            spots = [(start, end) for start, end, _ in self._runs if self._may_be_house(start)]
            self._known[key] = self._around(spots, before, after)
        return self._known[key]

    def near_needs(self, marks: frozenset[str], run: int, before: int, after: int) -> list[Span]:
        """Return the stretches near any of the signs, with a run of so many digits in them."""
        if self._most < run or self._needs.isdisjoint(marks):
            return []
        return self._near(self._needs & marks, self._lowered, run, before, after)

    def near_cues(self, marks: frozenset[str], run: int, before: int, after: int) -> list[Span]:
        """Return the stretches near any of the words, with a run of so many digits in them."""
        if self._most < run or self._cues.isdisjoint(marks):
            return []
        return self._near(self._cues & marks, self._spaced, run, before, after)

    def _near(self, marks: set[str], where: str, run: int, before: int, after: int) -> list[Span]:
        spots = []
        for mark in marks:
            at = where.find(mark)
            while at >= 0:
                spots.append((at, at + len(mark)))
                at = where.find(mark, at + 1)
        windows = self._around(sorted(spots), before, after)
        return [window for window in windows if self._holds_run(window, run)] if run else windows

    def _around(self, spots: list[Span], before: int, after: int) -> list[Span]:
        length = len(self._text)
        found: list[Span] = []
        for start, end in spots:
            start, end = max(0, start - before), min(length, end + after)
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def _holds_run(self, window: Span, run: int) -> bool:
        start, end = window
        return any(start < b and a < end and size >= run for a, b, size in self._runs)

    def _may_be_house(self, start: int) -> bool:
        before = self._text[max(0, start - _BACK) : start]
        word = before.rstrip(" .").removesuffix(" nr").rpartition(" ")[2]
        return (
            before[-1:] in (" ", ".")
            and word[-1:].isalpha()
            and word.lower() not in lists.listed("no_street")
        )
