"""Measure how long a person waits for pages: ``python -m benchmarks.build [pages]``.

In one run on one machine: yearly pages built with two workers; the same cells in one plain process; papermill
and nbconvert from the command line one after the other; and a build of which nothing has changed. The ratios
say something elsewhere too, the seconds only here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
REGION, YEARS = "skane", (2023, 2022, 2021)
AREA = "nordvastra-skane"
WORKERS = 2
BUILD = """
import sys, time
from brister_analysis.pipeline import build
from brister_analysis.plan import plan, wanted_years
from brister_analysis.workspace import Workspace
workspace = Workspace.find()
steps = [s for s in plan(workspace, wanted_years(workspace)) if s.request.year][: int(sys.argv[1])]
start = time.perf_counter()
outcomes = build(workspace, steps, int(sys.argv[2]))
print(time.perf_counter() - start)
sys.exit("; ".join(str(fault) for one in outcomes for fault in one.faults) or None)
"""
# Imports and first-time work are left out: the cells alone.
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
start = time.perf_counter()
for given in pages:
    run(given)
print(time.perf_counter() - start)
"""


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
        built = float(_run(project, "-c", BUILD, str(pages), str(WORKERS)))
        cells = float(_run(project, "-c", CELLS, json.dumps(given))) / len(given)
        ours = built / len(given)
        print(f"yearly page, {WORKERS} workers: {ours:.2f} s; its cells in one process: {cells:.2f} s")
        print(f"overhead a page: {ours - cells:+.2f} s")
        theirs = _command_line(project, given[0])
        print(
            f"papermill, then nbconvert, on the command line: {theirs:.1f} s, {theirs / ours:.1f} times ours"
        )
        _run(project, "-m", "brister_analysis", "build", "--workers", str(WORKERS))
        nothing = min(_timed(project, "-m", "brister_analysis", "build") for _ in range(3))
        empty = min(_timed(project, "-c", "pass") for _ in range(3))
        print(f"nothing to do: {nothing:.2f} s; Python alone: {empty:.2f} s")


def _command_line(project: Path, given: dict[str, object]) -> float:
    parameters = [part for name, value in given.items() for part in ("-p", name, str(value))]
    first = ["-m", "papermill", "notebooks/yearly_report.ipynb", "run.ipynb", *parameters]
    second = ["-m", "nbconvert", "--to", "html", "run.ipynb"]
    return _timed(project, *first) + _timed(project, *second)


def _timed(project: Path, *arguments: str) -> float:
    start = time.perf_counter()
    _run(project, *arguments)
    return time.perf_counter() - start


def _run(project: Path, *arguments: str) -> str:
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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6)
