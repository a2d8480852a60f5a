"""What the notebook of a yearly report works with: it loads, protects and shows; every number goes through a protected table.

A cell of the notebook computes a table with the analysis room, has it protected here and shows it as a section. What is
program's and what is people's words is kept apart throughout.
"""

from __future__ import annotations


from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.reporting import charts, tables_html, year_parts
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.finding import Finding, shown_tables
from brister_analysis.reporting.material import DECIDED, Material, gather
from brister_analysis.reporting.order import section_order
from brister_analysis.reporting.provenance import data_hash
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.section import Fragment, Head, Section
from brister_analysis.reporting.texts import to_html
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.claims import Claims
    from brister_analysis.analysis.protection import ProtectedTable


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


class YearReport:
    """One region's and year's report.

    Parameters
    ----------
    workspace, request, material
        Where, what, and from what.
    """

    def __init__(self, workspace: Workspace, request: ReportRequest, material: Material) -> None:
        assert request.year is not None
        self.workspace, self.request, self.material = workspace, request, material
        self.year: int = request.year
        self.context = Context(
            request.language, material.place, str(request.year), material.source.synthetic, request.place
        )
        self._protected: list[ProtectedTable] = []

    @property
    def reports(self) -> pd.DataFrame:
        """Frame of the reports that count."""
        return self.material.reports

    @property
    def actors(self) -> pd.DataFrame:
        """Frame of who reported and about whom."""
        return self.material.actors

    @property
    def causes(self) -> pd.DataFrame:
        """Frame of causes: people's where they have decided, else suggestions; never both."""
        return self.material.causes

    @property
    def themes(self) -> pd.DataFrame:
        """Frame of the themes the working group lifted."""
        return self.material.themes

    @property
    def measures(self) -> pd.DataFrame:
        """Frame of the coded measures."""
        return self.material.measures

    @property
    def accounting(self) -> pd.DataFrame:
        """Frame of how many reports were read, kept and rejected, and why."""
        return self.material.accounting

    @property
    def level(self) -> str:
        """``"native"`` where the year was coded in the region's own labels, else ``"cause"``."""
        return "native" if self.causes["native_label"].notna().any() else "cause"

    @cached_property
    def data_hash(self) -> str:
        """Fingerprint of all the page is made from."""
        return data_hash(self.material.tables(), self.material.texts)

    def head(self) -> Head:
        """Return the page's title, key figures, notices and identity."""
        return year_parts.head(self)

    def protected(self, name: str, table: pd.DataFrame) -> Finding:
        """Return a table of the analysis room protected for this page.

        Parameters
        ----------
        name
            One of ``tables.toml``.
        table
            With a column `reports`; rows of a scheme that did not collect them are set aside, since that is known of the
            scheme and not of the reports.
        """
        from brister_analysis.analysis.protection import disclosure_class, protect

        spec = shown_tables()["tables"][name]
        label = spec["label"][0]
        status = {}
        if "collected" in table:
            status = {str(k): str(v) for k, v in zip(table[label], table["collected"], strict=True) if v != "collected"}
            table = table[table["collected"] != "not_collected"].drop(columns="collected")
        rule = disclosure_class(
            spec["dimensions"],
            self.material.inhabitants,
            len(self.reports),
            self.workspace.settings(),
            self.request.region,
        )
        protected = protect(
            table,
            rows=spec["label"],
            threshold=rule,
            count="reports",
            several=spec["label"] if "n_mentions" in table else (),
            within={"region_code": self.material.region.code, "area": self.request.place, "data_year": self.year},
            name=name,
            known=tuple(self._protected),
        )
        self._protected.append(protected)
        return Finding(name, protected, year_parts.names(spec["label"], table, self.context), status, self.context)

    def cause_finding(self, table: pd.DataFrame) -> Finding:
        """Return the year's causes protected, as labels printed or as codes of the common codebook."""
        return self.protected("causes_native" if self.level == "native" else "causes", table)

    def cause_words(self) -> Fragment:
        """Return who decided the causes and what the two bases mean."""
        decided = self.material.causes_by == DECIDED
        return self.words("causes_decided" if decided else "causes_suggested")

    def theme_table(self) -> pd.DataFrame:
        """Count reports by the themes the working group lifted."""
        from brister_analysis.analysis.tables import multiple_response

        themes = self.themes[["report_id", "theme"]].drop_duplicates()
        return multiple_response(themes, "theme", sorted(set(themes["theme"])), len(self.reports))

    def figure(self, finding: Finding, claims: Claims | None = None) -> Fragment:
        """Return a finding drawn, titled by the first licensed claim none of whose cells is hidden, else neutrally."""
        return charts.share_figure(finding, year_parts.message(finding, claims))

    def table(self, finding: Finding) -> Fragment:
        """Return a finding as a table with its file."""
        return tables_html.table(finding)

    def words(self, key: str, **values: object) -> Fragment:
        """Return the program's own words from the catalogue, in which `values` are filled in."""
        return year_parts.words(self, key, **values)

    def written(self, slug: str, level: int = 2) -> Fragment:
        """Return what people wrote under `slug`, marked as theirs, or what is missing."""
        body = self.material.texts.get(slug)
        if body is None:
            return Fragment(f'<p class="absent">{escape(self.context.say("texts.absent", slug=slug))}</p>')
        return Fragment(f'<div class="own">{to_html(body, level)}</div>')

    def section(self, slug: str, *parts: Fragment) -> Section:
        """Return a section in its place on the page.

        Parameters
        ----------
        slug
            One of the profile's sections or of ``sections.toml``.
        *parts
            What it shows; nothing means what people wrote under the slug.
        """
        shown = parts or (self.written(slug),)
        return Section(
            slug,
            self.context.say(f"sections.{slug}.heading"),
            "".join(part.html for part in shown),
            section_order(self.material.profile.sections).index(slug),
            self.context.say(f"sections.{slug}.short"),
            tuple(download for part in shown for download in part.downloads),
        )

    def each_cause(self, finding: Finding) -> Fragment:
        """Return a part for each cause, most common first: its number and what people wrote under ``cause-<label>``."""
        return year_parts.each_cause(self, finding)

    def reconciliation(self) -> Fragment:
        """Return how the number of reports agrees with the published one, or raise `CheckRefused` where it does not."""
        return year_parts.reconciliation(self)

    def comparability(self) -> Fragment:
        """Return breaks, what the scheme collected, and comparisons that are refused, each with its reason."""
        return year_parts.comparability(self)

    def quality(self) -> Fragment:
        """Return the quality declaration under the headings of Swedish official statistics."""
        return year_parts.quality(self)

    def provenance(self) -> Fragment:
        """Return what the page was made from and by."""
        return year_parts.provenance(self)
