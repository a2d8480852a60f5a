"""Make one page and let it out only when nothing is wrong: what a build hands to whatever runs it, here or on
another machine."""

from __future__ import annotations

import hashlib
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from brister_analysis.errors import BristerError, Fault
from brister_analysis.files import replace_file, told
from brister_analysis.reporting.documents import drop_outdated
from brister_analysis.reporting.failure import INTERRUPTED, died
from brister_analysis.reporting.history import Changed
from brister_analysis.reporting.isolated import Ended, run_isolated
from brister_analysis.reporting.page_process import Job
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.workspace import Workspace

LOGS = ".logs"


@dataclass(frozen=True)
class Outcome:
    """What became of one page: where it lies, or the faults that kept it from being replaced.

    `changes` and `accepted` are those of `page_process.Result`.
    """

    name: str
    paths: tuple[Path, ...]
    faults: tuple[Fault, ...]
    refused: bool = False
    changes: tuple[Changed, ...] = ()
    accepted: str = ""


def make_page(workspace: Workspace, request: ReportRequest, seconds: float, accept: bool = False) -> Outcome:
    """Make a page in a process of its own, and move it over the old one only when nothing is wrong.

    It can be called on another machine that sees the workspace under the same path: it takes and gives only
    what can be pickled, and no name from a form.

    Parameters
    ----------
    workspace
        Where data, notebooks and reports lie.
    request
        The page.
    seconds
        After this time its process is ended, with all that it started.
    accept
        Whether its figures may differ from published ones; otherwise such a page is refused.
    """
    name = request.page
    staging = workspace.staging() / hashlib.sha256(name.encode()).hexdigest()[:12]
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    log = workspace.reports() / LOGS / f"{name}.log"
    began = time.monotonic()
    ended = run_isolated(Job(workspace, request, staging, accept), seconds)
    if ended.code == INTERRUPTED:
        return Outcome(name, (), (died(name, ended.place, ended.code),))
    if ended.result is None:
        outcome = Outcome(name, (), (died(name, ended.place, ended.code, seconds),))
    elif ended.result.faults:
        outcome = Outcome(name, (), ended.result.faults, ended.result.refused)
    else:
        log.unlink(missing_ok=True)
        try:
            with told(workspace.reports() / name):
                drop_outdated(workspace.reports() / name, staging / Path(name).name)
            paths = _move(staging, (workspace.reports() / name).parent)
        except BristerError as error:
            # On Windows a table that is open in Excel can be neither replaced nor removed.
            return Outcome(name, (), error.faults)
        return Outcome(name, paths, (), False, ended.result.changes, ended.result.accepted)
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(_log(outcome, ended, time.monotonic() - began), encoding="utf-8", newline="\n")
    return outcome


def _log(outcome: Outcome, ended: Ended, seconds: float) -> str:
    """Return what is known of a page that was not made; faults hold no value from a form."""
    number, heading = ended.place or ("", "")
    known = {
        "page": outcome.name,
        "exit code": ended.code,
        "seconds": round(seconds, 1),
        "last cell": number,
        "heading": heading,
    }
    lines = [f"{name}: {value}" for name, value in known.items()]
    return "\n".join([*lines, "", *(f"{fault.key}\n  {fault}" for fault in outcome.faults), ""])


def _move(staging: Path, target: Path) -> tuple[Path, ...]:
    """Move every file of a checked page into place; each replacement is atomic, the page itself comes
    last."""
    moved = []
    for path in sorted(staging.rglob("*"), key=lambda path: (path.suffix == ".html", path.as_posix())):
        if path.is_file():
            place = target / path.relative_to(staging)
            place.parent.mkdir(parents=True, exist_ok=True)
            with told(place):
                replace_file(path, place)
            moved.append(place)
    return tuple(moved)
