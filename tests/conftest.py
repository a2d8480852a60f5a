"""What many tests share: a project of one's own, and the demonstration taken in and built once for all
workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from brister_analysis.workspace import Workspace

ROOT = Path(__file__).parents[1]
# What the tests build: each region, each kind of scheme, a year nobody coded, a year two coders coded.
BUILT_YEARS = [
    ("skane", 2019),
    ("skane", 2022),
    ("skane", 2023),
    ("skane", 2024),
    ("stockholm", 2023),
    ("vastra-gotaland", 2022),
    ("vastra-gotaland", 2023),
]


def new_project(folder: Path, years: dict[str, list[int]]) -> Workspace:
    """Copy what a project needs to `folder`, with the demonstration of `years` (region → years)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("brister.toml", "requirements.lock"):
        shutil.copy2(ROOT / name, folder / name)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", dirs_exist_ok=True)
    for region, year in [(r, y) for r, ys in years.items() for y in ys]:
        for kind in ("raw", "decisions"):
            part = Path("data") / kind / region / str(year)
            if (ROOT / part).exists():
                shutil.copytree(ROOT / part, folder / part)
    (folder / "data" / "raw").mkdir(parents=True, exist_ok=True)
    return Workspace(folder, folder / "data")


@dataclass(frozen=True)
class Built:
    """The demonstration, taken in and built, and everything the command said."""

    workspace: Workspace
    output: str
    code: int


def brister(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a project."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BRISTER_")}
    return subprocess.run(
        [sys.executable, "-m", "brister_analysis", *arguments],
        cwd=root,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The demonstration of `BUILT_YEARS` built by ``brister build``: once, whichever worker asks first."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    root = shared / "a project with a space"
    with FileLock(shared / "built.lock"):
        if not (root / "output.txt").exists():
            years: dict[str, list[int]] = {}
            for region, year in BUILT_YEARS:
                years.setdefault(region, []).append(year)
            new_project(root, years)
            done = brister(root, "build", "--workers", "2")
            intake = brister(root, "intake")
            (root / "code.txt").write_text(str(done.returncode), encoding="utf-8")
            said = done.stdout + done.stderr + intake.stdout + intake.stderr
            (root / "output.txt").write_text(said, encoding="utf-8")
    output = (root / "output.txt").read_text(encoding="utf-8")
    return Built(Workspace(root, root / "data"), output, int((root / "code.txt").read_text(encoding="utf-8")))
