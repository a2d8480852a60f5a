"""What may be asked for: one page, every part checked against closed vocabularies before a kernel starts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from brister_analysis.errors import Fault, UsageError, shape_of
from brister_analysis.language import LANGUAGES
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reference.places import Region


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
        Slug; `checked` also takes a code or a name.
    year
        Year the reports were received, never the year of publication. None for a notebook over all years.
    area
        Slug of a collaboration area; None for the whole region.
    language
        ``"sv"`` or ``"en"``.
    """

    notebook: str
    region: str
    year: int | None = None
    area: str | None = None
    language: str = "sv"

    def checked(self, workspace: Workspace) -> ReportRequest:
        """Return the request with its region as a slug.

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
        region = self._region(faults)
        if region is not None:
            self._check_area(region.code, region.name, faults)
            self._check_year("year" in takes, region.slug, workspace, faults)
        if faults or region is None:
            raise UsageError(faults)
        return replace(self, region=region.slug)

    def _region(self, faults: list[Fault]) -> Region | None:
        from brister_analysis.reference.places import region

        try:
            return region(self.region)
        except UsageError as error:
            faults.extend(error.faults)
            return None

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
        """The area's slug, or the region's where the whole region is meant."""
        return self.area or self.region

    @property
    def page(self) -> str:
        """Path of the page under ``reports/``, with forward slashes: ``skane/2023/nordvastra-skane.html``."""
        stem = page_kinds()[self.notebook]["page"].format(
            region=self.region, year=self.year, place=self.place
        )
        return stem + (".html" if self.language == "sv" else f".{self.language}.html")

    @property
    def parameters(self) -> dict[str, str | int | None]:
        """What is injected into the notebook: only what it takes."""
        taken = page_kinds()[self.notebook]["takes"]
        return {name: getattr(self, name) for name in (*taken, "language")}


def index_name(language: str) -> str:
    """Return the file name of the front page in a language."""
    return "index.html" if language == "sv" else f"index.{language}.html"


def _unknown(part: str, value: object, allowed: Sequence[str], **values: object) -> Fault:
    """Tell a value that is not in a closed vocabulary; it is repeated only when it is nearly one of it."""
    near = get_close_matches(str(value), list(allowed), n=1)
    got = str(value) if near else shape_of(value)
    return Fault(f"page.request.{part}", got=got, allowed=tuple(allowed), values=values)
