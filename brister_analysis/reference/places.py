"""Regions, municipalities and collaboration areas, and which one a written name stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from brister_analysis.errors import Fault, UsageError, shape_of
from brister_analysis.reference.spelling import Spellings, key, nearest
from brister_analysis.reference.tables import load

# A municipality is written with these words around its name, in the basic form or the genitive ("Ängelholms
# kommun").
_AFTER = ("", " kommun", " kommuns", " stad", " stads", " kn")
_BEFORE = ("kommunen i ", "kommunen ", "kommun ", "staden ")
_AROUND = re.compile(
    r"^\W*(?:kommunen\s+(?:i\s+)?|kommun\s+|staden\s+)|\s+(?:kommuns?|stads?|kn)\W*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Region:
    """One region: the county (län) and the authority that runs its health care."""

    code: str
    slug: str
    name: str
    county: str
    authority: str


def regions() -> pd.DataFrame:
    """Return the 21 regions.

    Returns
    -------
    pandas.DataFrame
        ``region_code`` (two digits, text), ``slug``, ``name``, ``county``, ``authority``; sorted by code.
    """
    return load("regions")


def region(any_name: str) -> Region:
    """Return the region that a slug, code, name, county or authority stands for.

    Parameters
    ----------
    any_name
        ``"skane"``, ``"12"``, ``"Skåne"``, ``"Skåne län"`` or ``"Region Skåne"``; letters may be large or
        small.

    Returns
    -------
    Region
        ``code`` (two digits as text), ``slug``, ``name``, ``county``, ``authority``.

    Raises
    ------
    UsageError
        No region is written so, or several are; the message gives the nearest.

    Examples
    --------
    >>> region("Skåne län").slug, region("12").authority
    ('skane', 'Region Skåne')
    """
    table = regions()
    found = _region_spellings().find(str(any_name))
    if len(found) != 1:
        near = nearest(str(any_name), [*table["slug"], *table["name"], *table["county"], *table["authority"]])
        raise UsageError(
            Fault(
                "reference.region.unknown",
                got=shape_of(any_name),
                allowed=tuple(table["slug"]),
                nearest=tuple(near),
            )
        )
    row = table[table["region_code"] == next(iter(found))]
    return Region(
        *(str(row[column].item()) for column in ("region_code", "slug", "name", "county", "authority"))
    )


@cache
def _region_spellings() -> Spellings:
    table = regions()
    columns = ("region_code", "slug", "name", "county", "authority")
    return Spellings(
        (spelling, code, column)
        for column in columns
        for spelling, code in zip(table[column], table["region_code"], strict=True)
    )


def municipalities() -> pd.DataFrame:
    """Return the 290 municipalities.

    Returns
    -------
    pandas.DataFrame
        ``municipality_code`` (four digits, text), ``municipality`` (short name), ``region_code``; sorted by
        code.
    """
    return load("municipalities")[["municipality_code", "municipality", "region_code"]]


def areas() -> pd.DataFrame:
    """Return the collaboration areas with their municipalities, as far as public pages name them.

    Returns
    -------
    pandas.DataFrame
        ``area`` (slug), ``area_name``, ``region_code``, ``municipality_code``, ``source``; sorted by region,
        area and municipality. Areas whose municipalities no page names (SAMLA, Stockholm's local samråd) are
        not here.
    """
    table = load("areas")[["area", "area_name", "region_code", "municipality_code", "source"]]
    return table.sort_values(["region_code", "area", "municipality_code"], ignore_index=True)


def resolve_municipalities(names: Iterable[object]) -> pd.DataFrame:
    """Find the municipality each written name stands for; what is not found is listed, never guessed.

    Parameters
    ----------
    names
        As written: "Malmö stad", "MALMÖ", "Malmo", "Ängelholms kommun", "Kommunen i Ängelholm", "1280".

    Returns
    -------
    pandas.DataFrame
        One row a given name, in the order given. ``name`` (as given), ``municipality_code`` (missing when not
        found), ``nearest`` (up to three names, "; " between; missing when found or when nothing is near),
        ``rule``: code, name, form (with kommun or stad, or in the genitive), accents (written without å, ä,
        ö), ambiguous, unknown, empty.

    Notes
    -----
    Accents are restored last and only when one municipality fits. "Habo" is Habo although it may be a
    Håbo written without its ring: look at rare names.

    Examples
    --------
    >>> resolve_municipalities(["Malmö stad", "Upplands"])[["municipality_code", "rule"]].to_dict("list")
    {'municipality_code': ['1280', nan], 'rule': ['form', 'ambiguous']}
    """
    given = [None if pd.isna(name) else str(name) for name in names]  # type: ignore[call-overload]
    resolved = {name: _resolve(name or "") for name in dict.fromkeys(given)}
    rows = [(name, *resolved[name]) for name in given]
    return pd.DataFrame(rows, columns=["name", "municipality_code", "nearest", "rule"], dtype="str")


def _resolve(name: str) -> tuple[str | None, str | None, str]:
    if not name.strip():
        return None, None, "empty"
    found = _municipality_spellings().find(name)
    if len(found) == 1:
        ((code, rule),) = found.items()
        return code, None, rule
    table = municipalities()
    bare = _AROUND.sub("", name)
    begin_so = [other for other in table["municipality"] if key(other).startswith(f"{key(bare)} ")]
    fitting = list(table.loc[table["municipality_code"].isin(list(found)), "municipality"]) or begin_so
    if len(fitting) > 1:
        return None, "; ".join(fitting), "ambiguous"
    return None, "; ".join(nearest(bare, list(table["municipality"]))) or None, "unknown"


@cache
def _municipality_spellings() -> Spellings:
    table = load("municipalities")
    columns = (table["municipality_code"], table["municipality"], table["also_written"].fillna(""))
    entries = list(zip(*columns, strict=True))
    written = [(code, code, "code") for code, _, _ in entries]
    written += [(name, code, "name") for code, name, _ in entries]
    for code, name, also in entries:
        written.append((f"{code} {name}", code, "code"))
        for base in filter(None, (name, also)):
            genitive = base if base.endswith("s") else f"{base}s"
            written += [(form + word, code, "form") for form in (base, genitive) for word in _AFTER]
            written += [(word + base, code, "form") for word in _BEFORE]
    return Spellings(written)
