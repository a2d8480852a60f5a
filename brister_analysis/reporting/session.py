"""What a notebook of a page works with: every number it draws or writes goes through a protected table.

What is particular to one kind of page lies in `year` and `trends`. What is the program's words and what is
people's is kept apart throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from brister_analysis.errors import CheckRefused
from brister_analysis.language import catalogue
from brister_analysis.reporting import charts, tables_html
from brister_analysis.reporting.context import HIDDEN, Context
from brister_analysis.reporting.finding import Finding, shown_tables
from brister_analysis.reporting.own_names import mark_names
from brister_analysis.reporting.provenance import lock_hash, package_versions
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.section import SOURCES_APART, Fragment, Head, Section
from brister_analysis.reporting.terms import terms
from brister_analysis.reporting.texts import to_html
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.claims import Claims
    from brister_analysis.analysis.protection import DisclosureClass, ProtectedTable
    from brister_analysis.reporting.describe import Description
    from brister_analysis.reporting.real_figures import Counted

# What `multiple_response` gives beside numbers of reports.
MENTIONED = ("mentions", "n_mentions", "share_of_mentions", "mentions_low", "mentions_high")


class PageSession:
    """One page while its notebook runs.

    Parameters
    ----------
    workspace, request
        Where, and what.
    context
        Language, place and period.
    order
        Slugs of the page's sections, in order.
    data_hash
        Fingerprint of what the page is made from.
    """

    def __init__(
        self,
        workspace: Workspace,
        request: ReportRequest,
        context: Context,
        order: list[str],
        data_hash: str,
    ) -> None:
        from brister_analysis.analysis.published_tables import read_published

        self.workspace, self.request, self.context = workspace, request, context
        self.order, self.data_hash = order, data_hash
        self._known: list[ProtectedTable] = []
        self._said: list[str] = []
        self._published = read_published(workspace, request.region) if request.region else []

    @property
    def scheme(self) -> str:
        """The scheme in which labels stand as printed; empty on a page that has none."""
        return ""

    def values(self) -> dict[str, object]:
        """Return what the page's prose takes, already written in its language."""
        return {"place": self.context.place, "period": self.context.period}

    def words(self, key: str, **values: object) -> Fragment:
        """Return the program's own words from the catalogue, Markdown in which `values` are filled in."""
        return Fragment(to_html(self.context.say(f"prose.{key}", **(self.values() | values)), 2))

    def show_head(self, title: str, lead: str, facts: list[tuple[str, str]], notices: list[str]) -> Head:
        """Return the page's head.

        Parameters
        ----------
        title, lead
            Plain text; made-up data is said in the title here.
        facts
            Number and what it counts.
        notices
            Plain text of each box, besides the one about made-up data.
        """
        say = self.context.say
        if self.context.synthetic:
            title, notices = f"{say('synthetic.title')} {title}", [self.made_up(), *notices]
        return Head(
            title,
            charts.lead(lead, facts),
            tuple(f"<p>{charts.escape(notice)}</p>" for notice in notices),
            self.identity(lead),
            say("head.site"),
        )

    def made_up(self) -> str:
        """Return that the data is made up, and exactly which figures of the page are real all the same."""
        from brister_analysis.reporting.real_figures import real_figures

        counted, population = self.counted_reports()
        real = real_figures(self.context, counted, population)
        return f"{self.context.say('synthetic.banner')} {real}"

    def counted_reports(self) -> tuple[list[Counted], bool]:
        """Return the numbers of reports on the page, and whether it has a population."""
        return [], False

    def sources(self) -> list[str]:
        """Return where the page's real numbers come from, beside its reports."""
        from brister_analysis.reporting.real_figures import real_sources

        return real_sources(self.context, *self.counted_reports())

    def identity(self, lead: str) -> dict[str, str]:
        """Return the names and contents of the ``<meta>`` elements of the page and of those beside it."""
        return {
            "description": lead,
            "brister-region": self.request.region or " ".join(self.request.regions),
            "brister-place": self.request.place,
            "brister-year": self.context.period,
            "brister-data": self.data_hash,
            "brister-synthetic": "true" if self.context.synthetic else "false",
            **({"brister-sources": SOURCES_APART.join(sources)} if (sources := self.sources()) else {}),
        }

    def section(self, slug: str, *parts: Fragment) -> Section:
        """Return a section in its place on the page."""
        html = mark_names("".join(part.html for part in parts), self.scheme, self.context.language)
        self._said.append(html)
        return Section(
            slug,
            self.context.say(f"sections.{slug}.heading"),
            html,
            self.order.index(slug),
            self.context.say(f"sections.{slug}.short"),
            tuple(download for part in parts for download in part.downloads),
        )

    def hidden_cells(self) -> int:
        """Return how many cells of the tables shown so far are written as two dots."""
        return sum(html.count(f">{HIDDEN}</td>") for html in self._said)

    def terms(self) -> Fragment:
        """Return what the terms and abbreviations of the sections shown so far mean, folded."""
        return terms(self.context, " ".join(self._said))

    def finding(
        self,
        name: str,
        table: pd.DataFrame,
        rule: DisclosureClass,
        within: Mapping[str, object],
    ) -> Finding:
        """Return a table of the analysis room protected, given all that this page shows already.

        Parameters
        ----------
        name
            One of ``tables.toml``.
        table
            One row a cell. Rows that the scheme did not collect are set aside first: that is known of the
            scheme, not of the reports.
        rule
            The disclosure class.
        within
            What holds for the whole table.
        """
        from brister_analysis.analysis.protection import protect

        spec = shown_tables()["tables"][name]
        label = spec["label"]
        status = {}
        if "collected" in table:
            named = zip(table[label[0]].astype("str"), table["collected"].astype("str"), strict=True)
            status = {code: collected for code, collected in named if collected != "collected"}
            table = table[table["collected"] != "not_collected"].drop(columns="collected")
        several = label if "n_mentions" in table else ()
        if "share_of_mentions" not in spec["columns"]:
            # What is not printed gives nothing away, so nothing more is hidden for its sake.
            table = table.drop(columns=[name for name in MENTIONED if name in table])
        how = {
            "rows": label,
            "threshold": rule,
            "count": spec["count"],
            "several": several,
            "within": within,
            "counts": spec.get("counts", "reports"),
            "name": name,
        }
        try:
            protected, refused = protect(table, **how, known=(*self._known, *self._published)), ""
        except CheckRefused:
            # One table that cannot be shown safely must not take the page with it.
            protected, refused = protect(table.iloc[:0], **how), self.context.say("tables.refused")
        scheme = self.scheme if "native_label" in label else ""
        labels = names(label, table, self.context)
        return Finding(name, protected, labels, status, self.context, refused, scheme)

    def show(self, finding: Finding) -> Finding:
        """Return the finding, remembered as what readers know when the next table is protected."""
        if not finding.refused:
            self._known.append(finding.table)
        return finding

    def remember(self, table: ProtectedTable) -> ProtectedTable:
        """Return a table that is shown otherwise than as a finding, remembered like one."""
        self._known.append(table)
        return table

    def check_hidden(self) -> None:
        """Let an auditor of its own try to work out what the page hides, from all it shows and all published.

        Raises
        ------
        CheckRefused
            Something hidden follows from what is shown; the tables are named, never a number.
        """
        from brister_analysis.analysis.audit import check_publishable

        check_publishable(self.shown_tables, self._published)

    @property
    def shown_tables(self) -> tuple[ProtectedTable, ...]:
        """What readers of the page know already."""
        return tuple(self._known)

    def figure(self, finding: Finding, claims: Claims | None = None) -> Fragment:
        """Return a finding drawn, with a licensed claim for a title where no cell it rests on is hidden."""
        return charts.share_figure(finding, message(finding, claims), self.own_words(finding.name))

    def own_words(self, figure: str) -> Callable[[Description], Description]:
        """Return what puts people's words on a figure in place of the program's; here nobody writes any."""
        return lambda told: told

    def table(self, finding: Finding) -> Fragment:
        """Return a finding as a table with its file."""
        return tables_html.table(finding)

    def provenance(self, **known: str) -> Fragment:
        """Return what the page was made from and by, and when a year's page was published and changed.

        `known` adds lines, by their key in the catalogue.
        """
        said = {
            "place": self.context.place,
            "period": self.context.period,
            **known,
            "synthetic": self.context.say("synthetic.yes" if self.context.synthetic else "synthetic.no"),
            "data": self.data_hash,
            "notebook": f"{self.request.notebook}.ipynb",
            "lock": lock_hash(self.workspace),
            "packages": ", ".join(f"{name} {number}" for name, number in package_versions()),
        }
        pairs = [
            (self.context.say(f"provenance.{key}"), value, key in ("data", "lock"))
            for key, value in said.items()
        ]
        shown = charts.pairs([pair for pair in pairs if pair[1]])
        if self.request.year is not None:
            from brister_analysis.reporting.revisions import revision_log

            of = (self.request.region, self.request.place, self.request.year)
            shown += revision_log(self.workspace, *of, self.context.language).html
        return Fragment(shown)


