"""The small tables in which people write decisions: read whichever way a spreadsheet program saved them.

Excel with Swedish settings opens a file with commas as a single column, puts quotation marks around its rows
when it saves them, parts new ones with semicolons and knows no UTF-8 unless asked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

from brister_analysis.errors import DataError, Fault
from brister_analysis.files import as_text, read_whole

_DELIMITERS = (",", ";", "\t")


def decided_rows(path: Path, needed: Collection[str]) -> list[tuple[int, dict[str, str]]]:
    """Read a file of decisions.

    Parameters
    ----------
    path
        The file.
    needed
        Columns it must have.

    Returns
    -------
    list of (int, dict)
        The row's number in the file as a spreadsheet shows it, and column → text, "" where the row ends
        early; empty rows are left out.

    Raises
    ------
    DataError
        The file cannot be opened, is no text, or a needed column is not there.
    """
    written = _text(path)
    for delimiter in _DELIMITERS:
        rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
        if rows and delimiter == "," and ";" not in written.partition("\n")[0].rstrip("\r;"):
            rows = [_parted(row) if row else row for row in rows]
        header = [cell.strip() for cell in rows[0]] if rows else []
        if set(needed) <= set(header):
            blank = dict.fromkeys(header, "")
            return [
                (number, {**blank, **dict(zip(header, row, strict=False))})
                for number, row in enumerate(rows[1:], start=2)
                if any(cell.strip() for cell in row)
            ]
    if not written.strip():
        return []
    raise DataError(Fault("files.columns", (path.name,), allowed=tuple(needed)))


def _text(path: Path) -> str:
    content = read_whole(path)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or b"\0" in content:
        raise DataError(Fault("files.binary", (path.name,)))
    return as_text(content)


def _parted(cells: list[str]) -> list[str]:
    """Return the cells of a row that was saved as one cell, its marks doubled or semicolons after it."""
    cells = [*cells[:-1], cells[-1].rstrip(";")]
    if ";" in cells[0]:
        # A row that was added in Excel under rows with commas.
        return next(csv.reader([",".join(cells)], delimiter=";"))
    return next(csv.reader(cells), []) if len(cells) == 1 else cells
