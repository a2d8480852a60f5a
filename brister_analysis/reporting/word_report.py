"""A finished page as an editable Word draft: its headings, texts, tables, figures and notes, nothing else.

It is made from the page itself, so that no number can differ. What belongs to a screen (contents, code,
downloads, a figure told in words) is left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from brister_analysis.reporting.svg_picture import png
from brister_analysis.reporting.word_document import (
    ACCENT,
    INK,
    MUTED,
    RULE,
    element,
    new_document,
    number_pages,
    saved,
)
from brister_analysis.reporting.word_runs import Words, place_name

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from lxml.html import HtmlElement

OWN, NOTICE, NOTE, FACT = "Brister egen text", "Brister notis", "Brister not", "Brister tal"
# The code and the list of files belong to a screen.
SHOWN = "//main/section[not(@class='code') and not(.//li/a[@download])]"
# Width of the text in centimetres: A4 without its margins.
WIDTH = 16.4
_LEFT_OUT = ("script", "style", "svg")


def word_report(page: str) -> bytes:
    """Return a page as a Word file: the same bytes for the same page.

    Parameters
    ----------
    page
        HTML of a page this package made.
    """
    from lxml import html

    root = html.fromstring(page)
    title = root.findtext(".//title") or ""
    document = new_document(title, root.get("lang", "sv"))
    _styles(document)
    number_pages(document)
    # A sheet that is taken out of the pile must say by itself what it is, made-up data above all.
    document.sections[0].header.paragraphs[0].add_run(title)
    writer = _Writer(document)
    document.add_paragraph(title, style="Title")
    for notice in root.xpath("//header//div[@class='notice']"):
        writer.blocks(notice, NOTICE)
    for part in root.xpath("//header/p[@class='lead'] | //header/dl"):
        writer.block(part, "Normal")
    for section in root.xpath(SHOWN):
        writer.blocks(section, "Normal")
    return saved(document)


def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    for name in (OWN, NOTICE, NOTE, FACT):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        if name in (OWN, NOTICE):
            # Borders come before indents, or Word calls the file damaged.
            _mark_own(style.element.get_or_add_pPr(), ACCENT if name == OWN else "6B4300")
            style.paragraph_format.left_indent = Cm(0.4)
        if name == NOTICE:
            style.font.color.rgb = RGBColor.from_string("6B4300")
        if name == NOTE:
            style.font.size, style.font.color.rgb = Pt(9), RGBColor.from_string(MUTED)
            style.paragraph_format.space_after = Pt(5)
    caption = document.styles["Caption"]
    caption.font.size, caption.font.color.rgb = Pt(10.5), RGBColor.from_string(INK)
    caption.paragraph_format.keep_with_next, caption.paragraph_format.space_before = True, Pt(10)
    caption.paragraph_format.space_after = Pt(4)
    header = document.styles["Header"]
    header.font.size, header.font.color.rgb = Pt(8.5), RGBColor.from_string(MUTED)


class _Writer:
    """Puts parts of a page last in a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_tag: dict[str, Callable[[HtmlElement, str], None]] = {
            "ul": self._list,
            "ol": self._list,
            "table": self._table,
            "figure": self._figure,
            "details": self._details,
            "dl": self._pairs,
        }

    def blocks(self, parent: HtmlElement, style: str) -> None:
        """Write everything in an element."""
        for child in parent:
            if isinstance(child.tag, str):
                self.block(child, style)

    def block(self, block: HtmlElement, style: str) -> None:
        """Write one block of the page; `style` is that of the paragraphs around it."""
        tag, kinds = block.tag, (block.get("class") or "").split()
        if tag in _LEFT_OUT or (block.xpath(".//a[@download]") and tag == "p"):
            return
        if re.fullmatch(r"h[2-6]", tag):
            heading = self.document.add_heading(level=int(tag[1]) - 1)
            self._words(heading, block)
            if block.get("id"):
                self._name(heading, place_name(block.get("id")))
        elif tag == "p":
            own = NOTE if {"under", "remark", "absent"} & set(kinds) else style
            self._words(self.document.add_paragraph(style=own), block)
        elif tag in self.by_tag:
            self.by_tag[tag](block, style)
        else:
            self.blocks(block, OWN if "own" in kinds else style)

    def _name(self, heading: Paragraph, name: str) -> None:
        """Put a bookmark around a heading, so that links within the page lead there in Word too."""
        number = str(len(self.document.element.body.xpath(".//w:bookmarkStart")) + 1)
        heading._p.insert(1, element("bookmarkStart", id=number, name=name))
        element("bookmarkEnd", heading._p, id=number)

    def _list(self, block: HtmlElement, style: str, depth: int = 1) -> None:
        kind = "List Number" if block.tag == "ol" else "List Bullet"
        name = f"{kind} {depth}" if depth > 1 else kind
        number = self._new_list(name) if block.tag == "ol" else None
        for item in block.findall("li"):
            paragraph = self.document.add_paragraph(style=name)
            if number is not None:
                listed = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                listed.get_or_add_ilvl().val, listed.get_or_add_numId().val = 0, number
            if style == OWN:
                _mark_own(paragraph._p.get_or_add_pPr())
            self._words(paragraph, item, without=("ul", "ol"))
            for inner in item.xpath("./ul | ./ol"):
                self._list(inner, style, min(depth + 1, 3))

    def _new_list(self, style: str) -> int:
        """Return the number of a list that counts from one again: Word goes on counting otherwise."""
        numbering = self.document.part.numbering_part.element
        properties = self.document.styles[style].element.pPr.numPr
        kind = numbering.num_having_numId(properties.numId.val).abstractNumId.val
        made = numbering.add_num(kind)
        made.add_lvlOverride(0).add_startOverride(1)
        return int(made.numId)

    def _details(self, block: HtmlElement, style: str) -> None:
        if "words" in (block.get("class") or "").split():
            return
        summary = block.find("summary")
        self._words(self.document.add_paragraph(style=style), summary, bold=True)
        for child in block:
            if child is not summary:
                self.block(child, style)

    def _pairs(self, block: HtmlElement, style: str) -> None:
        facts = "facts" in (block.get("class") or "").split()
        names, values = block.xpath(".//dt"), block.xpath(".//dd")
        for name, value in zip(names, values, strict=True):
            first, second = (value, name) if facts else (name, value)
            paragraph = self.document.add_paragraph(style=FACT if facts else style)
            self._words(paragraph, first, bold=True)
            asked = (name.text_content() or "").rstrip().endswith("?")
            paragraph.add_run(" " if facts or asked else ": ")
            self._words(paragraph, second)

    def _figure(self, block: HtmlElement, style: str) -> None:
        from docx.shared import Cm

        caption = block.find("figcaption")
        for line in caption:
            shown = self.document.add_paragraph(style="Caption" if line.get("class") == "message" else NOTE)
            shown.paragraph_format.keep_with_next = True
            self._words(shown, line)
        for drawing in block.xpath(".//svg[contains(@class, 'wide')]"):
            picture = self.document.add_picture(io.BytesIO(png(drawing)), width=Cm(WIDTH))
            properties = picture._inline.docPr
            properties.set("descr", drawing.get("aria-label", ""))
            properties.set("name", f"figure {properties.id}")
        for words in block.xpath("./details"):
            self.block(words, style)

    def _table(self, block: HtmlElement, style: str) -> None:
        caption = block.find("caption")
        named = self.document.add_paragraph(style="Caption")
        self._words(named, caption, without=("span",))
        for line in caption.findall("span"):
            said = self.document.add_paragraph(style=NOTE)
            said.paragraph_format.keep_with_next = True
            self._words(said, line)
        rows = [row.xpath("./th | ./td") for row in block.iter("tr")]
        head = len(block.xpath("./thead/tr"))
        width = max(map(len, rows))
        table = self.document.add_table(0, width)
        _plain_borders(table)
        for number, cells in enumerate(rows):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()
            element("cantSplit", properties)
            if number < head:
                element("tblHeader", properties)
            for place, cell in enumerate(cells):
                paragraph = row.cells[place].paragraphs[0]
                paragraph.style = self.document.styles["Normal"]
                self._cell(paragraph, cell, number < head, number + 1 < len(rows))
        _widths(table, rows)
        self.document.add_paragraph(style=NOTE).paragraph_format.space_after = 0

    def _cell(self, paragraph: Paragraph, cell: HtmlElement, head: bool, more: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        shape = paragraph.paragraph_format
        shape.space_after, shape.space_before, shape.line_spacing = Pt(2), Pt(2), 1.0
        shape.keep_with_next = head and more
        if "number" in (cell.get("class") or "").split():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._words(paragraph, cell, bold=head, size=9)

    def _words(
        self,
        paragraph: Paragraph,
        source: HtmlElement,
        bold: bool = False,
        size: float = 0,
        without: tuple[str, ...] = (),
    ) -> None:
        """Write the words of an element with their emphasis, links and language."""
        Words(self.document, paragraph, size, without).write(source, bold, False, source.get("lang", ""))


def _mark_own(properties: Any, colour: str = ACCENT) -> None:
    """Give a paragraph or style the edge that people's words have on the page."""
    borders = element("pBdr", properties)
    element("left", borders, val="single", sz="18", space="8", color=colour)


def _plain_borders(table: Any) -> None:
    """Give a table lines between its rows only, and let it take the whole width."""
    properties = table._tbl.tblPr
    borders = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        wide = side != "insideH"
        element(side, borders, val="single", sz="8" if wide else "4", space="0", color=INK if wide else RULE)
    look = properties.find(borders.tag.replace("tblBorders", "tblLook"))
    look.addprevious(borders)
    table.autofit = False


def _widths(table: Any, rows: list[list[HtmlElement]]) -> None:
    """Share the width by the longest word line of each column, the first column with the most."""
    from docx.shared import Cm

    width = len(table.columns)
    longest = [
        max((len(row[place].text_content().strip()) for row in rows if place < len(row)), default=1)
        for place in range(width)
    ]
    weights = [min(max(one, 7), 46) ** 0.6 for one in longest]
    for place, column in enumerate(table.columns):
        share = Cm(WIDTH * weights[place] / sum(weights))
        column.width = share
        for cell in column.cells:
            cell.width = share
