"""What may be asked for: one page, every part checked against closed vocabularies before a kernel starts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from brister_analysis.errors import Fault, UsageError, shape_of
from brister_analysis.language import LANGUAGES, file_ending
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reference.places import Region

FEWEST_REGIONS = 2
# The pages around the reports, beside the front page.
TABLES, METHOD, ACCESSIBILITY = "tabeller", "metod", "tillganglighet"


@cache
def page_kinds() -> Mapping[str, dict]:
    """Return what ``pages.toml`` says of each notebook that becomes a page."""
    return tomllib.loads(files(__package__).joinpath("pages.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class ReportRequest:
    """One page to be made.

    Parameters
    ----------
    notebook
        Name without ending, one of `page_kinds`.
    region
        Slug; `checked` also takes a code or a name. Empty for a page of several regions.
    year
        Year the reports were received, never the year of publication. None for a notebook over all years.
    area
        Slug of a collaboration area; None for the whole region.
    language
        ``"sv"`` or ``"en"``.
    regions
        Slugs of the regions of a page of several; `checked` puts them in the order of their codes.
    years
        First and last year of such a page.
    """

    notebook: str
    region: str = ""
    year: int | None = None
    area: str | None = None
    language: str = "sv"
    regions: tuple[str, ...] = ()
    years: tuple[int, int] | None = None

    def checked(self, workspace: Workspace) -> ReportRequest:
        """Return the request with its regions as slugs.

        Raises
        ------
        UsageError
            Something asked for does not exist; every fault is listed, each with what is allowed.
        """
        faults: list[Fault] = []
        kinds = page_kinds()
        if self.notebook not in kinds:
            faults.append(_unknown("notebook", self.notebook, sorted(kinds)))
        takes = kinds.get(self.notebook, {}).get("takes", ())
        if self.language not in LANGUAGES:
            faults.append(_unknown("language", self.language, LANGUAGES))
        if "regions" in takes:
            return self._checked_several(workspace, faults)
        if self.regions or self.years is not None:
            faults.append(Fault("comparison.request.one_region", values={"notebook": self.notebook}))
        region = _found(self.region, faults)
        if region is not None:
            self._check_area(region.code, region.name, faults)
            self._check_year("year" in takes, region.slug, workspace, faults)
        if faults or region is None:
            raise UsageError(faults)
        return replace(self, region=region.slug)

    def _checked_several(self, workspace: Workspace, faults: list[Fault]) -> ReportRequest:
        """Return a request of several regions; `faults` are those found so far."""
        if self.region or self.area is not None or self.year is not None:
            faults.append(Fault("comparison.request.several_regions", values={"notebook": self.notebook}))
        regions = [_found(one, faults) for one in self.regions]
        slugs = {one.code: one.slug for one in regions if one is not None}
        if len(slugs) < FEWEST_REGIONS and None not in regions:
            faults.append(Fault("comparison.request.few_regions", got=str(len(slugs))))
        there = sorted({year for name, year in workspace.years() if name in slugs.values()})
        if not self._is_span(there):
            faults.append(Fault("comparison.request.years", allowed=tuple(map(str, there))))
        if faults:
            raise UsageError(faults)
        return replace(self, regions=tuple(slugs[code] for code in sorted(slugs)))

    def _is_span(self, there: list[int]) -> bool:
        span = self.years or ()
        whole = all(isinstance(year, int) and not isinstance(year, bool) for year in span)
        return len(span) == 2 and whole and any(span[0] <= year <= span[1] for year in there)

    def _check_area(self, region_code: str, region_name: str, faults: list[Fault]) -> None:
        from brister_analysis.reference.places import areas

        known = areas()
        slugs = sorted(set(known.loc[known["region_code"] == region_code, "area"]))
        if self.area is not None and self.area not in slugs:
            faults.append(_unknown("area", self.area, slugs, region=region_name))

    def _check_year(self, wanted: bool, slug: str, workspace: Workspace, faults: list[Fault]) -> None:
        if not wanted:
            if self.year is not None:
                faults.append(Fault("page.request.no_year", values={"notebook": self.notebook}))
            return
        years = [year for name, year in workspace.years() if name == slug]
        # A bool is an int in Python, and papermill would inject a text year without a word.
        if not isinstance(self.year, int) or isinstance(self.year, bool) or self.year not in years:
            got = str(self.year) if isinstance(self.year, int) else shape_of(self.year)
            faults.append(Fault("page.request.year", got=got, allowed=tuple(map(str, years))))

    @property
    def place(self) -> str:
        """The area's slug, or the region's for a whole region, or the page's own name for several."""
        return self.area or self.region or str(page_kinds()[self.notebook]["page"])

    @property
    def page(self) -> str:
        """Path of the page under ``reports/``, with forward slashes: ``skane/2023/nordvastra-skane.html``."""
        stem = page_kinds()[self.notebook]["page"].format(
            region=self.region, year=self.year, place=self.place
        )
        return site_name(stem, self.language)

    @property
    def parameters(self) -> dict[str, str | int | list | None]:
        """What is injected into the notebook: only what it takes."""
        taken = page_kinds()[self.notebook]["takes"]
        given = {name: getattr(self, name) for name in (*taken, "language")}
        return {name: list(one) if isinstance(one, tuple) else one for name, one in given.items()}

    def rests_on(self, there: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
        """Return which of the (region, year) that are there the page is made from."""
        if self.years is not None:
            first, last = self.years
            return [
                (region, year) for region, year in there if region in self.regions and first <= year <= last
            ]
        return [
            (region, year) for region, year in there if region == self.region and self.year in (None, year)
        ]


def index_name(language: str) -> str:
    """Return the file name of the front page in a language."""
    return site_name("index", language)


def place_id(slug: str) -> str:
    """Return the id of a place's part of the front page, which has every page of the place."""
    return f"place-{slug}"


def site_name(stem: str, language: str) -> str:
    """Return the file name of a page around the reports in a language.

    Examples
    --------
    >>> site_name("metod", "en")
    'metod.en.html'
    """
    return f"{stem}{file_ending(language)}.html"


def _found(name: str, faults: list[Fault]) -> Region | None:
    from brister_analysis.reference.places import region

    try:
        return region(name)
    except UsageError as error:
        faults.extend(error.faults)
        return None


def _unknown(part: str, value: object, allowed: Sequence[str], **values: object) -> Fault:
    """Tell a value that is not in a closed vocabulary; it is repeated only when it is nearly one of it."""
    near = tuple(get_close_matches(str(value), list(allowed), n=1))
    got = str(value) if near else shape_of(value)
    return Fault(f"page.request.{part}", got=got, allowed=tuple(allowed), nearest=near, values=values)
