import pandas as pd
import pytest

from brister_analysis.analysis.completeness import completeness
from brister_analysis.errors import UsageError

REPORTS = pd.DataFrame(
    {
        "report_id": ["a", "b", "c"],
        "form_version": ["old", "new", "new"],
        "measures": ["met", " ", None],
        "dialogue_held": pd.array([None, False, True], dtype="boolean"),
    }
)


def test_blanks_are_not_filled_in_and_no_is_an_answer():
    table = completeness(REPORTS, ["measures", "dialogue_held"]).set_index("field")
    assert table["filled"].to_dict() == {"measures": 1, "dialogue_held": 2}
    assert table["asked"].tolist() == [3, 3]


def test_a_field_that_was_not_on_the_form_is_not_missing():
    asked = {"old": ["measures"], "new": ["measures", "dialogue_held"]}
    table = completeness(REPORTS, asked).set_index("field")
    assert table.loc["dialogue_held", ["filled", "asked"]].tolist() == [2, 2]


def test_by_who_reports():
    actors = pd.DataFrame(
        {"report_id": ["a", "b", "c"], "role": "reporter", "principal": ["kommun", "kommun", "region"]}
    )
    table = completeness(REPORTS, ["measures"], actors)
    assert table[["reporter", "filled", "asked"]].to_numpy().tolist() == [["kommun", 1, 2], ["region", 0, 1]]


def test_no_reports_have_no_share():
    assert pd.isna(completeness(REPORTS.iloc[:0], ["measures"])["share"]).all()


def test_refuses_a_field_that_is_not_there():
    with pytest.raises(UsageError, match="outcome"):
        completeness(REPORTS, ["outcome"])
