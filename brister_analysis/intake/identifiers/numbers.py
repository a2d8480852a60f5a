"""Numbers that nothing explains: masked, because a code, an extension or a case can look like anything."""

from __future__ import annotations

import re
from functools import cache

from brister_analysis.intake.identifiers import lists, words
from brister_analysis.intake.identifiers.checks_number import is_measured
from brister_analysis.intake.identifiers.model import Identifier

# A number with the letters and signs that are written together with it.
_NUMBER = re.compile(
    r"[\d#*](?:(?<=\d)(?:[ -]{1,3}\d){3,11}(?![\d.,]|:\w)|"
    r"(?:(?<=\d)|\d)\w*(?:[-/:.,+*#_]{1,2}\w+| \d{2,4}(?![\d,.:/]*\d))*[#*]?)"
)
_LETTERS_BEFORE = re.compile(r"(?<![\w@])[A-Za-zÅÄÖåäö]{1,8}[-/#_.]?\Z")
# Looked for in what stands before, cut out: a word's first letter is the only one tried.
_WORD_BEFORE = re.compile(r"((?<![^\W\d_])[^\W\d_]+[\w:-]*|§)[ .:(]*\Z")
_WORD_AFTER = re.compile(r"[ -]{0,2}([^\W\d_]+|%|§)")
# The short form of an office, joined from two ("SOC-H 5167.22").
_OFFICE = re.compile(r"(?<![\w-])([A-ZÅÄÖ]{2,})[-/][A-Za-zÅÄÖåäö]{1,4} \Z")
_NUMBERED = re.compile(r"\b(?:nr|nummer|numret)\.?:? \Z", re.IGNORECASE)
# A number that goes on a row: "dag 20, 70 och 140". It is searched for only after such a word.
_GOES_ON_ROW = ("och ", "eller ", "samt ", "resp ", "resp. ")
_LISTED = re.compile(r"([^\W\d_]+) \d{1,4}(?:, \d{1,4})*,? (?:och|eller|samt|resp\.?) \Z")
_PLAIN_DATE = re.compile(r"(?:19|20)\d\d|[0-3]?\d/[01]?\d")
# A year so long ago that it is rather somebody's year of birth than that of an event.
_LONG_AGO = re.compile(r"19\d\d")
# Letters between figures ("2024:SN.0417").
_MIXED = re.compile(r"\d\W?[^\W\d_]+\W?\d")
_CODE_TAIL = re.compile(r"\d-[A-ZÅÄÖ]{2,}\Z")  # "SIP-4412-KLM"
_FIGURES = 4
_LONG = 8
# With letters, fewer figures make a number of its own ("P-118").
_FIGURES_WITH_LETTERS = 3


@cache
def _whole() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{way})" for way in lists.toml("numbers.toml")["whole"]))


@cache
def _words(name: str) -> frozenset[str]:
    return lists.split(lists.toml("numbers.toml")[name])


def unexplained_numbers(text: str, taken: list[Identifier]) -> list[Identifier]:
    """Find numbers that are no date, hour, amount, dose, law, diagnosis or place in a building.

    Parameters
    ----------
    text
        As `read` gives it.
    taken
        What has a shape of its own.
    """
    found = []
    for hit in taken:
        text = text[: hit.start] + "[" * (hit.end - hit.start) + text[hit.end :]
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        written = number.group().rstrip(".,:+-_/")
        end = start + len(written)
        figures = sum(map(str.isdigit, written))
        if figures < _FIGURES_WITH_LETTERS - 1:
            continue
        letters = _LETTERS_BEFORE.search(text, max(0, start - 9), start)
        coded = letters and (
            _is_code(letters.group()) or (_MIXED.search(written) and text[start - 1].isupper())
        )
        if figures < _FIGURES_WITH_LETTERS and not coded:
            continue
        if letters:
            start = letters.start()
        elif start and (text[start - 1].isalnum() or text[start - 1] in "@_"):
            continue
        if figures < _FIGURES and not text[start].isupper() and _follows_measure(text, start):
            continue
        if not is_explained(text, start, end):
            found.append(Identifier(start, end, "OTHER", "unknown_number"))
    return found


