"""Exports as people send them: what is read, and how what can't be read is told."""

from __future__ import annotations

import datetime as dt
import io
import time
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from brister_analysis.intake.contracts import column_types
from brister_analysis.intake.forms import FormRecord
from brister_analysis.intake.received import read_file
from brister_analysis.intake.sheet_file import OLE
from brister_analysis.intake.table_file import read_table
from brister_analysis.language import catalogue
from brister_analysis.reference.profiles import load_profile
from tests.intake.table_files import BUS, STOCKHOLM, VASTRA_GOTALAND, row_of, write_csv, write_xlsx

WEST, EAST = load_profile("vastra-gotaland"), load_profile("stockholm")
HEADER, ROW = list(VASTRA_GOTALAND), list(VASTRA_GOTALAND.values())
EAST_HEADER, EAST_ROW = list(STOCKHOLM), list(STOCKHOLM.values())
PLANTED = ("Orvar", "Planterad", "19850302", "070-123")


def west(path: Path) -> list[FormRecord]:
    return read_table(path, WEST, 2023)


def east(path: Path) -> list[FormRecord]:
    return read_table(path, EAST, 2023)


def faults(records: list[FormRecord]) -> list[tuple[int, bool, str]]:
    """Return row, readable and the fault's key of every fault."""
    return [(one.row, one.readable, fault.key) for one in records for fault in one.faults]


def described(records: list[FormRecord]) -> list[str]:
    return [one.texts["description"] for one in records if one.readable]


def test_a_row_of_an_incident_system(tmp_path: Path) -> None:
    (record,) = west(write_csv(tmp_path / "a.csv", [HEADER, ROW]))
    assert record.values == {
        "event_date": dt.date(2023, 5, 3),
        "received_date": dt.date(2023, 5, 20),
        "answered_date": dt.date(2023, 6, 20),
        "area": "goteborgsomradet",
        "agreement": "vgr_routine",
    }
    assert record.texts == {
        "description": "Kallelsen kom inte fram.",
        "measures": "Vi ringde upp.",
        "stated_cause": "Ny personal.",
        "consequence": "Fick vänta.",
        "follow_up": "Om en månad.",
    }
    assert [(one["role"], one["principal"], one["activity"], one["unit"]) for one in record.actors] == [
        ("reporter", "kommun", "housing", "boendestöd Hisingen"),
        ("counterpart", "region", "primary_care", "Närhälsan vårdcentral Angered"),
    ]
    assert (record.form_version, record.row, record.case_number) == ("vgr-avvikelse", 2, "2023-17")
    assert (record.missing, record.faults) == ((), ())
    assert set(record.values) | set(record.texts) <= set(column_types("reports"))


def test_a_row_of_a_web_form(tmp_path: Path) -> None:
    (record,) = east(write_xlsx(tmp_path / "a.xlsx", [EAST_HEADER, EAST_ROW]))
    assert record.values["agreement"] == "sthlm_substance_use"
    assert [(one["role"], one["principal"], one["unit"]) for one in record.actors] == [
        ("reporter", "kommun", "boendestöd"),
        ("counterpart", "region", "Psykiatri Sydväst"),
    ]
    assert (record.form_version, record.missing, record.faults) == ("sthlm-2020", (), ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Vuxna med psykisk sjukdom eller funktionshinder", "sthlm_mental_illness_disability"),
        ("Missbruk/beroende", "sthlm_substance_use"),
        ("missbruk/beroende av spel om pengar", "sthlm_gambling"),
        ("Ärendeansvar hemlöshet (endast mellan kommuner)", "sthlm_homelessness"),
        ("BUS – barn och unga", "sthlm_bus"),
        ("Missbruk och beroende; missbruk/beroende", "sthlm_substance_use"),
    ],
)
def test_agreements_as_printed(written: str, code: str, tmp_path: Path) -> None:
    (record,) = east(
        write_xlsx(tmp_path / "a.xlsx", [EAST_HEADER, row_of(STOCKHOLM, Överenskommelse=written)])
    )
    assert record.values["agreement"] == code


