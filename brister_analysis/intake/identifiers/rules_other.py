"""Rules for names not written as usual: in capitals, in lower case, as initials, in another script."""

from __future__ import annotations

import re

from brister_analysis.intake.identifiers import dictionary, lists, slips, words
from brister_analysis.intake.identifiers.spot import Spot

_VOWEL = re.compile("[aeiouyåäöéü]")


def capitals_alone(spot: Spot) -> bool:
    """A word in capitals among others that are not."""
    word, size = spot.word, len(spot.word.lowered)
    if size == 2 and not (word.known or word.explained or spot.glue_after[:1].isdigit()):
        return spot.mark("initials", doubtful=True)  # no list of short forms holds it
    if size < 3 or word.explained or spot.is_kept:
        return False
    following = spot.next_word
    surname = (
        following.shape == "UPPER" and not following.explained and (following.last or not following.known)
    )
    listed = not word.known and (word.first >= 2 or (word.last and size > 3))
    if listed or (word.first >= 2 and surname):
        if surname and word.first:
            spot.marks.mark(spot.at + 1, "after_first_name")
        return spot.mark("name_list")
    if word.first and size > 3 and not word.known:
        return spot.mark("name_list", doubtful=True)
    if word.first >= 2 and (spot.before.cue or spot.before.lowered in lists.listed("about")):
        return spot.mark("after_role")
    if "-" in word.lowered and spot.glue_after.strip()[:1].isdigit():
        return False  # "HAS-BLED 4"
    if not word.known and (words.is_foreign(word.lowered) or words.has_surname_shape(word.lowered)):
        return spot.mark("surname_shape", doubtful=True)
    if word.lowered in lists.listed("scales") or not _VOWEL.search(word.lowered):
        return False
    # Other words of four letters, and "K-SADS", are mostly short forms that no list holds.
    if (size < 5 and not (spot.cue and size == 4)) or min(map(len, word.lowered.split("-"))) < 3:
        return False
    return word.strange and spot.mark("unknown_word", doubtful=True)


def capitals_beside(spot: Spot) -> bool:
    """ "EVA LUND", "handläggare KLANG": a word in capitals beside a name or a role."""
    word = spot.word
    if word.kept or word.unit or word.cue or len(word.lowered) < 2:
        return False
    if spot.after_person and spot.before.shape != "UPPER" and spot.touches_before and word.last:
        return spot.mark("after_first_name")  # "Birgitta LIND"
    if word.last and spot.next_word.first > 1 and spot.next_word.shape == "Title":
        return spot.mark("surname_first")  # "LIND Birgitta"
    if spot.after_person and spot.before.shape == "UPPER" and spot.touches_before:
        return (not word.known or word.last or word.first > 0) and spot.mark("after_first_name")
    if not spot.cue or spot.initial or len(word.lowered) < 4 or word.place:
        return False
    return bool(word.first or word.last) and spot.mark("after_role")


def lower_alone(spot: Spot) -> bool:
    """A name in lower case that is no ordinary word, or seldom one, and any word that nothing explains."""
    word = spot.word
    if spot.glue.endswith((" /", "\n/", "//")) and not word.ordinary and spot.glue_after[:1] != " ":
        return spot.mark("closing", doubtful=True)  # " /lmn"
    if len(word.lowered) < 3 or word.explained or word.cue:
        return False
    if word.lowered == "pers" and (_beside_figures(spot) or spot.before.lowered.endswith("s")):
        return False  # "8 pers"
    if spot.before.lowered == "lex" and spot.touches_before:
        return False  # "lex sarah"
    if word.lowered == "jan" and (spot.before.lowered == "i" or _beside_figures(spot)):
        return False  # "i jan. kom", "14 jan"
    if not word.known:
        plain = not spot.marks.uncapitalised or spot.before.lowered in ("i", "på", "med", "av", "den")
        if word.first == 2 and plain and dictionary.is_definite(word.lowered):
            return False  # "jackan"
        if word.first >= 2:
            return spot.mark("name_list")
        if word.last and len(word.lowered) > 3:
            return spot.mark("name_list", doubtful=True)
        return word.strange and not _is_slip(spot) and spot.mark("unknown_lower", doubtful=True)
    if word.first == 3 and spot.marks.uncapitalised and word.lowered not in lists.listed("often_in_lower"):
        return not word.never_first and spot.mark("name_list", doubtful=True)
    if word.first == 3 and _acts_in_lower_case(spot):
        return spot.mark("before_verb", doubtful=True)
    seldom = word.first == 3 and not word.everyday and word.lowered not in lists.listed("everyday_lower")
    return seldom and spot.mark("name_list", doubtful=True)


