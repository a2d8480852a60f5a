"""What was published stays, enters as known, and can't be undone by a later table."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib

import pandas as pd
import pytest

from brister_analysis.analysis.audit import audit
from brister_analysis.analysis.protection import protect
from brister_analysis.analysis.published_tables import (
    latest_published,
    read_published,
    read_revisions,
    write_published,
)
from brister_analysis.errors import CheckRefused, DataError, UsageError
from brister_analysis.workspace import Workspace

DAY = dt.date(2024, 5, 3)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path, tmp_path / "data")


def groups(counts: dict[str, int], year: int, name: str = "groups", known=(), total: bool = True):
    """Target groups of one year, with their sum."""
    table = pd.DataFrame({"target_group": list(counts), "count": list(counts.values())})
    if total:
        table.loc[len(table)] = ["total", sum(counts.values())]
    table["share"] = table["count"] / sum(counts.values())
    within = {"region_code": "12", "data_year": year}
    return protect(table, "target_group", within=within, name=name, known=known)


def test_a_published_table_is_read_back_as_it_was(workspace):
    table = groups({"adults": 12, "elderly": 3, "youth": 7, "none": 0}, 2023)
    assert write_published(workspace, "skane", 2023, [table], "Årsrapport", DAY) == 1
    (read,) = read_published(workspace, "skane", 2023)
    pd.testing.assert_frame_equal(read.frame, table.frame)
    for name in ("rows", "columns", "threshold", "count", "base_over", "within", "counts", "name", "adds_up"):
        assert getattr(read, name) == getattr(table, name)
    folder = workspace.published("skane", 2023)
    assert (folder / "1" / "groups.csv").read_text(encoding="utf-8") == (
        "target_group,count,share\n"
        "adults,12,0.5454545454545454\n"
        "elderly,..,..\n"
        "none,0,0.0\n"
        "total,22,1.0\n"
        "youth,..,..\n"
    )
    log = tomllib.loads((folder / "revisions.toml").read_text(encoding="utf-8"))
    assert log["revision"] == [
        {"number": 1, "date": "2024-05-03", "reason": "Årsrapport", "tables": ["groups"]}
    ]


def test_the_same_tables_give_the_same_bytes_and_no_new_revision(workspace, tmp_path):
    table = groups({"adults": 12, "elderly": 3, "youth": 7}, 2023)
    other = Workspace(tmp_path / "other", tmp_path)
    for place in (workspace, other, workspace):
        assert write_published(place, "skane", 2023, [table], "Årsrapport", DAY) == 1
    written = [
        sorted((found.name, found.read_bytes()) for found in place.published("skane", 2023).rglob("*.*"))
        for place in (workspace, other)
    ]
    assert written[0] == written[1]


def test_how_the_totals_are_known_to_add_up_makes_no_revision(workspace):
    """What the protector knew of the page's other tables differs once the page itself is published."""
    first = groups({"adults": 12, "elderly": 6, "youth": 7}, 2023)
    write_published(workspace, "skane", 2023, [first], "Årsrapport", DAY)
    again = dataclasses.replace(first, adds_up=(*first.adds_up, (("reports", ("agreement",)), "none")))
    assert write_published(workspace, "skane", 2023, [again], "Årsrapport", DAY) == 1


def test_the_log_tells_when_why_and_what_differed(workspace):
    page = {"region_code": "12", "data_year": 2023}
    assert read_revisions(workspace, "skane", 2023, page) == []
    assert latest_published(workspace, "skane", 2023, page) == []
    first = groups({"adults": 12, "elderly": 6, "youth": 17}, 2023, total=False)
    write_published(workspace, "skane", 2023, [first], "Årsrapport", DAY)
    known = read_published(workspace, "skane")
    second = groups({"adults": 12, "elderly": 16, "youth": 17}, 2023, known=known, total=False)
    write_published(workspace, "skane", 2023, [second], "Sent inkomna", dt.date(2024, 9, 1))
    told = read_revisions(workspace, "skane", 2023, page)
    assert [(one.number, one.date, one.reason) for one in told] == [
        (1, DAY, "Årsrapport"),
        (2, dt.date(2024, 9, 1), "Sent inkomna"),
    ]
    assert told[0].changes == ()
    assert [
        (c.row, c.column, c.before, c.after) for c in told[1].changes[0].cells if c.column == "count"
    ] == [("elderly", "count", "6", "16")]
    (latest,) = latest_published(workspace, "skane", 2023, page)
    pd.testing.assert_frame_equal(latest.frame, second.frame)
    # Another area's page of the same year has a log of its own.
    assert read_revisions(workspace, "skane", 2023, {**page, "area": "mellersta-skane"}) == []


