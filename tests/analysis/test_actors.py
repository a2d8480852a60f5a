import pandas as pd
import pytest

from brister_analysis.analysis.actors import actor_table, direction_table
from brister_analysis.errors import DataError, UsageError


def actors(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["report_id", "role", "principal", "municipality_code"]).astype("str")


THREE = actors(
    ("a", "reporter", "kommun", "1283"),
    ("a", "counterpart", "region", None),
    ("b", "reporter", "kommun", "1292"),
    ("b", "counterpart", "region", None),
    ("b", "counterpart", "privat", None),
    ("c", "reporter", "region", None),
)


def test_direction_counts_a_report_once_for_each_pair_of_principals():
    table = direction_table(THREE).set_index(["reporter", "counterpart"])
    assert table.loc[("kommun", "region"), "reports"] == 2
    assert table.loc[("kommun", "privat"), "reports"] == 1
    assert table.loc[("region", "kommun"), "reports"] == 0
    assert table["n_reports"].unique().tolist() == [3]


def test_a_report_without_a_counterpart_stands_last_and_is_not_guessed():
    last = direction_table(THREE).iloc[-1]
    assert (last["reporter"], last["reports"]) == ("region", 1)
    assert pd.isna(last["counterpart"])


def test_two_units_of_one_principal_are_one_direction():
    table = direction_table(pd.concat([THREE, actors(("a", "counterpart", "region", None))]))
    assert table.set_index(["reporter", "counterpart"]).loc[("kommun", "region"), "reports"] == 2


def test_row_order_changes_nothing():
    pd.testing.assert_frame_equal(direction_table(THREE), direction_table(THREE.iloc[::-1]))


def test_no_actors_give_zeros_without_shares():
    table = direction_table(THREE.iloc[:0])
    assert table["reports"].sum() == 0
    assert table["share_of_reports"].isna().all()


def test_actors_by_closed_list_show_every_code_and_by_municipality_those_that_occur():
    by_principal = actor_table(THREE, by="principal").set_index("principal")
    assert by_principal["reports"].to_dict() == {"region": 3, "kommun": 2, "stat": 0, "privat": 1}
    by_municipality = actor_table(THREE, by="municipality_code", role="reporter")
    assert by_municipality["municipality_code"].tolist() == ["1283", "1292"]
    assert by_municipality["n_reports"].unique().tolist() == [3]


def test_refuses_unknown_roles_principals_and_columns():
    with pytest.raises(UsageError, match="reporter, counterpart"):
        actor_table(THREE, by="principal", role="boss")
    with pytest.raises(UsageError, match="unit"):
        actor_table(THREE, by="unit")
    with pytest.raises(DataError, match="region, kommun, stat, privat"):
        direction_table(THREE.assign(principal="landsting"))
