"""Rules for names told by how a note is laid out: headers, sign-offs, lists, quotation marks, ages."""

from __future__ import annotations

from brister_analysis.intake.identifiers import lists, words
from brister_analysis.intake.identifiers.spot import Spot


def after_closing(spot: Spot) -> bool:
    """ "Mvh Ask"."""
    word = spot.word
    if (
        spot.before.lowered not in lists.listed("closings")
        or spot.glue == ": "
        or word.kept
        or word.unit
        or word.cue
    ):
        return False
    if "." in spot.glue and word.ordinary:
        return False
    return (not word.place or bool(word.first or word.last)) and spot.mark("closing")


def after_colon(spot: Spot) -> bool:
    """ "Handläggare: Ask", "Från: Dag Frost", "Kontaktperson - Ask"."""
    word = spot.word
    if not spot.initial or spot.glue not in (": ", " - ", ":"):
        return False
    if not (spot.cue or spot.before.cue or spot.before.lowered in lists.listed("header_words")):
        return False
    if word.explained or word.cue or word.never_first:
        return False
    whole = spot.next_word.shape in ("Title", "I") and not spot.next_word.explained
    return bool(word.first or word.last or not word.known or whole) and spot.mark("after_role")


def told_age(spot: Spot) -> bool:
    """ "Stig, 84 år", "Stig är 84", "Stig (84 år)": a name that is a word, first in a sentence."""
    word, after, glue = spot.word, spot.after, spot.glue_after
    if not spot.initial or word.explained or word.cue or word.never_first:
        return False
    if not (word.first >= 2 or word.last):
        return False
    if after.cue == "naming" and glue == " ":
        return spot.mark("before_verb", doubtful=True)  # "Love heter sonen"
    beside = glue[:2] in (", ", " (") and any(c.isdigit() for c in glue)
    later = any(c.isdigit() for c in spot.marks.tokens.glues[spot.at + 2])
    says = after.lowered in ("är", "fyller", "var") and later
    aged = (after if beside else spot.two_after).lowered in lists.listed("years")
    # "Stig, 84, ville hem"
    bare = beside and glue.strip(" ,()").isdigit() and glue.rstrip()[-1:] in (",", ")")
    return (bare or ((beside or says) and aged)) and spot.mark("before_verb", doubtful=True)


def signs(spot: Spot) -> bool:
    """ "/Ask" and "// Ask" at the end of a note."""
    word, glue = spot.word, spot.glue
    if glue == " /" and spot.before.lowered in ("sign", "signatur", "signaturen", "signerat"):
        return spot.mark("closing")
    if not glue.endswith(("/", "/ ")) or not (
        glue[:1] in ".\n!?;)" or glue[:2] in (" /", "//") or spot.at == 0
    ):
        return False
    opens = spot.at == 0 or "\n" in glue
    if (
        word.explained
        or word.cue
        or (not opens and spot.glue_after[:1] == " " and spot.after.shape == "lower")
    ):
        return False
    return spot.mark("closing")


def list_item(spot: Spot) -> bool:
    """ "2. Love", "- Stig (LSS)", "kvar: Stig, Sten": a name that is a word, alone as an item of a list."""
    word, glue, after = spot.word, spot.glue, spot.glue_after
    marked = "\n" in glue or glue.rstrip()[-1:] in ("-", ":", "•", "*") or any(c.isdigit() for c in glue)
    if not (spot.initial and marked) or word.explained or word.cue or word.never_first:
        return False
    ends = not spot.after.lowered or after[:1] in (",", "\n", "/", ")", ";") or after[:2] == " ("
    if not ends or word.first < 3 or word.lowered in lists.listed("labels"):
        return False
    return spot.mark("beside_another", doubtful=True)


def speaks(spot: Spot) -> bool:
    """ "- Dag: ingen kallelse kom": who says it, first on a line."""
    word = spot.word
    line = spot.at == 0 or "\n" in spot.glue or spot.glue.strip() in ("-", "*", "•")
    if not line or not spot.glue_after.startswith(": ") or word.explained or word.cue or word.never_first:
        return False
    common = word.first == 3 and word.lowered not in lists.listed("labels")
    return common and spot.mark("before_verb", doubtful=True)


def of_household(spot: Spot) -> bool:
    """ "familjen Lund", "syskonen Storm"."""
    word = spot.word
    if spot.before.lowered not in lists.listed("households") or spot.glue != " ":
        return False
    return not (word.kept and not words.may_be_surname(word.lowered)) and spot.mark("after_role")


def surname_first(spot: Spot) -> bool:
    """ "Broman, Gustav", "Ek, B", "Lind B A"."""
    following, word, glue = spot.after, spot.word, spot.glue_after
    if word.last and not word.explained and following.shape == "I" and glue in (", ", " "):
        spot.marks.mark(spot.at + 1, "initials")
        return spot.mark("surname_first")
    first = glue == ", " and following.shape == "Title" and following.first >= 2
    return first and (word.last or not word.known) and not word.explained and spot.mark("surname_first")


def called_by_name(spot: Spot) -> bool:
    """ "På Facebook heter han Grankott Solros"."""
    if spot.initial or spot.word.unit:
        return False
    pronoun = spot.before.lowered in lists.listed("pronouns") and spot.glue in (" ", ' "')
    return pronoun and spot.two_before.cue == "naming" and spot.mark("after_role")


def season_before_surname(spot: Spot) -> bool:
    """ "Vår Lagerstråle": a word of the calendar that is a first name before a surname."""
    word, following = spot.word, spot.next_word
    if not word.kept or (not word.first and word.lowered not in lists.listed("also_surnames")):
        return False
    named = following.shape == "Title" and (following.last or words.has_surname_shape(following.lowered))
    named = named or (following.shape == "Title" and not (following.known or following.explained))
    return named and not spot.initial and spot.mark("before_surname")


def in_quotes(spot: Spot) -> bool:
    """ "Putte", a nickname alone between quotation marks."""
    last = not spot.after.lowered
    alone = spot.glue.endswith('"') and (last or spot.glue_after.startswith('"'))
    called = {spot.after.lowered, spot.before.lowered} & {"kallas", "kallad", "kallades", "kallar"}
    if alone and called and not (spot.word.kept or spot.word.unit or spot.word.cue):
        return spot.mark("in_quotes", doubtful=True)
    return (
        alone
        and bool(spot.word.first)
        and not spot.word.never_first
        and spot.mark("in_quotes", doubtful=True)
    )


def listed_with_persons(spot: Spot) -> bool:
    """ "Siv (BUP), Katta": a capitalised word in a row of persons."""
    word, glue = spot.word, spot.glue
    if glue not in (", ", "), ", " (") or word.explained or word.cue or spot.glue_after[:1] == " ":
        return False
    near = any(spot.marks.reason[max(0, spot.at - 2) : spot.at])
    return near and spot.mark("beside_another", doubtful=True)
