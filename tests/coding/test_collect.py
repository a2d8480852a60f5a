"""Sheets read back, whatever people did to them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from brister_analysis.code_commands import collect_and_tell
from brister_analysis.coding.collect import collect_sheets
from brister_analysis.coding.ledger import (
    VIGNETTE_LEDGER,
    check_ledger,
    load_causes,
    load_themes,
    read_ledger,
)
from brister_analysis.errors import EXIT_DATA, DataError, UsageError
from tests.coding.coded_year import REGION, column, fill, make_workspace, number, rows_of, sheet_of


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path)


def ledger(workspace) -> str:
    path = workspace.decisions(REGION, 2023) / "coding" / "decisions.csv"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def causes(workspace, decided_by="coder") -> dict[str, list[str]]:
    rows = load_causes(REGION, 2023, decided_by, workspace)
    return rows.groupby("report_id")["native_label"].agg(list).to_dict()


def collect(workspace, *paths):
    return collect_sheets(workspace, REGION, 2023, paths or None)


def told(found) -> list[str]:
    return [str(fault) for fault in found.faults]


def test_a_filled_in_sheet_becomes_rows_of_the_ledger(workspace):
    path = sheet_of(workspace)
    fill(
        path,
        {number(1): ("kommunikation/information", "rutiner"), number(2): "SIP"},
        Pandemi={number(1): "Ja", number(2): "nej"},
        Teman={number(1): "LVM; skola"},
        Åtgärdstyp={number(2): "Utbildning"},
        Anteckning={number(1): "Tveksamt."},
    )
    found = collect(workspace)
    assert (found.sheets, found.added, found.unchanged, found.faults) == (1, 6, 0, ())
    assert ledger(workspace).splitlines()[1:4] == [
        f"{number(1)},cause,nv-skane-2023,kommunikation/information,coder,A,2023-A-01,2024-03-01,,Tveksamt.",
        f"{number(1)},cause,nv-skane-2023,rutiner,coder,A,2023-A-01,2024-03-01,,Tveksamt.",
        f"{number(1)},pandemic,,yes,coder,A,2023-A-01,2024-03-01,,",
    ]
    assert check_ledger(workspace, REGION, 2023, [number(n) for n in range(1, 5)]) == []


def test_collecting_twice_changes_nothing(workspace):
    fill(sheet_of(workspace), {number(1): "SIP"})
    collect(workspace)
    before = ledger(workspace)
    found = collect(workspace)
    assert (found.added, found.unchanged) == (0, 1)
    assert ledger(workspace) == before


def test_a_changed_sheet_adds_a_correction_and_overwrites_nothing(workspace):
    path = fill(sheet_of(workspace), {number(1): "SIP", number(2): "rutiner"})
    collect(workspace)
    before = ledger(workspace)
    fill(path, {number(1): ("kompetens", "individfokus"), number(2): ""})
    collect(workspace)
    assert ledger(workspace).startswith(before)
    assert causes(workspace) == {number(1): ["kompetens", "individfokus"]}
    assert "2023-A-01.02" in ledger(workspace)
    fill(path, {number(1): ("SIP", "")})
    collect(workspace)
    assert causes(workspace) == {number(1): ["SIP"]}


def test_a_correction_dated_before_what_it_corrects_is_told(workspace):
    path = fill(sheet_of(workspace), {number(1): "SIP"})
    collect(workspace)
    fill(path, {number(1): "rutiner"}, date=dt.date(2024, 2, 1))
    (fault,) = told(collect(workspace))
    assert "blad 2023-A-01" in fault
    assert causes(workspace) == {number(1): ["SIP"]}


@pytest.mark.parametrize("mistyped", [dt.date(2062, 3, 1), "2062-03-01", "1/12/2024"])
def test_a_date_after_today_is_told_before_it_keeps_every_correction_out(workspace, mistyped):
    today = dt.date(2024, 3, 2)
    path = fill(sheet_of(workspace), {number(1): "SIP"}, date=mistyped)
    found = collect_sheets(workspace, REGION, 2023, today=today)
    assert [fault.key for fault in found.faults] == ["sheets.late_date"]
    assert "blad 2023-A-01" in told(found)[0]
    assert ledger(workspace) == ""
    fill(path, {number(1): "SIP"}, date=today)
    assert collect_sheets(workspace, REGION, 2023, today=today).faults == ()
    assert causes(workspace) == {number(1): ["SIP"]}


def test_the_command_knows_what_day_it_is(workspace, capsys):
    fill(sheet_of(workspace), {number(1): "SIP"}, date=dt.date(2999, 3, 1))
    assert collect_and_tell(workspace, REGION, 2023) == EXIT_DATA
    assert "framtiden" in capsys.readouterr().err
    assert ledger(workspace) == ""


def test_the_groups_sheet_is_consensus(workspace):
    path = fill(sheet_of(workspace, None), {number(1): "SIP"})
    assert path.name == "kodning-2023-gemensam-01.xlsx"
    collect(workspace)
    assert causes(workspace, "consensus") == {number(1): ["SIP"]}
    assert set(read_ledger(workspace, REGION, 2023)["coder"]) == {""}


def test_practice_cases_go_to_a_ledger_of_their_own(workspace):
    fill(sheet_of(workspace), {"ovningsfall-02": "rutiner", number(1): "SIP"})
    collect(workspace)
    rows = read_ledger(workspace, REGION, 2023, VIGNETTE_LEDGER)
    assert rows["report_id"].tolist() == ["ovningsfall-02"]
    assert "ovningsfall" not in ledger(workspace)


# What people do to a sheet, each a function of the workbook; the coding stays the same.


def renamed(book):
    book["Kodning"].title = "Annas kodning"


def columns_moved(book):
    sheet = book["Kodning"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    sheet.delete_rows(2, sheet.max_row)
    for row in rows:
        sheet.append([None, *reversed(row)])


def sorted_backwards(book):
    sheet = book["Kodning"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    sheet.delete_rows(3, sheet.max_row)
    for row in sorted(rows, key=str, reverse=True):
        sheet.append(row)


def rows_added(book):
    sheet = book["Kodning"]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Kodning våren 2024"
    sheet.insert_rows(7)
    sheet["B7"] = "Paus här"
    sheet.append([None, "Summa", None, None, None])
    sheet.append(["Klart!"])


def short_numbers(book):
    sheet = book["Kodning"]
    for n in range(1, 5):
        row = rows_of(sheet)[number(n)]
        sheet.cell(row, 1).value = n if n % 2 else f" {number(n).upper()} "


def headings_changed(book):
    sheet = book["Kodning"]
    for cell, heading in zip(sheet[2], ["Nr", "Text", "Mer", "ORSAKER"], strict=False):
        cell.value = heading


def doubled(book):
    copy = book.copy_worksheet(book["Kodning"])
    copy.title = "Kopia"


def moved_to_another_sheet(book):
    sheet = book["Kodning"]
    other = book.create_sheet("Blad1", 0)
    for row in sheet.iter_rows(values_only=True):
        other.append(row)
    del book["Kodning"]


def lists_deleted(book):
    del book["Listor"]
    del book["Regler"]


@pytest.mark.parametrize(
    "change",
    [renamed, columns_moved, sorted_backwards, rows_added, short_numbers, headings_changed, doubled,
     moved_to_another_sheet, lists_deleted],
)  # fmt: skip
def test_what_people_do_to_a_sheet_loses_nothing(workspace, change):
    path = fill(sheet_of(workspace), {number(1): ("SIP", "rutin"), number(4): "komp/individ"})
    book = load_workbook(path)
    change(book)
    book.save(path)
    found = collect(workspace)
    assert told(found) == []
    expected = {number(1): ["SIP", "rutiner"], number(4): ["kompetens", "individfokus"]}
    assert {report: sorted(labels) for report, labels in causes(workspace).items()} == {
        report: sorted(labels) for report, labels in expected.items()
    }


def test_every_fault_is_told_by_sheet_and_cell_and_good_rows_stay(workspace):
    path = sheet_of(workspace)
    fill(path, {number(1): ("SIP", "banan"), number(2): "rutin", number(3): "kom", number(4): "komp?"},
         Pandemi={number(1): "kanske"})  # fmt: skip
    book = load_workbook(path)
    sheet = book["Kodning"]
    sheet.append(["skane-nordvastra-2023-099", None, None, "SIP"])
    sheet.append([None, None, None, "SIP"])
    sheet.append([number(2), None, None, "SIP"])
    book.save(path)
    found = collect(workspace)
    assert [message.partition(":")[0] for message in told(found)] == [
        "blad 2023-A-01, flik Kodning, cell E3",
        "blad 2023-A-01, flik Kodning, cell H3",
        "blad 2023-A-01, flik Kodning, cell D5",
        "blad 2023-A-01, flik Kodning, cell D6",
        "blad 2023-A-01, flik Kodning, rad 19",
        "blad 2023-A-01, flik Kodning, rad 20",
        "blad 2023-A-01, flik Kodning, rad 21",
    ]
    # Report 2 stood twice with different causes: neither counts.
    assert causes(workspace) == {}
    sheet.delete_rows(21)
    book.save(path)
    collect(workspace)
    assert causes(workspace) == {number(2): ["rutiner"]}


def test_no_message_repeats_what_somebody_wrote(workspace):
    path = fill(
        sheet_of(workspace),
        {number(1): "Greta Rimfrost sa", number(2): "Rimfrost?"},
        Pandemi={number(3): "Rimfrost"},
    )
    book = load_workbook(path)
    book["Kodning"].append(["Rimfrost", None, None, "Rimfrost"])
    book["Kodning"].title = "Rimfrosts blad"
    book.save(path)
    moved = path.with_name("kodning Rimfrost.xlsx")
    shutil.move(path, moved)
    messages = told(collect(workspace))
    assert len(messages) == 4
    assert not [message for message in messages if "rimfrost" in message.lower()]
    assert messages[0].startswith("blad 2023-A-01, flik 1, cell D3")


@pytest.mark.parametrize(
    ("date", "read"),
    [
        (dt.date(2024, 3, 1), "2024-03-01"),
        (dt.datetime(2024, 3, 1, 14, 30), "2024-03-01"),
        ("1/3 2024", "2024-03-01"),
        ("den 1 mars 2024", "2024-03-01"),
        ("2031-03-01", "2031-03-01"),
        (None, None),
        ("snart", None),
        ("2019-03-01", None),
    ],
)
def test_the_date_is_the_sheets_own(workspace, date, read):
    fill(sheet_of(workspace), {number(1): "SIP"}, date=date)
    found = collect(workspace)
    rows = read_ledger(workspace, REGION, 2023)
    assert rows["decided_at"].dt.strftime("%Y-%m-%d").tolist() == ([read] if read else [])
    assert len(found.faults) == (read is None)


@pytest.mark.parametrize(
    ("row", "value", "key"),
    [
        (3, None, "unknown_sheet"),
        (6, "B", "other_coder"),
        (4, "uppsala", "other_year"),
        (7, "eget", "unknown_sheet"),
    ],
)
def test_a_sheet_whose_owner_is_unclear_is_refused(workspace, row, value, key):
    path = fill(sheet_of(workspace), {number(1): "SIP"})
    book = load_workbook(path)
    book["Om"].cell(row, 2).value = value
    book.save(path)
    found = collect(workspace)
    assert [fault.key for fault in found.faults] == [f"sheets.{key}"]
    assert ledger(workspace) == ""


def test_files_that_are_no_sheets_are_told_and_the_others_read(workspace):
    good = fill(sheet_of(workspace), {number(1): "SIP"})
    broken = good.with_name("trasig.xlsx")
    broken.write_bytes(good.read_bytes()[:2000])
    empty = good.with_name("tom.xlsx")
    Workbook().save(empty)
    headless = good.with_name("utan rubrik.xlsx")
    book = load_workbook(good)
    book["Kodning"].delete_rows(2)
    book.save(headless)
    good.with_name("~$kodning.xlsx").write_bytes(b"lock")
    found = collect(workspace)
    keys = [fault.key.partition(".")[2] for fault in found.faults]
    assert sorted(keys) == ["no_header", "unknown_sheet", "unreadable"]
    assert causes(workspace) == {number(1): ["SIP"]}


@pytest.mark.parametrize("mark", [";", "one column"])
def test_a_ledger_that_swedish_excel_saved_is_read_and_grows(workspace, mark):
    path = fill(sheet_of(workspace), {number(1): "SIP", number(2): ("rutin", "kompetens")},
                Anteckning={number(1): "Först, å ena sidan"})  # fmt: skip
    collect(workspace)
    file = workspace.decisions(REGION, 2023) / "coding" / "decisions.csv"
    before, rows = file.read_text(encoding="utf-8"), read_ledger(workspace, REGION, 2023)
    cells = list(csv.reader(before.splitlines()))
    if mark == ";":
        saved = [";".join(row) for row in cells]
    else:
        saved = ['"' + line.replace('"', '""') + '"' if '"' in line else line for line in before.splitlines()]
    file.write_bytes("\r\n".join([*saved, ""]).encode("cp1252"))
    assert read_ledger(workspace, REGION, 2023).equals(rows)
    fill(path, {number(3): "SIP"})
    collect(workspace)
    assert file.read_text(encoding="utf-8").startswith(before)
    assert set(causes(workspace)) == {number(1), number(2), number(3)}


def test_whatever_a_sheet_was_saved_as_is_read_or_told(workspace):
    good = fill(sheet_of(workspace), {number(1): "SIP"})
    for name, content in (
        ("a Rimfrost.csv", "Nummer;Orsak 1\r\n1;rutiner å\r\n".encode("cp1252")),
        ("b.numbers", zipped({"Index/Document.iwa": b"x"})),
        ("c.ods", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})),
        ("d.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40),
        ("e.pdf", b"%PDF-1.7"),
        ("~$f.xlsx", b"lock"),
        ("g.tmp", b"x"),
    ):
        good.with_name(name).write_bytes(content)
    found = collect(workspace)
    assert [fault.key.partition(".")[2] for fault in found.faults] == ["text_file", *["unreadable"] * 4]
    assert [message.partition(":")[0] for message in told(found)][:2] == [
        "fil 1 av 6 i namnordning", "fil 2 av 6 i namnordning"
    ]  # fmt: skip
    assert "Rimfrost" not in "".join(told(found))
    assert causes(workspace) == {number(1): ["SIP"]}


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def test_a_sheet_that_cannot_be_opened_is_told_and_the_others_read(workspace, monkeypatch):
    first = fill(sheet_of(workspace, "A"), {number(1): "SIP"})
    fill(sheet_of(workspace, "B"), {number(2): "SIP"})
    whole = Path.read_bytes

    def held(path):
        if path == first:
            raise PermissionError
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    assert [fault.key for fault in collect(workspace).faults] == ["sheets.closed"]
    assert causes(workspace) == {number(2): ["SIP"]}


def test_sheets_of_two_coders_put_together_in_one_file_are_refused(workspace):
    path = fill(sheet_of(workspace, "A"), {number(1): "SIP"})
    book = load_workbook(path)
    copy = book.copy_worksheet(book["Om"])
    for row in copy.iter_rows():
        for cell in row:
            if cell.value == "2023-A-01":
                cell.value = "2023-B-01"
    book.save(path)
    assert [fault.key for fault in collect(workspace).faults] == ["sheets.merged"]
    assert ledger(workspace) == ""


def test_the_sheet_that_was_sent_out_may_lie_beside_its_filled_in_copy(workspace):
    sent = sheet_of(workspace)
    copy = sent.with_name("kodning-2023-A-01 (1).xlsx")
    shutil.copy2(sent, copy)
    fill(copy, {number(1): "SIP"})
    found = collect(workspace)
    assert (told(found), causes(workspace)) == ([], {number(1): ["SIP"]})


def test_two_copies_of_a_sheet_add_up_and_what_they_differ_in_is_told(workspace):
    first = sheet_of(workspace)
    second = first.with_name("kodning-2023-A-01 - kopia.xlsx")
    shutil.copy2(first, second)
    fill(first, {number(1): "SIP", number(2): "SIP"})
    fill(second, {number(2): "rutiner", number(3): "rutiner"})
    for _ in range(2):
        found = collect(workspace)
        assert [(fault.key, fault.where) for fault in found.faults] == [
            ("sheets.copies", ("blad 2023-A-01", number(2)))
        ]
        assert causes(workspace) == {number(1): ["SIP"], number(3): ["rutiner"]}
    assert found.added == 0
    fill(second, {}, date=dt.date(2024, 3, 2))
    assert told(collect(workspace)) == []
    assert causes(workspace) == {number(1): ["SIP"], number(2): ["rutiner"], number(3): ["rutiner"]}
    assert collect(workspace).added == 0


def test_without_files_there_is_nothing_to_collect(workspace):
    with pytest.raises(UsageError, match="inga ifyllda blad"):
        collect(workspace)


def test_unclear_stands_alone(workspace):
    fill(sheet_of(workspace, scheme="harmonised"), {number(1): ("Går inte att avgöra", "SIP")})
    (fault,) = collect(workspace).faults
    assert fault.key == "sheets.unclear"


def test_two_sheets_of_one_coder_count_by_their_date(workspace):
    first = fill(sheet_of(workspace), {number(1): "SIP"}, date=dt.date(2024, 1, 1))
    collect(workspace)
    second = fill(sheet_of(workspace), {number(2): "rutiner"}, date=dt.date(2024, 2, 1))
    book = load_workbook(second)
    sheet = book["Kodning"]
    sheet.append([number(1)])
    sheet.cell(sheet.max_row, column(sheet, "Orsak 1")).value = "kompetens"
    book.save(second)
    collect(workspace, second, first)
    assert causes(workspace) == {number(1): ["kompetens"], number(2): ["rutiner"]}


@pytest.mark.parametrize(
    "theme", ["SIP för Otto", "skola; Dr Mbwana", "Zaphirahs mamma", "ring 070-174 06 99"]
)
def test_a_theme_that_names_somebody_is_told_without_the_name_and_never_collected(workspace, theme):
    path = fill(
        sheet_of(workspace),
        {number(1): "SIP", number(2): "rutiner"},
        Teman={number(1): theme, number(2): "LVM; skola"},
    )
    found = collect(workspace)
    (fault,) = found.faults
    sheet = load_workbook(path)["Kodning"]
    cell = sheet.cell(rows_of(sheet)[number(1)], column(sheet, "Teman")).coordinate
    assert fault.key == "sheets.theme.identifier"
    assert cell in str(fault)
    assert not any(word in str(fault) for word in ("Otto", "Mbwana", "Zaphirah", "070"))
    assert causes(workspace) == {number(2): ["rutiner"]}
    assert "theme,,skola" in ledger(workspace)
    assert theme not in ledger(workspace)


def test_a_theme_that_names_somebody_in_a_ledger_written_by_hand_reaches_nothing(workspace):
    fill(sheet_of(workspace, None), {number(1): "SIP"}, Teman={number(1): "skola"})
    collect(workspace)
    assert load_themes(REGION, 2023, workspace)["theme"].tolist() == ["skola"]
    path = workspace.decisions(REGION, 2023) / "coding" / "decisions.csv"
    path.write_text(ledger(workspace).replace(",skola,", ",Ottos skola,"), encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_themes(REGION, 2023, workspace)
    assert number(1) in str(raised.value)
    assert "Otto" not in str(raised.value)
    (fault,) = check_ledger(workspace, REGION, 2023, [number(1)])
    assert fault.key == "coding.ledger.theme"


ROW = "{},cause,nv-skane-2023,{},consensus,,2023-A-01,{},,\n"


def test_each_fault_of_the_ledger_is_told_with_its_row(workspace):
    fill(sheet_of(workspace), {number(1): "SIP"})
    collect(workspace)
    path = workspace.decisions(REGION, 2023) / "coding" / "decisions.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write(ROW.format(number(55), "SIP", "2024-03-01"))
        file.write(ROW.format(number(2), "SIPP", "2024-03-01"))
        file.write(ROW.format(number(3), "SIP", "23/1/2024"))
        file.write(f"{number(4)},measure,,,consensus,,2023-A-01,2024-03-01,,\n")
    found = check_ledger(workspace, REGION, 2023, [number(n) for n in range(1, 5)])
    assert [(fault.key.rpartition(".")[2], fault.where) for fault in found] == [
        ("report", ("decisions.csv, rad 3",)),
        ("label", ("decisions.csv, rad 4",)),
        ("date", ("decisions.csv, rad 5",)),
    ]
    assert "SIPP" not in "".join(map(str, found))


def test_a_row_of_the_ledger_with_too_many_commas_is_told_and_hides_no_other_fault(workspace):
    fill(sheet_of(workspace), {number(1): "SIP"})
    collect(workspace)
    path = workspace.decisions(REGION, 2023) / "coding" / "decisions.csv"
    good = ledger(workspace)
    # Empty cells at the end say nothing: spreadsheets add them.
    path.write_text(good.replace(",SIP,", ",rutiner,").replace("\n", ",,\n") + "\n", encoding="utf-8")
    assert causes(workspace) == {number(1): ["rutiner"]}
    with path.open("a", encoding="utf-8") as file:
        file.write(ROW.format(number(2), "SIP, Otto och, två, till", "2024-03-01"))
        file.write(ROW.format(number(55), "SIP", "2024-03-01"))
    found = check_ledger(workspace, REGION, 2023, [number(n) for n in range(1, 5)])
    assert [(fault.key.rpartition(".")[2], fault.where) for fault in found] == [
        ("cells", ("decisions.csv, rad 4",)),
        ("report", ("decisions.csv, rad 5",)),
    ]
    assert "Otto" not in "".join(map(str, found))
    with pytest.raises(DataError) as raised:
        load_causes(REGION, 2023, "coder", workspace)
    assert [fault.key for fault in raised.value.faults] == ["coding.ledger.cells"]


def test_a_quotation_mark_that_nothing_closes_never_swallows_the_rows_below(workspace):
    fill(sheet_of(workspace), {number(1): "SIP", number(2): "SIP"})
    collect(workspace)
    path = workspace.decisions(REGION, 2023) / "coding" / "decisions.csv"
    first, second, third = ledger(workspace).splitlines()
    path.write_text(f'{first}\n{second}"Otto\n{third}\n', encoding="utf-8")
    found = check_ledger(workspace, REGION, 2023, [number(1), number(2)])
    assert [(fault.key, fault.where) for fault in found] == [
        ("coding.ledger.quotes", ("decisions.csv, rad 2",))
    ]
    assert "Otto" not in str(found[0])


def test_cells_joined_over_several_rows_are_told_and_none_of_the_rows_is_read(workspace):
    path = fill(sheet_of(workspace), {number(1): "SIP", number(2): "rutiner", number(4): "kompetens"})
    book = load_workbook(path)
    sheet = book["Kodning"]
    first, last = rows_of(sheet)[number(2)], rows_of(sheet)[number(3)]
    letter = sheet.cell(first, column(sheet, "Orsak 1")).column_letter
    note = sheet.cell(first, column(sheet, "Anteckning")).column_letter
    sheet.merge_cells(f"{letter}{first}:{letter}{last}")
    # Neither says anything about a report that is not its own: one row, and nothing written.
    sheet.merge_cells(f"{note}{first - 1}:{chr(ord(note) + 1)}{first - 1}")
    sheet.merge_cells(f"{note}{first}:{note}{last}")
    book.save(path)
    found = collect(workspace)
    assert [fault.key for fault in found.faults] == ["sheets.joined"]
    assert f"blad 2023-A-01, flik Kodning, cellerna {letter}{first}:{letter}{last}: " in told(found)[0]
    assert causes(workspace) == {number(1): ["SIP"], number(4): ["kompetens"]}


def test_a_file_that_is_not_there_is_told_as_that(workspace):
    faults = collect(workspace, workspace.root / "nofile.xlsx").faults
    assert [fault.key for fault in faults] == ["sheets.no_file"]
    assert "Filen finns inte" in str(faults[0])
