"""Where in a text patterns can match at all, so that most of a text is never searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import add
from typing import NamedTuple

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
_MOST_PIECES = 100_000

Span = tuple[int, int]
# A run of digits with the number of its digits.
Run = tuple[int, int, int]


class Place(NamedTuple):
    """Near what a pattern is tried: the fields of an entry of ``patterns.toml``, told there."""

    near: int
    reach: int
    digits: int
    run: int
    house: bool
    ends: tuple[str, ...]
    glued: bool
    needs: frozenset[str]
    cues: frozenset[str]


class Signs(dict[str, frozenset[str]]):
    """What patterns look for, by the piece of a text that holds it. Pieces come again and again, so each is
    looked at once.

    Parameters
    ----------
    signs
        Of the text in lower case, or of it with spaces in place of punctuation.
    """

    def __init__(self, signs: Iterable[str]) -> None:
        self._openings = _by_opening(signs)

    def present(self, lowered: str) -> frozenset[str]:
        """Return which of them may stand in a text: of one with a space inside only a part is looked for."""
        return frozenset().union(*filter(None, map(self.__getitem__, set(lowered.split()))))

    def __missing__(self, piece: str) -> frozenset[str]:
        if len(self) >= _MOST_PIECES:
            self.clear()
        unmarked = without_marks(piece)
        spaced = f" {piece} " if unmarked == piece else f" {piece}  {unmarked} "
        openings = self._openings.keys() & {*spaced, *map(add, spaced, spaced[1:])}
        found = self[piece] = frozenset(
            sign for opening in openings for part, sign in self._openings[opening] if part in spaced
        )
        return found


def _by_opening(signs: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
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
    """The stretches of texts near numbers and near words that bring in an identifier.

    Parameters
    ----------
    places
        Those of the patterns, in order. Patterns with the same place share their stretches.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        patterns: dict[Place, list[int]] = {}
        for number, place in enumerate(places):
            patterns.setdefault(place, []).append(number)
        # How far each place reaches, once, with its patterns; those that need few digits come first.
        once = sorted(patterns, key=lambda place: place.digits)
        self._places = [(place.near, place.reach, place.run, patterns[place]) for place in once]
        # By how many figures stand in a row at most: each sign, whether it is a cue, and its places.
        self._signed: list[dict[str, list[tuple[bool, list[int]]]]] = [
            {} for _ in range(1 + max((place.run for place in once), default=0))
        ]
        self._numbered: list[tuple[int, int]] = []
        self._housed: list[tuple[int, tuple[str, ...]]] = []
        self._glued: list[int] = []
        for most, signed in enumerate(self._signed):
            for is_cue in (False, True):
                for sign, each in _by_sign(once, most, is_cue).items():
                    signed.setdefault(sign, []).append((is_cue, each))
        for at, place in enumerate(once):
            if place.house:
                self._housed.append((at, place.ends))
            elif place.glued:
                self._glued.append(at)
            elif not (place.needs or place.cues):
                self._numbered.append((at, place.digits))
        self._signs = Signs(self._signed[-1])

    def of(self, text: str) -> list[tuple[int, list[Span]]]:
        """Return the patterns that can match in a text as `read` gives it, each with where."""
        lowered = text.lower()
        if len(lowered) != len(text):  # a letter such as İ grows: its places would be wrong
            lowered = "".join(letter.lower()[0] for letter in text)
        runs = [(*run.span(), sum(map(str.isdigit, run.group()))) for run in _RUN.finditer(text)]
        spots = self._near_signs(lowered, max([size for _, _, size in runs], default=0))
        if runs:
            spots += self._near_numbers(text, lowered, runs)
        found: list[tuple[int, list[Span]]] = []
        for at, each in spots:
            near, reach, run, patterns = self._places[at]
            stretches = _around(each, near, reach)
            if run:
                stretches = _with_run(stretches, run, runs)
            if stretches:
                for number in patterns:
                    found.append((number, stretches))
        return found

    def _near_signs(self, lowered: str, most: int) -> list[tuple[int, list[Span]]]:
        """Return the places whose signs a text holds, with where; those that need more figures in a row than
        the text has are passed over."""
        # A cue may open the text, so a space is put before it; its places then lie one too far on, which
        # `near` covers.
        spaced = f" {without_marks(lowered)} "
        signed = self._signed[min(most, len(self._signed) - 1)]
        spots: dict[int, list[Span]] = {}
        for sign in signed.keys() & self._signs.present(lowered):
            for is_cue, places in signed[sign]:
                where = spaced if is_cue else lowered
                start = where.find(sign)
                if start < 0:
                    continue
                size = len(sign)
                stands = [(start, start + size)]
                while (start := where.find(sign, start + 1)) >= 0:
                    stands.append((start, start + size))
                for at in places:
                    if at in spots:
                        spots[at] += stands
                    else:
                        spots[at] = stands[:]
        for each in spots.values():
            if len(each) > 1:
                each.sort()
        return list(spots.items())

    def _near_numbers(self, text: str, lowered: str, runs: list[Run]) -> list[tuple[int, list[Span]]]:
        """Return the places near numbers that a text holds, with where."""
        found: list[tuple[int, list[Span]]] = []
        least, spots = 0, [(start, end) for start, end, _ in runs]
        for at, digits in self._numbered:
            if digits > least:
                least, spots = digits, [(start, end) for start, end, size in runs if size >= digits]
                if not spots:
                    break
            found.append((at, spots))
        if houses := _houses(text, lowered, runs):
            for at, ends in self._housed:
                if spots := [(start, end) for start, end, word in houses if word.endswith(ends)]:
                    found.append((at, spots))
        if glued := [(a, b) for a, b, _ in runs if a and (text[a - 1].isalpha() or text[a - 1] in "._")]:
            found += [(at, glued) for at in self._glued]
        return found


def _by_sign(places: Sequence[Place], most: int, cues: bool) -> dict[str, list[int]]:
    """Return which places each sign brings in that need at most so many figures in a row."""
    found: dict[str, list[int]] = {}
    for at, place in enumerate(places):
        if place.run <= most:
            for sign in place.cues if cues else place.needs:
                found.setdefault(sign, []).append(at)
    return found


def _around(spots: list[Span], before: int, after: int) -> list[Span]:
    """Join stretches that meet; those at the ends may reach out of the text, which no search minds."""
    first, last = spots[0][0] - before, spots[0][1] + after
    if len(spots) == 1:
        return [(first, last)]
    found: list[Span] = []
    for start, end in spots[1:]:
        if start - before > last:
            found.append((first, last))
            first = start - before
        last = end + after
    found.append((first, last))
    return found


def _with_run(stretches: list[Span], run: int, runs: list[Run]) -> list[Span]:
    """Return those that hold a run of so many digits, or a part of it."""
    found: list[Span] = []
    for start, end in stretches:
        for first, last, size in runs:
            if size >= run and start < last and first < end:
                found.append((start, end))
                break
    return found


def _houses(text: str, lowered: str, runs: list[Run]) -> list[tuple[int, int, str]]:
    """Return the numbers that may be of a house, each with the word before it."""
    found = []
    for start, end, _ in runs:
        if text[start - 1 : start] not in (" ", "."):
            continue
        before = lowered[max(0, start - _BACK) : start]
        word = before.rstrip(" .").removesuffix(" nr").rpartition(" ")[2]
        if not word[-1:].isalpha() or word in lists.listed("no_street"):
            continue
        if not (_NO_HOUSE.match(text, start) or _MEASURED.match(text, end)):
            found.append((start, end, word))
    return found
