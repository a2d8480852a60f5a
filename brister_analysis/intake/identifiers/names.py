"""Persons' names: the words of a text are looked at one by one, with what stands around them, and joined to
names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import compress

from brister_analysis.intake.identifiers import lists, words
from brister_analysis.intake.identifiers.model import Identifier
from brister_analysis.intake.identifiers.rules import ALONE, BESIDE
from brister_analysis.intake.identifiers.rules_lower import mark_without_capitals
from brister_analysis.intake.identifiers.rules_lower_whole import goes_on
from brister_analysis.intake.identifiers.rules_rows import mark_rows
from brister_analysis.intake.identifiers.rules_signed import mark_signed
from brister_analysis.intake.identifiers.rules_small import mark_small
from brister_analysis.intake.identifiers.rules_told import told_persons
from brister_analysis.intake.identifiers.spot import Marks, Spot
from brister_analysis.intake.identifiers.tokens import PLACEHOLDER, WORD, tokens_of
from brister_analysis.intake.identifiers.units import shield_units

# "A.L.", "K. S", "P-O". The capital comes first, so that all else is looked at only where one stands.
_INITIALS = re.compile(
    r"[A-ZÅÄÖ](?=[.-])(?<![\w.@].)(?:"
    r"(?:\.?-[A-ZÅÄÖ])?\. ?(?:[A-ZÅÄÖ]\. ?){0,2}[A-ZÅÄÖ](?:\.?:?s\b|\.(?!\w)|(?![\w.]))|"
    r"(?<!-.)(?:\.-[A-ZÅÄÖ]\.|-[A-ZÅÄÖ](?![\w-])))"
)
# What may stand between the parts of one name: a space, a dash, a quotation mark, a particle, a middle
# initial.
_BETWEEN = re.compile(
    r" ?\"?'?[-.]?\"?'? ?| \(|\) |\.? [A-ZÀ-ÖØ-Þ]'?\.? |"
    r" (?:(?:von|af|av|de|da|di|del|dos|van|der|den|zu|bin|bint|ibn|al|el|ul|y|und|du|le|la) ){1,2}",
    re.IGNORECASE,
)
_PARTICLES_BEFORE = re.compile(
    r"(?<!\w)(?:(?:von|af|van der|van den|van|de|ter|ten|bin|bint|ibn|abu|de la|della|zu|al|el) ){1,2}$",
    re.IGNORECASE,
)
# Where neither ends right before, which is nearly everywhere, they need not be searched for.
_MAY_FOLLOW_PARTICLE = re.compile(
    r"(?<=\n)|(?<=on |af |er |an |de |en |in |nt |bn |bu |la |zu |al |el )", re.IGNORECASE
)
_MAY_FOLLOW_INITIAL = re.compile(r"(?<=\n)|(?<=[. ])(?<!\w\w )")
_INITIALS_BEFORE = re.compile(
    r"(?<![\w.-])(?:[A-ZÅÄÖ](?:-[A-ZÅÄÖ])?\.? ){1,2}$|(?<![\w.])(?:[A-ZÅÄÖ]\.){1,2} ?$|"
    r"(?<![\w.])[a-zåäö]\. ?$|(?<![\w.-])[a-zåäö]-[a-zåäö] $|(?<=[a-zåäö] )[bcdgjklnpqrstwxz] $"
)
_INITIAL_AFTER = re.compile(
    r" [A-ZÅÄÖ](?::s\b|\.(?! [a-zåäö])|\.?(?=[ ,;:)/?!\"]|\.?$|\.?\n))(?!\w)|"
    r"(?<=[a-zåäö]) (?:a|[bcdfghjklnpqrsvwxz](?= (?:[a-zåäö]{2}|i ))|[b-df-hj-np-tvwxyz]"
    r"(?=[.,;:)\n]|$| (?:och|o|som|ringde|kom|är|var|har|hade|vill|ville)\b))(?!\w)|"
    r" (?:von|van|af|de) [A-ZÅÄÖ](?:\.|(?!\w))|"
    r" (?!(?:IS|NB|PS|OK|BB|MS|AB|HB|KB)\b)[A-ZÅÄÖ]{2}(?=[:,;)/]|$|\n)|, [A-ZÅÄÖ](?=[:)])"
)


def find_names(
    text: str, taken: Iterable[tuple[int, int]] = (), known_names: Iterable[str] = ()
) -> tuple[list[Identifier], list[Identifier], list[tuple[int, int]]]:
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
        What is masked, which of it rests on thin grounds, and the places of units' names.
    """
    blocked = [*taken, *(found.span() for found in PLACEHOLDER.finditer(text))]
    initials = [
        found.span()
        for found in _INITIALS.finditer(text)
        if found.group().replace(".", "").replace(" ", "").casefold() not in lists.listed("not_initials")
        and not any(a < found.end() and found.start() < b for a, b in blocked)
    ]
    initials += [
        (start, end)
        for start, end in told_persons(text)
        if not any(a < end and start < b for a, b in blocked)
    ]
    marks = Marks(tokens_of(text, blocked + initials))
    shield_units(text, marks)
    _apply_rules(marks)
    _mark_again(marks, known_names)
    found = _joined(text, marks, initials)
    tokens = marks.tokens
    shielded = list(compress(zip(tokens.starts, tokens.ends, strict=True), marks.shielded))
    marks.telling.clear()  # they hold `marks` in turn: without this all waits for the garbage collector
    return [hit for hit, _ in found], [hit for hit, thin in found if thin], shielded


