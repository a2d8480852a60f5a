"""How much of a table may be shown: its disclosure class and threshold, by the rule in ``brister.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd


@dataclass(frozen=True)
class DisclosureClass:
    """Why a table has its threshold.

    Parameters
    ----------
    name
        ``whole_area`` (shown in full), ``detailed``, ``few_reports``, ``small_area``,
        ``published_elsewhere``.
    threshold
        Counts from 1 up to but not including this are hidden; 1 hides nothing.
    inhabitants, reports
        The limits of the rule, for the sentence on the page.
    """

    name: str
    threshold: int
    inhabitants: int = 0
    reports: int = 0


PUBLISHED_ELSEWHERE = DisclosureClass("published_elsewhere", 1)
"""Figures that others have published: exempt, and said so on the page."""


@cache
def disclosure_rules() -> dict:
    """Return the rules on dimensions of ``disclosure_rules.toml``."""
    source = files("brister_analysis.analysis").joinpath("disclosure_rules.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def latest_inhabitants(population: pd.DataFrame, code: str, year: int) -> int | None:
    """Return the inhabitants of a place in a year or, where that year is unknown, in the latest known year.

    Parameters
    ----------
    population
        As `reference.population` gives it: ``code``, ``year``, ``population`` (persons).

    Returns
    -------
    int or None
        None where nothing is known; `disclosure_class` then takes the place for a small one.
    """
    known = population[(population["code"] == code) & population["population"].notna()].sort_values("year")
    if known.empty:
        return None
    same_year = known[known["year"] == year]
    return int((known if same_year.empty else same_year)["population"].iloc[-1])


def disclosure_class(
    dimensions: Sequence[str],
    inhabitants: int | None,
    reports: int,
    settings: Mapping,
    region: str | None = None,
) -> DisclosureClass:
    """Return the class and threshold of a table by the rule in ``brister.toml``.

    Parameters
    ----------
    dimensions
        What the counts are broken down by, all of them: ``["cause"]``, ``["reporter", "counterpart"]``. None
        at all for a bare number of reports. Who reported about whom crosses two dimensions.
    inhabitants
        Inhabitants of the area, the smallest one where there are several; None when unknown, which counts as
        few.
    reports
        Reports the table rests on, in the smallest area and year where there are several.
    settings
        ``Workspace.settings()``. ``[disclosure.regions.<slug>] threshold_whole_area`` and
        ``threshold_detailed`` may raise a region's thresholds, never lower them.
    region
        Region slug.

    Returns
    -------
    DisclosureClass
        ``name`` and ``threshold``, with the limits that were used.

    Examples
    --------
    >>> rule = {"disclosure": {"whole_area_inhabitants": 50000, "whole_area_reports": 10,
    ...                        "threshold_whole_area": 1, "threshold_detailed": 5}}
    >>> disclosure_class(["cause"], 144000, 24, rule).threshold
    1
    >>> disclosure_class(["reporter", "counterpart"], 144000, 24, rule).name
    'detailed'
    """
    rule = settings["disclosure"]
    raised = rule.get("regions", {}).get(region, {})
    thresholds = {
        key: max(int(rule[key]), int(raised.get(key, 1)))
        for key in ("threshold_whole_area", "threshold_detailed")
    }
    limits = int(rule["whole_area_inhabitants"]), int(rule["whole_area_reports"])
    dimension_rules = disclosure_rules()
    crossing = [name for name in dict.fromkeys(dimensions) if name not in dimension_rules["place_and_year"]]
    one_way = len(crossing) <= 1 and all(name in dimension_rules["one_way"] for name in crossing)
    if not one_way:
        name = "detailed"
    elif inhabitants is None or inhabitants < limits[0]:
        name = "small_area"
    elif reports < limits[1]:
        name = "few_reports"
    else:
        return DisclosureClass("whole_area", thresholds["threshold_whole_area"], *limits)
    return DisclosureClass(name, max(thresholds.values()), *limits)
