"""Cells of a coding sheet changed in place: the form and Excel work on the same file."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.coding.package import fixed_package
from brister_analysis.coding.sheet_reading import about_labels, heading_role
from brister_analysis.errors import DataError, Fault
from brister_analysis.files import read_whole, write_private
from brister_analysis.reference.spelling import key

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def write_row(path: Path, report_id: str, answers: Mapping[str, Sequence[str]]) -> None:
    """Write the cells of one report; every other cell stays as people left it.

    Parameters
    ----------
    path
        A coding sheet.
    report_id
        Number of the report, as the sheet has it.
    answers
        Role (cause, pandemic, theme, measure, note) → what to write, a cell each; what does not fit goes into
        the last cell of the role. Roles left out are not touched.

    Raises
    ------
    DataError
        The sheet has no such report, or cannot be written while Excel holds it.
    """
    book = _opened(path)
    for sheet in book.worksheets:
        header = _header(sheet)
        if header is None:
            continue
        roles = [(cell.column, heading_role(cell.value)) for cell in sheet[header]]
        of_id = next(column for column, role in roles if role == "id")
        for row in range(header + 1, sheet.max_row + 1):
            if key(str(sheet.cell(row, of_id).value or "")) == key(report_id):
                for wanted, written in answers.items():
                    places = [sheet.cell(row, column) for column, role in roles if role == wanted]
                    _fill(places, list(written))
                _save(book, path)
                return
    raise DataError(Fault("sheets.unknown_number"))


def write_date(path: Path, date: dt.date) -> None:
    """Write the day the coding was finished beside its label.

    Raises
    ------
    DataError
        The sheet has lost the label, or cannot be written while Excel holds it.
    """
    book = _opened(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and about_labels().get(key(cell.value)) == "date":
                    sheet.cell(cell.row, cell.column + 1).value = date
                    _save(book, path)
                    return
    raise DataError(Fault("sheets.no_date"))


def _opened(path: Path) -> Workbook:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(io.BytesIO(read_whole(path)))
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        raise DataError(Fault("sheets.unreadable")) from None


def _header(sheet: Worksheet) -> int | None:
    for row in sheet.iter_rows():
        roles = {heading_role(cell.value) for cell in row}
        if {"id", "cause"} <= roles:
            return row[0].row
    return None


def _fill(places: Sequence[Cell], written: list[str]) -> None:
    """Write a value a cell, the rest together in the last one; a text never becomes a formula."""
    if len(written) > len(places) > 0:
        written = [*written[: len(places) - 1], "; ".join(written[len(places) - 1 :])]
    for number, cell in enumerate(places):
        cell.value = written[number] if number < len(written) else None
        if cell.value:
            cell.data_type = "s"


def _save(book: Workbook, path: Path) -> None:
    written = io.BytesIO()
    book.save(written)
    write_private(path, fixed_package(written.getvalue()))
