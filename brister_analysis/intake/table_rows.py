"""Rows as they stand in a file, whatever kind of file, and a cell's text."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from brister_analysis.intake.dates import SERIAL_ZERO
from brister_analysis.intake.word_text import clean
from brister_analysis.language import text

# Rows of a second sheet are numbered from here, so that a number tells one row of the file.
SHEET_STEP = 10_000_000


@dataclass(frozen=True)
class SourceRow:
    """One row as it stands in the file.

    Parameters
    ----------
    number
        As a spreadsheet program shows it, from 1.
    cells
        Text, numbers, dates and true or false; an empty cell is ``""``.
    lines
        First and last line in a text file; None in a spreadsheet.
    broken
        True when quotation marks do not match, so that the cells are not known.
    end
        The line end of a row of a text file; empty at the end of the file.
    merged
        First and last column of each run of cells that are merged side by side.
    """

    number: int
    cells: tuple[object, ...] = field(repr=False)
    lines: tuple[int, int] | None = None
    broken: bool = False
    end: str = ""
    merged: tuple[tuple[int, int], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Tell whether no cell holds anything."""
        return not self.broken and not any(cell_text(cell) for cell in self.cells)

    def place(self, sheet: int = 1) -> str:
        """Return where the row stands, in words."""
        named = text("tables.place.row", row=self.number)
        if self.lines and (self.lines[0] != self.number or self.lines[0] != self.lines[1]):
            first, last = self.lines
            key = "line" if first == last else "lines"
            named += " " + text(f"tables.place.{key}", first=first, last=last)
        return named if sheet == 1 else text("tables.place.sheet", sheet=sheet) + ", " + named


@cache
def table_words() -> dict[str, list[str]]:
    """Return what is known about how exports look."""
    source = files("brister_analysis.intake").joinpath("data/tables.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def cell_text(cell: object, is_date: bool = False) -> str:
    """Return what a reader sees in a cell, with composed letters and plain spaces.

    Parameters
    ----------
    cell
        As in `SourceRow.cells`.
    is_date
        True where a date is expected: a number of five digits then counts days, as spreadsheets do.

    Examples
    --------
    >>> cell_text(45049.0, is_date=True), cell_text(45049.0), cell_text(dt.datetime(2023, 5, 3, 14, 5))
    ('2023-05-03', '45049', '2023-05-03')
    """
    if isinstance(cell, str):
        plain = clean(cell)
    elif isinstance(cell, dt.datetime):
        plain = cell.date().isoformat()
    elif isinstance(cell, bool):
        plain = table_words()["true_and_false"][0 if cell else 1]
    elif isinstance(cell, float) and cell.is_integer():
        plain = str(int(cell))
    else:
        plain = "" if cell is None else str(cell)
    if is_date and (serial := re.fullmatch(r"(\d{5})(?:[.,]\d+)?", plain)):
        return (SERIAL_ZERO + dt.timedelta(days=int(serial[1]))).isoformat()
    return plain
