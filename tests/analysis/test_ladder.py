"""The finest detail of which at most a third is hidden; presence without numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from brister_analysis.analysis.ladder import finest_causes, joined_causes, presence
from brister_analysis.errors import UsageError
from brister_analysis.reference.codebook import codebook


def coded(counts: dict[str, int]) -> pd.DataFrame:
    """One row a report and cause, each report with one cause."""
    causes = [cause for cause, n in counts.items() for _ in range(n)]
    return pd.DataFrame({"report_id": [f"r{n:03d}" for n in range(len(causes))], "cause": causes})


def test_joined_causes_hold_every_cause_once_and_stay_within_its_area():
    causes = codebook().causes
    joined = joined_causes()
    assert sorted(joined["cause"]) == sorted(causes["cause"])
    areas = joined.merge(causes[["cause", "area"]]).groupby("joined_cause")["area"]
    assert areas.nunique().max() == 1
    assert joined["joined_cause"].nunique() == 9


@pytest.mark.parametrize(
    ("counts", "level"),
    [
        ({"routines": 9, "competence": 7, "trust": 6}, "cause"),
        ({"routines": 3, "unclear_responsibility": 3, "trust": 6}, "joined"),
        ({"routines": 3, "competence": 3, "trust": 6}, "area"),
        ({"routines": 3, "trust": 2, "resources_continuity": 1}, None),
    ],
)
def test_climbs_to_the_first_level_that_shows_enough(counts, level):
    found = finest_causes(coded(counts), threshold=5)
    assert found.level == level
    assert (found.table is None) == (level is None)
    assert found.passed == {"cause": (), "joined": ("cause",), "area": ("cause", "joined")}.get(
        level, ("cause", "joined", "area")
    )
    if level == "joined":
        assert found.table.frame.set_index("joined_cause").loc["ways_of_working", "reports"] == 6
        assert "sammanförda" in found.explain("sv")
    if level == "cause":
        assert found.explain() == ""


def test_a_second_dimension_climbs_sooner():
    causes = coded({"routines": 8, "unclear_responsibility": 8, "trust": 12})
    assert finest_causes(causes, threshold=5).level == "cause"
    halves = causes.assign(target_group=["adults", "youth"] * 14)
    found = finest_causes(halves, threshold=5, by="target_group")
    assert found.level == "joined"
    assert found.table.columns == ("target_group",)
    assert "mentions" not in found.table.frame


def test_presence_is_a_list_without_numbers_from_ten_reports_on():
    units = pd.Series(["BUP Ängelholm", "Socialtjänsten", "BUP Ängelholm", None])
    shown = presence(units, reports=10)
    assert shown.labels == ("BUP Ängelholm", "Socialtjänsten")
    few = presence(units, reports=9)
    assert few.labels == ()
    assert "10" in few.explain("sv")


def test_presence_is_never_crossed():
    with pytest.raises(UsageError):
        presence(pd.DataFrame({"unit": ["a"], "cause": ["trust"]}), reports=30)
