"""Numbers told in words ("noll sju tre, sjutton fyrtio sex tolv"), read as the figures they stand for.

Reports are dictated. With figures in place of the words every rule for numbers holds for dictated ones too.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from brister_analysis.intake.identifiers import lists

# So far before a number its word is looked for.
_BACK = 60
_LOOKED_AT = 6
# Number words so near each other, with a sign between, are one number.
_BESIDE = 4
# Without a word that brings it in, a number has so many figures, or so many and begins with a nought.
_FIGURES, _FIGURES_AFTER_NOUGHT = 5, 4
_FIGURES_NUMBERED = 3
_WORDS = 3
# A car has so many letters.
_LETTERS = 3
# "nitton hundra" and "fem tusen": what stands before is less than this.
_MULTIPLIED = {"hundreds": 100, "thousands": 1000}
# "fyrtio" and "sex", "hundra" and "elva" are one number.
_ADDED_AFTER = {
    "units": ("tens", "hundreds", "thousands"),
    "teens": ("hundreds", "thousands"),
    "tens": ("hundreds", "thousands"),
}
# A word that holds one of these may be a number however it goes on.
_INSIDE = ("noll", "hundra", "tusen")
# "Storg. ett"
_SHORT_STREET = re.compile(
    r"\. (?<=[a-zåäö][gvt]\. )(?:ett|två|tre|fyr|fem|sex|sju|ått|nio|tio|elva|tolv|\w{2,6}ton|tjug|fört|nitt)"
)
_HYPHENED = re.compile(r"-(?:tjugo|tretti|f[yö]rti|femti|sexti|sjutti|åtti|nitti)")
_SECOND = re.compile(r"\w+[,.] (?=noll)")
# "ett b"
_STAIRS = re.compile(r" [a-h](?!\w)")
_MAIL = re.compile(r" (?:snabel|@)")


def with_spoken(text: str) -> tuple[str, list[int]] | None:
    """Return the text with figures where words stand for them, and where each character of it stood.

    None when nothing changed. What a word becomes stands where the word began.

    Examples
    --------
    >>> with_spoken("dnr tjugotjugofyra kolon hundraarton saknas")[0]
    'dnr 2024:118 saknas'
    """
    lowered = text.lower()
    if not _may_hold(lowered):
        return None
    if len(lowered) != len(text):  # a letter such as İ grows: its places would be wrong
        return None
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    for run in _run().finditer(lowered):
        start, end = run.span()
        if start < at or (run.group() == "ett" and not _is_number(lowered, start, end)):  # alone an article
            continue
        read = _read(lowered, start, end)
        if read is None:
            continue
        start, end, written, places = read
        pieces += (text[at:start], written)
        origin += range(at, start)
        origin += places
        at = end
    if not pieces:
        return None
    pieces.append(text[at:])
    origin += range(at, len(text) + 1)
    return "".join(pieces), origin


def _is_number(lowered: str, start: int, end: int) -> bool:
    """Return whether "ett" is one: before stairs, or after a street cut short."""
    return bool(_STAIRS.match(lowered, end)) or _SHORT_STREET.match(lowered, start - 2) is not None


def _may_hold(lowered: str) -> bool:
    """Return whether two number words stand beside each other, or one after a word that brings it in."""
    if any(word in lowered for word in _INSIDE) or _SHORT_STREET.search(lowered) or _HYPHENED.search(lowered):
        return True
    pieces = lowered.replace(",", " ").replace(".", " ").split()
    at, last = -1, -_BESIDE
    for piece in filter(_common().__contains__, pieces):
        at = pieces.index(piece, at + 1)
        if at - last < _BESIDE or any(map(_brings_in, pieces[max(0, at - _LOOKED_AT) : at])):
            return True
        last = at
    return False


@lru_cache(maxsize=20_000)
def _brings_in(word: str) -> bool:
    """Return whether a word ends as those that bring in a number."""
    return word.rstrip(":,").endswith(_ends())


@cache
def _common() -> frozenset[str]:
    """Return the number words up to a hundred, without the article."""
    words: dict[str, list[str]] = {}
    for word, (kind, worth) in _values().items():
        if worth and kind != "double":
            words.setdefault(kind, []).append(word)
    joined = (ten + unit for ten in words["tens"] for unit in words["units"])
    return frozenset([*words["units"], *words["teens"], *words["tens"], *joined]) - {"en"}


@cache
def _values() -> dict[str, tuple[str, int]]:
    table = lists.toml("spoken.toml")
    found = {
        "en": ("units", 1),
        "hundra": ("hundreds", 100),
        "tusen": ("thousands", 1000),
        "dubbel": ("double", 2),
    }
    for kind, least, step in (("units", 0, 1), ("teens", 10, 1), ("tens", 20, 10)):
        for place, words in enumerate(table[kind]):
            found |= dict.fromkeys(words.split(), (kind, least + step * place))
    return found


@cache
def _atom() -> str:
    return "|".join(sorted(_values(), key=lambda word: (-len(word), word)))


@cache
def _run() -> re.Pattern[str]:
    listed = sorted(_values().keys() - {"en", "dubbel"}, key=lambda word: (-len(word), word))
    atoms = f"(?:{'|'.join(listed)})"
    # "en" only in "tjugoen": elsewhere it is an article.
    rest = rf"(?:(?:dubbel)?{atoms})*(?:(?<=[it]o)en|(?<=o)och{atoms}+)?\d{{0,4}}(?!\w)"
    signs = "|".join(lists.toml("spoken.toml")["signs"])
    between = (
        rf"(?:,? (?:[a-zåäö] )?(?:{signs}) (?:[a-zåäö] (?:(?:{signs}) )?)?|[ ,-]{{1,2}}| - |\. (?=[a-zåäö]))"
    )
    figures = r"\d{1,6}(?![\w]|[.,:/-]\d)"
    # A letter with nothing before it is searched fastest; then what goes on from it.
    goes_on = {
        letter: "|".join(word[1:] for word in listed if word[0] == letter)
        for letter in {w[0] for w in listed}
    }
    goes_on["d"] = f"ubbel{atoms}"
    first = "|".join(f"(?<={letter})(?:{ways})" for letter, ways in sorted(goes_on.items()))
    letters = "".join(sorted(goes_on))
    more = rf"(?:{between}(?:(?:dubbel)?{atoms}{rest}|{figures}))*"
    return re.compile(rf"[{letters}](?<![\w-].)(?:{first}){rest}{more}")


@cache
def _part() -> re.Pattern[str]:
    """A number word, a sign or figures."""
    signs = "|".join(lists.toml("spoken.toml")["signs"])
    return re.compile(
        rf"(?P<sign>{signs})(?!\w)|(?P<figures>\d+)|(?<= )(?P<letter>[a-zåäö])(?= )|(?P<atom>{_atom()})"
    )


@cache
def _before(name: str) -> re.Pattern[str]:
    table = lists.toml("spoken.toml")["before"]
    letters = "|".join(sorted(_letters(), key=lambda word: (-len(word), word)))
    signs = "|".join(lists.toml("spoken.toml")["signs"])
    if name == "office":
        return re.compile(rf"(?<!\w)(?:{table[name]}){table['words']}(?P<office>{table['short_form']} )$")
    if name == "street":
        return re.compile(rf"(?<!\w)(?:{table[name]})(?:,? (?:nr|nummer))?[ ,]{{1,2}}(?P<letters>)$")
    spelled = rf"(?P<letters>(?:(?:{letters}) ){{0,4}})(?:(?P<sign>{signs}) )?"
    return re.compile(rf"(?<!\w)(?:{table[name]}){table['words']}{spelled}$")


@cache
def _letters() -> dict[str, str]:
    """Return what each name of a letter stands for."""
    listed = lists.toml("spoken.toml")["before"]["letters"].split(",")
    return {name: names.split()[0].upper() for names in listed for name in names.split()}


@cache
def _ends() -> tuple[str, ...]:
    return tuple(lists.toml("spoken.toml")["before"]["ends"].split())


@cache
def _hour() -> re.Pattern[str]:
    return re.compile(lists.toml("spoken.toml")["before"]["hour"])


def _read(text: str, start: int, end: int) -> tuple[int, int, str, list[int]] | None:
    """Return where a number told in words begins and ends, its figures, and where each stood; None where it
    may be a count."""
    first = re.match(r"(?:fyra|fem)(?: |$)", text[start:end])
    if first and text.endswith("sista ", 0, start):  # "sista fyra ett två tre fyra"
        start += first.end()
    second = _SECOND.match(text, start, end)  # "efter nio, noll sju noll ..."
    start = second.end() if second else start
    back = text[max(0, start - _BACK) : start]
    told = any(map(_brings_in, back.rsplit(None, _LOOKED_AT)[-_LOOKED_AT:]))
    if (
        start >= end
        or not (told or " " in text[start:end] or text.count("-", start, end) > 1)
        or _hour().search(back)
    ):
        return None
    street = _before("street").search(back) if told else None
    written, places, words = _figures(text, start, end, street is not None)
    figures = sum(map(str.isdigit, written))
    signed = figures < len(written.replace(" ", "")) and words > 1
    known = street
    if told and not known and (figures > 1 or signed):  # "nummer två" is one of several
        known = _before("named").search(back)
    if told and not known and (figures >= _FIGURES_NUMBERED or signed):
        known = _before("numbered").search(back)
    hyphens = text.count("-", start, end) > 1 and " " not in text[start:end]
    long = words >= _WORDS and figures >= _FIGURES - hyphens
    long = long or (written[0] == "0" and words > 1 and figures >= _FIGURES_AFTER_NOUGHT)
    if not (known or signed or long or _MAIL.match(text, end)):
        return None
    if text.endswith("plus ", 0, start):
        return start - 5, end, "+" + written, [start - 5, *places]
    office = _before("office").search(back) if told and not street else None
    if office:
        begin = start - len(office.group("office"))
        return begin, end, office.group("office").upper() + written, [begin] * (start - begin) + places
    if not known or not known.group("letters"):
        return start, end, written, places
    sign = known.group("sign") or ""
    letters = "".join(map(_letters().__getitem__, known.group("letters").split()))
    before = letters + lists.toml("spoken.toml")["signs"].get(sign, "")
    begin = start - len(known.group("letters")) - len(sign) - bool(sign)
    written, places = before + written, [begin] * len(before) + places
    tail = re.match(r" [a-zåäö](?!\w)", text[end : end + 3])
    if tail and len(letters) == _LETTERS and figures == _LETTERS - 1:  # "abc fyrtioett l"
        written, places, end = written + tail.group()[1].upper(), [*places, end + 1], end + 2
    return begin, end, written, places


def _figures(text: str, start: int, end: int, commas: bool) -> tuple[str, list[int], int]:
    """Return the figures of a stretch of number words, where each stood, and the number of words."""
    values, signs = _values(), lists.toml("spoken.toml")["signs"]
    found: list[tuple[str, int]] = []
    value, since, last, double, words = 0, -1, "", -1, 0

    def close() -> None:
        nonlocal since
        if since >= 0:
            found.append((str(value), since))
        since = -1

    for part in _part().finditer(text, start, end):
        begin = part.start()
        alone = begin == start or not text[begin - 1].isalpha()
        if part.lastgroup != "atom":
            close()
            if part.lastgroup == "figures" and found and found[-1][0].isdigit() and text[begin - 1] == " ":
                found.append((" ", begin - 1))
            found.append((signs.get(part.group(), part.group().upper()), begin))
            last = part.lastgroup or ""
            continue
        words += alone
        kind, worth = values[part.group()]
        if kind == "double":
            close()
            double = begin
        elif double >= 0:
            found.append((str(worth) * 2, double))
            double = -1
        elif since >= 0 and kind in _MULTIPLIED and 0 < value < _MULTIPLIED[kind]:
            value *= worth
        elif since >= 0 and worth and last in _ADDED_AFTER.get(kind, ()):
            value += worth
        elif since >= 0 and kind == "hundreds" and last == "units" and value > _MULTIPLIED["thousands"]:
            value += value % 10 * (worth - 1)  # "tvåtusentrehundra"
        else:
            close()
            if last == "figures":
                found.append((" ", begin - 1))
            elif commas and found and text[begin - 2 : begin] == ", ":
                found.append((", ", begin - 1))
            value, since = worth, begin
        last = kind
    close()
    places = [place for each, place in found for _ in each]
    return "".join(each for each, _ in found), places, words