@cache
def _readings() -> re.Pattern[str]:
    table = lists.toml("numbers.toml")["readings"]
    one = table["pattern"].replace("{value}", table["value"])
    return re.compile(rf"{one}(?:[ ,.;()]{{1,2}}{one})*[ ,.;()]*")


def is_reading(text: str, start: int, end: int) -> bool:
    """Return whether what stands here is nothing but laws, diagnoses, vertebrae or values: "P 118, T 38"."""
    return _readings().fullmatch(text, start, end) is not None


def _is_code(letters: str) -> bool:
    """ "Q-88", not "PHQ-15" or "covid-19"."""
    head = letters[:-1]
    if not (letters.endswith(("-", "#")) and head.isupper()) or words.is_kept(head.casefold()):
        return False
    return head not in lists.listed("acronyms") and head not in lists.listed("numbered_sources")


def _follows_measure(text: str, start: int) -> bool:
    """What three figures tell mostly: "puls 112", "Lergigan 100", "MADRS 118"."""
    before = _WORD_BEFORE.search(text[max(0, start - 24) : start])
    if not before:
        return False
    word = before.group(1)
    lowered = word.casefold()
    measured = word.isupper() or lowered in _words("measures") or lowered in lists.listed("scales")
    return measured or words.is_kept(lowered)


def is_explained(text: str, start: int, end: int) -> bool:
    """Return whether the number written here is a date, an hour, an amount, a dose, a law ..."""
    written = text[start:end]
    office = _OFFICE.search(text, max(0, start - 14), start)
    if office and not _is_public(office.group(1)):
        return False
    on_row = text.endswith(_GOES_ON_ROW, 0, start)
    listed = on_row and _LISTED.search(text, max(0, start - 60), start)
    if listed and (_is_public(listed.group(1)) or listed.group(1).casefold() in _words("measures")):
        return len(written) <= _FIGURES and written.isdigit()  # "dag 20, 70 och 140"
    numbered = _NUMBERED.search(text, max(0, start - 9), start)
    if numbered and not _PLAIN_DATE.fullmatch(written):
        return any(word.casefold() in lists.listed("devices") for word in _near(text, start))
    found = _WORD_BEFORE.search(text[max(0, start - 24) : start])
    before = found.group(1) if found else ""
    if _LONG_AGO.fullmatch(written):
        return before.casefold() in _words("since")
    if _whole().fullmatch(written) or written in lists.listed("public_numbers"):
        return True
    if is_measured(text, end):
        return True
    after = _WORD_AFTER.match(text[end : end + 20])
    if after and after.group(1).casefold() in _words("counted"):
        return True
    figures = sum(map(str.isdigit, written))
    if figures >= _LONG or (len(before) == 1 and figures > _FIGURES):
        # Nothing public but what is printed has a number as long as a telephone's.
        public = before.casefold() in _words("printed")
    else:
        public = _is_public(before) and not _MIXED.search(written)
    if public and not (before == "§" and "/" in written):
        return True
    letters = re.match(r"[^\W\d_]{2,}", written)
    few = figures <= _FIGURES
    if letters and few and _is_public(letters.group()) and not _CODE_TAIL.search(written):
        return True
    return any(word.casefold() in lists.listed("devices") for word in _near(text, start))


def _near(text: str, start: int) -> list[str]:
    return re.findall(r"[^\W\d_]+", text[max(0, start - 45) : start])


def _is_public(word: str) -> bool:
    lowered = word.casefold()
    return (
        lowered in _words("public")
        or lowered in lists.listed("numbered_places")
        or word in lists.listed("numbered_sources")
    )
