"""Identifiers that have a shape: numbers, addresses, links. The patterns are data
(``data/patterns.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from brister_analysis.intake.identifiers import dictionary, lists, words
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


def _is_personnummer(text: str, start: int, end: int) -> bool:
    """Ten bare digits that begin as a mobile number are a telephone number unless their check digit says
    otherwise."""
    written = text[start:end]
    if len(written) == 10 and written.isdigit() and written.startswith("07"):
        return check_digit_fits(written)
    return True


def check_digit_fits(digits: str) -> bool:
    """Return whether ten digits end in the check digit of a personal identity number.

    Examples
    --------
    >>> check_digit_fits("1212121212"), check_digit_fits("1212121213")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(digits[:9]):
        product = int(digit) * (2 - place % 2)
        total += product // 10 + product % 10
    return (10 - total % 10) % 10 == int(digits[9])


def _is_phone(text: str, start: int, end: int) -> bool:
    written = re.split(r"[A-Za-z]", text[start:end])[0]
    if sum(c.isdigit() for c in written) > 13:  # two numbers with a stroke between
        written = written.rpartition("/")[0]
    digits = sum(c.isdigit() for c in written)
    if not 7 <= digits <= 15:
        return False
    # 2023-03-14, 05-06 13.30 and the like are dates and hours.
    return not re.fullmatch(r"\(?0\d[-/.]\d\d[-/. ]{1,2}(?:\d\d|(?:19|20)\d\d)", written.strip())


def _is_phone_after_word(text: str, start: int, end: int) -> bool:
    digits = sum(c.isdigit() for c in text[start:end])
    if text[start:end].strip("() ") in lists.listed("public_numbers"):
        return False
    return 5 <= digits <= 12 and not re.fullmatch(r"(?:19|20)?\d\d-?[01]\d-?[0-3]\d", text[start:end])


_DATE_LIKE = re.compile(
    r"(?:19|20)\d\d(?:-\d{2}(?:-[0-3]\d)?)?|\d{1,2}(?:[/.:-]\d{1,2}(?:[/.:-]\d{2,4})?)?|"
    r"(?:kl|v|vecka|den|dag|nr)?\.? ?\d{1,2}(?:[:.]\d\d)?(?:-\d{1,2}(?:[:.]\d\d)?)?|"
    r"\d+(?:st|mg|ml|dygn|h|min|år|kr)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[A-ZÅÄÖa-zåäö]+")


_MEASURE = re.compile(
    r" ?(?:mg|ml|mikrog\w*|µg|min(?:uter)?|st(?:ycken)?|dag(?:ar)?|dygn|tim(?:mar)?|år|veckor|månader|"
    r"procent|%|poäng|platser|personer|kr(?:onor)?|mmol|kg|cm|meter|km|IE|ggr|gånger|sidor)(?!\w)"
)
_NUMBERED = re.compile(r"(?i:nr|nummer|numret|-id|beteckning(?:en)?|referens(?:en)?)\b")


def _is_case_far(text: str, start: int, end: int) -> bool:
    """A number some words after its cue: with letters or a stroke inside, or called a number."""
    written = text[start:end]
    if not _is_case(text, start, end) or _MEASURE.match(text[end : end + 14]):
        return False
    if written in lists.listed("public_numbers"):
        return False
    mixed = not written.replace(" ", "").isdigit()
    return mixed or bool(_NUMBERED.search(text[max(0, start - 60) : start]))


def _is_case(text: str, start: int, end: int) -> bool:
    written = text[start:end]
    if _DATE_LIKE.fullmatch(written) or sum(c.isdigit() for c in written) < 3:
        return False
    if any(
        word.casefold() in lists.listed("devices")
        for word in _LETTERS.findall(text[max(0, start - 45) : start])
    ):
        return False
    letters = _LETTERS.match(written)
    return not (letters and letters.group() in lists.listed("numbered_sources"))


