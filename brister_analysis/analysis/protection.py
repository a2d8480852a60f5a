"""The gate for small numbers: nothing is shown, printed or downloaded except as a `ProtectedTable`.

A count n with 1 <= n < threshold is hidden with everything computed from it; zero is open. The threshold
follows from what the table is about (`disclosure_class`). What was hidden is nowhere in a `ProtectedTable`:
its frame is built anew from the open values, since a masked pandas array keeps the number beneath its mask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd

from brister_analysis.analysis.disclosure import (
    PUBLISHED_ELSEWHERE,
    DisclosureClass,
    disclosure_class,
    latest_inhabitants,
)
from brister_analysis.analysis.linked_cells import CountedTable, Key, link
from brister_analysis.analysis.protected_table import ProtectedTable, TableSpec
from brister_analysis.analysis.suppression import Unprotectable, suppress
from brister_analysis.analysis.table_cells import (
    ALWAYS_OPEN,
    BASES,
    TOTAL,
    Layout,
    cells_of,
    without_hidden,
)
from brister_analysis.errors import CheckRefused, DataError, Fault, UsageError

__all__ = [
    "PUBLISHED_ELSEWHERE",
    "TOTAL",
    "DisclosureClass",
    "ProtectedTable",
    "TableSpec",
    "disclosure_class",
    "latest_inhabitants",
    "protect",
    "protect_linked",
]


def protect(
    table: pd.DataFrame | ProtectedTable,
    rows: str | Sequence[str] = (),
    columns: str | Sequence[str] | None = None,
    threshold: int | DisclosureClass = 5,
    *,
    count: str = "count",
    derived: Sequence[str] | None = None,
    base_over: Sequence[str] | None = None,
    several: Sequence[str] = (),
    partial: Sequence[str] = (),
    within: Mapping[str, object] | None = None,
    counts: str = "reports",
    name: str = "table",
    known: Sequence[ProtectedTable] = (),
) -> ProtectedTable:
    """Protect one table, given everything that is already printed.

    Parameters
    ----------
    table
        Long table; a `ProtectedTable` comes back unchanged.
    known
        What an outsider can already read: other tables of the page, what stands in ``published/``.
    rows, columns, threshold, count, derived, base_over, several, partial, within, counts, name
        As in `TableSpec`.

    Returns
    -------
    ProtectedTable
        Cells with 1 <= n < threshold are hidden. Row, column and label order change nothing.

    Raises
    ------
    UsageError
        A column is missing or the threshold is below 1 or 2.
    DataError
        A cell stands twice or a count is not a whole number from 0.
    CheckRefused
        What is known already gives a small number away, whatever is hidden.

    Examples
    --------
    >>> units = pd.DataFrame({"unit": ["a", "b", "c", "total"], "count": [9, 2, 0, 11]})
    >>> protect(units, "unit").frame[["unit", "count"]].to_numpy().tolist()
    [['a', <NA>], ['b', <NA>], ['c', 0], ['total', 11]]
    """
    if isinstance(table, ProtectedTable):
        return table
    spec = TableSpec(
        table, rows, columns, count, threshold, derived, base_over, several, partial, within, counts, name
    )
    return protect_linked([spec], known=known)[0]


def protect_linked(tables: Sequence[TableSpec], known: Sequence[ProtectedTable] = ()) -> list[ProtectedTable]:
    """Protect tables that share cells or totals together; see `protect`.

    Parameters
    ----------
    tables
        The tables, each with a name of its own.
    known
        What an outsider can already read.

    Returns
    -------
    list of ProtectedTable
        In the order given.

    Raises
    ------
    UsageError, DataError
        As `protect`; the faults of the first table that has any.
    CheckRefused
        What is printed already gives a small number away, whatever is hidden; names the table and no number.

    Notes
    -----
    Tables are linked by their labels alone (`linked_cells`). Protect those that are shown in full first or
    together with the others: a table protected alone knows nothing of what is printed afterwards.
    """
    laid = [_laid(spec) for spec in tables]
    counted = [_counted(frame, layout, spec) for (frame, layout), spec in zip(laid, tables, strict=True)]
    linked = link([*counted, *(_counted_again(table) for table in known)])
    try:
        groups = suppress(linked)
    except Unprotectable as failure:
        raise CheckRefused(
            Fault("disclosure.unprotectable", (linked.unknowns[failure.cell].table,))
        ) from None
    hidden = groups[linked.groups] if len(groups) else np.empty(0, dtype=bool)
    protected = []
    for number, ((frame, layout), spec) in enumerate(zip(laid, tables, strict=True)):
        rows, bases = _hidden_places(counted[number], hidden[linked.places[number]], len(frame))
        protected.append(
            ProtectedTable(
                frame=without_hidden(frame, layout, rows, bases),
                rows=layout.rows,
                columns=layout.columns,
                threshold=_rule(spec).threshold,
                disclosure_class=_rule(spec),
                count=layout.count,
                base_over=layout.base_over,
                within=layout.within,
                counts=layout.counts,
                name=spec.name,
                adds_up=tuple(sorted(linked.kinds[number].items())),
            )
        )
    return protected


def _names(names: str | Sequence[str] | None) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else tuple(names)


def _rule(spec: TableSpec) -> DisclosureClass:
    given = spec.threshold
    return given if isinstance(given, DisclosureClass) else DisclosureClass("chosen", int(given))


def _laid(spec: TableSpec) -> tuple[pd.DataFrame, Layout]:
    """Return the columns that may be printed, sorted by label, and what they are; or raise all faults."""
    layout = Layout(
        rows=_names(spec.rows),
        columns=_names(spec.columns),
        count=spec.count,
        base_over=_names(spec.rows) if spec.base_over is None else tuple(spec.base_over),
        within=tuple(
            sorted((name, str(label)) for name, label in (spec.within or {}).items() if label is not None)
        ),
        counts=spec.counts,
    )
    frame = spec.frame.reset_index(drop=True)
    needed = [*layout.dimensions, spec.count, *(spec.derived or ())]
    faults = [Fault("disclosure.column", (spec.name,), name) for name in needed if name not in frame.columns]
    if _rule(spec).threshold < 1 or _rule(spec).threshold == 2:
        faults.append(Fault("disclosure.threshold", (spec.name,), str(_rule(spec).threshold)))
    if faults:
        raise UsageError(faults)
    if spec.derived is not None:
        printed = {*needed, *BASES, *ALWAYS_OPEN, "hidden"}
        frame = frame[[name for name in frame.columns if name in printed]]
    for column in (spec.count, *(name for name in BASES if name in frame.columns)):
        numbers = pd.to_numeric(frame[column], errors="coerce")
        if (numbers.isna() & frame[column].notna()).any() or (numbers < 0).any() or (numbers % 1 > 0).any():
            faults.append(Fault("disclosure.count", (spec.name, column)))
    labels = frame[list(layout.dimensions)].astype("str").fillna("")
    if len(frame) > 1 if not layout.dimensions else labels.duplicated().any():
        faults.append(Fault("disclosure.duplicate", (spec.name,)))
    if faults:
        raise DataError(faults)
    order = labels.sort_values(list(layout.dimensions)).index if layout.dimensions else frame.index
    return frame.loc[order].reset_index(drop=True), layout


def _counted(frame: pd.DataFrame, layout: Layout, spec: TableSpec) -> CountedTable:
    """Return the cells of a table, and how its totals relate to their parts as far as the caller says."""
    several, partial = set(spec.several), set(spec.partial)
    kinds: dict[tuple[str, tuple[str, ...]], str] = {}
    for size in range(1, len(layout.dimensions) + 1):
        for over in combinations(sorted(layout.dimensions), size):
            whole = "partial" if partial & set(over) else "sum"
            kinds[layout.mentions, over] = whole
            if several & set(over):
                whole = "both" if partial & set(over) else "several"
            kinds[layout.counts, over] = whole
    if len(layout.count_columns(frame.columns)) > 1:
        kinds[layout.mentions, ()] = "sum"
    return CountedTable(
        spec.name, cells_of(frame, layout), layout.dimensions, _rule(spec).threshold, False, kinds
    )


# A page's tables are all read again for each further one.
@lru_cache(maxsize=256)
def _counted_again(table: ProtectedTable) -> CountedTable:
    """Return the cells of a table that is printed already."""
    layout = table.layout
    cells = cells_of(table.frame, layout)
    return CountedTable(table.name, cells, layout.dimensions, table.threshold, True, dict(table.adds_up))


def _hidden_places(table: CountedTable, hidden: np.ndarray, rows: int) -> tuple[list[bool], dict[Key, bool]]:
    """Return which rows and which bases of a table are hidden."""
    hidden_rows, hidden_bases = [False] * rows, {}
    for cell, hide in zip(table.cells, hidden.tolist(), strict=True):
        if cell.row >= 0:
            hidden_rows[cell.row] |= hide
        else:
            hidden_bases[cell.key] = hide
    return hidden_rows, hidden_bases
