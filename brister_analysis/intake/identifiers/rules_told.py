"""Persons by a few letters or a nickname, where the text itself tells who is meant: lists of those present,
shift notes, "kallas bara M", "så kallas hon".

The words are not taken one by one here, since such names are seldom words; each rule is tried only where its
sign stands in the text.
"""

from __future__ import annotations

import re
from functools import cache

from brister_analysis.intake.identifiers import dictionary, lists, words

Span = tuple[int, int]

_CAPITAL, _SMALL = "[A-ZÅÄÖ]", "[a-zåäöé]"
# "KL", "MGS", "MvT", "JSt", "S-B R", "Å-L", "G.A-B", "R L".
_LETTERS = (
    rf"(?:{_CAPITAL}{{2,3}}|{_SMALL}{_CAPITAL}|{_CAPITAL}{_SMALL}{{1,2}}{_CAPITAL}|{_CAPITAL}{{2}}{_SMALL}{{1,2}}|"
    rf"{_CAPITAL}-{_CAPITAL}(?: ?{_CAPITAL})?|{_CAPITAL}(?:\.? ?{_CAPITAL}-{_CAPITAL})?)"
)
_CLOSED = r"(?![\w-])"
_PRESENT = re.compile(
    r"(?<!\w)(?:(närv|närvarande|delt|deltagare|deltog|deltagande|frånv|frånvarande|inbjudna|medv|medverkande)"
    r"(?: var)?|ordf|ordförande|sekr|sekreterare|mötessekr|justerare|vid pennan|protokollförare)\.?:? (?=\w)",
    re.IGNORECASE,
)
_REST_OF_LIST = re.compile(rf"(?:[^\n.]|\.(?! {_CAPITAL}{_SMALL}))*")
_ONE_PRESENT = re.compile(rf"(?<![\w.-]){_LETTERS}{_CLOSED}(?=\.?(?:[,;)&+/\n]|$| ?\(| och | samt | o |\.))")
_ONE = re.compile(_LETTERS + _CLOSED)
_BEFORE_OFFICE = re.compile(
    rf"(?<![\w.-]){_LETTERS}(?= (?:ordf|ordförande|sekr|sekreterare|justerare)(?!\w))"
)
_HAS_OFFICE = re.compile(r" \([a-zåäö]")
_BRACKETED = re.compile(rf"\(({_CAPITAL}{{2}}(?:(?:, ?| ?[&+/] ?| och | o ){_CAPITAL}{{2}})+)\)")
_TWO_CAPITALS = re.compile(rf"{_CAPITAL}{{2}}")
_ENDS_LINE = re.compile(rf"; ?({_CAPITAL}{{2,3}}|{_SMALL}{{2,3}}|{_CAPITAL}{_SMALL})\.?[ ]*$", re.MULTILINE)
_AFTER_SLASH = re.compile(
    rf"/(?<![^\s.!?)/]/) ?({_CAPITAL}{{2}}{_SMALL}{{1,2}}|{_CAPITAL}{_SMALL}{{1,2}}{_CAPITAL})"
    r"(?=[,.\n]|$| \()",
    re.MULTILINE,
)
_GREETED = re.compile(
    rf"(?<!\w)(?:hälsn\w*|mvh|vh|vänligen)[ :,.\n]+(?:från )?({_SMALL}\. ?{_SMALL}\.?)(?=[,\n]|$| \()",
    re.IGNORECASE,
)
_LAST_TWO = re.compile(
    r"(?:skickat från min|ursäkta (?:stav|ev)|på förhand|hälsar)[^\n.]{0,40} ([a-zåäö]{2})[ ]*(?=\n|$)",
    re.IGNORECASE,
)
_DASHED = re.compile(rf"{_CAPITAL}-(?<![\w-]..)")
# "Sussi W-gren", "Olle B-n", "deltagaren R-man".
_CUT_SURNAME = re.compile(
    rf"(?<![\w-])(?:{_CAPITAL}-(?:gren|ström|berg|man|mark|lund|qvist|kvist|stedt|sson|lin|blad|dahl|holm|"
    rf"fors|stam|nen|vić|ić)|(?<=[a-zåäö] ){_CAPITAL}-[dgkmnrst])s?{_CLOSED}"
)
_JOINED = re.compile(rf"(?<![\w.-]){_CAPITAL}\. ?{_CAPITAL}-{_CAPITAL}\.?{_CLOSED}")
_N_SON = re.compile(rf"(?<![\w.])(?:{_CAPITAL}\.? )?{_CAPITAL}:(?:son|sson|dotter)s?{_CLOSED}")
_WITH_PARTICLE = re.compile(
    rf"{_CAPITAL}(?=\. ?[vVdDaA])(?<![\w.].)\. ?(?:[vVdDaA]\.? ?){{1,2}}(?<=[. ]){_CAPITAL}{_CLOSED}\.?"
)
_SPELT = re.compile(rf"(?<![\w-])(?:(?:{_CAPITAL}-){{2,}}{_CAPITAL}|(?:{_SMALL} ){{3,}}{_SMALL}){_CLOSED}")
# "kallas bara M", "vi kan kalla R.", "benämnt "N"", "säg A, eller Amal".
_ONE_LETTER = re.compile(
    r"(?<!\w)(?:kalla(?:s|r|d|de|t|)|benäm\w+|heter|heta|säg)(?: (?:här|för|bara|vi|honom|henne|hen|"
    rf"patienten|kort|endast)){{0,3}} (\"?(?!X){_CAPITAL}\.?\"?)"
    r"(?= (?:för|i|av|och|eller|som|har|här|på)\b|[,.;:)\n]|$)"
)
# "(J., f. 770411)", "Barnet, J, f."
_WITH_BIRTH = re.compile(rf"(?:\(|, ){_CAPITAL}\.?, (?=f\.? ?\d|f\. |född)")
_NICKNAME = re.compile(
    r"\"?((?!\d)\w[\w-]+)\"?(?:,? ?[-(,] ?så kallas (?:han|hon|hen)|,? som (?:han|hon|hen|pat) kallas)(?!\w)|"
    r"(?<!\w)(?:han|hon|hen|som) kallas (?:för |bara |allmänt ){0,2}\"?((?!\d)\w[\w-]+)\"? "
    r"(?:av alla|i folkmun|hemma|till vardags)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"(?<!\w)(?:heter|hette|hetat) (?:visst|nog|väl|typ|tydligen|kanske|egentligen|bara)(?: typ)? "
    r"([^\W\d_][\w-]{2,})"
)
_HEARD = re.compile(rf"\"({_CAPITAL}{_SMALL}+)\",? (?:el\.?|eller) (?:liknande|likn|nåt|något|dylikt)")
_USER = re.compile(
    r"(?<!\w)(?i:beställare|registrerad av|inlagd av|ändrad av|stängd av|skapad av|"
    r"utförare|attest|sign(?:atur)?)"
    rf"\.?:? ({_SMALL}{{3}})(?=[.,;)\n]|$)"
)
# A child's name that is a word: "att Vår (1 vecka) hade", "Vårs far", "Vår ringde".
_SPRING = re.compile(
    r"Vår(?<![\w-]...)(?:(?<=[a-zåäö,] Vår)s?(?= \(|[,;.!?]|$| (?:har|hade|är|var|fanns|finns|fick|får|som|"
    r"och|hem|inte)\b)|s(?= [a-zåäö])|"
    r"(?= (?:ringde|ringer|grät|gråter|sov|sover|vill|ville|mår|mådde|åt|äter|har själv|hade själv|"
    r"sa|vägrade|somnade|vaknade|orkade|orkar|berättade|berättar|bor)\b))"
)
_ON_UNIT = re.compile(
    r"(?:\bp\w?å|\bi|\bvid|avd\w*|grupp\w*|boende\w*|hus\w*|rum\w*|sal\w*|enhet\w*|"
    r"förskola\w*|projekt\w*|av|kund\w*|till) $",
    re.IGNORECASE,
)
# "jag (lo)", "Mannen, Kostas, hade".
_WRITER = re.compile(r"(?<!\w)[Jj]ag \(([^\W\d_]{2,})\)")
_RELATIVE = re.compile(
    r"(?<!\w)(?:[Mm]annen|[Kk]vinnan|[Ss]onen|[Dd]ottern|[Mm]amman|[Pp]appan|[Bb]rodern|[Ss]ystern|[Mm]aken|[Ff]lickan|"
    rf"[Pp]ojken|[Pp]atienten|[Bb]rukaren|[Bb]arnet), ({_CAPITAL}{_SMALL}+),"
)
_COMPANY = re.compile(rf"{_CAPITAL}[\w-]+ $")


