"""What two printings of a page differ in, and that a hidden number is not among it."""

import pandas as pd
import pytest

from brister_analysis.analysis.protection import protect
from brister_analysis.analysis.table_changes import (
    CellChange,
    TableChange,
    changed_files,
    changed_tables,
    leading_labels,
)


def groups(counts, name="groups"):
    table = pd.DataFrame({"target_group": list(counts), "count": list(counts.values())})
    table["share"] = table["count"] / 40
    return protect(table, "target_group", name=name, within={"data_year": 2023})


BEFORE = {"adults": 12, "elderly": 3, "youth": 7}


def test_the_same_tables_do_not_differ():
    assert changed_tables([groups(BEFORE)], [groups(BEFORE)]) == ()


def test_each_cell_that_is_printed_otherwise_is_listed():
    (change,) = changed_tables([groups(BEFORE)], [groups({"adults": 14, "youth": 7, "new": 9, "elderly": 3})])
    assert change.cells == (
        CellChange("adults", "count", "12", "14"),
        CellChange("adults", "share", "0.3", "0.35"),
        CellChange("new", "count", "", "9"),
        CellChange("new", "share", "", "0.225"),
    )
    assert (change.kind, change.rows) == ("changed", 2)


@pytest.mark.parametrize(
    ("elderly", "cells"), [(4, 0), (2, 0), (9, 2)], ids=["still hidden", "hidden otherwise", "shown now"]
)
def test_a_hidden_number_is_never_told(elderly, cells):
    changes = changed_tables([groups(BEFORE)], [groups({**BEFORE, "elderly": elderly})])
    assert sum(len(change.cells) for change in changes) == cells
    assert all(cell.before == ".." for change in changes for cell in change.cells)


def test_tables_that_come_and_go_are_told_by_name():
    changes = changed_tables([groups(BEFORE, "old")], [groups(BEFORE, "fresh")])
    assert changes == (TableChange("fresh", "new"), TableChange("old", "gone"))


@pytest.mark.parametrize("mark", [";", ","])
def test_files_for_download_are_compared_by_their_labels(mark):
    def written(reports: str) -> str:
        lines = ["place;year;cause;reports;low", "Skåne;2023;SIP;..;..", f"Skåne;2023;Rutiner;{reports};1"]
        return "\ufeff" + "\r\n".join(lines).replace(";", mark) + "\r\n"

    assert changed_files({"a.csv": written("5")}, {"a.csv": written("5")}) == ()
    (change,) = changed_files({"a.csv": written("5")}, {"a.csv": written("6")})
    assert change == TableChange(
        "a.csv", "changed", (CellChange("Skåne · 2023 · Rutiner", "reports", "5", "6"),)
    )


@pytest.mark.parametrize(
    ("record", "labels"),
    [
        ("Skåne;2023;SIP;5;12,5;3,1", 3),
        ("Skåne;2019–2023;SIP;..;..;..", 3),
        ("SIP;Stockholm;2023;5", 3),
        ("Stockholm 2023;50;37–66;14 av 26;–", 1),
        ("Skåne;Inom 60 dagar;–;–", 2),
        ("5;6", 0),
    ],
)
def test_the_labels_of_a_row_are_what_stands_before_its_measures(record, labels):
    assert leading_labels([record.split(";")]) == labels


def test_rows_that_nothing_tells_apart_are_compared_in_their_order():
    before, after = "a;n\nx;1\nx;2\n", "a;n\nx;1\nx;3\n"
    (change,) = changed_files({"a.csv": before}, {"a.csv": after})
    assert change.cells == (CellChange("x", "n", "2", "3"),)
