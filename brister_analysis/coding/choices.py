"""What a coder may choose from, and which choice is meant by what stands in a cell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from brister_analysis.language import current_language
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.crosswalk import HARMONISED
from brister_analysis.reference.dimensions import dimension
from brister_analysis.reference.schemes import schemes
from brister_analysis.reference.spelling import Spellings, key, nearest, without_accents

UNCLEAR = "unclear"
# Longer than any four causes: somebody wrote a note in the wrong cell.
_MOST_WORDS = 40


@dataclass(frozen=True)
class Reading:
    """What a cell says.

    Parameters
    ----------
    values
        Codes or labels as the ledger keeps them, in the order written, each once; empty when the cell is.
    problem
        Empty when all is well; else unknown, ambiguous or doubtful, and `values` is empty.
    allowed
        What may stand there instead.
    nearest
        What of it may have been meant.
    """

    values: tuple[str, ...] = ()
    problem: str = ""
    allowed: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


class Choices:
    """The values of one list and every way to write each.

    Parameters
    ----------
    shown
        Value as the ledger keeps it → as people read it, in the order of the list.
    other_spellings
        Value → other ways to write it.
    """

    def __init__(self, shown: Mapping[str, str], other_spellings: Mapping[str, Iterable[str]]) -> None:
        self.shown = dict(shown)
        written = [(word, value, "shown") for value, word in self.shown.items()]
        written += [(value, value, "code") for value in self.shown]
        written += [(word, value, "other") for value, words in other_spellings.items() for word in words]
        self._whole = Spellings(written)
        self._words = [(part, value) for value, word in self.shown.items() for part in key(word).split()]

    def read(self, cell: str) -> Reading:
        """Return which values a cell means.

        Several may stand in one cell with anything between them. A value may be written as shown, as its
        code, by an abbreviation, by the beginning of a word that no other value has, in any case and without
        the dots and rings of å, ä and ö. A question mark is a doubt, and a doubt is nothing to count.
        """
        words = key(cell).split()
        if not words:
            return Reading()
        if "?" in cell:
            return Reading((), "doubtful", ())
        if len(words) > _MOST_WORDS:
            return Reading((), "unknown", tuple(self.shown.values()))
        ways = self._ways(words)
        if len(ways) == 1:
            return Reading(tuple(dict.fromkeys(value for value in ways[0] if value)))
        if ways:
            meant = dict.fromkeys(value for way in ways for value in way if value)
            may_be = tuple(self.shown[value] for value in self.shown if value in meant)
            return Reading((), "ambiguous", nearest=may_be)
        return Reading((), "unknown", tuple(self.shown.values()), tuple(self._nearest(cell, words)))

    def _nearest(self, cell: str, words: list[str]) -> list[str]:
        """Return the values most like what is written, as a whole or word by word."""
        whole = nearest(cell, list(self.shown.values()))
        parts = {part for word in words for part in nearest(word, [part for part, _ in self._words], most=1)}
        return list(
            dict.fromkeys([*whole, *(self.shown[value] for part, value in self._words if part in parts)])
        )

    def _ways(self, words: list[str]) -> list[tuple[str, ...]]:
        """Return the ways to divide words into the fewest values, ways with the same values once."""
        best: list[tuple[int, dict[tuple[str, ...], None]]] = [(0, {(): None})]
        for start in range(len(words) - 1, -1, -1):
            fewest, found = len(words) + 1, dict[tuple[str, ...], None]()
            for end in range(start + 1, len(words) + 1):
                parts, rests = best[end - start - 1]
                for value in self._meant(words[start:end]):
                    cost = parts + (value != "")
                    if cost < fewest:
                        fewest, found = cost, {}
                    if cost == fewest:
                        found |= {(value, *rest) if value else rest: None for rest in rests}
            best.insert(0, (fewest, found))
        distinct: dict[frozenset[str], tuple[str, ...]] = {}
        for way in best[0][1]:
            distinct.setdefault(frozenset(way), way)
        return list(distinct.values())

    def _meant(self, words: list[str]) -> list[str]:
        """Return the values some words may stand for; ``""`` for a word that only joins."""
        whole = self._whole.find(" ".join(words))
        if whole or len(words) > 1:
            return list(whole)
        (word,) = words
        if word in _data()["joining"]:
            return [""]
        if len(word) < 3:
            return []
        plain = word == without_accents(word)
        return list(
            dict.fromkeys(
                value
                for part, value in self._words
                if (without_accents(part) if plain else part).startswith(word)
            )
        )


@cache
def _data() -> dict:
    source = files("brister_analysis.coding").joinpath("data/abbreviations.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def cause_choices(scheme: str, language: str | None = None) -> Choices:
    """Return the causes of a scheme: native labels as printed, or the codebook's in the language in force."""
    other = _data()["cause"].get(scheme, {})
    if scheme != HARMONISED:
        labels = schemes().query("scheme == @scheme")["label"]
        return Choices({label: label for label in labels}, other)
    causes = codebook().causes
    shown = dict(zip(causes["cause"], causes[f"label_{language or current_language()}"], strict=True))
    both = {
        cause: [swedish, english, *other.get(cause, [])]
        for cause, swedish, english in zip(
            causes["cause"], causes["label_sv"], causes["label_en"], strict=True
        )
    }
    return Choices(shown, both)


def measure_choices(language: str | None = None) -> Choices:
    """Return the measures that a report may tell of."""
    table = dimension("measure")
    shown = dict(zip(table["code"], table[f"label_{language or current_language()}"], strict=True))
    both = {
        code: [swedish, english]
        for code, swedish, english in zip(table["code"], table["label_sv"], table["label_en"], strict=True)
    }
    return Choices(shown, both)


def split_themes(cell: str) -> tuple[str, ...]:
    """Return the themes of a cell, each once: they are free words with a semicolon, comma or line between."""
    parts = (" ".join(part.split()) for part in re.split(r"[;,\n|]", cell))
    return tuple(dict.fromkeys(part for part in parts if part.strip(".-–")))
