"""What differs between two sets of printed tables, cell by cell.

Only what is printed is compared, so a hidden number is ``..`` here too and can't be told: a cell that becomes
hidden, or stops being it, is a change like any other.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from brister_analysis.analysis.protected_table import ProtectedTable
from brister_analysis.analysis.table_cells import BASES, HIDDEN

# What is no label of a row: a number, an interval, a sign. A year is one.
MEASURE = re.compile(r"(?!(?:19|20)\d\d(?:–(?:19|20)\d\d)?$)[<-]?\s?\d[\d\s.,%–-]*|\.\.|–|")

Printed = dict[tuple[str, ...], dict[str, str]]


@dataclass(frozen=True)
class CellChange:
    """One cell that is printed otherwise: labels of its row, its column, and how it was and is printed.

    ``..`` stands for a hidden number and "" for a cell that is not there or has no number.
    """

    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class TableChange:
    """A table that is new, gone or changed; `cells` are those of a changed one, in the order of the table."""

    table: str
    kind: str
    cells: tuple[CellChange, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows have a changed cell."""
        return len({cell.row for cell in self.cells})


def changed_tables(
    before: Sequence[ProtectedTable], after: Sequence[ProtectedTable]
) -> tuple[TableChange, ...]:
    """Return what differs between the protected tables of two builds or revisions of one page.

    Parameters
    ----------
    before, after
        Tables, told apart by their names.

    Returns
    -------
    tuple of TableChange
        By name of table; empty when everything is printed alike. `kind` is ``new``, ``gone`` or ``changed``.

    Notes
    -----
    Numbers are compared to six digits, so that another version of a library is no change.
    """
    return _changes(
        {table.name: _printed(table) for table in before}, {table.name: _printed(table) for table in after}
    )


def changed_files(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[TableChange, ...]:
    """Return what differs between the files for download of two builds of one page.

    Parameters
    ----------
    before, after
        Text of each CSV file by its name, as `tables_html.to_csv` writes it.

    Returns
    -------
    tuple of TableChange
        As `changed_tables`; the name of a table is that of its file.
    """
    return _changes(
        {name: _read(written) for name, written in before.items()},
        {name: _read(written) for name, written in after.items()},
    )


def _changes(before: Mapping[str, Printed], after: Mapping[str, Printed]) -> tuple[TableChange, ...]:
    found = []
    for name in sorted({*before, *after}):
        if name not in before or name not in after:
            found.append(TableChange(name, "new" if name not in before else "gone"))
        elif cells := _cells(before[name], after[name]):
            found.append(TableChange(name, "changed", cells))
    return tuple(found)


def _cells(before: Printed, after: Printed) -> tuple[CellChange, ...]:
    changes = []
    for labels in dict.fromkeys((*before, *after)):
        old, new = before.get(labels, {}), after.get(labels, {})
        for column in dict.fromkeys((*old, *new)):
            pair = old.get(column, ""), new.get(column, "")
            if pair[0] != pair[1]:
                changes.append(CellChange(" · ".join(label for label in labels if label), column, *pair))
    return tuple(changes)


def _printed(table: ProtectedTable) -> Printed:
    dimensions = (*table.rows, *table.columns)
    shown = {}
    for record in table.frame.to_dict("records"):
        labels = tuple("" if _missing(record[name]) else str(record[name]) for name in dimensions)
        hidden = bool(record["hidden"]) or any(_missing(record[name]) for name in BASES if name in record)
        shown[labels] = {
            str(name): _written(value, hidden)
            for name, value in record.items()
            if name != "hidden" and name not in dimensions
        }
    return shown


def _written(value: object, hidden: bool) -> str:
    if _missing(value):
        return HIDDEN if hidden else ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _missing(value: object) -> bool:
    return bool(pd.isna(value))  # type: ignore[call-overload]


def _read(written: str) -> Printed:
    text = written.removeprefix("\ufeff")
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    header, *records = list(csv.reader(io.StringIO(text), delimiter=delimiter)) or [[]]
    labels = leading_labels(records)
    shown: Printed = {}
    for record in records:
        key = tuple(record[:labels])
        while key in shown:
            # Rows that nothing tells apart are told apart by their order.
            key = (*key, "")
        shown[key] = dict(zip(header[labels:], record[labels:], strict=False))
    return shown


def leading_labels(records: Sequence[Sequence[str]]) -> int:
    """Return how many columns of a file say what its rows are about: those before the first measure.

    Examples
    --------
    >>> leading_labels([["Skåne", "2023", "SIP", "..", "12,5"]])
    3
    """
    measures = (
        number
        for number, cells in enumerate(zip(*records, strict=False))
        if any(MEASURE.fullmatch(cell) for cell in cells)
    )
    return next(measures, 1)
