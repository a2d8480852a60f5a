"""The text of a Word document as a reader sees it, piece by piece, each with its place in the tables.

Read are paragraphs, tables, content controls, form fields, check boxes, text boxes and tracked insertions.
Not read are placeholders, tracked deletions, hidden text, field codes and every attribute (alternative
texts hold names too).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from brister_analysis.intake.word_elements import (
    COMPATIBILITY,
    below,
    character,
    children,
    choice,
    control,
    is_on,
    local_name,
    number,
    settle_boxes,
    value,
)

# What is deleted, a reading aid over the line, or settings (tab stops are called like tabs).
_SKIPPED = ("del", "moveFrom", "rt", "pPr", "rPr")
# What only stands around paragraphs, tables, rows or cells.
_TRANSPARENT = ("ins", "moveTo", "smartTag", "customXml")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_FILLER = re.compile(r"_{3,}|\.{5,}|…{2,}")


@dataclass(eq=False)
class Cell:
    """A cell of a table, or the flow of the document itself (`table` 0).

    `first` and `last` are grid columns; `rows` are all rows a vertically merged cell covers; `parent` is
    what the table stands in.
    """

    table: int = 0
    row: int = 0
    first: int = 0
    last: int = 0
    parent: Cell | None = None
    rows: list[int] = field(default_factory=list)


@dataclass
class Piece:
    """Text between two breaks or tabs.

    Parameters
    ----------
    text
        Cleaned: composed letters, plain spaces, no soft hyphens, no lines to write on.
    cell
        Where it stands.
    line, paragraph
        Numbers through the document; pieces of one line were parted by tabs.
    alone
        True when nothing else stands on its line.
    entered
        True when all of it stands in a content control: written by who filled in the form, so never a label.
    heading
        True in a paragraph styled as a heading.
    """

    text: str
    cell: Cell
    line: int
    paragraph: int
    alone: bool
    entered: bool
    heading: bool


def clean(written: str) -> str:
    """Return text with composed letters, plain single spaces and nothing invisible; line breaks stay.

    Examples
    --------
    >>> clean("A\\u030angermanland,\\xa0 Kra\\u00admfors ____")
    'Ångermanland, Kramfors'
    """
    visible = _FILLER.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", written)))
    return "\n".join(" ".join(line.split()) for line in visible.splitlines()).strip()


@dataclass(frozen=True)
class WordText:
    """A document's pieces in reading order, and all its cells, empty ones too."""

    pieces: list[Piece]
    cells: list[Cell]


def read_text(root: Any, is_divider: Callable[[Piece], bool]) -> WordText:
    """Return the text of a document.

    Parameters
    ----------
    root
        Root element of the main document.
    is_divider
        Tells whether a text ends the first page: boxes anchored there are taken as standing before it.
    """
    settle_boxes(root)
    walk = _Walk(is_divider)
    for body in children(root, "body"):
        walk.part(body, Cell(), False, False)
    return WordText(walk.pieces, walk.cells)


