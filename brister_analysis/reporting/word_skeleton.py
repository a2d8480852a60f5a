"""The skeleton of what people write, as Word: for each section a heading, what belongs there, and a box."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from brister_analysis.language import text
from brister_analysis.reporting.texts import plain_text
from brister_analysis.reporting.what_to_write import TextPart
from brister_analysis.reporting.word_blocks import said
from brister_analysis.reporting.word_document import ACCENT, MUTED, element, new_document, number_pages, saved
from brister_analysis.reporting.word_texts import instruction_tag, mark

if TYPE_CHECKING:
    from docx.document import Document

ASKED, PROMPT, HEADING = "Brister anvisning", "Placeholder Text", "Heading 1"


def word_skeleton(
    title: str, intro: Sequence[str], parts: Sequence[TextPart], language: str, quoted: str
) -> bytes:
    """Return a new Word file to write in.

    Parameters
    ----------
    title
        What the file is about.
    intro
        How to write in it, a line each.
    parts
        The sections.
    language
        Of the file.
    quoted
        What is said over what people wrote the year before.
    """
    document = new_document(title, language)
    _styles(document)
    number_pages(document)
    document.add_paragraph(title, style="Title")
    writer = _Writer(document, language, quoted)
    writer.instruct([(line, "") for line in intro])
    for part in parts:
        writer.section(part)
    return saved(document)


def with_parts(content: bytes, parts: Sequence[TextPart], language: str, quoted: str) -> bytes:
    """Return a Word file people have written in with further sections last; the rest of it as it was."""
    from docx import Document as opened

    document = opened(io.BytesIO(content))
    _styles(document)
    writer = _Writer(document, language, quoted)
    for part in parts:
        writer.section(part)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: Document) -> None:
    """Add the styles of instructions and prompts where they are missing."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    names = {style.name for style in document.styles}
    if HEADING not in names:
        document.styles.add_style(HEADING, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    if ASKED not in names:
        style = document.styles.add_style(ASKED, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.size, style.font.color.rgb = Pt(10), RGBColor.from_string(MUTED)
        # Borders come before indents, or Word calls the file damaged.
        borders = element("pBdr", style.element.get_or_add_pPr())
        element("left", borders, val="single", sz="12", space="8", color=ACCENT)
        style.paragraph_format.left_indent, style.paragraph_format.space_after = Cm(0.4), Pt(2)
    if PROMPT not in names:
        style = document.styles.add_style(PROMPT, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string("6B7780")


class _Writer:
    """Puts sections last in a document."""

    def __init__(self, document: Document, language: str, quoted: str) -> None:
        self.document, self.language, self.quoted = document, language, quoted
        self.style_id = document.styles[ASKED].style_id
        # Word names the id of a style in its own language.
        self.heading_id = str(document.styles[HEADING].style_id)
        # Word wants every control and bookmark to have a number of its own.
        self.number = max(
            [1000, *map(int, document.element.xpath("//w:sdtPr/w:id/@w:val | //w:bookmarkStart/@w:id"))]
        )

    def section(self, part: TextPart) -> None:
        """Write one section: heading with its bookmark, instruction, and the box."""
        name = mark(part.slug)
        paragraph = element("p")
        self._last(paragraph)
        element("pStyle", element("pPr", paragraph), val=self.heading_id)
        number = self._next()
        element("bookmarkStart", paragraph, id=number, name=name)
        _run(paragraph, part.title)
        element("bookmarkEnd", paragraph, id=number)
        lines = [(line, "") for line in part.asked]
        if part.quoted:
            lines += [(self.quoted, ""), *((line, "quote") for line in _quoted_lines(part.quoted))]
        self.instruct(lines)
        self._box(name, text("documents.skeleton.here", self.language))
        # Somewhere to go on below the box.
        self._last(element("p"))

    def instruct(self, lines: Sequence[tuple[str, str]]) -> None:
        """Write an instruction: locked, so that nobody writes in it by mistake, but it can be taken out."""
        properties, content = self._control(text("documents.skeleton.ask", self.language), "")
        element("lock", properties, val="contentLocked")
        for line, kind in lines:
            paragraph = element("p", content)
            shape = element("pPr", paragraph)
            element("pStyle", shape, val=self.style_id)
            _run(paragraph, f"• {line[2:]}" if line.startswith("- ") else line, italic=kind == "quote")
        # By what it says a changed one is known when the file is read.
        tag = properties[1]
        tag.set(next(iter(tag.attrib)), instruction_tag(said(content)))
        # The style's own space below each line is small, so the last one is told apart from the box.
        element("spacing", content[-1].find(shape.tag), after="140")

    def _box(self, name: str, prompt: str) -> None:
        properties, content = self._control(text("documents.skeleton.field", self.language), name)
        element("showingPlcHdr", properties)
        _run(element("p", content), prompt, style="PlaceholderText")

    def _control(self, alias: str, tag: str) -> tuple[Any, Any]:
        control = element("sdt")
        self._last(control)
        properties = element("sdtPr", control)
        element("alias", properties, val=alias)
        element("tag", properties, val=tag)
        element("id", properties, val=self._next())
        return properties, element("sdtContent", control)

    def _last(self, made: Any) -> None:
        """Put an element last in the document, before the settings of its last pages."""
        body = self.document.element.body
        if body.sectPr is None:
            body.append(made)
        else:
            body.sectPr.addprevious(made)

    def _next(self) -> str:
        self.number += 1
        return str(self.number)


def _run(paragraph: Any, words: str, style: str = "", italic: bool = False) -> None:
    from docx.oxml.ns import qn

    run = element("r", paragraph)
    if style or italic:
        properties = element("rPr", run)
        if style:
            element("rStyle", properties, val=style)
        if italic:
            element("i", properties)
    written = element("t", run)
    written.set(qn("xml:space"), "preserve")
    # Signs that XML cannot hold.
    written.text = "".join(sign if sign >= " " else " " for sign in words)


def _quoted_lines(markdown: str) -> list[str]:
    """Return Markdown as plain lines, for what is only to be read."""
    return [line.strip() for line in plain_text(markdown).splitlines() if line.strip()]
