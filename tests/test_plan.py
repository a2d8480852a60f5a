"""What is out of date and why: a page is new, unchanged, out of date or lacks data, and what changed is
named."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from brister_analysis.errors import EXIT_DATA, EXIT_DONE, EXIT_USAGE, Fault
from brister_analysis.inputs import Inputs
from brister_analysis.pipeline import intake_all
from brister_analysis.plan import Step, plan, read_state, remember
from brister_analysis.reference.published import published_figures
from brister_analysis.reference.published_series import areas_with_series
from brister_analysis.taken import STATE_FILE, Taken, keep_taken, read_taken
from brister_analysis.workspace import Workspace
from tests.conftest import brister, new_project

YEARS = [("skane", 2022), ("skane", 2023)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two years of forms, every page made as they are: not really, but remembered as if."""
    workspace = new_project(tmp_path / "p", {"skane": [2022, 2023]})
    for step in plan(workspace, YEARS):
        page = workspace.reports() / step.request.page
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("en sida", encoding="utf-8")
        remember(workspace, step.request.page, step.parts)
    return workspace


def by_page(workspace: Workspace) -> dict[str, Step]:
    """Return the Swedish pages' steps by a short name."""
    names = {
        "skane/2022/nordvastra-skane.html": "2022",
        "skane/2023/nordvastra-skane.html": "2023",
        "skane/trends-nordvastra-skane.html": "trends",
        "skane/datakvalitet-nordvastra-skane.html": "quality",
    }
    steps = plan(workspace, YEARS, ["sv"])
    return {names[step.request.page]: step for step in steps}


