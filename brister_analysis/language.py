"""Every sentence a user meets, in Swedish and English, and numbers and dates written as each language writes
them.

Sentences lie in ``languages/<language>/<room>.toml``; the first part of a key names the file. A test holds
that both languages have the same keys and the same placeholders. Where words depend on a number, both stand
in the sentence, those for one first: ``{forms} {forms:fil|filer}``.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import re
import tomllib
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files

LANGUAGES = ("sv", "en")
# As Word, Excel and screen readers name them.
SPOKEN = {"sv": "sv-SE", "en": "en-GB"}
NBSP = "\N{NO-BREAK SPACE}"
_BY_NUMBER = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


def current_language() -> str:
    """Return the language of messages: ``BRISTER_LANG`` when it is one of `LANGUAGES`, else Swedish."""
    wanted = os.environ.get("BRISTER_LANG", "sv").lower()[:2]
    return wanted if wanted in LANGUAGES else "sv"


@cache
def catalogue(language: str, room: str) -> dict:
    """Return the nested catalogue of one room in one language."""
    source = files("brister_analysis").joinpath("languages", language, f"{room}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def text(key: str, /, language: str | None = None, **values: object) -> str:
    """Return the sentence `key` with `values` filled in.

    Parameters
    ----------
    key
        Dotted path; the first part names the catalogue file (``"intake.docx.truncated.what"``).
    language
        ``"sv"`` or ``"en"``; default is `current_language`.
    **values
        What the placeholders take.

    Raises
    ------
    KeyError
        The key is not in the catalogue: a fault in the program, never in what a user supplied.
    """
    room, *path = key.split(".")
    found: object = catalogue(language or current_language(), room)
    for step in path:
        if not isinstance(found, dict) or step not in found:
            raise KeyError(f"no sentence {key!r} in {language or current_language()}")
        found = found[step]
    if not isinstance(found, str):
        raise KeyError(f"{key!r} is a group of sentences, not a sentence")
    if not values:
        return found
    return _BY_NUMBER.sub(lambda by: by[2] if str(values[by[1]]) == "1" else by[3], found).format_map(values)


def listed(words: Sequence[str], language: str | None = None) -> str:
    """Return words as a list in a sentence: "A, B och C"."""
    joined = f" {text('errors.and', language)} "
    return joined.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def within_sentence(heading: str) -> str:
    """Return a heading as it stands within a sentence; only its first letter becomes small."""
    return heading[:1].lower() + heading[1:]


def file_ending(language: str) -> str:
    """Return what a file's name has before its last ending: nothing in Swedish, ``.en`` in English."""
    return "" if language == "sv" else f".{language}"


def format_number(value: float, decimals: int = 0, language: str | None = None) -> str:
    """Write a number as the language does: decimal comma and thin groups in Swedish, point and commas in
    English.

    Examples
    --------
    >>> format_number(12345.678, 1, "sv")
    '12\\xa0345,7'
    >>> format_number(12345.678, 1, "en")
    '12,345.7'
    >>> format_number(-0.04, 1, "sv")
    '0,0'
    >>> [format_number(value, 0, "sv") for value in (17.5, 22.5, 52.5)]
    ['18', '23', '53']
    """
    written = f"{_half_away_from_zero(value, decimals):,.{decimals}f}"
    if float(written.replace(",", "")) == 0:
        written = written.lstrip("-")
    if (language or current_language()) == "sv":
        written = written.replace(",", NBSP).replace(".", ",").replace("-", "\N{MINUS SIGN}")
    return written


def _half_away_from_zero(value: float, decimals: int) -> float | Decimal:
    """Return a number rounded as people do by hand: a half goes up, never to the even neighbour."""
    if not math.isfinite(value):
        return value
    # Fifteen digits are more than any table shows, and take away what binary numbers add to 22.5.
    exact = Decimal(f"{value:.15g}")
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def format_percent(share: float, decimals: int = 0, language: str | None = None) -> str:
    """Write a share (0-1) as percent: ``42 %`` in Swedish, ``42%`` in English."""
    number = format_number(share * 100, decimals, language)
    return f"{number}{NBSP}%" if (language or current_language()) == "sv" else f"{number}%"


def format_date(day: dt.date, language: str | None = None) -> str:
    """Write a date in words: ``3 maj 2023`` in Swedish, ``3 May 2023`` in English, whatever the machine's
    locale."""
    months = text("errors.months", language).split()
    return f"{day.day} {months[day.month - 1]} {day.year}"
