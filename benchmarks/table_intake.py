"""Time the reading of a large export: ``python benchmarks/table_intake.py [rows]`` prints seconds a step."""

from __future__ import annotations

import csv
import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

from brister_analysis.intake.received import Form, numbered
from brister_analysis.intake.source import Source
from brister_analysis.intake.table_file import read_table
from brister_analysis.reference.profiles import load_profile

LABELS = [
    "Ärendenummer", "Händelsedatum", "Rapportdatum", "Svarsdatum", "Delområde", "Rapporterande enhet",
    "Enhet där avvikelsen uppstod", "Överenskommelse, riktlinje eller rutin som inte följts", "Händelse",
    "Åtgärd", "Orsak enligt svarande enhet", "Konsekvens", "Uppföljning",
]  # fmt: skip


def rows(count: int) -> list[list[str]]:
    """Return made-up rows: as many units as a region has, every description its own."""
    found = []
    for number in range(count):
        day = dt.date(2023, 1, 1) + dt.timedelta(days=number % 300)
        unit, other = f"Göteborgs Stad, boendestöd {number % 400}", f"Närhälsan vårdcentral {number % 300}"
        happened = f'Kallelsen nummer {number} kom inte fram; den "blev kvar".\nIngen ringde upp.'
        found.append(
            [f"2023-{number}", day.isoformat(), f"{day.day}/{day.month} 2023", "", "Göteborgsområdet", unit,
             other, "Rutin: utskrivning", happened, "Vi ringde.", "Kommunikation", "", ""]
        )  # fmt: skip
    return found


def main(count: int = 100_000) -> None:
    """Write a text file and a spreadsheet, read both, and number the rows twice."""
    profile = load_profile("vastra-gotaland")
    with tempfile.TemporaryDirectory() as folder:
        text_file, sheet_file = Path(folder, "a.csv"), Path(folder, "a.xlsx")
        with text_file.open("w", encoding="cp1252", newline="") as file:
            csv.writer(file, delimiter=";").writerows([LABELS, *rows(count)])
        import openpyxl

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in [LABELS, *rows(count)]:
            sheet.append(row)
        book.save(sheet_file)
        for path in (text_file, sheet_file):
            start, worked = time.perf_counter(), time.process_time()
            records = read_table(path, profile, 2023)
            passed, worked = time.perf_counter() - start, time.process_time() - worked
            print(f"{path.suffix}: {len(records)} records, {passed:.1f} s, of them {worked:.1f} s work")
    forms = [Form("a.csv", one.row, one) for one in records]
    entries: list = []
    for _ in range(2):
        start = time.perf_counter()
        entries = numbered(forms, entries, profile, Source(None, True), 2023, (), b"key", False)
        print(f"numbered: {len(entries)}, {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
