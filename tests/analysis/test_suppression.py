"""What is hidden beside the small counts themselves, as tables before and after."""

from __future__ import annotations

import itertools
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.analysis.audit import audit
from brister_analysis.analysis.protection import TableSpec, protect, protect_linked
from brister_analysis.errors import CheckRefused

YOUNG_OLD = {"Spain": (5, 6), "Iceland": (2, 3), "Portugal": (0, 4)}


def crossed(counts: dict, rows: str, columns: tuple[str, str], totals=("rows", "columns")) -> pd.DataFrame:
    """A long table of two dimensions with the totals that are printed."""
    name, labels = columns[0], columns[1:]
    cells = [
        (row, label, n) for row, values in counts.items() for label, n in zip(labels, values, strict=True)
    ]
    long = pd.DataFrame(cells, columns=[rows, name, "count"])
    parts = [long]
    if "rows" in totals:
        parts.append(long.groupby(rows, as_index=False)["count"].sum().assign(**{name: "total"}))
    if "columns" in totals:
        parts.append(long.groupby(name, as_index=False)["count"].sum().assign(**{rows: "total"}))
    if "grand" in totals:
        parts.append(pd.DataFrame({rows: ["total"], name: ["total"], "count": [long["count"].sum()]}))
    return pd.concat(parts, ignore_index=True)


def shown(protected, rows: str, columns: str) -> dict[str, list]:
    """The table as a reader sees it, ``..`` where hidden."""
    wide = protected.frame.assign(count=protected.frame["count"].astype("str").fillna(".."))
    wide = wide.pivot_table(index=rows, columns=columns, values="count", aggfunc="first")
    return {row: values.tolist() for row, values in wide.iterrows()}


def test_the_fewest_cells_are_hidden_and_zero_stays_open():
    table = crossed(YOUNG_OLD, "country", ("age", "young", "old"), ("rows", "columns", "grand"))
    protected = protect(table, "country", "age", threshold=3)
    assert shown(protected, "country", "age") == {
        # old, total, young
        "Iceland": ["..", "5", ".."],
        "Portugal": ["4", "4", "0"],
        "Spain": ["..", "11", ".."],
        "total": ["13", "20", "7"],
    }
    found = audit([protected])
    assert found[["row", "column", "low", "high"]].to_numpy().tolist() == [
        ["Iceland", "old", 1, 4],
        ["Iceland", "young", 1, 4],
        ["Spain", "old", 5, 8],
        ["Spain", "young", 3, 6],
    ]
    assert not found["refused"].any()


def test_without_column_totals_a_second_cell_of_the_row_is_enough():
    protected = protect(
        crossed(YOUNG_OLD, "country", ("age", "young", "old"), ("rows",)), "country", "age", threshold=3
    )
    assert protected.frame.loc[protected.hidden, "country"].tolist() == ["Iceland", "Iceland"]


def test_without_totals_nothing_more_is_hidden():
    protected = protect(
        crossed(YOUNG_OLD, "country", ("age", "young", "old"), ()), "country", "age", threshold=3
    )
    assert protected.hidden.sum() == 1


def test_two_ones_that_add_up_to_two_take_their_total_with_them():
    table = pd.DataFrame({"unit": ["a", "b", "c", "total"], "count": [1, 1, 0, 2]})
    protected = protect(table, "unit", threshold=5)
    assert protected.hidden.tolist() == [True, True, False, True]


def test_causes_do_not_add_up_so_one_hidden_cause_needs_no_other():
    causes = pd.DataFrame(
        {"cause": ["routines", "trust", "resources"], "reports": [12, 3, 9], "n_reports": 14}
    )
    protected = protect(causes, "cause", count="reports", several=["cause"])
    assert protected.frame.loc[protected.hidden, "cause"].tolist() == ["trust"]
    found = audit([protected])
    assert found[["low", "high", "refused"]].to_numpy().tolist() == [[1, 14, False]]


def test_printed_mentions_do_add_up_so_a_second_cause_is_hidden():
    causes = pd.DataFrame(
        {
            "cause": ["routines", "trust", "resources"],
            "reports": [12, 3, 9],
            "n_reports": 14,
            "n_mentions": 24,
            "share_of_reports": [12 / 14, 3 / 14, 9 / 14],
        }
    )
    protected = protect(causes, "cause", count="reports", several=["cause"])
    assert protected.frame.loc[protected.hidden, "cause"].tolist() == ["resources", "trust"]
    assert protected.frame["share_of_reports"].isna().sum() == 2


