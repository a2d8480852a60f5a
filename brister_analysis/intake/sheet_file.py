"""Read the cells of a spreadsheet, or tell what the file is instead."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brister_analysis.errors import Fault
from brister_analysis.intake.table_rows import SourceRow

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

# A year of reports unpacks to some megabytes, 100,000 rows to some hundred; a zip bomb to much more.
LARGEST_UNPACKED = 2_000_000_000
LARGEST_CELLS = 30_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """One sheet; `number` counts from 1 as the tabs stand, hidden ones too."""

    number: int
    name: str
    rows: list[SourceRow]


def is_sheet_file(content: bytes) -> bool:
    """Tell whether a file is packed as spreadsheets are, or is one of an older kind."""
    return content.startswith((b"PK", OLE))


def is_broken(error: BaseException) -> bool:
    """Tell whether an error of the reader means that the file is broken."""
    from python_calamine import CalamineError

    known = (CalamineError, OSError, ValueError, KeyError, IndexError)
    # The reader is written in Rust and breaks off with an exception of its own kind on broken files.
    return isinstance(error, known) or type(error).__name__ == "PanicException"


def read_sheets(content: bytes) -> tuple[list[Sheet], Fault | None]:
    """Read every visible sheet of a spreadsheet.

    Parameters
    ----------
    content
        The file: xlsx, xlsm, xlsb, xls or ods.

    Returns
    -------
    tuple
        The sheets and None, or no sheets and the fault. A cell that covers several rows gives its value to
        each of them, as a reader sees it.
    """
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    if fault := _not_a_sheet(content):
        return [], fault
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            shown = [
                (number, one.name)
                for number, one in enumerate(book.sheets_metadata, start=1)
                if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
            ]
            sheets = [(number, name, book.get_sheet_by_name(name)) for number, name in shown]
            if sum(one.total_height * one.total_width for _, _, one in sheets) > LARGEST_CELLS:
                return [], Fault("tables.file.large")
            return [Sheet(number, name, _rows(one)) for number, name, one in sheets], None
    except PasswordError:
        return [], Fault("tables.file.password")
    except BaseException as error:
        if not is_broken(error):
            raise
        return [], Fault("tables.file.truncated")


def _not_a_sheet(content: bytes) -> Fault | None:
    if content.startswith(OLE):
        if _ENCRYPTED in content:
            return Fault("tables.file.password")
        kinds = (("__properties_version1.0", "mail"), ("WordDocument", "word"))
        found = (kind for name, kind in kinds if name.encode("utf-16-le") in content)
        return next((Fault(f"tables.file.{kind}") for kind in found), None)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if sum(one.file_size for one in package.infolist()) > LARGEST_UNPACKED:
                return Fault("tables.file.large")
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        return Fault("tables.file.truncated")
    if any(name.endswith(".iwa") for name in names):
        return Fault("tables.file.numbers")
    if any(name.lower().endswith((".xlsx", ".xls", ".csv", ".ods", ".docx")) for name in names):
        return Fault("tables.file.packed")
    return Fault("tables.file.word") if any(name.startswith("word/") for name in names) else None


def _rows(sheet: CalamineSheet) -> list[SourceRow]:
    cells = sheet.to_python(skip_empty_area=False)
    beside: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(cells):
            continue
        for row in range(top, min(bottom + 1, len(cells))):
            if left < len(cells[row]):
                cells[row][left] = cells[top][left]
            if right > left:
                beside.setdefault(row, []).append((left, right))
    return [
        SourceRow(number, tuple(row), merged=tuple(beside.get(number - 1, ())))
        for number, row in enumerate(cells, start=1)
    ]
