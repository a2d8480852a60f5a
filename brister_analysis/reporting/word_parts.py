"""What a Word file says besides its text: its styles, lists and links, which lie in parts of their own."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brister_analysis.intake.word_elements import below, children, is_on, local_name, number, value
from brister_analysis.intake.word_file import LARGEST_XML

_HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])")
_INNER_LIST = re.compile(r"list (?:bullet|number) ([2-9])")
_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S+")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# In outline levels the body text is 9.
_BODY = 9


@dataclass(frozen=True)
class Style:
    """A style, with what it takes from the style it is based on."""

    name: str = ""
    level: int | None = None
    list_id: str = ""
    list_level: int = 0
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class WordParts:
    """Styles by id, whether a list is numbered by (list id, level), and addresses of links by relation id."""

    styles: dict[str, Style] = field(default_factory=dict)
    numbered: dict[tuple[str, int], bool] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def style(self, properties: Any | None, kind: str) -> Style:
        """Return the style that a paragraph's or run's properties name; `kind` is pStyle or rStyle."""
        return self.styles.get(value(below(properties, kind)) if properties is not None else "", Style())

    def level(self, paragraph: Any) -> int | None:
        """Return the level of a heading, 1 for the top one, None for a paragraph of text."""
        properties = below(paragraph, "pPr")
        if properties is None:
            return None
        own = number(below(properties, "outlineLvl"), -1)
        if own >= 0:
            return own + 1 if own < _BODY else None
        return self.style(properties, "pStyle").level

    def item(self, paragraph: Any) -> tuple[bool, int] | None:
        """Return whether a paragraph of a list is numbered, and how deep it stands; None outside lists."""
        properties = below(paragraph, "pPr")
        if properties is None:
            return None
        style = self.style(properties, "pStyle")
        list_id, depth = style.list_id, style.list_level
        own = below(properties, "numPr")
        if own is not None:
            list_id = value(below(own, "numId"), default=list_id)
            depth = number(below(own, "ilvl"), depth)
        if list_id in ("", "0"):
            return None
        # Word's own styles for lists within lists have lists of their own, all at the top level.
        inner = _INNER_LIST.fullmatch(style.name)
        depth = max(depth, int(inner[1]) - 1) if inner else depth
        return self.numbered.get((list_id, depth), "number" in style.name), depth

    def link(self, hyperlink: Any) -> str:
        """Return the address of a link that leads out of the document, empty for any other."""
        return safe_address(self.links.get(hyperlink.get(_RELATION, ""), ""))


def safe_address(address: str) -> str:
    """Return an address a page may link to, written so that Markdown takes it; empty for others."""
    quoted = address.strip().replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    return quoted if _LINK.fullmatch(quoted) else ""


def read_parts(path: Path) -> WordParts:
    """Read the parts beside the text; what is missing or damaged is taken as absent."""
    with zipfile.ZipFile(path) as package:
        styles = _styles(_root(package, "word/styles.xml"))
        numbered = _numbered(_root(package, "word/numbering.xml"))
        links = _links(_root(package, "word/_rels/document.xml.rels"))
    return WordParts(styles, numbered, links)


def _root(package: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    if name not in package.namelist() or package.getinfo(name).file_size > LARGEST_XML:
        return []
    try:
        return etree.fromstring(package.read(name), parser)
    except etree.XMLSyntaxError:
        return []


def _styles(root: Any) -> dict[str, Style]:
    written = {value(one, "styleId"): one for one in root if local_name(one) == "style"}
    found: dict[str, Style] = {}

    def read(style_id: str, trail: tuple[str, ...] = ()) -> Style:
        if style_id in found or style_id not in written or style_id in trail:
            return found.get(style_id, Style())
        one = written[style_id]
        base = read(value(below(one, "basedOn")), (*trail, style_id))
        name = value(below(one, "name")).casefold()
        paragraph, run = below(one, "pPr"), below(one, "rPr")
        listed = below(one, "pPr", "numPr")
        found[style_id] = Style(
            name,
            _style_level(name, paragraph, base.level),
            value(below(listed, "numId"), default=base.list_id) if listed is not None else base.list_id,
            number(below(listed, "ilvl"), base.list_level) if listed is not None else base.list_level,
            _set(run, "b", base.bold),
            _set(run, "i", base.italic),
        )
        return found[style_id]

    for style_id in written:
        read(style_id)
    return found


def _style_level(name: str, paragraph: Any | None, inherited: int | None) -> int | None:
    named = _HEADING.fullmatch(name)
    if named:
        return int(named[1])
    own = number(below(paragraph, "outlineLvl"), -1) if paragraph is not None else -1
    if own >= 0:
        return own + 1 if own < _BODY else None
    return inherited


def _set(run: Any | None, name: str, inherited: bool) -> bool:
    own = below(run, name) if run is not None else None
    return inherited if own is None else is_on(own)


def _numbered(root: Any) -> dict[tuple[str, int], bool]:
    """Return list id and level to whether it is numbered; bullets and lists without signs are not."""
    kinds = {}
    for abstract in (one for one in root if local_name(one) == "abstractNum"):
        for level in children(abstract, "lvl"):
            kind = value(below(level, "numFmt"), default="decimal")
            place = value(abstract, "abstractNumId"), int(value(level, "ilvl", "0"))
            kinds[place] = kind not in ("bullet", "none")
    found = {}
    for one in (one for one in root if local_name(one) == "num"):
        abstract_id = value(below(one, "abstractNumId"))
        for (known, level), numbered in kinds.items():
            if known == abstract_id:
                found[value(one, "numId"), level] = numbered
    return found


def _links(root: Any) -> dict[str, str]:
    return {one.get("Id", ""): one.get("Target", "") for one in root if one.get("TargetMode") == "External"}
