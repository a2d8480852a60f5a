"""Checks on words with a number behind them: an address, or a ward, a score, a dose?"""

from __future__ import annotations

import re

from brister_analysis.intake.identifiers import dictionary, lists, words
from brister_analysis.intake.identifiers.checks_number import is_measured

# What names a thing that somebody sells: "modell Cross 6".
_MODEL = re.compile(
    r"(?i:\b(?:märke[tn]?|modell(?:en)?|typ(?:en)?|fabrikat(?:et)?|version(?:en)?):? )(?:\w+ )?\Z"
)
# What goes to somebody's home, before "till" or "på".
_RIDE = re.compile(
    r"(?i:\b(?:åk(?:a|er|te|t)|kör(?:a|er|de|t|s|des)?|skjuts\w*|taxi(?:n)?|färdtjänst(?:en)?|sjuktransport(?:en)?|"
    r"ambulans(?:en)?|levere\w+|skicka\w+|hembesök(?:et)?|larm(?:et)?|följ(?:er|de|t)|kom) )"
    r"(?:[^\s.;:!?]+ ){0,2}?(?:till|från|på|i) \Z"
)


def _is_counted(named: list[str], text: str, end: int) -> bool:
    """A dose, a score or a count: "Madopark 100 mg", "MNA-poäng 17", "Första gången 20 min"."""
    last = named[-1].casefold()
    if last.endswith(lists.endings("score_endings")) or any(words.is_drug(n.casefold()) for n in named):
        return True
    counted = len(named) > 1 and named[0].casefold() in lists.listed("ordinals") and last.endswith("gången")
    return counted or is_measured(text, end)


def is_street(text: str, start: int, end: int) -> bool:
    """A street right after a unit's word is the unit's name, and so is a ward or a floor with a number."""
    street = re.split(r" (?:nr\.? ?)?\d", text[start:end])[0]
    named = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", street)
    if _is_counted(named, text, end) or (len(named) == 1 and "-" in street and street.isupper()):
        return False  # "HAS-BLED 4"
    if not named[-1].casefold().endswith(lists.endings("street_endings")):
        return False
    alone = named[0].casefold() if len(named) == 1 else ""
    if alone in lists.listed("street_endings") and alone not in lists.listed("lone_streets"):
        lived_on = re.search(r"(?:[åp]å|[Bb]or|[Aa]dress(?:en)?:) $", text[max(0, start - 10) : start])
        return bool(lived_on) and alone not in lists.listed("numbered_places")
    unit = _word_before(text, start).casefold()
    lived_in = unit.endswith(lists.endings("lived_in"))
    if words.is_unit_word(unit) and not unit.endswith("s") and not lived_in:
        return False
    if (
        len(named) > 1
        and words.is_unit_word(named[0])
        and not words.is_bare_surname_like_place(named[0].casefold())
        and named[0].casefold() not in lists.listed("noble_heads")
    ):
        return False
    return len(named) > 1 or named[0].casefold() not in lists.listed("numbered_places")


def _word_before(text: str, start: int) -> str:
    """Return the word that stands before, in a step for each letter: a search would begin at every letter of
    the text."""
    before = text[:start].rstrip()
    at = len(before)
    while at and (before[at - 1].isalnum() or before[at - 1] in "_-"):
        at -= 1
    return before[at:]


def is_street_like(text: str, start: int, end: int) -> bool:
    """A word that nothing else explains with a number after "på", "till", "från": "på Backsippan 12"."""
    if is_measured(text, end) or _MODEL.search(text, max(0, start - 24), start):
        return False
    word = text[start:end].split(" ", 1)[0].casefold()
    explained = word in words.kept() or word in words.places() or word in lists.listed("numbered_places")
    return not (explained or dictionary.knows(word) or words.is_unit_word(word))


