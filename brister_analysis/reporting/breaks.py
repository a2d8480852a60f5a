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
    from brister_analysis.reporting.context import Context

PANDEMIC = "pandemic"
# What a break that only the forms and schemes tell of touches.
TOUCHES = {"form": ("count", "causes"), "scheme": ("causes",)}


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
    last
        The last year that differs, where the years after it are as those before; 0 where they are not.
    """

    year: int
    kind: str
    touches: tuple[str, ...]
    sv: str
    en: str
    source_sv: str = ""
    source_en: str = ""
    last: int = 0

    def within(self, first: int, last: int) -> bool:
        """Return whether it sets years of a series apart from others."""
        return self.year <= last and first <= self.last if self.last else first < self.year <= last

    def starts_and_ends(self, first: int, last: int) -> list[int]:
        """Return the first years of what lies after each end of it that lies within a series."""
        ends = [self.year, self.last + 1] if self.last else [self.year]
        return [year for year in ends if first < year <= last]

    def when(self, context: Context) -> str:
        """Return from which year it holds, and to which where it ended."""
        key = "from_year_to" if self.last else "from_year"
        return context.say(f"trends.{key}", year=self.year, last=self.last)

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
    """Return the breaks within a series of a place, by year, then as in ``breaks.toml``.

    A break that ended, such as the pandemic, is within every series that has a year of it, the first one too:
    that year differs from those after it.
    """
    found = [
        SeriesBreak(
            **{name: value for name, value in one.items() if name not in ("region", "area")}
            | {"touches": tuple(one["touches"])}
        )
        for one in _listed()
        if one.get("region", region) == region and one.get("area", area or "") == (area or "")
    ]
    return sorted((one for one in found if one.within(first, last)), key=lambda one: one.year)


def place_breaks(profile: RegionProfile, area: str | None, years: Sequence[int]) -> list[SeriesBreak]:
    """Return what makes the years of a place's own reports differ.

    Parameters
    ----------
    profile
        Of the region: the forms and schemes of each year.
    area
        Slug of the area; None for the whole region.
    years
        Years of the pages, in order; the others are compared with the first.

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
        if one.kind != PANDEMIC
        and one.year is not None
        and one.year > years[0]
        and (one.year, one.kind) not in told
    ]
    return sorted([*known, *found], key=lambda one: one.year)
