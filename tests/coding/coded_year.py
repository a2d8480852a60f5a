"""A workspace with a few made-up reports to code, and what people do to the sheets they get."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from brister_analysis.coding.sheets import coding_sheet
from brister_analysis.intake.contracts import shaped
from brister_analysis.intake.store import write_tables
from brister_analysis.workspace import Workspace

REGION = "skane"
TEXTS = (
    "Avdelningen skickade ingen läkemedelslista. Hemtjänsten fick inte veta något.",
    "Kallelsen till SIP låg obesvarad. Psykiatrin kom inte till mötet.",
    "=SUMMA(A1) Handläggaren svarade inte på tre samtal.",
    "Rutinen för utskrivning var okänd på avdelningen.",
)


def number(n: int, year: int = 2023) -> str:
    return f"skane-nordvastra-{year}-{n:03}"


def make_workspace(root: Path, year: int = 2023) -> Workspace:
    """Write a year with four reports; 2023 is coded in a native scheme, 2024 in the codebook."""
    (root / "brister.toml").write_text("", encoding="utf-8")
    workspace = Workspace(root, root / "data")
    add_year(workspace, year)
    return workspace


def add_year(workspace: Workspace, year: int, region: str = REGION) -> None:
    rows = [
        {
            "report_id": number(n, year).replace("skane", region),
            "region_code": "12",
            "area": "nordvastra-skane",
            "data_year": year,
            "description": said,
            "measures": "Vi ringde." if n == 1 else None,
            "scheme": "",
            "form_version": "nv-2019",
            "synthetic": True,
        }
        for n, said in enumerate(TEXTS, start=1)
    ]
    tables = {"reports": shaped(rows, "reports"), "actors": shaped([], "actors")}
    write_tables(workspace.processed(region, year), {**tables, "accounting": shaped([], "accounting")})
    workspace.raw(region, year).mkdir(parents=True)


def fill(
    path: Path,
    causes: Mapping[str, str | tuple[str, ...]],
    date: dt.date | str | None = dt.date(2024, 3, 1),
    **others: Mapping[str, str],
) -> Path:
    """Fill in a sheet: {report: cause or causes}, and other columns by the word they begin with."""
    workbook = load_workbook(path)
    sheet = workbook["Kodning"]
    sheet["B1"] = date
    rows = rows_of(sheet)
    for report, chosen in causes.items():
        for place, cause in enumerate((chosen,) if isinstance(chosen, str) else chosen, start=1):
            sheet.cell(rows[report], column(sheet, f"Orsak {place}")).value = cause
    for heading, cells in others.items():
        for report, said in cells.items():
            sheet.cell(rows[report], column(sheet, heading)).value = said
    workbook.save(path)
    return path


def rows_of(sheet: Worksheet) -> dict[str, int]:
    return {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=3) if row[0].value}


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[2] if str(cell.value).startswith(heading))


def sheet_of(workspace: Workspace, coder: str | None = "A", year: int = 2023, **wanted: object) -> Path:
    return coding_sheet(workspace, REGION, year, coder, blind=True, **wanted)  # type: ignore[arg-type]
