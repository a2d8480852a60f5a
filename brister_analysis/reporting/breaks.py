"""What makes a series differ before and from a year."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class SeriesBreak:
    """One break.

    Parameters
    ----------
    year
        The first year that differs.
    touches
        ``"count"`` (how many reports come in), ``"causes"`` (what they are coded as).
    sv, en
        What happened, in a sentence or two.
    """

    year: int
    touches: tuple[str, ...]
    sv: str
    en: str

    def text(self, language: str) -> str:
        """Return what happened, in the language."""
        return self.sv if language == "sv" else self.en


@cache
def _listed() -> list[dict]:
    return tomllib.loads(files(__package__).joinpath("breaks.toml").read_text(encoding="utf-8"))["break"]


def series_breaks(region: str, area: str | None, first: int, last: int) -> list[SeriesBreak]:
    """Return the breaks after `first` up to and including `last`, by year, then as in ``breaks.toml``."""
    found = [
        SeriesBreak(one["year"], tuple(one["touches"]), one["sv"], one["en"])
        for one in _listed()
        if one["region"] == region and one["area"] == (area or "") and first < one["year"] <= last
    ]
    return sorted(found, key=lambda one: one.year)
