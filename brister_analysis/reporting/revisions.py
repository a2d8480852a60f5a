"""What was published when, and what differed each time, as readers are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from brister_analysis.analysis.published_tables import Revision, published_pages, read_revisions
from brister_analysis.analysis.table_changes import TableChange
from brister_analysis.language import catalogue, format_date, text
from brister_analysis.reference.places import region
from brister_analysis.reporting.context import CATALOGUES
from brister_analysis.reporting.coverage_map import place
from brister_analysis.reporting.section import Fragment
from brister_analysis.workspace import Workspace


def revision_log(
    workspace: Workspace, region_slug: str, place_slug: str, year: int, language: str
) -> Fragment:
    """Return when a yearly page was published, why, and what differed each time; nothing where it never
    was."""
    within = page_labels(region_slug, place_slug, year)
    lines = [
        _line(one, text("site.revisions.version", language, **_when(one, language)), language)
        for one in reversed(read_revisions(workspace, region_slug, year, within))
    ]
    heading = escape(text("site.revisions.heading", language))
    return Fragment(f'<h3>{heading}</h3><ul class="revisions">{"".join(lines)}</ul>' if lines else "")


def last_published(workspace: Workspace, region_slug: str, place_slug: str, year: int, language: str) -> str:
    """Return the day a yearly page was last published, in words; empty where it never was."""
    found = read_revisions(workspace, region_slug, year, page_labels(region_slug, place_slug, year))
    return format_date(found[-1].date, language) if found else ""


def site_revisions(workspace: Workspace, language: str) -> str:
    """Return the log of every page, the latest first."""
    found = []
    for slug, year, labels in published_pages(workspace):
        within = dict(labels)
        name = place(slug, within.get("area", slug), ()).name
        for one in read_revisions(workspace, slug, year, within):
            shown = text("site.front.revisions.line", language, place=name, year=year, **_when(one, language))
            found.append((one.date, one.number, slug, year, _line(one, shown, language)))
    if not found:
        return f"<p>{escape(text('site.front.revisions.none', language))}</p>"
    lines = "".join(line for *_, line in sorted(found, reverse=True))
    lead = escape(text("site.front.revisions.text", language))
    return f'<p>{lead}</p><ul class="revisions">{lines}</ul>'


def page_labels(region_slug: str, place_slug: str, year: int) -> Mapping[str, object]:
    """Return what holds for every table of a yearly page: by this its revisions are known."""
    return {"region_code": region(region_slug).code, "area": place_slug, "data_year": year}


def changed_words(changes: Sequence[TableChange], language: str) -> str:
    """Return what differs between two revisions in a few words: tables, and how many rows of each."""
    return ", ".join(
        text(
            f"site.front.revisions.kinds.{change.kind}",
            language,
            table=table_title(change.table, language),
            rows=change.rows,
        )
        for change in changes
    )


def table_title(name: str, language: str) -> str:
    """Return the caption of a protected table, or its name where the catalogues have none."""
    for room in CATALOGUES:
        found = catalogue(language, room).get("tables", {})
        if isinstance(found.get(name), Mapping) and "caption" in found[name]:
            return str(found[name]["caption"])
    return name


def _when(one: Revision, language: str) -> dict[str, object]:
    return {"date": format_date(one.date, language), "number": one.number}


def _line(one: Revision, shown: str, language: str) -> str:
    if one.first:
        what = text("site.front.revisions.first", language)
    elif one.changes:
        tables = changed_words(one.changes, language)
        what = text("site.front.revisions.changes", language, tables=tables)
    else:
        what = text("site.front.revisions.same", language)
    why = text("site.front.revisions.reason", language, reason=one.reason)
    return f"<li>{escape(shown)} {escape(what)} {escape(why)}</li>"
