"""A table as cells and back: which counts it prints, and the table built from those that are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from brister_analysis.analysis.linked_cells import Cell, Key

TOTAL = "total"
BASES = ("n_reports", "n_mentions")
# How a hidden number is printed.
HIDDEN = ".."
MENTIONS = "mentions"
# Whether a scheme collected a cause is known of the scheme, not of the reports.
ALWAYS_OPEN = ("collected",)


@dataclass(frozen=True)
class Layout:
    """Which column of a frame is what; as `TableSpec` says, with every default filled in."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    count: str
    base_over: tuple[str, ...]
    within: tuple[tuple[str, str], ...]
    counts: str

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Rows and columns."""
        return self.rows + self.columns

    @property
    def mentions(self) -> str:
        """What mentions count: those of causes and those of measures are different things."""
        return f"{MENTIONS} {' '.join(sorted(self.base_over))}"

    def count_columns(self, present: pd.Index) -> list[tuple[str, str]]:
        """Return columns of counts and what each counts; mentions only where they or their base are printed.

        Where only their base is printed, a report is taken to mention a label once.
        """
        counted = [(self.count, self.counts)]
        if MENTIONS in present or BASES[1] in present:
            counted.append((MENTIONS if MENTIONS in present else self.count, self.mentions))
        return counted

    def base_columns(self, present: pd.Index) -> list[tuple[str, str]]:
        """Return columns of bases and what each counts."""
        counted = zip(BASES, (self.counts, self.mentions), strict=True)
        return [(column, counts) for column, counts in counted if column in present]

    def cell_key(self, counts: str, labels: Mapping[str, str]) -> Key:
        """Return the key of the count of a row with these labels."""
        return counts, tuple(sorted({**dict(self.within), **labels}.items()))

    def base_key(self, counts: str, labels: Mapping[str, str]) -> Key:
        """Return the key of the base of a row with these labels."""
        above = {name: label for name, label in labels.items() if name not in self.base_over}
        return self.cell_key(counts, above)


def row_labels(frame: pd.DataFrame, dimensions: Sequence[str]) -> list[dict[str, str]]:
    """Return the labels of each row; a total lacks the labels it is a total over."""
    labels = frame[list(dimensions)].astype("str").fillna("")
    return [
        {name: label for name, label in zip(dimensions, row, strict=True) if label != TOTAL}
        for row in labels.itertuples(index=False, name=None)
    ]


def cells_of(frame: pd.DataFrame, layout: Layout) -> tuple[Cell, ...]:
    """Return every count of a table and its bases.

    A frame with a column ``hidden`` is protected already: its hidden counts and missing bases are unknown. In
    any other frame a missing count is one that was never collected, and no cell.
    """
    protected = "hidden" in frame.columns
    cells: list[Cell] = []
    bases: dict[Key, int | None] = {}
    for row, labels in enumerate(row_labels(frame, layout.dimensions)):
        hidden = protected and bool(frame["hidden"].iloc[row])
        for column, counts in layout.count_columns(frame.columns):
            value = frame[column].iloc[row]
            if hidden or not pd.isna(value):
                key = layout.cell_key(counts, labels)
                is_total = len(labels) < len(layout.dimensions)
                cells.append(Cell(key, None if hidden else int(value), row, is_total))
        for column, counts in layout.base_columns(frame.columns):
            value = frame[column].iloc[row]
            if protected or not pd.isna(value):
                bases[layout.base_key(counts, labels)] = None if pd.isna(value) else int(value)
    cells += [
        Cell(key, value, -1 - number, True) for number, (key, value) in enumerate(sorted(bases.items()))
    ]
    return tuple(cells)


def without_hidden(
    frame: pd.DataFrame, layout: Layout, rows: Sequence[bool], bases: Mapping[Key, bool]
) -> pd.DataFrame:
    """Return the table built anew from what is open.

    Parameters
    ----------
    rows
        Which rows have their count hidden.
    bases
        Which bases are hidden: with a base goes all that is computed from it.
    """
    open_rows = [False] * len(frame)
    columns = {name: _rebuilt(frame[name], open_rows) for name in layout.dimensions}
    columns[layout.count] = _rebuilt(pd.to_numeric(frame[layout.count]).astype("Int64"), rows)
    computed = list(rows)
    for base, counts in layout.base_columns(frame.columns):
        without = [
            bases.get(layout.base_key(counts, labels), False)
            for labels in row_labels(frame, layout.dimensions)
        ]
        columns[base] = _rebuilt(pd.to_numeric(frame[base]).astype("Int64"), without)
        computed = [one or other for one, other in zip(computed, without, strict=True)]
    for name in frame.columns:
        if name not in (*columns, "hidden"):
            hidden = open_rows if name in ALWAYS_OPEN else rows if name == MENTIONS else computed
            columns[name] = _rebuilt(frame[name], hidden)
    columns["hidden"] = pd.Series(list(rows), dtype=bool)
    return pd.DataFrame(columns)


def _rebuilt(values: pd.Series, hidden: Sequence[bool]) -> pd.Series:
    """Return a column built from its open values alone, so that nothing lies beneath a mask."""
    if pd.api.types.is_bool_dtype(values.dtype):
        dtype = "boolean"
    elif pd.api.types.is_integer_dtype(values.dtype):
        dtype = "Int64"
    elif pd.api.types.is_float_dtype(values.dtype):
        dtype = "Float64"
    else:
        dtype = "str"
    open_values = [
        None if hide or pd.isna(value) else str(value) if dtype == "str" else value
        for value, hide in zip(values.tolist(), hidden, strict=True)
    ]
    return pd.Series(open_values, dtype=dtype)
