"""What is written together with an identifier and would otherwise stay: letters and groups of a number, the
floor, door, postcode and town of an address."""

from __future__ import annotations

import re
from functools import cache

from brister_analysis.intake.identifiers import dictionary, lists, words
from brister_analysis.intake.identifiers.checks_number import is_measured
from brister_analysis.intake.identifiers.model import Identifier

_ATTACHED_BEFORE = re.compile(r"(?:\w+[-/_#])+\Z")
_REGISTER_BEFORE = re.compile(r"(?<!\w)[A-ZÅÄÖ]{2,5}:\Z")  # "IFO:4417"
_ATTACHED_AFTER = re.compile(r"(?:[-/_]\w+)+|\w+")
# The short form of an office before a number ("KFM U-409-23").
_OFFICE_BEFORE = re.compile(
    r"(?<![\w/-])(?:[A-ZÅÄÖ]{1,6}(?:[a-zåäö][A-ZÅÄÖ])?(?:[-/][A-Za-zÅÄÖåäö]{1,4})?(?: \d\d)?|"
    r"id|ID|[pb]g) ?[#:]? \Z"
)
# "Hus 4, Lövåsvägen 19"
_DOOR_BEFORE = re.compile(
    r"(?<!\w)(?i:hus|lgh|lght|lägenhet|port|uppg(?:ång)?|ingång|vån(?:ing)?|plan|rum|läg|stuga|tomt|vagn)\.? "
    r"?(?:nr\.? ?)?(?:\d{1,4}[A-Za-z]?|[A-ZÅÄÖ])(?: ?tr)?(?:[,;/] ?| på | i )\Z"
)
_DAY_BEFORE = re.compile(r"(?<!\w)den \Z")  # "den 8:e maj 2014"
_ESTATE_AFTER = re.compile(r" (?:gård|torp|säteri|herrgård|kvarn|mölla|bruk)(?!\w)")
_HOUSE_AFTER = re.compile(r" \d{1,4}/\d{1,4}(?=, \d)| \d{1,4}(?: ?[A-Z]|[a-z])?(?![\w.:,/%+-]*\d|\w)")
_GLUED_AFTER = re.compile(r"\d{1,4}[A-Za-z]?(?!\w)")
_GROUP_AFTER = re.compile(
    r"(?: \d{1,4}(?![\d,.:/]*\d)(?= \d| [A-Z]{1,3}(?!\w)|[^\w ]|$)| \d{2,4}(?![\d,.:/]*\d)| \d{5}(?!\d)|"
    r" (?:- ?)?(?:[A-ZÅÄÖ]{1,3}|[a-d])(?=[.,;)\n]|$)| [A-Z](?= [a-zåäö])|"
    r" / (?:19|20)\d\d(?!\d)| \((?:vux|sek|kopia|del \d)\)| \d\d/[2-9]\d(?![\d/])| - ?\d{2,4}(?![\d./]|:\w))+"
)
_FORWARDED = re.compile(r"\*\d\d\*\Z")
_FIRST_FIGURES = re.compile(r"(?<![\w.,:/-])\d{1,2} \Z")
_GAP = re.compile(
    r"(?:\. ?(?=\d ?tr|lgh|vån|port |uppg))?\)?[ ,;(]{0,3}(?:- )?"
    r"(?:\n(?=\d{3} ?\d\d |\d ?tr|lgh|vån|port |uppg|c/o))?"
)
_TOWN = re.compile(
    r"(?:\)?, ?| \(| )([A-ZÅÄÖ]{4,}(?!\w)|"
    r"[A-ZÅÄÖ][a-zåäöé]{2,}(?:-[A-ZÅÄÖ][a-zåäöé]+)?|[a-zåäö]{3,})(?!\w| kommun)"
)
_VILLAGE = re.compile(r" i ([^\W\d_]{3,})(?=[,.;)\"]|$)")
_LAST_FIGURES = re.compile(r"\d+\Z")
# "och 118", ", -118", "samt 2024-118", "resp T 1235-23"
_SECOND = re.compile(
    r"(?:,| ?/| ?&| och| o| samt| resp(?:ektive|\.)?| eller| el\.?| plus| \+){1,2} ?(?:nr\.? )?"
    r"(?:(?P<sign>-|[A-ZÅÄÖ]{1,4}[ -]?\d+[-/]|\d+[-/:])?(?P<figures>\d{1,7}))(?![\w%]|[.,:/-]\d)"
)
_COUNTED = re.compile(
    r" (?:andra|barn|av|till|gånger|ärenden|avvikelser|mars|april|maj|juni|juli|aug|sept|okt|nov|dec|jan|feb)"
)
_WIDE = frozenset(("CASE", "OTHER", "PERSONNUMMER"))
_NUMBERED = frozenset(("unknown_number", "document_number", "access_code", "bank_account", "car"))
_WORDS = frozenset(("unknown_word", "unknown_first_word", "capital_word", "unknown_lower", "surname_shape"))


def widened(text: str, hits: list[Identifier]) -> list[Identifier]:
    """Take in what is written together with an identifier, so that no part of it stays.

    The result is sorted and none overlaps another. Of a case also the short form of the office before it and
    further groups of figures behind are taken in, of an address stairs, doors, postcode and town.
    """
    found: list[Identifier] = []
    for hit in sorted(hits):
        start, end = _grown(text, hit)
        if hit.reason in _WORDS and end > hit.end:
            hit = hit._replace(kind="ADDRESS", reason="street_like")
        if found and (start < found[-1].end or _is_continued(text, found[-1], hit)):
            start = found[-1].start
            end = max(end, found[-1].end)
            name_only = found[-1].kind == "PERSON"
            found[-1] = (hit if name_only else found[-1])._replace(start=start, end=end)
        else:
            changed = (start, end) != (hit.start, hit.end)
            found.append(hit._replace(start=start, end=end) if changed else hit)
    return found


