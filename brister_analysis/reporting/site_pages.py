"""The pages around the reports that hold no figures of their own: all tables, method, accessibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from brister_analysis.language import catalogue, text
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.places import regions
from brister_analysis.reference.profiles import load_profile
from brister_analysis.reporting.built_pages import BuiltPage
from brister_analysis.reporting.coverage_map import place
from brister_analysis.reporting.downloads import anchor, file_size
from brister_analysis.reporting.section import Head, Section, absent
from brister_analysis.reporting.tables_html import plain_table
from brister_analysis.reporting.texts import to_html

SITE_PACKAGE = "datapackage.json"

Part = tuple[Head, list[Section]]


def site_head(name: str, language: str, notices: Sequence[str] = ()) -> Head:
    """Return the head of a page of the site; `name` is its group in the catalogue."""
    title, lead = text(f"site.{name}.title", language), text(f"site.{name}.lead", language)
    boxes = tuple(f"<p>{escape(notice)}</p>" for notice in notices)
    shown = f'<p class="lead">{escape(lead)}</p>'
    return Head(title, shown, boxes, {"description": lead}, text("page.head.site", language))


def tables_page(
    pages: Sequence[BuiltPage], packages: Mapping[str, Mapping[str, Any]], size: int, language: str
) -> Part:
    """Return the list of every table there is to download, by place and page, with the size of each.

    Parameters
    ----------
    pages
        Those of the language.
    packages
        As `read_packages`.
    size
        Bytes of the description of all tables.
    """
    notices = [text("site.front.synthetic", language)] if any(page.synthetic for page in pages) else []
    head = site_head("tables", language, notices)
    listed = [page for page in pages if page.path in packages]
    if not listed:
        return head, [
            Section(
                "none",
                text("site.tables.site", language),
                absent(text("site.tables.none", language)).html,
                0,
            )
        ]
    package = link(SITE_PACKAGE, text("site.front.tables.package", language), file_size(size, language))
    lead = f"<p>{escape(text('site.tables.csv', language))}</p>"
    sections = [
        Section("all", text("site.tables.site", language), f'{lead}<ul class="pages">{package}</ul>', 0)
    ]
    for (region, slug), group in groupby(in_order(listed), key=lambda page: (page.region, page.place)):
        html = "".join(_files(page, packages[page.path], language) for page in group)
        sections.append(Section(f"tables-{slug}", place_name(region, slug, language), html, len(sections)))
    return head, sections


def method_page(language: str) -> Part:
    """Return how the data is made: counting, intervals, disclosure, comparability, citing."""
    groups = _groups("method", language)
    sections = [_written("method", name, number, language) for number, name in enumerate(groups)]
    after = groups.index("causes")
    with_codebook = sections[after].html + _codebook(language)
    sections[after] = Section("causes", sections[after].heading, with_codebook, after)
    return site_head("method", language), sections


def accessibility_page(pages: Sequence[BuiltPage], language: str, own_regions: Path) -> Part:
    """Return the accessibility statement that the law asks for, with the contacts of the regions; profiles of
    the user's own lie in `own_regions`."""
    slugs = dict.fromkeys(page.region for page in pages if page.region and " " not in page.region)
    known = [load_profile(slug, own_regions).contact for slug in slugs]
    named = [contact for contact in dict.fromkeys(known) if contact]
    lines = [
        f"- {contact if _reachable(contact) else _say('no_address', language, contact=contact)}"
        for contact in named
    ]
    contacts = "\n".join(lines) or _say("no_contact", language)
    lacking = "" if all(map(_reachable, named)) else _say("lacking", language)
    return site_head("accessibility", language), [
        _written("accessibility", name, number, language, contacts=contacts, lacking=lacking)
        for number, name in enumerate(_groups("accessibility", language))
    ]


def _reachable(contact: str) -> bool:
    """Return whether a contact has a way to it: an address on the net, or a number to ring."""
    return "@" in contact or "://" in contact or sum(map(str.isdigit, contact)) >= 6


def _say(key: str, language: str, **values: object) -> str:
    return text(f"site.accessibility.contact.{key}", language, **values)


def in_order(pages: Sequence[BuiltPage]) -> list[BuiltPage]:
    """Return pages by region's code, place, newest year first, pages of several years before those of one;
    pages of several regions last."""
    codes = dict(zip(regions()["slug"], regions()["region_code"], strict=True))

    def key(page: BuiltPage) -> tuple[str, str, int, str]:
        newest = -int(page.period) if page.of_one_year else -9999
        return codes.get(page.region, "99"), page.place, newest, page.path

    return sorted(pages, key=key)


def place_name(region: str, slug: str, language: str) -> str:
    """Return what a page's place is called; pages of several regions share a heading."""
    if not region or " " in region:
        return text("site.front.pages.together", language)
    return place(region, slug, ()).name


def link(address: str, words: str, remark: str = "") -> str:
    """Return a line of a list: a link and a remark beside it."""
    return f"<li>{anchor(address, words, remark)}</li>"


def _files(page: BuiltPage, package: Mapping[str, Any], language: str) -> str:
    """Return a page's heading and the links to all its tables."""
    folder = PurePosixPath(page.path).parent
    heading = text("site.tables.page", language, period=page.period, kind=page.name)
    lines = [
        link(one.path, text("site.downloads.book", language), file_size(one.size, language))
        for one in page.documents
        if one.format == "xlsx"
    ]
    lines += [
        link(
            (folder / resource["path"]).as_posix(),
            text("site.downloads.table", language, title=resource["title"]),
            file_size(resource["bytes"], language),
        )
        for resource in package["resources"]
    ]
    return f'<h3>{escape(heading)}</h3><ul class="pages">{"".join(lines)}</ul>'


def _groups(name: str, language: str) -> list[str]:
    """Return the sections of a page of words, in the order of the catalogue."""
    return [key for key, value in catalogue(language, "site")[name].items() if isinstance(value, dict)]


def _written(page: str, name: str, order: int, language: str, **values: object) -> Section:
    words = text(f"site.{page}.{name}.text", language, **values)
    return Section(name, text(f"site.{page}.{name}.heading", language), to_html(words, 2), order)


def _codebook(language: str) -> str:
    """Return the causes of the common codebook with what counts as each."""
    book = codebook()
    names = dict(zip(book.areas["area"], book.areas[f"label_{language}"], strict=True))
    causes, none = book.causes.sort_values("order"), text("site.method.codebook_no_area", language)
    body = [
        [str(row[f"label_{language}"]), str(names.get(row["area"], none)), str(row[f"definition_{language}"])]
        for _, row in causes.iterrows()
    ]
    heads = [
        (text(f"site.method.codebook_{key}", language), "", False) for key in ("cause", "area", "definition")
    ]
    what = text("site.method.codebook_what", language, version=book.version)
    return plain_table(text("site.method.codebook_caption", language), what, heads, body)
