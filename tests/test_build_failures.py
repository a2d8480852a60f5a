"""Whatever happens to one page or to the whole build, nothing else is touched and no process is left."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from brister_analysis.build_lock import build_lock
from brister_analysis.cli import EXIT_INTERRUPTED
from brister_analysis.errors import EXIT_DONE, UsageError
from brister_analysis.pipeline import build, page_seconds
from brister_analysis.plan import plan_one
from brister_analysis.reporting.isolated import can_fork
from brister_analysis.reporting.make import Outcome
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.workspace import Workspace
from tests.conftest import Built, brister, new_project

MARK = f"BRISTER_TEST={os.getpid()}"
# What the notebook does for each region, and what is then told.
BREAKS = {
    "skane": ("import time; time.sleep(60)", "failure.timed_out"),
    "uppsala": ("import ctypes; ctypes.string_at(0)", "failure.crashed"),
    "orebro": ("import os; os._exit(3)", "failure.ended"),
    "dalarna": ("import os; os.kill(os.getpid(), 9)", "failure.killed"),
    "gavleborg": ("raise ValueError('Orvar Planterad')", "failure.cell"),
    "jonkoping": ("import os; os.kill(os.getppid(), 9)", "failure.killed"),
    "stockholm": ("open('made', 'w').close()", "page.convert.parts"),
}

pytestmark = pytest.mark.skipif(not can_fork(), reason="signals and /proc are Linux's")


def write_notebook(workspace: Workspace, source: str) -> None:
    parameters = 'region = area = ""\nlanguage = "sv"'
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    cells = [first, nbformat.v4.new_markdown_cell("## Räkna"), nbformat.v4.new_code_cell(source)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), workspace.notebook("trends"))


def left_behind() -> set[int]:
    """Return the processes that were started from this test, whoever is their parent now."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            said = (folder / "environ").read_bytes()
            if MARK.encode() in said and int(folder.name) != os.getpid():
                found.add(int(folder.name))
    return found


def wait_until_nothing_is_left(seconds: float = 15) -> bool:
    limit = time.monotonic() + seconds
    while left_behind() and time.monotonic() < limit:
        time.sleep(0.1)
    return not left_behind()


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, dict[str, Outcome]]]:
    """A notebook that breaks in another way for each region, built once."""
    workspace = new_project(tmp_path_factory.mktemp("broken") / "p", {})
    lines = [f"if region == {region!r}: {source}" for region, (source, _) in BREAKS.items()]
    write_notebook(workspace, "\n".join(lines))
    settings = workspace.root / "brister.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("= 300", "= 6"), encoding="utf-8")
    requests = [ReportRequest("trends", region) for region in BREAKS]
    for request in requests:
        page = workspace.reports() / request.page
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("den gamla", encoding="utf-8")
    name, value = MARK.split("=")
    os.environ[name] = value
    outcomes = build(workspace, [plan_one(workspace, request) for request in requests], workers=2)
    yield workspace, dict(zip(BREAKS, outcomes, strict=True))
    del os.environ[name]


@pytest.mark.parametrize("region", BREAKS)
def test_each_way_to_break_is_told_with_its_place_and_touches_no_other(broken, region: str):
    workspace, outcomes = broken
    (fault,) = outcomes[region].faults
    assert fault.key == BREAKS[region][1]
    if fault.key.startswith("failure"):
        assert fault.where[1:] == ("Räkna", "cell 3")
    assert (workspace.reports() / outcomes[region].name).read_text(encoding="utf-8") == "den gamla"
    log = (workspace.reports() / ".logs" / f"{outcomes[region].name}.log").read_text(encoding="utf-8")
    assert fault.key in log
    assert "Orvar" not in log + str(fault)


def test_pages_that_break_leave_no_process(broken):
    workspace, _ = broken
    assert (workspace.root / "made").exists()
    assert wait_until_nothing_is_left()


def test_a_second_build_is_refused_while_one_runs(broken):
    workspace, _ = broken
    with build_lock(workspace), pytest.raises(UsageError) as error:
        build(workspace, [plan_one(workspace, ReportRequest("trends", "stockholm"))])
    assert [fault.key for fault in error.value.faults] == ["pipeline.running"]


@pytest.mark.parametrize("given", ["0", "true", '"länge"', "-1"])
def test_the_time_limit_must_be_a_number_above_zero(tmp_path: Path, given: str):
    (tmp_path / "brister.toml").write_text(f"[build]\npage_seconds = {given}\n", encoding="utf-8")
    with pytest.raises(UsageError):
        page_seconds(Workspace(tmp_path, tmp_path / "data"))


def heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start_build(workspace: Workspace) -> subprocess.Popen[bytes]:
    name, value = MARK.split("=")
    return subprocess.Popen(
        [sys.executable, "-m", "brister_analysis", "build", "--region", "skane", "--workers", "2"],
        cwd=workspace.root,
        env={**os.environ, name: value},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        # Whoever runs the tests in the background has Ctrl-C ignored, and children inherit that.
        preexec_fn=heed_interrupts,
    )


@pytest.mark.slow
def test_a_build_that_is_stopped_leaves_nothing_behind_and_can_be_done_again(built: Built, tmp_path: Path):
    """Ctrl-C while pages are made, then an end without warning, then a build to the end."""
    workspace = new_project(tmp_path / "p", {"skane": [2022]})
    staging = workspace.reports() / ".staging"
    old = workspace.reports("skane", 2022) / "nordvastra-skane.html"
    old.parent.mkdir(parents=True)
    old.write_text("den gamla", encoding="utf-8")
    for how in (signal.SIGINT, signal.SIGKILL):
        shutil.rmtree(staging, ignore_errors=True)
        running = start_build(workspace)
        limit = time.monotonic() + 120
        while not list(staging.glob("*")) and running.poll() is None and time.monotonic() < limit:
            time.sleep(0.02)
        # Long enough for the libraries to be in memory and the first kernels to be at work.
        time.sleep(6)
        running.send_signal(how)
        assert running.wait(30) in (EXIT_INTERRUPTED, -how)
        assert wait_until_nothing_is_left()
        assert old.read_text(encoding="utf-8") == "den gamla"
    done = brister(workspace.root, "build", "--region", "skane", "--workers", "1")
    assert done.returncode == EXIT_DONE, done.stdout + done.stderr
    assert not staging.exists()
    compared = 0
    for path in sorted(old.parent.iterdir()):
        assert path.read_bytes() == (built.workspace.reports("skane", 2022) / path.name).read_bytes()
        compared += 1
    assert compared > 10
