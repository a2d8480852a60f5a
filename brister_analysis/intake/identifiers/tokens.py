"""The words of a text in their places, and whether a capital letter tells anything there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from brister_analysis.intake.identifiers import dictionary, lists
from brister_analysis.intake.identifiers.look import Look, look

WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*(?::[^\W\d_]+)?")
PLACEHOLDER = re.compile(r"\[(?:PERSON(?: \d+)?|PERSONNUMMER|PHONE|EMAIL|ADDRESS|CASE|OTHER)\]")
_SENTENCE_END = re.compile(r"[.!?:;\n•*|]|(?:^|\s)[\"-]\s?$|\"\s*$")
_SENTENCE = re.compile(r"[^\n.!?]+")
_TWO_IN_CAPITALS = re.compile(r"[A-ZÅÄÖ]{2,}[^\w\n]{1,3}[A-ZÅÄÖ]{2,}")
# A text as long as this without å, ä or ö was written on something that has none.
_LONG_ENOUGH = 80


class Token(NamedTuple):
    """A word of the text in its place."""

    start: int
    end: int
    look: Look
    initial: bool  # first of a sentence, so that its capital letter tells nothing
    glue: str  # what stands between the token before and this one


def is_folded(text: str) -> bool:
    """Return whether a text was written without å, ä and ö."""
    return len(text) > _LONG_ENOUGH and not any(letter in text for letter in "åäöÅÄÖ")


def tokens_of(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Token]:
    """Return the words of a text that do not touch a place already taken, in order."""
    folded, shouted = is_folded(text), _shouted(text)
    found: list[Token] = []
    blocks = iter([*sorted(taken), (len(text) + 1, len(text) + 1)])
    blocked, free = next(blocks)
    after = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        while free <= start:
            blocked, free = next(blocks)
        if blocked < end:
            continue
        glue = text[after:start]
        known = look(text[start:end], folded)
        initial = not found or (glue != " " and _begins_sentence(glue, found[-1]))
        if shouted and known.shape == "UPPER" and any(a <= start < b for a, b in shouted):
            known = known._replace(shape="lower")
        found.append(Token(start, end, known, initial, glue))
        after = end
    return found


def _begins_sentence(glue: str, before: Token) -> bool:
    if not _SENTENCE_END.search(glue):
        return False
    if glue[0] == "." and "\n" not in glue and not glue.strip(" ."):
        # "ang. Anna", "A. Berg", "rekt. Berg": the full stop ends a short form, not a sentence.
        word = before.look
        return not (word.lowered in lists.listed("abbreviations") or word.shape == "I" or _is_cut(word))
    return True


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
