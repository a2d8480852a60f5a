"""A booklet for the meeting: one de-identified case a page, the causes and rules at its foot, as Word and
HTML.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.coding.cases import Case, load_cases
from brister_analysis.coding.package import fixed_package
from brister_analysis.coding.rules import SchemeRules, scheme_rules
from brister_analysis.coding.sheets import year_scheme
from brister_analysis.errors import Fault, UsageError
from brister_analysis.language import SPOKEN, current_language, text
from brister_analysis.reference.places import region as find_region
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

NAME = "hafte"
_SMALL = 7


def booklet(
    workspace: Workspace, region: str, year: int, scheme: str | None = None, language: str | None = None
) -> tuple[Path, Path]:
    """Write the booklet of a year's reports.

    Parameters
    ----------
    workspace, region, year, scheme, language
        As `brister_analysis.coding.sheets.coding_sheet`.

    Returns
    -------
    tuple of Path
        ``hafte.docx`` and ``hafte.html`` in ``data/processed/<region>/<year>``, where everything can be made
        again; readable by their owner only, the same bytes each time. Without suggestions: a group that has
        seen them no longer decides on its own.

    Raises
    ------
    UsageError
        No reports have been taken in.
    """
    from brister_analysis.intake.store import write_private

    cases = load_cases(workspace, region, year)
    if not cases:
        raise UsageError(Fault("sheets.no_reports"))
    told = language or current_language()
    rules = scheme_rules(scheme or year_scheme(workspace, region, year), told)
    title = text("sheets.booklet.title", told, region=find_region(region).name, year=year)
    folder = workspace.processed(region, year)
    word, page = folder / f"{NAME}.docx", folder / f"{NAME}.html"
    write_private(word, word_booklet(cases, rules, title, told))
    write_private(page, html_booklet(cases, rules, title, told).encode())
    return word, page


def html_booklet(cases: Sequence[Case], rules: SchemeRules, title: str, language: str) -> str:
    """Return the booklet as one HTML page that needs nothing else; each case prints on a page of its own."""
    style = files("brister_analysis.coding").joinpath("data/booklet.css").read_text(encoding="utf-8")
    foot = _html_foot(rules, language)
    articles = "\n".join(
        f'<article aria-labelledby="case-{place}">\n'
        f'<h2 id="case-{place}">{escape(_heading(case, place, len(cases), language))}</h2>\n'
        f"{_html_paragraphs(case, language)}"
        f'<p class="chosen">{escape(text("sheets.booklet.chosen", language))}</p>\n'
        f"{foot}</article>"
        for place, case in enumerate(cases, start=1)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header><h1>{escape(title)}</h1>\n"
        f"<p>{escape(text('sheets.booklet.sensitive', language))}</p></header>\n"
        f"<main>\n{articles}\n</main>\n</body>\n</html>\n"
    )


def _heading(case: Case, place: int, cases: int, language: str) -> str:
    page = text("sheets.booklet.page", language, number=place, all=cases)
    return f"{page}: {case.report_id}"


def _paragraphs(case: Case, language: str) -> list[tuple[str, str]]:
    """Return heading and text of each part of a case; what happened needs no heading."""
    further = [(text(f"sheets.text.{name}", language), said) for name, said in case.further.items()]
    return [("", case.event), *further]


def _html_paragraphs(case: Case, language: str) -> str:
    written = []
    for heading, said in _paragraphs(case, language):
        head = f"<h3>{escape(heading)}</h3>\n" if heading else ""
        lines = "<br>\n".join(escape(line) for line in said.splitlines() if line.strip())
        written.append(f"{head}<p>{lines}</p>\n")
    return "".join(written)


def _html_foot(rules: SchemeRules, language: str) -> str:
    causes = "".join(f"<li>{escape(cause)}</li>" for cause, _, _ in rules.causes)
    numbered = "".join(f"<li>{escape(rule)}</li>" for _, rule in rules.rules)
    return (
        f'<section class="foot"><h3>{escape(text("sheets.booklet.foot", language))}</h3>\n'
        f'<ul>{causes}</ul>\n<ol>{numbered}</ol>\n<p class="source">{escape(rules.source)}</p></section>\n'
    )


def word_booklet(cases: Sequence[Case], rules: SchemeRules, title: str, language: str) -> bytes:
    """Return the booklet as a Word file; the causes and rules are its footer, so they stand on every page."""
    from docx import Document as new_document

    document = new_document()
    document.core_properties.title = title
    document.core_properties.author = "brister"
    document.core_properties.language = language
    _page(document, language)
    document.add_heading(title, level=0)
    document.add_paragraph(text("sheets.booklet.sensitive", language))
    for place, case in enumerate(cases, start=1):
        heading = document.add_heading(_heading(case, place, len(cases), language), level=1)
        heading.paragraph_format.page_break_before = True
        for name, said in _paragraphs(case, language):
            if name:
                document.add_heading(name, level=2)
            document.add_paragraph(_printable(said))
        chosen = document.add_paragraph()
        chosen.add_run(text("sheets.booklet.chosen", language)).bold = True
    _word_foot(document, rules, language)
    written = io.BytesIO()
    document.save(written)
    return fixed_package(written.getvalue())


def _printable(said: str) -> str:
    """Return a text without the signs that XML cannot hold."""
    return "".join(sign if sign in "\n\t" or sign >= " " else " " for sign in said)


def _page(document: Document, language: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = Cm(2)
    section.footer_distance = Cm(1)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(12)
    # Word checks spelling and reads aloud in the language of the text.
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    written = properties.find(qn("w:lang"))
    written.set(qn("w:val"), SPOKEN[language])


def _word_foot(document: Document, rules: SchemeRules, language: str) -> None:
    footer = document.sections[0].footer
    first = footer.paragraphs[0]
    _small(first, text("sheets.booklet.foot", language), bold=True)
    _small(footer.add_paragraph(), " · ".join(cause for cause, _, _ in rules.causes))
    for number, rule in rules.rules:
        _small(footer.add_paragraph(), f"{number}. {rule}")
    _small(footer.add_paragraph(), rules.source)


def _small(paragraph: Paragraph, written: str, bold: bool = False) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(written)
    run.font.size, run.bold = Pt(_SMALL), bold
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.line_spacing = 1.0
