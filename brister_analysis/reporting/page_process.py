"""What runs in the process of one page: make it in staging, check it, and leave a result for the build.

Run as ``python -m brister_analysis.reporting.page_process FOLDER`` where a process cannot be forked; the
folder holds the job and takes the result, and is readable by its owner only.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from brister_analysis.errors import BristerError, CheckRefused, Fault
from brister_analysis.files import write_whole
from brister_analysis.reporting.failure import unexpected
from brister_analysis.reporting.history import (
    Changed,
    SincePublished,
    is_accepted,
    silent_change,
    since_last_build,
)
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.workspace import Workspace

JOB, PROGRESS, RESULT = "job", "progress", "result"
LEAK = "page.check.leak"


@dataclass(frozen=True)
class Job:
    """One page to be made: where everything lies, what is asked for, a folder for what is made, and whether
    its figures may differ from published ones."""

    workspace: Workspace
    request: ReportRequest
    staging: Path
    accept: bool = False


@dataclass(frozen=True)
class Result:
    """What the checks found; `refused` tells a page that a check stopped from one that could not be made.

    `changes` are those since the page it replaces, `accepted` the digest of tables that differ from published
    ones with a person's consent.
    """

    faults: tuple[Fault, ...] = ()
    refused: bool = False
    changes: tuple[Changed, ...] = ()
    accepted: str = ""


def make_from_job(folder: Path, warm: bool = False) -> None:
    """Make the page that the folder's job asks for and leave the result there.

    `warm` says that this process was forked and may keep a kernel waiting.
    """
    without_web_grammar()
    if warm:
        from brister_analysis.reporting.warm_kernel import Waiting, WaitingKernel

        Waiting.kernel = WaitingKernel()
    job = read_job(folder)
    write_whole(folder / RESULT, pickle.dumps(_made(job, folder / PROGRESS)))


def without_web_grammar() -> None:
    """Keep jsonschema from compiling a grammar of web addresses that no notebook needs: over a second."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def read_job(folder: Path) -> Job:
    """Return what a folder's page is to be."""
    return pickle.loads((folder / JOB).read_bytes())


def _made(job: Job, progress: Path) -> Result:
    from brister_analysis.intake.gate import gate
    from brister_analysis.reporting.held_names import held_names, public_persons
    from brister_analysis.reporting.run import render

    workspace, request = job.workspace, job.request

    def started(number: int, heading: str) -> None:
        write_whole(progress, pickle.dumps((number, heading)))

    try:
        page = render(workspace, request, job.staging, started)
        forbidden = held_names(workspace, request)
        found = gate([job.staging], public_persons(workspace, request), forbidden)
        faults = each_once(page.faults, found)
        differs = page.since is not None and page.since.changes
        if page.since and differs and not (job.accept or _accepted(job, page.since)):
            faults.append(silent_change(request.page, page.since))
        changes = since_last_build(job.staging, workspace.reports() / request.page)
    except BristerError as error:
        return Result(error.faults, isinstance(error, CheckRefused))
    except Exception as error:
        # Whatever happens to one page, the others are made. What the error says may hold a value, so only its
        # kind and place in our own code are told.
        return Result((unexpected(error),))
    accepted = page.since.tables if page.since and differs and job.accept else ""
    return Result(tuple(faults), bool(faults), changes, accepted)


def each_once(own: Iterable[Fault], gate: Iterable[Fault]) -> list[Fault]:
    """Return what a page's own checks and the gate found: a leak that both did as the gate tells it."""
    found = list(gate)
    told = {(place.lstrip("#"), one.got) for one in found for place in one.where}
    return [*(one for one in own if one.key != LEAK or (one.where[-1], one.got) not in told), *found]


def _accepted(job: Job, since: SincePublished) -> bool:
    year = job.request.year
    return year is not None and is_accepted(job.workspace, job.request.region, year, since.tables)


def _end_with_build() -> None:
    """End this process when the build that holds the other end of standard input does."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    # By its own name: what is left for the build would else be pickled as a class of ``__main__``, which the
    # build does not have.
    from brister_analysis.reporting import page_process

    threading.Thread(target=page_process._end_with_build, daemon=True).start()
    page_process.make_from_job(Path(sys.argv[1]))
    # The thread waits for ever.
    os._exit(0)
