"""The rules by which a word is taken for a person's name.

Each rule looks at one spot, marks it or not, and says whether it has spoken. They are tried in the order of
`RULES`: first what a word is by itself, then what stands beside it.
"""

from __future__ import annotations

from brister_analysis.intake.identifiers import words
from brister_analysis.intake.identifiers.spot import Spot

_ROLES = ("titles", "roles", "kin", "clients")


def title_alone(spot: Spot) -> bool:
    """A capitalised word, by the lists, by its end, or because nothing else explains it."""
    word = spot.word
    if spot.is_kept or spot.is_place or (word.unit and word.first < 2) or word.never_first:
        return False
    shaped = words.has_surname_shape(word.lowered)
    if not spot.token.initial:
        if word.first or word.last:
            return spot.mark("name_list")
        if shaped:
            return spot.mark("surname_shape")
        if not word.known:
            return spot.mark("unknown_word", doubtful=True)
        return False
    if (word.first and not word.everyday) or (word.last and not word.known):
        return spot.mark("name_list")
    if shaped and not words.knows_compound(word.lowered):
        return spot.mark("surname_shape")
    return not word.first and not word.ordinary and spot.mark("unknown_first_word", doubtful=True)


def capitals_alone(spot: Spot) -> bool:
    """A word in capitals among others that are not."""
    word, size = spot.word, len(spot.word.lowered)
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
    if word.first >= 2 and (spot.before.look.cue or spot.before.look.lowered in words.listed("about")):
        return spot.mark("after_role")
    return (
        size > 5
        and "-" not in word.lowered
        and not word.ordinary
        and spot.mark("unknown_word", doubtful=True)
    )


def lower_alone(spot: Spot) -> bool:
    """A first name in lower case that is no ordinary word, or seldom one."""
    word = spot.word
    if not word.first or len(word.lowered) < 3 or word.explained:
        return False
    if not word.known:
        if word.first >= 2:
            return spot.mark("name_list")
        return len(word.lowered) > 4 and not word.ordinary and spot.mark("name_list", doubtful=True)
    seldom = word.first == 3 and not word.everyday and word.lowered not in words.listed("everyday_lower")
    return seldom and spot.mark("name_list", doubtful=True)


def other_script(spot: Spot) -> bool:
    """A word in another script."""
    return len(spot.word.lowered) > 1 and spot.mark("other_script", doubtful=True)


def after_particles(spot: Spot) -> bool:
    """ "Ebba af Klercker", "dr von Grahn"."""
    tokens, particles = spot.marks.tokens, words.listed("particles")
    back = spot.at - 1
    while back > 0 and tokens[back].look.lowered in particles and tokens[back].glue == " ":
        back -= 1
    if not spot.touches_before or back < 0 or back == spot.at - 1 or spot.word.kept or spot.word.unit:
        return False
    if not (spot.marks.reason[back] or tokens[back].look.cue):
        return False
    for particle in range(back + 1, spot.at):
        spot.marks.mark(particle, "after_first_name")
    return spot.mark("after_first_name")


def after_first_name(spot: Spot) -> bool:
    """ "Monica Tapper": whatever capitalised word follows a person's name."""
    word = spot.word
    unit = word.unit and not words.is_surname_like_place(word.lowered)
    return spot.after_person and not unit and (not word.kept or word.last) and spot.mark("after_first_name")


def after_closing(spot: Spot) -> bool:
    """ "Mvh Ask"."""
    word = spot.word
    if spot.before.look.lowered not in words.listed("closings") or word.kept or word.unit or word.cue:
        return False
    if "." in spot.token.glue and word.ordinary:
        return False
    return (not word.place or bool(word.first or word.last)) and spot.mark("closing")


def after_role(spot: Spot) -> bool:
    """ "fru Lund", "handläggare Modig", "Den nya heter Ask"."""
    word, role = spot.word, spot.before.look
    cue = spot.cue
    if (
        not cue
        or spot.token.initial
        or spot.token.glue not in (" ", ". ")
        or word.kept
        or word.unit
        or word.cue
    ):
        return False
    if word.place and not (word.last and (cue == "titles" or (cue == "roles" and role.shape == "lower"))):
        return False
    sure = cue in ("titles", "naming") or role.shape == "lower" or spot.before_verb
    return bool(word.first or word.last or not word.known or sure) and spot.mark("after_role")


