"""Names in rows and with their part told behind: "Sommar (hans kusin), Frost, god man, och X (brukare)"."""

from __future__ import annotations

from brister_analysis.intake.identifiers import lists
from brister_analysis.intake.identifiers.look import Look
from brister_analysis.intake.identifiers.spot import Marks, Spot

_OWN = ("hans", "hennes", "deras", "min", "vår", "pat", "pats", "brukarens", "patientens", "elevens")


def mark_rows(marks: Marks) -> None:
    """Mark words that may be names where their part is told behind, or where they stand among names."""
    for spot in marks.telling:
        word = spot.word
        if marks.reason[spot.at] or word.cue or word.unit or word.shape not in ("Title", "I"):
            continue
        if word.shape == "I" or _may_be_name(word):
            _ = _told_behind(spot) or _among_names(spot)


def _may_be_name(word: Look) -> bool:
    return bool(word.first or word.last) or word.lowered in lists.listed("also_surnames")


def _told_behind(spot: Spot) -> bool:
    """ "Sommar (hans kusin)", "Frost, god man,", "X (brukare)"."""
    looks, glues = spot.marks.tokens.looks, spot.marks.tokens.glues
    if spot.glue_after not in (" (", ", ") or spot.marks.shielded[spot.at]:
        return False
    part = spot.at + 1
    if looks[part].lowered in _OWN and glues[part + 1] == " ":
        part += 1
    if looks[part].cue not in lists.FOR_PERSONS or looks[part].shape == "Title":
        return False
    if looks[part].lowered in ("god", "gode", "personlig") and glues[part + 1] == " ":
        part += 1
    closing = glues[part + 1][:1]
    if spot.glue_after == " (":
        told = closing in (")", ",", " ") or not looks[part + 1].lowered
        if spot.word.shape == "I":
            told = (
                closing in ("", ")") and spot.glue in (": ", ", ", " och ", " ", "\n") and not spot.before.cue
            )
    else:
        told = closing == "," and spot.word.shape != "I" and not spot.word.never_first
    if not told:
        return False
    spot.mark("after_role", doubtful=True)
    other = spot.marks.tokens.looks[spot.at - 2]
    if spot.word.shape == "I" and other.shape == "I" and spot.before.lowered in lists.listed("joining"):
        spot.marks.mark(spot.at - 2, "after_role", doubtful=True)
    return True


def _among_names(spot: Spot) -> bool:
    """ "jag, Sommar, Bo och Lo": between commas, and a name stands beside."""
    marks, glues = spot.marks, spot.marks.tokens.glues
    if spot.word.shape == "I" or spot.word.never_first or spot.word.place or marks.shielded[spot.at]:
        return False
    opens = spot.glue in (", ", ": ", "), ", " - ") or spot.before.lowered in ("och", "samt")
    if not opens or glues[spot.at + 1] not in (", ", "/"):
        return False
    beside = spot.after.shape == "Title" and marks.reason[spot.at + 1]
    before = spot.glue in (", ", "), ") and marks.reason[spot.at - 1] and spot.before.shape == "Title"
    return bool(beside or before) and spot.mark("beside_another", doubtful=True)
