"""A page in easy Swedish for the people the reports are about: people write it, the program offers numbers.

It is made only when somebody has written it. Every number in it must be one the page shows: a count people
add by themselves could be one that is hidden.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.errors import DataError, Fault
from brister_analysis.language import text
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.material import DECIDED
from brister_analysis.reporting.real_figures import published_count
from brister_analysis.reporting.section import Fragment
from brister_analysis.reporting.side_page import SidePage
from brister_analysis.reporting.texts import plain_text, to_html
from brister_analysis.reporting.what_to_write import EASY, TextPart, asked, written_sections
from brister_analysis.reporting.workplace_sheet import side_file, side_of
from brister_analysis.reporting.year_texts import YearTexts, merged
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.year import YearReport

LANGUAGE = "sv"
_NUMBER = re.compile(r"\d+")
# The end of a line of text that goes on in another line of text.
_WITHIN = re.compile(r"(?<![\n\\])\n(?=[^\s\-*+#|>\d]|\d+(?![.)\d]))")
# A year, and the numbers everybody in Sweden is told to call.
_EVERYBODYS = re.compile(r"(?:19|20)\d\d|112|1177")


def easy_path(workspace: Workspace, region: str, year: int) -> Path:
    """Return the path of the Markdown file; the Word file has the same name."""
    return workspace.decisions(region, year) / str(written_sections(EASY)["file"])


def easy_titles() -> dict[str, str]:
    """Return slug to title of every section, in order."""
    return {
        slug: text(f"documents.easy.titles.{slug}", LANGUAGE) for slug in written_sections(EASY)["sections"]
    }


def read_easy(workspace: Workspace, region: str, year: int) -> YearTexts:
    """Return what people wrote; nothing where they have not.

    Raises
    ------
    DataError
        As `year_texts.merged`.
    """
    return merged(easy_path(workspace, region, year), easy_titles())


def easy_page(report: YearReport, causes: Finding) -> SidePage | Fragment:
    """Return the page, a link to it where this is another language's page, or nothing when nobody wrote it.

    Raises
    ------
    DataError
        A number in it is none of those the yearly page shows; the section is named, not the number.
    """
    written = read_easy(report.workspace, report.request.region, report.year).sections
    if not written:
        return Fragment("")
    context = report.context
    if context.language != LANGUAGE:
        return SidePage("easy", "", context.say("side.links.easy"), side_file(report, "easy", LANGUAGE))
    titles = easy_titles()
    known = {number for sentence in sentences(report, causes) for number in _NUMBER.findall(sentence)}
    unknown = [
        Fault("documents.easy.number", (titles[slug],))
        for slug, markdown in written.items()
        if any(
            number not in known and not _EVERYBODYS.fullmatch(number)
            for number in _NUMBER.findall(plain_text(markdown))
        )
    ]
    if unknown:
        raise DataError(unknown)
    sections = tuple(
        (slug, title, f'<div class="own">{to_html(_with_lines(written[slug]), 2)}</div>')
        for slug, title in titles.items()
        if slug in written
    )
    values = {"place": context.place, "year": report.year}
    title, lead = context.say("easy.title", **values), context.say("easy.lead", **values)
    return side_of(report, "easy", title, lead, sections, translated=False, made_up=_made_up(report))


def _made_up(report: YearReport) -> str:
    """Return in easy words that the data is made up, and whether the number of reports is real."""
    say = report.context.say
    published = published_count(report.region.code, report.request.area, report.year, LANGUAGE)
    # A number that others have published is that of the page, or the page would have been refused.
    return " ".join([say("synthetic.easy"), *([say("synthetic.easy_count")] if published else [])])


def _with_lines(markdown: str) -> str:
    """Return Markdown whose lines stay lines: easy text has a line a sentence."""
    return _WITHIN.sub("\\\\\n", markdown)


def sentences(report: YearReport, causes: Finding | None) -> list[str]:
    """Return sentences people may use as they are: every number in them stands open on the yearly page."""
    say, number = report.context.say, report.context.number
    told = [say("easy.reports", count=number(len(report.reports)), year=report.year)]
    if causes is None or report.material.causes_by != DECIDED or causes.refused:
        return told
    base = number(causes.base() or 0)
    return told + [
        say("easy.cause", count=number(row["reports"]), base=base, label=row["label_shown"])
        for _, row in causes.open_rows.iterrows()
    ]


def easy_parts(report: YearReport, causes: Finding | None) -> list[TextPart]:
    """Return the sections people are asked for, with the sentences they may use."""
    parts = []
    for slug, title in easy_titles().items():
        lines = asked(f"easy.{slug}", LANGUAGE)
        if slug == "found":
            offered = [f"- {sentence}" for sentence in sentences(report, causes)]
            lines = (*lines, text("documents.easy.offered", LANGUAGE), *offered)
        if slug == "meaning":
            offered = [
                f"- {text(f'documents.easy.{key}', LANGUAGE)}" for key in ("sure", "compare", "hidden")
            ]
            lines = (*lines, text("documents.easy.offered_meaning", LANGUAGE), *offered)
        parts.append(TextPart(slug, title, lines))
    return parts
