"""The few lines at the top of a page: what was reported, how sure it is, and what to do with it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.language import within_sentence
from brister_analysis.reporting.finding import OTHER, Finding, shown_tables
from brister_analysis.reporting.labels_compared import labels_compared
from brister_analysis.reporting.material import DECIDED
from brister_analysis.reporting.revisions import table_title
from brister_analysis.reporting.section import Fragment
from brister_analysis.reporting.session import licensed
from brister_analysis.reporting.texts import to_html

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.claims import Claims
    from brister_analysis.reporting.session import PageSession
    from brister_analysis.reporting.trends import TrendsPage
    from brister_analysis.reporting.year import YearReport

MOST_NAMED = 3
# The claim that one cause is alone in the first place, as in ``claim_rules.toml``.
FIRST_RANK = "most_common_cause"
# Wider than this an interval is told as unsure: the share could double or halve within it.
UNSURE = 0.2
TO_DISCUSS = ("open_questions", "recommendations")
_STATE = re.compile(r"\s*\([^()]*\)$")


def highlights(
    report: YearReport, direction: Finding, directions: Claims, causes: Finding, about_causes: Claims
) -> Fragment:
    """Return the five questions a reader has, each answered in a sentence or two with where it stands.

    Parameters
    ----------
    report
        The page, with everything else on it shown already: what is hidden is counted from it.
    direction, causes
        What the page shows of who reports about whom, and of the causes.
    directions, about_causes
        What may be said of them. Only a licensed sentence says that something comes first; without one the
        numbers are told, and why nothing is said of their order.
    """
    answers = [
        (
            "happened",
            [_main(report, direction, directions), *_causes(report, causes, about_causes)],
            "causes",
        ),
        ("sure", [_sure(report, direction, causes)], "intervals"),
        ("compare", [_compare(report), report.context.say("highlights.regions")], "comparability"),
        ("hidden", [_hidden(report)], "deidentification"),
        ("do", [_do(report)], "open_questions"),
    ]
    return answered(report, answers)


def trend_highlights(page: TrendsPage, change: Finding, claims: Claims) -> Fragment:
    """Return the same questions answered of a published series.

    Parameters
    ----------
    page
        The page over time.
    change
        What it shows of the changes between years.
    claims
        What may be said of them.
    """
    say, language, rows = page.context.say, page.context.language, change.rows
    unchanged = int(((rows["low_adjusted"] <= 1) & (rows["high_adjusted"] >= 1)).sum())
    touching = sum("count" in one.touches for one in page.breaks)
    other = len(page.breaks) - touching
    years = zip(page.counts["year"], page.counts["reports"], strict=True)
    numbers = [f"{year}: {page.context.number(count)}" for year, count in years]
    first = claims.licensed[0].text(language) if claims.licensed else ""
    return answered(
        page,
        [
            ("happened", [say("highlights.series", numbers=", ".join(numbers)), first], "series"),
            (
                "sure",
                [
                    say(
                        "highlights.series_sure",
                        **page.spread,
                        unchanged=unchanged,
                        all=len(rows),
                        length=page.length,
                    )
                ],
                "change",
            ),
            ("compare", [say("highlights.series_compare", number=touching, causes=other)], "breaks"),
            ("hidden", [say("highlights.series_hidden")], "method"),
            ("do", [say("highlights.series_do")], "ranks"),
        ],
    )


def answered(page: PageSession, answers: list[tuple[str, list[str], str]]) -> Fragment:
    """Return each question with its sentences and a link to the section they rest on, if the page has it.

    What the page's terms mean stands under them.

    Parameters
    ----------
    answers
        Question (of the catalogue), sentences, empty ones left out, and slug of the section.
    """
    say = page.context.say
    rows = []
    for key, sentences, slug in answers:
        link = ""
        if slug in page.order:
            link = f' <a href="#{slug}">{escape(say(f"highlights.links.{slug}"))}</a>'
        said = escape(" ".join(sentence for sentence in sentences if sentence))
        rows.append(f"<dt>{escape(say(f'highlights.questions.{key}'))}</dt><dd>{said}{link}</dd>")
    return Fragment(f'<dl class="pairs">{"".join(rows)}</dl>{page.terms().html}')


def _main(report: YearReport, finding: Finding, claims: Claims) -> str:
    """Return the number of reports, and what may be said of who reports about whom, else the two largest."""
    say, count = report.context.say, report.context.number(len(report.reports))
    said = say("highlights.reports", count=count, year=report.year)
    open_rows = finding.rows[~finding.rows["hidden"] & (finding.rows["reporter"] != OTHER)]
    if finding.refused or open_rows.empty:
        return said
    if first := _licensed(report, finding, claims):
        return f"{said} {first}"
    ways = (_one(report, finding, row, "direction") for _, row in open_rows.head(2).iterrows())
    return " ".join([said, *ways])


def _causes(report: YearReport, finding: Finding, claims: Claims) -> list[str]:
    """Return what may be said of the causes with the most reports; nothing where nobody decided them."""
    say = report.context.say
    if report.material.causes_by != DECIDED:
        return [say("highlights.not_coded")]
    there = finding.open_rows
    if finding.refused or there.empty:
        return []
    if first := _licensed(report, finding, claims):
        return [first]
    # Where the last one told has as many reports as the next, that one is told too, and so on.
    least = there["reports"].iloc[min(MOST_NAMED, len(there)) - 1]
    told = there[there["reports"] >= least]
    if len(told) > MOST_NAMED + 1:
        told = there[there["reports"] > least]
    order = why_no_order(report, claims)
    return [order] if told.empty else [_several(report, finding, told), order]


def why_no_order(report: YearReport, claims: Claims) -> str:
    """Return why no cause is said to come first; empty where nothing speaks against it."""
    why = [one.reason_key.rpartition(".")[2] for one in claims.refused if one.key == FIRST_RANK]
    return report.context.say(f"highlights.order.{why[0]}") if why else ""


def _licensed(report: YearReport, finding: Finding, claims: Claims) -> str:
    """Return the first licensed sentence with the number it rests on; empty where there is none."""
    said = licensed(finding, claims)
    if not said:
        return ""
    # Every claim of one label is about the first row: it has the most reports, or more than half of them.
    return f"{said} {_one(report, finding, finding.rows.iloc[0], 'that_is')}"


def _one(report: YearReport, finding: Finding, row: pd.Series, key: str) -> str:
    """Return a row of a finding in words."""
    context = report.context
    return context.say(
        f"highlights.{key}",
        label=row["label_shown"],
        count=context.number(row["reports"]),
        base=context.number(finding.base() or 0),
        share=context.percent(row["share_of_reports"]),
        **_parties(finding, row),
    )


def _parties(finding: Finding, row: pd.Series) -> dict[str, str]:
    """Return who reports and about whom, as words within a sentence; nothing in a table of anything else."""
    say = finding.context.say
    return {
        party: say(f"sheet.parties.{row[party]}")
        if row[party] in finding.names[party]
        else say("tables.unknown").lower()
        for party in ("reporter", "counterpart")
        if party in finding.names
    }


def _several(report: YearReport, finding: Finding, rows: pd.DataFrame) -> str:
    """Return several rows in words, in the order of the table."""
    say = report.context.say
    parts = [_one(report, finding, row, "of_several") for _, row in rows.iterrows()]
    listed = say("highlights.and", first=", ".join(parts[:-1]), last=parts[-1]) if parts[1:] else parts[0]
    return say("highlights.causes", listed=listed, base=report.context.number(finding.base() or 0))


def _sure(report: YearReport, direction: Finding, causes: Finding) -> str:
    """Return how wide the interval of the most common cause is, or of the largest way without decisions."""
    say = report.context.say
    told = causes if report.material.causes_by == DECIDED else direction
    there = told.open_rows
    there = there[there[told.spec["label"][0]] != OTHER]
    if told.refused or there.empty:
        return say("highlights.few")
    row = there.iloc[0]
    return say(
        f"highlights.{'unsure' if row['high'] - row['low'] > UNSURE else 'sure'}",
        label=row["label_shown"],
        share=report.context.percent(row["share_of_reports"]),
        interval=report.context.interval(row["low"], row["high"]),
    )


def _compare(report: YearReport) -> str:
    """Return what may not be compared: never the number as a measure of deficiencies, and which causes."""
    say, before = report.context.say, report.year - 1
    profile = report.material.profile
    if report.material.causes_by != DECIDED:
        return say("highlights.compare_suggested")
    if before not in profile.schemes or not report.decided_before():
        return say("highlights.compare_first", before=before)
    found = labels_compared(profile.scheme(report.year), profile.scheme(before))
    levels = [one.level if one else "none" for _, one in found]
    counts = {level: levels.count(level) for level in ("cause", "area", "none")}
    key = "compare_all" if counts["cause"] == len(levels) else "compare"
    return say(f"highlights.{key}", before=before, all=len(levels), **counts)


def _hidden(report: YearReport) -> str:
    """Return how many cells are written as two dots, which tables stand without any number, and which lack
    rows."""
    say, specs = report.context.say, shown_tables()["tables"]
    captions: dict[str, list[str]] = {"hidden_whole": [], "hidden_left_out": []}
    for table in report.shown_tables:
        if table.name not in specs or not table.hidden.any():
            continue
        left_out = not specs[table.name].get("hidden_rows", True)
        if left_out or table.hidden.all():
            caption = within_sentence(table_title(table.name, report.context.language))
            captions["hidden_left_out" if left_out else "hidden_whole"].append(caption)
    count = report.hidden_cells()
    told = [say("highlights.hidden", count=report.context.number(count))] if count else []
    told += [say(f"highlights.{key}", tables="; ".join(names)) for key, names in captions.items() if names]
    return " ".join(told) or say("highlights.nothing_hidden")


def _do(report: YearReport) -> str:
    """Return the working group's first question and recommendation in its words, and how many there are."""
    asked, urged = (_points(report.material.texts.get(slug, "")) for slug in TO_DISCUSS)
    if not asked and not urged:
        return report.context.say("highlights.nothing_written")
    key = "do" if asked and urged else "do_questions" if asked else "do_recommendations"
    first = {"question": asked[:1], "recommendation": urged[:1]}
    quoted = {name: "".join(point) for name, point in first.items()}
    return report.context.say(f"highlights.{key}", questions=len(asked), recommendations=len(urged), **quoted)


def _points(markdown: str) -> list[str]:
    """Return the points of people's text without what stands last in brackets, which says how far each is."""
    from lxml import html

    points = html.fromstring(f"<div>{to_html(markdown, 2)}</div>").xpath(".//li")
    return [_STATE.sub("", " ".join(point.text_content().split())) for point in points]
