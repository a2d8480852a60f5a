"""The front page: what there is for each place and year, where reports can be made, and what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from brister_analysis.language import format_number, text
from brister_analysis.reporting import charts
from brister_analysis.reporting.built_pages import BuiltPage
from brister_analysis.reporting.coverage_map import Place, coverage_figure, coverage_table, place
from brister_analysis.reporting.downloads import anchor, file_size
from brister_analysis.reporting.request import ACCESSIBILITY, METHOD, TABLES, place_id, site_name
from brister_analysis.reporting.revisions import site_revisions
from brister_analysis.reporting.section import Head, Section
from brister_analysis.reporting.site_pages import SITE_PACKAGE, Part, in_order, link, place_name
from brister_analysis.reporting.tables_html import plain_table
from brister_analysis.reporting.texts import to_html
from brister_analysis.workspace import Workspace

YEARLY = "yearly_report"
FORMATS = ("docx", "pdf", "xlsx")


def front_page(
    workspace: Workspace,
    pages: Sequence[BuiltPage],
    packages: Mapping[str, Mapping[str, Any]],
    size: int,
    language: str,
) -> Part:
    """Return the front page of one language.

    Parameters
    ----------
    pages
        Those of the language.
    packages
        As `read_packages`.
    size
        Bytes of the description of all tables.
    """
    ordered = in_order(pages)
    places = _places(ordered)
    if not pages:
        parts = {"nothing": f"<p>{escape(text('page.index.nothing.text', language))}</p>"}
    else:
        tables = sum(len(packages[page.path]["resources"]) for page in pages if page.path in packages)
        parts = {
            "pages": _pages(ordered, places, language),
            "coverage": _coverage(list(places.values()), _made_up(ordered), language) if places else "",
            "reading": to_html(text("site.front.reading.text", language), 2),
            "tables": _tables(tables, size, language) if tables else "",
            "revisions": site_revisions(workspace, language),
        }
    parts["about"] = _about(language)
    sections = [
        Section(name, _heading(name, language), html, order, _short(name, language))
        for order, (name, html) in enumerate(parts.items())
        if html
    ]
    return _head(ordered, list(places.values()), language), sections


def _heading(name: str, language: str) -> str:
    group = "page.index" if name == "nothing" else "site.front"
    return text(f"{group}.{name}.heading", language)


def _short(name: str, language: str) -> str:
    return "" if name == "nothing" else text(f"site.front.{name}.short", language)


def _places(pages: Sequence[BuiltPage]) -> dict[str, Place]:
    """Return the places that have a yearly page, by slug, in the order of the pages."""
    yearly = [page for page in pages if page.kind == YEARLY]
    return {
        page.place: place(
            page.region, page.place, [int(one.period) for one in yearly if one.place == page.place]
        )
        for page in yearly
    }


def _head(pages: Sequence[BuiltPage], places: Sequence[Place], language: str) -> Head:
    def say(key: str) -> str:
        return text(f"site.front.{key}", language)

    years = sorted({year for one in places for year in one.years})
    covered = {code for one in places for code in one.codes}
    facts = [
        (
            format_number(len(places), language=language),
            say(f"facts.{'place' if len(places) == 1 else 'places'}"),
        ),
        (
            format_number(len(covered), language=language),
            say("facts.municipalities_made_up" if _made_up(pages) else "facts.municipalities"),
        ),
        (f"{years[0]}–{years[-1]}" if len(years) > 1 else str(*years), say("facts.years")),
    ]
    notices = (f"<p>{escape(say('synthetic'))}</p>",) if any(page.synthetic for page in pages) else ()
    return Head(
        text("page.index.title", language),
        charts.lead(say("lead"), facts if places else []),
        notices,
        {"description": say("lead")},
        text("page.head.site", language),
    )


def _pages(pages: Sequence[BuiltPage], places: Mapping[str, Place], language: str) -> str:
    """Return each place with its pages: a table of its years, and a list of those over time."""
    written = []
    for (region, slug), group in groupby(pages, key=lambda page: (page.region, page.place)):
        own = list(group)
        # Every page of the place links here and none to another: none rests on another one's being made.
        name = escape(place_name(region, slug, language))
        written.append(f'<h3 id="{place_id(slug)}">{name}</h3>' if slug else f"<h3>{name}</h3>")
        if slug in places:
            written.append(f"<p>{escape(_at_a_glance(places[slug], own, language))}</p>")
        yearly = [page for page in own if page.of_one_year]
        if yearly:
            name = place_name(region, slug, language)
            written.append(_years(yearly, text("site.front.pages.caption", language, place=name), language))
        over_time = [
            link(page.path, page.name, _remark(page, own, language)) for page in own if page not in yearly
        ]
        written.append(f'<ul class="pages">{"".join(over_time)}</ul>' if over_time else "")
    return "".join(written)


def _at_a_glance(one: Place, pages: Sequence[BuiltPage], language: str) -> str:
    made_up = _made_up(pages)
    said = text(
        "site.front.at_a_glance_made_up" if made_up else "site.front.at_a_glance",
        language,
        county=one.county,
        municipalities=format_number(len(one.codes), language=language),
    )
    some_real = made_up and not all(page.synthetic for page in pages)
    return f"{said} {text('site.front.some_real', language)}" if some_real else said


def _made_up(pages: Sequence[BuiltPage]) -> bool:
    """Return whether any year's page is made up: then nobody can report to it, however real the others."""
    return any(page.synthetic for page in pages if page.kind == YEARLY)


