"""Checks on numbers that have the shape of an identifier: is it one, or a date, a dose, a thing's number?"""

from __future__ import annotations

import re

from brister_analysis.intake.identifiers import dictionary, lists, words

# What is measured or counted is no number of a case, nor of a house.
_MEASURE = re.compile(
    r" ?(?:mg|ml|mikrog\w*|µg|min(?:uter)?|st(?:ycken)?|dag(?:ar)?|dygn|tim(?:mar)?|år|veckor|månader|"
    r"procent|%|poäng|platser|personer|kr(?:onor)?|spänn|mmol|kg|cm|meter|km|IE|"
    r"ggr|gånger|sidor|kcal|kJ|v(?= |[.,]|$)|mån|nätter)(?!\w)"
)


def is_measured(text: str, end: int) -> bool:
    """Return whether a number that ends here is measured or counted: "20 min", "17 poäng"."""
    return _MEASURE.match(text[end : end + 14]) is not None


def is_personnummer(text: str, start: int, end: int) -> bool:
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


_NOUGHT_AS_LETTER = re.compile(r"^(\(?)[Oo]")
_LETTER = re.compile("[A-Za-z]")
_FROM_TO = re.compile(r"[0-2]?\d[.:][0-5]\d ?- ?[0-2]?\d[.:][0-5]\d")
_DAY_AND_YEAR = re.compile(r"\(?0\d[-/.]\d\d[-/. ]{1,2}(?:\d\d|(?:19|20)\d\d)")


def is_phone(text: str, start: int, end: int) -> bool:
    """Seven to fifteen digits that are no date with hours."""
    written = text[start:end]
    if _LETTER.search(written):
        written = _LETTER.split(_NOUGHT_AS_LETTER.sub(r"\g<1>0", written))[0]
    digits = sum(map(str.isdigit, written))
    if digits > 13:  # two numbers with a stroke between
        written = written.rpartition("/")[0]
        digits = sum(map(str.isdigit, written))
    if not 7 <= digits <= 15:
        return False
    written = written.strip()
    if _FROM_TO.fullmatch(written) or _SHIFT.fullmatch(written):
        return False  # 07.30-16.00
    # 2023-03-14, 05-06 13.30 and the like are dates and hours.
    return not _DAY_AND_YEAR.fullmatch(written)


# "kod F43.8"
_DIAGNOSIS = re.compile(r"[A-TV-Z]\d\d\.\d[A-Z]?(?!\w)")
# A shift: "0730-1600".
_SHIFT = re.compile(r"[0-2]\d(?:00|15|30|45) ?- ?[0-2]\d(?:00|15|30|45)")
_HOURS = re.compile(r"[0-2]?\d[.:]?[0-5]\d ?- ?[0-2]?\d[.:]?[0-5]\d")


def is_phone_in_any_grouping(text: str, start: int, end: int) -> bool:
    """Seven figures or more that begin with a nought, and no two hours: "08 46 500 4 12", "0 7 0 - 1 7 4"."""
    return is_phone(text, start, end) and not _HOURS.fullmatch(text, start, end)


def is_phone_after_word(text: str, start: int, end: int) -> bool:
    """Five to twelve digits after a word for telephone; no date, no public number."""
    digits = sum(c.isdigit() for c in text[start:end])
    written = re.split(r"[. ]+", text[start:end].strip("() "))
    if all(part in lists.listed("public_numbers") for part in written):
        return False
    return 5 <= digits <= 12 and not re.fullmatch(r"(?:19|20)?\d\d-?[01]\d-?[0-3]\d", text[start:end])


_DATE_LIKE = re.compile(
    r"(?:19|20)\d\d[-/](?:19|20)\d\d|(?:19|20)\d\d(?:-\d{2}(?:-[0-3]\d)?)?|\d{1,2}(?:[/.:-]\d{1,2}(?:[/.:-]\d{2,4})?)?|"
    r"(?:kl|v|vecka|den|dag|nr)?\.? ?\d{1,2}(?:[:.]\d\d)?(?:-\d{1,2}(?:[:.]\d\d)?)?|"
    r"\d+(?:st|mg|ml|dygn|h|min|år|kr)",
    re.IGNORECASE,
)
_MONTHS, _SPAN = 12, 5
_LETTERS = re.compile(r"[A-ZÅÄÖa-zåäö]+")


_SCORE = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖa-z]{1,5} \d{1,2}/\d\d")
_NAMED_DAY = re.compile(r"[A-ZÅÄÖ]{2,8}[ :]{1,2}20\d\d-(?:0[1-9]|1[0-2])-[0-3]\d(?!\d)")
_AMOUNT = re.compile(r" (?:kcal|kr|kronor|mg|ml)\b")
_BETWEEN_LETTERS = re.compile(r"[A-ZÅÄÖ]{2,5}[-/]\d{3,6}[-/][A-ZÅÄÖ]{1,3}")
_NO_DATE = re.compile(r"\d{1,2}[-/](?:3[2-9]|[4-9]\d)")
_YEARS = re.compile(r"(?:19|20)(\d\d)-(\d\d)")
_SHORT_CASE = re.compile(r"([A-ZÅÄÖ]{1,4})[-/]\d{1,2}")
_NUMBERED = re.compile(r"(?i:nr|nummer|numret|-id|beteckning(?:en)?|referens(?:en)?)\b")


def is_case_far(text: str, start: int, end: int) -> bool:
    """A number some words after its cue: with letters or a stroke inside, or called a number."""
    written = text[start:end]
    if not is_case(text, start, end) or is_measured(text, end):
        return False
    if written in lists.listed("public_numbers"):
        return False
    mixed = not written.replace(" ", "").isdigit()
    return mixed or bool(_NUMBERED.search(text[max(0, start - 60) : start]))


