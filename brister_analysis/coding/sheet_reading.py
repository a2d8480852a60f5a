"""What a filled-in sheet says, whatever people did to it: columns moved, sheets renamed, rows added or
sorted.

Everything is found by headings and report numbers. No message repeats a cell, the name of a file or of a
sheet that people named themselves.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.coding.sheet_identity import SheetIdentity, parse_sheet
from brister_analysis.errors import Fault
from brister_analysis.intake.sheet_file import OLE, is_broken
from brister_analysis.language import LANGUAGES, text
from brister_analysis.reference.spelling import key

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Cells = Sequence[Sequence[object]]
_FILLED = {"cause", "pandemic", "theme", "measure", "note"}


@dataclass(frozen=True)
class CodedRow:
    """One row of a sheet: the cells that coders fill, by role, with the place of each for messages.

    `number` is the report's number as written; `joined` are the places of cells that it shares with other
    rows, where Excel keeps what is written in the first row only.
    """

    number: str = field(repr=False)
    place: tuple[str, ...]
    cells: Mapping[str, tuple[tuple[str, str], ...]] = field(repr=False)
    joined: tuple[tuple[str, ...], ...] = ()

    def written(self, role: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return what stands in the cells of a role, with each one's place; empty cells left out."""
        return [(said, (*self.place[:-1], at)) for said, at in self.cells.get(role, ()) if said]


@dataclass(frozen=True)
class FilledSheet:
    """A sheet as read; `identity` and `date` are None where there is none, then `faults` tell why."""

    identity: SheetIdentity | None
    date: dt.date | None
    rows: tuple[CodedRow, ...]
    faults: tuple[Fault, ...]


def read_sheet(path: Path, region: str, year: int, place: str) -> FilledSheet:
    """Read one file.

    Parameters
    ----------
    path
        An Excel workbook (or what else calamine reads: xls, xlsb, ods); a fault tells what it is instead.
    region, year
        Whose decisions are collected; a sheet of another region or year is a fault.
    place
        What messages call the file while its own name is unknown.
    """
    pages = _pages(path)
    if isinstance(pages, str):
        return FilledSheet(None, None, (), (Fault(f"sheets.{pages}", (place,)),))
    told, owners = _told(pages)
    if len(owners) > 1:
        return FilledSheet(None, None, (), (Fault("sheets.merged", (place,)),))
    identity = _identity(told, year)
    where = text("sheets.place.sheet", sheet=identity.sheet) if identity else place
    fault = _identity_fault(identity, told, region, year, where)
    if identity is None or fault is not None:
        return FilledSheet(None, None, (), (fault or Fault("sheets.unknown_sheet", (where,)),))
    faults = []
    date = _date(told, year)
    if date is None:
        faults.append(Fault("sheets.no_date", (where,)))
    tables = [table for page in pages if (table := _table(page, where))]
    if not tables:
        faults.append(Fault("sheets.no_header", (where,)))
    rows = tuple(row for table in tables for row in table)
    faults += [Fault("sheets.joined", one) for one in dict.fromkeys(at for row in rows for at in row.joined)]
    return FilledSheet(identity, date, rows, tuple(faults))


@dataclass(frozen=True)
class _Page:
    """A sheet of the workbook; `name` is safe to print, `joined` are cells merged over several rows (top,
    left, bottom, right, from 0), which an ods file does not tell."""

    name: str
    cells: Cells
    joined: tuple[tuple[int, int, int, int], ...]


def _pages(path: Path) -> list[_Page] | str:
    """Return the sheets of a workbook, or the key of what tells why there are none."""
    from python_calamine import CalamineWorkbook

    if not path.is_file():
        return "no_file"
    try:
        content = path.read_bytes()
    except OSError:
        return "closed"
    if not content.startswith((b"PK", OLE)):
        return "text_file" if path.suffix.lower() in (".csv", ".tsv", ".txt") else "unreadable"
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = list(book.sheet_names)
            sheets = [book.get_sheet_by_index(i) for i in range(len(names))]
            found = [(sheet.to_python(skip_empty_area=False), _joined(sheet)) for sheet in sheets]
    except BaseException as error:
        if not is_broken(error):
            raise
        return "unreadable"
    own = ("coding", "rules", "about")
    ours = {text(f"sheets.sheet.{name}", language) for name in own for language in LANGUAGES}
    return [
        _Page(text("sheets.place.tab", tab=name if name in ours else number), cells, joined)
        for number, (name, (cells, joined)) in enumerate(zip(names, found, strict=True), start=1)
    ]


