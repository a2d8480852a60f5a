"""A correction says what it expects, and fails loudly when that is no longer so."""

from __future__ import annotations

import datetime as dt

import pytest

from brister_analysis.intake.completion import Missing, completion_letter
from brister_analysis.intake.corrections import apply_corrections, read_corrections

ROW = {"report_id": "skane-2023-001", "event_date": None, "agreement": "BUS"}


def write(folder, body: str):
    (folder / "corrections.toml").write_text(body, encoding="utf-8")
    return read_corrections(folder)


def correction(column: str, expected: str, value: str, report_id: str = "skane-2023-001") -> str:
    return (
        f'[[correction]]\nreport_id = "{report_id}"\ncolumn = "{column}"\n'
        f'expected = {expected}\nvalue = {value}\nreason = "x"\n'
    )


def test_a_correction_that_fits_is_made(tmp_path):
    corrections, faults = write(tmp_path, correction("event_date", '""', "2023-05-03"))
    assert faults == []
    assert apply_corrections([ROW], corrections) == ([{**ROW, "event_date": dt.date(2023, 5, 3)}], [])
    assert ROW["event_date"] is None


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (correction("agreement", '"LSS"', '"annat"'), "intake.corrections.changed"),
        (correction("agreement", '"LSS"', '"BUS"'), "intake.corrections.done"),
        (correction("event_date", '""', '"3 maj"'), "intake.corrections.date"),
        (correction("agreement", '"BUS"', '"x"', "Anna Berg"), "intake.corrections.report"),
    ],
)
def test_a_correction_that_no_longer_fits_is_told_and_not_made(tmp_path, body, key):
    corrections, _ = write(tmp_path, body)
    rows, faults = apply_corrections([ROW], corrections)
    assert rows == [ROW]
    assert [fault.key for fault in faults] == [key]
    assert "Anna" not in str(faults[0])


@pytest.mark.parametrize(
    ("column", "value"), [("pandemic", '"ja"'), ("data_year", '"tjugo"'), ("agreement", "[1]")]
)
def test_a_value_of_the_wrong_kind_is_told_and_not_made(tmp_path, column, value):
    row = {**ROW, "pandemic": None, "data_year": 2023}
    expected = {"pandemic": '""', "data_year": "2023", "agreement": '"BUS"'}[column]
    corrections, _ = write(tmp_path, correction(column, expected, value))
    rows, faults = apply_corrections([row], corrections)
    assert rows == [row]
    assert [fault.key for fault in faults] == ["intake.corrections.kind"]


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ('[correction]\nreport_id = "x"\n', "table"),
        ('[[corection]]\nreport_id = "x"\n', "table"),
        ('correction = "x"\n', "table"),
        ("[[correction]]\nreport_id = Anna\n", "unreadable"),
    ],
)
def test_a_slip_in_the_notation_is_told_and_repeats_nothing(tmp_path, body, key):
    corrections, faults = write(tmp_path, body)
    assert (corrections, [fault.key for fault in faults]) == ([], [f"intake.corrections.{key}"])
    assert "Anna" not in str(faults[0])


def test_all_broken_corrections_are_told_at_once(tmp_path):
    body = (
        correction("naame", '""', '"x"')
        + '[[correction]]\nreport_id = "a"\n'
        + correction("agreement", '"BUS"', '"x"')
    )
    corrections, faults = write(tmp_path, body)
    assert len(corrections) == 1
    assert [fault.key for fault in faults] == ["intake.corrections.column", "intake.corrections.absent"]
    assert "Rättelsen saknar uppgifter: " in str(faults[1])
    assert "Tillåtet" not in str(faults[1])
    assert write(tmp_path, "[[correction")[1][0].key == "intake.corrections.unreadable"


def test_the_letter_groups_what_is_missing_by_reporter_with_the_unknown_last():
    letter = completion_letter(
        [
            Missing("skane-2023-002", "", None, ("Motpart",)),
            Missing("skane-2023-003", "Boendestöd", dt.date(2023, 5, 3), ("Händelsedatum", "Motpart")),
            Missing("skane-2023-001", "Boendestöd", dt.date(2023, 1, 3), ("Motpart",)),
        ]
    )
    assert letter.index("Till: Boendestöd") < letter.index(
        "skane-2023-001, inskickad 3 januari 2023: Motpart"
    )
    assert letter.index("skane-2023-001") < letter.index("skane-2023-003") < letter.index("Till: okänd enhet")
    assert completion_letter([]) == "Inga uppgifter saknas.\n"


def test_a_name_where_the_unit_should_stand_is_nobody_to_write_to():
    letter = completion_letter([Missing("skane-2023-004", "[PERSON 1], [PHONE]", None, ("Motpart",))])
    assert letter.startswith("Till: okänd enhet")
