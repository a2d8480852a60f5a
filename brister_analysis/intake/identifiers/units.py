"""Names of units, streets and methods, which look like persons' names and must survive."""

from __future__ import annotations

from brister_analysis.intake.identifiers import dictionary, lists, words
from brister_analysis.intake.identifiers.spot import NOBODY, Marks, Spot


def shield_units(text: str, marks: Marks) -> None:
    """Shield the words that belong to a unit's name: no rule for persons looks at them."""
    phrases = [found.span() for found in words.phrases().finditer(text)] if _opens_phrase(marks) else []
    for at, token in enumerate(marks.tokens):
        if phrases and any(a <= token.start < b for a, b in phrases):
            marks.shielded[at] = True
        elif token.look.shape in ("Title", "UPPER", "I"):
            spot = Spot(marks, at)
            if (
                (token.look.shared and _is_eponym(spot))
                or _is_unit_itself(spot)
                or _is_called_thing(spot)
                or _follows_head(spot)
                or _continues_unit(spot)
            ):
                marks.shielded[at] = True
            elif _precedes_tail(spot):
                _shield_back(marks, at)


def _opens_phrase(marks: Marks) -> bool:
    """Two words stand side by side that open a name of several words ("Mina planer")."""
    openings, tokens = words.phrase_openings(), marks.tokens
    for at, token in enumerate(tokens):
        second = openings.get(token.look.lowered)
        if second is not None:
            following = tokens[at + 1] if at + 1 < len(tokens) else NOBODY
            if following.look.lowered.partition("-")[0] in second or "" in second:
                return True
    return False


def _is_eponym(spot: Spot) -> bool:
    """ "Turners syndrom", "enligt Norton och Downton", "Norton 18": an eponym that is a name as well."""
    word, before = spot.word, spot.before.look
    listed = lists.listed("named_eponyms")
    called = spot.next_word.lowered in lists.listed("eponym_tails")
    if word.lowered in listed and (called or before.lowered in lists.listed("diagnosed")):
        return not (spot.touches_before and before.shape == "Title" and before.first)
    scales = lists.listed("scales")
    named = before.shape == "Title" and not spot.before.initial
    if word.lowered not in scales or spot.next_word.shape == "Title" or named:
        return False
    if before.lowered in lists.listed("scaled") or any(c.isdigit() for c in spot.after.glue[:2]):
        return True
    tokens, at = spot.marks.tokens, spot.at
    if before.lowered in ("och", "samt") and at > 1 and spot.touches_before:
        return tokens[at - 2].look.lowered in scales or spot.marks.shielded[at - 2]
    ahead = tokens[at + 2].look.lowered if at + 2 < len(tokens) else ""
    return spot.next_word.lowered in ("och", "samt") and ahead in scales


def _is_unit_itself(spot: Spot) -> bool:
    """ "Tegnérskolan"; not "Almgård" after a first name."""
    word = spot.word
    if word.shape != "Title" or word.last or word.first or not words.has_unit_ending(word.lowered):
        return False
    head, dash, _ = word.lowered.partition("-")
    if words.is_foreign(word.lowered) or (
        dash and (words.first_name_weight(head) > 1 or words.is_surname(head))
    ):
        return False  # "Ødegård", "Birgitta-ärendet"
    first = spot.before.look
    if spot.after_single_role and words.is_bare_surname_like_place(word.lowered):
        return spot.next_word.unit and spot.next_word.shape == "lower"
    named = spot.touches_before and first.shape == "Title" and first.may_be_first
    return not (named and words.is_surname_like_place(word.lowered) and not spot.marks.shielded[spot.at - 1])


def _is_called_thing(spot: Spot) -> bool:
    """ "Rutinen heter Väven", "projektet kallas Bron": what is no person has a name too."""
    tokens, at = spot.marks.tokens, spot.at
    if at < 2 or spot.before.look.cue != "naming" or not spot.touches_before or spot.word.first >= 2:
        return False
    who = tokens[at - 2].look
    person = (
        who.cue or who.lowered in lists.listed("pronouns") or who.lowered in lists.listed("called_pronouns")
    )
    thing = who.known and who.shape != "UPPER" and dictionary.is_definite(who.lowered)
    return thing and not person and (spot.word.known or spot.word.ordinary)


def _follows_head(spot: Spot) -> bool:
    """ "Vårdcentralen Kung Karl", "Villa Agnes"; not "teamet Lena", nor a whole name after most heads."""
    head = spot.before.look
    if not spot.at or spot.token.glue not in (" ", ' "', " '"):
        return False
    if head.shape == "Title" and head.lowered == "st":
        return True  # "St Görans"
    shaped = words.has_unit_ending(head.lowered) and not (
        head.first or head.last or head.lowered.endswith("s")
    )
    if not shaped and head.lowered not in lists.listed("heads"):
        return False
    word, following = spot.word, spot.next_word
    nameless = word.known or word.place or word.kept or word.unit
    soft = head.lowered in lists.listed("soft_heads") or head.lowered.endswith(lists.endings("thing_endings"))
    soft = soft or (head.shape == "lower" and head.lowered in lists.listed("soft_in_lower"))
    if soft and (word.first >= 2 or not nameless):
        return False
    whole_name = word.first >= 2 and following.shape == "Title" and following.last and not following.place
    return not whole_name or head.lowered in lists.listed("naming_heads")


def _continues_unit(spot: Spot) -> bool:
    """ "Träffpunkt Karl Johan": the second word of a unit's name."""
    before = spot.before
    if not spot.touches_before or not spot.marks.shielded[spot.at - 1]:
        return False
    if spot.at > 1 and spot.marks.tokens[spot.at - 2].look.lowered in lists.listed("naming_heads"):
        return True
    return before.look.shape == "Title" and not before.initial and spot.word.first < 2


def _precedes_tail(spot: Spot) -> bool:
    """ "Sankt Görans sjukhus", "Lingatans stödboende"; not "Karins boende", nor "Sune Almgård"."""
    word, tail = spot.word, spot.next_word
    if tail.lowered not in lists.listed("tails") and not words.has_unit_ending(tail.lowered):
        return False
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
    before = spot.before.look
    whole = spot.touches_before and before.shape == "Title" and before.first >= 2 and not before.never_first
    if genitive and whole and (word.first or word.last) and tail.lowered not in lists.listed("hard_tails"):
        return False  # "Amina Hassans rehabilitering"
    return genitive or tail.lowered in lists.listed("hard_tails")


def _shield_back(marks: Marks, at: int) -> None:
    """Shield a unit's last word and the capitalised ones before it."""
    tokens = marks.tokens
    marks.shielded[at] = True
    while (
        at and tokens[at].glue == " " and tokens[at - 1].look.shape == "Title" and not tokens[at - 1].look.cue
    ):
        at -= 1
        marks.shielded[at] = True
