"""Whole names in texts without capitals: a first name and a surname that are words, particles, initials."""

from __future__ import annotations

from brister_analysis.intake.identifiers import dictionary, lists, words
from brister_analysis.intake.identifiers.look import Look
from brister_analysis.intake.identifiers.spot import Spot

# What joins two names in small letters; "eller" and "&" would join other things too.
JOINTS = ("och", "o", "å", "samt")


def listed(word: Look, *names: str) -> bool:
    """Return whether one of these lists holds a word."""
    return any(word.lowered in lists.listed(name) for name in names)


def goes_on(spot: Spot) -> bool:
    """What comes next follows a name: a verb, a word that joins, or the end; no noun."""
    following = spot.after
    if not following.lowered or spot.glue_after != " ":
        return spot.glue_after[:1] not in ("-", "/") and not any(map(str.isdigit, spot.glue_after))
    if following.lowered == "och" and listed(spot.word, "in_pairs"):
        return False  # "dag och natt"
    return listed(following, "person_verbs", "human_verbs", "after_names")


def may_stand_in_row(word: Look) -> bool:
    """Return whether a word in lower case may be one of several first names in a row."""
    if word.shape != "lower" or word.cue or word.unit or listed(word, "never_named"):
        return False
    return word.first > 1


def whole_name(spot: Spot) -> bool:
    """ "sten björk", "my lund", "signe stark fick"."""
    word, following = spot.word, spot.next_word
    named = bool(spot.marks.reason[spot.at]) and not word.known
    genitive = word.lowered.endswith("s") and word.lowered not in words.first_names()
    if listed(word, "never_named") or genitive or spot.glue_after != " ":
        return False
    if not (word.first > 1 or named or word.lowered == "vår"):
        return False
    third = named and may_stand_in_row(following) and goes_on(Spot(spot.marks, spot.at + 1))
    behind = named and word.first > 1 and _stands_as_surname(Spot(spot.marks, spot.at + 1))
    sure = word.first > 1 and not word.known and word.lowered.upper() not in lists.listed("acronyms")
    surname = may_be_surname(following, sure or not listed(word, "named_if_followed", "often_in_lower"))
    if surname and listed(following, "landscape") and not following.last:
        surname = not listed(word, "named_if_followed")
    if not (third or behind or surname):
        return False
    role = spot.cue in lists.FOR_PERSONS or spot.cue == "naming"
    if (word.never_first or word.lowered == "vår") and not (role or listed(spot.before, "toward", "about")):
        return False
    if listed(spot.before, "articles") and word.known:
        return False
    if listed(following, "describing") and not role:
        later = spot.two_after
        acts = named or listed(later, "person_verbs") or not later.lowered
        if not acts or listed(spot.before, "being") or listed(word, "named_if_followed"):
            return False
    spot.mark("before_surname", doubtful=True)
    spot.marks.mark(spot.at + 1, "after_first_name", doubtful=True)
    return True


def _stands_as_surname(spot: Spot) -> bool:
    """ "isak hermelin bad", "karin spets, 84 år": a noun right behind a first name, and no noun behind it."""
    word = spot.word
    if (
        word.shape != "lower"
        or word.cue
        or word.unit
        or word.kept
        or len(word.lowered) < 3
        or spot.glue != " "
    ):
        return False
    if listed(
        word, "after_names", "person_verbs", "human_verbs", "never_first", "adverbs", "joining", "naming"
    ):
        return False
    if word.lowered.endswith(lists.endings("no_surname_endings")) or word.lowered in dictionary.own_words():
        return False
    following = spot.after
    if not following.lowered or spot.glue_after != " ":
        return True
    return listed(following, "person_verbs", "human_verbs")


def double_name(spot: Spot) -> bool:
    """ "ann britt", "ros marie": a name that is a word before a sure one."""
    word, following = spot.word, spot.next_word
    sure = following.shape == "lower" and not following.known
    sure = sure and (following.first > 1 or (words.is_foreign(following.lowered) and following.last))
    sure_behind = following.first == 3 and not following.known and following.shape == "lower"
    if listed(word, "first_halves") and (sure_behind or listed(following, "second_halves")):
        spot.marks.mark(spot.at + 1, "after_first_name")
        return spot.mark("before_surname")
    if not sure or listed(word, "named_if_followed", "never_named") or word.never_first:
        return False
    name = word.first > 1 or listed(word, "first_halves")
    return name and not listed(spot.before, "articles") and spot.mark("before_surname", doubtful=True)


def surname_first(spot: Spot) -> bool:
    """ "lund, mats"."""
    word, first = spot.word, spot.after
    if (
        listed(word, "never_named")
        or not (word.last or is_shaped(word))
        or spot.glue_after != ", "
        or first.first < 3
        or first.known
    ):
        return False
    if spot.touches_before and not (spot.cue or listed(spot.before, "about", "header_words")):
        return False
    return spot.mark("surname_first", doubtful=True)