def is_case(text: str, start: int, end: int) -> bool:
    """Three digits or more, after a word for a case or in its shape; no date, no dose, no thing's number."""
    written = text[start:end]
    if _SCORE.fullmatch(written):
        return written.split()[0].upper() not in lists.listed("acronyms")  # "MMSE 21/30"
    if _NAMED_DAY.match(written):
        return False  # "SAMSA 2024-02-05"
    if _AMOUNT.match(text[end : end + 8]):
        return False
    if _BETWEEN_LETTERS.fullmatch(written):
        return True  # letters on both sides: no law, no score
    short = _SHORT_CASE.fullmatch(written)
    if short and not any(short.group(1) in lists.listed(name) for name in ("numbered_sources", "acronyms")):
        return True
    if _NO_DATE.fullmatch(written):
        return True
    years = _YEARS.fullmatch(written)
    if years and int(years[2]) > _MONTHS and not 0 < int(years[2]) - int(years[1]) <= _SPAN:
        return True  # neither a month nor the end of a span of years
    if _DATE_LIKE.fullmatch(written) or sum(c.isdigit() for c in written) < 3:
        return False
    if any(
        word.casefold() in lists.listed("devices")
        for word in _LETTERS.findall(text[max(0, start - 45) : start])
    ):
        return False
    letters = _LETTERS.match(written)
    return not (letters and letters.group() in lists.listed("numbered_sources"))


def is_document(text: str, start: int, end: int) -> bool:
    """No hours of a shift ("passet 0700-1600"), no year in which somebody got it."""
    year = re.fullmatch(r"(?:19|20)\d\d", text[start:end])
    if year and re.search(r"(?i:tillstånd|körkort|pass|kort)(?:et)? \Z", text[max(0, start - 16) : start]):
        return False
    return not (_SHIFT.fullmatch(text, start, end) or _DIAGNOSIS.match(text, start))


def is_access_code(text: str, start: int, end: int) -> bool:
    """Figures after a word for a code or a lock that are no hour, no dose and no count."""
    written = text[start:end]
    if is_measured(text, end) or re.search(r"\bkl\.? ?$|klockan $", text[max(0, start - 10) : start]):
        return False
    if re.fullmatch(r"20\d\d", written) and re.search(
        r"\b(?:sedan|från|under|i|till|år|hösten|våren|sommaren|vintern|årsskiftet) $",
        text[max(0, start - 12) : start],
    ):
        return False
    if _DIAGNOSIS.match(text, start):
        return False
    return not re.fullmatch(r"\d{1,2}[.:/]\d\d?|(?:19|20)\d\d-\d\d(?:-\d\d)?", written)


def is_user_name(text: str, start: int, end: int) -> bool:
    """Letters with figures that are no word with a number."""
    written = text[start:end]
    if written[:3].isupper():
        return not any(written.startswith(short) for short in lists.listed("acronyms") if len(short) > 2)
    if "_" in written:
        return bool(written.strip("_"))
    head = re.split(r"[\W\d]", written.casefold())[0]
    return head not in words.kept() and (not dictionary.knows(head) or words.first_name_weight(head) > 1)


def is_dotted_name(text: str, start: int, end: int) -> bool:
    """A name on the net: three words joined by full stops, figures behind ("lill.an.86"), first name and
    surname, or one of them with an initial."""
    parts = text[start:end].split(".")
    if text[end - 1].isdigit():
        return len(parts) > 2 or not parts[-1].isdigit()
    if len(parts) > 2:
        return not all(dictionary.knows(part) for part in parts)
    first, last = parts
    if len(first) == 1 or len(last) == 1:  # "anna.b", "k.lind"
        name = max(parts, key=len)
        return words.first_name_weight(name) > 1 if len(last) == 1 else words.is_surname(name)
    return words.first_name_weight(first) > 1 and (
        words.is_surname(last) or words.first_name_weight(last) > 1
    )


def is_file_name(text: str, start: int, end: int) -> bool:
    """A file whose name holds a word that nothing explains: "ek_plan.docx", not "rutin-utskrivning.pdf"."""
    parts = re.findall(r"[^\W\d_]{2,}", text[start:end].rpartition(".")[0])
    return not all(words.is_kept(part.casefold()) or dictionary.knows(part.casefold()) for part in parts)


def is_car(text: str, start: int, end: int) -> bool:
    """Three letters and three figures that are no short form and no numbered place."""
    letters, tail = text[start : start + 3].upper(), text[end - 1]
    if text[start : start + 3].islower() and dictionary.knows(text[start : start + 3]):
        return False
    if letters in lists.listed("acronyms"):
        return False
    return not (tail.isdigit() and text[start : start + 3].casefold() in lists.listed("numbered_places"))


_COUNTED_WORD = re.compile(r" (?:gång|dag|dygn|veck|tim|år|mån|min|pers|barn|st\b|kron|mg|procent)")


def is_spelled_number(text: str, start: int, end: int) -> bool:
    """Three numbers in a row and two of them in words, with nothing counted behind: "noll sju 3, tolv"."""
    written = re.split(r"[ ,-]+", text[start:end])
    in_words = [part for part in written if not part.isdigit()]
    if len(written) == 3 and written[1:] == ["noll", "noll"] and written[0] != "noll":
        return False  # "sexton noll noll" is an hour
    if _COUNTED_WORD.match(text, end) or (len(in_words) < 2 and len(written) > 1):
        return False
    return len(written) > 3 or any(part.casefold().startswith("noll") or len(part) > 4 for part in in_words)
