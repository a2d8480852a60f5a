"""Published figures never change silently: a page that would differ is refused until a reason is given."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from brister_analysis.reporting.history import ACCEPTED, Changed, accept, is_accepted, since_last_build
from brister_analysis.reporting.isolated import end_fork_server
from brister_analysis.reporting.make import make_page
from brister_analysis.reporting.publishing import prepare, publish
from brister_analysis.reporting.request import ReportRequest
from tests.reporting.small_year import make_workspace

PAGE = ReportRequest("yearly_report", "skane", 2023, "nordvastra-skane")
DAY = dt.date(2024, 5, 2)


@pytest.mark.slow
def test_published_figures_change_only_with_a_reason(tmp_path: Path):
    workspace = make_workspace(tmp_path)
    page = workspace.reports() / PAGE.page
    publish(workspace, prepare(workspace, "skane", 2023, "nordvastra-skane"), "Första gången", DAY)

    same = make_page(workspace, PAGE, 120)
    assert (same.faults, same.changes, same.accepted) == ((), (), "")
    before = page.read_bytes()

    decisions = workspace.decisions("skane", 2023) / "coding" / "decisions.csv"
    lines = decisions.read_text(encoding="utf-8").splitlines(keepends=True)
    decisions.write_text(
        "".join(line for line in lines if "nordvastra-2023-001,cause" not in line), encoding="utf-8"
    )
    silent = make_page(workspace, PAGE, 120)
    assert silent.refused
    (fault,) = silent.faults
    assert fault.key == "history.silent"
    assert "rutor ändrade" in str(fault)
    assert page.read_bytes() == before

    reasoned = make_page(workspace, PAGE, 120, accept=True)
    assert reasoned.faults == ()
    assert len(reasoned.changes) > 0
    assert all(change.kind == "changed" and 0 < change.rows <= change.cells for change in reasoned.changes)
    assert page.read_bytes() != before
    end_fork_server()
    accept(workspace, "skane", 2023, reasoned.accepted, 'En rapport lästes "om"', DAY)
    assert is_accepted(workspace, "skane", 2023, reasoned.accepted)


def test_a_reason_holds_for_exactly_the_tables_it_was_given_for(tmp_path: Path):
    workspace = make_workspace(tmp_path)
    for digest in ("abc", "def", "abc"):
        accept(workspace, "skane", 2023, digest, 'Skälet "ett"\nmed två rader', DAY)
    assert is_accepted(workspace, "skane", 2023, "abc")
    assert is_accepted(workspace, "skane", 2023, "def")
    assert not is_accepted(workspace, "skane", 2023, "ab")
    assert not is_accepted(workspace, "skane", 2022, "abc")
    kept = (workspace.decisions("skane", 2023) / ACCEPTED).read_text(encoding="utf-8")
    assert kept.count("[[accepted]]") == 2


def test_the_files_a_page_links_to_are_compared_and_no_others(tmp_path: Path):
    header = "\ufeffplats;år;orsak;rapporter\r\n"
    old, staging = tmp_path / "old", tmp_path / "staging"
    old.mkdir()
    staging.mkdir()
    (old / "page.html").write_text('<a href="a.csv">a</a> <a href="b.csv">b</a>', encoding="utf-8")
    for name in ("a.csv", "b.csv", "other.csv"):
        (old / name).write_text(header + "x;2023;rutiner;5\r\ny;2023;kompetens;6\r\n", encoding="utf-8")
    (staging / "a.csv").write_text(header + "x;2023;rutiner;7\r\ny;2023;kompetens;6\r\n", encoding="utf-8")
    (staging / "c.csv").write_text(header, encoding="utf-8")
    assert since_last_build(staging, old / "page.html") == (
        Changed("a.csv", "changed", 1, 1),
        Changed("b.csv", "gone", 0, 0),
        Changed("c.csv", "new", 0, 0),
    )
    assert since_last_build(staging, old / "none.html") == ()