def full_names(text: str) -> list[Identifier]:
    """Find a first name followed by a surname: what surely names somebody, for the gate."""
    marks = Marks(tokens_of(text, [found.span() for found in PLACEHOLDER.finditer(text)]))
    shield_units(text, marks)
    found = []
    for spot in marks.telling:
        first, last = spot.word, spot.next_word
        if first.shape != "Title" or last.shape not in ("Title", "UPPER"):
            continue
        shielded = marks.shielded[spot.at] or marks.shielded[spot.at + 1]
        if shielded or first.kept or first.place or last.kept or last.unit:
            continue
        surname = last.last or (words.has_surname_shape(last.lowered) and not last.place)
        if first.first >= 2 and not first.never_first and surname:
            start, end = marks.tokens.starts[spot.at], marks.tokens.ends[spot.at + 1]
            found.append(Identifier(start, end, "PERSON", "full_name"))
    return found


def _worth_rules(marks: Marks) -> list[Spot]:
    """Return the spots that rules look at: an ordinary word in lower case only after a first name, "heter" or
    "kallar henne"."""
    spots = {spot.at: spot for spot in marks.telling if spot.word.candidate}
    woken = []
    for spot in marks.telling:
        word = spot.word
        if word.first > 1 or (word.first and spot.after.last) or word.cue == "naming":
            woken.append(spot.at + 1)
        if word.calls:
            woken.append(spot.at + 2)
    size = len(marks.tokens.starts)
    spots |= {at: Spot(marks, at) for at in woken if at not in spots and at < size}
    return [spots[at] for at in sorted(spots) if not marks.shielded[at]]


def _apply_rules(marks: Marks) -> None:
    spots = _worth_rules(marks)
    for spot in spots:
        rule = ALONE.get(spot.word.shape)
        if rule:
            rule(spot)
    for spot in spots:
        if marks.reason[spot.at] or _is_plain_opening(spot):
            continue
        for rule in BESIDE.get(spot.word.shape, ()):
            if rule(spot):
                break
    mark_signed(marks)
    mark_rows(marks)
    if marks.uncapitalised:
        mark_without_capitals(marks)
    else:
        mark_small(marks)
    for spot in spots:
        _mark_pair(spot)
    # A first name whose surname came later in reading order.
    for spot in reversed(spots):
        word = spot.word
        named = spot.next_word.shape == "Title" and marks.reason[spot.at + 1]
        listed = word.shape == "Title" and word.first and not (word.kept or word.cue)
        if named and listed and not (spot.initial and word.never_first):
            spot.mark("before_surname")


def _is_plain_opening(spot: Spot) -> bool:
    """An ordinary word that is no name and opens a sentence: most words with a capital."""
    word = spot.word
    return spot.glue in (". ", "") and word.known and not (word.first or word.last) and word.shape == "Title"


