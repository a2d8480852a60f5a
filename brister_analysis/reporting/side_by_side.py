"""Regions side by side as an HTML table and as a file: regions in the order of their codes, years within."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.language import NBSP, listed
from brister_analysis.reporting.context import HIDDEN, NOT_COLLECTED, Context
from brister_analysis.reporting.csv_file import csv_file, decimal
from brister_analysis.reporting.finding import OTHER, is_missing
from brister_analysis.reporting.section import Download

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.reporting.compared_tables import RungTables

Unit = tuple[str, int]
TOGETHER = f"{OTHER}>{OTHER}"


@dataclass(frozen=True)
class SideBySide:
    """Protected shares by value, region and year, ready to be shown.

    Parameters
    ----------
    name
        Of its words in the catalogue: the rung.
    table
        What `protected_rung` gave.
    values
        Code to label, in the order shown.
    regions
        Region code to name, in the order of the codes.
    marks
        (region code, year) to the letters of the breaks and remarks that concern it.
    context
        The page.
    values_of
        For each row of the protected frame the code of its value.
    published
        (region code, year) to the number of reports others have published, where the made-up reports are as
        many: what shares are of is then real.
    """

    name: str
    table: RungTables
    values: Mapping[str, str]
    regions: Mapping[str, str]
    context: Context
    values_of: tuple[str, ...]
    marks: Mapping[Unit, str] = field(default_factory=dict)
    published: Mapping[Unit, int] = field(default_factory=dict)

    @cached_property
    def units(self) -> list[Unit]:
        """The regions and years that have numbers, in order."""
        pairs = zip(self.table.frame["region_code"], self.table.frame["data_year"], strict=True)
        return sorted({(str(code), int(year)) for code, year in pairs})

    @property
    def what(self) -> str:
        """The statistical title, which names the regions that have numbers and no other."""
        there = [name for code, name in self.regions.items() if any(code == one for one, _ in self.units)]
        own = replace(self.context, place=listed(there, self.context.language))
        return own.what(self.context.say(f"compared.{self.name}.what"))

    @cached_property
    def cells(self) -> dict[tuple[str, Unit], pd.Series]:
        """Each protected row by value and (region code, year)."""
        rows = zip(self.values_of, self.table.frame.iterrows(), strict=True)
        return {(value, (str(row["region_code"]), int(row["data_year"]))): row for value, (_, row) in rows}

    @cached_property
    def shown(self) -> list[str]:
        """Values with an open number above zero anywhere."""
        kept = {
            value
            for (value, _), row in self.cells.items()
            if not is_missing(row["reports"]) and row["reports"] > 0
        }
        return [value for value in self.values if value in kept]

    @property
    def few(self) -> list[str]:
        """Values that are there, but whose numbers are hidden wherever they are not zero."""
        hidden = {value for (value, _), row in self.cells.items() if row["hidden"]}
        return [value for value in self.values if value in hidden and value not in self.shown]

    def base(self, unit: Unit) -> str:
        """Return "av 40": the reports that the shares of a region and year are of."""
        bases = [row["n_reports"] for (_, one), row in self.cells.items() if one == unit]
        known = [base for base in bases if not is_missing(base)]
        return self.context.say("compared.base", base=self.context.number(known[0])) if known else ""

    def share(self, value: str, unit: Unit) -> tuple[str, str]:
        """Return a cell's share and interval as written."""
        row = self.cells.get((value, unit))
        if row is None and (instead := self.instead(value, unit)):
            return instead, ""
        if row is None or is_missing(row["share_of_reports"]):
            return (HIDDEN if row is not None and row["hidden"] else NOT_COLLECTED), ""
        low, high = row["low"], row["high"]
        return self.context.percent(row["share_of_reports"]), self.context.interval(low, high)

    def instead(self, value: str, unit: Unit) -> str:
        """Return what a missing cell says where small values stand together in some regions and years."""
        if (TOGETHER, unit) in self.cells:
            return self.context.say("tables.together.cell")
        if value != TOGETHER:
            return ""
        # The other ways are no row of the table where all their numbers are hidden.
        without_row = any(
            row["hidden"] for (other, one), row in self.cells.items() if one == unit and other in self.few
        )
        return HIDDEN if without_row else self.context.say("tables.together.apart")

    def unit_name(self, unit: Unit) -> str:
        """Return "Stockholm 2023"."""
        return f"{self.regions[unit[0]]} {unit[1]}"


