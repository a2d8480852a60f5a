"""What could be made and what is out of date: every page with the digest of all it is made from.

A page is out of date when that digest differs from the one it was last made with: forms and decisions as
taken in, people's texts, published tables, notebook, library, settings and lock.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.errors import DataError, Fault
from brister_analysis.language import LANGUAGES
from brister_analysis.workspace import SETTINGS_FILE, Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.request import ReportRequest

STATE_FILE = ".state.json"


@dataclass(frozen=True)
class Step:
    """One page to make: its request, the digest of what it is made from, and whether that is new."""

    request: ReportRequest
    digest: str
    stale: bool


def digest_files(paths: Iterable[Path], root: Path) -> str:
    """Return one digest of many files: their names relative to `root` and their bytes, in order of name."""
    total = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.relative_to(root).as_posix()):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def program_digest(workspace: Workspace) -> str:
    """Return the digest of library, settings and lock."""
    package = Path(__file__).parent
    code = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    own = [workspace.root / SETTINGS_FILE, workspace.root / "requirements.lock"]
    parts = [
        digest_files(code, package),
        digest_files((path for path in own if path.exists()), workspace.root),
    ]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


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
    state = read_state(workspace)
    steps = []
    for request in requests:
        notebook = hashlib.sha256(workspace.notebook(request.notebook).read_bytes()).hexdigest()
        digest = hashlib.sha256((program + notebook + _data_digest(workspace, request)).encode()).hexdigest()
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
        ReportRequest("data_quality", region, None, _common_area(workspace, region), language)
        for region in dict.fromkeys(region for region, _ in taken)
        for language in languages
    ]
    requests += [
        ReportRequest("trends", region, None, area, language)
        for region in dict.fromkeys(region for region, _ in taken)
        for area in _published_areas(region)
        for language in languages
    ]
    # A build of some regions or years leaves alone what rests on all of them.
    return requests + (_comparisons(taken, languages) if set(wanted) == set(workspace.years()) else [])


def _common_area(workspace: Workspace, region: str) -> str | None:
    """Return the area that all of a region's years come from; None where they come from several or none."""
    from brister_analysis.intake.source import read_source

    areas = {read_source(workspace.raw(*one)).area for one in workspace.years() if one[0] == region}
    return areas.pop() if len(areas) == 1 else None


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
    if request.year:
        # A yearly page carries over what people recommended the year before.
        before = workspace.decisions(request.region, request.year - 1)
        parts.append(digest_files((*before.glob("texts*.md"), *before.glob("texts*.docx")), before))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def read_state(workspace: Workspace) -> dict[str, str]:
    """Return page → digest it was last made with; nothing where nothing was made or the file cannot be
    read."""
    path = workspace.reports() / STATE_FILE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def remember(workspace: Workspace, name: str, digest: str) -> None:
    """Write that a page is up to date; only the process that runs the build does this."""
    state = {**read_state(workspace), name: digest}
    path = workspace.reports() / STATE_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(state, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(partial, path)
