"""Rules for texts without capital letters, dictated or typed in haste, where names are mostly also words.

The rules for capitals find nothing there, so that each word that may be a name is looked at by what stands
around it: a surname behind, a role before, a row of names, somebody who acts or is turned to.
"""

from __future__ import annotations

from brister_analysis.intake.identifiers import lists, words
from brister_analysis.intake.identifiers.rules_lower_whole import (
    JOINTS,
    after_particles,
    before_sure_surname,
    dotted_initials,
    double_initials,
    double_name,
    goes_on,
    initial_and_surname,
    is_shaped,
    listed,
    may_stand_in_row,
    surname_first,
    whole_name,
)
from brister_analysis.intake.identifiers.spot import Marks, Spot

_ROW = (", ", "/", ",", " & ", "&", "+", " + ")


def mark_without_capitals(marks: Marks) -> None:
    """Mark the names of a text that has no capitals where sentences and names begin."""
    looks = marks.tokens.looks
    spots = [
        Spot(marks, at)
        for at in range(len(marks.tokens.starts))
        if looks[at].shape == "lower" and not marks.shielded[at]
    ]
    for spot in spots:
        word = spot.word
        may_be = word.first or word.last or marks.reason[spot.at] or not word.known or word.lowered == "vår"
        if may_be and not word.cue:
            any(rule(spot) for rule in _RULES)
        elif spot.next_word.last:
            before_sure_surname(spot)
        if spot.next_word.cue in ("kin", "titles"):
            _owns(spot)
        if word.lowered in lists.listed("strong_particles"):
            after_particles(spot)
    _mark_runs(marks, spots)
    for spot in spots:
        if len(spot.word.lowered) == 1:
            _ = dotted_initials(spot) or initial_and_surname(spot)
        elif spot.word.first > 1:
            _in_row(spot)
        elif "-" in spot.word.lowered[1:2]:
            double_initials(spot)


def _mark_runs(marks: Marks, spots: list[Spot]) -> None:
    """ "karin bo lo my": three first names and more with nothing between."""
    run: list[int] = []
    for spot in [*spots, Spot(marks, len(marks.tokens.starts))]:
        names = may_stand_in_row(spot.word) and not spot.word.never_first and not spot.word.kept
        if names and run and spot.touches_before and run[-1] == spot.at - 1:
            run.append(spot.at)
            continue
        if len(run) > 2 and any(marks.reason[at] for at in run):
            for at in run:
                marks.mark(at, "beside_another", doubtful=True)
        run = [spot.at] if names else []


def _named_by_role(spot: Spot) -> bool:
    """ "syster my", "mormor maj", "doktor ask": nouns seldom follow a role without something between."""
    word, role = spot.word, spot.before
    household = listed(role, "households") or (role.lowered == "man" and listed(spot.two_before, "articles"))
    if not spot.touches_before or not (spot.cue in lists.FOR_PERSONS or household):
        return False
    if word.never_first and not (listed(word, "named_if_followed") and spot.before_verb):
        return False
    if listed(word, "no_surnames_in_lower", "describing", "never_named") or word.place:
        return False
    if role.lowered in ("god", "gode", "fr", "kr", "kl") or spot.glue_after.startswith("- "):
        return False
    if not (word.first > 1 or word.last or (word.first and not word.known) or is_shaped(word)):
        return False
    if listed(word, "verbs_as_names") and _asked_for(spot):
        return False  # "kan mamman bo kvar"
    if listed(role, "soft_roles") and not (word.first == 3 and not listed(word, "often_in_lower")):
        return False
    if listed(word, "named_if_followed") and not goes_on(spot):
        return False
    return spot.mark("after_role", doubtful=True)


def _owns(spot: Spot) -> bool:
    """ "majs son", "bos fru"."""
    word = spot.word.lowered
    if not word.endswith("s") or listed(spot.word, "owners", "never_first", "articles", "never_named"):
        return False
    return words.first_names().get(word[:-1], 0) > 1 and spot.mark("before_role", doubtful=True)


def _greeted(spot: Spot) -> bool:
    """ "hej my", "stackars sten fick", "klara här från kommunen", "mitt namn är rosa"."""
    word, before = spot.word, spot.before
    if word.first < 2 or word.never_first or listed(word, "never_named"):
        return False
    here = spot.after.lowered == "här" and (spot.initial or listed(before, "hello"))
    named = before.lowered == "är" and spot.two_before.lowered in ("namn", "namnet", "förnamn")
    greeted = listed(before, "hello", "endearing") and spot.glue in (" ", ", ")
    greeted = greeted and (goes_on(spot) or listed(spot.after, "helping_verbs"))
    called = spot.initial and spot.after.lowered in ("heter", "hette")
    return (here or named or greeted or called) and spot.mark("after_role", doubtful=True)