def test_bus_has_a_sheet_of_its_own(tmp_path: Path) -> None:
    both = write_xlsx(
        tmp_path / "a.xlsx", [EAST_HEADER, EAST_ROW], [["BUS"], [], list(BUS), list(BUS.values())]
    )
    first, second = east(both)
    assert (second.form_version, second.row) == ("sthlm-bus-2021", 10_000_004)
    assert (second.values["agreement"], second.values["target_group"]) == ("sthlm_bus", "children_young")
    assert first.form_version == "sthlm-2020"


ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8 with mark": "utf-8-sig",
    "utf-16 with mark": "utf-16",
    "utf-16 without mark": "utf-16-le",
    "utf-16 of other order": "utf-16-be",
    "windows": "cp1252",
    "macintosh": "mac_roman",
    "dos": "cp850",
}


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_encodings_separators_and_line_ends(
    encoding: str, delimiter: str, ending: str, tmp_path: Path
) -> None:
    happened = 'Hon sa "hej", gick; åkte | hem.\nSen Öppet Ärende'
    rows = [HEADER, row_of(VASTRA_GOTALAND, Händelse=happened)]
    path = write_csv(tmp_path / "a.csv", rows, encoding, delimiter=delimiter, lineterminator=ending)
    records = west(path)
    assert described(records) == [happened]
    assert faults(records) == []


def test_decomposed_letters_hard_spaces_and_capitals(tmp_path: Path) -> None:
    labels = [unicodedata.normalize("NFD", label.upper()).replace(" ", "\u00a0") + ":" for label in HEADER]
    cells = [unicodedata.normalize("NFD", cell).replace(" ", "\u00a0") for cell in ROW]
    (record,) = west(write_csv(tmp_path / "a.csv", [labels, cells], "utf-8"))
    (plain,) = west(write_csv(tmp_path / "b.csv", [HEADER, ROW]))
    assert record == plain


def test_a_mark_of_excel_and_titles_above(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv", [HEADER, ROW], before="sep=;\r\nUttag ur systemet\r\n\r\nalla enheter\r\n"
    )
    assert [(one.row, one.faults) for one in west(path)] == [(6, ())]


def test_header_three_rows_down_below_merged_titles_with_sums_below(tmp_path: Path) -> None:
    above = [["Rapporterade brister"], [], ["Uttag 2024-01-08"]]
    below = [[], [*EAST_ROW[:7], "Annat."], [], ["Summa", 2], ["Källa: webbformuläret"]]
    rows = [*above, EAST_HEADER, EAST_ROW, *below]
    records = east(write_xlsx(tmp_path / "a.xlsx", rows, merged=["A1:I1", "A3:I3"]))
    assert [(one.row, one.readable) for one in records] == [(5, True), (7, True)]
    assert [str(fault).split(":")[0] for fault in records[0].faults] == ["rad 9", "rad 10"]
    assert {fault.key for fault in records[0].faults} == {"tables.row.no_report"}


def test_renamed_reordered_and_extra_columns(tmp_path: Path) -> None:
    order = sorted(range(len(HEADER)), key=lambda at: HEADER[at])
    labels = [HEADER[at] for at in order] + ["Handläggare", ""]
    labels[labels.index("Händelse")] = "Händelsebeskrivning:"
    (record,) = west(
        write_csv(tmp_path / "a.csv", [labels, [*(ROW[at] for at in order), "Orvar Planterad", ""]])
    )
    (plain,) = west(write_csv(tmp_path / "b.csv", [HEADER, ROW]))
    assert replace(record, faults=()) == plain
    assert [str(fault) for fault in record.faults] == [
        "Kolumner hör inte till något känt fält och har inte lästs: kolumn N. Inget behöver göras, om de "
        "inte har fått ett nytt namn; lägg då till det i regionens profil under labels."
    ]


def test_a_column_without_a_label_that_holds_something_is_told(tmp_path: Path) -> None:
    (record,) = east(write_xlsx(tmp_path / "a.xlsx", [EAST_HEADER, [*EAST_ROW, "", "mera"]]))
    assert record.faults[0].key == "tables.header.unknown"
    assert "kolumn K" in str(record.faults[0])


