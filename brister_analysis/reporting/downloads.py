"""What a reader can take away from a page: its tables as CSV files, one workbook with all, and what they are.

What the files say of themselves is read from the finished sections, so that nothing is in them that is not on
the page.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.analysis.table_changes import leading_labels
from brister_analysis.language import NBSP, catalogue, file_ending, format_number, text
from brister_analysis.reporting.context import HIDDEN, NOT_COLLECTED
from brister_analysis.reporting.finding import shown_tables
from brister_analysis.reporting.section import SOURCES_APART, Head, Section

if TYPE_CHECKING:
    from lxml.html import HtmlElement

WHOLE, DECIMAL = re.compile(r"-?\d+"), re.compile(r"-?\d+(?:[.,]\d+)?(?:e-?\d+)?")
MISSING = ("", HIDDEN, NOT_COLLECTED)


@dataclass(frozen=True)
class Rights:
    """Who gathered what a page rests on, the licence of its findings, and whether it is made up."""

    producer: str
    licence: str
    synthetic: bool


NO_RIGHTS = Rights("", "", False)


@dataclass(frozen=True)
class Field:
    """A column: its heading in the file, what it holds, and its kind: text, whole (numbers) or number."""

    name: str
    description: str
    kind: str


@dataclass(frozen=True)
class DescribedTable:
    """A table as its file holds it, and what the page says of it.

    Parameters
    ----------
    file
        Name of the CSV file.
    title, what
        Caption and statistical title.
    notes
        What stands under it: signs, rule, remarks.
    fields
        Its columns.
    rows
        Its cells as the file has them.
    size
        Bytes of the file.
    missing
        What stands where a number is lacking.
    """

    file: str
    title: str
    what: str
    notes: tuple[str, ...]
    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...]
    size: int
    missing: tuple[str, ...] = MISSING

    def values(self) -> list[list[str | int | float]]:
        """Return the rows with numbers as numbers; signs stay signs."""
        return [
            [_value(cell, field.kind, self.missing) for cell, field in zip(row, self.fields, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Origin:
    """What holds for every table of a page; texts as printed, empty where nothing is known.

    `made_up` says what is made up and what is real all the same; `sources` are those of what is real.
    """

    language: str
    title: str
    description: str
    region: str
    place: str
    period: str
    data_hash: str
    synthetic: bool
    made_up: str
    producer: str
    licence: str
    sources: tuple[str, ...]


def origin(head: Head, language: str, rights: Rights) -> Origin:
    """Return what a page's head says of it, and its rights."""
    meta = head.meta
    synthetic = meta.get("brister-synthetic") == "true"
    # A page of published figures does not rest on the made-up forms of its region.
    known = rights if rights.synthetic == synthetic else NO_RIGHTS
    return Origin(
        language,
        head.title,
        meta.get("description", ""),
        meta.get("brister-region", ""),
        meta.get("brister-place", ""),
        meta.get("brister-year", ""),
        meta.get("brister-data", ""),
        synthetic,
        _made_up(head, language) if synthetic else "",
        known.producer,
        known.licence,
        tuple(one for one in meta.get("brister-sources", "").split(SOURCES_APART) if one),
    )


def _made_up(head: Head, language: str) -> str:
    """Return the page's own notice that it is made up, which says what is real all the same."""
    from lxml import html

    told = html.fragment_fromstring(head.notices[0], create_parent="div") if head.notices else None
    return text("page.synthetic.banner", language) if told is None else _plain(told)


def missing_signs(language: str) -> list[str]:
    """Return everything that can stand where a number is lacking: also that it is counted in another row."""
    together = catalogue(language, "highlights")["tables"]["together"]
    return [*MISSING, together["cell"], together["apart"]]


def described_tables(sections: Sequence[Section], language: str) -> list[DescribedTable]:
    """Return every table that sections offer as a file, in the order of the page."""
    from lxml import html

    found = []
    for section in sections:
        files = {download.name: download.content for download in section.downloads}
        title, what = section.heading, ""
        notes: list[str] = []
        for element in html.fragment_fromstring(section.html, create_parent="div").iter("caption", "p"):
            if element.tag == "caption":
                (title, what), notes = _caption(element), []
            elif element.get("class") == "under":
                links = [name for name in element.xpath("./a[@download]/@href") if name in files]
                notes += [] if links else [_plain(element)]
                for name in links:
                    found.append(_described(name, files.pop(name), title, what, notes, language))
    return found