def append(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")


def test_what_was_never_made_is_new(tmp_path: Path):
    workspace = new_project(tmp_path / "p", {"skane": [2022, 2023]})
    steps = plan(workspace, YEARS)
    assert {step.status for step in steps} == {"new"}
    assert all(step.stale for step in steps)
    assert len(steps) == 8


def test_what_was_made_from_the_same_is_unchanged(workspace: Workspace):
    assert {step.status for step in by_page(workspace).values()} == {"unchanged"}


CHANGES: dict[str, tuple[Callable[[Workspace], Path], dict[str, str]]] = {
    "a text": (
        lambda w: w.decisions("skane", 2022) / "texts.md",
        # The year after carries over its recommendations.
        {name: "texts/skane/2022" for name in ("2022", "2023", "trends", "quality")},
    ),
    "a decision": (
        lambda w: w.decisions("skane", 2023) / "coding" / "decisions.csv",
        {name: "decisions/skane/2023" for name in ("2023", "trends", "quality")},
    ),
    "a form": (
        lambda w: w.raw("skane", 2023) / "ny.docx",
        {name: "forms/skane/2023" for name in ("2023", "trends", "quality")},
    ),
    "the source": (
        lambda w: w.raw("skane", 2022) / "SOURCE.toml",
        {name: "source/skane/2022" for name in ("2022", "2023", "trends", "quality")},
    ),
    "the settings": (
        lambda w: w.root / "brister.toml",
        {},
    ),
    "the lock": (
        lambda w: w.root / "requirements.lock",
        {name: "lock" for name in ("2022", "2023", "trends", "quality")},
    ),
    "a notebook": (lambda w: w.notebook("trends"), {"trends": "notebook"}),
    "what is published": (
        lambda w: w.published("skane", 2022) / "revisions.toml",
        {name: "published/skane" for name in ("2022", "2023", "trends", "quality")},
    ),
    "an own region": (
        lambda w: w.data / "regions" / "ny.toml",
        {name: "profile/skane" for name in ("2022", "2023", "trends", "quality")},
    ),
    "a form that a person has open": (lambda w: w.raw("skane", 2023) / "~$ny.docx", {}),
    "another region's form": (lambda w: w.raw("gotland", 2023) / "ny.docx", {}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_named_on_the_pages_that_rest_on_it_and_only_there(workspace: Workspace, what: str):
    path, expected = CHANGES[what]
    append(path(workspace))
    steps = by_page(workspace)
    assert {name: step.changed for name, step in steps.items() if step.stale} == {
        name: (part,) for name, part in expected.items()
    }


def test_a_changed_setting_touches_every_page_but_the_time_limit_none(workspace: Workspace):
    settings = workspace.root / "brister.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("= 300", "= 10"), encoding="utf-8")
    assert not any(step.stale for step in by_page(workspace).values())
    settings.write_text(settings.read_text(encoding="utf-8").replace("= 5", "= 7"), encoding="utf-8")
    assert {step.changed for step in by_page(workspace).values()} == {("settings",)}


def test_the_same_size_and_time_do_not_hide_a_change(workspace: Workspace):
    import os

    texts = workspace.decisions("skane", 2023) / "texts.md"
    before = texts.stat()
    written = texts.read_bytes()
    texts.write_bytes(written[:-2] + b"x\n")
    os.utime(texts, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert texts.stat().st_size == before.st_size
    assert by_page(workspace)["2023"].changed == ("texts/skane/2023",)


def test_a_page_removed_by_hand_is_made_again(workspace: Workspace):
    (workspace.reports() / "skane/2023/nordvastra-skane.html").unlink()
    assert by_page(workspace)["2023"].changed == ("page",)


def test_a_year_whose_forms_cannot_be_taken_in_lacks_data_and_keeps_its_page(workspace: Workspace):
    (workspace.raw("skane", 2023) / "SOURCE.toml").write_text("synthetic = ja", encoding="utf-8")
    (taken,) = intake_all(workspace, ["skane"], [2023]).values()
    assert taken.stopped
    steps = {step.request.year: step for step in plan(workspace, YEARS, ["sv"])}
    assert steps[2023].status == "lacks_data"
    assert not steps[2023].stale
    assert steps[2022].status == "unchanged"


def test_a_state_that_cannot_be_read_makes_everything_new(workspace: Workspace):
    (workspace.reports() / STATE_FILE).write_text('{"a": "old digest"', encoding="utf-8")
    assert read_state(workspace) == {}
    (workspace.reports() / STATE_FILE).write_text('{"a": "old digest"}', encoding="utf-8")
    assert read_state(workspace) == {}
    assert {step.status for step in by_page(workspace).values()} == {"new"}


def test_what_intake_said_is_told_again_until_something_changes(tmp_path: Path):
    workspace = new_project(tmp_path / "p", {"skane": [2023]})
    inputs = Inputs(workspace).year("skane", 2023)
    said = Taken(False, 17, 3, 2, 1, (Fault("a.b", ("x", "y"), "3 tecken", ("c",), {"n": 1}),))
    keep_taken(workspace, "skane", 2023, inputs, said)
    again = read_taken(workspace, "skane", 2023, inputs)
    assert again == said
    assert again is not None
    assert again.faults[0].values == {"n": 1}
    state = workspace.processed("skane", 2023) / STATE_FILE
    assert state.stat().st_mode & 0o077 == 0
    assert read_taken(workspace, "skane", 2023, {**inputs, "library": "other"}) is None
    # What intake wrote has been touched since.
    (state.parent / "reports.parquet").write_bytes(b"x")
    assert read_taken(workspace, "skane", 2023, inputs) is None
    state.write_text("{}", encoding="utf-8")
    assert read_taken(workspace, "skane", 2023, inputs) is None


def test_the_areas_with_a_series_are_those_of_the_published_figures():
    figures = published_figures()
    series = figures[(figures["measure"] == "reports") & (figures["region_code"] == "12")]
    years = series.groupby("area", dropna=False)["data_year"].nunique()
    assert set(areas_with_series("skane")) == set(years.index[years > 1])
    assert areas_with_series("gotland") == ()


def test_the_plan_is_shown_without_a_terminal_and_without_heavy_libraries(workspace: Workspace):
    append(workspace.decisions("skane", 2023) / "texts.md")
    code = "import sys; from brister_analysis.cli import app; app(sys.argv[1:], standalone_mode=False); " + (
        "sys.exit('pandas' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "--explain"],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == EXIT_DONE, done.stdout + done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "Region Område År Sida Läge Ändrat sedan sidan gjordes" in lines
    assert "skane nordvastra-skane 2022 årsrapport (sv) aktuell" in lines
    assert "skane nordvastra-skane 2023 årsrapport (sv) inaktuell texter" in lines
    assert "skane nordvastra-skane flera utveckling (sv) inaktuell texter (skane 2023)" in lines
    assert lines[-1] == "8 sidor, varav 6 behöver göras."
    assert not (workspace.data / "processed").exists()


def test_without_forms_there_is_no_plan_to_show(tmp_path: Path):
    done = brister(new_project(tmp_path / "p", {}).root, "build", "--dry-run")
    assert done.returncode == EXIT_USAGE
    assert "inga blanketter" in done.stderr


def test_a_form_at_fault_is_told_again_when_nothing_has_changed(tmp_path: Path):
    workspace = new_project(tmp_path / "p", {"skane": [2023]})
    form = sorted(workspace.raw("skane", 2023).glob("*.docx"))[0]
    form.write_bytes(form.read_bytes()[:200])
    (first,) = intake_all(workspace).values()
    (again,) = intake_all(workspace).values()
    assert again == first
    assert len(first.faults) == 1
    state = (workspace.processed("skane", 2023) / STATE_FILE).read_text(encoding="utf-8")
    assert form.stem not in state
    assert json.loads(state)["said"]["kept"] == 16
    told = brister(workspace.root, "intake")
    assert told.returncode == EXIT_DATA
    assert str(first.faults[0]) in told.stderr
