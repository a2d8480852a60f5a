"""The parts of a yearly page that the program writes: head, accounting, what can be compared, quality, provenance."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.errors import CheckRefused, Fault
from brister_analysis.language import catalogue
from brister_analysis.reporting import provenance as made_from
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.material import SUGGESTED
from brister_analysis.reporting.section import Fragment, Head
from brister_analysis.reporting.texts import first_line, text_slug, to_html

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.claims import Claims
    from brister_analysis.reporting.session import YearReport


def head(report: YearReport) -> Head:
    """Return the page's title, key figures, notices and identity."""
    context, say, material = report.context, report.context.say, report.material
    neutral = material.profile.titles[context.language].format(year=report.year)
    title = first_line(material.texts["title"]) if "title" in material.texts else say("head.title", title=neutral, place=context.place)
    notices = [f"<p>{escape(say('synthetic.banner'))}</p>"] if context.synthetic else []
    if material.causes_by == SUGGESTED:
        notices.append(f"<p>{escape(say('head.suggested'))}</p>")
    if context.synthetic:
        title = f"{say('synthetic.title')} {title}"
    facts = [
        (context.number(len(report.reports)), say("head.facts.reports", year=report.year)),
        (context.number(report.accounting["reports"].sum()), say("head.facts.read")),
    ]
    pairs = "".join(f"<div><dt>{escape(what)}</dt><dd>{number}</dd></div>" for number, what in facts)
    lead = f'<p class="lead">{escape(say("head.lead", place=context.place, year=report.year))}</p><dl class="facts">{pairs}</dl>'
    meta = {
        "description": say("head.lead", place=context.place, year=report.year),
        "brister-region": report.request.region,
        "brister-place": report.request.place,
        "brister-year": str(report.year),
        "brister-data": report.data_hash,
        "brister-synthetic": say("synthetic.yes") if context.synthetic else say("synthetic.no"),
    }
    return Head(title, lead, tuple(notices), meta, say("head.site"))


def names(dimensions: list[str], table: pd.DataFrame, context: Context) -> dict[str, Mapping[str, str]]:
    """Return what each code of a table's dimensions is called; a label as printed is its own name."""
    from brister_analysis.reference.codebook import codebook
    from brister_analysis.reference.dimensions import dimension

    label = f"label_{context.language}"
    frames = {
        "cause": lambda: codebook().causes.sort_values("order").set_index("cause")[label],
        # The rest code is an area of its own.
        "cause_area": lambda: {**codebook().areas.set_index("area")[label], **_rest(codebook().causes, label)},
        "reporter": lambda: dimension("principal").set_index("code")[label],
        "counterpart": lambda: dimension("principal").set_index("code")[label],
        "activity": lambda: dimension("activity").set_index("code")[label],
        "measure": lambda: dimension("measure").set_index("code")[label],
        "reason": lambda: catalogue(context.language, "page")["reasons"],
    }
    as_printed = {str(code): str(code) for name in dimensions for code in table[name].dropna()}
    return {name: dict(frames[name]()) if name in frames else as_printed for name in dimensions}


def _rest(causes: pd.DataFrame, label: str) -> dict[str, str]:
    rest = causes[causes["cause"] == "unclear"]
    return dict(zip(rest["cause"], rest[label], strict=True))


def message(finding: Finding, claims: Claims | None) -> str:
    """Return the first licensed sentence that rests on no hidden cell, else the neutral title, else nothing."""
    if claims is None:
        return ""
    hidden = finding.table.frame[finding.table.hidden]
    for claim in claims.licensed:
        cells = {name: value for name, value in claim.values.items() if name in hidden}
        rests_on_hidden = cells and (hidden[list(cells)] == list(cells.values())).all(axis=1).any()
        if not rests_on_hidden:
            return claim.text(finding.context.language)
    return claims.neutral.text(finding.context.language)