def is_place_number(text: str, start: int, end: int) -> bool:
    """Capitalised words that nothing else explains before a number: "Hägnaden Östergård 9"."""
    if is_measured(text, end) or _MODEL.search(text, max(0, start - 24), start):
        return False
    before_number = re.split(r"\d", text[start:end])[0]
    named = [word.casefold() for word in re.findall(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*", before_number)]
    if (
        len(named) == 2
        and named[0] in lists.listed("directions")
        and named[1] not in lists.listed("numbered_places")
    ):
        return named[1] not in lists.listed("heads") and not words.is_kept(named[1])  # "Gamla Prästgården 4"
    if not named or any(_is_no_place(word) for word in named):
        return False
    if len(named) == 1 and re.search(r"\d, [A-ZÅÄÖ]", text[start:end]) and named[0] in words.places():
        return not re.match(r" ?\d", text[end : end + 2])  # "Ekeby 12, Hult", not "Malmö 12, Lund 14"
    if len(named) == 1:
        return not (dictionary.is_explained(named[0]) or named[0] in words.places())
    return any(words.is_bare_surname_like_place(w) or not dictionary.knows_compound(w) for w in named)


def _is_no_place(word: str) -> bool:
    """A name, a drug, a system, a role, a unit or what is numbered in a building."""
    unit = words.is_unit_word(word) and not words.is_bare_surname_like_place(word)
    if unit or words.is_kept(word) or words.first_name_weight(word) > 1:
        return True
    if word in lists.listed("numbered_places") or word in lists.listed("scales"):
        return True
    roles = (lists.listed(name) for name in (*lists.FOR_PERSONS, "naming"))
    return word.endswith(("nr", "nummer", *lists.listed("score_endings"))) or any(
        word in role for role in roles
    )


def is_property(text: str, start: int, end: int) -> bool:
    """A place that no dictionary knows, or that somebody is said to be at, before "1:14"."""
    word = re.match(r"[\w-]+", text[start:end]).group().casefold()  # type: ignore[union-attr]
    if len(word) < 4 or word in words.kept() or words.is_unit_word(word):
        return False
    lived_on = text[max(0, start - 6) : start].endswith((" på ", " till ", " från ", " vid "))
    return lived_on or not dictionary.knows(word)


def is_short_street(text: str, start: int, end: int) -> bool:
    """ "Storg. 12" is a street; a word that is known as it stands is not."""
    named = re.findall(r"[^\W\d_]{3,}", re.split(r"\d", text[start:end])[0])
    lowered = named[-1].casefold() if named else ""
    if dictionary.knows(lowered) or words.first_name_weight(lowered) or lowered in words.places():
        return False
    if lowered.endswith(("gat", "väg")):
        return dictionary.knows_compound(lowered + ("an" if lowered.endswith("gat") else "en"))
    return dictionary.knows_compound(lowered + "atan" if lowered.endswith("g") else lowered + "ägen")


def is_postal(text: str, start: int, end: int) -> bool:
    """Five figures before a town."""
    town = re.search(r"(?<=\d)[ ,]+([^\W\d_].*)", text[start:end])
    if not town:
        return False
    name = re.split(r"[\s-]", town.group(1))[0].casefold()
    return name in words.places() or not dictionary.knows(name)


def is_farm(text: str, start: int, end: int) -> bool:
    """ "Skogsgård nr 3", "Kvarntorpet 2": no count behind, and no ward of a unit before."""
    if is_measured(text, end):
        return False
    named = re.findall(r"[^\W\d_]{2,}", re.split(r"\d", text[start:end])[0])
    lowered = [word.casefold() for word in named if word.casefold() not in lists.listed("directions")]
    if any(word in lists.listed("heads") or words.is_kept(word) for word in lowered):
        return False
    before = re.search(r"([\w-]+) $", text[max(0, start - 30) : start])
    return not (before and words.is_unit_word(before.group(1)))


def is_postal_lower(text: str, start: int, end: int) -> bool:
    """Five figures before a town that is listed, in small letters or capitals."""
    town = re.search(r"(?<=\d),? ([^\W\d_]+)(?: [^\W\d_]+)?$", text[start:end])
    return bool(town) and town.group(1).casefold() in words.places()  # type: ignore[union-attr]


def is_no_count(text: str, start: int, end: int) -> bool:
    """A street named after somebody, and no count behind: "anna linds väg 4", not "patientens plats 4"."""
    year = re.search(r"(\w+) (?:19|20)\d\d\Z", text[start:end])
    if year and year.group(1).casefold() in words.places():
        return False  # "flyttade till Sverige 2015"
    owner = re.search(r"(\w+)s \w+ (?:nr\.? ?)?\d", text[start:end])
    thing = owner and owner.group(1).casefold()
    return not (
        is_measured(text, end) or (thing and thing.endswith(("en", "et")) and dictionary.knows(thing))
    )


def is_ride(text: str, start: int, end: int) -> bool:
    """A word with a capital and a number where a ride went, that is no ward and no room."""
    word = text[start:end].split(" ", 1)[0].casefold()
    explained = word in words.kept() or word in words.places() or word in lists.listed("numbered_places")
    if explained or words.is_unit_word(word) or is_measured(text, end):
        return False
    return _RIDE.search(text, max(0, start - 40), start) is not None


def is_home_told(text: str, start: int, end: int) -> bool:
    """A place with a door or a floor behind that is no unit: "i Elineberg, sjätte våningen"."""
    named = re.findall(r"[^\W\d_]{2,}", re.split(r"[,(]", text[start:end])[0])
    if len(named) > 1 and named[-1].endswith(("gården", "gård", "torp", "torpet")):
        named.pop()  # "Östra Storegården, flygeln" is a farm
    return not any(words.is_unit_word(word) or words.is_kept(word.casefold()) for word in named)


# Where people meet or work, and what is a part of such a house.
_WORKPLACE = re.compile(
    r"(?i:sjukhus|avdelning|\bavd\b|mottagning|vårdcentral|akuten|\bakutmott|korttids|boende[nt]?\b|reception|konferens|"
    r"matsal|korridor|expedition|kommunhus|\bsal \d|dagverksamhet|disken|sängen)"
)
_MEETING = re.compile(
    r"(?i:\bmöte\w*|träff\w*|\bsaml\w+|sammanträd\w+|lunch\w*|utbildning\w*|planering\w*)[^.\n]{0,24}\Z"
)


def is_home_clause(text: str, start: int, end: int) -> bool:
    """Where somebody lives or was found: no place of work inside, no meeting before."""
    return not (_WORKPLACE.search(text, start, end) or _MEETING.search(text, max(0, start - 44), start))


def is_no_word(text: str, start: int, end: int) -> bool:
    """A word in small letters that no dictionary knows, and a number that counts nothing: "veneriusg. 4"."""
    word = re.split(r"[. ]", text[start:end])[0]
    return not (dictionary.knows(word) or dictionary.knows_compound(word) or is_measured(text, end))