def _after_header(spot: Spot) -> bool:
    """ "kp: lo", "ang. sten"."""
    word, before = spot.word, spot.before
    if word.first < 2 or listed(word, "never_named") or word.never_first or not goes_on(spot):
        return False
    header = before.cue in (*lists.FOR_PERSONS, "naming") or listed(
        before, "header_words", "about", "abbreviations"
    )
    told = spot.glue in (": ", ":", " = ") and header
    told = told or (spot.glue == ". " and listed(before, "about"))
    return told and spot.mark("after_role", doubtful=True)


def _asked_for(spot: Spot) -> bool:
    """A verb that another one follows stands shortly before."""
    looks = spot.marks.tokens.looks
    return any(listed(looks[at], "helping_verbs") for at in range(max(0, spot.at - 5), spot.at))


def _first_alone(spot: Spot) -> bool:
    """ "ingeborg", "åsa från mottagningen": a common first name that ends as units do or is a place."""
    word = spot.word
    if word.known or word.kept or word.first < 2 or spot.next_word.unit or spot.before.lowered == "lex":
        return False
    if word.place and (word.first < 3 or listed(spot.before, "place_prepositions")):
        return False
    return spot.mark("name_list", doubtful=True)


def _called(spot: Spot) -> bool:
    """ "heter vilde", "kallad river", "namnet "lillen"", "leif "lillen" fransson"."""
    word = spot.word
    if word.never_first or listed(word, "not_called", "person_verbs", "articles") or word.unit:
        return False
    quoted = spot.glue.endswith('"') and spot.glue_after[:1] == '"'
    named = word.first or word.last or not word.known
    if quoted and (
        spot.before.cue == "naming" or spot.after.cue == "naming" or spot.marks.reason[spot.at - 1]
    ):
        if spot.glue_after == '" ' and spot.marks.reason[spot.at - 1] and spot.after.last:
            spot.marks.mark(spot.at + 1, "after_first_name", doubtful=True)
        return spot.mark("in_quotes", doubtful=True)
    told = spot.before.lowered in ("heter", "hette", "kallad", "kallas", "förnamn", "förnamnet", "efternamn")
    return bool(told and named and spot.glue in (" ", ": ")) and spot.mark("after_role", doubtful=True)


def _in_row(spot: Spot) -> bool:
    """ "per, hans och liv", "barnen tindra, love och max"."""
    marks, at = spot.marks, spot.at
    if not may_stand_in_row(spot.word) or not (spot.glue_after in _ROW or _is_joined(marks, at)):
        return False
    looks, glues = marks.tokens.looks, marks.tokens.glues
    row = [at]
    while True:
        last = row[-1]
        if glues[last + 1] in _ROW and may_stand_in_row(looks[last + 1]):
            row.append(last + 1)
        elif _is_joined(marks, last) and may_stand_in_row(looks[last + 2]):
            row.append(last + 2)
        else:
            break
    if listed(looks[row[-1]], "named_if_followed") and not goes_on(Spot(marks, row[-1])):
        row.pop()  # "amir och hans bror"
    if len(row) < 2 or all(looks[one].kept for one in row):
        return False
    named = [one for one in row if marks.reason[one]]
    usual = [one for one in row if not listed(looks[one], "named_if_followed", "often_in_lower")]
    if all(looks[one].never_first for one in row) or not (named or usual or len(row) > 2):
        return False
    for one in row:
        marks.mark(one, "beside_another", doubtful=True)
    return True


def _is_joined(marks: Marks, at: int) -> bool:
    looks, glues = marks.tokens.looks, marks.tokens.glues
    return looks[at + 1].lowered in JOINTS and glues[at + 1] == glues[at + 2] == " "


def _acts(spot: Spot) -> bool:
    """ "sten satt uppe", "när klara kom", "då ringde hans och sa"."""
    word, before = spot.word, spot.before
    if word.first < 3 or listed(word, "never_named"):
        return False
    if spot.touches_before and listed(before, "human_verbs", "working"):
        return goes_on(spot) and spot.mark("before_verb", doubtful=True)
    if word.never_first or not (spot.initial or listed(before, "opens_clause")):
        return False
    if before.lowered == "att" and listed(word, "verbs_as_names"):
        return False
    if word.kept and before.lowered == "och":
        return False  # "i maj och juni var"
    acts = listed(spot.next_word, "person_verbs", "human_verbs")
    return acts and not listed(spot.next_word, "no_verbs") and spot.mark("before_verb", doubtful=True)


def _turned_to(spot: Spot) -> bool:
    """ "enligt klara så", "pratade med sten om", "det gäller sten som"."""
    word, before = spot.word, spot.before
    if word.first < 3 or listed(word, "never_named") or not spot.touches_before or not goes_on(spot):
        return False
    told = listed(before, "turned_to_in_lower")
    if listed(before, "reaching") and not told:
        told = listed(spot.two_before, "spoken_with") or spot.two_before.cue == "kin"
        told = told or spot.two_before.lowered == "man"  # "god man för sten"
    return told and spot.mark("after_preposition", doubtful=True)


_RULES = (
    whole_name,
    double_name,
    _named_by_role,
    _called,
    surname_first,
    _acts,
    _turned_to,
    _greeted,
    _after_header,
    _first_alone,
)
