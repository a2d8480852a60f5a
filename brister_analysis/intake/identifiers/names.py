"""Persons' names: every token of a text is looked at with what stands around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from brister_analysis.intake.identifiers import words
from brister_analysis.intake.identifiers.model import Identifier

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*(?::[^\W\d_]+)?")
_SENTENCE_END = re.compile(r"[.!?:;\n•*|]|(?:^|\s)[\"-]\s?$|\"\s*$")
_PLACEHOLDER = re.compile(r"\[(?:PERSON(?: \d+)?|PERSONNUMMER|PHONE|EMAIL|ADDRESS|CASE|OTHER)\]")
_DOTTED = re.compile(r"(?<![\w.@-])[A-ZÅÄÖ]-[A-ZÅÄÖ](?![\w-])|(?<![\w.@])[A-ZÅÄÖ](?:-[A-ZÅÄÖ])?\. ?(?:[A-ZÅÄÖ]\. ?){0,2}[A-ZÅÄÖ](?:\.(?!\w)|(?![\w.]))")
_NOT_INITIALS = {"PS", "OS", "OBS", "FN", "TEX", "BLA", "MM"}


class Look(NamedTuple):
    """What is known of a written word by itself."""

    lowered: str
    bare: str  # without a genitive -s
    shape: str  # lower, Title, UPPER, I (a single capital) or foreign (another script)
    first: int  # how common a first name, 0-3
    last: bool  # listed surname
    known: bool  # an ordinary word
    kept: bool  # system, drug, diagnosis, agency, calendar
    place: bool
    unit: bool  # ends like a unit or is one's kind
    cue: str  # title, role, kin, client, naming or ""


@lru_cache(maxsize=200_000)
def look(written: str, folded: bool) -> Look:
    """Return what is known of a written word; `folded` reads it as written without å, ä and ö."""
    lowered = written.casefold()
    if not lowered.isascii() and unicodedata.name(written[0], "").split()[0] not in ("LATIN", "FEMININE", "MASCULINE"):
        shape = "foreign"
    elif written.islower():
        shape = "lower"
    elif len(written) == 1:
        shape = "I"
    elif written.isupper():
        shape = "UPPER"
    else:
        shape = "Title" if written[0].isupper() else "lower"
    bare = lowered[:-1] if lowered.endswith("s") else lowered
    mixed = _mixed_compound(written)
    cue = next((c for c in ("titles", "roles", "kin", "clients", "naming") if lowered in words.listed(c)), "")
    if not cue and len(lowered) > 7 and lowered.endswith(words.role_endings()):
        cue = "roles"
    return Look(
        lowered,
        lowered[:-1] if lowered.endswith("s") and len(lowered) > 3 else lowered,
        shape,
        words.first_name_weight(lowered) or (words.first_name_weight(lowered, True) if folded else 0),
        words.is_surname(lowered) or (folded and words.is_surname(lowered, True)),
        words.knows(lowered) or (":" in lowered and words.knows(lowered.partition(":")[0])) or (folded and (len(lowered) < 4 or words.knows_without_marks(lowered))),
        mixed
        or lowered in words.kept()
        or bare in words.kept()
        or (shape == "UPPER" and written in words.listed("acronyms")),
        lowered in words.places() or bare in words.places() or (folded and words.is_folded_place(lowered)),
        words.has_unit_ending(lowered) or lowered in words.listed("heads") or lowered in words.listed("tails"),
        cue,
    )


def _mixed_compound(written: str) -> bool:
    """Return whether a word is a short form joined to an ordinary word: "SVU-tiderna", "IVO:s", "Concerta-dosen"."""
    if (written[:2].isupper() or (len(written) <= 4 and not written.islower() and not written.istitle())) and not written.isupper():
        return True
    head, dash, tail = written.partition("-")
    if not dash:
        return False
    return tail.islower() and (head.casefold() in words.kept() or not words.first_name_weight(head.casefold()))


# Nouns that open a sentence before a verb mostly end so; a name seldom does.
_NOUN_ENDS = tuple(
    "ning ningar het heter tion tioner en et an or ar er ande ende ad at ade tet itet ism iker ägg steg möte stöd dom skap else elser "
    "ingen ingens ens ets arna erna orna ena nde service byte utdrag plan intyg planering planeing".split()
)


@lru_cache(maxsize=50_000)
def _is_verb(lowered: str) -> bool:
    """Past forms by their ends."""
    return len(lowered) > 4 and lowered not in words.listed("kin") and lowered.endswith(("ade", "ades", "rde", "rdes", "lde", "ldes", "kte", "ktes", "pte", "ste", "stes", "tte", "ttes"))


class Token(NamedTuple):
    """A word of the text in its place."""

    start: int
    end: int
    written: str
    look: Look
    initial: bool  # first of a sentence, so that its capital letter tells nothing
    glue: str  # what stands between the token before and this one


def _tokens(text: str, folded: bool, taken: list[tuple[int, int]]) -> list[Token]:
    shouted = _shouted_lines(text)
    found: list[Token] = []
    after = 0
    before: Token | None = None
    blocked = iter(sorted(taken))
    block = next(blocked, None)
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while block and block[1] <= start:
            block = next(blocked, None)
        if block and block[0] < end:
            continue
        glue = text[after:start]
        known = look(match.group(), folded)
        initial = before is None or (glue != " " and _begins_sentence(glue, before, text))
        if shouted and any(a <= start < b for a, b in shouted) and known.shape in ("UPPER", "Title"):
            known = known._replace(shape="lower" if known.shape == "UPPER" else "Title")
        token = Token(start, end, match.group(), known, initial, glue)
        found.append(token)
        before, after = token, end
    return found


def _begins_sentence(glue: str, before: Token, text: str) -> bool:
    if glue == " ":
        return False
    if not _SENTENCE_END.search(glue):
        return False
    if glue.startswith(".") and "\n" not in glue and glue.strip(" .") == "":
        return not (before.look.lowered in words.listed("abbreviations") or (len(before.written) == 1 and before.written.isupper()))
    return True


_TWO_IN_CAPITALS = re.compile(r"[A-ZÅÄÖ]{2,}[^\w\n]{1,3}[A-ZÅÄÖ]{2,}")


def _shouted_lines(text: str) -> list[tuple[int, int]]:
    """Lines written in capitals throughout, where a capital letter tells nothing."""
    found: list[tuple[int, int]] = []
    if not _TWO_IN_CAPITALS.search(text):
        return found
    for line in re.finditer(r"[^\n.!?]+", text):
        letters = [c for c in line.group() if c.isalpha()]
        if len(letters) >= 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters) and " " in line.group().strip():
            found.append(line.span())
    return found


def _is_everyday(word: Look) -> bool:
    everyday = words.listed("everyday")
    if word.lowered in everyday or word.lowered.removesuffix("s") in everyday:
        return True
    return word.known and (word.first < 3 or len(word.lowered) < 3)


def _may_be_first(word: Look) -> bool:
    """A listed first name, or a capitalised word that nothing else explains."""
    return word.first >= 2 or not (word.known or word.place or word.kept or word.unit)


def _is_place(token: Token, before: Token | None) -> bool:
    """A word that is both a place and a first name is the place after a preposition, else the person."""
    if not token.look.place:
        return False
    return token.look.first < 2 or bool(before and before.look.lowered in words.listed("place_prepositions"))


def _is_kept(token: Token, before: Token | None) -> bool:
    """A word that is both a month and a first name is the month after a figure or a preposition."""
    if not token.look.kept:
        return False
    if token.look.first < 2 or token.look.shape != "Title" or token.initial:
        return True
    return any(c.isdigit() for c in token.glue) or bool(
        before and before.look.lowered in words.listed("month_prepositions")
    )


class _Marks:
    """Which tokens are persons, and why."""

    def __init__(self, size: int) -> None:
        self.reason: list[str] = [""] * size
        self.doubtful: list[bool] = [False] * size
        self.shielded: list[bool] = [False] * size

    def mark(self, at: int, reason: str, doubtful: bool = False) -> None:
        if not self.reason[at]:
            self.reason[at], self.doubtful[at] = reason, doubtful


def find_names(
    text: str, taken: Iterable[tuple[int, int]] = (), known_names: Iterable[str] = ()
) -> tuple[list[Identifier], list[Identifier]]:
    """Find persons' names in a text.

    Parameters
    ----------
    text
        As `read` gives it.
    taken
        Places already claimed by another kind.
    known_names
        Names that stood in the form's own name field: they are masked wherever they stand.

    Returns
    -------
    tuple
        What is masked, and what a person should look at (masked on thin grounds or left).
    """
    blocked = list(taken) + [m.span() for m in _PLACEHOLDER.finditer(text)]
    dotted = [
        m.span()
        for m in _DOTTED.finditer(text)
        if m.group().replace(".", "").replace(" ", "") not in _NOT_INITIALS
        and not any(a < m.end() and m.start() < b for a, b in blocked)
    ]
    folded = len(text) > 80 and not any(c in text for c in "åäöÅÄÖ")
    tokens = _tokens(text, folded, blocked + dotted)
    marks = _Marks(len(tokens))
    _shield_units(text, tokens, marks)
    # Most words of a text cannot be a name: they are looked at once, not by every rule.
    spots = [
        at
        for at, token in enumerate(tokens)
        if token.look.shape != "lower" or token.look.first or (at and (tokens[at - 1].look.cue or tokens[at - 1].look.first))
    ]
    _mark_alone(spots, tokens, marks, folded)
    _mark_by_neighbour(spots, tokens, marks, folded)
    _mark_again(tokens, marks, folded, known_names)
    found = _join(text, tokens, marks, dotted)
    doubtful = [hit for hit, thin in found if thin]
    return [hit for hit, _ in found], doubtful


def _shield_units(text: str, tokens: list[Token], marks: _Marks) -> None:
    """Mark the words that belong to a unit's, a street's or a place's name."""
    protected = [m.span() for m in words.phrases().finditer(text)]
    heads, soft, tails = words.listed("heads"), words.listed("soft_heads"), words.listed("tails")
    for at, token in enumerate(tokens):
        if protected and any(a <= token.start < b for a, b in protected):
            marks.shielded[at] = True
            continue
        if token.look.shape not in ("Title", "UPPER", "I"):
            continue
        if token.look.shape == "Title" and words.has_unit_ending(token.look.lowered) and not token.look.last and not token.look.first:
            named = at and _may_be_first(tokens[at - 1].look) and tokens[at - 1].look.shape == "Title" and token.glue == " "
            if not (named and words.is_surname_like_place(token.look.lowered) and not marks.shielded[at - 1]):
                marks.shielded[at] = True
            continue
        before = tokens[at - 1] if at else None
        if before and token.glue in (" ", ' "', " '") :
            head = before.look.lowered
            if head in heads or (words.has_unit_ending(head) and not before.look.first and not before.look.last):
                full = at + 1 < len(tokens) and tokens[at + 1].look.shape == "Title" and tokens[at + 1].glue == " "
                if head.endswith("s") and head not in heads:
                    continue
                full = full and token.look.first >= 2 and tokens[at + 1].look.last and not tokens[at + 1].look.place
                person = token.look.first >= 2 or not (token.look.known or token.look.place or token.look.kept)
                if not (head in soft and person) and not (full and head not in words.listed("naming_heads")):
                    marks.shielded[at] = True
                    continue
            if marks.shielded[at - 1] and before.look.shape == "Title" and not before.initial and token.look.first < 2:
                marks.shielded[at] = True
                continue
        if at + 1 < len(tokens) and tokens[at + 1].glue == " ":
            tail = tokens[at + 1].look.lowered
            if tail in tails or words.has_unit_ending(tail):
                if _may_be_first(token.look) and tokens[at + 1].look.shape == "Title" and (words.is_surname_like_place(tail) or tokens[at + 1].look.last):
                    continue
                personal = tail in words.listed("personal_tails") and token.look.first >= 2 and token.look.lowered.endswith("s")
                if not personal and (tokens[at + 1].look.shape == "Title" or token.look.lowered.endswith("s") or tail in words.listed("hard_tails")):
                    marks.shielded[at] = True
                    back = at
                    while back and tokens[back].glue == " " and tokens[back - 1].look.shape == "Title" and not tokens[back - 1].look.cue:
                        back -= 1
                        marks.shielded[back] = True


