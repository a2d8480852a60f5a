"""What a reader can take away: files that describe themselves, hold what the page shows, and no more."""

from __future__ import annotations

import io
import json
import zipfile

import frictionless
import openpyxl
import pytest

from brister_analysis.reporting.context import Context
from brister_analysis.reporting.downloads import Rights, add_downloads, described_tables, file_size
from brister_analysis.reporting.section import Head, Section
from brister_analysis.reporting.tables_html import table
from tests.reporting.test_parts import finding

RIGHTS = Rights("Arbetsgruppen i Nordvästra Skåne", "CC BY 4.0", True)
COUNTS = {"Skola": 12, "=Akut": 3, "LVM": 2, "SIP": 8}


def head(synthetic: bool = True) -> Head:
    meta = {
        "description": "Vad personal rapporterade.",
        "brister-region": "skane",
        "brister-place": "nordvastra-skane",
        "brister-year": "2023",
        "brister-data": "0" * 64,
        "brister-synthetic": "true" if synthetic else "false",
    }
    return Head("Rapporterade brister 2023", "", (), meta, "Brister")


def sections(language: str = "sv") -> list[Section]:
    context = Context(language, "Nordvästra Skåne", "2023", True, "nv")
    shown = table(finding(COUNTS, threshold=5, context=context))
    return [
        Section("themes", "Teman", f"<p>Ord</p>{shown.html}", 0, "", shown.downloads),
        Section("provenance", "Ursprung", "<p>Slut</p>", 1),
    ]


def made(language: str = "sv", rights: Rights = RIGHTS, synthetic: bool = True):
    shown, files = add_downloads(head(synthetic), sections(language), language, "nv", rights)
    return shown, files


def opened(files):
    return openpyxl.load_workbook(io.BytesIO(next(f for name, f in files.items() if name.endswith(".xlsx"))))


def test_a_table_is_described_by_what_the_page_says_of_it():
    (one,) = described_tables(sections(), "sv")
    assert one.title == "Åtgärder som rapporterna berättar om"
    assert one.what == "Rapporter efter åtgärd, Nordvästra Skåne, 2023 (påhittade uppgifter)"
    assert [note[:9] for note in one.notes] == [".. Dolt. "]
    assert [(field.name, field.kind) for field in one.fields] == [
        ("område", "text"),
        ("år", "text"),
        ("åtgärd", "text"),
        ("rapporter", "whole"),
        ("andel av rapporterna, %", "number"),
        ("nedre gräns, %", "number"),
        ("övre gräns, %", "number"),
        ("påhittat", "text"),
    ]
    assert one.fields[-1].description.startswith("Om talen är påhittade")
    assert one.values()[0] == ["Nordvästra Skåne", "2023", "Skola", 12, 60.0, 50.0, 70.0, "ja"]
    assert one.values()[-1][3:7] == ["..", "..", "..", ".."]


def test_the_list_of_files_stands_before_what_the_page_is_made_of():
    shown, files = made()
    assert [section.slug for section in shown] == ["themes", "downloads", "provenance"]
    for name, content in files.items():
        assert f'href="{name}" download' in shown[1].html
        size = len(content if isinstance(content, bytes) else content.encode())
        assert file_size(size, "sv") in shown[1].html


def test_a_page_without_tables_has_no_list():
    kept = [Section("provenance", "Ursprung", "<p>Slut</p>", 0)]
    assert add_downloads(head(), kept, "sv", "nv", RIGHTS) == (kept, {})


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_description_is_valid_and_tells_every_column(tmp_path, language):
    _, files = made(language)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (path,) = tmp_path.glob("*.datapackage.json")
    report = frictionless.validate(str(path))
    assert report.valid, report.to_summary()
    package = json.loads(path.read_text(encoding="utf-8"))
    assert package["licenses"] == [
        {
            "name": "CC-BY-4.0",
            "title": "CC BY 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ]
    assert package["sources"] == [{"title": "Arbetsgruppen i Nordvästra Skåne"}]
    assert package["synthetic"] is True
    (resource,) = package["resources"]
    assert all(field["description"] for field in resource["schema"]["fields"])
    rows = frictionless.Package(str(path)).resources[0].read_rows()
    values = list(rows[0].to_dict().values())
    assert values[2:5] == ["Skola", 12, 60]
    assert list(rows[2].to_dict().values())[3:7] == [None] * 4


class TestWorkbook:
    def test_it_says_first_what_it_is(self):
        book = opened(made()[1])
        first = book.worksheets[0]
        said = {str(row[0]): str(row[1]) for row in first.iter_rows(values_only=True)}
        assert first.title == "Läs mig"
        assert said["Sida"] == "Rapporterade brister 2023"
        assert said["Licens"] == "CC BY 4.0"
        assert said["Källa"] == "Arbetsgruppen i Nordvästra Skåne"
        assert "påhittade" in said["Påhittade uppgifter"]
        assert "aldrig noll" in said["Tecken"]
        assert "visas inte" in said["Anmärkning"]
        assert said["Fingeravtryck av uppgifter och texter"] == "0" * 64

    def test_a_sheet_is_one_table_with_headings_that_stay(self):
        sheet = opened(made()[1]).worksheets[1]
        assert sheet.title == "Åtgärder som rapporterna…"
        (shown,) = sheet.tables.values()
        assert (shown.ref, shown.headerRowCount) == (sheet.dimensions, 1)
        assert sheet.freeze_panes == "A2"
        assert not sheet.merged_cells.ranges
        assert [cell.value for cell in sheet[1]][:4] == ["område", "år", "åtgärd", "rapporter"]
        assert all(9 <= one.width <= 60 for one in sheet.column_dimensions.values())

    def test_numbers_are_numbers_signs_are_signs_and_no_label_is_a_formula(self):
        sheet = opened(made()[1]).worksheets[1]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert rows[0][3:5] == [12, 60]
        assert [row[3] for row in rows[2:]] == ["..", ".."]
        assert [cell.data_type for cell in sheet["C"][1:]] == ["s"] * 4

    def test_it_names_nobody_and_its_bytes_do_not_depend_on_the_time(self):
        first, second = (made()[1]["nv-tabeller.xlsx"] for _ in range(2))
        assert first == second
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            core = archive.read("docProps/core.xml").decode()
        told = opened({"nv.xlsx": first}).properties
        assert (told.language, told.creator) == ("sv-SE", "brister_analysis")
        assert "lastModifiedBy" not in core
        assert "2019-01-01T00:00:00Z" in core

    def test_the_leak_gate_reads_it(self, tmp_path):
        from brister_analysis.intake.gate import gate

        shown = sections()[0]
        spoiled = Section(
            "themes",
            "Teman",
            shown.html.replace("Åtgärder som rapporterna berättar om", "Ring 070-174 06 35"),
            0,
            "",
            shown.downloads,
        )
        for name, one in (("good", shown), ("leak", spoiled)):
            _, files = add_downloads(head(), [one, sections()[1]], "sv", "nv", RIGHTS)
            (tmp_path / name).mkdir()
            for file, content in files.items():
                written = content if isinstance(content, bytes) else content.encode()
                (tmp_path / name / file).write_bytes(written)
        assert gate([tmp_path / "good"]) == []
        leaks = {fault.where[0] for fault in gate([tmp_path / "leak"])}
        assert leaks == {"nv-tabeller.xlsx", "nv.datapackage.json"}


def test_published_figures_do_not_take_the_rights_of_made_up_forms():
    _, files = made(synthetic=False)
    package = json.loads(files["nv.datapackage.json"])
    assert "licenses" not in package
    assert package["synthetic"] is False
