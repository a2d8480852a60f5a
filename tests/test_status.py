"""A year with faults is told with file and row, and never hides how the others stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from brister_analysis.errors import EXIT_DATA, EXIT_DONE
from brister_analysis.pipeline import intake_all
from brister_analysis.status import year_status
from brister_analysis.steps import show_status
from brister_analysis.workspace import Workspace
from tests.conftest import new_project
from tests.intake.word_xml import old_form, write_docx

HEADER = "report_id,kind,scheme,value,decided_by,coder,sheet,decided_at,codebook_version,note\n"
ROW = "skane-nordvastra-{}-001,cause,nv-skane-2023,{},consensus,,1,2024-01-15,,\n"
SOURCE = 'synthetic = false\narea = "nordvastra-skane"\n'


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    """Two years with a coded report each."""
    workspace = new_project(tmp_path / "p", {})
    for year in (2022, 2023):
        raw = workspace.raw("skane", year)
        raw.mkdir(parents=True)
        (raw / "SOURCE.toml").write_text(SOURCE, encoding="utf-8")
        dates = {"Datum då blanketten skickades": f"{year}-05-01", "Datum för händelsen": f"{year}-04-01"}
        write_docx(raw / "a.docx", *old_form(dates))
    intake_all(workspace)
    for year in (2022, 2023):
        decide(workspace, year, "rutiner")
    return workspace


def decide(workspace: Workspace, year: int, cause: str) -> None:
    coding = workspace.decisions("skane", year) / "coding"
    coding.mkdir(exist_ok=True)
    (coding / "decisions.csv").write_text(HEADER + ROW.format(year, cause), encoding="utf-8")


def test_a_wrong_label_is_told_at_intake_and_the_reports_are_kept(project):
    decide(project, 2023, "rutinerna")
    for anew in (True, False):
        done = intake_all(project, anew=anew)
        assert {year: len(taken.faults) for (_, year), taken in done.items()} == {2022: 0, 2023: 1}
        taken = done["skane", 2023]
        assert (taken.stopped, taken.kept) == (False, 1)
        assert str(taken.faults[0]).startswith("decisions.csv, rad 2: Orsaken finns inte")


def test_one_years_wrong_label_hides_no_other_year(project, capsys):
    decide(project, 2023, "rutinerna")
    assert show_status(project, (), ()) == EXIT_DATA
    found = [year_status(project, "skane", year) for year in (2022, 2023)]
    assert [(one.kept, one.coded) for one in found] == [(1, 1), (1, None)]
    said = capsys.readouterr()
    assert "skane 2022" in said.out
    assert "skane 2023, decisions.csv, rad 2: Orsaken finns inte" in said.err
    assert "rutinerna" not in said.err


def test_without_faults_the_status_is_done_and_forms_nobody_reads_are_a_fault(project, capsys):
    assert show_status(project, (), ()) == EXIT_DONE
    (project.data / "raw" / "skane" / "a.docx").write_bytes(b"x")
    assert show_status(project, (), ()) == EXIT_DATA
    assert "1 fil ligger direkt i regionens mapp" in capsys.readouterr().err


def test_a_damaged_register_is_told_and_nothing_is_counted_by_it(project):
    path = project.decisions("skane", 2023) / "register.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("kept", "behållen"), encoding="utf-8")
    found = year_status(project, "skane", 2023)
    assert (found.kept, found.coded, found.forms) == (None, None, 1)
    assert [fault.where for fault in found.faults] == [("register.csv", "rad 2")]
    assert year_status(project, "skane", 2022).faults == ()