def may_be_surname(word: Look, named: bool) -> bool:
    """Return whether a word in lower case may be a surname; after a sure first name also a place."""
    if word.shape != "lower" or listed(word, "no_surnames_in_lower") or (word.place and not named):
        return False
    if is_shaped(word):
        return named or not dictionary.knows_compound(word.lowered)
    return not word.cue and (word.last or listed(word, "landscape", "short_surnames"))


def is_shaped(word: Look) -> bool:
    """A word that no list holds and that ends as surnames do, also if its parts are words or it ends as
    places do ("palmblad", "lagerborg")."""
    if word.known or word.kept or len(word.lowered) < 6 or word.lowered.endswith(lists.endings("noun_tails")):
        return False
    if words.has_surname_shape(word.lowered):
        return True
    return not word.cue and words.is_bare_surname_like_place(word.lowered)


def after_particles(spot: Spot) -> bool:
    """ "hassan al jabouri", "maria de la cruz", "peter van den berg"."""
    looks, glues, marks = spot.marks.tokens.looks, spot.marks.tokens.glues, spot.marks
    end = spot.at
    while looks[end + 1].lowered in lists.listed("lower_particles") and glues[end + 1] == " ":
        end += 1
    name = looks[end + 1]
    if not spot.touches_before or glues[end + 1] != " " or name.shape != "lower":
        return False
    role = spot.cue in ("titles", "roles") and spot.word.lowered in ("von", "af", "van", "al", "el", "de")
    if not (marks.reason[spot.at - 1] or spot.before.first > 1 or role) or spot.before.never_first:
        return False
    if name.cue or name.unit or listed(name, "person_verbs", "after_names", "never_first"):
        return False
    weak = spot.word.lowered in lists.listed("weak_particles")
    if weak and (dictionary.knows_compound(name.lowered) and not name.last):
        return False
    for at in range(spot.at - (not role), end + 2):
        marks.mark(at, "after_first_name", doubtful=True)
    return True


def dotted_initials(spot: Spot) -> bool:
    """ "j.s.", "a.-k. l."."""
    looks, glues = spot.marks.tokens.looks, spot.marks.tokens.glues
    row = [spot.at]
    while glues[row[-1] + 1] in (".", ". ", ".-", "-") and len(looks[row[-1] + 1].lowered) == 1:
        row.append(row[-1] + 1)
    letters = "".join(looks[at].lowered for at in row)
    inside = spot.glue[:1] in (".", "-") and spot.glue.strip(".- ") == "" and len(spot.before.lowered) < 3
    if inside or len(row) < 2 or len(row) > 4 or letters.startswith(lists.endings("not_initials_in_lower")):
        return False
    if glues[row[0] + 1] == ". " or (len(looks[row[-1] + 1].lowered) == 2 and glues[row[-1] + 1] == "."):
        return False  # "s.k.", "bl.a", "t.ex"
    for at in row:
        spot.marks.mark(at, "initials", doubtful=True)
    return True


def initial_and_surname(spot: Spot) -> bool:
    """ "j. rask", ", k öberg", "pat e grönvall"."""
    word, following = spot.word, spot.after
    dotted = spot.glue_after == ". "
    cue = spot.cue in lists.FOR_PERSONS and word.lowered not in ("i", "å", "ö")
    opens = spot.at == 0 or any(sign in spot.glue for sign in "\n,;:(/!?.")
    apart = cue or (opens and word.lowered not in ("i", "å", "ö", "o", "m"))
    if not (dotted or spot.glue_after == " ") or not may_be_surname(following, False):
        return False
    if not (apart or dotted) and (
        following.known or word.lowered in ("i", "o", "å", "m", "e", "a", "u", "ö", "f", "t")
    ):
        return False
    spot.mark("initials", doubtful=True)
    spot.marks.mark(spot.at + 1, "after_first_name", doubtful=True)
    return True


def double_initials(spot: Spot) -> bool:
    """ "k-g", "a-k"."""
    word = spot.word.lowered
    if len(word) != 3 or word in lists.listed("not_initials_in_lower"):
        return False
    return spot.mark("initials", doubtful=True)


def before_sure_surname(spot: Spot) -> bool:
    """ "kurator hav karimi": whatever stands between a role and a surname."""
    word, following = spot.word, spot.next_word
    if spot.cue not in (*lists.FOR_PERSONS, "naming") or not spot.touches_before or word.cue or word.unit:
        return False
    if not following.last or following.known or following.place or following.shape != "lower":
        return False
    if listed(word, "never_first", "adverbs", "after_names", "person_verbs", "joining", "describing"):
        return False
    return not word.lowered.endswith(lists.endings("no_surname_endings")) and spot.mark(
        "before_surname", True
    )
