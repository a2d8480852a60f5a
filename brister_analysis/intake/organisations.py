"""Which organisation a form names: principal, activity, unit and municipality, out of one written line."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from brister_analysis.errors import DataError, Fault
from brister_analysis.intake.answers import is_missing
from brister_analysis.intake.word_text import clean
from brister_analysis.reference.dimensions import dimension
from brister_analysis.reference.places import region, resolve_municipalities
from brister_analysis.reference.profiles import RegionProfile
from brister_analysis.reference.spelling import key

_PARTS = re.compile(r"\s*[,()\n:]\s*|\s+[-–—/]\s+")
# A municipality said to be one: up to three words before "kommun" or "stad".
_SAID = re.compile(r"((?:[\w-]+\s+){1,3})(?:kommuns?|stads?|kn)(?!\w)", re.IGNORECASE)
# A telephone number or an address of some kind, which people put beside their unit.
_CONTACT = re.compile(r"@|(?:\d[\s-]?){6}")


@dataclass(frozen=True)
class Organisation:
    """One organisation as read.

    Parameters
    ----------
    principal
        ``region``, ``kommun``, ``stat`` or ``privat``; None when it cannot be told.
    activity
        Code of the dimension activity, None when it cannot be told.
    unit
        As written, or as the alias file has it; may hold a name until it has been de-identified, so never
        shown.
    municipality_code
        The municipality itself for principal kommun; for others where the unit says it lies. None when not
        said.
    fault
        What is unclear, None when nothing is.
    """

    principal: str | None = None
    activity: str | None = None
    unit: str | None = field(default=None, repr=False)
    municipality_code: str | None = None
    fault: Fault | None = None


def resolve_organisation(
    written: str, profile: RegionProfile, aliases: Mapping[str, str] | None = None
) -> Organisation:
    """Read one organisation.

    Parameters
    ----------
    written
        For example "Helsingborgs stad, socialförvaltningen, boendestöd" or "Region Skåne, vuxenpsykiatrin
        Helsingborg".
    profile
        The region's profile: a town alone is looked for among the region's municipalities only.
    aliases
        Spelling of a unit → its name, as `read_aliases` gives them.

    Returns
    -------
    Organisation
        All missing, and without a fault, when nothing is written or it is said to be unknown.

    Examples
    --------
    >>> from brister_analysis.reference.profiles import load_profile
    >>> found = resolve_organisation("Helsingborgs stad, boendestöd Norr", load_profile("skane"))
    >>> found.principal, found.activity, found.unit, found.municipality_code
    ('kommun', 'housing', 'boendestöd Norr', '1283')
    """
    parts = [part for part in _PARTS.split(clean(written)) if part and not is_missing(part)]
    parts = [part for part in parts if not _CONTACT.search(part)]
    known = aliases or {}
    parts = [known[key(written)]] if key(written) in known else [known.get(key(part), part) for part in parts]
    if not parts:
        return Organisation()
    whole = ", ".join(parts)
    said = _said(whole)
    code = next((one.code for one in said if one.code), None) or _town(parts, profile)
    principal, activity = _kind(whole, bool(said))
    if principal is None and code:
        principal = "kommun"
    unit = ", ".join(filter(None, (_unit(part, principal, profile) for part in parts))) or None
    fault = None
    if principal in ("kommun", None) and not code and (wrong := said or _nearly(parts[0])):
        fault = Fault("forms.organisation.unknown_municipality", allowed=wrong[0].nearest)
    elif principal is None:
        fault = Fault(
            "forms.organisation.unknown_principal", allowed=tuple(dimension("principal")["label_sv"])
        )
    elif principal == "kommun" and not code:
        fault = Fault("forms.organisation.no_municipality")
    elif principal in ("kommun", "region") and not unit:
        fault = Fault("forms.organisation.no_unit")
    return Organisation(principal, activity, unit, code, fault)


def split_organisations(written: str) -> list[str]:
    """Part a field that names several organisations.

    A semicolon parts them; so does a line break or "och" where each side names a principal of its own.

    Examples
    --------
    >>> split_organisations("Helsingborgs stad\\nboendestöd\\nRegion Skåne, BUP")
    ['Helsingborgs stad, boendestöd', 'Region Skåne, BUP']
    """
    found: list[str] = []
    for block in clean(written).split(";"):
        first = len(found)
        for line in filter(None, (line.strip(" ,") for line in block.split("\n"))):
            sides = re.split(r"\s+(?:och|samt|&)\s+", line)
            for side in sides if all(map(_names_principal, sides)) else [line]:
                if len(found) > first and not _names_principal(side):
                    found[-1] += f", {side}"
                else:
                    found.append(side)
    return found


def _names_principal(written: str) -> bool:
    if _matches(written, "principal") or _said(written):
        return True
    first = _PARTS.split(written)[0]
    return isinstance(resolve_municipalities([first])["municipality_code"].iloc[0], str)


def resolve_role(written: str) -> str | None:
    """Return the code of the professional role, None when it is none of the dimension's.

    Examples
    --------
    >>> resolve_role("Leg. sjuksköterska"), resolve_role("enhetschef")
    ('nurse', None)
    """
    return _longest(_matches(written, "role"))


def names_organisation(written: str) -> bool:
    """Tell whether a text holds a word for an organisation, or is a municipality's name."""
    return bool(_names_principal(written) or _matches(written, "hint") or _matches(written, "activity"))


