"""Measure how long a person waits for pages: ``python -m benchmarks.build [pages]``.

In one run on one machine: yearly pages built with two workers; the same cells in one plain process; papermill
and nbconvert from the command line one after the other; and a build of which nothing has changed. The ratios
say something elsewhere too, the seconds only here.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEMONSTRATION = ("skane", "stockholm", "vastra-gotaland")
WORKERS = 2
# Pages made the obvious way, spread over all: each takes as long as several of ours.
COMMAND_LINE = 4
PAGES = """
import json
from brister_analysis.plan import plan, wanted_years
from brister_analysis.workspace import Workspace
workspace = Workspace.find()
steps = [s for s in plan(workspace, wanted_years(workspace)) if s.request.year]
print(json.dumps([dict(s.request.parameters) for s in steps]))
"""
BUILD = """
import sys
from brister_analysis.pipeline import build
from brister_analysis.plan import plan, wanted_years
from brister_analysis.workspace import Workspace
workspace = Workspace.find()
steps = [s for s in plan(workspace, wanted_years(workspace)) if s.request.year][: int(sys.argv[1])]
outcomes = build(workspace, steps, int(sys.argv[2]))
sys.exit("; ".join(str(fault) for one in outcomes for fault in one.faults) or None)
"""
# The first page is run once more before: imports and what is loaded only once are not counted.
CELLS = """
import json, sys, time
import nbformat
cells = nbformat.read("notebooks/yearly_report.ipynb", as_version=4).cells
def run(given):
    names = {}
    for cell in cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
        if "parameters" in cell.metadata.get("tags", ()):
            names.update(given)
pages = json.loads(sys.argv[1])
run(pages[0])
passed, work = time.perf_counter(), time.process_time()
for given in pages:
    run(given)
print(json.dumps([time.perf_counter() - passed, time.process_time() - work]))
"""


@dataclass(frozen=True)
class Spent:
    """Seconds that passed, and seconds of work by all processes: the latter says more on a busy machine."""

    passed: float
    work: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.passed + other.passed, self.work + other.work)

    def each(self, pages: int) -> Spent:
        """Return what one page took."""
        return Spent(self.passed / pages, self.work / pages)

    def __str__(self) -> str:
        return f"{self.passed:.2f} s ({self.work:.2f} s of work)"


def main(most: int | None = None) -> None:
    """Print seconds a page, the two ratios, and how long nothing to do takes.

    Parameters
    ----------
    most
        Yearly pages to make; all of the demonstration when None.
    """
    with tempfile.TemporaryDirectory(prefix="brister-") as name:
        project = Path(name)
        for part in ("brister.toml", "requirements.lock"):
            shutil.copy2(ROOT / part, project / part)
        shutil.copytree(ROOT / "notebooks", project / "notebooks")
        for kind in ("raw", "decisions"):
            for region in DEMONSTRATION:
                if (ROOT / "data" / kind / region).is_dir():
                    shutil.copytree(ROOT / "data" / kind / region, project / "data" / kind / region)
        _run(project, "-m", "brister_analysis", "intake")
        given = json.loads(_python(project, "-c", PAGES))[:most]
        ours = _run(project, "-c", BUILD, str(len(given)), str(WORKERS)).each(len(given))
        alone = Spent(*json.loads(_python(project, "-c", CELLS, json.dumps(given)))).each(len(given))
        print(f"{len(given)} yearly pages, each in a build with {WORKERS} workers: {ours}")
        print(f"its cells in one plain process, imports not counted: {alone}")
        print(
            f"overhead a page: {ours.passed - alone.passed:+.2f} s ({ours.work - alone.work:+.2f} s of work)"
        )
        chosen = given[:: max(1, len(given) // COMMAND_LINE)][:COMMAND_LINE]
        theirs = sum((_command_line(project, one) for one in chosen), Spent(0, 0)).each(len(chosen))
        print(f"papermill, then nbconvert, on the command line: {theirs} ({len(chosen)} of the pages)")
        print(f"faster: {theirs.passed / ours.passed:.1f} times ({theirs.work / ours.work:.1f} in work)")
        _run(project, "-m", "brister_analysis", "build", "--workers", str(WORKERS))
        nothing = [_run(project, "-m", "brister_analysis", "build") for _ in range(3)]
        python = [_run(project, "-c", "pass") for _ in range(3)]
        best, empty = (min(runs, key=lambda run: run.passed) for runs in (nothing, python))
        print(f"nothing to do: {best}; Python alone: {empty}")


def _command_line(project: Path, given: dict[str, object]) -> Spent:
    parameters = [part for name, value in given.items() for part in ("-p", name, str(value))]
    first = ["-m", "papermill", "notebooks/yearly_report.ipynb", "run.ipynb", *parameters]
    second = ["-m", "nbconvert", "--to", "html", "run.ipynb"]
    return _run(project, *first) + _run(project, *second)


def _run(project: Path, *arguments: str) -> Spent:
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    _python(project, *arguments)
    passed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _python(project: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BRISTER_")}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    # 3 tells that some form was at fault; the others were taken in.
    if done.returncode not in (0, 3):
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    return done.stdout


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