def _mark_alone(spots: list[int], tokens: list[Token], marks: _Marks, folded: bool) -> None:
    for at in spots:
        token = tokens[at]
        word = token.look
        before = tokens[at - 1] if at else None
        if marks.shielded[at] or _is_kept(token, before):
            continue
        if word.shape == "Title":
            if _is_place(token, before) or (word.unit and word.first < 2) or word.lowered in words.listed("never_first"):
                continue
            if not token.initial:
                if word.first or word.last:
                    marks.mark(at, "name_list")
                elif words.has_surname_shape(word.lowered):
                    marks.mark(at, "surname_shape")
                elif not word.known and not (len(word.lowered) > 8 and words.knows_compound(word.lowered)):
                    marks.mark(at, "unknown_word", doubtful=True)
            elif word.first and not _is_everyday(word):
                marks.mark(at, "name_list")
            elif word.last and not word.known:
                marks.mark(at, "name_list")
            elif words.has_surname_shape(word.lowered) and not words.knows_compound(word.lowered):
                marks.mark(at, "surname_shape")
            elif not word.known and not word.first and not _ordinary(word, folded):
                marks.mark(at, "unknown_first_word", doubtful=True)
        elif word.shape == "foreign" and len(word.lowered) > 1:
            marks.mark(at, "other_script", doubtful=True)
        elif word.shape == "UPPER" and len(word.lowered) > 2 and not word.place and not word.unit:
            if (word.first >= 2 or (word.last and len(word.lowered) > 3)) and not word.known:
                marks.mark(at, "name_list")
                if at + 1 < len(tokens) and word.first and _is_capital_surname(tokens[at + 1]):
                    marks.mark(at + 1, "after_first_name")
            elif len(word.lowered) > 3 and word.first and not word.known:
                marks.mark(at, "name_list", doubtful=True)
            elif word.first >= 2 and at + 1 < len(tokens) and _is_capital_surname(tokens[at + 1]):
                marks.mark(at, "name_list")
                marks.mark(at + 1, "after_first_name")
            elif before and word.first >= 2 and (before.look.cue or before.look.lowered in words.listed("about")):
                marks.mark(at, "after_role")
            elif len(word.lowered) > 5 and "-" not in word.lowered and not words.knows_compound(word.lowered) and not words.nearly_known(word.lowered):
                marks.mark(at, "unknown_word", doubtful=True)
        elif word.shape == "lower" and word.first >= 2 and len(word.lowered) > 2 and not word.place:
            if word.known:
                if word.first == 3 and not _is_everyday(word) and word.lowered not in words.listed("everyday_lower"):
                    marks.mark(at, "name_list", doubtful=True)
            elif not word.unit:
                marks.mark(at, "name_list")
        elif word.shape == "lower" and word.first and len(word.lowered) > 4 and not (word.known or word.place or word.unit):
            if not words.nearly_known(word.lowered) and not words.knows_compound(word.lowered):
                marks.mark(at, "name_list", doubtful=True)


