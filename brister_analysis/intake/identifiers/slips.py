"""Misspelt and cut words in lower case: which ordinary word somebody meant.

Only for words that stand where no name is expected: a name may lie one letter from a word as well.
"""

from __future__ import annotations

from functools import cache, lru_cache

from brister_analysis.intake.identifiers import dictionary, lists

_LETTERS = "abcdefghijklmnoprstuvxyåäö"
_LONG = 8
# What sounds alike, so that one is written for the other.
_ALIKE = (
    "cs",
    "sc",
    "kc",
    "ck",
    "eä",
    "äe",
    "åo",
    "oå",
    "ij",
    "ji",
    "dt",
    "td",
    "bp",
    "pb",
    "gj",
    "jg",
    "yi",
    "iy",
    "uo",
    "ou",
    "vf",
    "zs",
    "sz",
    "qk",
    "öo",
    "äa",
    "åa",
    "ei",
    "ie",
)


@lru_cache(maxsize=20_000)
def is_slip(word: str) -> bool:
    """Return whether a word in lower case is one letter from a frequent word or, if it is long, one slip from
    a known one, or a known one cut short."""
    return _is_near_frequent(word) or _is_near_known(word) or _is_cut_short(word) or _is_joined(word)


def _is_near_frequent(word: str) -> bool:
    """One letter too many, too few or wrong, or two swapped, in a frequent word; so short a word as four
    letters only with one doubled or not doubled."""
    frequent = lists.listed("frequent")
    if len(word) == 4:
        return any(word[:at] + word[at - 1] + word[at:] in frequent for at in range(1, 5))
    if word in _one_letter_short() or any(word[:at] + word[at + 1 :] in frequent for at in range(len(word))):
        return True
    if any(word[:at] + word[at + 1] + word[at] + word[at + 2 :] in frequent for at in range(len(word) - 1)):
        return True
    if any(word[:at] + meant + word[at + 1 :] in frequent for at, meant in _misheard(word)):
        return True
    return len(word) > 6 and any(
        word[:at] + letter + word[at + 1 :] in frequent for at in range(1, len(word)) for letter in _LETTERS
    )


def _misheard(word: str) -> list[tuple[int, str]]:
    return [(at, pair[1]) for at in range(len(word)) for pair in _ALIKE if word[at] == pair[0]]


@cache
def _one_letter_short() -> frozenset[str]:
    """Frequent words of six letters or more with one letter left out, but not the first."""
    long = [word for word in lists.listed("frequent") if len(word) > 5]
    return frozenset(word[:at] + word[at + 1 :] for word in long for at in range(1, len(word)))


def _is_near_known(word: str) -> bool:
    """A letter missing, or one that sounds alike, in a long word."""
    if not _LONG <= len(word) <= 30:
        return False
    for at in range(1, len(word)):
        if any(dictionary.knows(word[:at] + letter + word[at:]) for letter in _LETTERS):
            return True
    return any(dictionary.knows(word[:at] + meant + word[at + 1 :]) for at, meant in _misheard(word))


def _is_cut_short(word: str) -> bool:
    """ "läkarn", "bokn", "hänv", "dagl"."""
    if len(word) < 4 or word[-1] in "aeiouyåäö":
        return False
    if word[-1] == "n" and word[-2] not in "aeiouyåäön" and dictionary.knows(word[:-1] + "en"):
        return True
    heads = [cut for cut in range(4, len(word) - 3) if dictionary.knows(word[:cut].removesuffix("s"))]
    tails = [word, *(word[cut:] for cut in heads)]
    return any(dictionary.knows(tail + ending) for tail in tails for ending in lists.listed("cut_endings"))


def _is_joined(word: str) -> bool:
    """ "mna-poäng": a short form that no list holds, joined to a known word."""
    head, dash, tail = word.rpartition("-")
    return bool(dash) and len(head) < 6 and tail in lists.listed("joined_things")