# What a piece of a text between two spaces holds where a rule may find something.
_HOLDS = (
    ("dashed", _DASHED),
    ("spelt", re.compile("stav")),
    ("n_son", re.compile(r":(?:son|sson|dotter)")),
    ("slash", re.compile("/[A-ZÅÄÖ]|/$")),
    ("quoted", re.compile(r"\",?$")),
    ("particle", re.compile(rf"{_CAPITAL}\.[vVdDaA]")),
    ("bracket", re.compile(rf"\({_CAPITAL}{{2}}")),
    ("line", re.compile(";")),
    ("writer", re.compile(r"^\([^\W\d_]+\)")),
    (
        "relative",
        re.compile(
            r"(?:annen|innan|onen|ottern|mman|ppan|rodern|ystern|aken|ickan|ojken|enten|karen|arnet),$"
        ),
    ),
)
_MOST_PIECES = 100_000


@cache
def _signs() -> dict[str, frozenset[str]]:
    """Return the words that wake each rule."""
    return {rule: lists.split(block) for rule, block in lists.toml("people.toml")["told"].items()}


class _Pieces(dict[str, frozenset[str]]):
    """Which rules a piece of a text wakes; each is looked at once."""

    def __missing__(self, piece: str) -> frozenset[str]:
        if len(self) >= _MOST_PIECES:
            self.clear()
        words_in = {word.casefold() for word in re.findall(r"\w+", piece)}
        held = {rule for rule, signs in _signs().items() if words_in & signs}
        held.update(rule for rule, sign in _HOLDS if sign.search(piece))
        found = self[piece] = frozenset(held)
        return found


