"""Counts year by year as an HTML table, a row a value and a column a year, and as a file of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.reporting.context import HIDDEN, NOT_COLLECTED, Context
from brister_analysis.reporting.csv_file import csv_file, decimal
from brister_analysis.reporting.finding import is_missing
from brister_analysis.reporting.section import Download, Fragment, absent
from brister_analysis.reporting.tables_html import download_link, plain_table

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.protection import ProtectedTable


@dataclass(frozen=True)
class ByYear:
    """Protected tables of one kind, one for each year that has it.

    Parameters
    ----------
    name
        Of its words in the catalogue.
    tables
        Year to what `protect` gave.
    labels
        Code to label of the rows, in their order.
    years
        All years of the page, in order; one without a table has a dash in every row.
    context
        The page.
    share
        Name of the column of shares; empty where there is nothing to take a share of.
    base
        Name of the column of what the shares are of.
    notes
        Year to a line under it, such as the form that was used.
    """

    name: str
    tables: Mapping[int, ProtectedTable]
    labels: Mapping[str, str]
    years: tuple[int, ...]
    context: Context
    share: str = "share_of_reports"
    base: str = "n_reports"
    notes: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def rows(self) -> dict[tuple[str, int], pd.Series]:
        """Each protected row by its code and year."""
        return {
            (str(row[table.rows[0]]), year): row
            for year, table in self.tables.items()
            for _, row in table.frame.iterrows()
        }

    @cached_property
    def shown(self) -> list[str]:
        """The codes that have a row in any year, in the order of the labels."""
        there = {code for code, _ in self.rows}
        return [code for code in self.labels if code in there]

    def cell(self, code: str, year: int) -> str:
        """Write one cell: the count, with its share where there is one."""
        row = self.rows.get((code, year))
        if row is None:
            return NOT_COLLECTED
        count = self.tables[year].count
        if row["hidden"] or is_missing(row[count]):
            return HIDDEN
        number = self.context.number(row[count])
        if not self.share or is_missing(row[self.share]):
            return number
        return f"{number} ({self.context.percent(row[self.share])})"

    def of(self, year: int) -> str:
        """Return "av 30": what the shares of a year are of, where it is one number."""
        if not self.share or year not in self.tables:
            return ""
        bases = self.tables[year].frame[self.base].dropna().unique()
        return self.context.say("by_year.base", base=self.context.number(bases[0])) if len(bases) == 1 else ""


def by_year_table(one: ByYear) -> Fragment:
    """Return the table with what explains its signs, and its file."""
    say = one.context.say
    if not one.shown:
        return absent(say("tables.empty"))
    head = [(say(f"by_year.{one.name}.row"), "", False)]
    for year in one.years:
        under = ", ".join(part for part in (one.of(year), one.notes.get(year, "")) if part)
        head.append((str(year), under, True))
    body = [[one.labels[code], *(one.cell(code, year) for year in one.years)] for code in one.shown]
    what = one.context.what(say(f"by_year.{one.name}.what"))
    html = plain_table(say(f"by_year.{one.name}.caption"), what, head, body)
    download = _file(one)
    lines = [escape(line) for line in _signs(one, {cell for row in body for cell in row[1:]})]
    lines.append(download_link(one.context, download))
    return Fragment(html + "".join(f'<p class="under">{line}</p>' for line in lines), (download,))


def _signs(one: ByYear, cells: set[str]) -> list[str]:
    say, found = one.context.say, []
    if HIDDEN in cells:
        hiding = next(table for table in one.tables.values() if table.hidden.any())
        found.append(say("tables.signs.hidden", rule=hiding.explain(one.context.language)))
    if NOT_COLLECTED in cells:
        found.append(say(f"by_year.{one.name}.none"))
    return found


def _file(one: ByYear) -> Download:
    """Return the table in long form, a row a value and year, with intervals where there are shares."""
    say = one.context.say
    numbers = [one.base, one.share, "low", "high"] if one.share else []
    heads = ["place", "year", "value", "count", *(("base", "share", "low", "high") if one.share else ())]
    rows = []
    for code in one.shown:
        for year in one.years:
            row = one.rows.get((code, year))
            cells = [one.context.place, str(year), one.labels[code]]
            if row is None:
                cells += [NOT_COLLECTED] * (1 + len(numbers))
            else:
                cells += [_plain(one, row, name) for name in (one.tables[year].count, *numbers)]
            rows.append(cells)
    stem = say(f"by_year.{one.name}.file")
    return csv_file(one.context, stem, [say(f"by_year.columns.{name}") for name in heads], rows)


def _plain(one: ByYear, row: pd.Series, name: str) -> str:
    if is_missing(row[name]):
        return HIDDEN if row["hidden"] else NOT_COLLECTED
    if name in ("low", "high") or name.startswith("share"):
        return decimal(f"{float(row[name]) * 100:.1f}", one.context)
    return str(int(row[name]))
