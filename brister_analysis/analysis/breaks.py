"""Breaks in a series: a new form, a new scheme, the pandemic. Across one, a change needn't be a change."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import pandas as pd

from brister_analysis.language import LANGUAGES, current_language, text
from brister_analysis.reference.schemes import scheme_coverage, schemes

KINDS = {"form": "form_version", "scheme": "scheme"}


@dataclass(frozen=True)
class Remark:
    """What must be told beside the figures of a region: `kind` and the sentence in each language.

    Parameters
    ----------
    kind
        ``collects``, ``form``, ``scheme``, ``pandemic``, ``not_calibrated`` or ``reporting``.
    region_code
        Which region, "" for all.
    year
        First year it applies to, missing where it applies to all.
    sentences
        By language.
    """

    kind: str
    region_code: str
    year: int | None
    sentences: dict[str, str]

    def text(self, language: str | None = None) -> str:
        """Return the sentence in the language."""
        return self.sentences[language or current_language()]


def breaks(
    region_code: str, years: Sequence[int], area: str | None = None, reports: pd.DataFrame | None = None
) -> list[Remark]:
    """Return what breaks a region's series in these years.

    Parameters
    ----------
    region_code
        Two digits.
    years
        Years of the series.
    area
        Slug of the area, where the series is one area's.
    reports
        As from `load_reports`: changes of form version and scheme are then found in them too.

    Returns
    -------
    list of Remark
        Sorted by year, then form, pandemic, scheme; a break in the first year of the series is told as well
        when it is a pandemic year, since it sets that year apart.

    Notes
    -----
    How it misleads. Only what is known is marked: a new routine for handing out the form, or a new process
    leader, breaks a series as much and stands in no data.
    """
    wanted = sorted(set(years))
    found: set[tuple[int, str]] = set()
    for rule in comparison_rules()["break"]:
        if rule.get("region_code", region_code) == region_code:
            first = wanted[:1] if rule["kind"] != "pandemic" else []
            found |= {(year, rule["kind"]) for year in rule["years"] if year in wanted and year not in first}
    for kind, seen in (("scheme", _known_schemes(region_code, area)), *_seen(region_code, area, reports)):
        told = [(year, seen[year]) for year in wanted if seen.get(year)]
        found |= {(year, kind) for (_, before), (year, now) in pairwise(told) if before != now}
    return [
        Remark(
            kind,
            region_code,
            year,
            {one: text(f"analysis.breaks.{kind}", one, year=year) for one in LANGUAGES},
        )
        for year, kind in sorted(found)
    ]


@cache
def comparison_rules() -> dict[str, list[dict]]:
    """Return ``comparison_rules.toml``: what each region collects, and known breaks."""
    source = files("brister_analysis.analysis").joinpath("comparison_rules.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _known_schemes(region_code: str, area: str | None) -> dict[int, frozenset[str]]:
    table = scheme_coverage()
    listed = schemes()
    coded = listed.loc[listed["kind"].isin(["cause", "agreement"]), "scheme"]
    table = table[(table["region_code"] == region_code) & table["year"].notna() & table["scheme"].isin(coded)]
    if area is not None:
        table = table[table["area"] == area]
    return _by_year(table["year"], table["scheme"])


def _seen(
    region_code: str, area: str | None, reports: pd.DataFrame | None
) -> list[tuple[str, dict[int, frozenset[str]]]]:
    if reports is None:
        return []
    own = reports[reports["region_code"] == region_code]
    if area is not None:
        own = own[own["area"] == area]
    return [
        (kind, _by_year(own["data_year"], own[column])) for kind, column in KINDS.items() if column in own
    ]


def _by_year(years: pd.Series, values: pd.Series) -> dict[int, frozenset[str]]:
    pairs = set(zip(years.tolist(), values.tolist(), strict=True))
    return {
        int(year): frozenset(value for one, value in pairs if one == year and not pd.isna(value))
        for year, _ in pairs
    }
