"""An empty Word document in the page's own look: A4, real heading styles, its language, nobody's name."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from brister_analysis.coding.package import fixed_package
from brister_analysis.language import SPOKEN

if TYPE_CHECKING:
    from docx.document import Document

INK, MUTED, ACCENT, RULE = "17252E", "52616B", "0D4F63", "D3DBDF"
FONT = "Calibri"
# Revision numbers of the template's own writing, and the code pages of its fonts.
_TEMPLATE_NUMBERS = re.compile(
    rb' w:rsid\w*="[0-9A-F]+"|<w:rsids>.*?</w:rsids>|<w:(?:sig|panose1)\b[^>]*/>', re.DOTALL
)
# Points: size, space before, space after.
_HEADINGS = {
    "Title": (24, 0, 10),
    "Heading 1": (16, 22, 6),
    "Heading 2": (13, 14, 4),
    "Heading 3": (11.5, 10, 3),
}


def new_document(title: str, language: str) -> Document:
    """Return an empty document with the page's styles.

    Parameters
    ----------
    title
        Document property; what a screen reader says first.
    language
        ``"sv"`` or ``"en"``: in which Word checks spelling and reads aloud.
    """
    from docx import Document as empty
    from docx.shared import Cm, Pt, RGBColor

    document = empty()
    properties = document.core_properties
    properties.title, properties.language = title, SPOKEN[language]
    properties.author, properties.last_modified_by, properties.comments = "brister", "brister", ""
    properties.created = properties.modified = dt.datetime(2019, 1, 1)
    properties.revision = 1
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(11), RGBColor.from_string(INK)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(7), 1.15
    for name, (size, before, after) in _HEADINGS.items():
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.font.color.rgb = RGBColor.from_string(ACCENT if name == "Heading 1" else INK)
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), True
    for name in ("Normal", *_HEADINGS):
        _own_font(document.styles[name])
    for border in document.styles["Title"].element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
    _speak(document, SPOKEN[language])
    return document


def saved(document: Document) -> bytes:
    """Return the document as a file: the same bytes each time, without the numbers that the library's own
    template carries along, since they look like telephone numbers to the leak gate.
    """
    out, cleaned = io.BytesIO(), io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as read, zipfile.ZipFile(cleaned, "w") as written:
        for name in read.namelist():
            part = read.read(name)
            written.writestr(name, _TEMPLATE_NUMBERS.sub(b"", part) if name.endswith(".xml") else part)
    return fixed_package(cleaned.getvalue())


def element(tag: str, parent: Any = None, /, **attributes: str) -> Any:
    """Return a new Word element with its attributes, put last in `parent` where one is given."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    if parent is not None:
        parent.append(made)
    return made


def number_pages(document: Document) -> None:
    """Write the number of each page, and how many there are, at its foot."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = 1
    for code, between in (("PAGE", " / "), ("NUMPAGES", "")):
        field = element("fldSimple", paragraph._p, instr=code)
        run = element("r", field)
        element("t", run).text = "1"
        if between:
            paragraph.add_run(between)


def _own_font(style: Any) -> None:
    """Set the font for all letters: headings otherwise take the theme's."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _speak(document: Document, spoken: str) -> None:
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    defaults.find(qn("w:rPrDefault")).find(qn("w:rPr")).find(qn("w:lang")).set(qn("w:val"), spoken)
