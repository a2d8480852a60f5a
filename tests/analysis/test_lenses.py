import pandas as pd
import pytest

from brister_analysis.analysis.lenses import read_through
from brister_analysis.errors import UsageError

CAUSES = pd.DataFrame(
    {
        "report_id": ["a", "a", "b", "c"],
        "cause": ["resources_continuity", "rules_mandate_funding", "unclear_responsibility", "trust"],
    }
)


def test_a_report_counts_once_under_each_obstacle_it_falls_under():
    table = read_through(CAUSES, "vgr-hinder-2015").set_index("label")
    assert table["reports"].dropna().to_dict() == {
        "Resurser": 1,
        "Organisationskultur": 1,
        "Kunskap": 1,
        "Ansvar": 1,
    }
    assert table["n_reports"].unique().tolist() == [3]


def test_each_figure_is_marked_with_its_weakest_relation_and_no_cause_is_missing():
    table = read_through(CAUSES, "vgr-hinder-2015").set_index("label")
    assert table["weakest_relation"].dropna().to_dict() == {
        "Resurser": "narrow",
        "Organisationskultur": "narrow",
        "Kunskap": "narrow",
        "Ansvar": "exact",
    }
    assert pd.isna(table.loc["Brukare", "reports"])
    literature = read_through(CAUSES, "matscheck-axelsson-2012")["weakest_relation"].tolist()
    assert literature == ["exact", "related", "related", "broad", "broad"]


def test_refuses_a_scheme_that_reports_were_coded_in():
    with pytest.raises(UsageError, match="vgr-hinder-2015"):
        read_through(CAUSES, "nv-skane-2023")
