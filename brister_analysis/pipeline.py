"""Run what is out of date, one page in a process of its own, and let nothing out that a check refuses.

A page is made in a staging folder, checked there, and only then moved over the old one; when anything fails,
the old page stands.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.errors import BristerError, CheckRefused, Fault
from brister_analysis.plan import STATE_FILE, Step, remember, wanted_years
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.intake.take_in import IntakeResult
    from brister_analysis.reporting.request import ReportRequest

STAGING = ".staging"


@dataclass(frozen=True)
class Outcome:
    """What became of one page: where it lies, or the faults that kept it from being replaced."""

    name: str
    paths: tuple[Path, ...]
    faults: tuple[Fault, ...]
    refused: bool = False


def intake_all(
    workspace: Workspace,
    regions: Iterable[str] = (),
    years: Iterable[int] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> dict[tuple[str, int], IntakeResult | tuple[Fault, ...]]:
    """Take in every region and year wanted; one at fault never stops the others.

    Returns
    -------
    dict
        (region, year) → the result, or the faults that stopped that year.
    """
    from brister_analysis.intake.take_in import take_in

    done: dict[tuple[str, int], IntakeResult | tuple[Fault, ...]] = {}
    for region, year in wanted_years(workspace, regions, years):
        progress(f"{region} {year}")
        try:
            done[region, year] = take_in(workspace, region, year)
        except BristerError as error:
            done[region, year] = error.faults
    return done


def build(
    workspace: Workspace,
    steps: Iterable[Step],
    workers: int = 1,
    progress: Callable[[Outcome], None] = lambda _: None,
    names: Mapping[tuple[str, int], frozenset[str]] | None = None,
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
    names
        (region, year) → names that stood in its forms: a page that holds one of them is refused.

    Returns
    -------
    list of Outcome
        In the order of the plan. One that failed never touches the others.
    """
    from brister_analysis.reporting.site import build_index

    todo = [step for step in steps if step.stale]
    shutil.rmtree(workspace.reports() / STAGING, ignore_errors=True)
    done: dict[str, Outcome] = {}
    # Spawned, since a process with threads (the progress line has one) must not fork.
    with ProcessPoolExecutor(max(1, workers), get_context("spawn")) as pool:
        running = {
            pool.submit(
                _make, workspace, step.request, _forbidden(workspace, step.request, names or {})
            ): step
            for step in todo
        }
        for future in as_completed(running):
            step, outcome = running[future], future.result()
            if not outcome.faults:
                remember(workspace, outcome.name, step.digest)
            done[outcome.name] = outcome
            progress(outcome)
    build_index(workspace)
    shutil.rmtree(workspace.reports() / STAGING, ignore_errors=True)
    return [done[step.request.page] for step in todo]


def _forbidden(
    workspace: Workspace, request: ReportRequest, names: Mapping[tuple[str, int], frozenset[str]]
) -> list[str]:
    """Return the names that may not stand on a page: those of the forms of every year it rests on."""
    years = request.rests_on(workspace.years())
    return sorted(set().union(*(names.get(one, frozenset()) for one in years)))


def _make(workspace: Workspace, request: ReportRequest, forbidden: list[str]) -> Outcome:
    """Render one page in staging, check it, and move it over the old one only when nothing is wrong."""
    from brister_analysis.intake.gate import gate
    from brister_analysis.reporting.run import render

    name = request.page
    staging = workspace.reports() / STAGING / hashlib.sha256(name.encode()).hexdigest()[:12]
    staging.mkdir(parents=True, exist_ok=True)
    try:
        page = render(workspace, request, staging)
    except BristerError as error:
        return Outcome(name, (), error.faults, refused=isinstance(error, CheckRefused))
    except Exception as error:
        # Whatever happens to one page, the others are made. What the error says may hold a value, so only its
        # kind and place in our own code are told.
        return Outcome(name, (), (_unexpected(error),))
    faults = [*page.faults, *gate([staging], _public_persons(workspace, request), forbidden)]
    if faults:
        return Outcome(name, (), tuple(faults), refused=True)
    return Outcome(name, _move(staging, (workspace.reports() / request.page).parent), ())


def _public_persons(workspace: Workspace, request: ReportRequest) -> dict[str, tuple[str, ...]]:
    from brister_analysis.intake.source import read_source

    return read_source(workspace.raw(request.region, request.year)).public_persons if request.year else {}


def _unexpected(error: Exception) -> Fault:
    package = Path(__file__).parent
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(package)
    ]
    place = (
        f"{Path(frames[-1].filename).relative_to(package).as_posix()}:{frames[-1].lineno}" if frames else "?"
    )
    return Fault("pipeline.unexpected", values={"kind": type(error).__name__, "place": place})


def _move(staging: Path, target: Path) -> tuple[Path, ...]:
    """Move every file of a checked page into place; each replacement is atomic, the page itself comes
    last."""
    moved = []
    for path in sorted(staging.rglob("*"), key=lambda path: (path.suffix == ".html", path.as_posix())):
        if path.is_file():
            place = target / path.relative_to(staging)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, place)
            moved.append(place)
    return tuple(moved)


def compare_trees(left: Path, right: Path) -> list[Fault]:
    """Return every file that differs between two folders or is only in one of them; PDF files may differ in
    their dates."""
    names = sorted(
        {p.relative_to(side).as_posix() for side in (left, right) for p in side.rglob("*") if p.is_file()}
    )
    differing = [
        name
        for name in names
        if not name.endswith(".pdf") and name != STATE_FILE and _bytes(left / name) != _bytes(right / name)
    ]
    return [Fault("pipeline.differs", (name,)) for name in differing]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
