"""Words that a missing space has glued together ("kuratornEva", "Evaringde"): where to cut them."""

from __future__ import annotations

import re

from brister_analysis.intake.identifiers import dictionary, lists, words

_INSIDE = re.compile(r"(?<=[a-zåäö:])(?=[A-ZÅÄÖÉ][a-zåäöé])|(?<=[A-ZÅÄÖ]{2})(?=[A-ZÅÄÖ][a-zåäö])")
_BEFORE_NAMES = ("closings", "toward", "about", "abbreviations", "about_whom", "place_prepositions", "hello")
_AFTER_NAMES = ("person_verbs", "human_verbs", "joining", "after_names")


def cuts(written: str) -> tuple[int, ...]:
    """Return where a written word is to be cut, so that a name in it stands alone; mostly nowhere."""
    if len(written) < 5 or written.isupper():
        return ()
    lowered = written.casefold()
    if words.is_kept(lowered) or lowered in words.first_names() or words.is_surname(lowered):
        return ()
    for found in _INSIDE.finditer(written):
        at = found.start()
        head, tail = lowered[:at].rstrip(":"), lowered[at:]
        name_and_word = _name_first(head)
        if name_and_word and words.first_name_weight(tail) >= 2:  # "EvaochLena"
            return (name_and_word, at)
        if words.first_name_weight(head) >= 2 and _follows_name(tail):  # "EvaRingde"
            return (at,)
        if not _precedes_name(head):
            continue
        whole = _is_name(tail) or (_tells_person(head) and not dictionary.knows_compound(tail))
        inner = _name_first(tail)
        if inner and not words.first_name_weight(tail) >= 2:  # "KuratornEvaringde"
            return (at, at + inner)
        if whole:
            return (at,)
    if not written[1:].islower() or dictionary.knows(lowered):
        return ()
    inner = _name_first(lowered)
    return (inner,) if inner > 2 and words.first_names().get(lowered[:inner]) == 3 else ()


def _is_name(lowered: str) -> bool:
    return words.first_name_weight(lowered) >= 2 or words.is_surname(lowered)


def _tells_person(head: str) -> bool:
    """A role, a relative or a greeting, after which a name comes."""
    roles = (*lists.FOR_PERSONS, "naming", "closings", "hello")
    if any(head in lists.listed(name) for name in roles):
        return True
    return len(head) > 7 and lists.ends(head, "role_endings")


def _precedes_name(head: str) -> bool:
    """A word that may stand before a name; any known one of four letters or more."""
    if head in lists.listed("joined_before"):
        return False
    if _tells_person(head) or any(head in lists.listed(name) for name in _BEFORE_NAMES):
        return True
    return len(head) > 3 and dictionary.knows(head) and words.first_name_weight(head) < 2


def _follows_name(lowered: str) -> bool:
    return len(lowered) > 1 and any(lowered in lists.listed(name) for name in _AFTER_NAMES)


def _name_first(lowered: str) -> int:
    """Return how long the name is that a word begins with, where what is left stands behind names; else 0."""
    ends = [end for end in range(len(lowered) - 2, 1, -1) if _follows_name(lowered[end:])]
    plain = (end for end in ends if lowered[:end] in words.first_names() or lowered[:end] in words.surnames())
    return next(plain, 0) or next((end for end in ends if _is_name(lowered[:end])), 0)
