"""What is real on a page of made-up data: numbers others have published, and the population."""

from __future__ import annotations

from collections.abc import Sequence

from brister_analysis.language import catalogue
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.refused_parts import spans

Counted = tuple[str, str, str | None, int, int]


def published_count(region_code: str, area: str | None, year: int, language: str) -> tuple[int, str] | None:
    """Return the number of reports published for a place and year, and where; None where none is."""
    from brister_analysis.reference.published import published_figures

    known = published_figures()
    same = known[
        (known["region_code"] == region_code)
        & (known["area"].fillna("") == (area or ""))
        & (known["data_year"] == year)
        & (known["measure"] == "reports")
    ]
    if same.empty:
        return None
    sources = catalogue(language, "page")["sources"]
    return int(same["value"].iloc[0]), sources.get(same["check_id"].iloc[0], same["source"].iloc[0])


def real_figures(context: Context, counted: Sequence[Counted], population: bool) -> str:
    """Return in words which figures of a page are real although its reports are made up.

    Parameters
    ----------
    context
        The page.
    counted
        Name of the place, region code, area, year and number of reports, for each number of reports on it.
    population
        Whether it has the population of a place and year.
    """
    years: dict[str, list[int]] = {}
    sources: dict[str, list[str]] = {}
    for place, region_code, area, year, count in counted:
        stated = published_count(region_code, area, year, context.language)
        if stated is not None and stated[0] == count:
            years.setdefault(place, []).append(year)
            sources.setdefault(place, []).append(stated[1])
    said = [
        context.say(
            "synthetic.real.count",
            place=place,
            years=spans(own),
            source="; ".join(dict.fromkeys(sources[place])),
        )
        for place, own in years.items()
    ]
    if population:
        said.append(context.say("synthetic.real.population"))
    return " ".join(said) or context.say("synthetic.real.nothing")


def real_sources(context: Context, counted: Sequence[Counted], population: bool) -> list[str]:
    """Return where the real numbers of a page come from; `counted` and `population` as for `real_figures`."""
    stated = [
        found[1]
        for _, region_code, area, year, count in counted
        if (found := published_count(region_code, area, year, context.language)) and found[0] == count
    ]
    known = [context.say("synthetic.real.population_source")] if population else []
    return list(dict.fromkeys([*stated, *known]))


def population_is_known(region_code: str, area: str | None, years: Sequence[int]) -> bool:
    """Return whether the population of a place is known in any of the years."""
    from brister_analysis.reference.population import population

    table = population("area" if area else "region")
    own = table[(table["code"] == (area or region_code)) & table["year"].isin(list(years))]
    return bool(own["population"].notna().any())
