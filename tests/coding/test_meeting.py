"""From two coders' sheets to the agreement, the meeting's sheet and the group's decisions."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from brister_analysis.code_commands import code_app
from brister_analysis.coding.agreement import describe_agreement
from brister_analysis.coding.collect import collect_sheets
from brister_analysis.coding.ledger import load_causes, load_themes
from brister_analysis.coding.meeting import coder_agreement, disagreements
from brister_analysis.errors import UsageError
from tests.coding.coded_year import REGION, column, fill, make_workspace, number, rows_of, sheet_of


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path)


def code(workspace, coder, causes, **others):
    fill(sheet_of(workspace, coder), causes, **others)
    collect_sheets(workspace, REGION, 2023)


@pytest.fixture
def double_coded(workspace):
    code(
        workspace,
        "A",
        {number(1): "SIP", number(2): ("rutiner", "kompetens"), number(3): "SIP", "ovningsfall-01": "SIP"},
        Teman={number(1): "LVM"},
        Pandemi={number(1): "Ja", number(2): "Ja"},
        Anteckning={number(2): "Tveksamt"},
    )
    code(
        workspace,
        "B",
        {number(1): "SIP", number(2): "rutiner", number(4): "SIP", "ovningsfall-01": "rutiner"},
        Teman={number(1): "skola"},
        Pandemi={number(1): "Ja", number(2): "Nej"},
    )
    return workspace


def test_agreement_is_by_what_coders_chose_between(double_coded):
    table = coder_agreement(REGION, 2023, double_coded)
    assert table["scheme"].unique().tolist() == ["nv-skane-2023"]
    assert table["cause"].tolist() == ["SIP", "kompetens", "rutiner", "all"]
    assert table["n_units"].unique().tolist() == [2]


def test_a_year_without_double_coding_says_so(workspace):
    table = coder_agreement(REGION, 2023, workspace)
    assert table["cause"].tolist() == ["all"]
    assert "Inga rapporter har kodats av två" in describe_agreement(table)


def test_where_nobody_has_coded_twice_nothing_is_said_of_what_two_have_coded(workspace, monkeypatch):
    monkeypatch.chdir(workspace.root)
    said = CliRunner().invoke(code_app, ["agree", "--region", REGION, "--year", "2023"]).output
    assert "Inga rapporter har kodats av två" in said
    assert "som två har kodat" not in said


def test_the_meetings_sheet_holds_what_two_have_coded_differences_first(double_coded):
    path = disagreements(double_coded, REGION, 2023)
    assert path.name == "kodning-2023-gemensam-01.xlsx"
    sheet = load_workbook(path)["Kodning"]
    rows = rows_of(sheet)
    assert list(rows) == [number(2), "ovningsfall-01", number(1)]
    at = {
        name: column(sheet, name) for name in ("Läge", "Kodare A", "Kodare B", "Orsak 1", "Teman", "Pandemi")
    }

    def cells(report):
        return [sheet.cell(rows[report], place).value for place in at.values()]

    assert cells(number(2)) == [
        "Olika",
        "rutiner\nkompetens\nAnteckning: Tveksamt",
        "rutiner",
        None,
        None,
        None,
    ]
    assert cells(number(1)) == ["Lika: ifyllt, ändra om ni vill", "SIP", "SIP", "SIP", "LVM; skola", "Ja"]


def test_the_group_decides_and_it_is_read_back_the_same_way(double_coded):
    fill(disagreements(double_coded, REGION, 2023), {number(2): "kompetens"}, date=dt.date(2024, 4, 2))
    with pytest.raises(UsageError, match="inte inläst"):
        disagreements(double_coded, REGION, 2023)
    found = collect_sheets(double_coded, REGION, 2023)
    assert found.faults == ()
    decided = load_causes(REGION, 2023, workspace=double_coded)
    assert decided[["report_id", "native_label", "sheet"]].to_numpy().tolist() == [
        [number(1), "SIP", "2023-gemensam-01"],
        [number(2), "kompetens", "2023-gemensam-01"],
    ]
    assert load_themes(REGION, 2023, double_coded)["theme"].tolist() == ["LVM", "skola"]
    # What coders chose on their own stays in the history.
    assert set(load_causes(REGION, 2023, "coder", double_coded)["coder"]) == {"A", "B"}
    # The practice case was left open, so the next meeting has it still.
    again = disagreements(double_coded, REGION, 2023)
    assert list(rows_of(load_workbook(again)["Kodning"])) == ["ovningsfall-01"]


def test_nothing_to_decide_makes_no_sheet(workspace):
    code(workspace, "A", {number(1): "SIP"})
    assert disagreements(workspace, REGION, 2023) is None


def test_the_commands_lead_from_sheet_to_meeting(workspace, monkeypatch):
    monkeypatch.chdir(workspace.root)
    where = ["--region", "Skåne", "--year", "2023"]
    run = CliRunner().invoke
    made = run(code_app, ["sheet", *where, "--coder", "a", "--blind"])
    assert made.output == "Klart: data/decisions/skane/2023/coding/sheets/kodning-2023-A-01.xlsx\n"
    assert run(code_app, ["sheet", *where, "--coder", "b", "--blind"]).exit_code == 0
    folder = workspace.decisions(REGION, 2023) / "coding" / "sheets"
    fill(folder / "kodning-2023-A-01.xlsx", {number(1): "SIP", number(2): "rutiner"})
    fill(folder / "kodning-2023-B-01.xlsx", {number(1): "SIP", number(2): "banan"})
    collected = run(code_app, ["collect", *where])
    assert collected.exit_code == 3
    assert "cell D4" in collected.output
    assert "2 blad lästa: 3 nya eller ändrade beslut, 0 redan inlästa, 1 fel." in collected.output
    fill(folder / "kodning-2023-B-01.xlsx", {number(2): "kompetens"})
    assert run(code_app, ["collect", *where]).exit_code == 0
    agreed = run(code_app, ["agree", *where])
    assert agreed.exit_code == 0
    assert "2 personer har kodat 2 rapporter" in agreed.output
    assert "skane 2023: ej kalibrerat" in agreed.output
    assert "kodning-2023-gemensam-01.xlsx" in agreed.output
    booklet = run(code_app, ["booklet", *where])
    assert "data/processed/skane/2023/hafte.docx" in booklet.output
