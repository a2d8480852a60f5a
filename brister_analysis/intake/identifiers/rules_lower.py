"""Rules for texts without capital letters, dictated or typed in haste, where names are mostly also words.

The rules for capitals find nothing there, so that each word that may be a name is looked at by what stands
around it: a surname behind, a role before, a row of names, somebody who acts or is turned to.
"""

from __future__ import annotations

from brister_analysis.intake.identifiers import dictionary, lists
from brister_analysis.intake.identifiers.look import Look
from brister_analysis.intake.identifiers.spot import Marks, Spot

_ROLES = ("titles", "roles", "kin", "clients")
_ROW = (", ", "/", ",")


def mark_without_capitals(marks: Marks) -> None:
    """Mark the names of a text that has no capitals where sentences and names begin."""
    looks = marks.tokens.looks
    for at in range(len(marks.tokens.starts)):
        word = looks[at]
        if word.shape != "lower" or marks.shielded[at] or word.cue or word.unit:
            continue
        if word.first > 1 or word.last or marks.reason[at] or word.lowered == "vår":
            spot = Spot(marks, at)
            any(rule(spot) for rule in _RULES)
    for at in range(len(marks.tokens.starts)):
        if looks[at].first > 1:
            _in_row(Spot(marks, at))
    for at in range(len(marks.tokens.starts)):
        if looks[at].lowered in lists.listed("strong_particles") and looks[at].shape == "lower":
            _after_particles(Spot(marks, at))


def _listed(word: Look, *names: str) -> bool:
    return any(word.lowered in lists.listed(name) for name in names)


def _may_be_surname(word: Look) -> bool:
    if word.shape != "lower" or word.cue or _listed(word, "no_surnames_in_lower"):
        return False
    return word.last or _listed(word, "landscape", "short_surnames")


def _whole_name(spot: Spot) -> bool:
    """ "sten björk", "my lund", "signe stark fick"."""
    word, following = spot.word, spot.next_word
    named = spot.marks.reason[spot.at] and not word.known
    third = named and _may_stand_in_row(following) and _goes_on(Spot(spot.marks, spot.at + 1))
    if not (third or _may_be_surname(following)):
        return False
    if word.never_first and not _listed(spot.before, "toward", "about", "naming"):
        return False
    if _listed(spot.before, "articles") and word.known:
        return False
    if _listed(following, "describing"):
        later = spot.two_after
        acts = _listed(later, "person_verbs") or not later.lowered
        if not acts or _listed(spot.before, "being") or _listed(word, "named_if_followed"):
            return False
    spot.mark("before_surname", doubtful=True)
    spot.marks.mark(spot.at + 1, "after_first_name", doubtful=True)
    return True


def _double_name(spot: Spot) -> bool:
    """ "ann britt", "ros marie": a name that is a word before a sure one."""
    word, following = spot.word, spot.next_word
    sure = following.first > 1 and not following.known and following.shape == "lower"
    if not sure or _listed(word, "named_if_followed", "often_in_lower") or word.never_first:
        return False
    name = word.first > 1 or _listed(word, "first_halves")
    return name and not _listed(spot.before, "articles") and spot.mark("before_surname", doubtful=True)


def _named_by_role(spot: Spot) -> bool:
    """ "syster my", "mormor maj", "doktor ask": nouns seldom follow a role without something between."""
    word, role = spot.word, spot.before
    if not spot.touches_before or spot.cue not in _ROLES or word.never_first:
        return False
    if _listed(word, "no_surnames_in_lower", "describing", "never_named"):
        return False
    if _listed(word, "verbs_as_names") and _asked_for(spot):
        return False  # "kan mamman bo kvar"
    if _listed(role, "soft_roles") and not (word.first == 3 and not _listed(word, "often_in_lower")):
        return False
    if _listed(word, "named_if_followed") and not _goes_on(spot):
        return False
    return spot.mark("after_role", doubtful=True)


def _asked_for(spot: Spot) -> bool:
    """A verb that another one follows stands shortly before."""
    looks = spot.marks.tokens.looks
    return any(_listed(looks[at], "helping_verbs") for at in range(max(0, spot.at - 5), spot.at))


