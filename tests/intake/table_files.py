"""Exports for tests: the columns of two regions, a row of each, and files as people send them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

STOCKHOLM = {
    "Inskickat datum": "2023-05-20",
    "Händelsedatum": "2023-05-03",
    "Rapporterande huvudman": "Kommun",
    "Rapporterande kommun/enhet": "Nacka kommun, boendestöd",
    "Motpart huvudman": "Region",
    "Motpart enhet": "Psykiatri Sydväst",
    "Överenskommelse": "missbruk/beroende",
    "Beskrivning av bristen": "Kallelsen kom inte fram.",
    "Vidtagna åtgärder": "Vi ringde upp.",
}
BUS = {
    "Inskickat": "2023-05-20",
    "Datum för händelsen": "2023-05-03",
    "Rapporterande verksamhet": "Solna stad, elevhälsan",
    "Motpart": "BUP Solna",
    "Beskrivning": "Ingen plan.",
    "Åtgärder": "Ett möte.",
}
VASTRA_GOTALAND = {
    "Ärendenummer": "2023-17",
    "Händelsedatum": "2023-05-03",
    "Rapportdatum": "2023-05-20",
    "Svarsdatum": "2023-06-20",
    "Delområde": "Göteborgsområdet",
    "Rapporterande enhet": "Göteborgs Stad, boendestöd Hisingen",
    "Enhet där avvikelsen uppstod": "Närhälsan vårdcentral Angered",
    "Överenskommelse, riktlinje eller rutin som inte följts": "Rutin",
    "Händelse": "Kallelsen kom inte fram.",
    "Åtgärd": "Vi ringde upp.",
    "Orsak enligt svarande enhet": "Ny personal.",
    "Konsekvens": "Fick vänta.",
    "Uppföljning": "Om en månad.",
}


def row_of(columns: dict[str, str], **replaced: Any) -> list[Any]:
    """Return a row's cells; `replaced` names columns by their first word."""
    return [replaced.get(label.split()[0].rstrip(","), value) for label, value in columns.items()]


def write_csv(
    path: Path, rows: Iterable[Sequence[object]], encoding: str = "cp1252", before: str = "", **dialect: Any
) -> Path:
    """Write rows as a text file, as `csv.writer` does."""
    written = io.StringIO()
    csv.writer(written, **{"delimiter": ";", "lineterminator": "\r\n", **dialect}).writerows(rows)
    path.write_bytes((before + written.getvalue()).encode(encoding))
    return path


def write_xlsx(
    path: Path, *sheets: Iterable[Sequence[object]], merged: Sequence[str] = (), name: str = ""
) -> Path:
    """Write sheets of rows; `merged` are ranges of the first sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    if name:
        book.worksheets[0].title = name
    book.save(path)
    book.close()
    return path
