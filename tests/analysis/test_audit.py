"""The auditor against the protector, and against tables that nobody protected well."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.analysis import audit as audit_module
from brister_analysis.analysis import outsider
from brister_analysis.analysis.audit import audit, check_publishable
from brister_analysis.analysis.protection import DisclosureClass, ProtectedTable, TableSpec, protect_linked
from brister_analysis.errors import CheckRefused


def printed(frame: pd.DataFrame, rows, columns=(), **others) -> ProtectedTable:
    """A table somebody hid by hand: missing counts are hidden."""
    number = {name: "Int64" for name in ("count", "n_reports", "n_mentions") if name in frame}
    frame = frame.astype(number)
    frame["hidden"] = frame["count"].isna()
    kinds = {("reports", (name,)): "sum" for name in (*rows, *columns)} | others.pop("kinds", {})
    return ProtectedTable(
        frame, tuple(rows), tuple(columns), 5, DisclosureClass("chosen", 5), "count",
        base_over=tuple(rows), adds_up=tuple(sorted(kinds.items())), **others,
    )  # fmt: skip


def test_subtraction_from_a_total_is_found():
    frame = pd.DataFrame({"unit": ["a", "b", "c", "total"], "count": [None, 7, 9, 19]})
    found = audit([printed(frame, ["unit"], name="enheter")])
    assert found.to_dict("records") == [
        {"table": "enheter", "row": "a", "column": "", "low": 3, "high": 3, "refused": True}
    ]


def test_a_base_is_a_total_too():
    frame = pd.DataFrame({"unit": ["a", "b", "c"], "count": [None, 7, 9], "n_reports": 19})
    assert audit([printed(frame, ["unit"])])[["low", "high"]].to_numpy().tolist() == [[3, 3]]


def test_a_number_hidden_in_one_table_and_open_in_another_is_found():
    hidden = printed(pd.DataFrame({"unit": ["a", "b"], "count": [None, 7]}), ["unit"])
    shown = printed(pd.DataFrame({"unit": ["a", "b"], "count": [2, 7]}), ["unit"])
    assert audit([hidden, shown])["refused"].tolist() == [True]
    assert audit([shown], published=[hidden])[["low", "high"]].to_numpy().tolist() == [[2, 2]]


def test_a_number_published_before_and_hidden_now_has_changed_since():
    hidden = printed(pd.DataFrame({"unit": ["a", "b"], "count": [None, 7]}), ["unit"])
    before = printed(pd.DataFrame({"unit": ["a", "b"], "count": [6, 7]}), ["unit"])
    assert audit([hidden], published=[before])["refused"].tolist() == [False]


def test_a_rounded_percentage_left_beside_a_hidden_number_is_found():
    frame = pd.DataFrame(
        {"unit": ["a", "b"], "count": [None, 22], "n_reports": 30, "share_of_reports": [4 / 30, 22 / 30]}
    )
    table = printed(frame, ["unit"], kinds={("reports", ("unit",)): "partial"})
    assert audit([table], decimals=0)[["low", "high", "refused"]].to_numpy().tolist() == [[4, 4, True]]
    many = printed(
        frame.assign(n_reports=700, count=[None, 500]), ["unit"], kinds={("reports", ("unit",)): "partial"}
    )
    narrowed = audit([many], decimals=0)
    assert narrowed[["low", "high"]].to_numpy().tolist() == [[88, 94]]
    assert narrowed["refused"].all()


def test_percentages_of_open_numbers_give_a_hidden_base_away():
    frame = pd.DataFrame(
        {"unit": ["a", "b"], "count": [9, 7], "n_reports": None, "share_of_reports": [9 / 18, 7 / 18]}
    )
    table = printed(frame, ["unit"], kinds={("reports", ("unit",)): "partial"})
    found = audit([table], decimals=1)
    assert found[["column", "low", "high", "refused"]].to_numpy().tolist() == [["n_reports", 18, 18, True]]


def test_part_of_a_region_is_at_most_the_region():
    region = printed(
        pd.DataFrame({"group": ["adults"], "count": [2]}), ["group"], within=(("region_code", "12"),)
    )
    area = printed(
        pd.DataFrame({"group": ["adults"], "count": [None]}),
        ["group"],
        within=(("area", "north"), ("region_code", "12")),
    )
    assert audit([area, region])[["low", "high", "refused"]].to_numpy().tolist() == [[1, 2, True]]


def test_tables_that_contradict_each_other_are_refused():
    frame = pd.DataFrame({"unit": ["a", "b", "c", "total"], "count": [None, None, 9, 10]})
    found = audit([printed(frame, ["unit"])])
    assert found["refused"].tolist() == [True, True]
    assert found["low"].isna().all()


def test_refusal_names_the_table_and_no_number():
    frame = pd.DataFrame({"unit": ["a", "b", "c", "total"], "count": [None, 7, 9, 19]})
    with pytest.raises(CheckRefused, match="enheter") as refused:
        check_publishable([printed(frame, ["unit"], name="enheter")])
    assert not any(character.isdigit() for character in str(refused.value))
    assert refused.value.exit_code == 5


def test_the_auditor_shares_no_code_with_the_protector():
    for module in (audit_module, outsider):
        used = Path(module.__file__).read_text(encoding="utf-8").split("if TYPE_CHECKING:")[0]
        for protector in ("protection", "protected_table", "suppression", "linked_cells", "table_cells"):
            assert f"analysis.{protector}" not in used


counts = st.integers(0, 9)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    cells=st.lists(st.lists(counts, min_size=3, max_size=3), min_size=2, max_size=4),
    extra=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    threshold=st.sampled_from([3, 5]),
    printed_totals=st.sampled_from(["none", "causes", "mentions", "all"]),
)
def test_what_the_protector_lets_out_the_auditor_cannot_narrow_down(cells, extra, threshold, printed_totals):
    """Causes by year and target group with their one-way tables, bases and percentages: nothing gives way."""
    labels = [f"c{number}" for number in range(len(cells))]
    long = pd.DataFrame(
        [(c, g, n) for c, row in zip(labels, cells, strict=True) for g, n in zip("xyz", row, strict=True)],
        columns=["cause", "target_group", "reports"],
    )
    in_group = long.groupby("target_group")["reports"]
    bases = in_group.max() + pd.Series(extra[:3], index=list("xyz"))
    bases = bases.clip(upper=in_group.sum())
    long["n_reports"] = long["target_group"].map(bases)
    long["share_of_reports"] = (long["reports"] / long["n_reports"].where(long["n_reports"] > 0)).fillna(0.0)
    if printed_totals in ("mentions", "all"):
        long["n_mentions"] = long["target_group"].map(in_group.sum())
    specs = [
        TableSpec(long, "cause", "target_group", "reports", threshold, several=["cause"], name="crossed")
    ]
    if printed_totals in ("causes", "all"):
        one_way = long.groupby("cause", as_index=False)["reports"].sum().assign(n_reports=int(bases.sum()))
        specs.append(
            TableSpec(one_way, "cause", count="reports", threshold=threshold, several=["cause"], name="one")
        )
    groups = bases.rename_axis("target_group").rename("reports").reset_index()
    groups["n_reports"] = int(bases.sum()) + extra[3]
    specs.append(
        TableSpec(
            groups,
            "target_group",
            count="reports",
            threshold=threshold,
            partial=["target_group"],
            name="groups",
        )
    )
    tables = protect_linked(specs)
    found = audit(tables)
    assert not found["refused"].any(), found
    for spec, table in zip(specs, tables, strict=True):
        truth = spec.frame.sort_values([*table.rows, *table.columns], ignore_index=True)
        small = truth["reports"].between(1, threshold - 1)
        assert table.hidden[small].all()
        assert not table.hidden[truth["reports"] == 0].any()
        inner = found[(found["table"] == table.name) & ~found["column"].str.contains("n_")]
        true_values = truth.loc[table.hidden, "reports"].to_numpy()
        assert (inner["low"].to_numpy() <= true_values).all()
        assert (inner["high"].fillna(10**6).to_numpy() >= true_values).all()


@settings(derandomize=True, deadline=None, max_examples=12)
@given(cells=st.lists(st.lists(counts, min_size=3, max_size=3), min_size=2, max_size=3))
def test_no_cell_is_hidden_for_nothing(cells):
    """Opening any one of the cells that were hidden to protect others gives a small number away."""
    long = pd.DataFrame(
        [(f"r{r}", f"c{c}", n) for r, row in enumerate(cells) for c, n in enumerate(row)],
        columns=["r", "c", "count"],
    )
    totals = [
        long.groupby("r", as_index=False)["count"].sum().assign(c="total"),
        long.groupby("c", as_index=False)["count"].sum().assign(r="total"),
    ]
    table = pd.concat([long, *totals], ignore_index=True)
    protected = protect_linked([TableSpec(table, "r", "c", threshold=5)])[0]
    truth = table.sort_values(["r", "c"], ignore_index=True)["count"]
    assert not audit([protected])["refused"].any()
    for row in protected.frame.index[protected.hidden & (truth >= 5)]:
        frame = protected.frame.copy()
        frame.loc[row, ["count", "hidden"]] = [truth[row], False]
        assert audit([dataclasses.replace(protected, frame=frame)])["refused"].any()