def names(dimensions: list[str], table: pd.DataFrame, context: Context) -> dict[str, Mapping[str, str]]:
    """Return what each code of a table's dimensions is called; a label as printed is its own name."""
    from brister_analysis.reference.codebook import codebook
    from brister_analysis.reference.dimensions import dimension

    label = f"label_{context.language}"
    causes = codebook().causes.sort_values("order").set_index("cause")[label].to_dict()
    listed = {
        "cause": lambda: causes,
        # The rest code is an area of its own.
        "cause_area": lambda: {
            **codebook().areas.set_index("area")[label].to_dict(),
            "unclear": causes["unclear"],
        },
        "reporter": lambda: dimension("principal").set_index("code")[label].to_dict(),
        "counterpart": lambda: dimension("principal").set_index("code")[label].to_dict(),
        "principal": lambda: dimension("principal").set_index("code")[label].to_dict(),
        "activity": lambda: dimension("activity").set_index("code")[label].to_dict(),
        "measure": lambda: dimension("measure").set_index("code")[label].to_dict(),
        "agreement": lambda: dimension("agreement").set_index("code")[label].to_dict(),
        "track": lambda: {
            "main": context.say("tracks.main"),
            **dimension("agreement").set_index("code")[label].to_dict(),
        },
        "reason": lambda: catalogue(context.language, "page")["reasons"],
        "field": lambda: catalogue(context.language, "page")["fields"],
    }
    as_printed = {str(code): str(code) for name in dimensions for code in table[name].dropna()}
    return {name: listed[name]() if name in listed else as_printed for name in dimensions}


def message(finding: Finding, claims: Claims | None) -> str:
    """Return the first licensed sentence that rests on no hidden cell, else the neutral title."""
    if claims is None:
        return ""
    return licensed(finding, claims) or claims.neutral.text(finding.context.language)


def licensed(finding: Finding, claims: Claims) -> str:
    """Return the first licensed sentence that rests on no hidden cell; empty where there is none."""
    hidden = finding.table.frame[finding.table.hidden]
    for claim in claims.licensed:
        cells = {name: value for name, value in claim.values.items() if name in hidden}
        if not (cells and (hidden[list(cells)] == list(cells.values())).all(axis=1).any()):
            return claim.text(finding.context.language)
    return ""
