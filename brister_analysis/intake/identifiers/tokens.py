"""The words of a text in their places, and whether a capital letter tells anything there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, compress
from operator import attrgetter

from brister_analysis.intake.identifiers import dictionary, lists
from brister_analysis.intake.identifiers.look import Look, looks_by_word

LETTER = r"[^\W\d_]"
# "Anna", "Anna-Lisa", "O'Brien", "BUP:s". Ways to go on are listed with nothing last, which is faster than
# an optional group.
_WORD = r"{0}+(?:[-']{0}+(?:[-']{0}+)*(?::{0}+)?|:{0}+|)"
WORD = re.compile(_WORD.format(LETTER))
# Most texts have no letters beyond Latin-1, and those can be looked up in a table, in half the time.
LATIN_1_LETTER = "[" + "".join(re.findall(LETTER, bytes(range(256)).decode("latin-1"))) + "]"
_SPLIT = re.compile("(" + WORD.pattern + ")")
_SPLIT_LATIN_1 = re.compile("(" + _WORD.format(LATIN_1_LETTER) + ")")
PLACEHOLDER = re.compile(r"\[(?:PERSON(?: \d+)?|PERSONNUMMER|PHONE|EMAIL|ADDRESS|CASE|OTHER)\]")
_SENTENCE_END = re.compile(r"[.!?:;\n•*|]|(?:^|\s)[\"-]\s?$|\"\s*$")
_SENTENCE = re.compile(r"[^\n.!?]+")
_TWO_IN_CAPITALS = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ][^\w\n]{1,3}[A-ZÅÄÖ][A-ZÅÄÖ]")
# A text as long as this without å, ä or ö was written on something that has none.
_LONG_ENOUGH = 80
NOTHING = Look()
_CUTS = attrgetter("cuts")


@dataclass(slots=True)
class Tokens:
    """The words of a text in order: what is known of each word stands at the same index in every list.

    Two that are nothing stand behind the last word, so that a rule may ask for [at - 2] to [at + 2] of any
    word: what comes before the first is, as Python counts, the end of the list.
    """

    looks: list[Look]
    glues: list[str]  # what stands between the word before and this one
    initials: list[bool]  # first of a sentence, so that its capital letter tells nothing
    starts: list[int]
    ends: list[int]
    tail: str  # what stands behind the last word


def is_folded(text: str) -> bool:
    """Return whether a text was written without å, ä and ö."""
    return len(text) > _LONG_ENOUGH and not any(letter in text for letter in "åäöÅÄÖ")


def tokens_of(text: str, taken: Iterable[tuple[int, int]] = ()) -> Tokens:
    """Return the words of a text that do not touch a place already taken, in order."""
    pieces = _split(text)  # glue, word, glue, word, ..., glue
    reached = list(accumulate(map(len, pieces)))
    look_up = looks_by_word(is_folded(text)).__getitem__
    looks = list(map(look_up, pieces[1::2]))
    glues, starts, ends = pieces[:-1:2], reached[:-1:2], reached[1::2]
    for at in [*compress(range(len(looks)), map(_CUTS, looks))][::-1]:
        # "kuratornEva" is read as though the space were there.
        inner = [starts[at] + cut for cut in looks[at].cuts]
        starts[at : at + 1], ends[at : at + 1] = [starts[at], *inner], [*inner, ends[at]]
        parts = zip(starts[at : at + len(inner) + 1], ends[at : at + len(inner) + 1], strict=True)
        looks[at : at + 1] = [look_up(text[start:end].rstrip(":")) for start, end in parts]
        glues[at + 1 : at + 1] = [" "] * len(inner)
    for begin, end in taken:
        first, past = _touching(begin, end, starts, ends)
        if first < past:
            for column in (looks, glues, starts, ends):
                del column[first:past]
            if first < len(glues):
                glues[first] = text[ends[first - 1] if first else 0 : starts[first]]
    for begin, end in _shouted(text):
        for at in range(*_touching(begin, end, starts, ends)):
            if looks[at].shape == "UPPER":
                looks[at] = replace(looks[at], shape="lower")
    looks += (NOTHING, NOTHING)
    initials = [False] * len(looks)
    for at, glue in enumerate(glues):
        if glue != " ":
            initials[at] = _begins_sentence(glue, looks[at - 1])
    initials[0] = bool(glues)
    glues += ("", "")
    return Tokens(looks, glues, initials, starts, ends, text[ends[-1] if ends else 0 :])


def _split(text: str) -> list[str]:
    return (_SPLIT_LATIN_1 if is_latin_1(text) else _SPLIT).split(text)


def is_latin_1(text: str) -> bool:
    """Return whether a text has no letters beyond Latin-1."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _touching(begin: int, end: int, starts: list[int], ends: list[int]) -> tuple[int, int]:
    """Return the first of the words that touch a place, and the one past the last."""
    return bisect_right(ends, begin), bisect_left(starts, end)


def _begins_sentence(glue: str, before: Look) -> bool:
    ends = _what_ends(glue)
    if ends == "word":
        # "ang. Anna", "A. Berg", "rekt. Berg": the full stop ends a short form, not a sentence.
        listed = before.lowered in lists.listed("abbreviations")
        return not (listed or before.shape == "I" or _is_cut(before))
    return bool(ends)


@lru_cache(maxsize=10_000)
def _what_ends(glue: str) -> str:
    """Return whether a "sentence" ends between two words, or with a full stop perhaps only a "word"."""
    if not _SENTENCE_END.search(glue):
        return ""
    return "word" if glue[0] == "." and "\n" not in glue and not glue.strip(" .") else "sentence"


def _is_cut(word: Look) -> bool:
    return word.shape == "lower" and not dictionary.knows(word.lowered) and dictionary.is_cut(word.lowered)


def _shouted(text: str) -> list[tuple[int, int]]:
    """Return the sentences written in capitals throughout, where a capital letter tells nothing."""
    if not _TWO_IN_CAPITALS.search(text):
        return []
    found = []
    for sentence in _SENTENCE.finditer(text):
        letters = [letter for letter in sentence.group() if letter.isalpha()]
        mostly = sum(map(str.isupper, letters)) > 0.8 * len(letters)
        if len(letters) >= 12 and mostly and " " in sentence.group().strip():
            found.append(sentence.span())
    return found
