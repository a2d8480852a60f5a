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

TICKED, UNTICKED = "☒", "☐"
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# What is deleted, a reading aid over the line, or settings (tab stops are called like tabs).
_SKIPPED = ("del", "moveFrom", "rt", "pPr", "rPr")
# What only stands around paragraphs, tables, rows or cells.
_TRANSPARENT = ("ins", "moveTo", "smartTag", "customXml")
# Boxes of the symbol fonts Word's own "insert symbol" offers, by the low byte of their code.
_SYMBOLS = {
    "Wingdings": {"A8": UNTICKED, "6F": UNTICKED} | dict.fromkeys(("FE", "FD", "FC", "FB"), TICKED),
    "Wingdings 2": {"A3": UNTICKED} | dict.fromkeys(("52", "51", "50", "4F", "53"), TICKED),
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_FILLER = re.compile(r"_{3,}|\.{5,}|…{2,}")
_OFF = ("0", "false", "off", "none")


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
    _settle_boxes(root)
    walk = _Walk(is_divider)
    for body in _children(root, "body"):
        walk.part(body, Cell(), False, False)
    return WordText(walk.pieces, walk.cells)


def _settle_boxes(root: Any) -> None:
    """Write the state of each check box control as its text, since any glyph may be shown for it."""
    for control in [one for one in root.iter() if _name(one) == "sdt"]:
        box = _below(control, "sdtPr", f"{_W14}checkbox")
        glyph = next((one for one in control.iter() if _name(one) in ("t", "sym")), None)
        if box is None or glyph is None:
            continue
        state = _below(box, f"{_W14}checked")
        on = state is not None and state.get(f"{_W14}val", "1").lower() not in _OFF
        glyph.tag = glyph.tag.rpartition("}")[0] + "}t"
        glyph.text = TICKED if on else UNTICKED


def _name(element: Any) -> str:
    """Return the local name of a Word element, the full name of any other."""
    tag = getattr(element, "tag", "")
    if not isinstance(tag, str):
        return ""
    for namespace in _WORD:
        if tag.startswith(namespace):
            return tag[len(namespace) :]
    return tag


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if _name(child) == name]


def _below(element: Any, *names: str) -> Any | None:
    """Return the element found by following child names, None when one is absent."""
    for name in names:
        found = _children(element, name)
        if not found:
            return None
        element = found[0]
    return element


def _value(element: Any | None, name: str = "val", default: str = "") -> str:
    if element is None:
        return default
    return next(
        (element.get(space + name) for space in _WORD if element.get(space + name) is not None), default
    )


def _number(element: Any | None, default: int) -> int:
    written = _value(element)
    return int(written) if written.isdecimal() else default


def _is_on(element: Any | None) -> bool:
    """Tell whether a setting is on: present, and not said to be off."""
    return element is not None and _value(element, default="1").lower() not in _OFF


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
        self.flow(element, cell, muted, entered)
        self.pieces += self._split(self.carried, cell, False)
        self.carried = []

    def flow(self, element: Any, cell: Cell, muted: bool, entered: bool) -> None:
        """Read what holds paragraphs and tables."""
        for child in element:
            name = _name(child)
            if name == "p":
                self.paragraph(child, cell, muted, entered)
            elif name == "tbl":
                self.table(child, cell, muted, entered)
            elif name == "sdt":
                content, *inner = _control(child, muted, entered)
                self.flow(content, cell, *inner)
            elif name == f"{_COMPATIBILITY}AlternateContent":
                self.flow(_choice(child), cell, muted, entered)
            elif name in _TRANSPARENT:
                self.flow(child, cell, muted, entered)

    def table(self, table: Any, parent: Cell, muted: bool, entered: bool) -> None:
        self.tables += 1
        number, open_merges = self.tables, dict[int, Cell]()
        for row, (element, row_muted, row_entered) in enumerate(_parts(table, "tr", muted, entered), start=1):
            properties = _below(element, "trPr")
            if properties is not None and _children(properties, "del"):
                continue
            column = _number(_below(element, "trPr", "gridBefore"), 0)
            for tc, cell_muted, cell_entered in _parts(element, "tc", row_muted, row_entered):
                span = max(1, _number(_below(tc, "tcPr", "gridSpan"), 1))
                merge = _below(tc, "tcPr", "vMerge")
                if (
                    merge is not None
                    and _value(merge, default="continue") == "continue"
                    and column in open_merges
                ):
                    cell = open_merges[column]
                    cell.rows.append(row)
                else:
                    cell = Cell(number, row, column, column + span - 1, parent, [row])
                    self.cells.append(cell)
                    open_merges.pop(column, None)
                    if merge is not None:
                        open_merges[column] = cell
                if _below(tc, "tcPr", "cellDel") is None:
                    self.part(tc, cell, cell_muted, cell_entered)
                column += span

    def paragraph(self, element: Any, cell: Cell, muted: bool, entered: bool) -> None:
        texts, boxes = list(self.carried), list[Any]()
        self._inline(element, texts, boxes, muted, entered)
        if _below(element, "pPr", "rPr", "del") is not None:
            self.carried = texts
            return
        self.carried = []
        self.paragraphs += 1
        style = _value(_below(element, "pPr", "pStyle")).casefold()
        heading = style.startswith(("heading", "rubrik", "title"))
        pieces = list(self._split(texts, cell, heading))
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
        if _name(element) == "r" and _is_on(_below(element, "rPr", "vanish")):
            return
        for child in element:
            name = _name(child)
            if name == "txbxContent":
                boxes.append(child)
            elif name == "sdt":
                content, *inner = _control(child, muted, entered)
                self._inline(content, texts, boxes, *inner)
            elif name == f"{_COMPATIBILITY}AlternateContent":
                self._inline(_choice(child), texts, boxes, muted, entered)
            elif name in _SKIPPED:
                continue
            elif (written := _character(child, name)) is not None:
                if not muted:
                    texts.append((written, entered or name == "fldChar"))
            else:
                # Drawings and pictures too: a text box lies deep inside them.
                self._inline(child, texts, boxes, muted, entered)


