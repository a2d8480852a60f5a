"""A page where processes cannot be forked, as on Windows and macOS."""

from __future__ import annotations

from pathlib import Path

from brister_analysis.errors import Fault
from brister_analysis.reporting import isolated
from brister_analysis.reporting.page_process import Job, each_once
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.workspace import Workspace


def test_a_process_that_starts_anew_leaves_a_result_the_build_can_read(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(isolated, "can_fork", lambda: False)
    (tmp_path / "data").mkdir()
    (tmp_path / "brister.toml").write_text("", encoding="utf-8")
    job = Job(Workspace(tmp_path, tmp_path / "data"), ReportRequest("yearly_report", "skane", 2023), tmp_path)
    ended = isolated.run_isolated(job, 60)
    assert (ended.code, ended.result is not None) == (0, True)
    assert ended.result.faults


def test_a_leak_that_the_page_and_the_gate_found_is_told_once():
    other = Fault("page.check.size")
    once = Fault("page.check.leak", ("causes",), "adress")
    twice = Fault("page.check.leak", ("purpose",), "adress")
    aside = Fault("page.check.leak", ("a-blad.html", "purpose"), "adress")
    gate = [
        Fault("identifiers.gate.found", ("a.html", "#purpose"), "adress"),
        Fault("identifiers.gate.found", ("a.csv", "rad 2"), "namn"),
    ]
    assert each_once([other, once, twice, aside], gate) == [other, once, *gate]