def _is_capital_surname(token: Token) -> bool:
    plain = not (token.look.kept or token.look.unit or token.look.place)
    return token.glue == " " and token.look.shape == "UPPER" and plain and (token.look.last or not token.look.known)


def _ordinary(word: Look, folded: bool) -> bool:
    return words.knows_compound(word.lowered) or words.nearly_known(word.lowered)


def _mark_by_neighbour(spots: list[int], tokens: list[Token], marks: _Marks, folded: bool) -> None:
    """Names that need what stands beside them: a title before, a verb after, a first name before a surname."""
    verbs = words.listed("person_verbs")
    for at in spots:
        token = tokens[at]
        word = token.look
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if marks.shielded[at] or marks.reason[at]:
            continue
        near = before is not None and token.glue in (" ", ": ", ", ", " (", ' "', ". ", " - ", "/")
        cue = before.look.cue if near and before else ""
        named_before = bool(before and at and marks.reason[at - 1] and token.glue in (" ", ' "', '" '))
        if word.shape == "Title":
            if at > 1 and before and before.look.lowered in words.listed("particles") and token.glue == " ":
                back = at - 1
                while back and tokens[back].look.lowered in words.listed("particles") and tokens[back].glue == " ":
                    back -= 1
                if (marks.reason[back] or tokens[back].look.cue) and not word.kept and not word.unit:
                    marks.mark(at, "after_first_name")
                    for particle in range(back + 1, at):
                        marks.mark(particle, "after_first_name")
                    continue
            if named_before and before and not (word.unit and not words.is_surname_like_place(word.lowered)) and not (word.kept and not word.last):
                marks.mark(at, "after_first_name")
                continue
            if before and before.look.lowered in words.listed("closings") and not word.kept and not word.unit and not word.cue and (not word.place or word.first or word.last):
                marks.mark(at, "closing")
                continue
            if cue and not token.initial and token.glue in (" ", '. ') and not word.kept and not word.unit and not word.cue:
                if not word.place or (word.last and (cue == "titles" or (cue == "roles" and before and before.look.shape == "lower"))):
                    if word.first or word.last or not word.known or (before and not before.initial and before.look.shape == "lower"):
                        marks.mark(at, "after_role")
                        continue
            if token.initial and word.first and after and not word.kept and not word.cue:
                if word.lowered in words.listed("never_first"):
                    continue
                if after.glue == " " and (after.look.lowered in verbs or _is_verb(after.look.lowered)):
                    marks.mark(at, "before_verb", doubtful=True)
                elif word.first == 3 and word.lowered not in words.listed("owners") and after.look.shape == "lower" and not after.look.unit:
                    marks.mark(at, "everyday_name", doubtful=True)
                elif after.glue == " " and after.look.shape == "Title" and not after.look.unit and not after.look.kept and not after.look.place and (after.look.last or not after.look.known):
                    marks.mark(at, "before_surname")
            elif token.initial and not word.known and not word.place and not word.kept and not word.unit and after and after.glue == " " and (after.look.lowered in verbs or marks.reason[at + 1]) and not word.lowered.endswith(_NOUN_ENDS):
                marks.mark(at, "before_verb", doubtful=True)
            elif not token.initial and not word.known and after and after.glue == " " and marks.reason[at + 1] and after.look.shape == "Title" and not word.place and not word.kept and not word.unit:
                marks.mark(at, "before_surname")
            elif token.initial and (word.last or words.has_surname_shape(word.lowered)) and after and after.glue == " " and after.look.lowered in verbs and not word.place and not word.kept and not word.unit:
                marks.mark(at, "before_verb", doubtful=True)
            elif token.initial and (word.first or word.last) and cue and token.glue == ": ":
                marks.mark(at, "after_role")
            if not token.initial and not word.known and word.lowered.endswith("s") and after and after.glue == " " and after.look.cue in ("kin", "roles") and not word.kept and not word.place and not word.unit:
                marks.mark(at, "before_role")
            elif not token.initial and before and (before.look.lowered in words.listed("toward") or (not word.known and before.look.lowered in words.listed("about_whom")) or (after and after.glue == " " and after.look.lowered in verbs and before.look.shape == "lower" and not before.look.unit)) and token.glue == " " and (word.known or words.knows_compound(word.lowered)) and not word.cue and not word.kept and not word.place and not word.unit and (len(word.lowered) < 8 or (after and after.glue == " " and after.look.lowered in verbs)) and not (after and after.glue == " " and after.look.shape != "lower"):
                marks.mark(at, "after_preposition", doubtful=True)
            elif after and after.glue == ", " and after.look.first >= 2 and after.look.shape == "Title" and not word.place and not word.known and not word.kept and not word.unit:
                marks.mark(at, "surname_first")
            elif not token.initial and at > 1 and before and before.look.lowered in words.listed("pronouns") and tokens[at - 2].look.cue == "naming" and token.glue in (" ", ' "') and not word.unit:
                marks.mark(at, "after_role")
            elif not token.initial and at and marks.reason[at - 1] == "after_role" and token.glue == " " and not word.unit and not word.kept:
                marks.mark(at, "after_first_name")
        elif word.shape == "I" and cue in ("clients", "kin", "roles", "titles") and token.glue == " ":
            if before and before.look.shape == "lower" and not (after and after.glue == "-"):
                marks.mark(at, "initials", doubtful=True)
        elif word.shape == "UPPER" and (cue or token.glue.endswith("/")) and token.glue in (" ", ". ", " (", " /", "/", ": ") and len(word.lowered) <= 3 and not word.kept:
            if not word.known or len(word.lowered) == 2:
                marks.mark(at, "initials", doubtful=True)
        elif word.shape == "lower" and word.first >= 2 and after and after.glue == " " and after.look.shape == "lower" and after.look.last and not after.look.known:
            if word.lowered not in words.listed("never_first"):
                marks.mark(at, "before_surname")
                marks.mark(at + 1, "after_first_name")
        elif word.shape == "lower" and cue and token.glue in (" ", ". ") and not word.place:
            if word.cue or word.unit or word.kept or word.lowered in verbs:
                continue
            if word.lowered in words.listed("everyday"):
                if word.first == 3 and word.lowered not in words.listed("never_first") and after and after.look.lowered in verbs and cue != "clients":
                    marks.mark(at, "after_role", doubtful=True)
                continue
            if word.first >= 2 or (not word.known and (word.first or word.last)):
                marks.mark(at, "after_role", doubtful=word.known)
            elif not word.known and not _ordinary(word, folded) and len(word.lowered) > 2:
                marks.mark(at, "after_role", doubtful=True)
        elif word.shape == "lower" and named_before and before and before.look.shape == "lower" and before.look.first:
            if (
                (word.last and word.lowered not in words.listed("describing") and not _is_everyday(before.look))
                or (word.last and (folded or not word.known))
                or not (word.known or words.nearly_known(word.lowered) or words.knows_compound(word.lowered))
            ) and not (word.unit or (word.place and not word.last) or word.cue or word.lowered in verbs):
                marks.mark(at, "after_first_name")
    # A surname's first name, where the surname came later in reading order.
    for at in reversed(spots):
        if at + 1 == len(tokens):
            continue
        after, token = tokens[at + 1], tokens[at]
        if marks.reason[at + 1] and not marks.reason[at] and not marks.shielded[at] and after.glue == " ":
            word = token.look
            if word.shape == "Title" and word.first and not word.kept and not word.cue and after.look.shape == "Title":
                if not (token.initial and word.lowered in words.listed("never_first")):
                    marks.mark(at, "before_surname")


