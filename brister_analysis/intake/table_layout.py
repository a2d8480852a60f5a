"""Where the reports stand in a sheet: its header, which column is which field, and which rows are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from brister_analysis.intake.table_rows import SourceRow, cell_text, table_words
from brister_analysis.intake.word_text import clean
from brister_analysis.reference.form_versions import FieldSpec, FormVersion, label_key

# A header stands near the top, below titles and explanations.
_SEARCHED = 40
_LONGEST_LABEL = 120
# A row that sums up or ends the table has at most so many cells with something in them.
_MOST_CELLS = 4


@dataclass
class Block:
    """A header and the rows below it, up to the next header.

    Parameters
    ----------
    version
        The form the labels belong to.
    columns
        Number of the column → its field and its label as written.
    labelled
        Numbers of columns that have a label but no field.
    width, end
        How many cells the header has, and how its line ends.
    rows
        Every row below that holds something.
    """

    version: FormVersion
    columns: dict[int, tuple[FieldSpec, str]]
    labelled: tuple[int, ...]
    width: int
    end: str
    rows: list[SourceRow] = field(default_factory=list)

    def fits(self, row: SourceRow) -> bool:
        """Tell whether the row of a text file has as many cells as the header and ends as it does, so that
        none is shifted or cut off."""
        if row.lines is None:
            return True
        return not row.broken and len(row.cells) == self.width and row.end in ("", self.end)

    def unread(self) -> tuple[int, ...]:
        """Return the columns that belong to no field and have a label or hold something."""
        found = set(self.labelled)
        for row in self.rows:
            extra = [at for at, cell in enumerate(row.cells) if cell != "" and at not in self.columns]
            if extra and self.fits(row) and not self.is_no_report(row):
                found.update(extra)
        return tuple(sorted(found))

    def is_no_report(self, row: SourceRow) -> bool:
        """Tell whether a row sums up or ends the table: few cells, the first beginning with such a word, or
        a single cell where no text or organisation is asked for."""
        if row.broken or sum(cell != "" for cell in row.cells) > _MOST_CELLS:
            return False
        filled = [(at, shown) for at, cell in enumerate(row.cells) if (shown := cell_text(cell))]
        if not filled:
            return False
        word, rest = _first_words(filled[0][1])
        is_text = self._type(filled[0][0]) == "text"
        if word and not (is_text and any(letter.isalpha() for letter in rest)):
            return not any(self._type(at) == "text" for at, _ in filled[1:])
        return len(filled) == 1 and self.fits(row) and self._type(filled[0][0]) in ("", "date", "case")

    def _type(self, column: int) -> str:
        return self.columns[column][0].type if column in self.columns else ""


def _first_words(written: str) -> tuple[str, str]:
    """Return the words of a sum or footnote that a text begins with, empty when none, and what follows."""
    plain = written.casefold().strip(" .:")
    for word in table_words()["no_report"]:
        if plain == word or plain.startswith((word + " ", word + ":")):
            return word, plain[len(word) :]
    return "", plain


class Layout:
    """Finds the headers of known forms.

    Parameters
    ----------
    versions
        Forms whose reports are rows.
    data_year
        Of two forms with the same labels the one in use that year is meant.
    """

    def __init__(self, versions: Iterable[FormVersion], data_year: int) -> None:
        self.year = data_year
        self.fields = [
            (one, {label_key(label): spec for spec in one.fields for label in spec.labels})
            for one in versions
        ]
        self.labels = {label for _, fields in self.fields for label in fields}

    def blocks(self, rows: list[SourceRow]) -> list[Block]:
        """Return every header with its rows; none when there is no header."""
        below, block = self._first(rows)
        if block is None:
            return []
        found = [block]
        for row in rows[below:]:
            again = self._header(row, found[-1])
            if again is not None:
                found.append(again)
            elif not row.is_blank:
                found[-1].rows.append(row)
        return found

    def _first(self, rows: list[SourceRow]) -> tuple[int, Block | None]:
        """Return the row below the first header, and its block.

        A row counts as a header with half the labels of the best one, so that the first of several tables is
        found; of two rows one below the other the better is the header.
        """
        tried = [self._best(row, rows[at - 1] if at else None) for at, row in enumerate(rows[:_SEARCHED])]
        most = max((count for count, _ in tried), default=0)
        for at, (count, block) in enumerate(tried):
            below = tried[at + 1][0] if at + 1 < len(tried) else 0
            if block is not None and 2 * count >= most and below <= count:
                return at + 1, block
        return 0, None

    def _best(self, row: SourceRow, above: SourceRow | None) -> tuple[int, Block | None]:
        """Return how many fields a row names as a header of the form that fits it best, and its block."""
        best: tuple[tuple[int, bool, int], Block | None] = ((0, False, 0), None)
        for labels in _labelled(row, above):
            for rank, (version, fields) in enumerate(self.fields):
                block = _block(version, fields, labels, row.end)
                named = len({spec.column for spec, _ in block.columns.values()})
                score = (named, version.in_use(self.year), rank)
                if named >= 2 and score > best[0]:
                    best = score, block
        return best[0][0], best[1]

    def _header(self, row: SourceRow, current: Block) -> Block | None:
        """Return the block a row begins when it is a header again: several exports in one sheet."""
        filled = islice((cell for cell in row.cells if isinstance(cell, str) and cell.strip()), 3)
        if not any(len(cell) <= _LONGEST_LABEL and label_key(cell) in self.labels for cell in filled):
            return None
        named, block = self._best(row, None)
        return block if 2 * named >= len(current.columns) else None


def _labelled(row: SourceRow, above: SourceRow | None) -> Iterator[list[str]]:
    """Yield the labels of a header of one row, and of one whose labels begin in the row above."""
    own = _spread(row)
    yield own
    if above is not None and above.lines is None and any(own):
        upper = _spread(above)
        upper += [""] * (len(own) - len(upper))
        joined = [f"{a} {b}" if a and b and a != b else b or a for a, b in zip(upper, own, strict=False)]
        if joined != own:
            yield joined


def _spread(row: SourceRow) -> list[str]:
    """Return the texts of a row that may be labels; a cell merged over several columns stands in each."""
    found = [cell if isinstance(cell, str) and len(cell) <= _LONGEST_LABEL else "" for cell in row.cells]
    for first, last in row.merged:
        for column in range(first + 1, min(last + 1, len(found))):
            found[column] = found[first]
    return found


def _block(version: FormVersion, fields: dict[str, FieldSpec], labels: list[str], end: str) -> Block:
    keys = [label_key(label) if label else "" for label in labels]
    columns = {at: (fields[key], clean(labels[at])) for at, key in enumerate(keys) if key in fields}
    labelled = tuple(at for at, key in enumerate(keys) if key and key not in fields)
    return Block(version, columns, labelled, len(labels), end)