def _remark(page: BuiltPage, beside: Sequence[BuiltPage], language: str) -> str:
    """Return a page's period, and that it is real where it stands among made-up ones."""
    real = not page.synthetic and any(one.synthetic for one in beside)
    return f"{page.period}, {text('site.front.real', language)}" if real else page.period


def _years(pages: Sequence[BuiltPage], caption: str, language: str) -> str:
    """Return a place's years, newest first, with a column for each kind of page and of file there is."""
    kinds = list(dict.fromkeys(page.kind for page in sorted(pages, key=lambda page: page.kind != YEARLY)))
    formats = [
        one for one in FORMATS if any(document.format == one for page in pages for document in page.documents)
    ]
    names = {page.kind: page.name for page in pages}
    none = f'<span class="remark">{escape(text("site.front.pages.none", language))}</span>'
    rows = []
    for year in sorted({page.period for page in pages}, reverse=True):
        mine = {page.kind: page for page in pages if page.period == year}
        cells = [
            anchor(mine[kind].path, f"{mine[kind].name} {year}") if kind in mine else none for kind in kinds
        ]
        for one in formats:
            files = [file for page in mine.values() for file in page.documents if file.format == one]
            cells.append(
                "<br>".join(
                    anchor(
                        file.path,
                        f"{text(f'site.formats.{one}', language)} {year}",
                        file_size(file.size, language),
                    )
                    for file in files
                )
                or none
            )
        rows.append([year, *cells])
    heads = [text("site.front.pages.year", language), *(names[kind] for kind in kinds)]
    heads += [text(f"site.formats.{one}", language) for one in formats]
    return plain_table(caption, "", [(name, "", False) for name in heads], rows, finished=True)


def _coverage(places: Sequence[Place], made_up: bool, language: str) -> str:
    keys = ("text_made_up" if made_up else "text", "areas")
    lead, areas = (escape(text(f"site.front.coverage.{key}", language)) for key in keys)
    shown = f"{coverage_figure(places, language, made_up)}{coverage_table(places, language)}"
    return f'<p>{lead}</p>{shown}<p class="under">{areas}</p>'


def _tables(tables: int, size: int, language: str) -> str:
    count = format_number(tables, language=language)
    lines = [
        link(site_name(TABLES, language), text("site.front.tables.list", language)),
        link(SITE_PACKAGE, text("site.front.tables.package", language), file_size(size, language)),
    ]
    lead = escape(text("site.front.tables.text", language, tables=count))
    return f'<p>{lead}</p><ul class="pages">{"".join(lines)}</ul>'


def _about(language: str) -> str:
    lines = [
        f"<dt>{anchor(site_name(stem, language), text(f'site.front.about.{key}', language))}</dt>"
        f"<dd>{escape(text(f'site.front.about.{key}_what', language))}</dd>"
        for stem, key in ((METHOD, "method"), (ACCESSIBILITY, "accessibility"))
    ]
    return f'<dl class="pairs">{"".join(lines)}</dl>'
