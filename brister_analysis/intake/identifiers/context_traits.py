"""What the context model sees of a text: its pieces (words, numbers, signs) and the traits of each by itself.

Training (`benchmarks/train_context.py`) and use (`context.py`) share this module, so that both see the same.
"""

from __future__ import annotations

import re
from itertools import accumulate
from operator import not_
from typing import NamedTuple

from brister_analysis.intake.identifiers.look import looks_by_word
from brister_analysis.intake.identifiers.tokens import LATIN_1_LETTER, LETTER, is_folded, is_latin_1

# So many pieces to either side have a say in what a piece is.
REACH = 3
# Beginnings and ends of words are looked at in the piece itself and its nearest neighbours only.
ONLY_NEAR = ("begins=", "ends=")
# What stands before the first piece and after the last.
OUTSIDE = "outside"
_SPLIT = re.compile(rf"({LETTER}+|\d+|[^ ])")
_SPLIT_LATIN_1 = re.compile(rf"({LATIN_1_LETTER}+|[0-9]+|[^ ])")
_CAPITAL = re.compile("[A-ZÅÄÖ]")
# A text with fewer capitals than one in so many letters does without them.
_FEW_CAPITALS = 120
_LONG = 9
_YEARS = ("19", "20")
_SHORT_WORD = 4


class Hand(NamedTuple):
    """How the whole of a text is written."""

    uncapitalised: bool  # without capitals
    folded: bool  # without å, ä and ö


class Pieces(NamedTuple):
    """The pieces of a text in order."""

    written: list[str]
    starts: list[int]
    ends: list[int]
    glued: list[bool]  # no space stands before
    hand: Hand


def pieces_of(text: str) -> Pieces:
    """Return the pieces of a text as `read` gives it."""
    split = (_SPLIT_LATIN_1 if is_latin_1(text) else _SPLIT).split(text)  # gap, piece, gap, piece, ..., gap
    reached = list(accumulate(map(len, split)))
    glued = list(map(not_, split[:-1:2]))
    few = len(_CAPITAL.findall(text)) * _FEW_CAPITALS < len(text)
    return Pieces(split[1::2], reached[:-1:2], reached[1::2], glued, Hand(few, is_folded(text)))


def traits(written: str, glued: bool, hand: Hand) -> list[str]:
    """Return the traits of a piece by itself."""
    found = ["glued"] if glued else []
    if written.isdigit():
        found.append(f"figures={min(len(written), _LONG)}")
        if len(written) < 3 or (len(written) == 4 and written.startswith(_YEARS)):
            found.append(f"is={written}")
        return found
    if not written.isalpha():
        return [*found, "is=line" if written == "\n" else f"is={written}"]
    look = looks_by_word(hand.folded)[written]
    lowered = look.lowered
    found += [f"is={lowered}", f"ends={lowered[-3:]}", f"ends={lowered[-2:]}", f"begins={lowered[:3]}"]
    found += [f"shape={look.shape}", f"first={look.first}", f"first={look.first} {look.shape} {look.known}"]
    if len(written) <= _SHORT_WORD:
        found.append(f"shape={look.shape} {len(written)}")
    for name in ("last", "known", "kept", "place", "unit"):
        if getattr(look, name):
            found += [name, f"{name} {look.shape}"]
    if look.cue:
        found.append(f"cue={look.cue}")
    if hand.uncapitalised:
        found += ["no capitals", f"no capitals {look.first} {look.known} {look.last}"]
    return found