def add_downloads(
    head: Head, sections: Sequence[Section], language: str, stem: str, rights: Rights
) -> tuple[list[Section], dict[str, str | bytes]]:
    """Return the sections with one more that lists all files, and the files by name.

    Parameters
    ----------
    head, sections
        The page's parts.
    stem
        What the page's own file is called, without language and ending.
    rights
        Of what the page rests on.
    """
    from brister_analysis.reporting.datapackage import page_package
    from brister_analysis.reporting.workbook import workbook_bytes

    kept: dict[str, str | bytes] = {file.name: file.content for one in sections for file in one.downloads}
    tables = described_tables(sections, language)
    if not tables:
        return list(sections), kept
    about = origin(head, language, rights)
    ending = file_ending(language)
    book = f"{stem}-{text('site.downloads.book_file', language)}{ending}.xlsx"
    package = f"{stem}{ending}.datapackage.json"
    kept[book] = workbook_bytes(about, tables)
    kept[package] = json.dumps(page_package(about, tables), ensure_ascii=False, indent=1) + "\n"
    section = _section(tables, [(book, "book"), (package, "package")], kept, sections[-1].order, language)
    # What the page is made of stands last.
    return [*sections[:-1], section, sections[-1]], kept


def anchor(address: str, words: str, remark: str = "") -> str:
    """Return a link with a remark beside it; what is no page is marked as a file to download."""
    download = "" if address.endswith(".html") else " download"
    said = f' <span class="remark">{escape(remark)}</span>' if remark else ""
    return f'<a href="{escape(address)}"{download}>{escape(words)}</a>{said}'


def file_size(size: int, language: str) -> str:
    """Write a number of bytes as kilobytes."""
    return format_number(size / 1000, 1 if size < 10_000 else 0, language) + NBSP + "kB"


def _section(
    tables: Sequence[DescribedTable],
    whole: Sequence[tuple[str, str]],
    files: Mapping[str, str | bytes],
    order: int,
    language: str,
) -> Section:
    lines = [(name, text(f"site.downloads.{key}", language), len(_bytes(files[name]))) for name, key in whole]
    lines += [(one.file, text("site.downloads.table", language, title=one.title), one.size) for one in tables]
    listed = "".join(
        f"<li>{anchor(name, what, file_size(size, language))}</li>" for name, what, size in lines
    )
    lead = escape(text("site.downloads.lead", language))
    html = f'<p>{lead}</p><ul class="pages">{listed}</ul>'
    heading, short = (text(f"site.downloads.{key}", language) for key in ("heading", "short"))
    return Section("downloads", heading, html, order, short)


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _caption(caption: HtmlElement) -> tuple[str, str]:
    what = " ".join(caption.xpath("./span[@class='what']//text()"))
    title = " ".join(caption.xpath(".//text()[not(ancestor::span[@class='what'])]"))
    return " ".join(title.split()), " ".join(what.split())


def _plain(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _described(
    name: str, content: str, title: str, what: str, notes: Sequence[str], language: str
) -> DescribedTable:
    written = content.removeprefix("\ufeff")
    delimiter = ";" if language == "sv" else ","
    header, *records = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
    labels, missing = leading_labels(records), missing_signs(language)
    fields = tuple(
        _field(heading, number < labels, [record[number] for record in records], language)
        for number, heading in enumerate(header)
    )
    rows = tuple(tuple(record) for record in records)
    return DescribedTable(
        name, title, what, tuple(notes), fields, rows, len(content.encode()), tuple(missing)
    )


def _field(heading: str, label: bool, cells: Sequence[str], language: str) -> Field:
    compared = catalogue(language, "comparison")["compared"]
    columns = (
        compared["volume"]["file_columns"],
        compared["file_columns"],
        catalogue(language, "page")["tables"]["file_columns"],
        {"made_up": text("page.synthetic.column", language)},
    )
    # The first of two columns of the same name, and what all pages say before what one of them does.
    known = {name: key for one in columns for key, name in reversed(one.items())}
    described = catalogue(language, "site")["fields"]
    key = known.get(heading, "")
    description = described.get(key) or described["label" if label else "other"]
    missing = missing_signs(language)
    held = [cell for cell in cells if cell not in missing]
    if label or not held:
        kind = "text" if label else _contract_kind(key)
    elif all(WHOLE.fullmatch(cell) for cell in held):
        # Percent without decimals in one year has them in another.
        kind = _contract_kind(key) if _contract_kind(key) != "text" else "whole"
    else:
        kind = "number" if all(DECIMAL.fullmatch(cell) for cell in held) else "text"
    return Field(heading, description, kind)


def _contract_kind(key: str) -> str:
    """Return what ``tables.toml`` says that a column of a file holds."""
    column = key.removeprefix("plain_")
    kinds = {
        one["kind"]
        for one in shown_tables()["columns"].values()
        if column in one["from"] and one["kind"] not in ("text", "status")
    }
    return "text" if not kinds else "whole" if kinds == {"count"} else "number"


def _value(cell: str, kind: str, missing: Sequence[str]) -> str | int | float:
    if kind == "text" or cell in missing:
        return cell
    return int(cell) if kind == "whole" else float(cell.replace(",", "."))
