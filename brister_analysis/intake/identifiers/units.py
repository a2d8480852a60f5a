"""Names of units, streets and methods, which look like persons' names and must survive."""

from __future__ import annotations

from bisect import bisect_left

from brister_analysis.intake.identifiers import dictionary, lists, words
from brister_analysis.intake.identifiers.spot import Marks, Spot


def shield_units(text: str, marks: Marks) -> None:
    """Shield the words that belong to a unit's name: no rule for persons looks at them."""
    if _opens_phrase(marks):
        starts = marks.tokens.starts
        for found in words.phrases().finditer(text):
            for at in range(bisect_left(starts, found.start()), bisect_left(starts, found.end())):
                marks.shielded[at] = True
    for spot in marks.telling:
        if spot.word.shape not in ("Title", "UPPER", "I") or marks.shielded[spot.at]:
            continue
        if (
            (spot.word.shared and _is_eponym(spot))
            or _is_unit_itself(spot)
            or _is_called_thing(spot)
            or _follows_head(spot)
            or _continues_unit(spot)
        ):
            marks.shielded[spot.at] = True
        elif _precedes_tail(spot):
            _shield_back(marks, spot.at)


def _opens_phrase(marks: Marks) -> bool:
    """Two words stand side by side that open a name of several words ("Mina planer")."""
    openings = words.phrase_openings()
    for spot in marks.telling:
        second = openings.get(spot.word.lowered)
        if second is not None and ("" in second or spot.after.lowered.partition("-")[0] in second):
            return True
    return False


def _is_eponym(spot: Spot) -> bool:
    """ "Turners syndrom", "enligt Norton och Downton", "Norton 18": an eponym that is a name as well."""
    word, before = spot.word, spot.before
    listed = lists.listed("named_eponyms")
    called = spot.next_word.lowered in lists.listed("eponym_tails")
    if word.lowered in listed and (called or before.lowered in lists.listed("diagnosed")):
        return not (spot.touches_before and before.shape == "Title" and before.first)
    scales = lists.listed("scales")
    named = before.shape == "Title" and not spot.before_initial
    if word.lowered not in scales or spot.next_word.shape == "Title" or named:
        return False
    if before.lowered in lists.listed("scaled") or any(c.isdigit() for c in spot.glue_after[:2]):
        return True
    if before.lowered in ("och", "samt") and spot.at > 1 and spot.touches_before:
        return spot.two_before.lowered in scales or spot.marks.shielded[spot.at - 2]
    return spot.next_word.lowered in ("och", "samt") and spot.two_after.lowered in scales


def _is_unit_itself(spot: Spot) -> bool:
    """ "Tegnérskolan"; not "Almgård" after a first name."""
    if spot.before.shape == "I" and spot.glue == ". " and spot.two_before.lowered in lists.listed("being"):
        return False  # "handläggare är U. Stjernborg"
    word = spot.word
    if word.shape != "Title" or word.last or word.first or not word.unit_ending:
        return False
    head, dash, _ = word.lowered.partition("-")
    if words.is_foreign(word.lowered) or (
        dash and (words.first_name_weight(head) > 1 or words.is_surname(head))
    ):
        return False  # "Ødegård", "Birgitta-ärendet"
    first = spot.before
    if spot.after_single_role and words.is_bare_surname_like_place(word.lowered):
        return spot.next_word.unit and spot.next_word.shape == "lower"
    named = spot.touches_before and first.shape == "Title" and first.may_be_first
    return not (named and words.is_surname_like_place(word.lowered) and not spot.marks.shielded[spot.at - 1])


def _is_called_thing(spot: Spot) -> bool:
    """ "Rutinen heter Väven", "projektet kallas Bron": what is no person has a name too."""
    who = spot.two_before
    if spot.before.cue != "naming" or not spot.touches_before or spot.word.first >= 2:
        return False
    person = (
        who.cue or who.lowered in lists.listed("pronouns") or who.lowered in lists.listed("called_pronouns")
    )
    thing = who.known and who.shape != "UPPER" and dictionary.is_definite(who.lowered)
    return thing and not person and (spot.word.known or spot.word.ordinary)


def _follows_head(spot: Spot) -> bool:
    """ "Vårdcentralen Kung Karl", "Villa Agnes"; not "teamet Lena", nor a whole name after most heads."""
    head = spot.before
    if not spot.at or spot.glue not in (" ", ' "', " '"):
        return False
    if head.shape == "Title" and head.lowered == "st":
        return True  # "St Görans"
    shaped = head.unit_ending and not (head.first or head.last or head.lowered.endswith("s"))
    if not shaped and head.lowered not in lists.listed("heads"):
        return False
    word, following = spot.word, spot.next_word
    if head.cue == "roles" and word.first == 3:
        return False  # "Boendestöd Kalle T"
    nameless = word.known or word.place or word.kept or word.unit
    soft = head.lowered in lists.listed("soft_heads") or head.lowered.endswith(lists.endings("thing_endings"))
    soft = soft or (head.shape == "lower" and head.lowered in lists.listed("soft_in_lower"))
    if soft and (word.first >= 2 or not nameless):
        return False
    whole_name = word.first >= 2 and following.shape == "Title" and following.last and not following.place
    return not whole_name or head.lowered in lists.listed("naming_heads")


def _continues_unit(spot: Spot) -> bool:
    """ "Träffpunkt Karl Johan": the second word of a unit's name."""
    if not spot.touches_before or not spot.marks.shielded[spot.at - 1]:
        return False
    if {spot.word.cue, spot.before.cue} & {"titles", "roles"}:
        return False  # "Psykiatrin Dr Mbwana": a title ends the unit's name
    if spot.two_before.lowered in lists.listed("naming_heads"):
        return True
    return spot.before.shape == "Title" and not spot.before_initial and spot.word.first < 2


def _precedes_tail(spot: Spot) -> bool:
    """ "Sankt Görans sjukhus", "Lingatans stödboende"; not "Karins boende", nor "Sune Almgård"."""
    word, tail = spot.word, spot.next_word
    if not (tail.unit_ending or tail.lowered in lists.listed("tails")) or tail.shape == "I":
        return False  # "chef Rasmus Ö" is no island
    if tail.shape == "Title":
        if tail.lowered in lists.listed("landscape") and not tail.last:
            return word.lowered not in words.first_names() or word.first < 2
        return not (word.may_be_first and (words.is_surname_like_place(tail.lowered) or tail.last))
    genitive = word.lowered.endswith("s")
    personal = tail.lowered in lists.listed("personal_tails") or (
        word.first > 1 and tail.lowered.endswith(lists.endings("thing_endings"))
    )
    if (
        genitive
        and personal
        and (word.first or not (word.known or word.explained or dictionary.knows_compound(word.bare)))
    ):
        return False
    before = spot.before
    whole = spot.touches_before and before.shape == "Title" and before.first >= 2 and not before.never_first
    if genitive and whole and (word.first or word.last) and tail.lowered not in lists.listed("hard_tails"):
        return False  # "Amina Hassans rehabilitering"
    return genitive or tail.lowered in lists.listed("hard_tails")


def _shield_back(marks: Marks, at: int) -> None:
    """Shield a unit's last word and the capitalised ones before it."""
    looks, glues = marks.tokens.looks, marks.tokens.glues
    marks.shielded[at] = True
    while glues[at] == " " and looks[at - 1].shape == "Title" and not looks[at - 1].cue:
        at -= 1
        marks.shielded[at] = True
