"""Identifiers that have a shape: numbers, addresses, links. The patterns are data
(``data/patterns.toml``, ``data/patterns_words.toml``, ``data/patterns_homes.toml``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from brister_analysis.intake.identifiers import checks_number, checks_street, lists
from brister_analysis.intake.identifiers.model import Identifier
from brister_analysis.intake.identifiers.windows import Place, Span, Windows

# So far after a digit a match may go on: stairs, postcode and town after a house number.
_REACH = 42
_PART = re.compile(r"\{([a-z_]+)\}")


class Pattern(NamedTuple):
    """One compiled pattern of ``patterns.toml``."""

    kind: str
    reason: str
    sure: bool
    place: Place
    check: Callable[[str, int, int], bool] | None
    find: re.Pattern[str]


_CHECKS: dict[str, Callable[[str, int, int], bool]] = {
    "personnummer": checks_number.is_personnummer,
    "phone": checks_number.is_phone,
    "phone_loose": checks_number.is_phone_in_any_grouping,
    "phone_word": checks_number.is_phone_after_word,
    "case": checks_number.is_case,
    "case_far": checks_number.is_case_far,
    "street": checks_street.is_street,
    "property": checks_street.is_property,
    "street_like": checks_street.is_street_like,
    "place_number": checks_street.is_place_number,
    "street_short": checks_street.is_short_street,
    "postal": checks_street.is_postal,
    "document": checks_number.is_document,
    "access_code": checks_number.is_access_code,
    "file_name": checks_number.is_file_name,
    "dotted_name": checks_number.is_dotted_name,
    "car": checks_number.is_car,
    "spelled": checks_number.is_spelled_number,
    "ride": checks_street.is_ride,
    "no_count": checks_street.is_no_count,
    "no_unit": checks_street.is_home_told,
    "home_clause": checks_street.is_home_clause,
    "no_word": checks_street.is_no_word,
    "farm": checks_street.is_farm,
    "postal_lower": checks_street.is_postal_lower,
    "user_name": checks_number.is_user_name,
}


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns, compiled, in order of precedence."""
    parts: dict[str, str] = {}
    found: list[Pattern] = []
    for name in ("patterns.toml", "patterns_words.toml", "patterns_homes.toml"):
        read = lists.toml(name)
        for part, pattern in read["parts"].items():
            parts[part] = _fill(pattern, parts)
        found += [_pattern(entry, parts) for entry in read["pattern"]]
    return tuple(found)


def _pattern(entry: dict, parts: dict[str, str]) -> Pattern:
    ends = _fill(entry.get("ends", ""), {"streets": "|".join(lists.endings("street_endings"))})
    place = Place(
        entry.get("near", 60),
        entry.get("reach", _REACH),
        entry.get("digits", 1),
        entry.get("run", 0),
        entry.get("house", False),
        tuple(ends.split("|")),
        entry.get("glued", False),
        _signs(entry.get("needs", "")),
        _signs(entry.get("cues", "")),
    )
    return Pattern(
        entry["kind"],
        entry["reason"],
        entry.get("sure", False),
        place,
        _CHECKS.get(entry.get("check", "")),
        re.compile(_fill(entry["pattern"], parts)),
    )


def _signs(listed: str) -> frozenset[str]:
    return frozenset(filter(None, listed.split("|")))


def _fill(pattern: str, parts: dict[str, str]) -> str:
    return _PART.sub(lambda found: parts[found.group(1)], pattern)


@cache
def _tried(sure_only: bool) -> tuple[list[Pattern], Windows]:
    tried = [pattern for pattern in patterns() if pattern.sure or not sure_only]
    return tried, Windows([pattern.place for pattern in tried])


def find_shapes(text: str, sure_only: bool = False) -> list[Identifier]:
    """Find every identifier that has a shape, sorted, none overlapping another."""
    return shapes_of([text], sure_only)[0]


def shapes_of(texts: Sequence[str], sure_only: bool = False) -> list[list[Identifier]]:
    """Do so for many texts: each pattern over all of them before the next one, which is faster."""
    tried, windows = _tried(sure_only)
    spots: dict[int, list[tuple[int, list[Span]]]] = {}
    for at, text in enumerate(texts):
        for number, stretches in windows.of(text):
            spots.setdefault(number, []).append((at, stretches))
    found: list[list[Identifier]] = [[] for _ in texts]
    for number in sorted(spots):
        kind, reason, _, _, check, find = tried[number]
        search = find.search
        for at, stretches in spots[number]:
            text = texts[at]
            for start, end in stretches:
                while match := search(text, start, end):
                    begin, stop = match.span(match.lastgroup or 0)
                    while stop > begin and text[stop - 1] in " ,;:(-":
                        stop -= 1
                    if check and not check(text, begin, stop):
                        # What stands behind a comma in it may be one: "Hus 4, Storgatan 19".
                        start = text.find(", ", begin, stop) + 1 or match.end()
                        continue
                    start = match.end()
                    _claim(found[at], Identifier(begin, stop, kind, reason))
    return list(map(sorted, found))


def _claim(found: list[Identifier], hit: Identifier) -> None:
    """Add a hit; where it reaches over earlier ones they become one, of the kind that claims most of it."""
    met = [other for other in found if hit.start < other.end and other.start < hit.end]
    if not met:
        found.append(hit)
        return
    if any(other.start <= hit.start and hit.end <= other.end for other in met):
        return
    for other in met:
        found.remove(other)
    widest = max([*met, hit], key=lambda each: each.end - each.start)
    start, end = min(each.start for each in [*met, hit]), max(each.end for each in [*met, hit])
    found.append(widest._replace(start=start, end=end))
