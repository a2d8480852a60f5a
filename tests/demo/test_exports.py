"""The exports are the same bytes each time, can be opened, and have the faults that real ones have."""

import csv
import datetime as dt
import re
import tomllib
import unicodedata
from collections import Counter

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from brister_analysis.intake.dates import parse_date
from brister_analysis.reference.profiles import load_profile
from brister_analysis.workspace import Workspace
from demo import stockholm, vastra_gotaland
from demo.cases import cases
from demo.material import REGION_YEARS, toml

YEARS = REGION_YEARS["stockholm"]
MODULES = {"stockholm": stockholm, "vastra-gotaland": vastra_gotaland}


def sheets(year: int) -> dict[str, list[list[object]]]:
    folder = Workspace.find().raw("stockholm", year)
    return {
        path.name: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
        for path in sorted(folder.glob("*.xlsx"))
    }


def incidents(year: int) -> list[dict[str, str]]:
    found = []
    for path in sorted(Workspace.find().raw("vastra-gotaland", year).glob("*.csv")):
        with path.open(encoding="cp1252", newline="") as file:
            found += list(csv.DictReader(file, delimiter=";"))
    return found


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("region", sorted(MODULES))
def test_the_files_in_git_are_what_the_generator_writes(tmp_path, region, year):
    MODULES[region].write_raw(tmp_path, YEARS[0])
    MODULES[region].write_raw(tmp_path, year)
    committed = Workspace.find().raw(region, year)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in committed.iterdir()}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("region", sorted(MODULES))
def test_the_source_says_that_all_is_invented_the_totals_too(region, year):
    source = tomllib.loads((Workspace.find().raw(region, year) / "SOURCE.toml").read_text("utf-8"))
    assert source["synthetic"] is True
    assert source["totals"].startswith("Påhittade")
    assert len(source["public_persons"]["group"]) >= 3


@pytest.mark.parametrize("year", YEARS)
def test_every_report_stands_where_it_is_said_to(year):
    told = sheets(year)
    for (file, number), case in stockholm.placed(year).items():
        row = told[file][number - 1]
        assert case.counterpart[1] in [_typed_well(cell) for cell in row]
    assert len(stockholm.placed(year)) == len(cases("stockholm", year))
    assert len(vastra_gotaland.placed(year)) == len(incidents(year)) == len(cases("vastra-gotaland", year))


def _typed_well(cell: object) -> str:
    return unicodedata.normalize("NFC", str(cell)).replace("\N{NO-BREAK SPACE}", " ").strip()


@pytest.mark.parametrize("year", YEARS)
def test_titles_an_empty_row_and_a_sum_stand_around_the_reports(year):
    for name, rows in sheets(year).items():
        assert rows[0][0].endswith(str(year))
        assert rows[-1][1] == sum(file == name for file, _ in stockholm.placed(year))
        assert sum(not any(row) for row in rows) >= 2


def test_one_year_has_its_columns_in_another_order():
    headers = [
        next(row for row in rows if "Händelsedatum" in row)
        for year in YEARS
        for name, rows in sheets(year).items()
        if not name.startswith("BUS")
    ]
    assert len({tuple(header) for header in headers}) == 2
    assert len({frozenset(header) for header in headers}) == 1


def test_dates_are_written_in_several_ways():
    kinds: Counter[str] = Counter()
    for year in YEARS:
        for name, rows in sheets(year).items():
            header = next(row for row in rows if {"Inskickat", "Inskickat datum"} & set(row))
            (at,) = (n for n, one in enumerate(header) if one in ("Händelsedatum", "Datum för händelsen"))
            for (file, number), case in stockholm.placed(year).items():
                cell = rows[number - 1][at] if file == name else None
                if cell in (None, ""):
                    continue
                iso = isinstance(cell, str) and bool(re.match(r"\d{4}-\d\d-\d\d", cell))
                kinds["iso" if iso else type(cell).__name__] += 1
                assert (
                    parse_date(cell if isinstance(cell, dt.date) else _plain(cell), year, True).date
                    == case.event_day
                )
    assert kinds["iso"] > kinds.total() / 2
    assert {"date", "float", "str"} <= set(kinds)


def _plain(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def test_people_type_hard_spaces_and_accents_apart():
    written = "".join(
        str(cell) for year in YEARS for rows in sheets(year).values() for row in rows for cell in row
    )
    wanted = ["\N{NO-BREAK SPACE}", "a\N{COMBINING DIAERESIS}", "NACKA KOMMUN", "Nacka, "]
    assert [one for one in wanted if one not in written] == []


def test_the_spreadsheets_open_in_another_reader_without_a_warning():
    for path in sorted(Workspace.find().raw("stockholm", 2023).glob("*.xlsx")):
        sheet = openpyxl.load_workbook(path).active
        assert sheet.max_row > 10
        assert [str(merged) for merged in sheet.merged_cells.ranges]


@pytest.mark.parametrize("region", sorted(MODULES))
def test_labels_are_those_of_the_profile(region):
    known = {label for form in load_profile(region).forms for field in form.fields for label in field.labels}
    export = toml(f"{region}/export")
    ours = {label for part in ("columns", "agreements", "bus") for label in _labels(export.get(part, {}))}
    assert ours
    assert ours <= known


def _labels(part: dict) -> list[str]:
    return list(part.get("columns", part).values())


def test_answers_come_after_five_to_a_hundred_and_forty_days_or_not_at_all():
    waits, unanswered = [], 0
    for year in YEARS:
        for row in incidents(year):
            sent, answered = (parse_date(row[name], year).date for name in ("Rapportdatum", "Svarsdatum"))
            if answered is None:
                unanswered += 1
                assert {row[name] for name in ("Åtgärd", "Orsak enligt svarande enhet", "Uppföljning")} == {
                    ""
                }
            else:
                waits.append((answered - sent).days)
                assert row["Orsak enligt svarande enhet"]
    assert min(waits) >= 5
    assert max(waits) <= 140
    assert 25 <= sorted(waits)[len(waits) // 2] <= 50
    assert 0.05 < unanswered / (len(waits) + unanswered) < 0.2


def test_the_text_files_have_cells_of_several_lines_and_two_ways_to_write_dates():
    content = b"".join(
        path.read_bytes() for path in sorted(Workspace.find().raw("vastra-gotaland", 2023).glob("*.csv"))
    )
    wanted = [rb"\r\n", rb'"[^"]+[^\r]\n', rb";\d{1,2}/\d{1,2} 202\d;", rb";202\d-\d\d-\d\d;"]
    assert [one for one in wanted if not re.search(one, content)] == []
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_a_report_exported_twice_keeps_its_number():
    numbers = Counter(row["Ärendenummer"] for row in incidents(2023))
    assert sorted(numbers.values())[-3:] == [1, 2, 2]