def _joined(sheet: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    ranges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return tuple(one for one in ranges if one[2] > one[0])


@cache
def about_labels() -> dict[str, str]:
    """Return {key of a label in any language: what it tells}."""
    names = ("sheet", "region", "year", "coder", "scheme", "codebook_version", "date")
    return {key(text(f"sheets.about.{name}", language)): name for name in names for language in LANGUAGES}


def _told(pages: Sequence[_Page]) -> tuple[dict[str, object], set[str]]:
    """Return what stands to the right of each label about the sheet, the first answer that is not empty, and
    the names of all sheets that are told of."""
    found: dict[str, object] = {}
    owners: set[str] = set()
    for page in pages:
        for row in page.cells:
            for place, cell in enumerate(row):
                name = about_labels().get(key(cell)) if isinstance(cell, str) and len(cell) < 60 else None
                if name is None:
                    continue
                beside = next((other for other in row[place + 1 :] if _written(other)), None)
                if name == "sheet" and parse_sheet(_written(beside)):
                    owners.add(_written(beside))
                if beside is not None:
                    found.setdefault(name, beside)
    return found, owners


def _identity(told: Mapping[str, object], year: int) -> SheetIdentity | None:
    parsed = parse_sheet(_written(told.get("sheet")))
    if parsed is None or not _written(told.get("scheme")):
        return None
    sheet_year, coder, number = parsed
    return SheetIdentity(
        _written(told.get("region")),
        sheet_year,
        coder,
        number,
        _written(told.get("scheme")),
        _written(told.get("codebook_version")),
    )


def _identity_fault(
    identity: SheetIdentity | None, told: Mapping[str, object], region: str, year: int, where: str
) -> Fault | None:
    from brister_analysis.reference.crosswalk import HARMONISED
    from brister_analysis.reference.schemes import schemes

    if identity is None or identity.scheme not in {HARMONISED, *schemes()["scheme"]}:
        return Fault("sheets.unknown_sheet", (where,))
    if key(_written(told.get("coder"))) != key(identity.coder):
        return Fault("sheets.other_coder", (where,))
    if (identity.region, identity.year) != (region, year):
        return Fault("sheets.other_year", (where,))
    return None


def _date(told: Mapping[str, object], year: int) -> dt.date | None:
    """Return when the coding was done: any day from the year of the reports on."""
    from brister_analysis.intake.dates import parse_date

    written = told.get("date")
    if isinstance(written, dt.datetime):
        found: dt.date | None = written.date()
    elif isinstance(written, dt.date):
        found = written
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", _written(written)):
        try:
            found = dt.date.fromisoformat(_written(written))
        except ValueError:
            found = None
    else:
        found = parse_date(_written(written), year + 1, spreadsheet=True).date
    return found if found is not None and found.year >= year else None


@cache
def _role_words() -> dict[str, str]:
    """Return {first word of a heading: role}."""
    source = files("brister_analysis.coding").joinpath("data/sheet_words.toml")
    words = tomllib.loads(source.read_text(encoding="utf-8"))["roles"]
    return {word: role for role, listed in words.items() for word in listed}


def heading_role(cell: object) -> str | None:
    """Return what a column holds, by its heading: id, cause, pandemic, theme, measure or note."""
    words = key(_written(cell)).split()
    return _role_words().get(words[0]) if 0 < len(words) < 8 else None


def _table(page: _Page, where: str) -> list[CodedRow] | None:
    """Return the rows under the heading; None for a page without one."""
    for at, row in enumerate(page.cells):
        roles = [heading_role(cell) for cell in row]
        if "id" in roles and "cause" in roles:
            return list(_rows(page, at, roles, where))
    return None


def _rows(page: _Page, header: int, roles: Sequence[str | None], where: str) -> Iterator[CodedRow]:
    of_id, joined = roles.index("id"), _joined_rows(page, roles, where)
    for at, row in enumerate(page.cells[header + 1 :], start=header + 2):
        if [heading_role(cell) for cell in row] == list(roles):
            continue  # The heading once more, where people put two sheets together.
        cells: dict[str, tuple[tuple[str, str], ...]] = {}
        for place, (role, cell) in enumerate(zip(roles, row, strict=False)):
            if role is not None and role != "id":
                address = text("sheets.place.cell", cell=f"{_letters(place)}{at}")
                cells[role] = (*cells.get(role, ()), (_written(cell), address))
        here = (where, page.name, text("sheets.place.row", row=at))
        found = CodedRow(_written(row[of_id]), here, cells, joined.get(at, ()))
        if found.number or found.written("cause"):
            yield found


def _joined_rows(
    page: _Page, roles: Sequence[str | None], where: str
) -> dict[int, tuple[tuple[str, ...], ...]]:
    """Return {row: places of the cells it shares with others}, of those that coders fill and that hold
    something."""
    found: dict[int, tuple[tuple[str, ...], ...]] = {}
    for top, left, bottom, right in page.joined:
        if (
            not _FILLED & {*roles[left : right + 1]}
            or top >= len(page.cells)
            or not _written(page.cells[top][left])
        ):
            continue
        cells = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
        place = (where, page.name, text("sheets.place.cells", cells=cells))
        for at in range(top + 1, min(bottom + 1, len(page.cells)) + 1):
            found[at] = (*found.get(at, ()), place)
    return found


def _letters(place: int) -> str:
    """Return the letters of a column, 0 for A."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found


def _written(cell: object) -> str:
    """Return a cell as text: whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
