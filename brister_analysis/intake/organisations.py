"""Which organisation a form names: principal, activity, unit and municipality, out of one written line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from brister_analysis.errors import Fault
from brister_analysis.intake.answers import is_missing
from brister_analysis.intake.organisation_words import is_no_name, is_only, longest, matches
from brister_analysis.intake.word_text import clean
from brister_analysis.language import current_language
from brister_analysis.reference.dimensions import dimension
from brister_analysis.reference.places import municipalities, region, resolve_municipalities
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
    # "Region Stockholm" names the region, not the town it is called after.
    places = [_without_authority(part, profile) for part in parts]
    code = (
        next((one.code for one in said if one.code), None)
        or _town(places, profile)
        or _looked_up(places[0])[0]
    )
    principal, activity = _kind(whole, bool(said))
    if principal is None and code:
        principal = "kommun"
    unit = ", ".join(filter(None, (_unit(part, principal, profile) for part in parts))) or None
    fault = None
    if principal in ("kommun", None) and not code and (wrong := said or _nearly(parts[0])):
        fault = Fault("forms.organisation.unknown_municipality", nearest=wrong[0].nearest)
    elif principal is None:
        fault = Fault(
            "forms.organisation.unknown_principal",
            allowed=tuple(dimension("principal")[f"label_{current_language()}"]),
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
    return bool(matches(written, "principal") or key(_PARTS.split(written)[0]) in _towns() or _said(written))


def names_organisation(written: str) -> bool:
    """Tell whether a text holds a word for an organisation, or is a municipality's name."""
    return bool(_names_principal(written) or matches(written, "hint") or matches(written, "activity"))


def _kind(written: str, names_municipality: bool) -> tuple[str | None, str | None]:
    """Return principal and activity: what is named outright goes before what the activity or a hint tells."""
    named = matches(written, "principal")
    if names_municipality:
        named.setdefault("kommun", (len(written), len(written)))
    parents = _parents()
    activities = matches(written, "activity")
    likely = longest(activities)
    if "stat" in named or "privat" in named:
        principal = "stat" if "stat" in named else "privat"
    elif likely and (not named or parents[likely] in named):
        principal = parents[likely]
    else:
        hints = matches(written, "hint")
        principal = min(named, key=lambda name: named[name]) if named else (longest(hints) or "")
    if principal == "privat":
        return principal, "private_provider"
    return principal or None, longest(
        {code: at for code, at in activities.items() if parents[code] == principal}
    )


@cache
def _parents() -> dict[str, str]:
    rows = dimension("activity")
    return dict(zip(rows["code"], rows["parent"], strict=True))


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
        names = {
            at: written[at : match.end()]
            for at in starts
            if not is_no_name(written[at : match.end(1)].split()[-1])
        }
        if not names:
            continue
        known = [(at, code) for at, name in names.items() if (code := _looked_up(name)[0])]
        if known:
            found.append(_Municipality(known[0][0], match.end(), known[0][1], ()))
        else:
            last = max(names)
            found.append(_Municipality(last, match.end(), None, _looked_up(names[last])[1]))
    return found


@lru_cache(maxsize=4096)
def _looked_up(name: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the code of a municipality as written, or the names nearest to it."""
    row = resolve_municipalities([name]).iloc[0]
    code, nearest = row["municipality_code"], row["nearest"]
    return (code if isinstance(code, str) else None), tuple(
        nearest.split("; ") if isinstance(nearest, str) else ()
    )


@cache
def _towns() -> dict[str, str]:
    """Return the bare names of municipalities, with and without genitive s, and their codes."""
    rows = municipalities()
    pairs = list(zip(rows["municipality"], rows["municipality_code"], strict=True))
    return {key(f"{name}s"): code for name, code in pairs} | {key(name): code for name, code in pairs}


def _town(parts: Iterable[str], profile: RegionProfile) -> str | None:
    """Return the one municipality named in the parts; a whole part may name one of another region."""
    codes = set()
    for part in parts:
        written = part.split()
        for at, length in itertools.product(range(len(written)), (1, 2, 3)):
            code = _towns().get(key(" ".join(written[at : at + length])), "")
            # Towns may be called as a common word is ("Klippan"): inside a line only a capital tells.
            here = code.startswith(profile.region_code) and (at == 0 or written[at][0].isupper())
            if code and (here or length >= len(written) > at == 0):
                codes.add(code)
    return codes.pop() if len(codes) == 1 else None


def _nearly(part: str) -> list[_Municipality]:
    """Return a name that is no municipality's but like one's."""
    nearest = _looked_up(part)[1]
    return [_Municipality(0, len(part), None, nearest)] if nearest else []


def _without_authority(part: str, profile: RegionProfile) -> str:
    return _authority(profile.slug).sub(" ", part)


@cache
def _authority(slug: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(region(slug).authority)}s?(?!\w)", re.IGNORECASE)


def _unit(part: str, principal: str | None, profile: RegionProfile) -> str:
    """Return what of a part names the unit: all but the municipality, region or agency itself."""
    if key(part) in _towns():
        return ""
    for one in reversed(_said(part)):
        part = f"{part[: one.start]} {part[one.end :]}"
    part = _without_authority(part, profile)
    part = re.sub(r"^\W+|\s+i\s*$|\W+$", "", " ".join(part.split()))
    first, _, rest = part.partition(" ")
    if principal == "kommun" and rest and key(first) in _towns():
        return rest
    if principal in ("kommun", "stat") and is_only(part, "principal", principal):
        return ""
    return "" if part.casefold() in ("region", "regionen") else part
