"""Who signed a note: after a slash, after "mvh", or as the last word of all."""

from __future__ import annotations

from brister_analysis.intake.identifiers import lists
from brister_analysis.intake.identifiers.rules_lower_whole import may_be_surname
from brister_analysis.intake.identifiers.spot import Marks, Spot

_BETWEEN_TWO = ("&", "+", "/", "o", "och")


def mark_signed(marks: Marks) -> None:
    """Mark the names and initials that a note is signed with."""
    size = len(marks.tokens.starts)
    slashed = [at for at, glue in enumerate(marks.tokens.glues[:size]) if "/" in glue]
    for at in slashed:
        glue = marks.tokens.glues[at]
        if glue.rstrip()[-1:] == "/" and (at == 0 or glue[0] != "/"):
            small = glue.endswith(" /") and len(marks.tokens.looks[at].lowered) == 2
            sure = small or "//" in glue or any(sign in glue for sign in '.!?\n)"') or at == 0
            _sign(marks, at, sure)
    for spot in marks.telling:
        if spot.word.signs and spot.at + 1 < size and "\n\n" not in spot.glue_after:
            after = spot.at + 1
            if marks.tokens.looks[after].lowered in ("av", "från", "önskar", "enl"):
                after += 1
            if after < size and not any(map(str.isdigit, marks.tokens.glues[after])):
                _sign(marks, after, True)
    if size > 2:
        _last_of_all(Spot(marks, size - 1))
        first = Spot(marks, size - 3 if marks.tokens.glues[size - 1] == " " else size - 2)
        common = first.word.first == 3 and first.word.shape == "Title" and first.initial
        if (
            common
            and first.at
            and (first.after.lowered in ("på", "i", "från") or first.glue_after in ("/", " / "))
        ):
            _last_of_all(first)  # "Sten på dagvården" at the very end


def _sign(marks: Marks, at: int, sure: bool) -> None:
    """Mark one who signs, past a role before ("/leg ssk lo"), and who signs beside ("/M o B")."""
    looks, glues, size = marks.tokens.looks, marks.tokens.glues, len(marks.tokens.starts)
    role = False
    while at + 1 < size and glues[at + 1] in (" ", ". ") and _is_role(Spot(marks, at)):
        at, role = at + 1, True
    if not _signs(Spot(marks, at), sure, role):
        return
    marks.mark(at, "closing", doubtful=True)
    if glues[at + 1] == " " and may_be_surname(looks[at + 1], False):
        marks.mark(at + 1, "after_first_name", doubtful=True)
    for joint in (glues[at + 1].strip(), looks[at + 1].lowered):
        beside = at + 1 if joint == glues[at + 1].strip() else at + 2
        if joint in _BETWEEN_TWO and beside < size and _signs(Spot(marks, beside), sure, role):
            marks.mark(beside, "closing", doubtful=True)


def _is_role(spot: Spot) -> bool:
    return spot.word.cue in ("titles", "roles", "kin") or spot.word.lowered in (
        "leg",
        "tf",
        "stf",
        "vik",
        "biträdande",
    )


def _signs(spot: Spot, sure: bool, role: bool) -> bool:
    word, size = spot.word, len(spot.word.lowered)
    rest = spot.glue_after
    ends = not spot.after.lowered or "\n" in rest or rest.strip() in _BETWEEN_TWO
    ends = ends or (spot.after.lowered in ("o", "och") and size < 3)
    ends = ends or (rest == " " and len(spot.after.lowered) == 1 and not spot.two_after.lowered)
    signed = spot.before.lowered in ("sign", "signatur") and ends
    if spot.marks.shielded[spot.at] or (word.lowered in lists.listed("never_signs") and not signed):
        return False
    if word.shape == "I":
        return sure or role or ends
    if size < 3 and word.shape in ("lower", "UPPER") and ends:
        return sure or role or word.shape == "UPPER" or word.first > 1
    named = word.first == 3 and sure and (ends or rest[:1] in (",", "(") or rest[:2] == " (")
    if word.cue or word.unit or ((word.kept or word.never_first) and not named):
        return False
    if word.shape == "UPPER":
        return ends and size < 4 and not word.known
    whole = word.first > 1 and rest == " " and may_be_surname(spot.after, False)
    if whole:
        return sure or role
    if not (word.first > 1 or (word.last and ends)):
        return False
    where = spot.after.unit or spot.after.cue or spot.after.lowered in ("avd", "natt", "plan", "kväll", "dag")
    where = where or spot.after.lowered in lists.listed("after_names")
    told = where and rest == " " and (sure or role)
    apart = rest[:1] in (",", "(") or rest[:2] == " ("
    return (ends or told or (sure and apart)) and not (word.place and word.first < 3)


def _last_of_all(spot: Spot) -> None:
    """ "Ha en fin dag! Sol", "... tills vidare. - Lo", "... (AK)": the last word of all, by itself."""
    word, glue = spot.word, spot.glue
    alone = any(sign in glue for sign in ".!?\n") and spot.initial
    bracketed = glue.endswith("(") and any(sign in glue for sign in ".!?")
    if not (alone or bracketed) or word.never_first or word.cue or word.unit or word.place:
        return
    initials = word.shape == "UPPER" and len(word.lowered) == 2
    initials = initials and (bracketed or not word.kept) and word.lowered not in lists.listed("never_signs")
    common = word.first == 3 and not any(map(str.isdigit, glue))
    name = word.shape == "Title" and (word.first > 1 or word.last) and (common or not word.kept)
    if initials or name:
        spot.mark("closing", doubtful=True)
