"""Which areas have a published series of several years: read without pandas, since every plan asks."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def areas_with_series(slug: str) -> tuple[str | None, ...]:
    """Return the areas of a region with published numbers of reports of more than one year.

    Parameters
    ----------
    slug
        The region.

    Returns
    -------
    tuple
        Slugs in order; None, last, stands for the whole region.
    """
    code = next((row["region_code"] for row in _rows("regions") if row["slug"] == slug), None)
    found: dict[str, set[str]] = {}
    for row in _rows("published_figures"):
        if row["region_code"] == code and row["measure"] == "reports" and row["data_year"]:
            found.setdefault(row["area"], set()).add(row["data_year"])
    series = sorted((area for area, years in found.items() if len(years) > 1), key=lambda a: (not a, a))
    return tuple(area or None for area in series)


def _rows(table: str) -> list[dict[str, str]]:
    source = files("brister_analysis.reference").joinpath("data", f"{table}.csv")
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