def full_names(text: str) -> list[Identifier]:
    """Find a common first name followed by a surname: what surely names somebody, for the gate."""
    tokens = _tokens(text, False, [m.span() for m in _PLACEHOLDER.finditer(text)])
    marks = _Marks(len(tokens))
    _shield_units(text, tokens, marks)
    found = []
    for at, (first, last) in enumerate(zip(tokens, tokens[1:], strict=False)):
        if last.glue != " " or first.look.shape != "Title" or last.look.shape not in ("Title", "UPPER"):
            continue
        if marks.shielded[at] or marks.shielded[at + 1] or first.look.kept or last.look.kept or last.look.unit or first.look.place:
            continue
        named = first.look.first >= 2 and first.look.lowered not in words.listed("never_first")
        surname = last.look.last or words.has_surname_shape(last.look.lowered)
        if named and surname and not (last.look.place and not last.look.last):
            found.append(Identifier(first.start, last.end, "PERSON", "full_name"))
    return found


def _mark_again(tokens: list[Token], marks: _Marks, folded: bool, known_names: Iterable[str]) -> None:
    """A name found once is masked everywhere in the text, also in lower case and in the genitive."""
    forms: set[str] = set()
    for at, token in enumerate(tokens):
        if marks.reason[at] and not (marks.doubtful[at] and token.initial) and len(token.look.lowered) > 1:
            forms |= {token.look.lowered, token.look.bare}
    named = {part.casefold() for name in known_names for part in _TOKEN.findall(name) if len(part) > 1}
    particles = words.listed("particles")
    for at, token in enumerate(tokens):
        lowered, bare = token.look.lowered, token.look.bare
        if lowered not in forms and bare not in forms and lowered not in named and bare not in named:
            continue
        if marks.reason[at] or (marks.shielded[at] and token.look.lowered not in named):
            continue
        if (lowered in named or bare in named) and lowered not in particles:
            if token.look.shape != "lower" or not token.look.known:
                marks.mark(at, "name_field")
        elif lowered in forms or bare in forms:
            if token.look.place and at and tokens[at - 1].look.lowered in words.listed("place_prepositions"):
                continue
            if token.look.shape in ("Title", "UPPER") and not (token.initial and lowered in words.listed("never_first")):
                after = tokens[at + 1] if at + 1 < len(tokens) else None
                follows = after.look.lowered if after and after.glue == " " else ""
                verb = not follows or follows in words.listed("person_verbs") or _is_verb(follows) or follows.endswith(("ar", "er"))
                if verb or not token.initial or not (_is_everyday(token.look) or token.look.known):
                    marks.mark(at, "named_before")
            elif not token.look.known and not token.look.place and not token.look.unit:
                marks.mark(at, "named_before")


