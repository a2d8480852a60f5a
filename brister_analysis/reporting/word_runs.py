"""Words of a page's element as runs in Word: emphasis, language, links out and within the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from brister_analysis.language import SPOKEN
from brister_analysis.reporting.word_document import element

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from lxml.html import HtmlElement

_OUT = re.compile(r"https?:|mailto:|tel:")


class Words:
    """Runs of one paragraph of a page's Word draft.

    Parameters
    ----------
    document, paragraph
        What is written to.
    size
        In points; 0 for that of the paragraph's style.
    without
        Elements that are passed over.
    """

    def __init__(
        self, document: Document, paragraph: Paragraph, size: float, without: tuple[str, ...]
    ) -> None:
        self.document, self.paragraph, self.size, self.without = document, paragraph, size, without
        self.target: Any = paragraph._p

    def write(self, source: HtmlElement, bold: bool, italic: bool, spoken: str) -> None:
        """Write an element's words, and those of what stands in it."""
        self._run(source.text, bold, italic, spoken)
        for child in source:
            if isinstance(child.tag, str) and child.tag not in self.without:
                self._child(child, bold, italic, child.get("lang", spoken))
            self._run(child.tail, bold, italic, spoken)

    def _child(self, child: HtmlElement, bold: bool, italic: bool, spoken: str) -> None:
        if child.tag == "br" or (child.tag == "small" and self.paragraph.text):
            self.paragraph.add_run().add_break()
        address = child.get("href", "") if child.tag == "a" else ""
        if _OUT.match(address) or address.startswith("#"):
            self.target = self._link(address)
        is_bold = bold or child.tag in ("strong", "b")
        self.write(child, is_bold and child.tag != "small", italic or child.tag in ("em", "i"), spoken)
        self.target = self.paragraph._p

    def _run(self, words: str | None, bold: bool, italic: bool, spoken: str) -> None:
        from docx.shared import Pt
        from docx.text.run import Run

        shown = re.sub(r"[ \t\r\n]+", " ", words or "")
        if not self.paragraph.text:
            shown = shown.lstrip(" ")
        if not shown:
            return
        made = element("r", self.target)
        run = Run(made, self.paragraph)
        run.text = shown
        run.bold, run.italic = bold or None, italic or None
        if self.size:
            run.font.size = Pt(self.size)
        if self.target is not self.paragraph._p:
            run.font.underline = True
        if spoken:
            element("lang", made.get_or_add_rPr(), val=SPOKEN[spoken])

    def _link(self, address: str) -> Any:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml.ns import qn

        made = element("hyperlink", self.paragraph._p)
        if address.startswith("#"):
            made.set(qn("w:anchor"), place_name(address[1:]))
            return made
        made.set(qn("r:id"), self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
        return made


def place_name(name: str) -> str:
    """Return the bookmark of a place on the page; Word takes 40 letters, digits and underscores."""
    return re.sub(r"\W", "_", name)[:40]
