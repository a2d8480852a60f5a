"""The lowest step of the comparison: how many reports, from how much of the place, for how many people."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.language import catalogue
from brister_analysis.reporting.compared_tables import WHERE, protected_volume
from brister_analysis.reporting.context import HIDDEN, NOT_COLLECTED
from brister_analysis.reporting.csv_file import csv_file, decimal
from brister_analysis.reporting.finding import is_missing
from brister_analysis.reporting.refused_parts import RefusedPart, Unit, placed
from brister_analysis.reporting.section import Download, Fragment
from brister_analysis.reporting.tables_html import download_link, plain_table

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.reporting.compared import Compared
    from brister_analysis.reporting.comparison import ComparisonPage

COLUMNS = ("reports", "interval", "municipalities", "inhabitants", "rate", "rate_interval")


def fewest_inhabitants(compared: Compared) -> int | None:
    """Return the inhabitants of the smallest place, of the latest year known; None where one is unknown."""
    from brister_analysis.reporting.material import inhabitants_of

    found = [inhabitants_of(code, compared.places[code].area, year) for code, year in compared.units]
    return min((one for one in found if one is not None), default=None) if None not in found else None


def volume_table(page: ComparisonPage) -> Fragment:
    """Return a table with a row a region and year, and the file of it."""
    say, context = page.context.say, page.context
    reports, municipalities = page.volume_rows
    marks = page.marks()
    rows = []
    for unit, row in reports.items():
        mark = f" {marks[unit]}" if marks.get(unit) else ""
        rows.append(
            [f"{page.regions[unit[0]]} {unit[1]}{mark}", *_cells(page, row, municipalities.get(unit))]
        )
    head = [(say("compared.volume.row"), "", False)]
    head += [(say(f"compared.volume.columns.{name}"), "", True) for name in COLUMNS]
    html = plain_table(say("compared.volume.caption"), context.what(say("compared.volume.what")), head, rows)
    download = _file(page, reports, municipalities, marks)
    signs = {cell for row in rows for cell in row}
    under = [escape(say("compared.volume.hidden"))] if HIDDEN in signs else []
    under += [escape(say("compared.volume.unknown"))] if NOT_COLLECTED in signs else []
    under += page.explained(marks, list(reports))
    under += [f"{page.collected(list(reports))} {escape(say('compared.volume.differ'))}"]
    under += [download_link(context, download)]
    return Fragment(html + "".join(f'<p class="under">{line}</p>' for line in under), (download,))


def protected_rows(page: ComparisonPage) -> tuple[dict[Unit, pd.Series], dict[Unit, pd.Series]]:
    """Return the rows of numbers of reports, and of reporting municipalities, by region and year."""
    own = page.comparison.table[page.comparison.table["rung"] == "volume"]
    own = own.rename(columns={"year": "data_year"})
    own["area"] = [page.compared.places[code].slug for code in own["region_code"]]
    counted = own[own["value"] == "reports"][[*WHERE, "reports", "low", "high"]].reset_index(drop=True)
    with_rates = counted.merge(_rates(page), on=["region_code", "data_year"], how="left")
    reports = protected_volume(with_rates, page.rule(), "reports", page.shown_tables)
    reporting = own[own["value"] == "municipalities_reporting"][[*WHERE, "reports"]].reset_index(drop=True)
    rule = page.rule("municipality")
    reporting_table = protected_volume(reporting, rule, "municipalities", page.shown_tables)
    return _by_unit(page.remember(reports).frame), _by_unit(page.remember(reporting_table).frame)


def _rates(page: ComparisonPage) -> pd.DataFrame:
    """Return `region_code`, `data_year`, `population`, and the rate with its limits where it is known."""
    import pandas as pd

    from brister_analysis.analysis.rates import rates
    from brister_analysis.reference.population import population

    people = pd.concat([population("region"), population("area")], ignore_index=True)
    places = {code: place.area or code for code, place in page.compared.places.items()}
    own = page.comparison.table
    own = own[own["value"] == "reports"]
    counts = pd.DataFrame(
        {"code": own["region_code"].map(places), "year": own["year"], "reports": own["reports"]}
    )
    found = rates(counts, people)
    found["region_code"] = found["code"].map({place: code for code, place in places.items()})
    found["known_population"] = found["population"]
    columns = {"year": "data_year", "known_population": "inhabitants", "low": "rate_low", "high": "rate_high"}
    return found.rename(columns=columns)[
        ["region_code", "data_year", "inhabitants", "rate", "rate_low", "rate_high"]
    ]


def _by_unit(frame: pd.DataFrame) -> dict[Unit, pd.Series]:
    return {(str(row["region_code"]), int(row["data_year"])): row for _, row in frame.iterrows()}


def _cells(page: ComparisonPage, row: pd.Series, municipalities: pd.Series | None) -> list[str]:
    context, place = page.context, page.compared.places[str(row["region_code"])]
    if row["hidden"]:
        return [HIDDEN] * len(COLUMNS)
    cells = [context.number(row["reports"]), _limits(page, row["low"], row["high"], 0)]
    if municipalities is None:
        cells.append(NOT_COLLECTED)
    elif municipalities["hidden"]:
        cells.append(HIDDEN)
    else:
        count = context.number(municipalities["reports"])
        cells.append(
            context.say("compared.volume.of_all", count=count, all=context.number(place.municipalities))
        )
    if is_missing(row["rate"]):
        return [*cells, NOT_COLLECTED, NOT_COLLECTED, NOT_COLLECTED]
    limits = _limits(page, row["rate_low"], row["rate_high"], 1)
    return [*cells, context.number(row["inhabitants"]), context.number(row["rate"], 1), limits]


def _limits(page: ComparisonPage, low: float, high: float, decimals: int) -> str:
    return f"{page.context.number(low, decimals)}–{page.context.number(high, decimals)}"


def refused_rates(page: ComparisonPage) -> list[RefusedPart]:
    """Return for which regions and years no rate can be computed."""
    without = _rates(page)
    without = without[without["rate"].isna()]
    units = [
        (str(code), int(year))
        for code, year in zip(without["region_code"], without["data_year"], strict=True)
    ]
    if not units:
        return []
    say = page.context.say
    what = f"{say('compared.volume.columns.rate')}: {placed(units, page.regions)}"
    return [RefusedPart(what, say("refusals.population_unknown.why"), say("refusals.population_unknown.do"))]


def _file(
    page: ComparisonPage,
    reports: Mapping[Unit, pd.Series],
    municipalities: Mapping[Unit, pd.Series],
    marks: Mapping[Unit, str],
) -> Download:
    """Return the table as a file, a number a column, which says what is real beside made-up reports."""
    names = catalogue(page.context.language, "comparison")["compared"]["volume"]["file_columns"]
    rows, real = [], []
    for unit, row in reports.items():
        reporting = municipalities.get(unit)
        if row["hidden"]:
            # As on the page: nothing is told of a place whose number of reports is hidden.
            numbers = [HIDDEN] * (len(names) - 3)
        else:
            there = "" if reporting is None else HIDDEN if reporting["hidden"] else str(reporting["reports"])
            numbers = [
                *(_written(page, row[name]) for name in ("reports", "low", "high")),
                there or NOT_COLLECTED,
                str(page.compared.places[unit[0]].municipalities),
                *(_written(page, row[name]) for name in ("inhabitants", "rate", "rate_low", "rate_high")),
            ]
        rows.append([page.regions[unit[0]], str(unit[1]), marks.get(unit, ""), *numbers])
        columns = ["all_municipalities", "inhabitants"]
        if unit in page.published:
            columns = ["reports", "plain_low", "plain_high", *columns, "rate", "rate_low", "rate_high"]
        known = dict(zip(list(names)[3:], numbers, strict=True))
        real.append([names[name] for name in columns if known[name] not in (HIDDEN, NOT_COLLECTED)])
    stem = page.context.say("compared.volume.file")
    return csv_file(page.context, stem, list(names.values()), rows, real)


def _written(page: ComparisonPage, number: float) -> str:
    if is_missing(number):
        return NOT_COLLECTED
    whole = float(number).is_integer()
    return str(int(number)) if whole else decimal(f"{float(number):.2f}", page.context)