def _is_slip(spot: Spot) -> bool:
    """A misspelt or cut word, where nobody is named or turned to."""
    word, before = spot.word, spot.before
    if word.first or word.last or words.is_foreign(word.lowered) or words.has_surname_shape(word.lowered):
        return False
    if word.lowered.upper() in lists.listed("acronyms"):
        return True
    named = spot.cue or before.lowered in lists.listed("toward") or spot.marks.reason[spot.at - 1]
    acts = spot.next_word.lowered in lists.listed("human_verbs")
    return not (named or acts) and slips.is_slip(word.lowered)


def _beside_figures(spot: Spot) -> bool:
    return any(map(str.isdigit, spot.glue + spot.glue_after))


def _acts_in_lower_case(spot: Spot) -> bool:
    """ "tindra grät", "stig ringde": a name that is a word too, before what only persons do."""
    word, before = spot.word, spot.before
    if spot.next_word.lowered not in lists.listed("human_verbs") or word.never_first:
        return False
    if word.lowered in lists.listed("subjects") or before.lowered in lists.listed("articles"):
        return False
    return not (spot.touches_before and before.shape == "Title" and not spot.before_initial)


def other_script(spot: Spot) -> bool:
    """A word in another script."""
    return len(spot.word.lowered) > 1 and spot.mark("other_script", doubtful=True)


def single_initial(spot: Spot) -> bool:
    """ "patienten A"."""
    closed = spot.glue == " (" and spot.glue_after.lstrip(".")[:1] == ")"
    if spot.cue in ("clients", "kin") and (closed or (spot.glue == ". " and spot.glue_after[:1] in ".,;")):
        return spot.mark("initials", doubtful=True)  # "ungdomen (Z)", "Pat. R."
    behind = spot.glue_after or spot.marks.tokens.tail
    ends = not spot.glue_after or "\n" in behind
    if spot.initial and ends and behind.strip(" \n>") in ("", "."):
        return spot.mark("closing", doubtful=True)  # "Hinner inte heller. S."
    client = spot.cue == "clients" or spot.before.shape == "lower" or spot.before_initial
    pronoun = spot.before.lowered in lists.listed("called_pronouns")
    if pronoun and spot.glue == " (" and spot.glue_after.lstrip(".")[:1] == ")":
        return spot.mark("initials", doubtful=True)  # "hon (R.)"
    if (
        spot.touches_before
        and spot.before.lowered in lists.listed("endearing")
        and spot.glue_after[:1] not in ("-", "&")
    ):
        return spot.mark("initials", doubtful=True)  # "lille T"
    if _letter_acts(spot):
        return spot.mark("initials", doubtful=True)
    role = spot.cue in lists.FOR_PERSONS and spot.touches_before and client
    return role and spot.glue_after != "-" and spot.mark("initials", doubtful=True)


def _letter_acts(spot: Spot) -> bool:
    """ "L har nu inte varit i skolan", "att M ville hem"; not "A har fördelar"."""
    letter, verb = spot.word.lowered, spot.next_word.lowered
    verbs = "human_verbs" if letter in "abcdx" else "person_verbs"
    if letter in "iå" or verb not in lists.listed(verbs):
        return False
    if spot.touches_before and spot.before.lowered in lists.listed("opens_clause"):
        return verb == "inte" or verb not in lists.listed("no_verbs")
    return spot.initial and verb not in lists.listed("no_verbs")


def initials(spot: Spot) -> bool:
    """ "patienten AL", "sign. MH", "/MH"."""
    word, glue = spot.word, spot.glue
    if len(word.lowered) == 2 and not word.kept and spot.next_word.last and spot.marks.reason[spot.at + 1]:
        return spot.mark("initials")  # "CG Lind"
    if len(word.lowered) == 2 and not (word.kept or word.known) and spot.before_verb:
        return spot.mark("initials", doubtful=True)  # "MK ringde"
    acts = len(word.lowered) == 2 and spot.next_word.lowered in lists.listed("hands_on")
    company = spot.touches_before and spot.before.shape == "Title"
    if acts and not company and word.lowered in lists.listed("also_initials"):
        return spot.mark("initials", doubtful=True)  # "PÅ ringde", not "Vårdbolaget AB ringde"
    if spot.before.lowered in lists.listed("initials_told") and len(word.lowered) < 4:
        return spot.mark("initials")
    ends = not spot.after.lowered or "\n" in spot.glue_after
    if len(word.lowered) == 2 and glue.endswith(("/", "/ ")) and glue[:1] != "/" and ends:
        return spot.mark("closing", doubtful=True)  # "skickat till chefen. /AK"
    header = spot.before.lowered in lists.listed("header_words") and glue in (": ", ":")
    if len(word.lowered) > 3 or word.kept or not (spot.cue or header or glue.endswith("/")):
        return False
    near = glue in (" ", ". ", " (", " /", "/", ": ")
    return near and (not word.known or len(word.lowered) == 2) and spot.mark("initials", doubtful=True)


