"""The copy of a text that rules look at, and the way back to code points of the text as written.

Rules would otherwise have to know every dash, space and way to write å. The copy is composed (NFC), has one
kind of dash and space, and lacks characters that show nothing; where this changes its length, a table
leads back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from brister_analysis.intake.identifiers.figures import with_figures
from brister_analysis.intake.identifiers.spoken import with_spoken

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ONE_TO_ONE = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SPACES + "\t\x0b\x0c", " ")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u201f", '"')
    | dict.fromkeys("\u2018\u2019\u201b\u00b4\u0060", "'")
    | {"\uff20": "@", "\r": "\n"}
)
_CHANGED = re.compile("[" + "".join(map(chr, _ONE_TO_ONE)) + "]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\u2061-\u2064\ufeff\u202a-\u202e]")


@dataclass(frozen=True)
class Reading:
    """A text as rules read it.

    Parameters
    ----------
    text
        The copy.
    origin
        For each code point of the copy, and its end, where it stands in the text as written; None when
        nothing moved.
    """

    text: str
    origin: tuple[int, ...] | None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the copy stands in the text as written."""
        if self.origin is None:
            return start, end
        if start < end:  # a word that became several figures is taken as a whole
            while self.origin[end] == self.origin[end - 1]:
                end += 1
        return self.origin[start], self.origin[end]


def read(text: str) -> Reading:
    """Return the copy of `text` that rules look at.

    Examples
    --------
    >>> reading = read("A\\u030asa\\u00a0070\\u20131")
    >>> reading.text
    'Åsa 070-1'
    >>> reading.place(0, 3)
    (0, 4)
    """
    if "\u00b7" in text:  # between figures it parts them; elsewhere it begins a line
        text = re.sub(r"(?<=\d)\u00b7(?=\d)", ".", text)
    copied = with_figures(text.translate(_ONE_TO_ONE) if _CHANGED.search(text) else text)
    if not copied.isascii() and (_UNSEEN.search(copied) or not unicodedata.is_normalized("NFC", copied)):
        copied, origin = _composed(copied)
    else:
        origin = None
    spoken = with_spoken(copied)
    if spoken is not None:
        copied, places = spoken
        origin = tuple(places if origin is None else map(origin.__getitem__, places))
    return Reading(copied, origin)


def _composed(copied: str) -> tuple[str, tuple[int, ...]]:
    """Return the text with composed letters and nothing invisible, and where each letter stood."""
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    while at < len(copied):
        end = at + 1
        while end < len(copied) and unicodedata.combining(copied[end]):
            end += 1
        if not _UNSEEN.match(copied[at]):
            piece = unicodedata.normalize("NFC", copied[at:end])
            pieces.append(piece)
            origin.extend([at] * len(piece))
        at = end
    origin.append(len(copied))
    return "".join(pieces), tuple(origin)
