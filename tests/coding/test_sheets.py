"""The sheet that goes out: what is in it, for whom, and the same bytes each time."""

from __future__ import annotations

import zipfile

import pytest
from openpyxl import load_workbook

from brister_analysis.coding.cases import Proposed
from brister_analysis.coding.collect import collect_sheets
from brister_analysis.coding.sheets import coding_sheet
from brister_analysis.coding.stored import load_suggestions, store_suggestions
from brister_analysis.coding.suggest import Suggestion
from brister_analysis.coding.vignettes import vignettes
from brister_analysis.errors import UsageError
from tests.coding.coded_year import REGION, TEXTS, add_year, fill, make_workspace, number, rows_of, sheet_of


@pytest.fixture
def suggested(monkeypatch):
    """Suggestions without the model, which takes seconds to learn."""

    def suggest_causes(texts):
        best = Suggestion("information_transfer", 0.8, True, ((0, 11),))
        return [[best, Suggestion("trust", 0.1, False, ())] for _ in texts]

    monkeypatch.setattr("brister_analysis.coding.suggest.suggest_causes", suggest_causes)


def test_a_sheet_holds_the_texts_the_choices_and_the_rules(tmp_path):
    path = sheet_of(make_workspace(tmp_path))
    assert path.name == "kodning-2023-A-01.xlsx"
    assert path.stat().st_mode & 0o777 == 0o600
    book = load_workbook(path)
    assert book.sheetnames == ["Kodning", "Regler", "Om", "Listor"]
    sheet = book["Kodning"]
    assert [cell.value for cell in sheet[2]] == [
        "Nummer", "Vad som hände", "Vad som hände sedan", "Orsak 1", "Orsak 2", "Orsak 3", "Orsak 4",
        "Pandemi", "Teman", "Åtgärdstyp 1", "Åtgärdstyp 2", "Anteckning",
    ]  # fmt: skip
    assert [row for row in rows_of(sheet)][:4] == [number(n) for n in range(1, 5)]
    assert sheet["B3"].value == TEXTS[0]
    assert sheet["C3"].value == "Åtgärder: Vi ringde."
    assert sheet.freeze_panes == "B3"
    assert sheet.print_title_rows == "$2:$2"
    assert book["Listor"].sheet_state == "hidden"
    assert "SIP" in [cell.value for cell in book["Listor"]["A"]]
    assert book.defined_names["Orsaker"].attr_text == "Listor!$A$1:$A$9"
    ranges = {one.formula1: str(one.sqref) for one in sheet.data_validations.dataValidation}
    last = 6 + len(vignettes())
    assert ranges["=Orsaker"] == f"D3:D{last} E3:E{last} F3:F{last} G3:G{last}"
    rules = [row[0].value for row in book["Regler"].iter_rows()]
    assert "kommunikation/information" in rules
    assert "11" in rules


def test_a_text_that_begins_with_an_equals_sign_is_no_formula(tmp_path):
    cell = load_workbook(sheet_of(make_workspace(tmp_path)))["Kodning"]["B5"]
    assert (cell.value, cell.data_type) == (TEXTS[2], "s")


def test_a_sheet_has_the_same_bytes_each_time(tmp_path, suggested):
    pages = []
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        workspace = make_workspace(tmp_path / place)
        path = coding_sheet(workspace, REGION, 2023, "A")
        pages.append(path.read_bytes())
        with zipfile.ZipFile(path) as package:
            assert {entry.date_time for entry in package.infolist()} == {(2019, 1, 1, 0, 0, 0)}
            assert b"2019-01-01T00:00:00Z" in package.read("docProps/core.xml")
    assert pages[0] == pages[1]


def test_suggestions_stand_in_a_column_of_their_own_or_not_at_all(tmp_path, suggested):
    workspace = make_workspace(tmp_path)
    sheet = load_workbook(coding_sheet(workspace, REGION, 2023, "A"))["Kodning"]
    assert sheet["D2"].value == "Förslag från datorn (inget beslut)"
    assert sheet["D3"].value == "Information når inte fram → kommunikation/information (0,80): Avdelningen"
    assert [sheet.cell(3, place).value for place in range(5, 9)] == [None] * 4
    assert "Förslag" not in str(
        [cell.value for cell in load_workbook(sheet_of(workspace, "B"))["Kodning"][2]]
    )


def test_suggestions_are_stored_apart_from_decisions(tmp_path, suggested):
    workspace = make_workspace(tmp_path)
    path = store_suggestions(workspace, REGION, 2023)
    assert path == workspace.processed(REGION, 2023) / "suggestions.parquet"
    assert not (workspace.decisions(REGION, 2023) / "coding" / "decisions.csv").exists()
    found = load_suggestions(workspace, REGION, 2023)
    assert set(found) == {number(n) for n in range(1, 5)}
    assert found[number(1)] == (Proposed("information_transfer", 0.8, ((0, 11),)),)
    assert load_suggestions(workspace, REGION, 2024) == {}


def test_the_next_sheet_holds_what_is_left(tmp_path):
    workspace = make_workspace(tmp_path)
    fill(sheet_of(workspace), {number(1): "SIP", number(3): "rutiner"})
    with pytest.raises(UsageError, match="inte inläst"):
        sheet_of(workspace)
    collect_sheets(workspace, REGION, 2023)
    second = sheet_of(workspace)
    assert second.name == "kodning-2023-A-02.xlsx"
    assert list(rows_of(load_workbook(second)["Kodning"])) == [number(2), number(4)]


def test_nothing_left_to_code_is_told(tmp_path):
    workspace = make_workspace(tmp_path)
    fill(sheet_of(workspace), {number(n): "SIP" for n in range(1, 5)})
    collect_sheets(workspace, REGION, 2023)
    with pytest.raises(UsageError, match="inga rapporter kvar"):
        sheet_of(workspace)
    # In the codebook nothing is coded yet.
    assert sheet_of(workspace, scheme="harmonised").name == "kodning-2023-A-02.xlsx"


@pytest.mark.parametrize("coder", ["Anna", "A B", "AB", "1", "Å"])
def test_a_coder_is_a_letter_and_never_a_name(tmp_path, coder):
    with pytest.raises(UsageError, match="bokstav") as told:
        sheet_of(make_workspace(tmp_path), coder)
    assert "Anna" not in str(told.value)


def test_only_schemes_of_causes_can_be_coded_in(tmp_path):
    with pytest.raises(UsageError, match="inte ett schema för orsaker"):
        sheet_of(make_workspace(tmp_path), scheme="vgr-avvikelse")


def test_a_year_without_a_scheme_of_its_own_is_coded_in_the_codebook(tmp_path):
    workspace = make_workspace(tmp_path)
    add_year(workspace, 2024)
    book = load_workbook(sheet_of(workspace, "b", 2024))
    assert book["Listor"]["A1"].value == "Information når inte fram"
    assert "eget förslag" in book["Regler"]["A1"].value
    about = {row[0].value: row[1].value for row in book["Om"].iter_rows(max_row=9)}
    assert (about["Kodare"], about["Kodschema"], about["Blad"]) == ("B", "harmonised", "2024-B-01")


def test_a_sheet_in_english(tmp_path):
    book = load_workbook(sheet_of(make_workspace(tmp_path), scheme="harmonised", language="en"))
    assert book.sheetnames == ["Coding", "Rules", "About", "Listor"]
    assert book["Listor"]["A1"].value == "Information does not get through"
