"""All tables of a page as one Excel workbook that a screen reader can follow; the same bytes each time."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from brister_analysis.coding.package import fixed_package
from brister_analysis.language import SPOKEN, text
from brister_analysis.reporting.downloads import DescribedTable, Origin

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# What Excel takes as the name of a sheet, and as the width of a column in characters.
LONGEST_NAME, NARROWEST, WIDEST = 31, 9, 60
STYLE = "TableStyleLight1"


def workbook_bytes(about: Origin, tables: Sequence[DescribedTable]) -> bytes:
    """Return the workbook: a sheet that says what it is, then one sheet a table.

    Parameters
    ----------
    about
        What holds for all tables.
    tables
        In the order of the page.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = about.title
    book.properties.description = about.description
    book.properties.language = SPOKEN[about.language]
    book.properties.creator = "brister_analysis"
    # The palette of Excel 97, which nothing here uses; the leak gate takes its figures for telephone numbers.
    book._colors = ()
    names = _sheet_names(tables, about.language)
    first = book.active
    first.title = text("site.workbook.about", about.language)
    _about(first, about, list(zip(names, tables, strict=True)))
    for number, (name, table) in enumerate(zip(names, tables, strict=True), start=1):
        _table(book.create_sheet(name), number, table)
    written = io.BytesIO()
    book.save(written)
    return fixed_package(written.getvalue())


def _sheet_names(tables: Sequence[DescribedTable], language: str) -> list[str]:
    """Return the title of each table as a sheet's name, short enough, each once."""
    taken = [text("site.workbook.about", language)]
    for table in tables:
        plain = re.sub(r"[\[\]:*?/\\']", " ", table.title).strip()
        name = plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"
        number = 2
        while name.lower() in (other.lower() for other in taken):
            name = f"{plain[: LONGEST_NAME - 4].rstrip()} ({number})"
            number += 1
        taken.append(name)
    return taken[1:]


def _about(sheet: Worksheet, about: Origin, tables: Sequence[tuple[str, DescribedTable]]) -> None:
    from openpyxl.styles import Alignment, Font

    def say(key: str) -> str:
        return text(f"site.workbook.{key}", about.language)

    # Every sentence once, in the order of the tables: the same rule stands under most of them.
    notes = list(dict.fromkeys(note for _, table in tables for note in table.notes))
    lines = [
        (say("columns.what"), say("columns.text")),
        (say("title"), about.title),
        (say("what"), about.description),
        (say("period"), about.period),
        *([(say("made_up"), about.made_up)] if about.synthetic else []),
        (say("units"), say("units_text")),
        (say("signs"), say("signs_text")),
        *((say("note"), note) for note in notes),
        *((say("source"), source) for source in (about.producer, *about.sources) if source),
        *([(say("licence"), about.licence)] if about.licence else []),
        (say("fingerprint"), about.data_hash),
        *((f"{say('sheet')} {name}", f"{table.title}. {table.what}.") for name, table in tables),
    ]
    for line in lines:
        sheet.append(line)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 38, 100
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for cell in (*sheet["A"], *sheet[1]):
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _table(sheet: Worksheet, number: int, table: DescribedTable) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.table import Table, TableStyleInfo

    sheet.append([field.name for field in table.fields])
    for row in table.values():
        sheet.append(row)
    for place, (field, column) in enumerate(zip(table.fields, sheet.iter_cols(), strict=True)):
        longest = max(len(row[place]) for row in (tuple(one.name for one in table.fields), *table.rows))
        sheet.column_dimensions[column[0].column_letter].width = min(max(longest + 3, NARROWEST), WIDEST)
        column[0].alignment = Alignment(vertical="top", wrap_text=True)
        for cell in column[1:]:
            if field.kind == "text":
                # A label that starts with = is still a label.
                cell.data_type = "s"
            cell.number_format = {"text": "@", "whole": "0", "number": "General"}[field.kind]
            if field.kind != "text":
                cell.alignment = Alignment(horizontal="right")
    # A table in Excel's sense: its first row is its headings, for a screen reader too.
    shown = Table(displayName=f"Table{number}", ref=sheet.dimensions)
    shown.tableStyleInfo = TableStyleInfo(name=STYLE, showRowStripes=False)
    sheet.add_table(shown)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
