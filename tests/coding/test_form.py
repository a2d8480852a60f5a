"""The coding form: what it does to the sheet, and that its fields do it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from openpyxl import load_workbook

from brister_analysis.coding.cases import Case, Proposed
from brister_analysis.coding.collect import collect_sheets
from brister_analysis.coding.form import Answers, CodingForm, marked
from brister_analysis.coding.form_widget import CodingWidget
from brister_analysis.coding.ledger import load_causes
from brister_analysis.errors import DataError, UsageError
from tests.coding.coded_year import REGION, fill, make_workspace, number, sheet_of


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path)


def opened(workspace, scheme="harmonised", **wanted) -> CodingForm:
    return CodingForm(workspace, REGION, 2023, "A", scheme, blind=True, **wanted)


def cells(workspace, report=1) -> list:
    folder = workspace.decisions(REGION, 2023) / "coding" / "sheets"
    sheet = load_workbook(folder / "kodning-2023-A-01.xlsx")["Kodning"]
    return [cell.value for cell in sheet[2 + report]][3:]


def test_what_is_saved_stands_in_the_sheet_and_is_collected(workspace):
    form = opened(workspace)
    assert (form.case.report_id, form.answers, form.coded, len(form.cases)) == (number(1), Answers(), 0, 16)
    form.save(Answers(("information_transfer", "routines"), "no", ("LVM", "skola"), "Tveksamt"))
    assert cells(workspace) == [
        "Information når inte fram", "Rutin saknas eller följs inte", None, None, "Nej", "LVM; skola",
        None, None, "Tveksamt",
    ]  # fmt: skip
    form.move(1)
    form.finish(dt.date(2024, 3, 1))
    assert collect_sheets(workspace, REGION, 2023).faults == ()
    rows = load_causes(REGION, 2023, "coder", workspace)
    assert rows["cause"].tolist() == ["information_transfer", "routines"]
    assert rows["decided_at"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2024-03-01"]


def test_the_form_opens_where_the_coder_was_also_after_excel(workspace):
    fill(sheet_of(workspace), {number(1): "sip", number(2): "banan"}, date=None)
    form = opened(workspace, None)
    assert form.place == 1
    assert [fault.key for fault in form.faults] == ["sheets.cause.unknown"]
    form.save(Answers(("rutiner",)))
    form.move(-1)
    assert form.answers == Answers(("SIP",))
    form.move(-5)
    assert form.place == 0
    form.move(99)
    assert form.place == len(form.cases) - 1


def test_more_causes_than_columns_lose_none(workspace):
    form = opened(workspace)
    causes = ("information_transfer", "response_feedback", "routines", "competence", "trust")
    form.save(Answers(causes))
    assert cells(workspace)[3] == "Kompetens i eget uppdrag; Tillit till varandras bedömning"
    assert opened(workspace).cases[0].report_id == number(1)
    again = opened(workspace)
    again.place = 0
    assert again.answers.causes == causes


def test_what_people_added_in_excel_stays(workspace):
    path = sheet_of(workspace, scheme="harmonised")
    book = load_workbook(path)
    book["Kodning"].insert_cols(1)
    book["Kodning"]["A2"], book["Kodning"]["A3"] = "Egen kolumn", "min egen"
    book["Kodning"].title = "Mitt blad"
    book.save(path)
    opened(workspace).save(Answers(("trust",), note="=1+1"))
    sheet = load_workbook(path)["Mitt blad"]
    assert (sheet["A3"].value, sheet["E3"].value) == ("min egen", "Tillit till varandras bedömning")
    assert sheet["M3"].data_type == "s"


def test_everything_coded_can_still_be_corrected(workspace):
    path = fill(sheet_of(workspace), {number(n): "SIP" for n in range(1, 5)})
    collect_sheets(workspace, REGION, 2023)
    form = opened(workspace, None)
    assert form.identity.sheet == "2023-A-01"
    assert form.date == dt.date(2024, 3, 1)
    assert path.exists()


def test_unclear_stands_alone(workspace):
    form = opened(workspace)
    with pytest.raises(DataError, match="tillsammans med en annan orsak"):
        form.save(Answers(("unclear", "trust")))
    assert cells(workspace)[0] is None


def test_a_year_without_reports_opens_no_form(workspace):
    with pytest.raises(UsageError):
        CodingForm(workspace, REGION, 2025, "A", blind=True)


@pytest.mark.parametrize(
    ("chosen", "entered", "then"),
    [
        ([], ["trust"], ["trust"]),
        (["trust"], ["trust"], []),
        (["trust"], ["routines"], ["routines", "trust"]),
        (["trust"], ["unclear"], ["unclear"]),
        (["unclear"], ["trust"], ["trust"]),
    ],
)
def test_an_entry_ticks_and_unticks(workspace, chosen, entered, then):
    assert opened(workspace).with_entry(chosen, entered) == tuple(then)


@pytest.mark.parametrize(
    ("entry", "values", "problem"),
    [
        ("1", ("information_transfer",), ""),
        ("6, 13", ("routines", "trust"), ""),
        ("rutin tillit", ("routines", "trust"), ""),
        ("17", (), "unknown"),
        ("0", (), "unknown"),
        ("oklart", (), "ambiguous"),
    ],
)
def test_a_quick_entry_is_numbers_or_anything_a_cell_may_hold(workspace, entry, values, problem):
    reading = opened(workspace).read_entry(entry)
    assert (reading.values, reading.problem) == (values, problem)


def test_words_are_marked_with_the_letters_of_their_suggestions():
    case = Case(
        "1",
        "Ingen <ringde> oss\nåter",
        proposed=(
            Proposed("response_feedback", 0.7, ((0, 5), (7, 13))),
            Proposed("trust", 0.6, ((0, 5), (8, 10))),
        ),
    )
    assert (
        marked(case) == "<mark>Ingen<sup>ab</sup></mark> &lt;<mark>ringde<sup>a</sup></mark>&gt; oss<br>åter"
    )


def enter(widget: CodingWidget, entry: str) -> None:
    """Type into the quick entry and press Enter, as the browser tells it."""
    widget.quick.value = entry
    widget.quick._handle_custom_msg({"event": "submit"}, [])


def test_the_widget_codes_with_the_keyboard_alone(workspace):
    widget = CodingWidget(opened(workspace))
    enter(widget, "info rutin")
    assert widget.chosen == ("information_transfer", "routines")
    assert "Valt: Information når inte fram" in widget.status.value
    enter(widget, "banan")
    assert "går inte att känna igen" in widget.status.value
    assert widget.chosen == ("information_transfer", "routines")
    widget.pandemic.value = "yes"
    enter(widget, "")
    assert cells(workspace)[:2] == ["Information når inte fram", "Rutin saknas eller följs inte"]
    assert re.search(r"Rapport 2 av 16: .*-002\. Kodade: 1\.", widget.progress.value)
    assert (widget.chosen, widget.pandemic.value) == ((), "")
    widget.back.click()
    assert widget.chosen == ("information_transfer", "routines")
    assert widget.pandemic.value == "yes"
    widget.date.value = dt.date(2024, 5, 2)
    assert widget.form.date == dt.date(2024, 5, 2)


def test_a_sheet_open_in_excel_is_told_and_nothing_is_lost(workspace, monkeypatch):
    widget = CodingWidget(opened(workspace))
    enter(widget, "1")

    def locked(*_):
        raise PermissionError

    monkeypatch.setattr("brister_analysis.files.os.replace", locked)
    monkeypatch.setattr("brister_analysis.files.time.sleep", lambda _: None)
    enter(widget, "")
    assert "Stäng den i Excel" in widget.status.value
    assert widget.chosen == ("information_transfer",)
    assert widget.form.place == 0
