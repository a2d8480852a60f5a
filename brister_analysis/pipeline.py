"""What is out of date, run it, prove it.

A page is out of date when the digest of everything it is made from differs from the digest it was last made
with: forms and decisions as taken in, people's texts, published tables, notebook, library, settings and lock.
A page is made in a staging folder, checked there, and only then moved over the old one; when anything fails,
the old page stands.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.errors import BristerError, CheckRefused, DataError, Fault
from brister_analysis.language import LANGUAGES
from brister_analysis.workspace import SETTINGS_FILE, Workspace

if TYPE_CHECKING:
    from brister_analysis.intake.take_in import IntakeResult
    from brister_analysis.reporting.request import ReportRequest

STATE_FILE = ".state.json"
STAGING = ".staging"
# What a page is made from besides data: reading these is cheaper than asking which module used which.
_PROGRAM_PARTS = ("brister_analysis", "notebooks")


@dataclass(frozen=True)
class Step:
    """One page to make: its request, the digest of what it is made from, and whether that is new."""

    request: ReportRequest
    digest: str
    stale: bool


@dataclass(frozen=True)
class Outcome:
    """What became of one page: where it lies, or the faults that kept it from being replaced."""

    name: str
    paths: tuple[Path, ...]
    faults: tuple[Fault, ...]
    refused: bool = False


def digest_files(paths: Iterable[Path], root: Path) -> str:
    """Return one digest of many files: their names relative to `root` and their bytes, in order of name."""
    total = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.relative_to(root).as_posix()):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def program_digest(workspace: Workspace) -> str:
    """Return the digest of library, notebooks, settings and lock."""
    package = Path(__file__).parent
    code = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    own = [workspace.root / SETTINGS_FILE, workspace.root / "requirements.lock"]
    own += list((workspace.root / "notebooks").glob("*.ipynb"))
    parts = [
        digest_files(code, package),
        digest_files((path for path in own if path.exists()), workspace.root),
    ]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


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


def wanted_years(
    workspace: Workspace, regions: Iterable[str] = (), years: Iterable[int] = ()
) -> list[tuple[str, int]]:
    """Return the (region, year) with a folder of forms, those named or all.

    Raises
    ------
    UsageError
        A named region does not exist.
    DataError
        A named region and year has no folder of forms.
    """
    from brister_analysis.reference.places import region as find_region

    slugs, wanted = {find_region(name).slug for name in regions}, set(years)
    found = [
        (region, year)
        for region, year in workspace.years()
        if (not slugs or region in slugs) and (not wanted or year in wanted)
    ]
    if slugs and wanted:
        lacking = sorted((s, y) for s in slugs for y in wanted if (s, y) not in found)
        if lacking:
            raise DataError(
                Fault("intake.folder.missing", values={"folder": f"raw/{s}/{y}"}) for s, y in lacking
            )
    return found


def plan(
    workspace: Workspace, years: Iterable[tuple[str, int]], languages: Iterable[str] = LANGUAGES
) -> list[Step]:
    """Return every page that the taken-in data can give, and which of them are out of date."""
    return _steps(workspace, _requests(workspace, years, tuple(languages)))


def plan_one(workspace: Workspace, request: ReportRequest) -> Step:
    """Return the step of one page, made anew whether it is out of date or not."""
    return replace(_steps(workspace, [request])[0], stale=True)


def _steps(workspace: Workspace, requests: list[ReportRequest]) -> list[Step]:
    program = program_digest(workspace)
    state = _read_state(workspace)
    steps = []
    for request in requests:
        digest = hashlib.sha256((program + _data_digest(workspace, request)).encode()).hexdigest()
        there = (workspace.reports() / request.page).exists()
        stale = state.get(request.page) != digest or not there
        steps.append(Step(request, digest, stale))
    return steps


def _requests(
    workspace: Workspace, years: Iterable[tuple[str, int]], languages: tuple[str, ...]
) -> list[ReportRequest]:
    from brister_analysis.intake.source import read_source
    from brister_analysis.reporting.request import ReportRequest

    requests = []
    wanted = list(years)
    taken = [
        (region, year)
        for region, year in wanted
        if (workspace.processed(region, year) / "reports.parquet").exists()
    ]
    for region, year in taken:
        area = read_source(workspace.raw(region, year)).area
        requests += [ReportRequest("yearly_report", region, year, area, language) for language in languages]
    requests += [
        ReportRequest("trends", region, None, area, language)
        for region in dict.fromkeys(region for region, _ in taken)
        for area in _published_areas(region)
        for language in languages
    ]
    # A build of some regions or years leaves alone what rests on all of them.
    return requests + (_comparisons(taken, languages) if set(wanted) == set(workspace.years()) else [])


def _comparisons(taken: list[tuple[str, int]], languages: tuple[str, ...]) -> list[ReportRequest]:
    """Return the page that puts the regions side by side, over the years that more than one of them has."""
    from brister_analysis.reporting.request import FEWEST_REGIONS, ReportRequest

    counted = Counter(year for _, year in taken)
    shared = sorted(year for year, regions in counted.items() if regions >= FEWEST_REGIONS)
    if not shared:
        return []
    span = (shared[0], shared[-1])
    regions = tuple(dict.fromkeys(region for region, year in taken if span[0] <= year <= span[1]))
    return [
        ReportRequest("region_comparison", language=language, regions=regions, years=span)
        for language in languages
    ]


def _published_areas(slug: str) -> list[str | None]:
    """Return the areas of a region with a published series of several years; None stands for the whole
    region."""
    from brister_analysis.reference.places import region
    from brister_analysis.reference.published import published_figures

    figures = published_figures()
    series = figures[(figures["measure"] == "reports") & (figures["region_code"] == region(slug).code)]
    years = series.groupby("area", dropna=False)["data_year"].nunique()
    return [area if isinstance(area, str) else None for area in years.index[years > 1]]


def _data_digest(workspace: Workspace, request: ReportRequest) -> str:
    """Return the digest of the data a page rests on: its own year's, or all years' of its regions for a page
    without year."""
    parts = []
    for region, year in request.rests_on(workspace.years()):
        folders = [
            workspace.processed(region, year),
            workspace.decisions(region, year),
            workspace.published(region, year),
        ]
        for folder in folders:
            # The register and the review list hold file names and words in clear; no page is made from them.
            paths = [p for p in folder.rglob("*") if p.is_file() and p.name not in ("register.csv",)]
            parts.append(digest_files(paths, folder))
        source = workspace.raw(region, year) / "SOURCE.toml"
        parts.append(digest_files([source], source.parent))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


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
    with ProcessPoolExecutor(max_workers=max(1, workers)) as pool:
        running = {
            pool.submit(
                _make, workspace, step.request, _forbidden(workspace, step.request, names or {})
            ): step
            for step in todo
        }
        for future in as_completed(running):
            step, outcome = running[future], future.result()
            if not outcome.faults:
                _remember(workspace, outcome.name, step.digest)
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


def _read_state(workspace: Workspace) -> dict[str, str]:
    path = workspace.reports() / STATE_FILE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _remember(workspace: Workspace, name: str, digest: str) -> None:
    """Write that a page is up to date; only the process that runs the build does this."""
    state = {**_read_state(workspace), name: digest}
    path = workspace.reports() / STATE_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(state, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(partial, path)


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
