"""Spreadsheets by hand: the least XML that a spreadsheet program opens, with one sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from string import ascii_uppercase
from xml.sax.saxutils import escape, quoteattr

from demo.package import OFFICE, PACKAGE, relationships, write_package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Day 1 of a spreadsheet is 1 January 1900, and it counts a 29 February 1900 that never was.
SERIAL_ZERO = dt.date(1899, 12, 30)
# Style 1 shows a number as a date; 14 is the format every program has for it.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

Cell = str | int | dt.date


def write_xlsx(
    path: Path, sheet: str, rows: Sequence[Sequence[Cell]], merged: Sequence[str] = (), author: str = ""
) -> None:
    """Write a spreadsheet of one sheet.

    Parameters
    ----------
    path
        Where to; the folder exists.
    sheet
        Name of the sheet.
    rows
        Text, whole numbers and dates; "" leaves a cell out, an empty row stays empty.
    merged
        Ranges of merged cells, such as "A1:I1".
    author
        Document property; people's names get in there by themselves.
    """
    written = "".join(_row(number, row) for number, row in enumerate(rows, start=1))
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    merges = f'<mergeCells count="{len(merged)}">{ranges}</mergeCells>' if merged else ""
    parts = {
        "_rels/.rels": relationships(
            [
                ("rId1", f"{OFFICE}/officeDocument", "xl/workbook.xml"),
                ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:creator>{escape(author)}</dc:creator></cp:coreProperties>"
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            [
                ("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
                ("rId2", f"{OFFICE}/styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": STYLES,
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            f'<sheet name={quoteattr(sheet)} sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData>{written}</sheetData>{merges}</worksheet>'
        ),
    }
    types = [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/xl/styles.xml", f"{SHEET_TYPE}.styles+xml"),
        ("/xl/workbook.xml", f"{SHEET_TYPE}.sheet.main+xml"),
        ("/xl/worksheets/sheet1.xml", f"{SHEET_TYPE}.worksheet+xml"),
    ]
    write_package(path, parts, types)


def _row(number: int, cells: Sequence[Cell]) -> str:
    written = "".join(_cell(f"{ascii_uppercase[at]}{number}", cell) for at, cell in enumerate(cells))
    return f'<row r="{number}">{written}</row>'


def _cell(place: str, cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return f'<c r="{place}" s="1"><v>{(cell - SERIAL_ZERO).days}</v></c>'
    if isinstance(cell, int):
        return f'<c r="{place}"><v>{cell}</v></c>'
    if not cell:
        return ""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
