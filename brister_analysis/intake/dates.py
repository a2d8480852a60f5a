"""Dates as people write them in Swedish forms: the day always before the month, and no date ever guessed.

What can be read in one way only becomes a date. Everything else is missing, with a fault that says what to
write.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from brister_analysis.errors import Fault, shape_of
from brister_analysis.intake.answers import is_missing
from brister_analysis.intake.word_text import clean

# Day 1 of a spreadsheet is 1 January 1900, and it counts a 29 February 1900 that never was.
SERIAL_ZERO = dt.date(1899, 12, 30)
_TIME = re.compile(
    r"(?:[\s,]+|(?<=\d)t)(?:kl(?:ockan)?\.?\s*\d{1,2}(?:[.:]\d{2})?|\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)$"
)
_ORDINAL = re.compile(r"(?<=\d):?[ae]\b")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# Two whole dates, a day and a further day with its month, or something between two numbers.
_SEVERAL = re.compile(
    r"\d{4}-\d\d-\d\d.*\d{4}-\d\d-\d\d|\d\s*(?:-|till|och|,|&)\s*\d{1,2}\s+[a-zåäö]{3}"
    r"|\d\s+(?:-|till|t\.o\.m\.?|och|samt|&)\s+\d|\d.*[;\n].*\d"
)


@dataclass(frozen=True)
class ParsedDate:
    """A date as read.

    Parameters
    ----------
    date
        None when nothing was written, or nothing that can be read in one way.
    fault
        With a date: something to know (the year was not written). Without: why there is none. None when all
        is well, and when the form says that the date is unknown.
    """

    date: dt.date | None = field(default=None, repr=False)
    fault: Fault | None = None


@cache
def _words() -> dict:
    source = files("brister_analysis.intake").joinpath("data/dates.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def parse_date(written: object, year: int, spreadsheet: bool = False) -> ParsedDate:
    """Read one date.

    Parameters
    ----------
    written
        What stood in the field: text, a date or date with time; a number only from a spreadsheet.
    year
        Data year: the year the reports were received. A date without a year is taken in it and a fault
        tells so; two digits of a year must fit it or a year beside it.
    spreadsheet
        True when the cell comes from a spreadsheet, where a number counts days.

    Returns
    -------
    ParsedDate
        A date in the data year, the year before or the year after, or none.

    Notes
    -----
    A birth date in the wrong field is of another year and so is never returned. What is written as
    day-month-year is never read as month-day-year, and an impossible date (31/4) is never moved to a
    possible one.

    Examples
    --------
    >>> [str(parse_date(text, 2023).date) for text in ("3/5 2023", "den 3:e maj 2023", "230503", "31/4")]
    ['2023-05-03', '2023-05-03', '2023-05-03', 'None']
    """
    if isinstance(written, dt.datetime):
        return _near(written.date(), year)
    if isinstance(written, dt.date):
        return _near(written, year)
    plain = "" if written is None else _DASHES.sub("-", clean(str(written)).casefold())
    if is_missing(plain) or plain in _words()["words"]["patterns"]:
        return ParsedDate()
    if spreadsheet and (serial := re.fullmatch(r"(\d{5})(?:[.,]\d+)?", plain)):
        return _near(SERIAL_ZERO + dt.timedelta(days=int(serial[1])), year)
    bare, weekday = _bare(plain)
    for pattern, read in _patterns():
        if match := pattern.fullmatch(bare):
            return _one_of(read(match, year), weekday, year, assumed=len(match.groups()) == 2)
    return ParsedDate(fault=_fault(_reason(plain, bare), year, plain))


def _bare(plain: str) -> tuple[str, int | None]:
    """Return what is left without weekday, time of day and small words, and the weekday (1 Monday)."""
    words = _words()
    bare = _TIME.sub("", plain)
    for phrase in words["words"]["this_year"]:
        bare = re.sub(rf"\s+{phrase}$", "", bare)
    weekday = None
    first = re.match(r"([a-zåäö]+)\.?,?(?:\s+|(?=\d))", bare)
    if first and (name := first[1].removesuffix("en")) in words["weekdays"]:
        weekday, bare = words["weekdays"][name], bare[first.end() :]
    kept = [
        word for word in _ORDINAL.sub("", bare).split() if word.strip(".,") not in words["words"]["filler"]
    ]
    return " ".join(kept).strip(" .,"), weekday


@cache
def _patterns() -> tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str], int], list[tuple[int, int, int]]]], ...
]:
    """Return each way to write a date and what it may mean; a pattern with two groups has no year."""
    months = _words()["months"]
    month = "|".join(sorted(months, key=len, reverse=True))

    def full(year: str, near: int) -> int:
        return int(year) + (near // 100 * 100 if len(year) == 2 else 0)

    return (
        (
            re.compile(r"(\d{4})([-./ ])(\d{1,2})\2(\d{1,2})"),
            lambda m, _: [(int(m[1]), int(m[3]), int(m[4]))],
        ),
        (re.compile(r"(\d{4})(\d\d)(\d\d)"), lambda m, _: [(int(m[1]), int(m[2]), int(m[3]))]),
        (re.compile(r"(\d\d)(\d\d)(\d\d)"), lambda m, y: [(full(m[1], y), int(m[2]), int(m[3]))]),
        (
            # 23-05-03 and 03-05-23 are both written; what fits the data year tells which it is.
            re.compile(r"(\d\d)([-./ ])(\d\d)\2(\d\d)"),
            lambda m, y: [(full(m[4], y), int(m[3]), int(m[1])), (full(m[1], y), int(m[3]), int(m[4]))],
        ),
        (
            re.compile(r"(\d{1,2})([-. ])(\d{1,2})\2(\d{4}|\d\d)"),
            lambda m, y: [(full(m[4], y), int(m[3]), int(m[1]))],
        ),
        (
            re.compile(r"(\d{1,2}) ?/ ?(\d{1,2}) ?[-/.,' ] ?'?(\d{4}|\d\d)"),
            lambda m, y: [(full(m[3], y), int(m[2]), int(m[1]))],
        ),
        (re.compile(r"(\d{1,2}) ?/ ?(\d{1,2})"), lambda m, y: [(y, int(m[2]), int(m[1]))]),
        (
            re.compile(rf"(\d{{1,2}})[. ]?\s?({month})[.,]? ?[-']?(\d{{4}}|\d\d)"),
            lambda m, y: [(full(m[3], y), months[m[2]], int(m[1]))],
        ),
        (re.compile(rf"(\d{{1,2}})[. ]?\s?({month})"), lambda m, y: [(y, months[m[2]], int(m[1]))]),
    )


def _one_of(
    readings: list[tuple[int, int, int]], weekday: int | None, year: int, assumed: bool
) -> ParsedDate:
    possible = dict.fromkeys(day for reading in readings if (day := _day(*reading)))
    fitting = [day for day in possible if abs(day.year - year) <= 1]
    if not possible:
        return ParsedDate(fault=_fault("impossible", year))
    if len(fitting) > 1:
        return ParsedDate(fault=_fault("ambiguous", year))
    found = _near((fitting or list(possible))[0], year)
    if found.date and weekday and found.date.isoweekday() != weekday:
        return ParsedDate(found.date, _fault("weekday", year))
    return ParsedDate(found.date, _fault("year_assumed", year)) if assumed else found


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _near(day: dt.date, year: int) -> ParsedDate:
    if abs(day.year - year) <= 1:
        return ParsedDate(day)
    return ParsedDate(fault=_fault("other_year" if day.year < year else "future", year))


def _reason(plain: str, bare: str) -> str:
    """Return why a text is no date: the key of the fault."""
    words = _words()
    if _SEVERAL.search(plain):
        return "several"
    for reason in ("relative", "vague"):
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain) for word in words["words"][reason]):
            return reason
    first = bare.split(" ")[0].rstrip(".,")
    return "no_day" if first in words["months"] else "unreadable"


def _fault(reason: str, year: int, written: str | None = None) -> Fault:
    got = None if written is None else shape_of(written)
    return Fault(f"forms.date.{reason}", got=got, values={"year": year, "example": f"{year}-05-03"})
