"""The front page: which regions, years and languages there are, read from the pages themselves."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path

from brister_analysis.language import LANGUAGES, text
from brister_analysis.reporting.convert import fill_template
from brister_analysis.reporting.request import index_name
from brister_analysis.reporting.section import Head, Section
from brister_analysis.workspace import Workspace


@dataclass(frozen=True)
class BuiltPage:
    """A page under ``reports``: its path there and what it says of itself."""

    path: str
    title: str
    region: str
    period: str
    language: str
    synthetic: bool


def build_index(workspace: Workspace) -> Path:
    """Write ``reports/index.html`` and ``index.en.html`` from the pages that lie there.

    Returns
    -------
    Path
        The Swedish front page.
    """
    pages = built_pages(workspace)
    workspace.reports().mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        html = _index(pages, language)
        path = workspace.reports() / index_name(language)
        partial = path.with_suffix(".partial")
        partial.write_text(html, encoding="utf-8", newline="\n")
        os.replace(partial, path)
    return workspace.reports() / index_name("sv")


def built_pages(workspace: Workspace) -> list[BuiltPage]:
    """Return every page under ``reports`` but the front pages, sorted by path."""
    from lxml import html as parser

    found = []
    front = {index_name(language) for language in LANGUAGES}
    for path in sorted(workspace.reports().rglob("*.html")):
        if ".staging" in path.parts or (path.parent == workspace.reports() and path.name in front):
            continue
        page = parser.fromstring(path.read_text(encoding="utf-8"))
        meta = {one.get("name"): one.get("content") for one in page.xpath("//meta[@name]")}
        if "brister-region" not in meta:
            # Something a person put there: not ours to list.
            continue
        language = page.get("lang", "sv")
        found.append(
            BuiltPage(
                path.relative_to(workspace.reports()).as_posix(),
                page.findtext(".//title") or path.stem,
                meta["brister-region"],
                meta.get("brister-year", ""),
                language,
                meta.get("brister-synthetic") == "true",
            )
        )
    return found


def _index(pages: list[BuiltPage], language: str) -> str:
    from brister_analysis.reference.places import region

    def say(key: str) -> str:
        return text(f"page.{key}", language)

    together = [page for page in pages if " " in page.region]
    slugs = list(dict.fromkeys(page.region for page in pages if page not in together))
    sections = [
        Section(slug, region(slug).county, _links([p for p in pages if p.region == slug], language), order)
        for order, slug in enumerate(slugs)
    ]
    if together:
        own = [page for page in together if page.language == language]
        heading = text("comparison.index.heading", language)
        sections.append(Section("together", heading, _list(own), len(sections)))
    about = [
        Section(slug, say(f"index.{slug}.heading"), f"<p>{escape(say(f'index.{slug}.text'))}</p>", 0)
        for slug in ("reading", "nothing")
        if (slug == "nothing") != bool(pages)
    ]
    notices = (f"<p>{escape(say('index.made_up'))}</p>",) if any(page.synthetic for page in pages) else ()
    lead = f'<p class="lead">{escape(say("index.lead"))}</p>'
    head = Head(say("index.title"), lead, notices, {"description": say("index.lead")}, say("head.site"))
    other = next(index_name(one) for one in LANGUAGES if one != language)
    return fill_template(head, [*sections, *about], [], language, other, "")


def _links(pages: list[BuiltPage], language: str) -> str:
    """Return one region's pages in the front page's language: over time first, then the newest year first."""
    own = sorted((page for page in pages if page.language == language), key=lambda page: page.path)
    by_year = sorted(
        (page for page in own if page.period.isdigit()), key=lambda page: page.period, reverse=True
    )
    groups = {"over_time": [page for page in own if not page.period.isdigit()], "by_year": by_year}
    return "".join(
        f"<h3>{escape(text(f'page.index.groups.{name}', language))}</h3>{_list(shown)}"
        for name, shown in groups.items()
        if shown
    )


def _list(pages: list[BuiltPage]) -> str:
    lines = [
        f'<li><a href="{escape(page.path)}">{escape(page.title)}</a> '
        f'<span class="remark">{escape(page.period)}</span></li>'
        for page in pages
    ]
    return f'<ul class="pages">{"".join(lines)}</ul>'
