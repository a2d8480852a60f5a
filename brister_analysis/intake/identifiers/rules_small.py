"""Single names in small letters in a text that has capitals elsewhere ("Anna björk", "Sara, my och lo")."""

from __future__ import annotations

from brister_analysis.intake.identifiers import words
from brister_analysis.intake.identifiers.look import Look
from brister_analysis.intake.identifiers.rules_lower_whole import (
    JOINTS,
    after_particles,
    goes_on,
    listed,
    may_be_surname,
    may_stand_in_row,
    whole_name,
)
from brister_analysis.intake.identifiers.spot import Marks, Spot

_ROW = (", ", "/", " & ", "&", "+")


def mark_small(marks: Marks) -> None:
    """Mark names in small letters beside a name with a capital, a role or what only persons do."""
    for spot in marks.telling:
        word = spot.word
        if word.shape == "Title":
            if word.first > 1 and spot.next_word.shape == "lower":
                _small_surname(spot)
        elif (
            word.shape == "lower"
            and word.first > 1
            and not (marks.reason[spot.at] or marks.shielded[spot.at])
        ):
            _ = _in_row(spot) or _does_or_says(spot) or _before_surname(spot)
            if spot.cue in ("titles", "roles", "clients"):
                whole_name(spot)
    for at, look in enumerate(marks.tokens.looks):
        if look.last and look.known and look.shape == "lower":
            _after_title(Spot(marks, at))


def _small_surname(spot: Spot) -> bool:
    """ "Anna björk sa", "Hassan al jabouri", "Peter van den berg"."""
    marks, word, following = spot.marks, spot.word, spot.next_word
    behind = Spot(marks, spot.at + 1)
    if listed(following, "strong_particles") and (marks.reason[spot.at] or not word.known):
        return after_particles(behind)
    if not following.last or not may_be_surname(following, False) or marks.shielded[spot.at]:
        return False
    sure = bool(marks.reason[spot.at]) and not listed(following, "describing")
    if word.never_first or word.kept or word.place or not (sure or _ends_or_acts(behind)):
        return False
    spot.mark("before_surname", doubtful=True)
    marks.mark(behind.at, "after_first_name", doubtful=True)
    return True


def _ends_or_acts(spot: Spot) -> bool:
    ends = not spot.after.lowered or spot.glue_after[:1] in (",", ".", "(", ")", "\n", ";")
    return ends or listed(spot.after, "person_verbs", "human_verbs")


def _in_row(spot: Spot) -> bool:
    """ "Sara, my och lo", "Karin och bo ringde"."""
    marks, looks = spot.marks, spot.marks.tokens.looks
    if not may_stand_in_row(spot.word) or spot.word.kept:
        return False
    if spot.glue in _ROW:
        before = spot.at - 1
    elif spot.before.lowered in JOINTS and spot.touches_before:
        before = spot.at - 2
    else:
        return False
    if before < 0 or not marks.reason[before] or not _is_first(looks[before]):
        return False
    if may_be_surname(spot.next_word, False):
        marks.mark(spot.at + 1, "after_first_name", doubtful=True)
        return spot.mark("beside_another", doubtful=True)
    goes = spot.glue_after in _ROW or spot.after.lowered in JOINTS or goes_on(spot)
    if not goes and (listed(spot.word, "named_if_followed", "often_in_lower") or spot.word.never_first):
        return False
    if spot.after.lowered in JOINTS and listed(spot.word, "owners", "in_pairs") and spot.glue != ", ":
        return False
    return spot.mark("beside_another", doubtful=True)


def _is_first(word: Look) -> bool:
    return word.first > 1 and not word.kept


def _does_or_says(spot: Spot) -> bool:
    """ "sen sa bo att", "enligt klara var"."""
    word = spot.word
    if word.first < 3 or word.never_first or word.kept or word.lowered not in words.first_names():
        return False
    if not spot.touches_before:
        return False
    if listed(word, "never_named", "in_pairs") or not goes_on(spot):
        return False
    says = listed(spot.before, "human_verbs") and (word.lowered == "bo" or not listed(word, "verbs_as_names"))
    return (says or spot.before.lowered == "enligt") and spot.mark("before_verb", doubtful=True)


def _before_surname(spot: Spot) -> bool:
    """ "klara Ek"."""
    word, following = spot.word, spot.next_word
    surname = following.shape == "Title" and following.last and not following.first
    if not surname or not spot.marks.reason[spot.at + 1] or word.first < 3 or word.never_first:
        return False
    return not listed(word, "never_named") and spot.mark("before_surname", doubtful=True)


def _after_title(spot: Spot) -> bool:
    """ "Kurator berg svarade", "familjen ek mår"."""
    word = spot.word
    if spot.marks.shielded[spot.at] or not may_be_surname(word, False) or listed(word, "describing"):
        return False
    household = listed(spot.before, "households") and spot.touches_before
    if not (spot.after_single_role or household) or not (
        spot.before_verb or listed(spot.next_word, "human_verbs")
    ):
        return False
    return spot.mark("after_role", doubtful=True)
