"""Identifiers that have a shape: numbers, addresses, links. The patterns are data
(``data/patterns.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from brister_analysis.intake.identifiers import checks_number, checks_street
from brister_analysis.intake.identifiers.model import Identifier

# So far after a digit a match may go on: stairs, postcode and town after a house number.
_REACH = 42
_PUNCTUATION = str.maketrans(dict.fromkeys("\n.,:;()/\"'*!?=", " "))
# Digits with what people put between them.
_RUN = re.compile(r"\d(?:[\d ./+():,_-]*\d)?")
_PART = re.compile(r"\{([a-z_]+)\}")
_TOKEN = re.compile(r"[\w:-]+")


class Pattern(NamedTuple):
    """One compiled pattern of ``patterns.toml``."""

    kind: str
    reason: str
    sure: bool
    near: int
    reach: int
    digits: int
    run: int
    needs: tuple[str, ...]
    cues: tuple[str, ...]
    check: Callable[[str, int, int], bool] | None
    find: re.Pattern[str]


_CHECKS: dict[str, Callable[[str, int, int], bool]] = {
    "personnummer": checks_number.is_personnummer,
    "phone": checks_number.is_phone,
    "phone_word": checks_number.is_phone_after_word,
    "case": checks_number.is_case,
    "case_far": checks_number.is_case_far,
    "street": checks_street.is_street,
    "property": checks_street.is_property,
    "street_like": checks_street.is_street_like,
    "place_number": checks_street.is_place_number,
    "street_short": checks_street.is_short_street,
    "postal": checks_street.is_postal,
    "access_code": checks_number.is_access_code,
    "car": checks_number.is_car,
    "user_name": checks_number.is_user_name,
}


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns, compiled, in order of precedence."""
    source = files("brister_analysis.intake.identifiers").joinpath("data", "patterns.toml")
    read = tomllib.loads(source.read_text(encoding="utf-8"))
    parts: dict[str, str] = {}
    for name, part in read["parts"].items():
        parts[name] = _fill(part, parts)
    return tuple(_pattern(entry, parts) for entry in read["pattern"])


def _pattern(entry: dict, parts: dict[str, str]) -> Pattern:
    return Pattern(
        entry["kind"],
        entry["reason"],
        entry.get("sure", False),
        entry.get("near", 60),
        entry.get("reach", _REACH),
        entry.get("digits", 1),
        entry.get("run", 0),
        tuple(filter(None, entry.get("needs", "").split("|"))),
        tuple(filter(None, entry.get("cues", "").split("|"))),
        _CHECKS.get(entry.get("check", "")),
        re.compile(_fill(entry["pattern"], parts)),
    )


def _fill(pattern: str, parts: dict[str, str]) -> str:
    return _PART.sub(lambda found: parts[found.group(1)], pattern)


def _windows(spots: list[tuple[int, int]], before: int, after: int, length: int) -> list[tuple[int, int]]:
    """Return the stretches of a text that lie near the spots, not overlapping."""
    found: list[tuple[int, int]] = []
    for start, end in spots:
        start, end = max(0, start - before), min(length, end + after)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _spots(lowered: str, marks: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where any of the marks stands, in order."""
    found = []
    for mark in marks:
        at = lowered.find(mark)
        while at >= 0:
            found.append((at, at + len(mark)))
            at = lowered.find(mark, at + 1)
    return sorted(found)


def find_shapes(text: str, sure_only: bool = False) -> list[Identifier]:
    """Find every identifier that has a shape, sorted, none overlapping another."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter such as İ grows: its places would be wrong
        lowered = "".join(letter.lower()[0] for letter in text)
    runs = [(*found.span(), sum(map(str.isdigit, found.group()))) for found in _RUN.finditer(text)]
    # A cue may open the text, so a space is put before it; its places then lie one too far on, which `near`
    # covers.
    spaced = f" {lowered.translate(_PUNCTUATION)} "
    cued: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    near_digits: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    found: list[Identifier] = []
    for pattern in patterns():
        if sure_only and not pattern.sure:
            continue
        if pattern.needs:
            windows = _windows(_spots(lowered, pattern.needs), pattern.near, pattern.reach, len(text))
        elif pattern.cues:
            if pattern.cues not in cued:
                cued[pattern.cues] = _spots(spaced, pattern.cues)
            windows = _windows(cued[pattern.cues], pattern.near, pattern.reach, len(text))
        else:
            key = (pattern.near, pattern.reach, pattern.digits)
            if key not in near_digits:
                enough = [(start, end) for start, end, size in runs if size >= pattern.digits]
                near_digits[key] = _windows(enough, pattern.near, pattern.reach, len(text))
            windows = near_digits[key]
        for start, end in windows:
            if pattern.run and not any(start < b and a < end and size >= pattern.run for a, b, size in runs):
                continue
            for match in pattern.find.finditer(text, start, end):
                begin, stop = match.span(match.lastgroup or 0)
                while stop > begin and text[stop - 1] in " ,;:(-":
                    stop -= 1
                if pattern.check and not pattern.check(text, begin, stop):
                    continue
                _claim(found, Identifier(begin, stop, pattern.kind, pattern.reason))
    return sorted(found)


def _claim(found: list[Identifier], hit: Identifier) -> None:
    """Add a hit; where it reaches over earlier ones they become one, of the kind that claims most of it."""
    met = [other for other in found if hit.start < other.end and other.start < hit.end]
    if any(other.start <= hit.start and hit.end <= other.end for other in met):
        return
    for other in met:
        found.remove(other)
    widest = max([*met, hit], key=lambda each: each.end - each.start)
    start, end = min(each.start for each in [*met, hit]), max(each.end for each in [*met, hit])
    found.append(widest._replace(start=start, end=end))