class _Walk:
    """One way through the document, collecting pieces."""

    def __init__(self, is_divider: Callable[[Piece], bool]) -> None:
        self.is_divider = is_divider
        self.pieces: list[Piece] = []
        self.cells: list[Cell] = []
        self.tables = self.paragraphs = self.lines = 0
        # Text of a paragraph whose mark is deleted: it runs on into the next one.
        self.carried: list[tuple[str, bool]] = []

    def part(self, element: Any, cell: Cell, muted: bool, entered: bool) -> None:
        """Read a body, a cell or a text box to its end."""
        outer, self.carried = self.carried, []
        self.flow(element, cell, muted, entered)
        self.pieces += self._split(self.carried, cell, False)
        self.carried = outer

    def flow(self, element: Any, cell: Cell, muted: bool, entered: bool) -> None:
        """Read what holds paragraphs and tables."""
        for child in element:
            name = local_name(child)
            if name == "p":
                self.paragraph(child, cell, muted, entered)
            elif name == "tbl":
                self.table(child, cell, muted, entered)
            elif name == "sdt":
                content, *inner = control(child, muted, entered)
                self.flow(content, cell, *inner)
            elif name == f"{COMPATIBILITY}AlternateContent":
                self.flow(choice(child), cell, muted, entered)
            elif name in _TRANSPARENT:
                self.flow(child, cell, muted, entered)

    def table(self, table: Any, parent: Cell, muted: bool, entered: bool) -> None:
        self.tables += 1
        this, open_merges = self.tables, dict[int, Cell]()
        for row, (element, row_muted, row_entered) in enumerate(_parts(table, "tr", muted, entered), start=1):
            properties = below(element, "trPr")
            if properties is not None and children(properties, "del"):
                continue
            column = number(below(element, "trPr", "gridBefore"), 0)
            for tc, cell_muted, cell_entered in _parts(element, "tc", row_muted, row_entered):
                span = max(1, number(below(tc, "tcPr", "gridSpan"), 1))
                merge = below(tc, "tcPr", "vMerge")
                continues = merge is not None and value(merge, default="continue") == "continue"
                if continues and column in open_merges:
                    cell = open_merges[column]
                    cell.rows.append(row)
                else:
                    cell = Cell(this, row, column, column + span - 1, parent, [row])
                    self.cells.append(cell)
                    open_merges.pop(column, None)
                    if merge is not None:
                        open_merges[column] = cell
                if below(tc, "tcPr", "cellDel") is None:
                    self.part(tc, cell, cell_muted, cell_entered)
                column += span

    def paragraph(self, element: Any, cell: Cell, muted: bool, entered: bool) -> None:
        texts, boxes = list(self.carried), list[Any]()
        self._inline(element, texts, boxes, muted, entered)
        self.paragraphs += 1
        runs_on = below(element, "pPr", "rPr", "del") is not None
        self.carried = texts if runs_on else []
        style = value(below(element, "pPr", "pStyle")).casefold()
        heading = style.startswith(("heading", "rubrik", "title"))
        pieces = [] if runs_on else list(self._split(texts, cell, heading))
        divides = any(self.is_divider(piece) for piece in pieces)
        if not divides:
            self.pieces += pieces
        for box in boxes:
            self.part(box, Cell(parent=cell), muted, entered)
        if divides:
            self.pieces += pieces

    def _split(self, texts: list[tuple[str, bool]], cell: Cell, heading: bool) -> Iterator[Piece]:
        """Part the text of a paragraph at breaks and tabs."""
        lines: list[list[list[tuple[str, bool]]]] = [[[]]]
        for written, entered in texts:
            for part in re.split(r"([\n\t])", written):
                if part == "\n":
                    lines.append([[]])
                elif part == "\t":
                    lines[-1].append([])
                elif part:
                    lines[-1][-1].append((part, entered))
        for line in lines:
            self.lines += 1
            segments = [(clean("".join(one for one, _ in segment)), segment) for segment in line]
            segments = [(written, segment) for written, segment in segments if written]
            for written, segment in segments:
                entered = all(inside for one, inside in segment if one.strip())
                yield Piece(written, cell, self.lines, self.paragraphs, len(segments) == 1, entered, heading)

    def _inline(
        self, element: Any, texts: list[tuple[str, bool]], boxes: list[Any], muted: bool, entered: bool
    ) -> None:
        """Read what stands within a paragraph."""
        if local_name(element) == "r" and is_on(below(element, "rPr", "vanish")):
            return
        for child in element:
            name = local_name(child)
            if name == "txbxContent":
                boxes.append(child)
            elif name == "sdt":
                content, *inner = control(child, muted, entered)
                self._inline(content, texts, boxes, *inner)
            elif name == f"{COMPATIBILITY}AlternateContent":
                self._inline(choice(child), texts, boxes, muted, entered)
            elif name in _SKIPPED:
                continue
            elif (written := character(child, name)) is not None:
                if not muted:
                    texts.append((written, entered or name == "fldChar"))
            else:
                # Drawings and pictures too: a text box lies deep inside them.
                self._inline(child, texts, boxes, muted, entered)


def _parts(element: Any, wanted: str, muted: bool, entered: bool) -> Iterator[tuple[Any, bool, bool]]:
    """Yield rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in element:
        name = local_name(child)
        if name == wanted:
            yield child, muted, entered
        elif name == "sdt":
            content, *inner = control(child, muted, entered)
            yield from _parts(content, wanted, *inner)
        elif name in _TRANSPARENT:
            yield from _parts(child, wanted, muted, entered)
