"""What could be made and what is out of date: every page with a digest of each part it is made from.

A page is out of date when one of them differs from what it was last made with (`inputs`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brister_analysis.errors import DataError, Fault
from brister_analysis.files import write_whole
from brister_analysis.inputs import SOURCE, Inputs
from brister_analysis.language import LANGUAGES
from brister_analysis.taken import STATE_FILE, read_taken
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.request import ReportRequest

NEW, UNCHANGED, OUT_OF_DATE, LACKS_DATA = "new", "unchanged", "out_of_date", "lacks_data"
# A page that was removed from reports/ by hand.
REMOVED = "page"


@dataclass(frozen=True)
class Step:
    """One page that could be made.

    Parameters
    ----------
    request
        The page.
    parts
        Part → digest of what it is made from.
    status
        ``new`` (never made), ``unchanged``, ``out_of_date`` or ``lacks_data``.
    changed
        Names of the parts that differ from what the page was last made with.
    """

    request: ReportRequest
    parts: Mapping[str, str]
    status: str
    changed: tuple[str, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether a build makes it."""
        return self.status in (NEW, OUT_OF_DATE)


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
    there = workspace.years()
    slugs, wanted = {_slug(name, {region for region, _ in there}) for name in regions}, set(years)
    found = [
        (region, year)
        for region, year in there
        if (not slugs or region in slugs) and (not wanted or year in wanted)
    ]
    if slugs and wanted:
        lacking = sorted((s, y) for s in slugs for y in wanted if (s, y) not in found)
        if lacking:
            raise DataError(
                Fault("intake.folder.missing", values={"folder": workspace.shown(workspace.raw(s, y))})
                for s, y in lacking
            )
    return found


def _slug(name: str, there: set[str]) -> str:
    if name in there:
        return name
    from brister_analysis.reference.places import region

    return region(name).slug


def plan(
    workspace: Workspace,
    years: Iterable[tuple[str, int]],
    languages: Iterable[str] = LANGUAGES,
    inputs: Inputs | None = None,
) -> list[Step]:
    """Return every page that the years' forms can give, and how each stands; nothing is read in or written.

    Parameters
    ----------
    workspace
        Where everything lies.
    years
        Each (region, year).
    languages
        Of the pages.
    inputs
        Digests worked out already.
    """
    known = inputs or Inputs(workspace)
    state = read_state(workspace)
    lacking = {one for one in workspace.years() if _lacks_data(workspace, *one, known)}
    return [
        _step(workspace, request, known, state, (request.region, request.year) in lacking)
        for request in _requests(workspace, years, tuple(languages), lacking)
    ]


def plan_one(workspace: Workspace, request: ReportRequest) -> Step:
    """Return the step of one page, made anew whether it is out of date or not."""
    step = _step(workspace, request, Inputs(workspace), read_state(workspace), lacking=False)
    return replace(step, status=NEW if step.status == NEW else OUT_OF_DATE)


def _step(
    workspace: Workspace,
    request: ReportRequest,
    inputs: Inputs,
    state: Mapping[str, Mapping[str, str]],
    lacking: bool,
) -> Step:
    parts, before = inputs.page(request), state.get(request.page)
    there = (workspace.reports() / request.page).exists()
    if lacking:
        return Step(request, parts, LACKS_DATA)
    if before is None:
        return Step(request, parts, NEW)
    changed = tuple(name for name in sorted({*parts, *before}) if parts.get(name) != before.get(name))
    changed += () if there else (REMOVED,)
    return Step(request, parts, OUT_OF_DATE if changed else UNCHANGED, changed)


def _lacks_data(workspace: Workspace, region: str, year: int, inputs: Inputs) -> bool:
    """Return whether a year has no forms, or forms that intake could not take in as they are now."""
    if not any(path.is_file() and path.name != SOURCE for path in workspace.raw(region, year).iterdir()):
        return True
    taken = read_taken(workspace, region, year, inputs.year(region, year))
    return taken is not None and taken.stopped


def _requests(
    workspace: Workspace,
    years: Iterable[tuple[str, int]],
    languages: tuple[str, ...],
    lacking: set[tuple[str, int]],
) -> list[ReportRequest]:
    from brister_analysis.reference.published_series import areas_with_series
    from brister_analysis.reporting.request import ReportRequest

    wanted = list(years)
    areas = {one: _area(workspace, *one) for one in workspace.years()}
    requests = [
        ReportRequest("yearly_report", region, year, areas[region, year], language)
        for region, year in wanted
        for language in languages
    ]
    # A page over several years takes those that there is something to take from.
    taken = [one for one in wanted if one not in lacking or workspace.is_taken_in(*one)]
    regions = list(dict.fromkeys(region for region, _ in taken))
    requests += [
        ReportRequest("data_quality", region, None, _common_area(areas, region), language)
        for region in regions
        for language in languages
    ]
    requests += [
        ReportRequest("trends", region, None, area, language)
        for region in regions
        for area in areas_with_series(region)
        for language in languages
    ]
    # A build of some regions or years leaves alone what rests on all of them.
    return requests + (_comparisons(taken, languages) if set(wanted) == set(workspace.years()) else [])


def _area(workspace: Workspace, region: str, year: int) -> str | None:
    """Return the area that a year's forms come from; None for the whole region or where nothing says yet."""
    from brister_analysis.intake.source import read_source

    try:
        return read_source(workspace.raw(region, year)).area
    except (DataError, FileNotFoundError):
        return None


def _common_area(areas: Mapping[tuple[str, int], str | None], region: str) -> str | None:
    """Return the area that all of a region's years come from; None where they come from several or none."""
    found = {area for (slug, _), area in areas.items() if slug == region}
    return found.pop() if len(found) == 1 else None


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


def read_state(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Return page → part → digest it was last made with; nothing where nothing was made or the file cannot be
    read."""
    path = workspace.reports() / STATE_FILE
    try:
        return {
            page: parts
            for page, parts in json.loads(path.read_text(encoding="utf-8")).items()
            if isinstance(parts, dict)
        }
    except (FileNotFoundError, ValueError):
        return {}


def remember(workspace: Workspace, name: str, parts: Mapping[str, str]) -> None:
    """Write that a page is up to date; only the process that runs the build does this."""
    state = {**read_state(workspace), name: dict(parts)}
    path = workspace.reports() / STATE_FILE
    write_whole(path, (json.dumps(state, indent=1, sort_keys=True) + "\n").encode())