def without_roles(written: str) -> str:
    """Return text without words for professional roles, so that what is left of a name field is a name."""
    for pattern in (pattern for patterns in _patterns("role").values() for pattern in patterns):
        written = pattern.sub(" ", written)
    return " ".join(written.split())


def read_aliases(path: Path | None) -> dict[str, str]:
    """Read the file in which people keep spellings of their units (``unit_aliases.csv``: written, unit).

    Returns
    -------
    dict
        Key of the spelling → unit; empty when there is no file.

    Raises
    ------
    DataError
        The columns are not there, or a spelling stands twice with different units.
    """
    if path is None or not path.exists():
        return {}
    content = path.read_bytes()
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel on Windows saves "CSV" so.
        written = content.decode("cp1252", errors="replace")
    rows = csv.DictReader(io.StringIO(written), delimiter=";" if ";" in written.partition("\n")[0] else ",")
    if not {"written", "unit"} <= set(rows.fieldnames or ()):
        raise DataError(Fault("forms.aliases.columns", (path.name,), allowed=("written", "unit")))
    found: dict[str, str] = {}
    faults = []
    for number, row in enumerate(rows, start=2):
        spelling, unit = key(row["written"] or ""), clean(row["unit"] or "")
        if found.get(spelling, unit) != unit:
            faults.append(Fault("forms.aliases.twice", (path.name, f"{number}")))
        if spelling and unit:
            found[spelling] = unit
    if faults:
        raise DataError(faults)
    return found


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    source = files("brister_analysis.intake").joinpath("data/organisations.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _patterns(group: str) -> dict[str, list[re.Pattern[str]]]:
    return {code: [_pattern(word) for word in words] for code, words in _words()[group].items()}


def _pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a word of the data file; ``*`` is the rest of a word."""
    rest = re.escape(word).replace(r"\*", r"[\w-]*")
    return re.compile(rf"(?<!\w){rest}(?!\w)", re.IGNORECASE)


def _matches(written: str, group: str) -> dict[str, tuple[int, int]]:
    """Return code → where its longest words stand."""
    found = {}
    for code, patterns in _patterns(group).items():
        spans = [match.span() for pattern in patterns for match in pattern.finditer(written)]
        if spans:
            found[code] = max(spans, key=lambda span: (span[1] - span[0], -span[0]))
    return found


def _longest(spans: Mapping[str, tuple[int, int]]) -> str | None:
    return max(spans, key=lambda code: spans[code][1] - spans[code][0], default=None)


def _kind(written: str, names_municipality: bool) -> tuple[str | None, str | None]:
    """Return principal and activity: what is named outright goes before what the activity or a hint tells."""
    named = _matches(written, "principal")
    if names_municipality:
        named.setdefault("kommun", (len(written), len(written)))
    rows = dimension("activity")
    parents = dict(zip(rows["code"], rows["parent"], strict=True))
    activities = _matches(written, "activity")
    likely = _longest(activities)
    if "stat" in named or "privat" in named:
        principal = "stat" if "stat" in named else "privat"
    elif likely and (not named or parents[likely] in named):
        principal = str(parents[likely])
    else:
        hints = _matches(written, "hint")
        principal = min(named, key=lambda name: named[name]) if named else (_longest(hints) or "")
    if principal == "privat":
        return principal, "private_provider"
    return principal or None, _longest(
        {code: at for code, at in activities.items() if parents[code] == principal}
    )


@dataclass(frozen=True)
class _Municipality:
    """A municipality said to be one: where, its code, or the names nearest to one that does not exist."""

    start: int
    end: int
    code: str | None
    nearest: tuple[str, ...]


def _said(written: str) -> list[_Municipality]:
    found = []
    for match in _SAID.finditer(written):
        starts = [match.start() + word.start() for word in re.finditer(r"[\w-]+", match[1])]
        names = {at: written[at : match.end()] for at in starts if _is_name(written[at : match.end(1)])}
        if not names:
            continue
        resolved = resolve_municipalities(names.values())
        codes = zip(names, resolved["municipality_code"], resolved["nearest"], strict=True)
        known = [(at, str(code)) for at, code, _ in codes if isinstance(code, str)]
        if known:
            found.append(_Municipality(known[0][0], match.end(), known[0][1], ()))
        else:
            last = resolved["nearest"].iloc[-1]
            near = tuple(last.split("; ")) if isinstance(last, str) else ()
            found.append(_Municipality(list(names)[-1], match.end(), None, near))
    return found


def _is_name(words: str) -> bool:
    return words.split()[-1].casefold() not in _words()["no_name"]["words"]


def _town(parts: Iterable[str], profile: RegionProfile) -> str | None:
    """Return the one municipality named in the parts; a whole part may name one of another region."""
    windows: dict[str, bool] = {}
    for part in parts:
        words = part.split()
        for length in (3, 2, 1):
            for at in range(len(words) - length + 1):
                window = " ".join(words[at : at + length])
                if window[0].isupper() or length == len(words):
                    windows[window] = windows.get(window, False) or length == len(words)
    windows = {window: whole for window, whole in windows.items() if not any(map(str.isdigit, window))}
    resolved = resolve_municipalities(windows)
    codes = [
        code
        for code, whole in zip(resolved["municipality_code"], windows.values(), strict=True)
        if isinstance(code, str) and (whole or code.startswith(profile.region_code))
    ]
    return codes[0] if len(set(codes)) == 1 else None


def _nearly(part: str) -> list[_Municipality]:
    """Return a name that is no municipality's but like one's."""
    nearest = resolve_municipalities([part])["nearest"].iloc[0]
    return [_Municipality(0, len(part), None, tuple(nearest.split("; ")))] if isinstance(nearest, str) else []


def _unit(part: str, principal: str | None, profile: RegionProfile) -> str:
    """Return what of a part names the unit: all but the municipality, region or agency itself."""
    if isinstance(resolve_municipalities([part])["municipality_code"].iloc[0], str):
        return ""
    for one in reversed(_said(part)):
        part = f"{part[: one.start]} {part[one.end :]}"
    part = re.sub(
        rf"(?<!\w){re.escape(region(profile.slug).authority)}s?(?!\w)", " ", part, flags=re.IGNORECASE
    )
    part = re.sub(r"^\W+|\s+i\s*$|\W+$", "", " ".join(part.split()))
    bare = [word for word in ("kommun", "region", "stat") if word == principal]
    alone = any(pattern.fullmatch(part) for word in bare for pattern in _patterns("principal")[word])
    return "" if alone and not (principal == "region" and "sjukhus" in part.casefold()) else part
