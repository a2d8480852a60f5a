"""A page is the one its place says: region, place, period and data hash are its own everywhere, and no other
page shows its figures."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from brister_analysis.errors import Fault, UsageError
from brister_analysis.language import LANGUAGES, text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from brister_analysis.reporting.built_pages import BuiltPage

HASH = re.compile(r"[0-9a-f]{64}")
# A figure's title always names place and period; a table's does where it holds numbers.
FIGURE_TITLES = "//figcaption/span[@class='what']"
TABLE_TITLES = "//caption/span[@class='what']"


def identity_faults(
    page: HtmlElement, expected: Mapping[str, Any], files: Mapping[str, str]
) -> Iterator[Fault]:
    """Yield every sign that a page, its figures, tables or files are of another place, period or data.

    Parameters
    ----------
    page
        The page.
    expected
        What it should be: `region`, `place`, `year`, `synthetic`, as far as known.
    files
        Text of the files beside it.
    """
    told = page_identity(page)
    if not told and not expected:
        return
    for part in ("region", "place", "year"):
        if expected.get(part) is not None and told.get(part) != str(expected[part]):
            yield _fault(part)
    shown = "".join(page.xpath("//main//text() | //footer//text()"))
    if not HASH.fullmatch(told.get("data", "")) or told["data"] not in shown:
        yield _fault("data")
    if "synthetic" in expected and (told.get("synthetic") == "true") != expected["synthetic"]:
        yield _fault("synthetic")
    if expected.get("year") is not None and str(expected["year"]) not in _description(page):
        yield _fault("description")
    yield from _titles(page, told)
    yield from _files(page, told, files)


def _description(page: HtmlElement) -> str:
    return "".join(page.xpath("//meta[@name='description']/@content"))


def page_identity(page: HtmlElement) -> dict[str, str]:
    """Return what a page says it is: region, place, year, data and synthetic."""
    meta = ((one.get("name"), one.get("content", "")) for one in page.xpath("//meta[@name]"))
    return {name.removeprefix("brister-"): content for name, content in meta if name.startswith("brister-")}


def figure_data(page: HtmlElement) -> str:
    """Return what the figures of a page say in words, one line a mark; empty where there are none.

    Neither place nor year is among it, so that the same numbers give the same words.
    """
    return "\n".join(
        " ".join(mark.text_content().split()) for mark in page.xpath("//figure/details[@class='words']//li")
    )


def figures_alike(pages: Sequence[BuiltPage]) -> list[Fault]:
    """Return a fault for each page whose figures say the same as those of a page made from other rows."""
    faults = []
    first: dict[tuple[str, str], BuiltPage] = {}
    for page in pages:
        if not page.figures:
            continue
        before = first.setdefault((page.language, page.figures), page)
        if before.data_hash != page.data_hash:
            faults.append(Fault("site.check.figures_alike", (page.path,), values={"other": before.path}))
    return faults


def _titles(page: HtmlElement, told: Mapping[str, str]) -> Iterator[Fault]:
    """Statistical titles name the page's own place and period, and no title names another place."""
    own, others = _names(told.get("region", ""), told.get("place"))
    period = told.get("year", "")
    ending = re.compile(rf", {re.escape(period)}(?![\d–])")
    several = " " in told.get("region", "")
    titles = {"figcaption": page.xpath(FIGURE_TITLES), "caption": page.xpath(TABLE_TITLES)}
    for where, found in titles.items():
        for title in found:
            said = " ".join(title.text_content().split())
            named = several or any(f", {name}, " in said for name in own)
            # A table that names neither is of no single place and period, such as a key to names.
            if where == "caption" and not named and not ending.search(said):
                continue
            if not named or not ending.search(said):
                yield _fault(where)
    description = _description(page)
    if own and not several and not any(name in description for name in own):
        yield _fault("description")
    headline = page.findtext(".//title") or ""
    if any(name in headline for name in own) or period not in headline:
        # People's own headline may well speak of a neighbour; the program's names the page's place and year.
        headline = ""
    said = "\n".join(
        [
            headline,
            description,
            *page.xpath("//svg/@aria-label"),
            *(title.text_content() for title in page.xpath(f"{FIGURE_TITLES} | {TABLE_TITLES}")),
        ]
    )
    for name in sorted(own, key=len, reverse=True):
        said = said.replace(name, " ")
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in others):
        yield _fault("other_place")


@cache
def _names(its_regions: str, place: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of a page's own regions and areas, and those of all others."""
    from brister_analysis.reference.places import areas, region, regions

    every: dict[str, set[str]] = {
        str(row["slug"]): {str(row["name"]), str(row["county"]), str(row["authority"])}
        for _, row in regions().iterrows()
    }
    codes = dict(zip(regions()["region_code"], regions()["slug"], strict=True))
    listed = areas().drop_duplicates("area")
    slugs = its_regions.split()
    try:
        slugs = [region(slug).slug for slug in slugs]
    except UsageError:
        return frozenset(), frozenset()
    own = set().union(*(every[slug] for slug in slugs)) if slugs else set()
    others = set().union(*(names for slug, names in every.items() if slug not in slugs))
    for row in listed.itertuples():
        # A page of one area is not a page of the others of its region.
        mine = codes[row.region_code] in slugs and (len(slugs) > 1 or row.area == place)
        (own if mine else others).add(str(row.area_name))
    return frozenset(own), frozenset(others - own)


def _files(page: HtmlElement, told: Mapping[str, str], files: Mapping[str, str]) -> Iterator[Fault]:
    """Files for download carry the page's place in their name, and place, period and data inside."""
    place = told.get("place", "")
    for name in sorted(set(page.xpath("//a[@download]/@href"))):
        stem = name.rpartition("/")[2].split(".")[0]
        if place and not re.search(rf"(?:^|-){re.escape(place)}(?:-|$)", stem):
            yield _fault("file", name)
        content = files.get(name, "")
        if content and name.endswith(".json"):
            same = _describes(content, told)
        else:
            same = not name.endswith(".csv") or not content or _of_page(content, told, page)
        if not same:
            yield _fault("file", name)


def _describes(content: str, told: Mapping[str, str]) -> bool:
    """Return whether a description of tables is that of the page."""
    try:
        package = json.loads(content)
    except ValueError:
        return False
    keys = {"region": "region", "place": "place", "period": "year", "fingerprint": "data"}
    return all(package.get(key) == told.get(name) for key, name in keys.items())


def _of_page(content: str, told: Mapping[str, str], page: HtmlElement) -> bool:
    """Return whether every row of a file that names a place or period names those of the page."""
    language = page.get("lang") if page.get("lang") in LANGUAGES else "sv"
    written = content.removeprefix("\ufeff")
    header, *rows = list(csv.reader(io.StringIO(written), delimiter=";" if language == "sv" else ",")) or [[]]
    place, period = (text(f"page.tables.file_columns.{key}", language) for key in ("place", "period"))
    own, _ = _names(told.get("region", ""), told.get("place"))
    if place not in header[:1] or not own:
        return True
    if any(row[0] not in own for row in rows):
        return False
    # A table of several years says in the same column which year a row is of.
    single = told.get("year", "").isdigit() and header[1:2] == [period]
    return not single or all(row[1] == told["year"] for row in rows)


def _fault(*where: str) -> Fault:
    return Fault("page.check.identity", where)
