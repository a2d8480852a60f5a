"""One sheet for the workplace: three findings, the group's questions and proposals, how sure it is."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from brister_analysis.reporting.finding import OTHER, Finding
from brister_analysis.reporting.highlights import TO_DISCUSS, why_no_order
from brister_analysis.reporting.material import DECIDED
from brister_analysis.reporting.own_names import mark_names
from brister_analysis.reporting.request import page_kinds, site_name
from brister_analysis.reporting.session import licensed
from brister_analysis.reporting.side_page import SidePage
from brister_analysis.reporting.texts import to_html

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.claims import Claims
    from brister_analysis.reporting.year import YearReport

KIND = "workplace"
# Lines of people's words in a column that still leave the sheet on one page, and letters of a printed line.
MOST_LINES, LINE = 16, 44
# Below this, shares are told as unsure: the interval of one half is then wider than twenty points.
MANY = 100
# More rows than this with the same number are too many to name.
MOST_TIED = 2


def workplace_sheet(
    report: YearReport,
    direction: Finding,
    directions: Claims,
    causes: Finding,
    about_causes: Claims,
    measures: Finding,
) -> SidePage:
    """Return the sheet of a yearly page.

    Parameters
    ----------
    report
        The page.
    direction, causes, measures
        What the page shows; a hidden number is never told.
    directions, about_causes
        What may be said of them: only a licensed sentence says that something comes first.
    """
    say = report.context.say
    findings = [_direction(report, direction, directions), _causes(report, causes, about_causes)]
    findings.append(_point(report, "measures", measures, ""))
    points = "".join(f"<li>{one}</li>" for one in findings if one)
    listed = mark_names(points, report.scheme, report.context.language)
    sections = [("findings", say("sheet.findings"), f'<ol class="points">{listed}</ol>')]
    told = [slug for slug in TO_DISCUSS if slug in report.material.texts]
    sections += [(slug, say(f"sheet.{slug}"), _shortened(report, slug)) for slug in told]
    if not told:
        own = f"<p>{escape(say('sheet.nothing_written'))}</p>"
        sections.append(("open_questions", say("sheet.open_questions"), own))
    sections.append(("sure", say("sheet.sure_heading"), _sure(report)))
    title = say("sheet.title", place=report.context.place, year=report.year)
    lead = say(
        "sheet.lead",
        count=report.context.number(len(report.reports)),
        place=report.context.place,
        year=report.year,
    )
    return side_of(report, KIND, title, lead, tuple(sections), translated=True)


def side_of(
    report: YearReport,
    kind: str,
    title: str,
    lead: str,
    sections: tuple[tuple[str, str, str], ...],
    translated: bool,
    made_up: str = "",
) -> SidePage:
    """Return a side page of a yearly page with what identifies it; `translated` has one in each language.

    Parameters
    ----------
    made_up
        What a page of made-up data says first; the yearly page's own words where empty.
    """
    say, context = report.context.say, report.context
    notice = ""
    if context.synthetic:
        title, notice = f"{say('synthetic.title')} {title}", made_up or report.made_up()
    own = side_file(report, kind, context.language)
    other = side_file(report, kind, "en" if context.language == "sv" else "sv") if translated else ""
    link, meta = say(f"side.links.{kind}"), report.identity(lead)
    return SidePage(kind, own, link, own, title, lead, notice, sections, meta, other)


def side_file(report: YearReport, kind: str, language: str) -> str:
    """Return the file name of a side page of a yearly page in a language."""
    return site_name(f"{report.request.place}-{page_kinds()['yearly_report']['beside'][kind]}", language)


def _direction(report: YearReport, finding: Finding, claims: Claims) -> str:
    return _point(report, "direction", finding, licensed(finding, claims))


def _causes(report: YearReport, finding: Finding, claims: Claims) -> str:
    say = report.context.say
    if report.material.causes_by != DECIDED:
        return escape(say("highlights.not_coded"))
    first = licensed(finding, claims)
    why = "" if first else why_no_order(report, claims)
    told = _point(report, "causes", finding, first)
    return f"{told} {escape(why)}" if told and why else told


def _point(report: YearReport, name: str, finding: Finding, first: str) -> str:
    """Return the row with the most reports in words with its interval; nothing where it is hidden."""
    context = report.context
    there = finding.open_rows
    there = there[there[finding.spec["label"][0]] != OTHER]
    if finding.refused or there.empty:
        return ""
    tied = there[there["reports"] == there["reports"].iloc[0]]
    if len(tied) > MOST_TIED:
        return ""
    named = [_named(report, name, one) for _, one in tied.iterrows()]
    ways = "ways" if name == "direction" else "both"
    label = context.say(f"sheet.{ways}", first=named[0], last=named[1]) if len(named) > 1 else named[0]
    row = there.iloc[0]
    number = {
        "label": label[:1].upper() + label[1:],
        "count": context.number(row["reports"]),
        "base": context.number(finding.base() or 0),
        "share": context.percent(row["share_of_reports"]),
    }
    each = "each" if len(tied) > 1 else "one"
    each = f"way_{each}" if name == "direction" else each
    told = first or context.say(f"sheet.heads.{name}")
    said = f"{context.say(f'sheet.{each}', **number)} {_interval(report, row)}"
    return f"<strong>{escape(told)}</strong> {escape(said)}"


def _named(report: YearReport, name: str, row: pd.Series) -> str:
    """Return what a row is called on the sheet: a way is told as who reported about whom."""
    if name != "direction":
        return str(row["label_shown"])
    say = report.context.say
    who, whom = (say(f"sheet.parties.{row[party]}") for party in ("reporter", "counterpart"))
    return say("sheet.way", reporter=who, counterpart=whom)


def _interval(report: YearReport, row: pd.Series) -> str:
    """Return an interval in words."""
    number = report.context.number
    return report.context.say("sheet.interval", low=number(row["low"] * 100), high=number(row["high"] * 100))


def _shortened(report: YearReport, slug: str) -> str:
    """Return as many of people's points as leave the sheet on one page, and how many there are besides."""
    from lxml import html

    root = html.fromstring(f"<div>{to_html(report.material.texts[slug], 3)}</div>")
    points = root.xpath("./ul/li | ./ol/li") or root.xpath("./p")
    kept: list = []
    left = MOST_LINES
    for point in points:
        left -= -(-len(point.text_content()) // LINE)
        if left < 0:
            break
        kept.append(point)
    if not kept:
        return f"<p>{escape(report.context.say('sheet.in_report'))}</p>"
    shown = "".join(f"<li>{_inner(point)}</li>" for point in kept)
    more = ""
    if len(points) > len(kept):
        count = report.context.number(len(points) - len(kept))
        more = f'<p class="whose">{escape(report.context.say("sheet.more", count=count))}</p>'
    return f'<div class="own"><ul>{shown}</ul></div>{more}'


def _inner(element: object) -> str:
    """Return what stands in an element, as HTML."""
    from lxml import html

    written = html.tostring(element, encoding="unicode", with_tail=False)
    return str(written[written.index(">") + 1 : written.rindex("<")])


def _sure(report: YearReport) -> str:
    say = report.context.say
    hidden = sum(int(table.hidden.sum()) for table in report.shown_tables)
    told = [say("sheet.sure")]
    if len(report.reports) < MANY:
        told.append(say("sheet.few"))
    if hidden:
        told.append(say("sheet.hidden"))
    contact = report.material.profile.contact
    where = say("sheet.where", contact=contact) if contact else say("sheet.where_nobody")
    return f"<p>{escape(' '.join(told))}</p><p>{escape(where)}</p>"