def test_a_damaged_log_is_refused(workspace):
    write_published(workspace, "skane", 2023, [groups({"adults": 12}, 2023)], "Årsrapport", DAY)
    (workspace.published("skane", 2023) / "revisions.toml").write_text("[[revision]]\nnumber = 1\n")
    with pytest.raises(DataError, match=r"revisions\.toml"):
        read_revisions(workspace, "skane", 2023, {"region_code": "12", "data_year": 2023})


def test_a_correction_is_a_revision_and_the_earlier_print_stays_known(workspace):
    first = groups({"adults": 12, "elderly": 6, "youth": 7}, 2023)
    write_published(workspace, "skane", 2023, [first], "Årsrapport", DAY)
    before = read_published(workspace, "skane")
    corrected = groups({"adults": 12, "elderly": 8, "youth": 7}, 2023, known=before)
    # 8 less the printed 6 would tell of two reports that came later, and so would the total.
    assert corrected.frame.set_index("target_group")["hidden"].to_dict() == {
        "adults": False,
        "elderly": True,
        "total": True,
        "youth": False,
    }
    assert write_published(workspace, "skane", 2023, [corrected], "Sent inkomna rapporter", DAY) == 2
    assert len(read_published(workspace, "skane")) == 2


def test_next_year_takes_what_stands_published_as_known(workspace):
    first = groups({"adults": 12, "elderly": 3, "youth": 7}, 2023)
    write_published(workspace, "skane", 2023, [first], "Årsrapport", DAY)
    series = pd.DataFrame(
        {
            "target_group": ["adults", "elderly", "youth"] * 2,
            "data_year": [2023] * 3 + [2024] * 3,
            "count": [12, 3, 7, 9, 11, 6],
        }
    )
    options = {
        "rows": "target_group",
        "columns": "data_year",
        "within": {"region_code": "12"},
        "name": "series",
    }
    alone = protect(series, **options)
    assert alone.hidden.sum() == 1
    with pytest.raises(CheckRefused, match="series"):
        write_published(workspace, "skane", 2024, [alone], "Årsrapport", DAY)
    knowing = protect(series, **options, known=read_published(workspace, "skane"))
    assert knowing.frame.loc[knowing.hidden, ["target_group", "data_year"]].to_numpy().tolist() == [
        ["elderly", 2023],
        ["youth", 2023],
    ]
    assert write_published(workspace, "skane", 2024, [knowing], "Årsrapport", DAY) == 1
    assert not audit(read_published(workspace, "skane"))["refused"].any()


def test_an_unsafe_table_is_never_written(workspace):
    unsafe = groups({"adults": 12, "elderly": 3, "youth": 7}, 2023, total=False)
    write_published(workspace, "skane", 2023, [unsafe], "Målgrupper", DAY)
    whole = protect(
        pd.DataFrame({"count": [22]}),
        threshold=1,
        within={"region_code": "12", "data_year": 2023},
        name="all",
    )
    with pytest.raises(CheckRefused):
        write_published(workspace, "skane", 2023, [unsafe, whole], "Hela året", DAY)
    assert not (workspace.published("skane", 2023) / "2").exists()


def test_names_and_damaged_files_are_refused(workspace):
    table = groups({"adults": 12, "youth": 7}, 2023)
    with pytest.raises(UsageError):
        write_published(workspace, "skane", 2023, [table, table], "Årsrapport", DAY)
    with pytest.raises(UsageError):
        write_published(workspace, "skane", 2023, [groups({"a": 9}, 2023, name="../x")], "Årsrapport", DAY)
    write_published(workspace, "skane", 2023, [table], "Årsrapport", DAY)
    (workspace.published("skane", 2023) / "1" / "groups.csv").write_text("target_group,count\nadults,tolv\n")
    with pytest.raises(DataError, match="groups") as refused:
        read_published(workspace, "skane", 2023)
    assert "tolv" not in str(refused.value)
