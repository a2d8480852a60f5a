"""Which words are ordinary Swedish: simplemma's dictionary, the project's care words, and what they make."""

from __future__ import annotations

from functools import cache, lru_cache

from brister_analysis.intake.identifiers.lists import endings, lines, listed

# Longer strings of letters are no words, and trying their parts would take time for nothing.
_LONGEST_WORD = 45
_RESTORED = {"a": "åä", "o": "ö", "e": "é"}


@cache
def _dictionary() -> object:
    # The streaming reader loads in half the time and a tenth of the memory of the plain one; `knows` is
    # cached.
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    return LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("sv")


@lru_cache(maxsize=100_000)
def knows(word: str) -> bool:
    """Return whether a word in lower case is in the Swedish dictionary or the project's own care words."""
    if word in own_words():
        return True
    return word not in listed("no_words") and _dictionary().get(word) is not None  # type: ignore[attr-defined]


@cache
def own_words() -> frozenset[str]:
    """Return ordinary words that the dictionary lacks: care words, short forms, spoken forms."""
    found = frozenset(word.casefold() for line in lines("care_words.txt") for word in line.split())
    people = (
        listed(n)
        for n in (
            "titles",
            "roles",
            "kin",
            "clients",
            "naming",
            "about",
            "person_verbs",
            "abbreviations",
            "closings",
            "signing",
        )
    )
    units = (listed(n) for n in ("heads", "tails"))
    return found.union(*people, *units)


@lru_cache(maxsize=100_000)
def knows_compound(word: str) -> bool:
    """Return whether a word in lower case is known, or made of known words as Swedish joins them."""
    if knows(word):
        return True
    if len(word) > _LONGEST_WORD:
        return False
    if "-" in word:
        return all(
            knows_compound(part) or part.upper() in listed("acronyms") for part in word.split("-") if part
        )
    if word.endswith("nr") and len(word) > 5:
        return knows_compound(word[:-2])
    short = listed("short_tails")
    for cut in range(3, len(word) - 2):
        head, tail = word[:cut], word[cut:]
        if knows(tail) and (len(tail) > 3 or tail in short) and _opens_compound(head):
            return True
    return False


def _opens_compound(head: str) -> bool:
    if knows(head) or (head[-1] == "s" and knows(head[:-1])):
        return True
    return len(head) > 3 and (knows(head + "a") or knows(head + "e"))


@lru_cache(maxsize=100_000)
def is_explained(word: str) -> bool:
    """Return whether a word in lower case is ordinary in any way: known, made of known ones, with a particle
    before, a slip from a known one, without its marks, or a word of medicine by its end."""
    if knows_compound(word) or nearly_known(word) or (len(word) > 5 and knows_without_marks(word)):
        return True
    if word.endswith(endings("trade_endings")):
        return True
    for particle in listed("particles_before"):
        rest = word.removeprefix(particle)
        if rest != word and len(rest) > 3 and knows_compound(rest):
            return True
    # Three words in one ("vårdsamverkansdokumentet"); names are seldom as long.
    return 12 <= len(word) <= _LONGEST_WORD and any(
        knows(word[cut:]) and (knows_compound(word[:cut]) or knows_compound(word[:cut].removesuffix("s")))
        for cut in range(6, len(word) - 2)
    )


@lru_cache(maxsize=100_000)
def is_cut(word: str) -> bool:
    """Return whether a word in lower case is a care word cut short ("medd"), or ends in one that is
    ("sjukskr", "kvinnoklin", "bistbed")."""
    beginnings = _beginnings()
    if word in beginnings and len(word) > 3:
        return True
    for cut in range(3, len(word) - 1):
        head, tail = word[:cut], word[cut:]
        if tail in listed("cut_tails") or tail in beginnings:
            long = len(tail) > 3 or tail in listed("cut_tails")
            if head in beginnings or (long and len(head) > 3 and _opens_compound(head)):
                return True
    return False


@cache
def _beginnings() -> frozenset[str]:
    """The beginnings of care words that short forms are made of: they end before a vowel."""
    return frozenset(
        word[:end]
        for word in listed("cut_words")
        for end in range(3, len(word))
        if word[end - 1] not in "aeiouyåäö"
    )


@lru_cache(maxsize=100_000)
def is_definite(word: str) -> bool:
    """Return whether a word in lower case is a known noun with its article ("utslussen", "bilarna")."""
    for article in ("arna", "erna", "orna", "en", "et", "an", "n"):
        stem = word.removesuffix(article)
        if stem != word and len(stem) > 2 and (knows(stem) or (len(stem) > 5 and knows_compound(stem))):
            return True
    doers = word.removesuffix("na") if word.endswith("arna") else word.removesuffix("ne")
    return doers.endswith("ar") and len(doers) > 5 and knows_compound(doers + "e")  # "läkarna"


@lru_cache(maxsize=100_000)
def nearly_known(word: str) -> bool:
    """Return whether a long word in lower case is one slip from a known one: a letter doubled, swapped or
    too many."""
    if not 7 <= len(word) <= _LONGEST_WORD:
        return False
    for at in range(len(word)):
        if knows(word[:at] + word[at + 1 :]):
            return True
        if at and knows(word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]):
            return True
    for at in range(1, len(word)):
        for letter in word[at - 1] + "nrtsleai":
            if knows(word[:at] + letter + word[at:]):
                return True
    return False


@lru_cache(maxsize=100_000)
def knows_without_marks(word: str) -> bool:
    """Return whether a word in lower case is known once å, ä and ö are put back ("maste" for "måste")."""
    if knows_compound(word):
        return True
    spots = [at for at, letter in enumerate(word) if letter in "ao"]
    if not spots or len(spots) > 6:
        return False
    forms = [word]
    for at in spots:
        forms += [form[:at] + mark + form[at + 1 :] for form in forms for mark in _RESTORED[word[at]]]
        if len(forms) > 250:
            break
    return any(knows(form) for form in forms[1:])