def _is_measured(named: list[str], after: str) -> bool:
    """A dose, a score or a count: "Madopark 100 mg", "MNA-poäng 17", "Första gången 20 min"."""
    last = named[-1].casefold()
    if last.endswith(tuple(lists.listed("score_endings"))) or any(words.is_drug(n.casefold()) for n in named):
        return True
    counted = len(named) > 1 and named[0].casefold() in lists.listed("ordinals") and last.endswith("gången")
    return counted or bool(_MEASURE.match(after))


def _is_street(text: str, start: int, end: int) -> bool:
    """A street right after a unit's word is the unit's name, and so is a ward or a floor with a number."""
    street = re.split(r" (?:nr\.? ?)?\d", text[start:end])[0]
    named = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", street)
    if _is_measured(named, text[end : end + 14]):
        return False
    if not named[-1].casefold().endswith(tuple(lists.listed("street_endings"))):
        return False
    if len(named) == 1 and named[0].casefold() in lists.listed("street_endings") - lists.listed(
        "lone_streets"
    ):
        return False
    before = text[:start].rstrip()
    last = re.search(r"([\w-]+)$", before)
    if last and words.is_unit_word(last.group(1)) and not last.group(1).casefold().endswith("s"):
        return False
    if (
        len(named) > 1
        and words.is_unit_word(named[0])
        and named[0].casefold() not in lists.listed("noble_heads")
    ):
        return False
    return len(named) > 1 or named[0].casefold() not in lists.listed("numbered_places")


def _is_street_like(text: str, start: int, end: int) -> bool:
    """A word that nothing else explains with a number after "på", "till", "från": "på Backsippan 12"."""
    word = text[start:end].split(" ", 1)[0].casefold()
    explained = word in words.kept() or word in words.places() or word in lists.listed("numbered_places")
    return not (explained or dictionary.knows(word) or words.is_unit_word(word))


def _is_property(text: str, start: int, end: int) -> bool:
    word = re.match(r"[\w-]+", text[start:end]).group().casefold()  # type: ignore[union-attr]
    return len(word) > 3 and not dictionary.knows(word) and word not in words.kept()


def _is_short_street(text: str, start: int, end: int) -> bool:
    """ "Storg. 12" is a street; a word that is known as it stands is not."""
    named = re.findall(r"[^\W\d_]{3,}", re.split(r"\d", text[start:end])[0])
    lowered = named[-1].casefold() if named else ""
    if dictionary.knows(lowered) or words.first_name_weight(lowered) or lowered in words.places():
        return False
    return dictionary.knows_compound(lowered + "atan" if lowered.endswith("g") else lowered + "ägen")


def _is_postal(text: str, start: int, end: int) -> bool:
    town = re.search(r"(?<=\d)[ ,]+([^\W\d_].*)", text[start:end])
    if not town:
        return False
    name = re.split(r"[\s-]", town.group(1))[0].casefold()
    return name in words.places() or not dictionary.knows(name)


def _is_user_name(text: str, start: int, end: int) -> bool:
    written = text[start:end]
    if written[:3].isupper():
        return not any(written.startswith(short) for short in lists.listed("acronyms") if len(short) > 2)
    if "_" in written:
        return bool(written.strip("_"))
    head = re.split(r"[\W\d]", written.casefold())[0]
    return not dictionary.knows(head) and head not in words.kept()


def _is_car(text: str, start: int, end: int) -> bool:
    letters, tail = text[start : start + 3].upper(), text[end - 1]
    if letters in lists.listed("acronyms"):
        return False
    return not (tail.isdigit() and text[start : start + 3].casefold() in lists.listed("numbered_places"))


_CHECKS: dict[str, Callable[[str, int, int], bool]] = {
    "personnummer": _is_personnummer,
    "phone": _is_phone,
    "phone_word": _is_phone_after_word,
    "case": _is_case,
    "case_far": _is_case_far,
    "street": _is_street,
    "property": _is_property,
    "street_like": _is_street_like,
    "street_short": _is_short_street,
    "postal": _is_postal,
    "car": _is_car,
    "user_name": _is_user_name,
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
