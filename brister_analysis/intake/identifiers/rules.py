"""The rules by which a capitalised word is taken for a person's name, and the order of all rules.

Each rule looks at one spot, marks it or not, and says whether it has spoken: first what a word is by itself
(`ALONE`), then what stands beside it (`BESIDE`).
"""

from __future__ import annotations

from brister_analysis.intake.identifiers import dictionary, lists, words
from brister_analysis.intake.identifiers.look import Look
from brister_analysis.intake.identifiers.rules_layout import (
    after_closing,
    after_colon,
    called_by_name,
    in_quotes,
    list_item,
    listed_with_persons,
    of_household,
    season_before_surname,
    signs,
    speaks,
    surname_first,
    told_age,
)
from brister_analysis.intake.identifiers.rules_other import (
    capitals_alone,
    capitals_beside,
    initials,
    lower_after_first_name,
    lower_after_role,
    lower_alone,
    lower_before_surname,
    lower_called,
    other_script,
    single_initial,
)
from brister_analysis.intake.identifiers.spot import Spot


def title_alone(spot: Spot) -> bool:
    """A capitalised word, by the lists, by its end, or because nothing else explains it."""
    word = spot.word
    opens = spot.initial or spot.glue == ". "
    if word.never_first and word.first > 1 and not opens and _stands_as_name(spot):
        return spot.mark("name_list", doubtful=True)
    unit = word.unit and not (word.first or word.last)
    if spot.is_kept or spot.is_place or unit or word.never_first:
        return False
    if word.first > 1 and word.lowered.endswith(":s"):
        return spot.mark("name_list")  # "Lo:s": no ordinary word has a genitive like that
    shaped = words.has_surname_shape(word.lowered)
    if not spot.initial:
        if word.first or word.last:
            return spot.mark("name_list")
        if shaped:
            return spot.mark("surname_shape")
        if not word.known:
            return spot.mark("unknown_word", doubtful=True)
        return _stands_alone(spot) and spot.mark("capital_word", doubtful=True)
    if (word.first and not word.everyday) or (word.last and not word.known):
        return spot.mark("name_list")
    if shaped and not dictionary.knows_compound(word.lowered):
        return spot.mark("surname_shape")
    if word.first or word.ordinary or (word.lowered[4:] and dictionary.is_definite(word.lowered)):
        return False
    if len(word.lowered) > 11 and dictionary.is_explained(word.lowered):
        return False
    return spot.mark("unknown_first_word", doubtful=True)


def _stands_as_name(spot: Spot) -> bool:
    """ "med Inga, som ...", "hos Dina i går": no noun comes after, as after the ordinary word."""
    following = spot.next_word
    return not following.lowered or spot.before_verb or following.lowered in lists.listed("after_names")


def _stands_alone(spot: Spot) -> bool:
    """An ordinary word with a capital that it has no reason for; not a unit's name ("på Kajutan")."""
    word, before = spot.word, spot.before
    if word.cue or word.lowered in lists.listed("capital_anyway"):
        return False
    if spot.glue == ". " and (word.never_first or not (before.cue or before.shape == "I")):
        return False  # "ringde avd. Ingen svarade"
    definite = dictionary.is_definite(word.lowered)
    return not (definite and spot.before.lowered in lists.listed("unit_prepositions"))


def after_particles(spot: Spot) -> bool:
    """ "Ebba af Klercker", "dr von Essen"."""
    looks, glues, particles = spot.marks.tokens.looks, spot.marks.tokens.glues, lists.listed("particles")
    if spot.before.lowered not in particles or not spot.touches_before or spot.word.kept or spot.word.unit:
        return False
    back = spot.at - 1
    while back > 0 and looks[back].lowered in particles and glues[back] == " ":
        back -= 1
    if back == spot.at - 1 or not (spot.marks.reason[back] or looks[back].cue):
        return False
    for particle in range(back + 1, spot.at):
        spot.marks.mark(particle, "after_first_name")
    return spot.mark("after_first_name")