def test_a_hidden_base_takes_every_percentage_with_it():
    table = pd.DataFrame(
        {"unit": ["a", "b"], "reports": [3, 0], "n_reports": 3, "share_of_reports": [1.0, 0.0]}
    )
    protected = protect(table, "unit", count="reports")
    assert protected.frame["n_reports"].isna().all()
    assert protected.frame["share_of_reports"].isna().all()
    assert protected.hidden.tolist() == [True, False]


def test_tables_of_one_page_are_protected_together():
    by_year = crossed({"routines": (8, 6), "trust": (9, 7)}, "cause", ("data_year", "2022", "2023"), ())
    by_area = crossed({"routines": (2, 4), "trust": (3, 4)}, "cause", ("area", "east", "west"), ())
    specs = [
        TableSpec(by_year, "cause", "data_year", several=["cause"], name="years"),
        TableSpec(by_area, "cause", "area", several=["cause"], within={"data_year": 2023}, name="areas"),
    ]
    years, areas = protect_linked(specs)
    assert not years.hidden.any()
    assert areas.hidden.all()
    alone = protect(by_area.assign(count=[2, 3, 9, 4]), "cause", "area", several=["cause"], name="areas")
    assert alone.hidden.sum() == 3  # with no total in sight, 9 could stay


def test_what_is_already_printed_counts_as_known():
    one_way = pd.DataFrame({"cause": ["routines", "trust"], "count": [16, 7]})
    full = protect(one_way, "cause", threshold=1, several=["cause"], within={"data_year": 2023})
    split = pd.DataFrame(
        {"cause": ["routines"] * 3, "target_group": ["adults", "elderly", "youth"], "count": [9, 5, 2]}
    )
    options = {
        "rows": "cause",
        "columns": "target_group",
        "several": ["cause"],
        "within": {"data_year": 2023},
    }
    assert protect(split, **options).hidden.tolist() == [False, False, True]
    assert protect(split, **options, known=[full]).hidden.tolist() == [False, True, True]


def test_refuses_when_what_is_printed_already_gives_it_away():
    full = protect(pd.DataFrame({"count": [2]}), threshold=1, within={"data_year": 2023})
    split = pd.DataFrame({"unit": ["a", "b"], "count": [1, 1]})
    with pytest.raises(CheckRefused, match="enheter") as refused:
        protect(split, "unit", within={"data_year": 2023}, name="enheter", known=[full])
    assert not any(character.isdigit() for character in str(refused.value))


def test_an_area_within_its_region():
    region = pd.DataFrame({"target_group": ["adults", "youth"], "count": [12, 11]})
    area = pd.DataFrame({"target_group": ["adults", "youth"], "count": [11, 3]})
    rest = pd.DataFrame({"target_group": ["adults", "youth"], "count": [1, 8]})
    tables = protect_linked(
        [
            TableSpec(region, "target_group", within={"region_code": "12"}, name="region"),
            TableSpec(area, "target_group", within={"region_code": "12", "area": "north"}, name="north"),
            TableSpec(rest, "target_group", within={"region_code": "12", "area": "south"}, name="south"),
        ]
    )
    hidden = [table.frame.loc[table.hidden, "target_group"].tolist() for table in tables]
    assert hidden == [[], ["adults", "youth"], ["adults", "youth"]]


def test_what_was_hidden_once_stays_hidden_in_a_table_shown_in_full():
    before = pd.DataFrame({"cause": ["routines", "trust"], "count": [9, 3]})
    hidden = protect(before, "cause", several=["cause"], within={"data_year": 2022})
    series = pd.DataFrame({"cause": ["routines", "trust"] * 2, "data_year": [2022, 2022, 2023, 2023]})
    series["count"] = [9, 3, 8, 2]
    shown = protect(series, "cause", "data_year", threshold=1, several=["cause"], known=[hidden])
    assert shown.frame.loc[shown.hidden, ["cause", "data_year"]].to_numpy().tolist() == [["trust", 2022]]
    assert "annan tabell" in shown.explain("sv")


def test_a_table_of_three_dimensions_with_all_its_totals():
    labels = list(itertools.product("ab", "xy", "uvw"))
    long = pd.DataFrame(labels, columns=["p", "q", "r"]).assign(count=[9, 2, 7, 8, 11, 6, 5, 9, 1, 12, 10, 8])
    parts = [long]
    for size in (1, 2, 3):
        for over in itertools.combinations("pqr", size):
            kept = [name for name in "pqr" if name not in over]
            total = (
                long.groupby(kept, as_index=False)["count"].sum()
                if kept
                else long[["count"]].sum().to_frame().T
            )
            parts.append(total.assign(**dict.fromkeys(over, "total")))
    protected = protect(pd.concat(parts, ignore_index=True), "p", ["q", "r"], threshold=5)
    inner = ~(protected.frame[["p", "q", "r"]] == "total").any(axis=1)
    assert protected.hidden[inner].sum() == 8
    assert not protected.hidden[~inner].any()
    assert not audit([protected])["refused"].any()


