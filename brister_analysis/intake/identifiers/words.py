"""What is a name, what belongs to a unit or a place, and what only looks like a name."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from brister_analysis.intake.identifiers.dictionary import knows, knows_compound
from brister_analysis.intake.identifiers.lists import endings, everything, lines, listed, split, toml

_LETTERS_OF_THEIR_OWN = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ł": "l", "ı": "i", "ß": "ss"})


def fold(word: str) -> str:
    """Return a word in lower case without marks: what remains where å, ä and ö could not be written."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFD", word.translate(_LETTERS_OF_THEIR_OWN))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def first_names() -> dict[str, int]:
    """Return first names in lower case with how common they are: 3 (1,000 bearers or more), 2 (100), 1
    (10)."""
    found: dict[str, int] = {}
    weight = 4
    for line in everything("first_names.txt"):
        if line.startswith("#"):
            weight -= line.endswith("bearers") or line.endswith("more")
            continue
        for name in line.split():
            found.setdefault(name.casefold(), weight)
    for name in toml("more_names.toml")["short"]["names"].split():
        found[name.casefold()] = max(2, found.get(name.casefold(), 0))
    return found


@cache
def surnames() -> frozenset[str]:
    """Return surnames in lower case: the counted list and those added by origin."""
    found = {name.casefold() for line in lines("surnames.txt") for name in line.split()}
    for origin, block in toml("more_names.toml")["surnames"].items():
        if origin != "endings":
            found |= split(block)
    return frozenset(found)


@cache
def _folded_names() -> tuple[dict[str, int], frozenset[str]]:
    firsts: dict[str, int] = {}
    for name, weight in first_names().items():
        firsts[fold(name)] = max(weight, firsts.get(fold(name), 0))
    return firsts, frozenset(fold(name) for name in surnames())


@cache
def places() -> frozenset[str]:
    """Return words of place names in lower case: the municipalities and the localities of ``places.txt``."""
    found = {word.casefold() for line in lines("places.txt") for word in line.split()}
    table = (
        files("brister_analysis.reference").joinpath("data", "municipalities.csv").read_text(encoding="utf-8")
    )
    for row in csv.DictReader(table.splitlines()):
        found |= {word.casefold() for word in row["municipality"].split()}
    return frozenset(found)


@cache
def _folded_places() -> frozenset[str]:
    return frozenset(fold(place) for place in places())


def is_folded_place(lowered: str) -> bool:
    """Return whether a word written without å, ä and ö is a place."""
    return lowered in _folded_places() or lowered.removesuffix("s") in _folded_places()


@lru_cache(maxsize=100_000)
def is_drug(lowered: str) -> bool:
    """Return whether a word in lower case is a drug, by the list or by its end ("-cillin")."""
    if lowered in listed("drugs") or lowered.removesuffix("s") in listed("drugs"):
        return True
    ending = len(lowered) > 6 and lowered.endswith(endings("drug_endings"))
    return ending and not knows(lowered) and lowered not in surnames() and lowered not in first_names()


@lru_cache(maxsize=100_000)
def is_of_drug(lowered: str) -> bool:
    """Return whether a word in lower case is made of a drug and a word behind ("waranordination")."""
    for cut in range(5, len(lowered) - 2):
        if lowered[:cut] in listed("drugs") and knows_compound(lowered[cut:].removeprefix("-")):
            return not (lowered in surnames() or lowered in first_names())
    return False


def may_be_surname(lowered: str) -> bool:
    """Return whether a word kept by itself (an eponym, a season) is a surname beside a name or a role."""
    if lowered in listed("also_surnames"):
        return True
    return (lowered in listed("diagnoses") and not knows(lowered)) or lowered in listed("named_eponyms")


@cache
def kept() -> frozenset[str]:
    """Return words in lower case that look like names and are not: systems, drugs, diagnoses, agencies,
    calendar ..."""
    lists = (
        "systems",
        "drugs",
        "products",
        "medical",
        "diagnoses",
        "agencies",
        "calendar",
        "languages",
        "common",
    )
    return frozenset().union(*(listed(name) for name in lists))


@cache
def phrases() -> re.Pattern[str]:
    """Return the names of several words that are never a person."""
    names = [name.strip() for name in toml("kept.toml")["phrases"].replace("\n", "").split("|")]
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, names))) + r")(?!\w)")


@cache
def phrase_openings() -> dict[str, frozenset[str]]:
    """Return the first words of names of several words in lower case, each with what may come second."""
    found: dict[str, set[str]] = {}
    for name in toml("kept.toml")["phrases"].replace("\n", "").split("|"):
        first, _, rest = name.strip().casefold().partition(" ")
        found.setdefault(first, set()).add(rest.partition(" ")[0])
    return {first: frozenset(second) for first, second in found.items()}