def _parts(element: Any, wanted: str, muted: bool, entered: bool) -> Iterator[tuple[Any, bool, bool]]:
    """Yield rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child, muted, entered
        elif name == "sdt":
            content, *inner = _control(child, muted, entered)
            yield from _parts(content, wanted, *inner)
        elif name in _TRANSPARENT:
            yield from _parts(child, wanted, muted, entered)


def _choice(alternatives: Any) -> Any:
    """Return what Word itself shows of several alternatives: the first choice, else the fallback."""
    for name in ("Choice", "Fallback"):
        for found in _children(alternatives, f"{_COMPATIBILITY}{name}"):
            return found
    return []


def _control(sdt: Any, muted: bool, entered: bool) -> tuple[Any, bool, bool]:
    """Return a control's content, whether to pass it over (a placeholder), and whether it is written in."""
    content = _below(sdt, "sdtContent")
    placeholder = _is_on(_below(sdt, "sdtPr", "showingPlcHdr"))
    return ([] if content is None else content), muted or placeholder, entered or _is_entry(sdt)


def _is_entry(sdt: Any) -> bool:
    """Tell whether a control is a place to write in, not one that keeps a part of the form together."""
    properties = _below(sdt, "sdtPr")
    names = [] if properties is None else [_name(one).rpartition("}")[2] for one in properties]
    keeps = any(name.startswith(("group", "docPart", "repeatingSection")) for name in names)
    return not keeps and not any(_name(one) in ("tbl", "tr") for one in sdt.iter())


def _character(element: Any, name: str) -> str | None:
    """Return the text an element stands for; None when it only holds others."""
    if name == "t":
        return element.text or ""
    if name in ("tab", "ptab"):
        return "\t"
    if name in ("br", "cr"):
        return "\n"
    if name == "noBreakHyphen":
        return "-"
    if name == "softHyphen":
        return ""
    if name == "sym":
        return _SYMBOLS.get(_value(element, "font"), {}).get(_value(element, "char")[-2:].upper(), "")
    if name == "fldChar":
        return _form_field(element)
    return None


def _form_field(field_character: Any) -> str:
    """Return the state of a legacy check box or list; text fields have their text in the runs that follow."""
    data = _below(field_character, "ffData")
    if data is None:
        return ""
    box = _below(data, "checkBox")
    if box is not None:
        state = _below(box, "checked")
        return TICKED if _is_on(state if state is not None else _below(box, "default")) else UNTICKED
    choices = _below(data, "ddList")
    if choices is None:
        return ""
    chosen = _below(choices, "result")
    number = _number(chosen if chosen is not None else _below(choices, "default"), 0)
    entries = [_value(one) for one in _children(choices, "listEntry")]
    return entries[number] if number < len(entries) else ""