_WAKES = _Pieces()


def told_persons(text: str) -> list[Span]:
    """Return the places of letters and nicknames that the text itself tells to be persons."""
    awake = frozenset().union(*filter(None, map(_WAKES.__getitem__, text.split())))
    if not awake:
        return []
    found: list[Span] = []
    letters: set[str] = set()
    if "present" in awake:
        letters |= _present(text)
    if "bracket" in awake:
        for pair in _BRACKETED.finditer(text):
            both = _TWO_CAPITALS.findall(pair.group())
            if not all(each in lists.listed("acronyms") for each in both):
                letters.update(both)
    if "line" in awake and "\n" in text:
        letters |= _shift_notes(text, found)
    if "slash" in awake:
        for signed in _AFTER_SLASH.finditer(text):
            if not _is_short_form(signed.group(1)):
                found.append(signed.span(1))
    for sign, rule in _WHOLE:
        if sign in awake:
            found += [each.span() for each in rule.finditer(text)]
    for sign, rule in _NAMED:
        if sign in awake:
            found += [each.span(1) for each in rule.finditer(text) if not _is_word(each.group(1))]
    for sign, rule in (("writer", _WRITER), ("relative", _RELATIVE)):
        if sign in awake:
            found += [each.span(1) for each in rule.finditer(text) if _is_first_name(each.group(1))]
    if "birth" in awake:
        found += [(each.start() + 1, each.end() - 2) for each in _WITH_BIRTH.finditer(text)]
    if "spring" in awake and "Vår" in text:
        found += [
            each.span()
            for each in _SPRING.finditer(text)
            if not _ON_UNIT.search(text, max(0, each.start() - 20), each.start())
        ]
    if "nickname" in awake:
        found += _nicknames(text)
    if letters:
        found += _everywhere(text, letters)
    return found


_WHOLE = (
    ("dashed", _CUT_SURNAME),
    ("dashed", _JOINED),
    ("n_son", _N_SON),
    ("particle", _WITH_PARTICLE),
    ("spelt", _SPELT),
)
_NAMED = (
    ("greeted", _GREETED),
    ("last_two", _LAST_TWO),
    ("one_letter", _ONE_LETTER),
    ("unsure", _UNSURE),
    ("quoted", _HEARD),
    ("user", _USER),
)


def _is_first_name(written: str) -> bool:
    lowered = written.casefold()
    return words.first_name_weight(lowered) > 0 and not words.is_kept(lowered)


