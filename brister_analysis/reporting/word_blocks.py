"""A Word document as blocks of Markdown in reading order: headings, paragraphs, lists and tables.

Read are content controls, text boxes, hyperlinks and tracked insertions. Not read are tracked deletions,
hidden text, comments, placeholders and field codes. Pictures and notes are counted, since a page cannot show
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from brister_analysis.intake.word_elements import (
    COMPATIBILITY,
    below,
    character,
    children,
    choice,
    is_on,
    local_name,
    settle_boxes,
    value,
)
from brister_analysis.intake.word_text import clean
from brister_analysis.reporting.markdown import Words, inline
from brister_analysis.reporting.word_look import Look, field_address
from brister_analysis.reporting.word_parts import WordParts

_SKIPPED = ("del", "moveFrom", "rt", "pPr", "rPr", "instrText", "delText")
_TRANSPARENT = ("ins", "moveTo", "smartTag", "customXml", "sdtContent")
_PICTURES = ("drawing", "pict", "object")
_NOTES = ("footnoteReference", "endnoteReference")
_PLACEHOLDER = re.compile("placeholder|platsh")
# Signs people type, or that a pasted list has, instead of a list of Word's own.
_TYPED_ITEM = re.compile(r"(?:[•●▪◦○·\uf0b7\uf0a7]|-)[ \t]+")


@dataclass
class Block:
    """A piece of the document.

    Parameters
    ----------
    kind
        ``heading``, ``text``, ``item``, ``table`` or ``control`` (here a control with a tag begins).
    markdown
        What it says; of a heading only the words.
    level
        Of a heading, 1 for the top; of an item, how deep it stands, from 0.
    numbered
        Whether an item has a number.
    marks
        Names of the bookmarks that begin in a heading or text; the tag of a control.
    style
        Name of its style, in small letters.
    strong
        True when all of a text is bold, or it is styled as a title.
    title
        True in the style of the document's own title.
    """

    kind: str
    markdown: str
    level: int = 0
    numbered: bool = False
    marks: tuple[str, ...] = ()
    style: str = ""
    strong: bool = False
    title: bool = False


@dataclass(eq=False)
class BlockReader:
    """One way through a document.

    Parameters
    ----------
    parts
        Its styles, lists and links.
    instructions
        Start of the tags of controls that hold the form's own words, and are passed over.

    Attributes
    ----------
    blocks
        What was found, in reading order.
    controls
        Tag and plain text of each instruction passed over.
    pictures, notes
        How many have been passed over, by the number of blocks before them.
    """

    parts: WordParts
    instructions: str
    blocks: list[Block] = field(default_factory=list)
    controls: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    _marks: list[str] = field(default_factory=list)
    _carried: list[Words] = field(default_factory=list)

    def read(self, root: Any) -> list[Block]:
        """Read a document from the root of its XML."""
        settle_boxes(root)
        for body in children(root, "body"):
            self._flow(body)
        return self.blocks

    def _flow(self, element: Any) -> None:
        for child in element:
            name = local_name(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name == "bookmarkStart":
                self._marks.append(value(child, "name"))
            elif name == "sdt":
                self._control(child)
            elif name == f"{COMPATIBILITY}AlternateContent":
                self._flow(choice(child))
            elif name in _TRANSPARENT:
                self._flow(child)

    def _control(self, sdt: Any) -> None:
        tag, content = value(below(sdt, "sdtPr", "tag")), _content(sdt)
        if tag.startswith(self.instructions):
            self.controls.append((tag, said(content)))
            return
        if self._is_placeholder(sdt):
            return
        if tag:
            self.blocks.append(Block("control", "", marks=(tag,)))
        self._flow(content)

    def _is_placeholder(self, sdt: Any) -> bool:
        """Tell whether a control shows nothing but its prompt: what was written over one must be read."""
        if not is_on(below(sdt, "sdtPr", "showingPlcHdr")):
            return False
        runs = [one for one in sdt.iter() if local_name(one) == "r" and said(one)]
        names = (value(below(run, "rPr", "rStyle")).casefold() for run in runs)
        return all(_PLACEHOLDER.search(name) for name in names)

    def _paragraph(self, element: Any) -> None:
        words, boxes = list(self._carried), list[Any]()
        self._inline(element, words, boxes, Look())
        if below(element, "pPr", "rPr", "del") is not None:
            # A paragraph whose mark is deleted runs on into the next one.
            self._carried = words
        else:
            self._carried = []
            self._begin(element, words)
        for box in boxes:
            self._flow(box)

    def _begin(self, element: Any, words: list[Words]) -> None:
        markdown = inline(words)
        if not markdown:
            # Bookmarks of an emptied line must not move to the next.
            self._marks.clear()
            return
        marks, self._marks = tuple(self._marks), []
        level, item = self.parts.level(element), self.parts.item(element)
        style = self.parts.style(below(element, "pPr"), "pStyle").name
        title = style in ("title", "rubrik")
        strong = title or style == "subtitle" or all(one.bold for one in words if one.text.strip())
        if level is not None:
            plain = inline(Words(one.text) for one in words).replace("\\\n", " ")
            self.blocks.append(Block("heading", plain, level, marks=marks, title=title))
            return
        typed = _TYPED_ITEM.match("".join(one.text for one in words).lstrip())
        if item is None and typed:
            markdown, item = inline(_without(words, typed[0])), (False, 0)
        if item is not None:
            said_on_one_line = markdown.replace("\\\n", " ")
            self.blocks.append(Block("item", said_on_one_line, item[1], item[0], style=style))
        elif markdown:
            self.blocks.append(Block("text", markdown, marks=marks, style=style, strong=strong, title=title))

    def _table(self, table: Any) -> None:
        rows = [
            [self._cell(tc) for tc in _parts(row, "tc") if below(tc, "tcPr", "cellDel") is None]
            for row in _parts(table, "tr")
            if below(row, "trPr", "del") is None
        ]
        rows = [row for row in rows if any(row)]
        if not rows:
            return
        width = max(map(len, rows))
        lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
        self.blocks.append(Block("table", "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])))

    def _cell(self, cell: Any) -> str:
        inner = BlockReader(self.parts, self.instructions)
        inner._flow(cell)
        self.pictures += [len(self.blocks)] * len(inner.pictures)
        self.notes += [len(self.blocks)] * len(inner.notes)
        # A table in a cell has no place in Markdown: its words are kept, its lines are not.
        words = [re.sub(r"\|(?:---\|)+|(?<!\\)\|", " ", b.markdown) for b in inner.blocks]
        return " ".join(" ".join(words).replace("\\\n", " ").split())

    def _inline(self, element: Any, words: list[Words], boxes: list[Any], look: Look) -> None:
        if local_name(element) == "r":
            properties = below(element, "rPr")
            if is_on(below(properties, "vanish")) if properties is not None else False:
                return
            look = look.of_run(properties, self.parts)
        for child in element:
            name = local_name(child)
            if name == "bookmarkStart":
                self._marks.append(value(child, "name"))
            elif name == "txbxContent":
                boxes.append(child)
            elif name == "sdt":
                if not self._is_placeholder(child):
                    self._inline(_content(child), words, boxes, look)
            elif name == f"{COMPATIBILITY}AlternateContent":
                self._inline(choice(child), words, boxes, look)
            elif name in _NOTES:
                self.notes.append(len(self.blocks))
            elif name in _PICTURES and not any(local_name(one) == "txbxContent" for one in child.iter()):
                self.pictures.append(len(self.blocks))
            elif name == "hyperlink":
                self._inline(child, words, boxes, look.linking(self.parts.link(child)))
            elif name == "fldSimple":
                self._inline(child, words, boxes, look.linking(field_address(value(child, "instr"))))
            elif name == "fldChar":
                look.field(value(child, "fldCharType"))
                words += [Words(character(child, name) or "", *look.shown)]
            elif name == "instrText":
                look.code(child.text or "")
            elif name in _SKIPPED:
                continue
            elif (written := character(child, name)) is not None:
                words.append(Words(written.replace("\t", " "), *look.shown))
            else:
                self._inline(child, words, boxes, look)


def _without(words: list[Words], start: str) -> list[Words]:
    """Return words without the sign typed before them."""
    left, rest = len(start), []
    for one in [words[0]._replace(text=words[0].text.lstrip()), *words[1:]] if words else []:
        cut = min(left, len(one.text))
        left -= cut
        rest.append(one._replace(text=one.text[cut:]))
    return rest


def said(element: Any) -> str:
    """Return the plain words below an element with single spaces: what tells whether it has been changed.

    Word cuts a line into runs as it likes, also within a word; only paragraphs part words.
    """
    written = []
    for child in element.iter():
        if local_name(child) == "p":
            written.append(" ")
        elif local_name(child) == "t":
            written.append(child.text or "")
    return " ".join(clean("".join(written)).split())


def _content(sdt: Any) -> Any:
    found = below(sdt, "sdtContent")
    return [] if found is None else found


def _parts(element: Any, wanted: str) -> Iterator[Any]:
    """Yield rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in element:
        name = local_name(child)
        if name == wanted:
            yield child
        elif name == "sdt":
            yield from _parts(_content(child), wanted)
        elif name in _TRANSPARENT:
            yield from _parts(child, wanted)
