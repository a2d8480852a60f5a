"""The yearly report: what its notebook works with."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from brister_analysis.intake.identifiers.measured import sentence as unseen_figure
from brister_analysis.reporting import (
    answers,
    easy_page,
    highlights,
    region_parts,
    together,
    workplace_sheet,
    year_parts,
)
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.describe import Description, own_description
from brister_analysis.reporting.direction import shown_direction
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.material import DECIDED, SUGGESTED, Material, credit_lines, gather
from brister_analysis.reporting.order import section_order
from brister_analysis.reporting.provenance import data_hash
from brister_analysis.reporting.real_figures import population_is_known
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.revisions import last_published
from brister_analysis.reporting.section import Fragment, Head, Section, absent
from brister_analysis.reporting.session import PageSession
from brister_analysis.reporting.tables_html import rows_left_out
from brister_analysis.reporting.texts import first_line, to_html
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.claims import Claims
    from brister_analysis.reporting.real_figures import Counted
    from brister_analysis.reporting.side_page import SidePage


def start_report(region: str, year: int, area: str | None = None, language: str = "sv") -> YearReport:
    """Return a yearly report's data and tools, from the workspace of the current folder.

    Parameters
    ----------
    region
        Slug, code or name.
    year
        Year the reports were received.
    area
        Slug of a collaboration area; None for the whole region.
    language
        Language of the page.

    Raises
    ------
    UsageError
        Something asked for does not exist.
    """
    workspace = Workspace.find()
    request = ReportRequest("yearly_report", region, year, area, language).checked(workspace)
    return YearReport(workspace, request, gather(workspace, request))


class YearReport(PageSession):
    """One region's and year's report.

    Parameters
    ----------
    workspace, request, material
        Where, what, and from what.

    Notes
    -----
    `reports`, `actors`, `causes`, `themes`, `measures` and `accounting` are the frames of
    ``docs/interface.md`` for this place and year. `causes` are people's where they have decided, else
    suggestions; never both.
    """

    def __init__(self, workspace: Workspace, request: ReportRequest, material: Material) -> None:
        assert request.year is not None
        context = Context(
            request.language, material.place, str(request.year), material.source.synthetic, request.place
        )
        order = section_order(material.profile.sections)
        fingerprint = data_hash(material.tables(), material.texts)
        super().__init__(workspace, request, context, order, fingerprint)
        self.material, self.region, self.year = material, material.region, request.year
        self.reports, self.actors, self.causes = material.reports, material.actors, material.causes
        self.themes, self.measures, self.accounting = material.themes, material.measures, material.accounting

    @property
    def level(self) -> str:
        """``"native"`` where the year was coded in the region's own labels, else ``"cause"``."""
        return "native" if self.causes["native_label"].notna().any() else "cause"

    @property
    def scheme(self) -> str:
        """The scheme in which the group coded the year."""
        return self.material.profile.scheme(self.year)

    def values(self) -> dict[str, object]:
        """Return what the page's prose takes."""
        from brister_analysis.analysis.intervals import FEWEST_MENTIONS_TO_RESAMPLE

        material = self.material
        rule = self.workspace.settings()["disclosure"]
        return super().values() | {
            "honest": unseen_figure(self.context.language),
            "whole_inhabitants": self.context.number(rule["whole_area_inhabitants"]),
            "whole_reports": self.context.number(rule["whole_area_reports"]),
            "whole_threshold": self.context.number(rule["threshold_whole_area"]),
            "detailed_threshold": self.context.number(rule["threshold_detailed"]),
            "year": self.year,
            "reports": self.context.number(len(self.reports)),
            "read_in": self._read_in,
            "least_mentions": FEWEST_MENTIONS_TO_RESAMPLE,
            "coded": self.context.number(0 if self._only_suggested else self.causes["report_id"].nunique()),
            "fingerprint": self.data_hash[:12],
            "published": self._published_on,
            **credit_lines(material, self.context),
        }

    @cached_property
    def _read_in(self) -> str:
        return year_parts.read_in(self)

    @cached_property
    def _published_on(self) -> str:
        """When the page was last published, in words."""
        of = (self.request.region, self.request.place, self.year)
        return last_published(self.workspace, *of, self.context.language) or self.context.say(
            "prose.not_published_yet"
        )

    def head(self) -> Head:
        """Return the page's title (people's, or a neutral one), key figures, notices and identity."""
        say, material = self.context.say, self.material
        neutral = material.profile.titles[self.context.language].format(year=self.year)
        if material.place not in neutral:
            neutral = say("head.title", title=neutral, place=material.place)
        title = first_line(material.texts["title"]) if "title" in material.texts else neutral
        count = self.context.number(len(self.reports))
        facts = [(count, say("head.facts.reports", reports=count, year=self.year))]
        if material.causes_by == DECIDED:
            coded = self.context.number(self.causes["report_id"].nunique())
            facts.append((coded, say("head.facts.coded", coded=coded)))
        notices = [say("head.suggested")] if self._only_suggested else []
        return self.show_head(title, say("head.lead", place=material.place, year=self.year), facts, notices)

    def counted_reports(self) -> tuple[list[Counted], bool]:
        """Return the year's number of reports, and whether its population is known."""
        code, area = self.region.code, self.request.area
        counted = (self.context.place, code, area, self.year, len(self.reports))
        return [counted], population_is_known(code, area, [self.year])

    def protected(self, name: str, table: pd.DataFrame) -> Finding:
        """Return a table of the analysis room protected for this page; `name` is one of ``tables.toml``."""
        return self.show(self.weighed(name, table))

    def weighed(self, name: str, table: pd.DataFrame) -> Finding:
        """Return a table protected as it would be shown, without showing it."""
        return self.finding(name, table, region_parts.rule(self, name), region_parts.page_labels(self))

    def direction(self, table: pd.DataFrame) -> Finding:
        """Return who reports about whom, the small ways together where a large one would be hidden else."""
        return shown_direction(self, table)

    def actors_finding(self, activities: pd.DataFrame, principals: pd.DataFrame) -> Finding:
        """Return the services taking part, else the principals, else that neither can be shown."""
        return region_parts.actors_finding(self, activities, principals)

    def services(self) -> Fragment:
        """Return which services take part in any report by principal, without numbers; not of few reports."""
        return region_parts.services(self)

    def cause_finding(self, table: pd.DataFrame) -> Finding:
        """Return the year's causes protected, as labels printed or as codes of the common codebook."""
        name = "causes_native" if self.level == "native" else "causes"
        return self.protected("suggested_causes" if self._only_suggested else name, table)

    def area_finding(self, table: pd.DataFrame) -> Finding:
        """Return the year's areas of causes protected."""
        return self.protected("suggested_areas" if self._only_suggested else "areas", table)

    @property
    def _only_suggested(self) -> bool:
        return self.material.causes_by == SUGGESTED

    def cause_words(self) -> Fragment:
        """Return who decided the causes and what the two bases mean."""
        said = self.words("causes_decided")
        if self._only_suggested:
            said = Fragment(region_parts.not_coded(self).html + self.words("causes_suggested").html)
        return Fragment(said.html + region_parts.stated_causes(self).html)

    def codebook_words(self) -> Fragment:
        """Return how the year's own names became the codebook's, or that they are the codebook's already."""
        if self.level != "native":
            return self.words("codebook_areas")
        return Fragment(self.words("harmonised").html + year_parts.names_across_areas(self).html)

    def figure(self, finding: Finding, claims: Claims | None = None) -> Fragment:
        """Return a finding drawn; what is merely suggested licenses no sentence about causes."""
        return super().figure(finding, None if finding.name == "suggested_causes" else claims)

    def own_words(self, figure: str) -> Callable[[Description], Description]:
        """Return what puts in place what people wrote under ``## alt-<figure>`` and ``## words-<figure>``."""
        return own_description(self.material.texts, figure.replace("_", "-"), self.context)

    def table(self, finding: Finding) -> Fragment:
        """Return a finding as a table, with what its base means or why there is nothing to count."""
        if finding.name not in ("themes", "measures") or finding.refused:
            return super().table(finding)
        remark = rows_left_out(finding)
        if finding.rows.empty:
            return remark if finding.leaves_out else self.words(f"uncounted_{finding.name}")
        said = [year_parts.measure_words(self, finding)] if finding.name == "measures" else []
        return region_parts.joined([*said, super().table(finding), remark])

    def common_causes(self, table: pd.DataFrame) -> Fragment:
        """Return the causes of the common codebook where the year was coded in names of its own."""
        return self.table(self.protected("common_causes", table)) if self.level == "native" else Fragment("")

    def theme_table(self) -> pd.DataFrame:
        """Count reports by the themes the working group lifted."""
        from brister_analysis.analysis.tables import multiple_response

        themes = self.themes[["report_id", "theme"]].drop_duplicates()
        if themes.empty:
            # Without labels there is no table to compute intervals for.
            return themes[["theme"]].assign(reports=0, n_reports=len(self.reports))
        return multiple_response(themes, "theme", sorted(set(themes["theme"])), len(self.reports))

    def decided_before(self) -> bool:
        """Return whether people decided the causes of the year before: else nothing can be compared."""
        from brister_analysis.coding.ledger import written_decisions

        # What people wrote, whether or not that year happens to be taken in.
        before = written_decisions(self.workspace, self.request.region, self.year - 1)
        return bool(((before["kind"] == "cause") & (before["decided_by"] == "consensus")).any())

    def written(self, slug: str, under: int = 2) -> Fragment:
        """Return what people wrote under `slug`, marked as theirs, or what is missing."""
        body = self.material.texts.get(slug)
        if body is None:
            return absent(self.context.say("texts.absent"))
        return Fragment(f'<div class="own">{to_html(body, under)}</div>')

    def section(self, slug: str, *parts: Fragment) -> Section | Fragment:  # type: ignore[override]
        """Return a section in its place; without parts it is what people wrote under the slug.

        A section that the region's profile does not list, or that holds nothing, is no part of the page.
        """
        if slug not in self.order or (parts and not any(part.html for part in parts)):
            return Fragment("")
        return super().section(slug, *(parts or (self.written(slug),)))

    def agreements(self) -> Fragment:
        """Return how the reports are spread over agreements, where the region's page goes by them."""
        return region_parts.agreements(self) if "agreements" in self.order else Fragment("")

    def time_to_answer(self) -> Fragment:
        """Return how long answers take, where the region's page tells it."""
        return answers.time_to_answer_section(self) if "time_to_answer" in self.order else Fragment("")

    def rate(self) -> Fragment:
        """Return reports per 100,000 inhabitants, or why they are not given."""
        return region_parts.rate(self)

    def crosswalk(self) -> Fragment:
        """Return how the year's own names are translated to the common codebook."""
        return year_parts.crosswalk_table(self)

    def each_cause(self, finding: Finding) -> Fragment:
        """Return each cause's number and what people wrote under ``cause-<label>``, most common first."""
        return year_parts.each_cause(self, finding)

    def together(self, areas: Finding, causes: Finding) -> Fragment:
        """Return the pairs of causes that stand in the same reports, or why none is shown."""
        return together.together(self, areas, causes)

    def lenses(self) -> Fragment:
        """Return the causes read through other schemes; nothing where nobody decided them in the codebook."""
        return together.lenses(self)

    def highlights(
        self, direction: Finding, directions: Claims, causes: Finding, about_causes: Claims
    ) -> Fragment:
        """Return the main points, by a reader's questions; called last, since it counts what is hidden."""
        return highlights.highlights(self, direction, directions, causes, about_causes)

    def workplace_sheet(
        self,
        direction: Finding,
        directions: Claims,
        causes: Finding,
        about_causes: Claims,
        measures: Finding,
    ) -> SidePage:
        """Return the sheet for workplaces, made beside the page; called last, as `highlights` is."""
        return workplace_sheet.workplace_sheet(self, direction, directions, causes, about_causes, measures)

    def easy_page(self, causes: Finding) -> SidePage | Fragment:
        """Return the page in easy Swedish, made beside the page; nothing where nobody has written it."""
        return easy_page.easy_page(self, causes)

    def reconciliation(self) -> Fragment:
        """Return how the number of reports agrees with the published one; the page is refused if not."""
        return year_parts.reconciliation(self)

    def comparability(self) -> Fragment:
        """Return breaks and which causes can be compared with the year before, each with its reason."""
        return year_parts.comparability(self)

    def before_report(self) -> Fragment:
        """Return what was done before the reports were written, where the form asks."""
        return year_parts.before_report(self)

    def last_year(self, slug: str) -> Fragment:
        """Return what people wrote under `slug` the year before, so that it is followed up."""
        return year_parts.last_year(self, slug)

    def agreement(self) -> Fragment:
        """Return how well the coders agreed, in each scheme they coded in, or that nobody coded twice."""
        return year_parts.agreement(self)

    def completeness(self) -> Finding | None:
        """Return how completely the forms are filled in; None where no form of the year is described."""
        return year_parts.completeness_finding(self)

    def quality(self) -> Fragment:
        """Return the quality declaration under the headings of Swedish official statistics."""
        return year_parts.quality(self)
