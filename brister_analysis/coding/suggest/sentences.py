"""Divide a report into sentences and words that know where in the text they stand.

Reports are written in haste: abbreviations with and without stops, clock times, headings, bullet lists,
sentences without capital letters. The splitter would rather make a sentence too short than run two
statements together, since the classifier reads pairs of sentences as well.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

WORD = re.compile(r"\[[A-ZÅÄÖ]+(?: \d+)?\]|[^\W_]+(?:[-'’:/.][^\W_]+)*")
_STOP = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$)|\n+|[•*](?=\s)|;(?=\s)")


class Word(NamedTuple):
    """A word in lower case and its span of code points in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence's words and its span of code points in the text."""

    start: int
    end: int
    words: tuple[Word, ...]


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    source = files("brister_analysis.coding.suggest").joinpath("data", "sentences.toml")
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    return frozenset(lists["abbreviations"]), frozenset(lists["may_end"])


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    mark = stop.group()
    if not mark.startswith(".") or len(mark) > 1:
        return True
    before = text[max(0, stop.start() - 30) : stop.start()].split()
    word = before[-1].lstrip("(\"”'").lower() if before else ""
    capital = text[stop.end() : stop.end() + 3].lstrip()[:1].isupper()
    never, sometimes = _abbreviations()
    if word in sometimes:
        return capital
    if word in never:
        return False
    if len(word) == 1 and word.isalpha():
        return not capital
    # "den 3. juni" and "p. 4": a number followed by a small letter goes on.
    return not (word.isdigit() and len(word) <= 2 and not capital)


def sentences(text: str) -> list[Sentence]:
    """Divide a text into sentences.

    Parameters
    ----------
    text
        A report as written.

    Returns
    -------
    list of Sentence
        In the order of the text; what holds no word is left out.

    Examples
    --------
    >>> text = "SIP kl. 13 på avd. 4 var bokad. ingen kom, t.ex. inte soc. Vi väntade"
    >>> [text[s.start : s.end] for s in sentences(text)]
    ['SIP kl. 13 på avd. 4 var bokad.', 'ingen kom, t.ex. inte soc.', 'Vi väntade']
    """
    cuts = [0, *(stop.end() for stop in _STOP.finditer(text) if _ends_sentence(text, stop)), len(text)]
    found = []
    for start, end in pairwise(cuts):
        words = tuple(Word(match[0].lower(), *match.span()) for match in WORD.finditer(text, start, end))
        if words:
            piece = text[start:end]
            lead = len(piece) - len(piece.lstrip())
            found.append(Sentence(start + lead, start + len(piece.rstrip()), words))
    return found