def test_a_missing_column_is_told_and_a_demanded_one_refused(tmp_path: Path) -> None:
    without = [at for at, label in enumerate(HEADER) if label != "Konsekvens"]
    (record,) = west(
        write_csv(tmp_path / "a.csv", [[HEADER[at] for at in without], [ROW[at] for at in without]])
    )
    assert record.readable
    assert faults([record]) == [(2, True, "tables.header.absent")]
    labels = [label if label != "Händelse" else "Vad hände?" for label in HEADER]
    records = west(write_csv(tmp_path / "b.csv", [labels, ROW]))
    assert faults(records)[0] == (0, False, "tables.header.missing")
    assert "”Händelse”" in str(records[0].faults[0])
    assert "kolumn I" in str(records[0].faults[0])


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({"Inskickat": "Summa: 17"}, False),
        ({"Inskickat": "Källa: systemet, 2024"}, False),
        ({"Inskickat": "2024-01-08 utskrivet"}, False),
        ({"Beskrivning": "Summa 17"}, False),
        ({"Beskrivning": "Antal besök uteblev."}, True),
        ({"Inskickat": "2023-05-20", "Beskrivning": "Totalt missförstånd."}, True),
        ({"Motpart huvudman": "Region"}, True),
    ],
)
def test_sums_and_footnotes_are_no_reports(cells: dict[str, str], counts: bool, tmp_path: Path) -> None:
    row = [next((v for name, v in cells.items() if label.startswith(name)), None) for label in EAST_HEADER]
    records = east(write_xlsx(tmp_path / "a.xlsx", [EAST_HEADER, EAST_ROW, row]))
    assert len(records) == (2 if counts else 1)
    assert [fault.key for fault in records[0].faults] == ([] if counts else ["tables.row.no_report"])


def test_labels_in_two_rows_and_cells_merged_downwards(tmp_path: Path) -> None:
    upper = ["Inskickat datum", "Händelsedatum", "Rapporterande", "", "Motpart", "", "Överenskommelse",
             "Beskrivning av bristen", "Vidtagna åtgärder"]  # fmt: skip
    lower = ["", "", "huvudman", "kommun/enhet", "huvudman", "enhet", "", "", ""]
    other = ["", *EAST_ROW[1:7], "Annat.", ""]
    ranges = ["C1:D1", "E1:F1", "A1:A2", "B1:B2", "G1:G2", "H1:H2", "I1:I2", "A3:A4"]
    first, second = east(write_xlsx(tmp_path / "a.xlsx", [upper, lower, EAST_ROW, other], merged=ranges))
    (plain,) = east(write_xlsx(tmp_path / "b.xlsx", [EAST_HEADER, EAST_ROW]))
    assert replace(first, row=2) == plain
    assert second.values["received_date"] == dt.date(2023, 5, 20)


def test_cells_merged_sideways_are_refused_by_row(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [EAST_HEADER, EAST_ROW, EAST_ROW], merged=["H2:I2"])
    assert [(one.row, one.readable) for one in east(path)] == [(2, False), (3, True)]
    assert str(east(path)[0].faults[0]).startswith("rad 2: Cellerna H till I är sammanslagna")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (45049, "2023-05-03"),
        (45049.75, "2023-05-03"),
        (dt.datetime(2023, 5, 3, 14, 30), "2023-05-03"),
        (dt.date(2023, 5, 3), "2023-05-03"),
        ("45049", "2023-05-03"),
        (20230503, "2023-05-03"),
        ("3/5 2023", "2023-05-03"),
        ("den 3:e maj 2023", "2023-05-03"),
        ("03.05.2023", "2023-05-03"),
        ("4/5 2023", "2023-05-04"),
        ("2023-05-03 14:30", "2023-05-03"),
        ("okänt", None),
        ("-", None),
        ("5/13 2023", None),
    ],
)
def test_serial_and_text_dates_have_the_day_first(cell: object, day: str | None, tmp_path: Path) -> None:
    (record,) = east(write_xlsx(tmp_path / "a.xlsx", [EAST_HEADER, row_of(STOCKHOLM, Händelsedatum=cell)]))
    assert record.values.get("event_date") == (dt.date.fromisoformat(day) if day else None)
    if cell == "5/13 2023":
        assert [fault.where for fault in record.faults] == [("rad 2", "Händelsedatum")]


def test_an_error_of_the_spreadsheet_is_told_and_is_no_answer(tmp_path: Path) -> None:
    wrong = row_of(VASTRA_GOTALAND, Åtgärd="#NAMN?", Svarsdatum="#SAKNAS!")
    (record,) = west(write_csv(tmp_path / "a.csv", [HEADER, wrong]))
    assert "measures" not in record.texts
    assert [(fault.key, fault.where) for fault in record.faults] == [
        ("tables.cell.broken", ("rad 2", "Svarsdatum")),
        ("tables.cell.broken", ("rad 2", "Åtgärd")),
    ]


def test_two_exports_in_one_file(tmp_path: Path) -> None:
    rows = [
        EAST_HEADER,
        EAST_ROW,
        [],
        ["BUS 2023"],
        list(BUS),
        list(BUS.values()),
        EAST_HEADER[::-1],
        EAST_ROW[::-1],
    ]
    records = east(write_xlsx(tmp_path / "a.xlsx", rows))
    assert [(one.row, one.form_version) for one in records] == [
        (2, "sthlm-2020"),
        (6, "sthlm-bus-2021"),
        (8, "sthlm-2020"),
    ]
    assert records[0].texts == records[2].texts