def everyday_name_first(spot: Spot) -> bool:
    """ "Hans har flyttat", "Stig grät": a name that is a word, first in a sentence."""
    word, following = spot.word, spot.next_word
    if not spot.token.initial or not word.first or not spot.after.look.lowered or word.kept or word.cue:
        return False
    if word.never_first:
        return True
    if spot.before_past_verb:
        return spot.mark("before_verb", doubtful=True)
    free = word.first == 3 and word.lowered not in words.listed("owners")
    if free and spot.after.look.shape == "lower" and not spot.after.look.unit:
        return spot.mark("everyday_name", doubtful=True)
    surname = (
        following.shape == "Title" and not following.explained and (following.last or not following.known)
    )
    return surname and spot.mark("before_surname")


def word_before_verb(spot: Spot) -> bool:
    """ "Dagobrand ringde": a compound, or a surname that is a word, where nouns have an article and names
    none."""
    word = spot.word
    if not spot.token.initial or word.explained or not spot.after.look.lowered:
        return False
    told = spot.after.glue == ", " and spot.after.look.lowered in words.listed("about_person")
    acts = spot.before_verb or told or bool(spot.next_word.lowered and spot.marks.reason[spot.at + 1])
    bare_compound = not word.known and not word.lowered.endswith(words.noun_endings())
    if bare_compound and acts:
        return spot.mark("before_verb", doubtful=True)
    surname = word.last or words.has_surname_shape(word.lowered)
    return surname and spot.before_verb and spot.mark("before_verb", doubtful=True)


def before_surname(spot: Spot) -> bool:
    """A word that is no ordinary one before a name: "Dagobrand Nyström"."""
    word = spot.word
    named = spot.next_word.shape == "Title" and bool(spot.marks.reason[spot.at + 1])
    return (
        named
        and not spot.token.initial
        and not word.known
        and not word.explained
        and spot.mark("before_surname")
    )


def after_colon(spot: Spot) -> bool:
    """ "Handläggare: Ask"."""
    listed = bool(spot.word.first or spot.word.last)
    return (
        spot.token.initial
        and listed
        and bool(spot.cue)
        and spot.token.glue == ": "
        and spot.mark("after_role")
    )


def genitive_before_role(spot: Spot) -> bool:
    """ "Dagolinas gode man"."""
    word = spot.word
    owns = word.lowered.endswith("s") and spot.next_word.cue in ("kin", "roles")
    return owns and not (spot.token.initial or word.known or word.explained) and spot.mark("before_role")


def word_where_person_stands(spot: Spot) -> bool:
    """ "Vi fick besked av Kvick", "att Kulan ville": an ordinary word with a capital where somebody is
    turned to."""
    word, role = spot.word, spot.before.look
    if spot.token.initial or not spot.touches_before or word.explained or word.cue or spot.is_kept:
        return False
    if not (word.known or words.knows_compound(word.lowered)) or spot.next_word.shape not in ("", "lower"):
        return False
    turned_to = role.lowered in words.listed("toward")
    about = not word.known and role.lowered in words.listed("about_whom")
    acts = spot.before_verb and role.shape == "lower" and not role.unit
    short = len(word.lowered) < 8 or spot.before_verb
    return (turned_to or about or acts) and short and spot.mark("after_preposition", doubtful=True)


def surname_first(spot: Spot) -> bool:
    """ "Tegelberg, Gösta"."""
    following, word = spot.after, spot.word
    first = following.glue == ", " and following.look.shape == "Title" and following.look.first >= 2
    return first and (word.last or not word.known) and not word.explained and spot.mark("surname_first")


def called_by_name(spot: Spot) -> bool:
    """ "På Facebook heter han Grankott Solros"."""
    before_that = spot.marks.tokens[spot.at - 2].look if spot.at > 1 else None
    if spot.token.initial or spot.word.unit:
        return False
    pronoun = spot.before.look.lowered in words.listed("pronouns") and spot.token.glue in (" ", ' "')
    return pronoun and before_that is not None and before_that.cue == "naming" and spot.mark("after_role")


