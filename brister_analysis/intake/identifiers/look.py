"""What is known of a written word by itself, before anything around it is looked at."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from brister_analysis.intake.identifiers import dictionary, glued, lists, words

_CUES = (*lists.FOR_PERSONS, "naming")
_MOST_WORDS = 200_000


# Words are asked for hundreds of times a text: slots are read several times as fast as a tuple's names.
@dataclass(slots=True)
class Look:
    """A word by itself; never changed once made."""

    lowered: str = ""
    bare: str = ""  # without a genitive -s
    shape: str = ""  # lower, Title, UPPER, I (a single capital) or foreign (another script)
    first: int = 0  # how common a first name, 0-3
    last: bool = False  # listed surname
    known: bool = False  # an ordinary word
    kept: bool = False  # system, drug, diagnosis, agency, calendar, short form
    place: bool = False
    unit: bool = False  # ends like a unit or is one's kind
    unit_ending: bool = False
    explained: bool = False  # something other than a person accounts for the capital letter
    cue: str = ""  # titles, roles, kin, clients, naming or ""
    shared: bool = False  # an eponym, a scale or a system as well as somebody's name
    never_first: bool = False  # a word such as "alla" or "min", never a name at the start of a sentence
    calls: bool = False  # "kalla": somebody is called something, two words on
    signs: bool = False  # "mvh": who wrote comes after
    candidate: bool = False  # worth a rule by itself
    telling: bool = False  # worth a rule, or makes its neighbours worth one
    cuts: tuple[int, ...] = ()  # where missing spaces have glued a name to other words

    @property
    def ordinary(self) -> bool:
        """An ordinary word, a compound of such, or one with a slip of the pen."""
        return self.known or dictionary.knows_compound(self.lowered) or dictionary.nearly_known(self.lowered)

    @property
    def strange(self) -> bool:
        """Nothing explains the word: no dictionary, no list, no slip of the pen."""
        if self.known or self.explained or self.cue or len(self.lowered) < 4:
            return False
        return not dictionary.is_explained(self.lowered)

    @property
    def everyday(self) -> bool:
        """A name that at the start of a sentence, or in lower case, is mostly something else."""
        listed = lists.listed("everyday")
        if self.lowered in listed or self.bare in listed:
            return True
        return self.known and (self.first < 3 or len(self.lowered) < 3)

    @property
    def may_be_first(self) -> bool:
        """A listed first name, or a word that nothing else explains."""
        return self.first >= 2 or not (self.known or self.explained)


class _Looks(dict[str, Look]):
    """What is known of each word met so far: `map` asks a dictionary without a call of ours for each word."""

    def __init__(self, folded: bool) -> None:
        self._folded = folded

    def __missing__(self, written: str) -> Look:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = self[written] = look(written, self._folded)
        return found


@cache
def looks_by_word(folded: bool) -> Mapping[str, Look]:
    """Return what is known of any written word; `folded` reads it as written without å, ä and ö."""
    return _Looks(folded)


def look(written: str, folded: bool) -> Look:
    """Return what is known of a written word."""
    lowered = written.casefold()
    bare = lowered[:-1] if lowered.endswith("s") and len(lowered) > 3 else lowered
    shape = _shape(written)
    cue = _cues().get(lowered, "")
    if not cue and len(lowered) > 7 and lists.ends(lowered, "role_endings"):
        cue = "" if words.is_patronymic(lowered) or words.first_name_weight(lowered) > 1 else "roles"
    known = dictionary.knows(lowered) or (":" in lowered and dictionary.knows(lowered.partition(":")[0]))
    place = words.is_place(lowered)
    known = known or ((shape == "lower" or written.istitle()) and dictionary.is_cut(lowered))
    first, last = words.first_name_weight(lowered), words.is_surname(lowered)
    if folded:
        known = known or len(lowered) < 4 or dictionary.knows_without_marks(lowered)
        place = place or words.is_folded_place(lowered)
        first = first or words.first_name_weight(lowered, folded=True)
        last = last or words.is_surname(lowered, folded=True)
    if first > 1 and known and not words.is_word_as_well(lowered, bare):
        known = False  # the dictionary holds some names as well
    short_form = shape == "UPPER" and _without_genitive(written) in lists.listed("acronyms")
    joined = shape != "UPPER" and _is_joined_short_form(written)
    if joined and not written.istitle():
        first, last = 0, False  # "SoL" is no "Sol"
    kept = short_form or joined or words.is_kept(lowered)
    unit_ending = words.has_unit_ending(lowered)
    unit = unit_ending or lowered in lists.listed("heads") or lowered in lists.listed("tails")
    candidate = shape != "lower" or not known or first > 1
    calls = lowered in lists.listed("calling")
    signs = lowered in lists.listed("signing")
    wakes = first > 0 or cue == "naming" or calls or signs
    return Look(
        lowered=lowered,
        bare=bare,
        shape=shape,
        first=first,
        last=last,
        known=known,
        kept=kept,
        place=place,
        unit=unit,
        unit_ending=unit_ending,
        explained=kept or place or unit,
        cue=cue,
        shared=lowered in _shared(),
        never_first=lowered in lists.listed("never_first"),
        calls=calls,
        signs=signs,
        candidate=candidate,
        telling=candidate or wakes or not written.islower() or lowered in words.phrase_openings(),
        cuts=() if short_form or (known and ":" not in lowered) else glued.cuts(written),
    )


@cache
def _cues() -> dict[str, str]:
    """What the words that bring in a name are; the first list that holds a word says it."""
    return {word: name for name in reversed(_CUES) for word in lists.listed(name)}


@cache
def _shared() -> frozenset[str]:
    return frozenset().union(*map(lists.listed, ("named_eponyms", "scales", "named_systems")))


def _without_genitive(written: str) -> str:
    return written.removesuffix("s").removesuffix(":")


def _shape(written: str) -> str:
    if not written.isascii() and not unicodedata.name(written[0], "").startswith("LATIN"):
        return "foreign"
    if written.islower():
        return "lower"
    if "-" in written and written[0].islower() and written.partition("-")[2].istitle():
        return "Title"  # "el-Khatib"
    if len(written) == 1:
        return "I"
    if written.isupper() or (len(written) > 3 and written[:-1].isupper() and written[-1] == "s"):
        return "UPPER"
    return "Title" if written[0].isupper() else "lower"


def _is_joined_short_form(written: str) -> bool:
    """Return whether a word is a short form, joined to others or not: "SVU-tiderna", "IVO:s", "SoL",
    "Haldol-dos"."""
    if written.isupper() or written.islower() or written.endswith("-son"):
        return False  # "T-son" is a surname cut short
    last = written.rpartition("-")[2]
    if last != written and last.istitle() and words.first_name_weight(last.casefold()) > 1:
        return False  # "BUP-Lotta"
    if (written[:2].isupper() and written[:2].isalpha()) or (len(written) <= 4 and not written.istitle()):
        return True
    inside = next(
        (at for at in range(2, len(written)) if written[at].isupper() and written[at - 1].islower()), 0
    )
    if inside and "-" not in written and written[:inside].casefold() not in lists.listed("joined_before"):
        # "QbTest", not "McDonald" or "AnnaKarin"
        parts = (written[:inside].casefold(), written[inside:].casefold())
        return not any(words.first_name_weight(part) > 1 or words.is_surname(part) for part in parts)
    head, dash, tail = written.casefold().partition("-")
    if words.is_surname(head) and not words.is_kept(head):
        return False  # "Ek-familjen"
    return (
        bool(dash) and written.endswith(tail) and (words.is_kept(head) or not words.first_name_weight(head))
    )
