"""Inhabitants of municipalities, collaboration areas and regions; a year nobody has counted stays missing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd

from brister_analysis.errors import DataError, Fault, UsageError
from brister_analysis.language import text
from brister_analysis.reference.places import areas, municipalities
from brister_analysis.reference.tables import faults_in, load, read_text_table

Level = Literal["municipality", "area", "region"]


def population(level: Level = "municipality", extra: str | Path | None = None) -> pd.DataFrame:
    """Return the number of inhabitants on 31 December.

    Parameters
    ----------
    level
        ``"municipality"``, ``"area"`` or ``"region"``.
    extra
        A csv file with ``municipality_code``, ``year`` and ``population`` for years that are not here. Commas
        or semicolons; a code that a spreadsheet has robbed of its leading zero is taken.

    Returns
    -------
    pandas.DataFrame
        ``code`` (municipality code, area slug or region code), ``year``, ``population`` (persons, ``Int64``):
        a row for each place and each year known for any municipality; sorted by code and year. The population
        of an area or region is missing when that of any of its municipalities is.

    Raises
    ------
    UsageError
        There is no such level or no such file.
    DataError
        The extra file is at fault; every fault with its line.

    Notes
    -----
    Years 2015-2019 and 2024 are here; nothing is interpolated, so a rate for 2020-2023 needs an extra
    file. The sum of an area is that of the municipalities the cited page names (see `areas`). Source: SCB,
    table BE0101.
    """
    if extra is None:
        return _known(level).copy()
    counted = _counted()
    return _added_up(level, pd.concat([counted, _read_extra(Path(extra), counted)], ignore_index=True))


# A page asks for it many times.
@cache
def _known(level: Level) -> pd.DataFrame:
    return _added_up(level, _counted())


def _counted() -> pd.DataFrame:
    return load("population")[["municipality_code", "year", "population"]]


def _added_up(level: Level, counted: pd.DataFrame) -> pd.DataFrame:
    places = _members(level)
    years = pd.DataFrame({"year": sorted(counted["year"].unique())}, dtype="Int64")
    grid = places.merge(years, how="cross").merge(counted, how="left", on=["municipality_code", "year"])
    # min_count would still add up the municipalities that are known; an incomplete sum must be missing.
    known = grid.groupby(["code", "year"], sort=True)["population"]
    return known.sum().where(known.count() == known.size()).reset_index()


def _members(level: str) -> pd.DataFrame:
    if level == "area":
        return areas().rename(columns={"area": "code"})[["code", "municipality_code"]]
    table = municipalities()
    if level not in ("municipality", "region"):
        allowed = ("municipality", "area", "region")
        raise UsageError(Fault("reference.population.level", allowed=allowed))
    return pd.DataFrame({"code": table[f"{level}_code"], "municipality_code": table["municipality_code"]})


def _read_extra(path: Path, counted: pd.DataFrame) -> pd.DataFrame:
    from brister_analysis.reference.contracts import POPULATION

    try:
        content = path.read_bytes().decode("utf-8-sig")
        header = content.partition("\n")[0]
        separator = ";" if header.count(";") > header.count(",") else ","
        extra = read_text_table(content, separator)
    except OSError:
        raise UsageError(Fault("reference.population.no_file")) from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        raise DataError(Fault("reference.population.unreadable")) from None
    if not isinstance(extra.index, pd.RangeIndex):
        # Every row has one cell more than the header: pandas takes the first for row names.
        raise DataError(Fault("reference.population.unreadable"))
    if "municipality_code" in extra:
        extra["municipality_code"] = extra["municipality_code"].str.zfill(4)
    faults = faults_in(extra, POPULATION, where=())
    if {"municipality_code", "year"} <= set(extra.columns):
        faults += _conflicts(extra, counted)
    if faults:
        raise DataError(faults)
    return extra.astype({"year": "Int64", "population": "Int64"})


def _conflicts(extra: pd.DataFrame, counted: pd.DataFrame) -> list[Fault]:
    """Return faults for codes no municipality has and for years that are already here."""
    known_codes = set(municipalities()["municipality_code"])
    known_years = set(counted["year"].astype("str"))
    faults = []
    for line, (code, year) in enumerate(zip(extra["municipality_code"], extra["year"], strict=True), start=2):
        where = (text("reference.table.line", line=line),)
        if isinstance(code, str) and len(code) == 4 and code.isdigit() and code not in known_codes:
            faults.append(Fault("reference.population.no_municipality", where=where))
        if isinstance(year, str) and year in known_years:
            faults.append(Fault("reference.population.already_here", where=where, values={"year": year}))
    return faults