def _join(
    text: str, tokens: list[Token], marks: _Marks, dotted: list[tuple[int, int]]
) -> list[tuple[Identifier, bool]]:
    """Join neighbouring name tokens, initials, particles and nicknames in quotes to whole names."""
    spans: list[list] = [[a, b, "initials", False] for a, b in dotted]
    for at, token in enumerate(tokens):
        if marks.reason[at]:
            spans.append([token.start, token.end, marks.reason[at], marks.doubtful[at]])
    spans.sort()
    joined: list[list] = []
    for start, end, reason, thin in spans:
        start = _back(text, _over_particles(text, start))
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
            continue
        if joined and _BETWEEN.fullmatch(text[joined[-1][1] : start]):
            joined[-1][1] = end
            joined[-1][3] = joined[-1][3] and thin
            continue
        joined.append([start, end, reason, thin])
    return [(Identifier(a, _forward(text, b), "PERSON", reason), thin) for a, b, reason, thin in joined]


_BETWEEN = re.compile(r" ?\"?'?[-.]?\"?'? ?| (?:(?:von|af|av|de|da|di|del|dos|van|der|den|zu|bin|bint|ibn|al|el|ul|y|und|du|le|la) ){1,2}|\.? [A-ZÅÄÖ]\.? | \(|\) ", re.IGNORECASE)
_INITIALS_BEFORE = re.compile(r"(?<![\w.-])(?:[A-ZÅÄÖ](?:-[A-ZÅÄÖ])?\.? ){1,2}$|(?<![\w.])(?:[A-ZÅÄÖ]\.){1,2} ?$")
_INITIAL_AFTER = re.compile(r" [A-ZÅÄÖ](?:\.(?! [a-zåäö])|\.?(?=[ ,;:)/]|\.?$|\.?\n))(?!\w)")


_PARTICLES_BEFORE = re.compile(r"(?<!\w)(?:(?:von|af|van der|van den|van|ter|ten|bin|bint|ibn|abu|de la|della|zu|al|el) ){1,2}$", re.I)


def _over_particles(text: str, start: int) -> int:
    found = _PARTICLES_BEFORE.search(text, max(0, start - 14), start)
    return found.start() if found else start


def _back(text: str, start: int) -> int:
    found = _INITIALS_BEFORE.search(text, max(0, start - 9), start)
    return found.start() if found else start


def _forward(text: str, end: int) -> int:
    found = _INITIAL_AFTER.match(text, end)
    return found.end() if found else end