def lower_before_surname(spot: Spot) -> bool:
    """ "per johansson"."""
    word, following = spot.word, spot.next_word
    surname = following.shape == "lower" and following.last and not following.known
    if word.first < 2 or not surname or word.never_first:
        return False
    spot.marks.mark(spot.at + 1, "after_first_name")
    return spot.mark("before_surname")


def lower_after_role(spot: Spot) -> bool:
    """ "ssk ingalill", "mamman nasra"."""
    word = spot.word
    if spot.cue and spot.glue == ", " and spot.glue_after[:1] == ",":
        return _is_apposition(spot)
    if spot.cue and spot.glue == " (" and spot.glue_after[:1] == ")":
        return _is_apposition(spot) or (word.first > 1 and spot.mark("after_role", doubtful=True))
    named = word.place and word.first == 3 and not (word.known or word.kept or word.unit)
    if named and spot.cue in ("titles", "roles") and spot.touches_before:
        return spot.mark("after_role", doubtful=True)  # "NATTPERSONAL ÅSA"
    if not spot.cue or spot.glue not in (" ", ". ") or word.explained or word.cue:
        return False
    if word.lowered in lists.listed("person_verbs"):
        return True
    if spot.marks.uncapitalised and word.known and word.last and spot.after_single_role and spot.before_verb:
        return spot.mark("after_role", doubtful=True)  # "ssk ek tog emot"
    if word.lowered in lists.listed("everyday"):
        rare = word.first == 3 and not word.never_first and spot.cue != "clients"
        if rare and spot.after.lowered in lists.listed("person_verbs"):
            spot.mark("after_role", doubtful=True)
        return True
    if word.first >= 2 or (not word.known and (word.first or word.last)):
        return spot.mark("after_role", doubtful=word.known)
    if len(word.lowered) == 2 and not (word.known or word.lowered in lists.listed("abbreviations")):
        return spot.cue == "clients" and spot.mark("initials", doubtful=True)  # "patienten lb"
    if len(word.lowered) < 3 or word.known:
        return False
    shaped = words.has_surname_shape(word.lowered)
    if not shaped and (word.ordinary or dictionary.knows_without_marks(word.lowered)):
        return False
    return spot.mark("after_role", doubtful=True)


def _is_apposition(spot: Spot) -> bool:
    """ "skolans rektor, mange, lovade"."""
    word = spot.word
    listed = word.first > 0 and word.lowered not in lists.listed("often_in_lower") and not word.never_first
    return (listed or not (word.known or word.ordinary)) and spot.mark("after_role", doubtful=True)


def lower_called(spot: Spot) -> bool:
    """ "hon hette gry", "vi kan kalla henne tindra"."""
    word = spot.word
    if spot.at < 2 or spot.glue not in (" ", ' "') or word.explained or word.cue:
        return False
    who, verb = spot.two_before, spot.before
    if spot.cue != "naming":
        who, verb = verb, who
    person = who.cue in lists.FOR_PERSONS or who.lowered in lists.listed("called_pronouns")
    if not person or not (verb.cue == "naming" or verb.lowered in lists.listed("calling")):
        return False
    function_word = word.lowered in lists.listed("not_called") or word.lowered in lists.listed("person_verbs")
    return not function_word and spot.mark("after_role", doubtful=word.known)


def lower_after_first_name(spot: Spot) -> bool:
    """ "karin berg": the surname of a name in lower case."""
    word, first = spot.word, spot.before
    if not spot.after_person or first.shape != "lower" or not first.first:
        return False
    if (
        word.unit
        or word.cue
        or (word.place and not word.last)
        or word.lowered in lists.listed("person_verbs")
    ):
        return False
    surname = word.last and (
        not word.known or not (first.everyday or word.lowered in lists.listed("describing"))
    )
    # After a name a compound is seldom anything but a surname: nouns have something between.
    return (surname or not (word.known or first.known)) and spot.mark("after_first_name")
