"""What a file says, in every layer of it: the pieces of text that the leak gate scans."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from brister_analysis.intake.gate_pdf import pdf_texts

_INLINE = re.compile(r"a|abbr|b|bdi|cite|code|del|em|i|ins|mark|q|s|small|span|strong|su[bp]|tspan|u|var")
# In Word, Excel and their drawings everything but these is within a line, so that runs cut no word in two.
_OFFICE = re.compile(r"wordprocessingml|spreadsheetml|drawingml")
_OFFICE_BLOCKS = re.compile(
    r"p|tc|tr|br|tab|cr|comment|si|c|row|is|v|f|pt|sheet|definedname|oddheader|oddfooter"
)
_DATA_URI = re.compile(r"data:([\w/+.-]*)(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=\s%]+)")
# Attributes of drawings that hold figures only.
_SILENT_ATTRIBUTES = re.compile(
    r"class|style|d|points|transform|viewbox|width|height|[cr]?[xy][12]?|r|fill|stroke"
)
# The ids that notebooks give their cells, some of them by chance all figures.
_IDENTITY = re.compile(r"[0-9a-f]{8,64}")


class UnreadableError(Exception):
    """A file that should leave could not be read, so that nobody knows what it says."""


class Piece(NamedTuple):
    """A stretch of text with its place.

    Parameters
    ----------
    text
        What is scanned; table cells and blocks are apart by line breaks.
    place
        Words that tell where it stands, never content.
    section
        Id of the nearest enclosing section of a page, "" outside.
    """

    text: str
    place: tuple[str, ...] = ()
    section: str = ""


def pieces_of(content: bytes, suffix: str) -> Iterator[Piece]:
    """Return the pieces of text in a file.

    Raises
    ------
    UnreadableError
        The file is not what its ending says.
    """
    reader = _READERS.get(suffix.lower())
    if reader is None:
        reader = _nothing if suffix.lower() in _SILENT else _plain
    try:
        yield from reader(content)
    except UnreadableError:
        raise
    except Exception as error:  # any reader's own error means the same: nobody knows what the file says
        raise UnreadableError from error


def _nothing(content: bytes) -> Iterator[Piece]:
    return iter(())


def _decoded(content: bytes) -> str:
    for coding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _plain(content: bytes) -> Iterator[Piece]:
    text = _decoded(content)
    yield from _embedded(text)
    yield Piece(_DATA_URI.sub(" ", text))


def _embedded(text: str, place: tuple[str, ...] = (), section: str = "") -> Iterator[Piece]:
    """What is embedded in a text as base64: images with metadata, tables to download."""
    for found in _DATA_URI.finditer(text):
        try:
            content = base64.b64decode(re.sub(r"\s|%0A", "", found.group(2)), validate=False)
        except (binascii.Error, ValueError):
            continue
        kind = _KINDS.get(found.group(1), "." + found.group(1).rpartition("/")[2])
        for piece in pieces_of(content, kind):
            yield piece._replace(place=(*place, *piece.place), section=piece.section or section)


def _html(content: bytes) -> Iterator[Piece]:
    from lxml import html

    if not content.strip():
        return
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    yield from _tree(html.document_fromstring(content, parser=parser))


def _xml(content: bytes) -> Iterator[Piece]:
    from lxml import etree

    yield from _tree(
        etree.fromstring(
            content, parser=etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        )
    )


def _tree(root) -> Iterator[Piece]:  # type: ignore[no-untyped-def]
    streams: dict[str, list[str]] = {}

    def walk(element, section: str) -> Iterator[Piece]:  # type: ignore[no-untyped-def]
        comment = not isinstance(element.tag, str)
        name = "" if comment else element.tag.rpartition("}")[2].lower()
        if not comment:
            # A section is known by its own id or by that of its heading.
            own = element.get("id") or element.get("aria-labelledby")
            if own and name in ("section", "article", "div", "footer", "aside"):
                section = own
            for key, value in element.attrib.items():
                plain = key.rpartition("}")[2].lower()
                if _SILENT_ATTRIBUTES.fullmatch(plain) or not value.strip():
                    continue
                yield from _embedded(value, (f"<{name} {plain}>",), section)
                yield Piece(_DATA_URI.sub(" ", value), (f"<{name} {plain}>",), section)
        if comment or name in ("script", "style"):
            text = element.text or ""
            yield from _embedded(text, (f"<{name or '!--'}>",), section)
            yield Piece(_DATA_URI.sub(" ", text), (f"<{name or '!--'}>",), section)
        else:
            stream = streams.setdefault(section, [])
            if _OFFICE.search(element.tag):
                edge = "\n" if _OFFICE_BLOCKS.fullmatch(name) else ""
            else:
                edge = "" if _INLINE.fullmatch(name) else "\n"
            stream.append(edge)
            stream.append(element.text or "")
            for child in element:
                yield from walk(child, section)
                streams.setdefault(section, []).append(child.tail or "")
            stream.append(edge)

    # lxml's trees of our pages are shallow; a generator keeps attributes and text in document order.
    yield from walk(root, "")
    for section, parts in streams.items():
        text = re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"(?<=\S)\n(?=\S)", "\n", "".join(parts)))
        yield Piece(text, (f"#{section}",) if section else (), section)


def _json(content: bytes) -> Iterator[Piece]:
    texts: list[str] = []

    def walk(value: object, key: str = "") -> Iterator[Piece]:
        if isinstance(value, dict):
            for name, inner in value.items():
                texts.append(str(name))
                yield from walk(inner, str(name))
        elif isinstance(value, list):
            if value and all(isinstance(item, str) for item in value):
                # A notebook keeps a cell's lines as a list.
                joined = "".join(value) if any(item.endswith("\n") for item in value) else "\n".join(value)
                yield from walk(joined, key)
            else:
                for item in value:
                    yield from walk(item, key)
        elif isinstance(value, str):
            if _IDENTITY.fullmatch(value) and key in ("id", "hash"):
                return
            if key in ("image/png", "image/jpeg"):
                yield from pieces_of(base64.b64decode(value), "." + key.rpartition("/")[2])
            elif key in ("text/html", "image/svg+xml"):
                yield from _html(value.encode("utf-8"))
            else:
                yield from _embedded(value)
                texts.append(_DATA_URI.sub(" ", value))

    yield from walk(json.loads(_decoded(content)))
    yield Piece("\n".join(texts))


def _csv(content: bytes) -> Iterator[Piece]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark), start=1):
        yield Piece("\n".join(row), (f"rad {number}",))


def _zip(content: bytes) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield Piece(name.replace("/", "\n").replace("_", " "), ("zip",))
            suffix = "." + name.rpartition(".")[2] if "." in name else ""
            inner = archive.read(name)
            if suffix == ".rels":
                suffix = ".xml"
            for piece in pieces_of(inner, suffix):
                yield piece._replace(place=(name if suffix == ".xml" else suffix, *piece.place))


def _image(content: bytes) -> Iterator[Piece]:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        said = [f"{key}\n{value}" for key, value in picture.info.items() if isinstance(value, str)]
        said += [
            _decoded(value)
            for value in picture.info.values()
            if isinstance(value, bytes) and len(value) < 100_000
        ]
        said += [str(value) for value in picture.getexif().values()]
    yield Piece("\n".join(said), ("metadata",))


def _parquet(content: bytes) -> Iterator[Piece]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    for key, value in (table.schema.metadata or {}).items():
        yield Piece(f"{_decoded(key)}\n{_decoded(value)}", ("metadata",))
    yield Piece("\n".join(table.column_names), ("kolumner",))
    for name, column in zip(table.column_names, table.columns, strict=True):
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            values = [value for value in column.to_pylist() if value]
            yield Piece("\n".join(values), (name if name.isidentifier() and len(name) < 30 else "kolumn",))


def _pdf(content: bytes) -> Iterator[Piece]:
    for number, said in enumerate(pdf_texts(content)):
        yield Piece(said, (f"sida {number}",) if number else ("metadata",))


_READERS: dict[str, Callable[[bytes], Iterator[Piece]]] = {
    ".html": _html,
    ".htm": _html,
    ".svg": _xml,
    ".xml": _xml,
    ".json": _json,
    ".ipynb": _json,
    ".csv": _csv,
    ".tsv": _csv,
    ".xlsx": _zip,
    ".docx": _zip,
    ".zip": _zip,
    ".parquet": _parquet,
    ".png": _image,
    ".jpg": _image,
    ".jpeg": _image,
    ".gif": _image,
    ".webp": _image,
    ".tif": _image,
    ".tiff": _image,
    ".pdf": _pdf,
}
# Fonts and the like say nothing; scripts and styles are read as text.
_SILENT = frozenset((".woff", ".woff2", ".ttf", ".otf", ".ico", ".pyc"))
_KINDS = {
    "image/svg+xml": ".svg",
    "text/html": ".html",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "font/woff2": ".woff2",
    "font/woff": ".woff",
    "application/font-woff2": ".woff2",
}
