"""Proof that the same input gives the same bytes: two builds from the beginning, in unlike circumstances,
compared."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from brister_analysis.errors import EXIT_DATA, EXIT_DONE, Fault
from brister_analysis.pipeline import compare_trees
from brister_analysis.workspace import SETTINGS_FILE, Workspace

# The plainest locale in which Python can read the path of its own folder as it starts.
PLAINEST = "C" if sys.prefix.isascii() else "C.UTF-8"
# What must not matter: folder, time zone, locale, hash seed, number of workers.
_CIRCUMSTANCES = (
    ("a", {"TZ": "Europe/Stockholm", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}, 1),
    ("en annan mapp", {"TZ": "Pacific/Auckland", "LC_ALL": PLAINEST, "PYTHONHASHSEED": "2"}, 2),
)
_COPIED = ("notebooks", "published", SETTINGS_FILE, "requirements.lock")
_COMPARED = ("reports", "data/processed")


def verify(workspace: Workspace, workers: int) -> tuple[list[Fault], int]:
    """Build everything twice in fresh processes and compare every byte of pages and processed data.

    Parameters
    ----------
    workspace
        The project; it is only read.
    workers
        Most pages made at the same time in the second build.

    Returns
    -------
    (list of Fault, int)
        Every difference, and how many files were compared. PDF files are left out, since their dates differ.
    """
    with tempfile.TemporaryDirectory(prefix="brister-") as scratch:
        sides = []
        for name, environment, most in _CIRCUMSTANCES:
            side = Path(scratch) / name
            _copy(workspace, side)
            code = _build(side, environment, min(workers, most))
            if code not in (EXIT_DONE, EXIT_DATA):
                return [Fault("pipeline.verify.failed", values={"code": code})], 0
            sides.append(side)
        faults = [fault for part in _COMPARED for fault in compare_trees(sides[0] / part, sides[1] / part)]
        compared = sum(p.is_file() for part in _COMPARED for p in (sides[0] / part).rglob("*"))
        return faults, compared


def _copy(workspace: Workspace, side: Path) -> None:
    side.mkdir()
    for name in _COPIED:
        source = workspace.root / name
        if source.is_dir():
            shutil.copytree(source, side / name)
        elif source.exists():
            shutil.copy2(source, side / name)
    for name in ("raw", "decisions", "regions"):
        if (workspace.data / name).is_dir():
            shutil.copytree(workspace.data / name, side / "data" / name)
    if (workspace.data / ".key").exists():
        shutil.copy2(workspace.data / ".key", side / "data" / ".key")


def _build(side: Path, environment: dict[str, str], workers: int) -> int:
    inherited = {name: value for name, value in os.environ.items() if name != "BRISTER_DATA"}
    command = [sys.executable, "-m", "brister_analysis", "build", "--workers", str(workers)]
    done = subprocess.run(
        command,
        cwd=side,
        env={**inherited, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return done.returncode