def test_rows_of_another_year_are_told_together(tmp_path: Path) -> None:
    old = row_of(VASTRA_GOTALAND, Händelsedatum="2021-05-03", Rapportdatum="2021-05-20", Svarsdatum="")
    older = row_of(VASTRA_GOTALAND, Händelsedatum="", Rapportdatum="20/12 2022", Svarsdatum="")
    records = west(write_csv(tmp_path / "a.csv", [HEADER, old, ROW, older]))
    assert [(one.row, one.readable) for one in records] == [(2, False), (3, True)]
    assert str(records[0].faults[0]).startswith("2 rader hör till ett annat år än 2023")
    assert "rad 2, rad 4" in str(records[0].faults[0])


def test_a_row_with_other_cells_than_the_header_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    rows = [HEADER, ROW, [*ROW[:8], "Text; utan", *ROW[9:]], ROW[:5], ROW]
    path = write_csv(tmp_path / "a.csv", rows)
    content = path.read_bytes().replace(b'"Text; utan"', b"Text; utan")
    path.write_bytes(content)
    records = west(path)
    assert [(one.row, one.readable) for one in records] == [(2, True), (3, False), (4, False), (5, True)]
    assert str(records[1].faults[0]).startswith("rad 3: Raden har 14 celler men rubriken 13")


def test_line_and_row_are_told_apart_below_cells_of_several_lines(tmp_path: Path) -> None:
    rows = [HEADER, row_of(VASTRA_GOTALAND, Händelse="ett\ntvå\ntre"), ROW[:5]]
    records = west(write_csv(tmp_path / "a.csv", rows))
    assert records[1].faults[0].where == ("rad 3 (textrad 5)",)


def test_an_unmatched_quotation_mark_is_told_by_its_lines(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADER, ROW, ROW, row_of(VASTRA_GOTALAND, Händelse="två; delar")])
    lines = path.read_bytes().split(b"\r\n")
    lines[2] = lines[2].replace(b"Kallelsen", b'"Kallelsen')
    path.write_bytes(b"\r\n".join(lines))
    records = west(path)
    assert [one.readable for one in records] == [True, False, True]
    assert records[1].faults[0].where == ("rad 3",)
    assert records[1].faults[0].key == "tables.row.quotes"


def zipped(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(name, b"x")
    return made.getvalue()


REFUSED = {
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "tables.file.password"),
    "old kind, broken": (OLE + b"\0" * 600, "tables.file.truncated"),
    "truncated zip": (b"PK\x03\x04" + b"\0" * 40, "tables.file.truncated"),
    "nothing": (b"", "tables.file.empty"),
    "only spaces": (b" \r\n\r\n", "tables.file.empty"),
    "pdf": (b"%PDF-1.7 ...", "tables.file.other"),
    "photograph of a telephone": (b"\0\0\0\x18ftypheic" + b"\0" * 90, "tables.file.other"),
    "shortcut": (b"L\0\0\0\x01\x14\x02" + b"\0" * 90, "tables.file.other"),
    "e-mail": (OLE + "__properties_version1.0".encode("utf-16-le"), "tables.file.mail"),
    "numbers": (zipped("Index/Document.iwa"), "tables.file.numbers"),
    "packed": (zipped("januari/a.xlsx"), "tables.file.packed"),
    "web page": (b"\r\n<!DOCTYPE html><table>", "tables.file.html"),
    "no labels": (b"a;b\n1;2\n", "tables.header.none"),
    "binary": (bytes(range(256)) * 20, "tables.csv.binary"),
    "half a letter": ("Ärendenummer;Händelse\n1;hå".encode()[:-1], "tables.csv.truncated"),
    "half a letter of two": ("Ärendenummer;Händelse\n1;h".encode("utf-16")[:-1], "tables.csv.truncated"),
    "two encodings": ("Ärendenummer;Händelse\n".encode() + "1;hå\n".encode("cp1252"), "tables.csv.mixed"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "key"), REFUSED.values(), ids=REFUSED)