def single_initial(spot: Spot) -> bool:
    """ "patienten A"."""
    client = spot.cue == "clients" or spot.before.look.shape == "lower"
    role = spot.cue in _ROLES and spot.touches_before and client
    return role and spot.after.glue != "-" and spot.mark("initials", doubtful=True)


def initials(spot: Spot) -> bool:
    """ "patienten AL", "sign. MH", "/MH"."""
    word, glue = spot.word, spot.token.glue
    if len(word.lowered) == 2 and not word.kept and spot.next_word.last and spot.marks.reason[spot.at + 1]:
        return spot.mark("initials")  # "CG Lind"
    if len(word.lowered) > 3 or word.kept or not (spot.cue or glue.endswith("/")):
        return False
    near = glue in (" ", ". ", " (", " /", "/", ": ")
    return near and (not word.known or len(word.lowered) == 2) and spot.mark("initials", doubtful=True)


def beside_another(spot: Spot) -> bool:
    """ "Bo och My var med": two names side by side, where one alone could be a word."""
    word, tokens = spot.word, spot.marks.tokens
    if word.first < 2 or word.never_first or spot.at + 2 >= len(tokens) or tokens[spot.at + 2].glue != " ":
        return False
    other = tokens[spot.at + 2].look
    named = bool(spot.marks.reason[spot.at + 2]) or (other.first >= 2 and other.shape == word.shape)
    joined = spot.next_word.lowered in words.listed("joining") and named and not other.never_first
    if joined and not (
        word.shape == "lower" and (word.known and other.known and word.everyday and other.everyday)
    ):
        spot.marks.mark(spot.at + 2, "beside_another", doubtful=True)
        return spot.mark("beside_another", doubtful=True)
    return False


def lower_before_surname(spot: Spot) -> bool:
    """ "per johansson"."""
    word, following = spot.word, spot.next_word
    surname = following.shape == "lower" and following.last and not following.known
    if word.first < 2 or not surname or word.never_first:
        return False
    spot.marks.mark(spot.at + 1, "after_first_name")
    return spot.mark("before_surname")


def lower_after_role(spot: Spot) -> bool:
    """ "ssk fredrika", "mamman nasra"."""
    word = spot.word
    if not spot.cue or spot.token.glue not in (" ", ". ") or word.explained or word.cue:
        return False
    if word.lowered in words.listed("person_verbs"):
        return True
    if word.lowered in words.listed("everyday"):
        rare = word.first == 3 and not word.never_first and spot.cue != "clients"
        if rare and spot.after.look.lowered in words.listed("person_verbs"):
            spot.mark("after_role", doubtful=True)
        return True
    if word.first >= 2 or (not word.known and (word.first or word.last)):
        return spot.mark("after_role", doubtful=word.known)
    return len(word.lowered) > 2 and not word.ordinary and spot.mark("after_role", doubtful=True)


def lower_after_first_name(spot: Spot) -> bool:
    """ "karin berg": the surname of a name in lower case."""
    word, first = spot.word, spot.before.look
    if not spot.after_person or first.shape != "lower" or not first.first:
        return False
    if (
        word.unit
        or word.cue
        or (word.place and not word.last)
        or word.lowered in words.listed("person_verbs")
    ):
        return False
    surname = word.last and (
        not word.known or not (first.everyday or word.lowered in words.listed("describing"))
    )
    return (surname or not word.ordinary) and spot.mark("after_first_name")


ALONE = {"Title": title_alone, "UPPER": capitals_alone, "lower": lower_alone, "foreign": other_script}
BESIDE = {
    "Title": (
        after_particles,
        after_first_name,
        after_closing,
        after_role,
        beside_another,
        everyday_name_first,
        before_surname,
        genitive_before_role,
        surname_first,
        called_by_name,
        word_where_person_stands,
        word_before_verb,
        after_colon,
    ),
    "UPPER": (initials,),
    "I": (single_initial,),
    "lower": (lower_before_surname, beside_another, lower_after_role, lower_after_first_name),
}