@lru_cache(maxsize=100_000)
def is_unit_word(word: str) -> bool:
    """Return whether a word names a kind of unit or ends like one ("vårdcentralen", "Tegnérskolan")."""
    lowered = word.casefold()
    return lowered in listed("heads") or has_unit_ending(lowered)


@cache
def _unit_endings() -> tuple[str, ...]:
    return tuple(sorted(ending for ending in listed("endings") if len(ending) > 3))


@lru_cache(maxsize=100_000)
def has_unit_ending(lowered: str) -> bool:
    """Return whether a longer word ends like a unit, a document or a method."""
    for part in (lowered, lowered[:-1] if lowered.endswith("s") else lowered):
        if part.endswith(_unit_endings()) and len(part) > 6 and part not in listed("heads"):
            return True
    return False


_SWEDISH = re.compile(r"[a-zåäöéüà':-]+")


def is_foreign(lowered: str) -> bool:
    """Return whether a word in lower case has letters that Swedish words lack."""
    return _SWEDISH.fullmatch(lowered) is None


def is_place(lowered: str) -> bool:
    """Return whether a word in lower case is a place, also in the genitive."""
    if lowered in listed("rather_surnames"):
        return False
    return lowered in places() or lowered.removesuffix("s") in places()


def is_kept(lowered: str) -> bool:
    """Return whether a word in lower case is a system, drug, diagnosis, agency ..., also in the genitive."""
    return lowered in kept() or lowered.removesuffix("s") in kept() or is_drug(lowered) or is_of_drug(lowered)


@lru_cache(maxsize=100_000)
def is_surname_like_place(lowered: str) -> bool:
    """Return whether a word ends like a place that surnames are made of ("Almgård"), and is no kind of unit
    itself."""
    plain = lowered not in listed("heads") and lowered not in listed("tails")
    if lowered in listed("landscape") or lowered.removesuffix("s") in listed("landscape"):
        return True
    return plain and any(form.endswith(endings("surname_like")) for form in _forms(lowered))


@lru_cache(maxsize=100_000)
def is_bare_surname_like_place(lowered: str) -> bool:
    """Return whether a word ends like a place without an article: a surname after a role ("Almgård")."""
    ends = endings("surname_like_plain")
    return lowered not in listed("heads") and any(form.endswith(ends) for form in _forms(lowered))


@cache
def _surname_endings() -> tuple[str, ...]:
    return tuple(sorted(split(toml("more_names.toml")["surnames"]["endings"])))


@lru_cache(maxsize=100_000)
def first_name_weight(lowered: str, folded: bool = False) -> int:
    """Return 0-3: how common a first name this is, also as a double name or a genitive."""
    table = _folded_names()[0] if folded else first_names()
    weight = 0
    for form in _forms(lowered):
        weight = max(weight, table.get(form, 0))
        if weight > 1:
            return weight
        if "-" in form:
            parts = [table.get(part, 0) for part in form.split("-")]
            if min(parts):
                return 3
        elif _is_two_names(form, table) and not knows(form):
            return 2
    return weight


def is_word_as_well(lowered: str, bare: str) -> bool:
    """Return whether a first name, or what it is the genitive of, is an ordinary word too."""
    lists_of_words = ("everyday", "everyday_lower", "never_first")
    return any(lowered in listed(name) or bare in listed(name) for name in lists_of_words)


def _is_two_names(form: str, table: dict[str, int]) -> bool:
    """ "evalena": two common names written as one."""
    cuts = range(3, len(form) - 2) if 6 < len(form) < 30 else ()
    return any(table.get(form[:cut]) == 3 == table.get(form[cut:]) for cut in cuts)


@lru_cache(maxsize=100_000)
def is_surname(lowered: str, folded: bool = False) -> bool:
    """Return whether a word is a listed surname, also double or in the genitive."""
    table = _folded_names()[1] if folded else surnames()
    return any(
        form in table or ("-" in form and all(p in table or p in first_names() for p in form.split("-")))
        for form in _forms(lowered)
    )


@lru_cache(maxsize=100_000)
def is_patronymic(lowered: str) -> bool:
    """Return whether a word in lower case is a surname ("Pettersson") and no relative ("bonusson")."""
    for ending in ("son", "sons", "dotter", "dotters"):
        if lowered.endswith(ending):
            father = lowered.removesuffix(ending)
            return is_surname(lowered) or any(form in first_names() for form in _forms(father))
    return False


@lru_cache(maxsize=100_000)
def has_surname_shape(lowered: str) -> bool:
    """Return whether a word ends as surnames do and is no ordinary word."""
    return not knows(lowered) and any(
        len(form) > 5 and form.endswith(_surname_endings()) for form in _forms(lowered)
    )


def _forms(lowered: str) -> tuple[str, ...]:
    """The word, and the word without a genitive -s (also written ':s' or "'s")."""
    if lowered.endswith((":s", "'s")):
        return (lowered[:-2],)
    if lowered.endswith("s") and len(lowered) > 3:
        return lowered, lowered[:-1]
    return (lowered,)