def test_files_that_cannot_be_read_are_told(content: bytes, key: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert faults(west(tmp_path / "a.csv")) == [(1, False, key)]


def test_a_truncated_spreadsheet_is_told_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", [EAST_HEADER, EAST_ROW]).read_bytes()
    for part in range(1, 20):
        (tmp_path / "b.xlsx").write_bytes(whole[: len(whole) * part // 20])
        assert faults(east(tmp_path / "b.xlsx")) == [(1, False, "tables.file.truncated")]


def test_a_damaged_spreadsheet_is_read_or_told(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", [EAST_HEADER, EAST_ROW]).read_bytes()
    for at in range(0, len(whole), len(whole) // 150):
        (tmp_path / "b.xlsx").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        assert east(tmp_path / "b.xlsx")


def test_two_ways_to_read_the_marks_are_refused(tmp_path: Path) -> None:
    # a cell in single quotes that holds one, or a cell that really looks so?
    rows = [HEADER, row_of(VASTRA_GOTALAND, Händelse="it's; so")]
    single = write_csv(tmp_path / "a.csv", rows, quotechar="'")
    assert described(west(single)) == ["it's; so"]
    path = write_csv(tmp_path / "b.csv", [HEADER, row_of(VASTRA_GOTALAND, Händelse="'it''s'")])
    assert faults(west(path)) == [(1, False, "tables.csv.ambiguous")]


def test_several_sheets_hidden_ones_left_out(tmp_path: Path) -> None:
    import openpyxl

    path = write_xlsx(tmp_path / "a.xlsx", [["Läs mig"]], [EAST_HEADER, EAST_ROW], [EAST_HEADER, EAST_ROW])
    book = openpyxl.load_workbook(path)
    book.worksheets[2].sheet_state = "hidden"
    book.save(path)
    book.close()
    assert [one.row for one in east(path)] == [10_000_002]


def test_organisations_in_many_spellings_by_the_alias_file(tmp_path: Path) -> None:
    (tmp_path / "unit_aliases.csv").write_text(
        "written;unit\nBS Hisingen;Boendestöd Hisingen\n", encoding="cp1252"
    )
    rows = [HEADER] + [
        row_of(VASTRA_GOTALAND, Rapporterande=f"Göteborgs Stad, {unit}")
        for unit in ("BS Hisingen", "bs  hisingen", "B.S. Hisingen", "Boendestöd Hisingen")
    ]
    records = read_table(write_csv(tmp_path / "a.csv", rows), WEST, 2023, tmp_path / "unit_aliases.csv")
    assert [one.actors[0]["unit"] for one in records] == ["Boendestöd Hisingen"] * 2 + [
        "B.S. Hisingen",
        "Boendestöd Hisingen",
    ]


def test_no_message_holds_a_value(tmp_path: Path) -> None:
    row = ["Orvar Planterad 19850302 070-123"] * len(HEADER)
    rows = [[*HEADER, "Orvar Planterad"], [*row, ""], row, ["Summa: Orvar"], [*ROW[:2], "5/13", *ROW[3:], ""]]
    path = write_csv(tmp_path / "a.csv", rows)
    path.write_bytes(path.read_bytes() + b'"Orvar Planterad')
    records = west(path)
    told = " ".join([*(str(fault) for one in records for fault in one.faults), *map(repr, records)])
    assert len(records) >= 3
    assert not [word for word in PLANTED if word in told]


def test_every_message_is_in_both_languages() -> None:
    for language in ("sv", "en"):
        sentences = catalogue(language, "tables")
        assert {key.rpartition(".")[0] for key in sentences if key.endswith(".what")} == {
            key.rpartition(".")[0] for key in sentences if key.endswith(".do")
        }


def test_a_file_goes_to_the_reader_its_region_needs(tmp_path: Path) -> None:
    from tests.intake.word_xml import old_form, write_docx

    word = write_docx(tmp_path / "a.docx", *old_form())
    sheet = write_xlsx(tmp_path / "a.xlsx", [EAST_HEADER, EAST_ROW])
    skane, none = load_profile("skane"), tmp_path / "none.csv"
    assert faults(read_file(word, EAST, 2023, none)) == [(1, False, "tables.file.word")]
    assert faults(read_file(sheet, skane, 2023, none)) == [(1, False, "forms.docx.sheet")]
    assert read_file(sheet, EAST, 2023, none)[0].readable
    both = replace(skane, forms=(*skane.forms, *EAST.forms))
    assert read_file(word, both, 2023, none)[0].form_version == "nv-2019"
    assert read_file(sheet, both, 2023, none)[0].form_version == "sthlm-2020"


def test_many_rows_take_time_in_proportion(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        path = write_csv(tmp_path / "a.csv", [HEADER, *([ROW] * count)])
        start = time.perf_counter()
        assert len(west(path)) == count
        return time.perf_counter() - start

    seconds(100)
    small, large = seconds(200), seconds(2000)
    assert large < 40 * small