def after_first_name(spot: Spot) -> bool:
    """ "Gustav Broman": whatever capitalised word follows a person's name."""
    word = spot.word
    if spot.before.shape == "I" and spot.glue == ". ":
        told = not word.known and spot.two_before.lowered in lists.listed("being")
        if told:
            spot.marks.mark(spot.at - 1, "initials")  # "handläggare är U. Stjernborg"
        if told or word.last:
            return spot.mark("after_first_name")  # "T. Berg"
    unit = word.unit and not words.is_surname_like_place(word.lowered)
    kept = word.kept and not word.last and not words.may_be_surname(word.lowered)
    return spot.after_person and not unit and not kept and spot.mark("after_first_name")


def after_role(spot: Spot) -> bool:
    """ "fru Lund", "handläggare Ask", "Den nya heter Ask"."""
    word, role = spot.word, spot.before
    cue = spot.cue
    if not cue or spot.initial or spot.glue not in (" ", ". ") or word.cue:
        return False
    if spot.glue == ". " and word.never_first:
        return False  # "sade pat. Han har rätt"
    if word.kept and not (
        (spot.after_single_role or _is_called(spot)) and words.may_be_surname(word.lowered)
    ):
        return False
    single = spot.after_single_role and not spot.next_word.unit
    if word.unit and not (word.last or (single and words.is_bare_surname_like_place(word.lowered))):
        return False
    if word.place and not (
        (word.last and cue in ("titles", "clients")) or _is_called(spot) or _acts(spot, single)
    ):
        return False
    sure = cue in ("titles", "naming") or role.shape == "lower" or spot.before_initial or spot.before_verb
    return bool(word.first or word.last or not word.known or sure) and spot.mark("after_role")


def _acts(spot: Spot, single: bool) -> bool:
    """ "kurator Borås", and where the role is written for a unit as well "MAS Örebro svarade"."""
    if spot.next_word.unit or spot.cue not in ("titles", "roles"):
        return False
    return single or (spot.before_verb and spot.glue == " ")


def _is_called(spot: Spot) -> bool:
    """ "kuratorn heter Lund", "hon heter Lund": the word before brings in a name, and of a person."""
    who = spot.two_before
    if spot.cue != "naming":
        return False
    return who.cue in lists.FOR_PERSONS or who.lowered in lists.listed("pronouns")


def after_role_and_verb(spot: Spot) -> bool:
    """ "mötesledare var Lund", "ny kurator blev Hav"."""
    word = spot.word
    if not spot.touches_before or spot.initial or spot.before.lowered not in lists.listed("being"):
        return False
    if word.lowered in lists.listed("states"):
        return False
    who = Spot(spot.marks, spot.at - 1)
    if not who.after_single_role or word.cue or (word.kept and not words.may_be_surname(word.lowered)):
        return False
    if (word.unit and not words.is_bare_surname_like_place(word.lowered)) or spot.next_word.unit:
        return False
    return spot.mark("after_role")


def everyday_name_first(spot: Spot) -> bool:
    """ "Hans har flyttat", "Stig grät": a name that is a word, first in a sentence."""
    word, following = spot.word, spot.next_word
    if not spot.initial or not word.first or not spot.after.lowered or word.kept or word.cue:
        return False
    if spot.after.lowered in ("nr", "nummer"):
        return False  # "Pers.nr"
    if word.never_first:
        return True
    if word.first < 2 and dictionary.is_definite(word.lowered) and following.shape != "Title":
        return True
    if spot.before_past_verb:
        return spot.mark("before_verb", doubtful=True)
    free = word.first == 3 and word.lowered not in lists.listed("owners")
    if free and spot.after.shape == "lower" and not spot.after.unit:
        return spot.mark("everyday_name", doubtful=True)
    listed = following.last and not following.kept
    new = not (following.explained or following.known)
    acts = word.first == 3 and not following.kept and Spot(spot.marks, spot.at + 1).before_past_verb
    surname = following.shape == "Title" and (listed or new or acts)
    return surname and spot.mark("before_surname")


def word_before_verb(spot: Spot) -> bool:
    """ "Dagobrand ringde": a compound, or a surname that is a word, where nouns have an article and names
    none."""
    word = spot.word
    role = word.cue and (spot.next_word.shape == "Title" or not words.has_surname_shape(word.lowered))
    if not spot.initial or word.explained or role or not spot.after.lowered:
        return False
    told = spot.glue_after == ", " and spot.after.lowered in lists.listed("about_person")
    acts = (
        spot.before_verb or told or bool(spot.next_word.shape == "Title" and spot.marks.reason[spot.at + 1])
    )
    # A compound of known words as long as this is a thing ("Ordinationsändring").
    long = len(word.lowered) > 13 and dictionary.knows_compound(word.lowered)
    bare_compound = not word.known and not long and not word.lowered.endswith(lists.endings("noun_endings"))
    if bare_compound and acts:
        return spot.mark("before_verb", doubtful=True)
    surname = word.last or words.has_surname_shape(word.lowered)
    return surname and spot.before_verb and spot.mark("before_verb", doubtful=True)


