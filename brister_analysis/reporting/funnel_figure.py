"""Areas within the limits of chance: from ten areas on, since fewer would be compared with themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brister_analysis.reporting import charts
from brister_analysis.reporting.describe import describe
from brister_analysis.reporting.figures import GRID, LINE, MUTED, both_sizes
from brister_analysis.reporting.material import area_names
from brister_analysis.reporting.section import Fragment

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from brister_analysis.analysis.disclosure import DisclosureClass
    from brister_analysis.reporting.comparison import ComparisonPage

LIMITS = ("low_95", "high_95", "low_998", "high_998")


def funnel_part(page: ComparisonPage) -> Fragment:
    """Return the latest year's areas within the limits of chance, or in a sentence why they are not drawn."""
    from brister_analysis.analysis.funnel import FEWEST_AREAS

    found = rated_years(area_counts(page.compared.reports))
    drawn = latest_year(found)
    if drawn is None:
        areas = max((len(table) for table in found.values()), default=0)
        return page.words("no_funnel", areas=areas, fewest=FEWEST_AREAS)
    return Fragment(page.words("funnel").html + funnel_figure(page, drawn).html)


def area_counts(reports: pd.DataFrame) -> pd.DataFrame:
    """Return `code` (area), `year` and `reports` (count), for reports that name their area."""
    known = reports.dropna(subset=["area"])
    counts = known.groupby(["area", "data_year"]).size().rename("reports").reset_index()
    return counts.rename(columns={"area": "code", "data_year": "year"})


def rated_years(counts: pd.DataFrame) -> dict[int, pd.DataFrame]:
    """Return the areas that have a rate by year, latest first; `counts` has `code`, `year`, `reports`."""
    from brister_analysis.analysis.rates import rates
    from brister_analysis.reference.population import population

    people, found = population("area"), {}
    for year in sorted(counts["year"].unique(), reverse=True):
        table = rates(counts[counts["year"] == year].reset_index(drop=True), people)
        found[int(year)] = table[table["rate"].notna()].reset_index(drop=True)
    return found


def latest_year(rated: dict[int, pd.DataFrame]) -> pd.DataFrame | None:
    """Return the funnel of the latest year in which enough areas have a rate; None where no year has.

    Parameters
    ----------
    rated
        As from `rated_years`.

    Returns
    -------
    pandas.DataFrame or None
        As `analysis.funnel.funnel` gives it.
    """
    from brister_analysis.analysis.funnel import FEWEST_AREAS, funnel

    return next((funnel(table) for table in rated.values() if len(table) >= FEWEST_AREAS), None)


def funnel_figure(page: ComparisonPage, table: pd.DataFrame) -> Fragment:
    """Return the areas drawn by population; an area whose number is small is not drawn and is not counted.

    Parameters
    ----------
    table
        As from `analysis.funnel.funnel`.
    """
    context, open_rows = page.context, protected(table, page.rule())
    page.remember(open_rows)
    shown = open_rows.frame[~open_rows.frame["hidden"]]
    if shown.empty:
        return page.words("no_funnel_open")
    names = area_names()
    marks = [
        {
            "area": names.get(str(row["code"]), str(row["code"])),
            "rate": context.number(row["rate"], 1),
            "inhabitants": context.number(row["inhabitants"]),
            "position": context.say(f"funnel.positions.{row['position']}"),
        }
        for _, row in shown.iterrows()
    ]
    target = context.number(float(table["target"].iloc[0]), 1)
    inside = int((shown["position"] == "inside").sum())
    told = describe(context, "funnel", marks, inside=inside, target=target)
    limits = table.sort_values("population")

    def draw(ax: Axes, size: str) -> None:
        people = limits["population"].astype(float) / 1000
        for name in LIMITS:
            dash = (0, (1, 2)) if name.endswith("998") else (0, (4, 2))
            ax.plot(people, limits[name].astype(float), color=MUTED, linewidth=1.2, linestyle=dash)
        ax.axhline(float(table["target"].iloc[0]), color=LINE, linewidth=1.2)
        x = shown["inhabitants"].astype(float) / 1000
        ax.plot(x, shown["rate"].astype(float), "o", color=LINE, markersize=7, markeredgecolor="white")
        ax.set_ylim(bottom=0)
        ax.set_xlim(left=0)
        ax.xaxis.set_major_formatter(lambda value, _: context.number(value))
        ax.yaxis.set_major_formatter(lambda value, _: context.number(value))
        ax.grid(color=GRID, linewidth=0.8)

    svg = both_sizes(
        draw,
        {"wide": 3.8, "narrow": 2.8},
        {"wide": (0.07, 0.985), "narrow": (0.14, 0.985)},
        "funnel",
        told.alt,
    )
    year = int(table["year"].iloc[0])
    what = context.what(context.say("funnel.what", year=year))
    framed = charts.framed(
        context, svg, context.say("funnel.title"), what, told.words, context.say("funnel.lines")
    )
    return Fragment(framed)


def protected(table: pd.DataFrame, rule: DisclosureClass):  # type: ignore[no-untyped-def]
    """Return the areas' numbers protected by the rule for a number of reports by area and year."""
    from brister_analysis.analysis.protection import protect

    shown = table[["code", "year", "reports", "population", "rate", "position"]]
    # The population is known of the place and never hidden with the number.
    columns = {"year": "data_year", "population": "inhabitants"}
    frame = shown.rename(columns=columns).assign(area=shown["code"])
    return protect(frame, "area", "data_year", rule, count="reports", name="funnel")
