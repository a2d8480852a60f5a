"""What the comparison is made from, read once, and what each region's yearly pages already show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brister_analysis.reporting.request import ReportRequest
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.protection import ProtectedTable
    from brister_analysis.reference.places import Region
    from brister_analysis.reporting.finding import Finding
    from brister_analysis.reporting.year import YearReport

HARMONISED = "harmonised"


@dataclass(frozen=True)
class Place:
    """Where the reports of a region come from.

    Parameters
    ----------
    region
        The region.
    area
        Slug of the only area that reports; None for the whole region.
    name
        As printed: "Nordvästra Skåne", "Stockholms län".
    municipalities
        How many there are in it.
    """

    region: Region
    area: str | None
    name: str
    municipalities: int

    @property
    def label(self) -> str:
        """The area's name or the region's, short enough to stand over a column: "Stockholm"."""
        return self.name if self.area else self.region.name

    @property
    def slug(self) -> str:
        """The area's slug or the region's: what the yearly page calls its place."""
        return self.area or self.region.slug


@dataclass(frozen=True)
class Compared:
    """What the comparison is made from.

    Parameters
    ----------
    reports, actors
        As in ``docs/interface.md``, of these regions and years.
    causes
        Causes that people decided in the common codebook.
    own_names
        (region code, year) coded in the group's own names only: nothing another region has can stand beside.
    places
        Region code to where its reports come from, in the order of the codes.
    units
        (region code, year) with reports, sorted.
    calibrated
        Codes of the regions whose group has coded the practice cases.
    asked
        (region code, year) to the fields that the forms of its reports ask for; without those of a form that
        no profile describes.
    """

    reports: pd.DataFrame
    actors: pd.DataFrame
    causes: pd.DataFrame
    own_names: tuple[tuple[str, int], ...]
    places: dict[str, Place]
    units: list[tuple[str, int]]
    calibrated: tuple[str, ...]
    asked: dict[tuple[str, int], frozenset[str]]


def gather_compared(workspace: Workspace, request: ReportRequest) -> Compared:
    """Read what the comparison is made from; `request` is checked already."""
    import pandas as pd

    from brister_analysis.coding.calibration import calibrated_regions
    from brister_analysis.coding.ledger import load_causes
    from brister_analysis.intake.store import load_actors, load_reports
    from brister_analysis.reference.places import region

    there = request.rests_on(workspace.years())
    parts = [
        [load(*one, workspace=workspace) for one in there]
        for load in (load_reports, load_actors, load_causes)
    ]
    reports, actors, causes = (pd.concat(frames, ignore_index=True) for frames in parts)
    reports = _answered_only(workspace, reports, request.regions)
    regions = {found.code: found for found in map(region, request.regions)}
    common = causes[causes["scheme"] == HARMONISED]
    known = _units(reports)
    coded = _units(common)
    calibrated = [
        code
        for code, found in regions.items()
        if (years := [year for one, year in coded if one == code])
        and calibrated_regions(workspace, [found.slug], years)
    ]
    return Compared(
        reports,
        actors,
        common.reset_index(drop=True),
        tuple(one for one in _units(causes) if one not in coded),
        {code: _place(found, reports[reports["region_code"] == code]) for code, found in regions.items()},
        known,
        tuple(calibrated),
        _asked(workspace, reports, request.regions),
    )


def _asked(
    workspace: Workspace, reports: pd.DataFrame, regions: tuple[str, ...]
) -> dict[tuple[str, int], frozenset[str]]:
    """Return the fields that the forms of each region and year ask for."""
    from brister_analysis.reference.places import region
    from brister_analysis.reference.profiles import load_profile

    found: dict[tuple[str, int], frozenset[str]] = {}
    for slug in regions:
        forms = {
            form.version: frozenset(field.column for field in form.fields)
            for form in load_profile(slug, workspace.data / "regions").forms
        }
        own = reports[reports["region_code"] == region(slug).code]
        for year, of_year in own.groupby("data_year"):
            used = of_year["form_version"].unique()
            if all(version in forms for version in used):
                unit = (region(slug).code, int(str(year)))
                found[unit] = frozenset().union(*(forms[version] for version in used))
    return found


def _answered_only(workspace: Workspace, reports: pd.DataFrame, regions: tuple[str, ...]) -> pd.DataFrame:
    """Return the reports without what a form sets by itself: nobody answered that, so nobody was asked."""
    from brister_analysis.reference.profiles import load_profile

    reports = reports.copy()
    for slug in regions:
        for form in load_profile(slug, workspace.data / "regions").forms:
            own = reports["form_version"] == form.version
            for column in sorted(set(form.constants) & {"target_group", "process_step"}):
                reports.loc[own, column] = None
    return reports


def _units(frame: pd.DataFrame) -> list[tuple[str, int]]:
    pairs = frame[["region_code", "data_year"]].dropna().drop_duplicates()
    return sorted((str(code), int(year)) for code, year in pairs.itertuples(index=False, name=None))


def _place(region: Region, reports: pd.DataFrame) -> Place:
    from brister_analysis.reference.places import areas, municipalities
    from brister_analysis.reporting.material import place_name

    named = set(reports["area"].dropna())
    area = named.pop() if len(named) == 1 and reports["area"].notna().all() else None
    if area is None:
        listed = municipalities()
        return Place(region, None, region.county, int((listed["region_code"] == region.code).sum()))
    return Place(region, area, place_name(region, area), int((areas()["area"] == area).sum()))


def shown_by_year(workspace: Workspace, compared: Compared, language: str) -> list[ProtectedTable]:
    """Return the tables of the yearly pages whose counts stand in the comparison too.

    What one page hides, the other must not give away, so these are known when the comparison is protected.
    """
    from brister_analysis.analysis.actors import direction_table
    from brister_analysis.reporting.material import gather
    from brister_analysis.reporting.year import YearReport

    tables = []
    for code, year in compared.units:
        place = compared.places[code]
        request = ReportRequest("yearly_report", place.region.slug, year, place.area, language)
        report = YearReport(workspace, request, gather(workspace, request, suggest=False))
        findings = [
            report.protected("accounting", report.accounting),
            report.direction(direction_table(report.actors)),
            *_causes_shown(report),
        ]
        tables += [finding.table for finding in findings if not finding.refused]
    return tables


def _causes_shown(report: YearReport) -> list[Finding]:
    """Return a year's tables of causes in the common codebook, where their rule hides anything at all."""
    from brister_analysis.analysis.tables import cause_table
    from brister_analysis.reporting.material import DECIDED
    from brister_analysis.reporting.region_parts import rule

    if report.material.causes_by != DECIDED or report.level != "cause":
        return []
    if rule(report, "causes").threshold == 1:
        return []
    return [
        report.cause_finding(cause_table(report.causes)),
        report.area_finding(cause_table(report.causes, level="area")),
    ]