def html_table(one: SideBySide, under: list[str]) -> str:
    """Return the table with two rows of headings, region and year, and what explains its signs."""
    say, units = one.context.say, one.units
    spans = {code: sum(unit[0] == code for unit in units) for code in one.regions}
    caption = f'{escape(say(f"compared.{one.name}.caption"))}<span class="what">{escape(one.what)}</span>'
    top = "".join(
        f'<th scope="colgroup" role="columnheader" colspan="{span}" class="region">'
        f"{escape(one.regions[code])}</th>"
        for code, span in spans.items()
        if span
    )
    second = "".join(
        f'<th scope="col" role="columnheader" class="number{_first(unit, units)}">{unit[1]}{_mark(one, unit)}'
        f"<small>{escape(one.base(unit))}</small></th>"
        for unit in units
    )
    body = "".join(_row(one, value, units) for value in one.shown)
    row = escape(say(f"compared.{one.name}.row"))
    shown = (
        f'<div class="table"><table role="table" class="regions"><caption>{caption}</caption>'
        '<thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader" rowspan="2">{row}</th>{top}</tr>'
        f'<tr role="row">{second}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )
    return shown + "".join(f'<p class="under">{line}</p>' for line in [*_signs(one), *under])


def _row(one: SideBySide, value: str, units: list[Unit]) -> str:
    cells = []
    for unit in units:
        share, interval = one.share(value, unit)
        # The share has the unit already, and twelve columns have no room for it twice.
        small = f"<small>{escape(interval.rstrip('%').rstrip(NBSP))}</small>" if interval else ""
        label = escape(one.unit_name(unit))
        cells.append(
            f'<td role="cell" class="number{_first(unit, units)}" data-label="{label}">'
            f"{escape(share)}{small}</td>"
        )
    heading = f'<th scope="row" role="rowheader">{escape(one.values[value])}</th>'
    return f'<tr role="row">{heading}{"".join(cells)}</tr>'


def _first(unit: Unit, units: list[Unit]) -> str:
    """Return the class of a region's first year, which has a line before it."""
    return " first" if unit == next(other for other in units if other[0] == unit[0]) else ""


def _mark(one: SideBySide, unit: Unit) -> str:
    return f" {escape(one.marks[unit])}" if one.marks.get(unit) else ""


def _signs(one: SideBySide) -> list[str]:
    say, language = one.context.say, one.context.language
    signs = {one.share(value, unit)[0] for value in one.shown for unit in one.units}
    explained = []
    if HIDDEN in signs:
        explained.append(escape(say("tables.signs.hidden", rule=one.table.explain(language))))
    if NOT_COLLECTED in signs:
        explained.append(escape(say("compared.not_collected")))
    if say("tables.together.apart") in signs:
        explained.append(escape(say("tables.together.apart_sign")))
    if say("tables.together.cell") in signs:
        explained.append(
            escape(say("tables.together.cell_sign", threshold=one.context.number(one.table.threshold)))
        )
    if one.few:
        names = ", ".join(one.values[value] for value in one.few)
        explained.append(escape(say("compared.few", names=names)))
    return explained


def to_csv(one: SideBySide, names: Mapping[str, str]) -> Download:
    """Return the table as a file, one row a value, region and year; `names` are those of the columns."""
    rows, real = [], []
    for value in one.shown:
        for unit in one.units:
            row = one.cells.get((value, unit))
            numbers = [
                _plain(one, row, name) for name in ("reports", "n_reports", "share_of_reports", "low", "high")
            ]
            if row is None and (instead := one.instead(value, unit)):
                numbers = [instead] * len(numbers)
            rows.append([one.values[value], one.regions[unit[0]], str(unit[1]), *numbers])
            real.append([names["n_reports"]] if numbers[1] == str(one.published.get(unit)) else [])
    stem = one.context.say(f"compared.{one.name}.file")
    return csv_file(one.context, stem, list(names.values()), rows, real)


def _plain(one: SideBySide, row: pd.Series | None, name: str) -> str:
    if row is None or is_missing(row[name]):
        return HIDDEN if row is not None and row["hidden"] else NOT_COLLECTED
    if name in ("reports", "n_reports"):
        return str(int(row[name]))
    return decimal(f"{float(row[name]) * 100:.1f}", one.context)