def test_the_order_of_tables_changes_nothing():
    table = crossed({row: (7, 7, 7, 7) for row in "abcd"} | {"e": (7, 2, 7, 7)}, "row", ("c", *"wxyz"))
    one_way = table[(table["c"] == "total") & (table["row"] != "total")].drop(columns="c")
    specs = [TableSpec(table, "row", "c", name="crossed"), TableSpec(one_way, "row", name="one_way")]
    crossed_first, one_way_first = protect_linked(specs), protect_linked(specs[::-1])[::-1]
    assert pickle.dumps(crossed_first) == pickle.dumps(one_way_first)
    assert crossed_first[0].frame.loc[crossed_first[0].hidden, "row"].tolist() == ["a", "a", "e", "e"]


def brute_force(table: pd.DataFrame, threshold: int) -> int:
    """The fewest hidden inner cells of a crossed table with open totals, by trying every choice."""
    counts = table.to_numpy()
    places = [tuple(place) for place in np.argwhere(counts > 0)]
    primary = {place for place in places if counts[place] < threshold}
    for size in range(len(primary), len(places) + 1):
        for extra in itertools.combinations([p for p in places if p not in primary], size - len(primary)):
            if safe(counts, sorted(primary | set(extra)), threshold):
                return size
    return -1


def safe(counts: np.ndarray, hidden: list[tuple[int, int]], threshold: int) -> bool:
    """Whether every hidden cell can take threshold - 1 values, by listing all tables with these totals."""
    rows, columns = counts.shape
    left_rows = [sum(counts[place] for place in hidden if place[0] == row) for row in range(rows)]
    left_columns = [sum(counts[place] for place in hidden if place[1] == column) for column in range(columns)]
    possible = [set() for _ in hidden]

    def fill(index, left_rows, left_columns, values):
        if index == len(hidden):
            if not any(left_rows) and not any(left_columns):
                for seen, value in zip(possible, values, strict=True):
                    seen.add(value)
            return
        row, column = hidden[index]
        for value in range(1, min(left_rows[row], left_columns[column]) + 1):
            less_rows, less_columns = list(left_rows), list(left_columns)
            less_rows[row] -= value
            less_columns[column] -= value
            fill(index + 1, less_rows, less_columns, [*values, value])

    fill(0, left_rows, left_columns, [])
    return all(len(seen) >= max(threshold - 1, 2) for seen in possible)


small_tables = st.integers(2, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 7), min_size=columns, max_size=columns), min_size=2, max_size=3
    )
)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(counts=small_tables)
def test_no_choice_hides_fewer_cells(counts):
    wide = pd.DataFrame(counts)
    fewest = brute_force(wide, 3)
    rows = {f"r{number}": values for number, values in enumerate(counts)}
    columns = ("c", *(f"c{number}" for number in range(wide.shape[1])))
    totals = crossed(rows, "r", columns)
    protected = protect(totals, "r", "c", threshold=3)
    inner = protected.frame["r"].ne("total") & protected.frame["c"].ne("total")
    if fewest >= 0 and not protected.hidden[~inner].any():
        assert protected.hidden.sum() == fewest
    else:
        small_totals = totals.loc[totals["r"].eq("total") | totals["c"].eq("total"), "count"].between(1, 2)
        assert fewest < 0 or small_totals.any()


@settings(derandomize=True, deadline=None, max_examples=15)
@given(counts=small_tables, threshold=st.sampled_from([3, 5]), seed=st.integers(0, 1000))
def test_order_and_names_of_rows_change_nothing(counts, threshold, seed):
    columns = ("c", *(f"c{number}" for number in range(len(counts[0]))))
    table = crossed({f"r{number}": values for number, values in enumerate(counts)}, "r", columns)
    one = protect(table, "r", "c", threshold=threshold)
    other = protect(
        table.sample(frac=1, random_state=seed)[["count", "c", "r"]], "r", "c", threshold=threshold
    )
    assert pickle.dumps(one) == pickle.dumps(other)
    assert protect(one) is one
    again = protect(one.frame, "r", "c", threshold=threshold)
    pd.testing.assert_frame_equal(again.frame, one.frame)