def before_surname(spot: Spot) -> bool:
    """A word that is no ordinary one before a name ("Dagobrand Nyström"), or any before a sure surname."""
    word = spot.word
    following = spot.next_word
    named = following.shape == "Title" and bool(spot.marks.reason[spot.at + 1])
    word_and_surname = named and following.last and not following.known and not word.cue
    if not named or word.explained or (word.known and not word_and_surname):
        return False
    if spot.initial and (word.ordinary or spot.marks.reason[spot.at + 1] == "capital_word"):
        return False
    return spot.mark("before_surname")


def genitive_before_role(spot: Spot) -> bool:
    """ "Dagolinas gode man", "Stigs mamma"."""
    word = spot.word
    if not (word.lowered.endswith("s") and spot.next_word.cue in ("kin", "roles")) or word.explained:
        return False
    if not (spot.initial or word.known):
        return spot.mark("before_role")
    bare = words.first_name_weight(word.bare) >= 2 or words.is_surname(word.bare)
    return bare and word.lowered not in lists.listed("owners") and spot.mark("before_role", doubtful=True)


def word_where_person_stands(spot: Spot) -> bool:
    """ "Vi fick besked av Kvick", "att Kvasten ville": an ordinary word with a capital where somebody is
    turned to."""
    word, role = spot.word, spot.before
    if word.lowered in lists.listed("also_surnames") and role.lowered in lists.listed("toward"):
        return spot.touches_before and not spot.initial and spot.mark("after_preposition", doubtful=True)
    if spot.initial or not spot.touches_before or word.explained or word.cue or spot.is_kept:
        return False
    if not (word.known or dictionary.knows_compound(word.lowered)) or spot.next_word.shape not in (
        "",
        "lower",
    ):
        return False
    turned_to = role.lowered in lists.listed("toward")
    about = not word.known and role.lowered in lists.listed("about_whom")
    acts = spot.before_verb and role.shape == "lower" and not role.unit
    short = len(word.lowered) < 8 or spot.before_verb
    return (turned_to or about or acts) and short and spot.mark("after_preposition", doubtful=True)


def beside_another(spot: Spot) -> bool:
    """ "Bo och My var med": two names side by side, where one alone could be a word."""
    word, other = spot.word, spot.two_after
    if word.first < 2 or word.never_first or spot.marks.tokens.glues[spot.at + 2] != " ":
        return False
    named = bool(spot.marks.reason[spot.at + 2]) or (other.first >= 2 and other.shape == word.shape)
    joined = spot.next_word.lowered in lists.listed("joining") and named and not other.never_first
    if joined and not (word.shape == "lower" and _often_a_word(word) and _often_a_word(other)):
        spot.marks.mark(spot.at + 2, "beside_another", doubtful=True)
        return spot.mark("beside_another", doubtful=True)
    return False


def _often_a_word(word: Look) -> bool:
    return word.known and (word.everyday or word.lowered in lists.listed("everyday_lower"))


ALONE = {"Title": title_alone, "UPPER": capitals_alone, "lower": lower_alone, "foreign": other_script}
BESIDE = {
    "Title": (
        after_particles,
        after_first_name,
        after_closing,
        after_role,
        after_role_and_verb,
        beside_another,
        season_before_surname,
        in_quotes,
        everyday_name_first,
        before_surname,
        genitive_before_role,
        surname_first,
        called_by_name,
        listed_with_persons,
        word_where_person_stands,
        word_before_verb,
        after_colon,
        told_age,
        signs,
        speaks,
        list_item,
        of_household,
    ),
    "UPPER": (after_particles, initials, capitals_beside),
    "I": (single_initial,),
    "lower": (lower_before_surname, beside_another, lower_called, lower_after_role, lower_after_first_name),
}