def _mark_pair(spot: Spot) -> None:
    """ "petra och lo": beside a person, joined by "och", a listed first name is one too."""
    word, marks = spot.word, spot.marks
    listed = word.first > 1 or (word.last and word.shape == "Title")
    if marks.reason[spot.at] or not listed or word.explained or word.cue or word.never_first:
        return
    looks, glues, joining = marks.tokens.looks, marks.tokens.glues, lists.listed("joining")
    for joint, other, last in ((spot.at - 1, spot.at - 2, spot.at), (spot.at + 1, spot.at + 2, spot.at + 2)):
        joined = looks[joint].lowered in joining and glues[last] == " "
        same = marks.reason[other] and looks[other].shape == word.shape
        if joined and same and word.lowered not in lists.listed("often_in_lower"):
            spot.mark("beside_another", doubtful=True)


def _mark_again(marks: Marks, known_names: Iterable[str]) -> None:
    """A name found once is masked everywhere in the text, also in lower case and in the genitive."""
    forms: set[str] = set()
    in_lower_case: set[str] = set()
    for at, reason in enumerate(marks.reason):
        if not reason or len((word := marks.tokens.looks[at]).lowered) < 2:
            continue
        if word.shape == "lower" and word.first == 3:
            in_lower_case.add(word.lowered)
        if not (marks.doubtful[at] and marks.tokens.initials[at]):
            forms |= {word.lowered, word.bare}
    fields = {part.casefold() for name in known_names for part in WORD.findall(name) if len(part) > 1}
    fields -= lists.listed("particles")
    wanted = forms | in_lower_case | fields
    if not wanted:
        return
    for spot in marks.telling:  # an ordinary word in lower case stays one
        word, at = spot.word, spot.at
        if word.lowered not in wanted and word.bare not in wanted:
            continue
        in_field = word.lowered in fields or word.bare in fields
        if in_field and (word.shape != "lower" or not word.known):
            marks.mark(at, "name_field")
            continue
        stands = word.lowered not in lists.listed("named_if_followed") or goes_on(spot)
        if word.lowered in in_lower_case and word.shape == "lower" and stands:
            marks.mark(at, "named_before", doubtful=True)
            continue
        again = (word.lowered in forms or word.bare in forms) and not marks.shielded[at]
        if again and _is_same_person(spot):
            marks.mark(at, "named_before")


def _is_same_person(spot: Spot) -> bool:
    """A word that was a name elsewhere is the name here, unless it stands as a place or as an ordinary
    word."""
    word = spot.word
    if word.place and spot.before.lowered in lists.listed("place_prepositions"):
        return False
    if word.shape not in ("Title", "UPPER"):
        return not (word.known or word.place or word.unit)
    if not spot.initial:
        return True
    if word.never_first:
        return False
    following = spot.next_word.lowered
    acts = not following or spot.before_past_verb or following.endswith(("ar", "er"))
    if word.lowered in lists.listed("owners") and spot.next_word.cue:
        return False
    return acts or not (word.everyday or word.known)


def _joined(text: str, marks: Marks, initials: list[tuple[int, int]]) -> list[tuple[Identifier, bool]]:
    """Join neighbouring name tokens, initials, particles and nicknames in quotes to whole names."""
    parts = [(start, end, "initials", False) for start, end in initials]
    starts, ends = marks.tokens.starts, marks.tokens.ends
    parts += [
        (starts[at], ends[at], reason, marks.doubtful[at]) for at, reason in enumerate(marks.reason) if reason
    ]
    joined: list[tuple[int, int, str, bool]] = []
    for start, end, reason, thin in sorted(parts):
        start = _begin(text, start)
        if joined and (start <= joined[-1][1] or _BETWEEN.fullmatch(text, joined[-1][1], start)):
            earlier, _, why, thin_before = joined[-1]
            joined[-1] = (earlier, max(end, joined[-1][1]), why, thin and thin_before)
        else:
            joined.append((start, end, reason, thin))
    found = []
    for start, end, reason, thin in joined:
        initial = _INITIAL_AFTER.match(text, end)
        found.append((Identifier(start, initial.end() if initial else end, "PERSON", reason), thin))
    return found


def _begin(text: str, start: int) -> int:
    """Return where a name begins once its particles and initials before are taken in."""
    for may_follow, before, reach in (
        (_MAY_FOLLOW_PARTICLE, _PARTICLES_BEFORE, 14),
        (_MAY_FOLLOW_INITIAL, _INITIALS_BEFORE, 9),
    ):
        found = may_follow.match(text, start) and before.search(text, max(0, start - reach), start)
        start = found.start() if found else start
    return start
