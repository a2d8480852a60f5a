"""Publishing keeps what a page shows, once, and tells first what differs from the last time."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace

import pytest

from brister_analysis.errors import CheckRefused, UsageError
from brister_analysis.intake.waiting import WAITING, write_waiting
from brister_analysis.publish_steps import check_reason, publish_and_tell, undecided
from brister_analysis.reporting import publishing
from brister_analysis.reporting.publishing import prepare, publish
from brister_analysis.reporting.revisions import page_labels
from tests.reporting.small_year import make_workspace

PAGE = ("skane", 2023, "nordvastra-skane")
DAY = dt.date(2024, 5, 3)
READY = SimpleNamespace(first=True, changes=(), tables=(), request=SimpleNamespace(region="skane"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return make_workspace(tmp_path_factory.mktemp("to publish"))


@pytest.fixture(scope="module")
def published(workspace):
    first = prepare(workspace, *PAGE)
    return first, publish(workspace, first, "Årets rapport", DAY)


@pytest.fixture
def nobody_watches(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())


def revisions(workspace):
    return sorted(one.name for one in workspace.published("skane", 2023).iterdir() if one.is_dir())


def test_the_first_time_everything_is_new_and_nothing_differs(published):
    ready, number = published
    assert (ready.first, ready.changes, number) == (True, (), 1)
    assert {"accounting", "causes_native", "direction"} <= {table.name for table in ready.tables}


def test_all_tables_of_a_page_belong_to_its_place_and_year(published):
    labels = {(name, str(value)) for name, value in page_labels("skane", "nordvastra-skane", 2023).items()}
    assert all(labels <= set(table.within) for table in published[0].tables)


def test_unchanged_it_is_not_kept_a_second_time(workspace, published, nobody_watches, capsys):
    publish_and_tell(workspace, *PAGE, "Igen")
    assert capsys.readouterr().out.splitlines() == [
        "Inget har ändrats sedan sidan senast publicerades, så ingen ny version sparas."
    ]
    assert revisions(workspace) == ["1"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_empty_reason_is_wrong_use(reason):
    with pytest.raises(UsageError, match="Skälet är tomt"):
        check_reason(reason)


def test_a_reason_that_points_at_somebody_is_refused_and_not_repeated():
    with pytest.raises(CheckRefused) as refused:
        check_reason("Rättat efter samtal, ring 070-174 06 35")
    assert "070" not in str(refused.value)


def test_what_differs_is_told_before_it_is_kept(workspace, published, nobody_watches, capsys):
    path = workspace.published("skane", 2023) / "1" / "accounting.csv"
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept.replace("kept,17", "kept,16"), encoding="utf-8")
    publish_and_tell(workspace, *PAGE, "En kom sent")
    said = capsys.readouterr().out.splitlines()
    path.write_text(kept, encoding="utf-8")
    assert said[:3] == [
        "Det här skiljer sig från den version som senast publicerades:",
        "- Vad som hände med rapporterna som lästes in (rader: 1)",
        "    kept, rapporter: 16 → 17",
    ]
    assert "version 2" in said[3]
    assert revisions(workspace) == ["1", "2"]


@pytest.fixture
def left_open(tmp_path):
    """A year of which no cause is decided and one word waits."""
    workspace = make_workspace(tmp_path)
    (workspace.decisions("skane", 2023) / "coding" / "decisions.csv").unlink()
    write_waiting(workspace.processed("skane", 2023), {**dict.fromkeys(WAITING, 0), "doubtful_words": 1})
    return workspace


def test_where_nobody_can_answer_a_year_that_is_left_open_is_refused(left_open, nobody_watches):
    with pytest.raises(CheckRefused) as refused:
        publish_and_tell(left_open, *PAGE, "Årets rapport")
    assert [fault.key for fault in refused.value.faults] == ["site.publish.no_causes", "site.publish.words"]
    assert "1 ord kan vara ett namn, och ingen har bestämt om det." in str(refused.value)
    assert not left_open.published("skane", 2023).exists()


@pytest.mark.parametrize(
    ("typed", "kept"), [("j", True), ("ja", True), ("n", False), ("", False), ("x", False)]
)
def test_on_a_terminal_only_a_clear_yes_publishes_it(left_open, monkeypatch, capsys, typed, kept):
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    done = []
    monkeypatch.setattr(publishing, "prepare", lambda *_: READY)
    monkeypatch.setattr(publishing, "publish", lambda *_: done.append(True) or 1)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: typed)
    publish_and_tell(left_open, *PAGE, "Årets rapport")
    assert bool(done) is kept
    assert "Ingen orsak är bestämd" in capsys.readouterr().err


def test_a_year_that_is_decided_leaves_nothing_open(workspace):
    assert undecided(workspace, "skane", 2023) == []
