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
REGION, YEARS = "skane", (2023, 2022, 2021)
AREA = "nordvastra-skane"
WORKERS = 2
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
# Run for the first page alone too, so that imports and what is loaded only once can be taken off.
CELLS = """
import json, sys
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
for given in pages:
    run(given)
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


def main(pages: int = 6) -> None:
    """Print seconds a page, the two ratios, and how long nothing to do takes."""
    with tempfile.TemporaryDirectory(prefix="brister-") as name:
        project = Path(name)
        for part in ("brister.toml", "requirements.lock"):
            shutil.copy2(ROOT / part, project / part)
        shutil.copytree(ROOT / "notebooks", project / "notebooks")
        for kind in ("raw", "decisions"):
            for year in YEARS:
                part = Path("data") / kind / REGION / str(year)
                shutil.copytree(ROOT / part, project / part)
        _run(project, "-m", "brister_analysis", "intake")
        given = [
            {"region": REGION, "year": year, "area": AREA, "language": language}
            for year in sorted(YEARS)
            for language in ("sv", "en")
        ][:pages]
        ours = _run(project, "-c", BUILD, str(len(given)), str(WORKERS)).each(len(given))
        imports = _run(project, "-c", CELLS, json.dumps(given[:1]))
        cells = _run(project, "-c", CELLS, json.dumps(given[:1] + given))
        alone = Spent(cells.passed - imports.passed, cells.work - imports.work).each(len(given))
        print(f"yearly page, {WORKERS} workers: {ours}; its cells in one process: {alone}")
        print(
            f"overhead a page: {ours.passed - alone.passed:+.2f} s ({ours.work - alone.work:+.2f} s of work)"
        )
        theirs = _command_line(project, given[0])
        print(f"papermill, then nbconvert, on the command line: {theirs}")
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
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BRISTER_")}
    environment["PYTHONPATH"] = str(ROOT)
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    passed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    # 3 tells that some form was at fault; the others were taken in.
    if done.returncode not in (0, 3):
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    return Spent(passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6)