def _is_short_form(letters: str) -> bool:
    return letters in lists.listed("acronyms") or letters in lists.listed("mixed_short_forms")


def _is_word(written: str) -> bool:
    """An ordinary word in lower case or a drug, which is nobody however it stands."""
    if words.is_kept(written.casefold()) and written.isalpha():
        return True
    return (
        written.islower()
        and written.isalpha()
        and (
            dictionary.knows(written)
            or written in lists.listed("not_called")
            or written.upper() in lists.listed("acronyms")
        )
    )


def _present(text: str) -> set[str]:
    """ "Närv: KL (soc), MÖ", "Ordf AB, sekr LÖ"."""
    found: set[str] = set()
    for head in _PRESENT.finditer(text):
        if head.group(1):
            rest = _REST_OF_LIST.match(text, head.end())
            end = rest.end() + 1 if rest else head.end()
            found |= _those_listed(text, head.end(), end)
        elif one := _ONE.match(text, head.end()):
            found |= _persons(text, one)
    for before in _BEFORE_OFFICE.finditer(text):
        begin, end = text.rfind("\n", 0, before.start()) + 1, text.find("\n", before.end())
        found |= _those_listed(text, begin, len(text) if end < 0 else end)
    return found


def _those_listed(text: str, begin: int, end: int) -> set[str]:
    ones = (_ONE_PRESENT.finditer(text, begin, end), _BEFORE_OFFICE.finditer(text, begin, end))
    return set().union(*(_persons(text, one) for every in ones for one in every))


def _persons(text: str, one: re.Match[str]) -> set[str]:
    """Return the letters if they are a person's: no unit's, unless two with an office in a bracket behind."""
    letters = one.group()
    office = len(letters) == 2 and _HAS_OFFICE.match(text, one.end())
    return {letters} if office or not _is_unit(letters) else set()


def _is_unit(letters: str) -> bool:
    return letters.casefold() in lists.listed("present_units") or (
        len(letters) > 2 and _is_short_form(letters)
    )


def _shift_notes(text: str, found: list[Span]) -> set[str]:
    """ "pat hem, rapport lämnad;HB": most lines end so."""
    ends = list(_ENDS_LINE.finditer(text))
    if len(ends) < 2:
        return set()
    letters = set()
    for end in ends:
        sign = end.group(1)
        if sign.isupper() and not _is_unit(sign):
            letters.add(sign)
        elif not sign.isupper() and not (
            dictionary.knows(sign.casefold())
            or sign.upper() in lists.listed("acronyms")
            or sign in lists.listed("never_signs")
        ):
            found.append(end.span(1))
    return letters


def _nicknames(text: str) -> list[Span]:
    """Return the places of a nickname that is told, everywhere in the text."""
    found: list[Span] = []
    for told in _NICKNAME.finditer(text):
        name = told.group(1) or told.group(2)
        lowered = name.casefold()
        if lowered in lists.listed("not_called") or lowered in lists.listed("called_pronouns"):
            continue
        if _is_kind(lowered) or words.is_kept(lowered) or name in lists.listed("acronyms"):
            continue
        forms = re.escape(name) if name[0].isupper() else f"(?i:{re.escape(name)})"
        found += [each.span() for each in re.finditer(rf"(?<![\w-]){forms}s?{_CLOSED}", text)]
    return found


def _is_kind(lowered: str) -> bool:
    """Return whether a word is a role, a relative or the like, as one who is called something may be told."""
    return any(lowered in lists.listed(name) for name in (*lists.FOR_PERSONS, "pronouns", "never_first"))


def _everywhere(text: str, letters: set[str]) -> list[Span]:
    """Return the places of letters that stand for persons; "AB" behind a company's name is none."""
    found: list[Span] = []
    several = sorted(
        (re.escape(each) for each in letters if len(each) > 1), key=lambda each: (-len(each), each)
    )
    if several:
        every = re.compile(rf"(?<![\w.&-])(?:{'|'.join(several)})(?:'?:?s)?{_CLOSED}(?! ?\d)")
        for each in every.finditer(text):
            company = each.group() in ("AB", "HB", "KB") and _COMPANY.search(
                text, max(0, each.start() - 30), each.start()
            )
            if not company:
                found.append(each.span())
    return found
