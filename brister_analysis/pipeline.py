"""Run what is out of date, one page in a process of its own, and let nothing out that a check refuses.

A page is made in a staging folder, checked there, and only then moved over the old one; when anything fails,
the old page stands.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.build_lock import build_lock
from brister_analysis.errors import BristerError, Fault, UsageError
from brister_analysis.inputs import Inputs
from brister_analysis.plan import Step, read_state, remember, wanted_years
from brister_analysis.taken import STATE_FILE, Taken, keep_taken, read_taken
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.make import Outcome

DEFAULT_PAGE_SECONDS = 300
FRONT = "index.html"


def intake_all(
    workspace: Workspace,
    regions: Iterable[str] = (),
    years: Iterable[int] = (),
    progress: Callable[[str], None] = lambda _: None,
    anew: bool = False,
) -> dict[tuple[str, int], Taken]:
    """Take in every region and year wanted; one at fault never stops the others.

    Parameters
    ----------
    workspace
        Where forms and decisions lie.
    regions, years
        Those wanted; all where none is named.
    progress
        Called with each region and year.
    anew
        Read every form; otherwise a year of which nothing has changed tells what it told the last time.
    """
    done: dict[tuple[str, int], Taken] = {}
    inputs = Inputs(workspace)
    for region, year in wanted_years(workspace, regions, years):
        progress(f"{region} {year}")
        taken = None if anew else read_taken(workspace, region, year, inputs.year(region, year))
        # A year that stopped is tried again: a file open in Excel is closed without a byte changing.
        if taken is None or taken.stopped:
            taken = _take_in(workspace, region, year, inputs)
        done[region, year] = taken
    return done


def _take_in(workspace: Workspace, region: str, year: int, inputs: Inputs) -> Taken:
    from brister_analysis.coding.ledger import check_ledger
    from brister_analysis.intake.register import read_register
    from brister_analysis.intake.take_in import take_in

    try:
        taken = Taken.of(take_in(workspace, region, year))
        register = read_register(workspace.decisions(region, year) / "register.csv")
        # Told here and not at the first page: only rows at fault are to be mended, the reports are read in.
        wrong = check_ledger(workspace, region, year, [entry.report_id for entry in register])
        taken = replace(taken, faults=(*taken.faults, *wrong))
    except BristerError as error:
        taken = Taken(stopped=True, faults=error.faults)
    # Intake keeps the register and may write a first SOURCE.toml, so its digests are those after it.
    keep_taken(workspace, region, year, inputs.again().year(region, year), taken)
    return taken


def build(
    workspace: Workspace,
    steps: Iterable[Step],
    workers: int = 1,
    progress: Callable[[Outcome], None] = lambda _: None,
    executor: Executor | None = None,
    reason: str = "",
) -> list[Outcome]:
    """Make the pages that are out of date, then the index.

    Parameters
    ----------
    workspace
        Where data and reports lie.
    steps
        The plan; steps that are not stale are left alone.
    workers
        Pages made at the same time, each in a process of its own. The result does not depend on it.
    progress
        Called with each outcome as it comes.
    executor
        What `reporting.make.make_page` is submitted to, such as ``distributed.Client.get_executor()``; its
        workers must see the workspace under the same path. Default: this machine.
    reason
        Why figures may differ from published ones; kept among the year's decisions. Without one, a page whose
        figures would differ is refused.

    Returns
    -------
    list of Outcome
        In the order of the plan. One that failed never touches the others. Last, when two pages made from
        different rows show the same figures, the front page as refused.
    """
    todo = [step for step in steps if step.stale]
    if not todo:
        return _index(workspace)
    seconds = page_seconds(workspace)
    with build_lock(workspace):
        shutil.rmtree(workspace.staging(), ignore_errors=True)
        outcomes = _make_all(workspace, todo, executor, workers, seconds, progress, reason)
        shutil.rmtree(workspace.staging(), ignore_errors=True)
        site = _index(workspace)
    return [*(outcomes[step.request.page] for step in todo), *site]


def _make_all(
    workspace: Workspace,
    todo: list[Step],
    executor: Executor | None,
    workers: int,
    seconds: float,
    progress: Callable[[Outcome], None],
    reason: str,
) -> dict[str, Outcome]:
    """Return what became of each page by its name; whatever interrupts this, no process is left."""
    from brister_analysis.reporting.history import accept
    from brister_analysis.reporting.isolated import can_fork, end_fork_server, fork_server
    from brister_analysis.reporting.make import make_page

    done: dict[str, Outcome] = {}
    running: dict[Future[Outcome], Step] = {}
    # Threads are enough here: each only waits for the process that makes its page.
    pool = executor or ThreadPoolExecutor(workers)
    try:
        if executor is None and can_fork():
            # From here, since it ends with the thread that asks for it first.
            fork_server()
        for step in todo:
            running[pool.submit(make_page, workspace, step.request, seconds, bool(reason))] = step
        for future in as_completed(running):
            step, outcome = running[future], _result(future, running[future])
            if not outcome.faults:
                remember(workspace, outcome.name, step.parts)
            if outcome.accepted and step.request.year:
                year = step.request.region, step.request.year
                accept(workspace, *year, outcome.accepted, reason, dt.date.today())
            done[outcome.name] = outcome
            progress(outcome)
    finally:
        for future in running:
            future.cancel()
        if executor is None:
            # A page being moved into place is moved whole; one that is being made ends with its process.
            while wait(running, timeout=0.1).not_done:
                end_fork_server()
            end_fork_server()
            pool.shutdown()
    return done


def _index(workspace: Workspace) -> list[Outcome]:
    """Write the front page and those beside it where what they list has changed; give their faults, if
    any."""
    if read_state(workspace).get(FRONT) == _front_parts(workspace):
        return []
    from brister_analysis.reporting.built_pages import built_pages
    from brister_analysis.reporting.checks_identity import figures_alike
    from brister_analysis.reporting.make import Outcome
    from brister_analysis.reporting.site import build_index

    try:
        build_index(workspace)
    except BristerError as error:
        return [Outcome(FRONT, (), error.faults, refused=True)]
    if alike := figures_alike(built_pages(workspace)):
        # Not remembered: it is refused each time until it is mended.
        return [Outcome(FRONT, (), tuple(alike), refused=True)]
    remember(workspace, FRONT, _front_parts(workspace))
    return []


def _front_parts(workspace: Workspace) -> dict[str, str]:
    """Return the digests of what the front page rests on: the program, and which pages and documents there
    are, made from what."""
    from brister_analysis.reporting.built_pages import DOCUMENTS

    state, reports = read_state(workspace), workspace.reports()
    listed = sorted(
        path.relative_to(reports).as_posix()
        for path in reports.rglob("*.*")
        if path.suffix in (".html", *DOCUMENTS)
    )
    made = [(name, state.get(name) if name != FRONT else None) for name in listed]
    return {**Inputs(workspace).program, "pages": hashlib.sha256(json.dumps(made).encode()).hexdigest()}


def _result(future: Future[Outcome], step: Step) -> Outcome:
    """Return what came back; a machine that was lost on the way stops only the pages it had."""
    from brister_analysis.reporting.failure import unexpected
    from brister_analysis.reporting.make import Outcome

    try:
        return future.result()
    except BristerError as error:
        return Outcome(step.request.page, (), error.faults)
    except Exception as error:
        return Outcome(step.request.page, (), (unexpected(error),))


def page_seconds(workspace: Workspace) -> float:
    """Return how long a page may take, as ``brister.toml`` says.

    Raises
    ------
    UsageError
        It is no positive number.
    """
    given = workspace.settings().get("build", {}).get("page_seconds", DEFAULT_PAGE_SECONDS)
    if isinstance(given, bool) or not isinstance(given, int | float) or given <= 0:
        raise UsageError(Fault("pipeline.page_seconds", ("brister.toml", "[build]", "page_seconds")))
    return given


def compare_trees(left: Path, right: Path) -> list[Fault]:
    """Return every file that differs between two folders or is only in one of them; PDF files may differ in
    their dates."""
    names = sorted(
        {p.relative_to(side).as_posix() for side in (left, right) for p in side.rglob("*") if p.is_file()}
    )
    differing = [
        name
        for name in names
        if not name.endswith(".pdf")
        and Path(name).name != STATE_FILE
        and _bytes(left / name) != _bytes(right / name)
    ]
    return [Fault("pipeline.differs", (name,)) for name in differing]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