def _grown(text: str, hit: Identifier) -> tuple[int, int]:
    start, end = hit.start, hit.end
    if hit.kind == "ADDRESS":
        village = _VILLAGE.match(text, end) if hit.reason == "home_told" else None
        if village and not dictionary.knows(village.group(1)):
            end = village.end()
        door = _DOOR_BEFORE.search(text, max(0, start - 20), start)
        return door.start() if door else start, address_end(text, end)
    if hit.kind == "PHONE" and text[start - 1 : start] == "*":
        forwarded = _FORWARDED.search(text, max(0, start - 5), start)  # "*21*0701740699"
        start = forwarded.start() if forwarded else start
    if hit.kind == "PHONE" and end - start < 13:
        first = _FIRST_FIGURES.search(text, max(0, start - 4), start)  # "7 01 74 06 99"
        start = first.start() if first else start
    if hit.kind in ("PHONE", "PERSONNUMMER") or hit.reason == "unknown_number":
        further = _further_figures().match(text, end)
        end = further.end() if further and not is_measured(text, further.end()) else end
    if hit.kind in _WIDE:
        registered = hit.kind != "PERSONNUMMER" and text[max(0, start - 1) : start] == ":"
        attached = _REGISTER_BEFORE if registered else _ATTACHED_BEFORE
        before = attached.search(text, max(0, start - 24), start)
        start = before.start() if before else start
        after = _ATTACHED_AFTER.match(text, end)
        end = after.end() if after and text[end - 1 : end].isalnum() else end
        if hit.kind == "PERSONNUMMER":
            day = _DAY_BEFORE.search(text, max(0, start - 5), start)
            start = day.start() if day else start
    elif hit.reason in _WORDS:
        house = _HOUSE_AFTER.match(text, end)  # "Calle Mayor 4": the unknown word is a street
        if hit.reason == "unknown_lower" and not text.endswith(("på ", "till ", "från ", "bor i "), 0, start):
            house = None
        end = address_end(text, house.end()) if house and not is_measured(text, house.end()) else end
        glued = _GLUED_AFTER.match(text, end)  # "tallv7"
        end = glued.end() if glued else end
        estate = _ESTATE_AFTER.match(text, end)
        end = estate.end() if estate else end
    if hit.kind == "CASE" or hit.reason in _NUMBERED or text.startswith("00", start):
        office = _OFFICE_BEFORE.search(text, max(0, start - 14), start)
        start = office.start() if office else start
        group = _GROUP_AFTER.match(text, end)
        end = group.end() if group and not is_measured(text, group.end()) else end
        end = _with_second(text, start, end) if hit.kind == "CASE" else end
    return start, end


def _with_second(text: str, start: int, end: int) -> int:
    """Return where the numbers end that follow a case's: "2024-117, -118 och 119"."""
    figures = _LAST_FIGURES.search(text, start, end)
    while second := _SECOND.match(text, end):
        alike = second.group("sign") or (figures and len(second.group("figures")) == len(figures.group()))
        if not alike or is_measured(text, second.end()) or _COUNTED.match(text, second.end()):
            break
        end = second.end()
    return end


@cache
def _after_address() -> re.Pattern[str]:
    parts: dict[str, str] = {}
    for name, part in lists.toml("widening.toml")["parts"].items():
        parts[name] = _fill(part, parts)
    ways = [_fill(way["pattern"], parts) for way in lists.toml("widening.toml")["address"]]
    return re.compile("|".join(f"(?:{way})" for way in ways))


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(lists.toml("widening.toml")["joined"]["pattern"])


@cache
def _further_figures() -> re.Pattern[str]:
    return re.compile(lists.toml("widening.toml")["further"]["pattern"])


def _fill(pattern: str, parts: dict[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda found: parts[found.group(1)], pattern)


def address_end(text: str, end: int) -> int:
    """Return where an address ends that is known up to `end`: "3:e våningen, 211 45 Malmö" belongs to it.

    Examples
    --------
    >>> text = "Storgatan 12 B, 2 tr ög, Malmö."
    >>> text[: address_end(text, 14)]
    'Storgatan 12 B, 2 tr ög, Malmö'
    """
    while True:
        gap = _GAP.match(text, end)
        further = _after_address().match(text, gap.end() if gap else end)
        if further is None or further.end() == end:
            break
        end = further.end()
    town = _TOWN.match(text, end)
    return town.end() if town and _is_town(text, town) else end


def _is_town(text: str, town: re.Match[str]) -> bool:
    """A place, or after a comma any word with a capital."""
    lowered = town.group(1).casefold()
    if lowered in words.places():
        return True
    if not town.group(1)[0].isupper() or words.is_kept(lowered):
        return False
    if town.group(1).isupper() and dictionary.knows(lowered):
        return False
    if town.group().startswith((",", " (", "),")):
        return True
    return text[town.start() - 1] != "." and not dictionary.knows(lowered)


def _is_continued(text: str, before: Identifier, hit: Identifier) -> bool:
    """Two parts of one number, with nothing between that tells anything: "460824, sista fyra 1234"."""
    if before.kind != "PERSONNUMMER" or hit.kind not in _WIDE or hit.start - before.end > 40:
        return False
    return hit.start > before.end and _joining().fullmatch(text, before.end, hit.start) is not None