def words(report: YearReport, key: str, **values: object) -> Fragment:
    """Return a part of the catalogue's prose, Markdown filled in with what holds for this page."""
    known = {
        "place": report.context.place,
        "year": report.year,
        "reports": report.context.number(len(report.reports)),
        "coded": report.context.number(report.causes["report_id"].nunique()),
        "contact": report.material.profile.contact or report.context.say("prose.no_contact"),
        "licence": report.material.source.licence or report.context.say("prose.no_licence"),
        "producer": report.material.source.producer or report.material.profile.contact or report.context.place,
    }
    return Fragment(to_html(report.context.say(f"prose.{key}", **(known | values)), 2))


def reconciliation(report: YearReport) -> Fragment:
    """Return how the number of reports agrees with the published one, or refuse the page where it does not."""
    from brister_analysis.reference.published import published_figures

    known = published_figures()
    same = known[
        (known["region_code"] == report.material.region.code)
        & (known["area"].fillna("") == (report.request.area or ""))
        & (known["data_year"] == report.year)
        & (known["measure"] == "reports")
    ]
    kept = len(report.reports)
    if same.empty:
        return words(report, "not_published")
    stated, source = int(same["value"].iloc[0]), str(same["source"].iloc[0])
    if stated != kept:
        values = {"read": kept, "published": stated, "source": source}
        raise CheckRefused(Fault("page.reconcile.differs", (report.context.place, str(report.year)), values=values))
    return words(report, "reconciled", published=report.context.number(stated), source=source)


def each_cause(report: YearReport, finding: Finding) -> Fragment:
    """Return a part for each cause somebody reported, most common first, with what people wrote about it."""
    say, parts = report.context.say, []
    shown = finding.rows
    for _, row in shown[shown["hidden"] | (shown["reports"] > 0).fillna(False)].iterrows():
        slug = text_slug(str(row[finding.spec["label"][0]]))
        line = say("texts.cause_hidden") if row["hidden"] else say(
            "texts.cause_line", count=finding.cell(row, "reports"), base=report.context.number(row["n_reports"]),
            share=finding.cell(row, "share_of_reports"), interval=finding.cell(row, "reports_interval"),
        )
        parts.append(f'<h3 id="{slug}">{escape(row["label_shown"])}</h3><p>{escape(line)}</p>')
        parts.append(report.written(slug, 3).html)
    return Fragment("".join(parts) or f'<p class="absent">{escape(say("tables.empty"))}</p>')


def comparability(report: YearReport) -> Fragment:
    """Return breaks, what the scheme collected, and comparisons that are refused, each with its reason."""
    return words(report, "comparability")


def quality(report: YearReport) -> Fragment:
    """Return the quality declaration under the headings of Swedish official statistics."""
    return words(report, "quality")


def provenance(report: YearReport) -> Fragment:
    """Return what the page was made from and by."""
    say, context = report.context.say, report.context
    pairs = [
        (say("provenance.place"), context.place),
        (say("provenance.year"), str(report.year)),
        (say("provenance.reports"), context.number(len(report.reports))),
        (say("provenance.synthetic"), say("synthetic.yes" if context.synthetic else "synthetic.no").capitalize()),
        (say("provenance.data"), report.data_hash),
        (say("provenance.notebook"), f"{report.request.notebook}.ipynb"),
        (say("provenance.lock"), made_from.lock_hash(report.workspace)),
        (say("provenance.packages"), ", ".join(f"{name} {number}" for name, number in made_from.package_versions())),
    ]
    shown = "".join(f'<dt>{escape(name)}</dt><dd{_hash(name, say)}>{escape(value)}</dd>' for name, value in pairs if value)
    return Fragment(f'<dl class="pairs">{shown}</dl>')


def _hash(name: str, say) -> str:  # type: ignore[no-untyped-def]
    return ' class="hash"' if name in (say("provenance.data"), say("provenance.lock")) else ""


