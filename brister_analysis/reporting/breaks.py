"""What makes a series differ before and from a year."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brister_analysis.reference.profiles import RegionProfile

PANDEMIC = "pandemic"
# What a break that only the forms and schemes tell of touches.
TOUCHES = {"form": ("count", "causes"), "scheme": ("causes",), PANDEMIC: ("count",)}


@dataclass(frozen=True)
class SeriesBreak:
    """One break.

    Parameters
    ----------
    year
        The first year that differs.
    kind
        ``form``, ``scheme`` or ``pandemic``.
    touches
        ``"count"`` (how many reports come in), ``"causes"`` (what they are coded as).
    sv, en
        What happened, in a sentence or two.
    source_sv, source_en
        What is said of the published figures only; mostly empty.
    """

    year: int
    kind: str
    touches: tuple[str, ...]
    sv: str
    en: str
    source_sv: str = ""
    source_en: str = ""

    def text(self, language: str) -> str:
        """Return what happened, in the language."""
        return self.sv if language == "sv" else self.en

    def published_text(self, language: str) -> str:
        """Return what happened, with what is said of the published figures only."""
        return f"{self.text(language)} {self.source_sv if language == 'sv' else self.source_en}".strip()


@cache
def _listed() -> list[dict]:
    return tomllib.loads(files(__package__).joinpath("breaks.toml").read_text(encoding="utf-8"))["break"]


def series_breaks(region: str, area: str | None, first: int, last: int) -> list[SeriesBreak]:
    """Return the breaks after `first` up to and including `last`, by year, then as in ``breaks.toml``."""
    found = [
        SeriesBreak(
            **{name: value for name, value in one.items() if name not in ("region", "area")}
            | {"touches": tuple(one["touches"])}
        )
        for one in _listed()
        if one["region"] == region and one["area"] == (area or "") and first < one["year"] <= last
    ]
    return sorted(found, key=lambda one: one.year)


def place_breaks(profile: RegionProfile, area: str | None, years: Sequence[int]) -> list[SeriesBreak]:
    """Return what makes the years of a place's own reports differ.

    Parameters
    ----------
    profile
        Of the region: the forms and schemes of each year.
    area
        Slug of the area; None for the whole region.
    years
        Years of the pages, in order; nothing is told of the first, with which the others are compared.

    Returns
    -------
    list of SeriesBreak
        What ``breaks.toml`` knows of the place, then what only the forms and schemes of the years tell, by
        year.
    """
    import pandas as pd

    from brister_analysis.analysis.breaks import breaks

    known = series_breaks(profile.slug, area, years[0], years[-1])
    told = {(one.year, one.kind) for one in known}
    told_kinds = {one.kind for one in known} & {PANDEMIC}
    rows = [
        {
            "region_code": profile.region_code,
            "area": area or "",
            "data_year": year,
            "form_version": form.version,
            "scheme": profile.scheme(year),
        }
        for year in years
        for form in profile.forms
        if form.in_use(year)
    ]
    columns = ["region_code", "area", "data_year", "form_version", "scheme"]
    found = [
        SeriesBreak(one.year, one.kind, TOUCHES[one.kind], one.text("sv"), one.text("en"))
        for one in breaks(profile.region_code, years, area, pd.DataFrame(rows, columns=columns))
        if one.year is not None
        and one.year > years[0]
        and (one.year, one.kind) not in told
        and one.kind not in told_kinds
    ]
    return sorted([*known, *found], key=lambda one: one.year)
