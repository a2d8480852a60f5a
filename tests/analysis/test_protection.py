from __future__ import annotations

import pickle

import pandas as pd
import pytest

from brister_analysis.analysis.protection import (
    disclosure_class,
    latest_inhabitants,
    protect,
)
from brister_analysis.errors import DataError, UsageError

SETTINGS = {
    "disclosure": {
        "whole_area_inhabitants": 50000,
        "whole_area_reports": 10,
        "threshold_whole_area": 1,
        "threshold_detailed": 5,
        "regions": {"skane": {"threshold_whole_area": 3}, "orebro": {"threshold_detailed": 4}},
    }
}


@pytest.mark.parametrize(
    ("dimensions", "inhabitants", "reports", "name", "threshold"),
    [
        ([], 144_000, 24, "whole_area", 1),
        (["cause"], 144_000, 24, "whole_area", 1),
        (["native_label"], 50_000, 10, "whole_area", 1),
        (["cause", "data_year"], 144_000, 17, "whole_area", 1),
        (["cause"], 49_999, 24, "small_area", 5),
        (["cause"], None, 24, "small_area", 5),
        (["cause"], 144_000, 9, "few_reports", 5),
        (["target_group"], 144_000, 24, "detailed", 5),
        (["municipality_code"], 144_000, 24, "detailed", 5),
        (["month"], 144_000, 24, "detailed", 5),
        (["professional_role"], 144_000, 24, "detailed", 5),
        (["reporter", "counterpart"], 144_000, 24, "detailed", 5),
        (["cause", "agreement"], 144_000, 24, "detailed", 5),
        (["something_new"], 144_000, 24, "detailed", 5),
    ],
)
def test_class_of_a_table(dimensions, inhabitants, reports, name, threshold):
    found = disclosure_class(dimensions, inhabitants, reports, SETTINGS)
    assert (found.name, found.threshold) == (name, threshold)


def test_a_region_may_raise_its_threshold_but_not_lower_it():
    assert disclosure_class(["cause"], 144_000, 24, SETTINGS, region="skane").threshold == 3
    assert disclosure_class(["unit"], 144_000, 24, SETTINGS, region="orebro").threshold == 5


def test_unknown_population_takes_the_latest_known_year():
    population = pd.DataFrame({"code": "12", "year": [2018, 2024, 2019], "population": [10, 30, None]})
    assert latest_inhabitants(population, "12", 2018) == 10
    assert latest_inhabitants(population, "12", 2019) == 30
    assert latest_inhabitants(population, "99", 2019) is None


@pytest.fixture
def targets():
    return pd.DataFrame(
        {
            "target_group": ["youth", "adults", "elderly", "unknown"],
            "reports": [4, 5, 0, 1],
            "n_reports": 30,
            "share_of_reports": [4 / 30, 5 / 30, 0.0, 1 / 30],
        }
    ).sample(frac=1, random_state=1)


def test_hides_small_counts_with_what_is_computed_from_them_and_leaves_zero(targets):
    protected = protect(targets, "target_group", count="reports", partial=["target_group"])
    assert protected.frame["target_group"].tolist() == ["adults", "elderly", "unknown", "youth"]
    assert protected.hidden.tolist() == [False, False, True, True]
    assert protected.frame["reports"].fillna(-1).tolist() == [5, 0, -1, -1]
    assert protected.frame["share_of_reports"].isna().tolist() == [False, False, True, True]
    assert protected.frame["n_reports"].tolist() == [30] * 4


def test_a_hidden_number_is_in_no_attribute_and_no_pickle(targets):
    changed = targets.replace({"reports": {4: 3}}).assign(note="x")
    changed["share_of_reports"] = changed["reports"] / 30
    changed.attrs["raw"] = "4 youth"
    options = {"count": "reports", "derived": ["share_of_reports"], "partial": ["target_group"]}
    one, two = (protect(table, "target_group", **options) for table in (targets, changed))
    assert pickle.dumps(one) == pickle.dumps(two)
    assert repr(one) == repr(two)
    assert one.frame.attrs == {}
    assert "note" not in two.frame


def test_protecting_a_protected_table_changes_nothing(targets):
    once = protect(targets, "target_group", count="reports", partial=["target_group"])
    assert protect(once) is once
    again = protect(once.frame, "target_group", count="reports", partial=["target_group"])
    assert pickle.dumps(again) == pickle.dumps(once)


def test_explains_the_mark_where_something_is_hidden(targets):
    detailed = disclosure_class(["target_group"], 144_000, 30, SETTINGS)
    protected = protect(
        targets, "target_group", threshold=detailed, count="reports", partial=["target_group"]
    )
    assert "aldrig att det är noll" in protected.explain("sv")
    assert "1–4 reports" in protected.explain("en")
    whole = disclosure_class(["cause"], 144_000, 30, SETTINGS)
    shown = protect(targets, "target_group", threshold=whole, count="reports", partial=["target_group"])
    assert "50,000" in shown.explain("en")
    assert ".." not in shown.explain("en")


def test_faults_name_the_table_and_never_a_value(targets):
    with pytest.raises(UsageError, match="antal_per_grupp"):
        protect(targets, "target_group", count="missing", name="antal_per_grupp")
    with pytest.raises(UsageError, match="minst 3"):
        protect(targets, "target_group", threshold=2, count="reports")
    with pytest.raises(DataError) as refused:
        protect(pd.concat([targets, targets]), "target_group", count="reports")
    assert "youth" not in str(refused.value)
    with pytest.raises(DataError):
        protect(targets.assign(reports=[0.5, 1, 2, 3]), "target_group", count="reports")
