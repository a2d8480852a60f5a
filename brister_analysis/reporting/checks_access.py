"""What a reader with a screen reader, a keyboard or a small screen needs of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from brister_analysis.errors import Fault
from brister_analysis.reporting.context import HIDDEN, NOT_COLLECTED
from brister_analysis.reporting.describe import ALT_LENGTH

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PLACEHOLDERS = re.compile(
    r"^(image|figure|bild|figur|diagram|chart|plot|untitled|no description)\W*\d*$", re.IGNORECASE
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def access_faults(page: HtmlElement, language: str) -> Iterator[Fault]:
    """Yield every fault of language, structure, names, tables and keyboard; colours are `checks_colour`'s."""
    yield from _document(page, language)
    yield from _headings(page)
    yield from _ids(page)
    yield from _pictures(page)
    yield from _tables(page)
    yield from _keyboard(page)


def _fault(key: str, *where: str, got: str | None = None) -> Fault:
    return Fault(f"page.check.{key}", tuple(where), got)


def _document(page: HtmlElement, language: str) -> Iterator[Fault]:
    if page.get("lang") != language:
        yield _fault("lang")
    if not (page.findtext(".//title") or "").strip():
        yield _fault("title")
    viewport = "".join(page.xpath("//meta[@name='viewport']/@content"))
    if "width=device-width" not in viewport or re.search(r"user-scalable\s*=\s*no|maximum-scale", viewport):
        yield _fault("viewport")
    for landmark in ("header", "main", "nav", "footer"):
        # A header inside a section is not a landmark.
        found = page.xpath(f"//{landmark}[not(ancestor::section or ancestor::article)]")
        if len(found) != 1:
            yield _fault("landmark", f"<{landmark}>", got=str(len(found)))
    for nav in page.xpath("//nav"):
        if not (nav.get("aria-label") or nav.get("aria-labelledby")):
            yield _fault("unnamed", "<nav>")
    links = page.xpath("//body//a[@href]")
    main = page.xpath("//main/@id")
    if not links or not main or links[0].get("href") != f"#{main[0]}":
        yield _fault("skip")


def _headings(page: HtmlElement) -> Iterator[Fault]:
    headings = page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")
    if len(page.xpath("//h1")) != 1 or headings[0].tag != "h1":
        yield _fault("h1", got=str(len(page.xpath("//h1"))))
    level = 0
    for heading in headings:
        depth = int(heading.tag[1])
        if depth > level + 1:
            yield _fault("heading_skips", f"<{heading.tag}>")
        if not heading.text_content().strip():
            yield _fault("unnamed", f"<{heading.tag}>")
        level = depth


def _ids(page: HtmlElement) -> Iterator[Fault]:
    ids = Counter(page.xpath("//@id"))
    for name in sorted(name for name, count in ids.items() if count > 1):
        yield _fault("id_twice", got=name)
    for names in page.xpath("//@aria-labelledby | //@aria-describedby | //label/@for"):
        if any(name not in ids for name in names.split()):
            yield _fault("id_missing", got=names)
    for link in page.xpath("//a[@href]"):
        if not (link.text_content().strip() or link.get("aria-label")):
            yield _fault("unnamed", "<a>")


def _pictures(page: HtmlElement) -> Iterator[Fault]:
    """Each picture says in 20-150 characters what it shows, with a number that is really in it."""
    for picture in page.xpath("//svg[not(@aria-hidden='true')] | //img[not(@alt='')]"):
        alt = (picture.get("aria-label") or picture.get("alt") or "").strip()
        where = f"<{picture.tag}>"
        if picture.tag == "svg" and picture.get("role") != "img":
            yield _fault("picture_role", where)
        if len(alt) not in ALT_LENGTH or PLACEHOLDERS.match(alt):
            yield _fault("alt", where, got=str(len(alt)))
        elif not set(NUMBER.findall(alt)) & set(NUMBER.findall(_data_of(picture))):
            yield _fault("alt_number", where)


def _data_of(picture: HtmlElement) -> str:
    figure = next(iter(picture.xpath("ancestor::figure")), picture)
    return " ".join(figure.xpath(".//text()"))


def _tables(page: HtmlElement) -> Iterator[Fault]:
    for number, table in enumerate(page.xpath("//table"), start=1):
        where = f"<table> {number}"
        if not "".join(table.xpath("./caption//text()")).strip():
            yield _fault("caption", where)
        headings = table.xpath(".//th")
        if not headings or any(
            th.get("scope") not in ("col", "row", "colgroup", "rowgroup") for th in headings
        ):
            yield _fault("scope", where)
        if any(not th.text_content().strip() for th in headings):
            yield _fault("unnamed", where, "<th>")
        cells = {cell.text_content().strip() for cell in table.xpath(".//td")}
        explained = " ".join(table.xpath("ancestor::section[1]//p[@class='under']//text()"))
        for sign in (HIDDEN, NOT_COLLECTED):
            if sign in cells and f"{sign} " not in explained:
                yield _fault("sign", where, got=sign)


def _keyboard(page: HtmlElement) -> Iterator[Fault]:
    for element in page.xpath("//*[@tabindex]"):
        # Only a box that scrolls needs a stop of its own, and then it needs a name.
        scrolls = (
            element.get("tabindex") == "0" and element.get("role") == "region" and element.get("aria-label")
        )
        if not scrolls:
            yield _fault("tabindex", f"<{element.tag}>")
    for element in page.xpath("//*[@accesskey or @autofocus]"):
        yield _fault("tabindex", f"<{element.tag}>")