def _goes_on(spot: Spot) -> bool:
    """What comes next follows a name: a verb, a word that joins, or the end; no noun."""
    following = spot.after
    if not following.lowered or spot.glue_after != " ":
        return spot.glue_after[:1] not in ("-", "/") and not any(map(str.isdigit, spot.glue_after))
    if following.lowered == "och" and _listed(spot.word, "in_pairs"):
        return False  # "dag och natt"
    return _listed(following, "person_verbs", "human_verbs", "after_names")


def _in_row(spot: Spot) -> bool:
    """ "per, hans och liv", "barnen tindra, love och max"."""
    marks, at = spot.marks, spot.at
    if not _may_stand_in_row(spot.word) or not (spot.glue_after in _ROW or _is_joined(marks, at)):
        return False
    looks, glues = marks.tokens.looks, marks.tokens.glues
    row = [at]
    while True:
        last = row[-1]
        if glues[last + 1] in _ROW and _may_stand_in_row(looks[last + 1]):
            row.append(last + 1)
        elif _is_joined(marks, last) and _may_stand_in_row(looks[last + 2]):
            row.append(last + 2)
        else:
            break
    if len(row) < 2:
        return False
    named = [one for one in row if marks.reason[one]]
    usual = [one for one in row if not _listed(looks[one], "named_if_followed", "often_in_lower")]
    if all(looks[one].never_first for one in row) or not (named or usual or len(row) > 2):
        return False
    for one in row:
        marks.mark(one, "beside_another", doubtful=True)
    return True


def _may_stand_in_row(word: Look) -> bool:
    return word.shape == "lower" and word.first > 1 and not word.cue and not word.unit


def _is_joined(marks: Marks, at: int) -> bool:
    looks, glues = marks.tokens.looks, marks.tokens.glues
    return looks[at + 1].lowered in ("och", "o", "samt") and glues[at + 1] == glues[at + 2] == " "


def _acts(spot: Spot) -> bool:
    """ "sten satt uppe", "när klara kom", "då ringde hans och sa"."""
    word, before = spot.word, spot.before
    if word.first < 3 or _listed(word, "never_named"):
        return False
    if spot.touches_before and _listed(before, "human_verbs", "working"):
        return _goes_on(spot) and spot.mark("before_verb", doubtful=True)
    if word.never_first or not (spot.initial or _listed(before, "opens_clause")):
        return False
    if before.lowered == "att" and _listed(word, "verbs_as_names"):
        return False
    acts = _listed(spot.next_word, "person_verbs", "human_verbs")
    return acts and not _listed(spot.next_word, "no_verbs") and spot.mark("before_verb", doubtful=True)


def _turned_to(spot: Spot) -> bool:
    """ "enligt klara så", "pratade med sten om", "det gäller sten som"."""
    word, before = spot.word, spot.before
    if word.first < 3 or _listed(word, "never_named") or not spot.touches_before or not _goes_on(spot):
        return False
    told = _listed(before, "turned_to_in_lower")
    if _listed(before, "reaching") and not told:
        told = _listed(spot.two_before, "spoken_with")
    return told and spot.mark("after_preposition", doubtful=True)


def _after_particles(spot: Spot) -> bool:
    """ "hassan al jabouri", "maria de la cruz", "peter van den berg"."""
    looks, glues, marks = spot.marks.tokens.looks, spot.marks.tokens.glues, spot.marks
    end = spot.at
    while looks[end + 1].lowered in lists.listed("lower_particles") and glues[end + 1] == " ":
        end += 1
    name = looks[end + 1]
    if not spot.touches_before or glues[end + 1] != " " or name.shape != "lower":
        return False
    if not (marks.reason[spot.at - 1] or spot.before.first > 1) or spot.before.never_first:
        return False
    if name.cue or name.unit or _listed(name, "person_verbs", "after_names", "never_first"):
        return False
    weak = spot.word.lowered in lists.listed("weak_particles")
    if weak and (dictionary.knows_compound(name.lowered) and not name.last):
        return False
    for at in range(spot.at - 1, end + 2):
        marks.mark(at, "after_first_name", doubtful=True)
    return True


_RULES = (_whole_name, _double_name, _named_by_role, _acts, _turned_to)
