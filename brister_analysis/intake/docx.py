"""Read a filled-in Word form: every label with what was written to it, and nothing else of the file.

A form is a table with label cells, lines with a label and a colon, or both. The labels are known from the
region's profile, so each piece of text looks for its label: before it in the same cell, to the left in its
row, above it, or around the table it stands in. What finds none is told, so that nothing is lost without a
word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from brister_analysis.errors import Fault
from brister_analysis.intake.answers import placeholder_keys
from brister_analysis.intake.word_elements import TICKED, UNTICKED
from brister_analysis.intake.word_file import main_document
from brister_analysis.intake.word_text import Cell, Piece, read_text
from brister_analysis.language import text
from brister_analysis.reference.form_versions import label_key

_HINT = re.compile(r"\s*\([^()]*\)[\s:*]*$")
# How many lines one label may be broken over.
_LABEL_LINES = 3
# Letters and digits a text without a label may hold and still be numbering or decoration.
_STRAY = 3
# How many places of texts without a label are told.
_PLACES = 5


@dataclass(frozen=True)
class FormField:
    """A label of the form and what was written to it.

    Parameters
    ----------
    label
        As the profile writes it.
    value
        What was written, lines kept, empty when nothing was. Not shown, since it may hold names.
    place
        Where the label stands, as told to people ("tabell 1, rad 3").
    """

    label: str
    value: str = field(repr=False)
    place: str


@dataclass(frozen=True)
class DocxForm:
    """What a Word form holds.

    Parameters
    ----------
    fields
        Every known label after the first page, in reading order.
    first_page
        The same of the first page, which names people: for finding those names in the text and for nothing
        else.
    faults
        Why nothing could be read, or which text belongs to no label.
    """

    fields: tuple[FormField, ...] = ()
    first_page: tuple[FormField, ...] = field(default=(), repr=False)
    faults: tuple[Fault, ...] = ()


def read_docx(
    path: Path, labels: Iterable[str], first_page_ends: Iterable[str], template_texts: Iterable[str] = ()
) -> DocxForm:
    """Read a Word form.

    Parameters
    ----------
    path
        The file as received.
    labels
        Every label the form may have, of the first page too.
    first_page_ends
        Labels that end the first page; without one of them on a line of its own nothing of the form is used.
    template_texts
        Instructions printed in the form, which are no answers.

    Returns
    -------
    DocxForm
        With a fault and no fields when the file is no Word form, has no end of the first page, or holds two
        reports.

    Notes
    -----
    Never read: comments, properties, headers, footers, notes, deleted and hidden text, alternative texts.
    Two reports in one file are refused, since where the second one's first page begins cannot be known for
    sure.
    """
    root, fault = main_document(path)
    if fault is not None:
        return DocxForm(faults=(fault,))
    ends = {label_key(one): one for one in first_page_ends}
    known = {label_key(one): one for one in labels} | ends
    printed = placeholder_keys() | {label_key(one) for one in template_texts}

    def is_divider(piece: Piece) -> bool:
        return piece.alone and label_key(piece.text) in ends

    document = read_text(root, is_divider)
    pieces = [one for one in document.pieces if label_key(one.text) not in printed]
    dividers = sum(is_divider(piece) for piece in pieces)
    if dividers == 0:
        return DocxForm(faults=(Fault("forms.docx.no_first_page", allowed=tuple(ends.values())),))
    if dividers > 1:
        return DocxForm(faults=(Fault("forms.docx.several", values={"reports": dividers}),))
    pairs = _Pairing(known, set(ends), document.cells)
    pairs.read(pieces)
    places = list(dict.fromkeys(_place(piece) for piece in pairs.unplaced))
    return DocxForm(
        fields=tuple(_field(one) for one in pairs.found if one.page and label_key(one.label) not in ends),
        first_page=tuple(_field(one) for one in pairs.found if not one.page),
        faults=(Fault("forms.docx.unplaced", tuple(places[:_PLACES])),) if places else (),
    )


@dataclass(eq=False)
class _Label:
    """A label found, and the pieces written to it."""

    label: str
    page: int
    piece: Piece
    pieces: list[Piece] = field(default_factory=list)


def _field(found: _Label) -> FormField:
    value, line = "", None
    for piece in found.pieces:
        value += (" " if piece.line == line else "\n" if value else "") + piece.text
        line = piece.line
    return FormField(found.label, value, _place(found.piece))


def _place(piece: Piece) -> str:
    if piece.cell.table:
        return text("forms.place.table", table=piece.cell.table, row=piece.cell.row)
    return text("forms.place.paragraph", number=piece.paragraph)


class _Pairing:
    """Labels and texts of one document, brought together in reading order."""

    def __init__(self, labels: dict[str, str], ends: set[str], cells: Iterable[Cell]) -> None:
        self.labels, self.ends = labels, ends
        self.longest = max(map(len, labels)) + 60
        self.page = 0
        self.found: list[_Label] = []
        self.unplaced: list[Piece] = []
        # The last label begun in a cell; the label a cell is taking text for; whether a cell is all answer.
        self.begun: dict[Cell, _Label] = {}
        self.current: dict[Cell, _Label | None] = {}
        self.answers: dict[Cell, bool] = {}
        self.labelled_rows: dict[int, list[int]] = {}
        self.rows: dict[tuple[int, int], list[Cell]] = {}
        for cell in cells:
            for row in cell.rows:
                self.rows.setdefault((cell.table, row), []).append(cell)

    def read(self, pieces: list[Piece]) -> None:
        """Go through a document's pieces."""
        number = 0
        while number < len(pieces):
            piece = pieces[number]
            taken, label, answer = self._label(pieces[number : number + _LABEL_LINES])
            # A cell beside a label that begins with other text is all answer, labels or not.
            self.answers.setdefault(piece.cell, not label and self._beside(piece.cell) is not None)
            if label:
                self._begin(label, piece)
                if answer:
                    self.begun[piece.cell].pieces.append(replace(piece, text=answer))
            else:
                self._write(piece)
            number += taken

    def _label(self, pieces: list[Piece]) -> tuple[int, str, str]:
        """Return how many pieces a label takes, the label (empty: none), and the answer on its own line."""
        first = pieces[0]
        if self.answers.get(first.cell) or (first.entered and label_key(first.text) not in self.ends):
            return 1, "", ""
        for taken in range(len(pieces), 0, -1):
            lines = pieces[:taken]
            if all(one.cell is first.cell and (one is first or not one.entered) for one in lines):
                label = self._lookup(" ".join(one.text for one in lines))
                if label and (label_key(label) not in self.ends or first.alone):
                    return taken, label, ""
        return 1, *self._with_answer(first.text)

    def _lookup(self, written: str) -> str:
        if len(written) > self.longest:
            return ""
        # Forms add hints to a label, such as "(åååå-mm-dd)".
        return self.labels.get(label_key(written)) or self.labels.get(label_key(_HINT.sub("", written)), "")

    def _with_answer(self, written: str) -> tuple[str, str]:
        """Part "Etikett: svar", "Etikett ☒" and "☒ Etikett" into label and answer."""
        found = "", ""
        if written[0] in (TICKED, UNTICKED):
            found = self._lookup(written[1:]), written[0]
        for at, sign in reversed(list(enumerate(written[: self.longest]))):
            if not found[0] and at and sign in (":", "?", TICKED, UNTICKED):
                found = self._lookup(written[:at]), written[at + (sign in ":?") :].strip()
        return found if found[0] and label_key(found[0]) not in self.ends else ("", "")

    def _begin(self, label: str, piece: Piece) -> None:
        self.page += label_key(label) in self.ends
        self.found.append(_Label(label, self.page, piece))
        self.begun[piece.cell] = self.current[piece.cell] = self.found[-1]
        rows = self.labelled_rows.setdefault(piece.cell.table, [])
        rows += [piece.cell.row] if piece.cell.row not in rows[-1:] else []
        around = piece.cell.parent
        while around is not None:
            # A label within a table ends what the table stands in.
            self.current[around] = None
            around = around.parent

    def _write(self, piece: Piece) -> None:
        if piece.heading and not piece.cell.table:
            self.current[piece.cell] = None
            return
        label = self._of(piece.cell)
        if label is not None and label_key(label.label) not in self.ends:
            label.pieces.append(piece)
        elif self.page and sum(map(str.isalnum, piece.text)) > _STRAY:
            self.unplaced.append(piece)

    def _of(self, cell: Cell | None) -> _Label | None:
        """Return the label that a text in `cell` belongs to."""
        while cell is not None:
            for label in (self.current.get(cell), self._beside(cell), self._above(cell)):
                if label is not None and label.page == self.page:
                    return label
            cell = cell.parent
        return None

    def _beside(self, cell: Cell) -> _Label | None:
        """Return the nearest label to the left in any row the cell covers."""
        for row in cell.rows:
            left = [one for one in self.rows[cell.table, row] if one.last < cell.first and one in self.begun]
            if left:
                return self.begun[max(left, key=lambda one: one.last)]
        return None

    def _above(self, cell: Cell) -> _Label | None:
        """Return the label over the cell, unless that label has its answer beside it."""
        rows = [row for row in self.labelled_rows.get(cell.table, ())[-2:] if row < cell.row]
        if not rows:
            return None
        across = sorted(self.rows[cell.table, rows[-1]], key=lambda one: one.first)
        for one, beside in zip(across, [*across[1:], None], strict=True):
            covers = one.first <= cell.last and cell.first <= one.last
            if covers and one in self.begun and (beside is None or beside in self.begun):
                return self.begun[one]
        return None
