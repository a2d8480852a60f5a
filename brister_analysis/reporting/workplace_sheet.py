"""One sheet for the workplace: three findings, the group's questions and proposals, how sure it is."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from brister_analysis.reporting.finding import OTHER, Finding
from brister_analysis.reporting.material import DECIDED
from brister_analysis.reporting.request import page_kinds
from brister_analysis.reporting.session import message
from brister_analysis.reporting.side_page import SidePage
from brister_analysis.reporting.texts import to_html

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.claims import Claims
    from brister_analysis.reporting.year import YearReport

KIND = "workplace"
# Lines of people's words in a column that still leave the sheet on one page, and letters of a printed line.
MOST_LINES, LINE = 18, 44
# Below this, shares are told as unsure: the interval of one half is then wider than twenty points.
MANY = 100
# More rows than this with the same number are too many to name.
MOST_TIED = 2
FIRST_RANK = "most_common_cause"


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
    say, material = report.context.say, report.material
    findings = [_direction(report, direction, directions), _causes(report, causes, about_causes)]
    findings.append(_point(report, "measures", measures, ""))
    listed = "".join(f"<li>{one}</li>" for one in findings if one)
    sections = [("findings", say("sheet.findings"), f'<ol class="points">{listed}</ol>')]
    for slug in ("open_questions", "recommendations"):
        if slug in material.texts:
            sections.append((slug, say(f"sheet.{slug}"), _shortened(report, slug)))
    if not any(slug in material.texts for slug in ("open_questions", "recommendations")):
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
) -> SidePage:
    """Return a side page of a yearly page with what identifies it; `translated` has one in each language."""
    say, context = report.context.say, report.context
    notice = ""
    if context.synthetic:
        title, notice = f"{say('synthetic.title')} {title}", say("synthetic.banner")
    stem = f"{report.request.place}-{page_kinds()['yearly_report']['beside'][kind]}"
    names = {"sv": f"{stem}.html", "en": f"{stem}.en.html"}
    own, other = names[context.language], names["en" if context.language == "sv" else "sv"]
    meta = {
        "description": lead,
        "brister-region": report.request.region,
        "brister-place": report.request.place,
        "brister-year": context.period,
        "brister-data": report.data_hash,
        "brister-synthetic": "true" if context.synthetic else "false",
    }
    link = say(f"side.links.{kind}")
    return SidePage(kind, own, link, own, title, lead, notice, sections, meta, other if translated else "")


def _direction(report: YearReport, finding: Finding, claims: Claims) -> str:
    return _point(report, "direction", finding, _licensed(report, finding, claims))


def _causes(report: YearReport, finding: Finding, claims: Claims) -> str:
    say = report.context.say
    if report.material.causes_by != DECIDED:
        return escape(say("highlights.not_coded"))
    licensed = _licensed(report, finding, claims)
    why = [one.reason_key.rpartition(".")[2] for one in claims.refused if one.key == FIRST_RANK]
    unsure = "" if licensed or not why else " " + escape(say(f"highlights.order.{why[0]}"))
    told = _point(report, "causes", finding, licensed)
    return f"{told}{unsure}" if told else ""


def _licensed(report: YearReport, finding: Finding, claims: Claims) -> str:
    said = message(finding, claims)
    return "" if said == claims.neutral.text(report.context.language) else said


def _point(report: YearReport, name: str, finding: Finding, licensed: str) -> str:
    """Return the row with the most reports in words with its interval; nothing where it is hidden."""
    context = report.context
    rows = finding.rows
    there = rows[~rows["hidden"] & (rows["reports"] > 0).fillna(False)]
    first_of = finding.spec["label"][0]
    there = there[there[first_of] != OTHER]
    if finding.refused or there.empty:
        return ""
    tied = there[there["reports"] == there["reports"].iloc[0]]
    if len(tied) > MOST_TIED:
        return ""
    named = [str(one) for one in tied["label_shown"]]
    label = context.say("sheet.both", first=named[0], last=named[1]) if len(named) > 1 else named[0]
    row = there.iloc[0]
    number = {
        "label": label[:1].upper() + label[1:],
        "count": context.number(row["reports"]),
        "base": context.number(finding.base() or 0),
        "share": context.percent(row["share_of_reports"]),
    }
    each = "each" if len(tied) > 1 else "one"
    told = licensed or context.say(f"sheet.heads.{name}")
    said = f"{context.say(f'sheet.{each}', **number)} {_interval(report, row)}"
    return f"<strong>{escape(told)}</strong> {escape(said)}"


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
