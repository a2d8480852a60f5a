"""The trends page: the published series of an area and what it can say. Made-up data never enters."""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.errors import DataError, Fault
from brister_analysis.language import NBSP, catalogue
from brister_analysis.reference.profiles import RegionProfile, load_profile
from brister_analysis.reporting import charts, figures
from brister_analysis.reporting.breaks import SeriesBreak, series_breaks
from brister_analysis.reporting.change_figure import change_figure
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.describe import describe
from brister_analysis.reporting.finding import Finding, written
from brister_analysis.reporting.highlights import trend_highlights
from brister_analysis.reporting.material import place_name
from brister_analysis.reporting.own_names import PRINTED_IN, translated
from brister_analysis.reporting.provenance import data_hash
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.section import Fragment, Head
from brister_analysis.reporting.session import PageSession, message
from brister_analysis.reporting.tables_html import plain_table
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.claims import Claims

SECTIONS = [
    "highlights",
    "series",
    "breaks",
    "change",
    "say",
    "ranks",
    "method",
    "quality",
    "cite",
    "accessibility",
    "provenance",
]


def start_trends(region: str, area: str | None = None, language: str = "sv") -> TrendsPage:
    """Return the published series of an area with the tools to show it.

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
        No number of reports is published for the area.
    """
    workspace = Workspace.find()
    return TrendsPage(workspace, ReportRequest("trends", region, None, area, language).checked(workspace))


