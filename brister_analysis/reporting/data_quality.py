"""The page on data quality: all years of a place, what to mend in them and what they can be trusted for."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from brister_analysis.errors import DataError, Fault
from brister_analysis.language import catalogue
from brister_analysis.reporting import highlights_quality, quality_parts
from brister_analysis.reporting.by_year import ByYear, by_year_table
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.material import DECIDED, credit_lines, gather
from brister_analysis.reporting.provenance import data_hash
from brister_analysis.reporting.quality_tables import year_tables
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.section import Fragment, Head, absent
from brister_analysis.reporting.session import PageSession
from brister_analysis.reporting.year import YearReport
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.protection import ProtectedTable
    from brister_analysis.reporting.material import Material
    from brister_analysis.reporting.real_figures import Counted

SECTIONS = [
    "highlights", "waiting", "trust", "read", "completeness", "coding_status", "coders", "identifiers",
    "scheme_coverage", "which_years", "breaks", "method", "cite", "accessibility", "provenance",
]  # fmt: skip
# Whether its rows are shares of something: of the reports, or of the forms that ask.
SHARES = {
    "accounting": ("", ""),
    "completeness": ("share", "asked"),
    "coding_status": ("share_of_reports", "n_reports"),
    "identifiers": ("share_of_reports", "n_reports"),
    "corrections": ("", ""),
    "waiting": ("", ""),
    "words": ("", ""),
}


def start_data_quality(region: str, area: str | None = None, language: str = "sv") -> DataQualityPage:
    """Return all years of a place with the tools to show how good their data is.

    Parameters
    ----------
    region
        Slug, code or name.
    area
        Slug of a collaboration area; None for the whole region.
    language
        Language of the page.

    Raises
    ------
    UsageError
        Something asked for does not exist.
    DataError
        No year of the region has been taken in.
    """
    workspace = Workspace.find()
    request = ReportRequest("data_quality", region, None, area, language).checked(workspace)
    return DataQualityPage(workspace, request)


class DataQualityPage(PageSession):
    """How good the data of one place is, year by year.

    Parameters
    ----------
    workspace, request
        Where, and what.

    Notes
    -----
    Each year's numbers are protected as on that year's own page. The page reads no text of a report: of
    de-identification it counts the marks that stand in the names' places.
    """

    def __init__(self, workspace: Workspace, request: ReportRequest) -> None:
        there = request.rests_on(workspace.years())
        years = [year for region, year in there if workspace.is_taken_in(region, year)]
        if not years:
            raise DataError(Fault("quality.nothing"))
        self.reports = {year: _year(workspace, request, year) for year in years}
        materials = [report.material for report in self.reports.values()]
        period = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
        synthetic = any(material.source.synthetic for material in materials)
        prefix = f"{catalogue(request.language, 'quality')['file']}-{request.place}"
        context = Context(request.language, materials[0].place, period, synthetic, prefix)
        super().__init__(workspace, request, context, SECTIONS, _fingerprint(self.reports))
        self.years = tuple(years)
        self.region = materials[0].region
        self.latest: Material = materials[-1]

    @cached_property
    def tables(self) -> dict[str, dict[int, ProtectedTable]]:
        """What each part of the page shows, by year; remembered as what readers know."""
        found: dict[str, dict[int, ProtectedTable]] = {name: {} for name in SHARES}
        for year, report in self.reports.items():
            for name, table in year_tables(report).items():
                found[name][year] = self.remember(table)
        return found

    @property
    def decided_years(self) -> list[int]:
        """The years in which people decided causes."""
        return [year for year, report in self.reports.items() if report.material.causes_by == DECIDED]

    @cached_property
    def levels(self) -> dict[tuple[int, int], Counter]:
        """For each two years that people decided how many causes compare at which level."""
        return quality_parts.levels(self)

    @cached_property
    def agreement(self) -> list[tuple[int, pd.Series]]:
        """How alike coders judged, each year that two coded."""
        return quality_parts.agreement(self)

    def by_year(self, name: str) -> ByYear:
        """Return one part's tables with what is needed to show them."""
        share, base = SHARES[name]
        words = catalogue(self.context.language, "quality")
        labels = (
            words["labels"].get(name)
            or catalogue(self.context.language, "page")[
                {"accounting": "reasons", "completeness": "fields"}[name]
            ]
        )
        notes = {}
        if name == "completeness":
            notes = {year: ", ".join(quality_parts.forms(report)) for year, report in self.reports.items()}
        return ByYear(name, self.tables[name], labels, self.years, self.context, share, base, notes)

    def values(self) -> dict[str, object]:
        """Return what the page's prose takes."""
        return super().values() | credit_lines(self.latest, self.context) | quality_parts.alpha_bounds(self)

    def head(self) -> Head:
        """Return the page's head."""
        say, number = self.context.say, self.context.number
        facts = [
            (number(len(self.years)), say("quality_head.facts.years")),
            (
                number(sum(len(report.reports) for report in self.reports.values())),
                say("quality_head.facts.reports"),
            ),
            (number(len(self.decided_years)), say("quality_head.facts.decided")),
        ]
        title = say("quality_head.title", place=self.context.place, period=self.context.period)
        return self.show_head(title, say("quality_head.lead", place=self.context.place), facts, [])

    def counted_reports(self) -> tuple[list[Counted], bool]:
        """Return each year's number of reports; the page has no population."""
        place, code, area = self.context.place, self.region.code, self.request.area
        return [(place, code, area, year, len(one.reports)) for year, one in self.reports.items()], False

    def counts(self, name: str) -> Fragment:
        """Return one part as a table, a column a year, with its file."""
        return by_year_table(self.by_year(name))

    def waiting(self) -> Fragment:
        """Return what waits for somebody in words, worst first, or that nothing does."""
        return quality_parts.waiting(self)

    def trust(self) -> Fragment:
        """Return for each kind of figure whether it can be relied on, with the reason."""
        return quality_parts.trust(self)

    def coders(self) -> Fragment:
        """Return how well coders agreed, year by year, with intervals, or that nobody coded twice."""
        return quality_parts.coders(self)

    def scheme_coverage(self) -> Fragment:
        """Return which causes of the common codebook each year asked for."""
        return quality_parts.scheme_coverage(self)

    def which_years(self) -> Fragment:
        """Return which years can be compared with which, and how far."""
        return quality_parts.which_years(self)

    def break_list(self) -> Fragment:
        """Return what makes the years differ."""
        return quality_parts.break_list(self)

    def highlights(self) -> Fragment:
        """Return the main points, by a reader's questions."""
        return highlights_quality.quality_highlights(self)

    def absent(self, key: str) -> Fragment:
        """Return one of the page's sentences on what is not there."""
        return absent(self.context.say(key))


def _year(workspace: Workspace, request: ReportRequest, year: int) -> YearReport:
    own = ReportRequest("yearly_report", request.region, year, request.area, request.language)
    return YearReport(workspace, own, gather(workspace, own, suggest=False))


def _fingerprint(reports: dict[int, YearReport]) -> str:
    """Return a fingerprint of all years, from those of each."""
    import pandas as pd

    from brister_analysis.reporting.quality_tables import waits

    rows = [
        (str(year), report.data_hash, str(sorted(waits(report).items()))) for year, report in reports.items()
    ]
    return data_hash({"years": pd.DataFrame(rows, columns=["year", "data", "waiting"])}, {})
