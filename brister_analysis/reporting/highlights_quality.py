"""The few lines at the top of the page on data quality: what can be relied on, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brister_analysis.language import listed, within_sentence
from brister_analysis.reporting.context import HIDDEN
from brister_analysis.reporting.highlights import answered
from brister_analysis.reporting.quality_parts import adjacent_years, often_empty, states
from brister_analysis.reporting.section import Fragment

if TYPE_CHECKING:
    from brister_analysis.reporting.data_quality import DataQualityPage

# What the page shows as a table, a column a year.
TABLES = ("accounting", "corrections", "completeness", "coding_status", "identifiers")


def quality_highlights(page: DataQualityPage) -> Fragment:
    """Return the five questions a reader has, answered of how good the data is."""
    return answered(
        page,
        [
            ("happened", [_reports(page)], "read"),
            ("sure", _reliable(page), "trust"),
            ("compare", [_compare(page)], "which_years"),
            ("hidden", [_hidden(page)], "method"),
            ("do", [_do(page)], "waiting"),
        ],
    )


def _reports(page: DataQualityPage) -> str:
    say, number = page.context.say, page.context.number
    return say(
        "highlights.quality_reports",
        count=number(sum(len(report.reports) for report in page.reports.values())),
        period=page.context.period,
        decided=number(len(page.decided_years)),
        years=number(len(page.years)),
    )


def _reliable(page: DataQualityPage) -> list[str]:
    """Return what can be relied on, in part and not at all, as the table below says."""
    say, language = page.context.say, page.context.language
    told = []
    for state in ("yes", "partly", "no"):
        names = [say(f"trust.{what}.what") for what, one in states(page) if one == state]
        if names:
            lowered = [within_sentence(name) for name in names]
            told.append(say(f"highlights.quality_{state}", listed=listed(lowered, language)))
    return told


def _compare(page: DataQualityPage) -> str:
    """Return that numbers are no measure of deficiencies, and which years' causes compare."""
    say, pairs = page.context.say, adjacent_years(page)
    if not pairs:
        return say("highlights.quality_compare_none")
    return say("highlights.quality_compare", pairs=listed(pairs, page.context.language))


def _hidden(page: DataQualityPage) -> str:
    """Return how many cells of the page's tables are written as two dots."""
    shown = [page.by_year(name) for name in TABLES]
    cells = [one.cell(code, year) for one in shown for code in one.shown for year in one.years]
    if count := cells.count(HIDDEN):
        return page.context.say("highlights.hidden", count=page.context.number(count))
    return page.context.say("highlights.nothing_hidden")


def _do(page: DataQualityPage) -> str:
    """Return what helps most at the workplace: the fields that are often empty, else whole forms."""
    say, language = page.context.say, page.context.language
    if fields := often_empty(page)[1]:
        lowered = [within_sentence(name) for name in fields]
        return say("highlights.quality_do_fields", fields=listed(lowered, language))
    return say("highlights.quality_do")