class TrendsPage(PageSession):
    """The published series of one area.

    Parameters
    ----------
    workspace, request
        Where, and what.

    Notes
    -----
    `counts` is as `count_intervals` gives it, with `source`; `ranks` is as `published_ranks` gives it.
    """

    def __init__(self, workspace: Workspace, request: ReportRequest) -> None:
        from brister_analysis.reference.places import region

        found = region(request.region)
        self.counts, self.ranks = _published(found.code, request.area, request.language)
        if self.counts.empty:
            raise DataError(Fault("page.trends.nothing"))
        first, last = int(self.counts["year"].iloc[0]), int(self.counts["year"].iloc[-1])
        place = place_name(found, request.area)
        context = Context(request.language, place, f"{first}–{last}", False, f"trends-{request.place}")
        fingerprint = data_hash({"counts": self.counts, "ranks": self.ranks}, {})
        super().__init__(workspace, request, context, SECTIONS, fingerprint)
        self.region = found
        self.breaks = series_breaks(request.region, request.area, first, last)

    @cached_property
    def spread(self) -> dict[str, str]:
        """Variance divided by mean with its interval, and the p of a constant rate, written out."""
        from brister_analysis.analysis.change import dispersion

        found, context = dispersion(self.counts), self.context
        p = written(context, "p", [found.p])
        return {
            "spread": context.number(found.ratio, 1),
            "spread_interval": f"{context.number(found.low, 1)}–{context.number(found.high, 0)}",
            "p": f"p{NBSP}{p}" if p.startswith("<") else f"p{NBSP}={NBSP}{p}",
        }

    @cached_property
    def length(self) -> str:
        """What follows from how short the series is; empty where it is long enough."""
        from brister_analysis.analysis.change import FEWEST_YEARS_FOR_CHANGE

        if len(self.counts) >= FEWEST_YEARS_FOR_CHANGE:
            return ""
        return self.context.say("trends.too_short", least=self.context.number(FEWEST_YEARS_FOR_CHANGE))

    def _sites(self) -> str:
        """Return where the sources that have a site of their own are found."""
        sites = catalogue(self.context.language, "page")["source_sites"]
        told = [
            self.context.say("trends.site", name=name, address=address)
            for name, address in sites.items()
            if self.counts["source"].str.contains(name, regex=False).any()
        ]
        return " ".join(told)

    def values(self) -> dict[str, object]:
        """Return what the page's prose takes."""
        say = self.context.say
        numbers = [self.context.number(count) for count in self.counts["reports"]]
        return {
            **super().values(),
            **self.spread,
            "length": self.length,
            "sites": self._sites(),
            "numbers": ", ".join(numbers),
            "years": len(numbers),
            "contact": self._profile.contact or say("prose.no_contact"),
        }

    @cached_property
    def _profile(self) -> RegionProfile:
        assert self.request.region is not None
        return load_profile(self.request.region, self.workspace.data / "regions")

    def _in_codebook(self, label: str, year: int) -> str:
        """Return what the codebook calls a published name, in the page's language."""
        found = translated(self._profile.scheme(year), label, self.context.language)
        return found or self.context.say("own_names.none")

    def head(self) -> Head:
        """Return the page's head."""
        say = self.context.say
        title = say("trends.title", place=self.context.place, period=self.context.period)
        facts = [
            (
                self.context.number(self.counts["reports"].sum()),
                say("trends.facts.reports", period=self.context.period),
            ),
            (self.context.number(len(self.counts)), say("trends.facts.years")),
            (self.spread["spread"], say("trends.facts.spread")),
        ]
        return self.show_head(
            title, say("trends.lead", place=self.context.place), facts, [say("trends.real")]
        )

    def sources(self) -> list[str]:
        """Return where the numbers were published."""
        return list(dict.fromkeys(self.counts["source"]))

    def published(self, name: str, table: pd.DataFrame) -> Finding:
        """Return a table of figures others have published, which the rule on small numbers does not touch."""
        from brister_analysis.analysis.protection import PUBLISHED_ELSEWHERE

        within = {"region_code": self.region.code, "area": self.request.place, "published": "elsewhere"}
        return self.show(self.finding(name, table, PUBLISHED_ELSEWHERE, within))

    def series(self) -> Finding:
        """Return the published number of reports of each year with its interval."""
        return self.published("published_series", self.counts.rename(columns={"year": "data_year"}))

    def series_figure(self, finding: Finding, claims: Claims) -> Fragment:
        """Return the series drawn; letters mark the breaks that touch the number, as `break_list` tells."""
        context, rows = self.context, finding.rows
        points = [
            figures.Point(
                int(row["data_year"]),
                *(float(row[name]) for name in ("reports", "low", "high", "low_adjusted", "high_adjusted")),
            )
            for _, row in rows.iterrows()
        ]
        marks: dict[int, str] = {}
        for letter, one in self._lettered():
            for year in one.starts_and_ends(points[0].year, points[-1].year):
                marks[year] = f"{marks[year]}, {letter}" if year in marks else letter
        marks_told = [
            {
                "year": point.year,
                "reports": context.number(point.count),
                "exact": finding.cell(row, "count_interval"),
                "adjusted": finding.cell(row, "count_adjusted"),
            }
            for point, (_, row) in zip(points, rows.iterrows(), strict=True)
        ]
        least, most = (find(points, key=lambda point: point.count) for find in (min, max))
        told = describe(
            context,
            "trend",
            marks_told,
            lowest=context.number(least.count),
            lowest_year=least.year,
            highest=context.number(most.count),
            highest_year=most.year,
        )
        drawn = [figures.Break(year, mark) for year, mark in marks.items()]
        svg = figures.series(points, drawn, "series", told.alt, context.language)
        lines = context.say("change_figure.lines")
        return Fragment(
            charts.framed(context, svg, message(finding, claims), finding.what, told.words, lines)
        )

    def break_list(self) -> Fragment:
        """Return the breaks: those of the number with their letters in the figure, then those of causes."""
        parts = []
        others = [("", one) for one in self.breaks if "count" not in one.touches]
        for key, listed in (("number", self._lettered()), ("causes", others)):
            rows = "".join(
                f"<dt>{f'{letter}: ' if letter else ''}{escape(one.when(self.context))}</dt>"
                f"<dd>{escape(one.published_text(self.context.language))}</dd>"
                for letter, one in listed
            )
            if rows:
                heading = escape(self.context.say(f"trends.breaks_of.{key}"))
                parts.append(f'<h3>{heading}</h3><dl class="pairs">{rows}</dl>')
        return Fragment("".join(parts))

    def _lettered(self) -> list[tuple[str, SeriesBreak]]:
        """Return the breaks that touch the number, each with its letter."""
        touching = [one for one in self.breaks if "count" in one.touches]
        return [(chr(ord("A") + number), one) for number, one in enumerate(touching)]

    def change(self, table: pd.DataFrame) -> Finding:
        """Return the changes between years as a finding; `table` as from `change_between_years`."""
        pair = table["year_before"].astype("str") + "–" + table["year_after"].astype("str")
        return self.published("change", table.assign(pair=pair).drop(columns=["year_before", "year_after"]))

    def change_figure(self, finding: Finding) -> Fragment:
        """Return the changes drawn; what may be said of them stands above the series already."""
        return change_figure(finding)

    def highlights(self, change: Finding, claims: Claims) -> Fragment:
        """Return the main points, by a reader's questions."""
        return trend_highlights(self, change, claims)

    def sayings(self, *groups: Claims) -> Fragment:
        """Return what may be said of the series and what may not, with the reason."""
        say, language = self.context.say, self.context.language
        licensed = [claim.text(language) for group in groups for claim in group.licensed]
        refused = [
            (say(f"trends.claims.{one.key}"), one.reason(language))
            for group in groups
            for one in group.refused
        ]
        yes = "".join(f"<li>{escape(sentence)}</li>" for sentence in licensed)
        no = "".join(f"<dt>{escape(what)}</dt><dd>{escape(why)}</dd>" for what, why in refused)
        html = f"<h3>{escape(say('trends.may'))}</h3><ul>{yes}</ul>" if yes else ""
        html += f'<h3>{escape(say("trends.may_not"))}</h3><dl class="pairs">{no}</dl>' if no else ""
        return Fragment(html)

    def rank_table(self) -> Fragment:
        """Return the published ranks as text: no counts are published, so nothing can be drawn."""
        say = self.context.say
        head = [(say(f"trends.ranks.{column}"), "", False) for column in ("label", "year", "wording")]
        rows = [
            [str(row.native_label), str(row.data_year), say(f"trends.wordings.{_wording(row)}")]
            for row in self.ranks.itertuples()
        ]
        if self.context.language != PRINTED_IN:
            head.append((say("crosswalk.cause"), "", False))
            for row, rank in zip(rows, self.ranks.itertuples(), strict=True):
                row.append(self._in_codebook(str(rank.native_label), int(str(rank.data_year))))
        what = self.context.what(say("trends.ranks.what"))
        spoken = "" if self.context.language == PRINTED_IN else PRINTED_IN
        return Fragment(plain_table(say("trends.ranks.caption"), what, head, rows, spoken))


def _wording(row) -> str:  # type: ignore[no-untyped-def]
    """Return the key under which the catalogue holds a published wording in both languages."""
    return "".join(c if c.isalnum() else "_" for c in str(row.wording).lower()).strip("_")


def _published(region_code: str, area: str | None, language: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    from brister_analysis.analysis.change import count_intervals
    from brister_analysis.reference.published import published_figures, published_ranks

    def own(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[(frame["region_code"] == region_code) & (frame["area"].fillna("") == (area or ""))]

    stated = own(published_figures())
    stated = stated[(stated["measure"] == "reports") & stated["data_year"].notna()].sort_values("data_year")
    counts = pd.DataFrame(
        {
            "year": stated["data_year"].astype("Int64"),
            "reports": stated["value"].astype("Int64"),
            "source": [
                catalogue(language, "page")["sources"].get(i, s)
                for i, s in zip(stated["check_id"], stated["source"], strict=True)
            ],
        }
    ).reset_index(drop=True)
    intervals = count_intervals(counts).drop(columns="reports")
    counts = counts.merge(intervals.astype({"year": "Int64"}), on="year")
    return counts, own(published_ranks()).reset_index(drop=True)
