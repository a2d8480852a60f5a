"""What an outsider can work out about the hidden numbers of printed tables.

The auditor reads what is printed, and nothing else: open numbers, totals, percentages as rounded, which
numbers are hidden, and the rule that zero is never hidden. It shares no code with the protector, so that a
mistake in one is caught by the other; what both must agree on is written in the printed table itself
(`ProtectedTable.adds_up`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

from brister_analysis.errors import CheckRefused, Fault

if TYPE_CHECKING:
    from brister_analysis.analysis.protection import ProtectedTable

SHARES = {"share_of_reports": "n_reports", "share_of_mentions": "n_mentions"}
NOT_COMPUTED = ("n_reports", "n_mentions", "hidden", "collected")
TOTAL = "total"
# No region has a million reports: a number that can reach this is without an upper limit.
MOST = 1_000_000

Cell = tuple[str, frozenset[tuple[str, str]]]


@dataclass
class _Printed:
    """All that can be read: an interval for each number, and inequalities between them."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    inequalities: list[dict[int, float]] = field(default_factory=list)  # sum of factor * number <= 0

    def number(self, value: float | None) -> int:
        self.low.append(1 if value is None else value)
        self.high.append(MOST if value is None else value)
        return len(self.low) - 1

    def at_most(self, terms: Iterable[tuple[int, float]]) -> None:
        row: dict[int, float] = defaultdict(float)
        for number, factor in terms:
            row[number] += factor
        self.inequalities.append(dict(row))


@dataclass
class _Read:
    """One table as read: the number that stands in each place."""

    table: ProtectedTable
    cells: dict[Cell, int] = field(default_factory=dict)
    places: dict[tuple[int, str], int] = field(default_factory=dict)
    own_edition: bool = False


def audit(
    protected_tables: Sequence[ProtectedTable],
    published: Sequence[ProtectedTable] = (),
    decimals: int | None = None,
) -> pd.DataFrame:
    """Return the interval that an outsider can derive for every hidden number.

    Parameters
    ----------
    protected_tables
        Everything that is to be printed.
    published
        What has been printed before (`read_published`).
    decimals
        Decimals with which percentages are printed; None when they can be read in full, as in a download.

    Returns
    -------
    pandas.DataFrame
        ``table``, ``row`` and ``column`` (labels), ``low`` and ``high`` (Int64; ``high`` missing where there
        is no limit, both where what is printed contradicts itself), ``refused`` (bool): fewer than threshold
        - 1 numbers are possible, or something computed from a hidden number is printed. One row a hidden
        number of `protected_tables`, in their order.

    Notes
    -----
    How it misleads. The intervals hold for an outsider who knows what is printed. Someone who knows one of
    the reports knows more, which is why a threshold above 3 is used where tables are detailed.
    """
    printed = _Printed()
    pages = _read([*protected_tables, *published], printed)
    for page in pages:
        _use_totals(page, pages, printed)
        _use_percentages(page, printed, decimals)
    _use_other_tables(pages, printed)
    solver = _Solver(printed)
    rows = [row for page in pages[: len(protected_tables)] for row in _hidden_numbers(page, solver)]
    found = pd.DataFrame(rows, columns=["table", "row", "column", "low", "high", "refused"])
    return found.astype(
        {"table": "str", "row": "str", "column": "str", "low": "Int64", "high": "Int64", "refused": bool}
    )


def check_publishable(
    protected_tables: Sequence[ProtectedTable],
    published: Sequence[ProtectedTable] = (),
    decimals: int | None = None,
) -> None:
    """Refuse tables from which more can be worked out than the rule allows.

    Raises
    ------
    CheckRefused
        Names each table that gives something away, never a number.
    """
    found = audit(protected_tables, published, decimals)
    names = found.loc[found["refused"], "table"].drop_duplicates()
    if len(names):
        raise CheckRefused([Fault("disclosure.derivable", (name,)) for name in names])


def _read(tables: Sequence[ProtectedTable], printed: _Printed) -> list[_Read]:
    """Read every table; one whose figures differ from those of an earlier one is an edition of its own."""
    known: dict[Cell, int] = {}
    pages = []
    for table in tables:
        page = _Read(table)
        content = list(_content(table))
        page.own_edition = any(
            cell in known and _contradicts(printed, known[cell], value) for _, _, cell, value in content
        )
        for row, column, cell, value in content:
            number = page.cells.get(cell, known.get(cell))
            same = number is not None and (
                cell in page.cells
                or not page.own_edition
                or printed.low[number] == printed.high[number] == value
            )
            if number is None or not same:
                number = printed.number(value)
            elif value is not None:
                printed.low[number] = printed.high[number] = value
            known.setdefault(cell, number)
            page.cells[cell] = page.places[row, column] = number
        pages.append(page)
    return pages


def _contradicts(printed: _Printed, number: int, value: float | None) -> bool:
    low, high = printed.low[number], printed.high[number]
    return high == 0 if value is None else not low <= value <= high


def _content(table: ProtectedTable) -> Iterable[tuple[int, str, Cell, float | None]]:
    """Yield row, column, cell and number of everything in a table; None for a hidden number."""
    dimensions = [*table.rows, *table.columns]
    for row, record in enumerate(table.frame.to_dict("records")):
        labels = {name: "" if pd.isna(record[name]) else str(record[name]) for name in dimensions}
        own = {name: label for name, label in labels.items() if label != TOTAL}
        here = frozenset({**dict(table.within), **own}.items())
        above = frozenset(pair for pair in here if pair[0] not in table.base_over)
        mentions = "mentions of " + ", ".join(sorted(table.base_over))
        for column, what, labels_of in (
            (table.count, table.counts, here),
            ("mentions", mentions, here),
            ("n_reports", table.counts, above),
            ("n_mentions", mentions, above),
        ):
            if column not in record:
                continue
            value = record[column]
            if not pd.isna(value):
                yield row, column, (what, labels_of), float(value)
            elif record["hidden"] or column.startswith("n_"):
                yield row, column, (what, labels_of), None


def _above(cell: Cell, over: Iterable[str]) -> Cell:
    return cell[0], frozenset(pair for pair in cell[1] if pair[0] not in set(over))


def _sets(names: Iterable[str]) -> list[tuple[str, ...]]:
    ordered = sorted(names)
    return list(chain.from_iterable(combinations(ordered, size) for size in range(1, len(ordered) + 1)))


def _relate(printed: _Printed, whole: int, parts: Sequence[int], kind: str) -> None:
    if kind in ("sum", "partial"):
        printed.at_most([(whole, -1), *((part, 1) for part in parts)])
    if kind in ("sum", "several"):
        printed.at_most([(whole, 1), *((part, -1) for part in parts)])
    if kind in ("several", "both"):
        for part in parts:
            printed.at_most([(whole, -1), (part, 1)])


def _possible(printed: _Printed, whole: int, parts: Sequence[int], kind: str) -> bool:
    """Tell whether the open numbers allow a relation at all; an outsider sees where they do not."""
    least, most = sum(printed.low[part] for part in parts), sum(printed.high[part] for part in parts)
    return not (
        (kind in ("sum", "partial") and least > printed.high[whole])
        or (kind in ("sum", "several") and most < printed.low[whole])
        or (kind in ("several", "both") and any(printed.low[part] > printed.high[whole] for part in parts))
    )


def _use_totals(page: _Read, pages: Sequence[_Read], printed: _Printed) -> None:
    """Use every total over the table's own dimensions, wherever it is printed."""
    table = page.table
    others = [] if page.own_edition else [other for other in pages if not other.own_edition]
    elsewhere = {cell: number for other in reversed(others) for cell, number in other.cells.items()}
    reports = {over: kind for (counts, over), kind in table.adds_up if counts == table.counts}
    mentions = {over: kind for (counts, over), kind in table.adds_up if counts != table.counts}
    for over in _sets([*table.rows, *table.columns]):
        parts: dict[tuple[Cell, frozenset[str]], list[int]] = defaultdict(list)
        for cell, number in page.cells.items():
            names = frozenset(name for name, _ in cell[1])
            if set(over) <= names:
                parts[_above(cell, over), names].append(number)
        for (above, _), numbers in parts.items():
            kind = (reports if above[0] == table.counts else mentions).get(over, "none")
            if above in page.cells:
                _relate(printed, page.cells[above], numbers, kind)
            elif above in elsewhere and _possible(printed, elsewhere[above], numbers, kind):
                _relate(printed, elsewhere[above], numbers, kind)
    if "n_mentions" in table.frame.columns or "mentions" in table.frame.columns:
        _use_mentions(page, printed, mentions)


def _use_mentions(page: _Read, printed: _Printed, kinds: dict[tuple[str, ...], str]) -> None:
    """Use that a row has at least as many mentions as reports; without such a column they are the same."""
    table = page.table
    rows = range(len(table.frame))
    if "mentions" in table.frame.columns:
        for row in rows:
            if (row, table.count) in page.places and (row, "mentions") in page.places:
                kind = kinds.get((), "partial")
                _relate(printed, page.places[row, "mentions"], [page.places[row, table.count]], kind)
        return
    parts: dict[int, list[int]] = defaultdict(list)
    labels = table.frame[[*table.rows, *table.columns]].astype("str")
    for row in rows:
        if TOTAL not in labels.iloc[row].tolist() and (row, table.count) in page.places:
            parts[page.places[row, "n_mentions"]].append(page.places[row, table.count])
    for whole, numbers in parts.items():
        _relate(printed, whole, numbers, kinds.get(tuple(sorted(table.base_over)), "partial"))


def _use_percentages(page: _Read, printed: _Printed, decimals: int | None) -> None:
    """Use that a printed percentage holds its number within rounding of its base."""
    slack = 1e-9 if decimals is None else 0.5 * 10.0 ** -(decimals + 2)
    frame = page.table.frame
    for column, base in SHARES.items():
        if column not in frame.columns or base not in frame.columns:
            continue
        counted = (
            "mentions" if column == "share_of_mentions" and "mentions" in frame.columns else page.table.count
        )
        for row, share in enumerate(frame[column]):
            if pd.isna(share) or (row, counted) not in page.places:
                continue
            read = share if decimals is None else round(float(share), decimals + 2)
            part, whole = page.places[row, counted], page.places[row, base]
            printed.at_most([(part, 1), (whole, -(read + slack))])
            printed.at_most([(part, -1), (whole, read - slack)])


def _use_other_tables(pages: Sequence[_Read], printed: _Printed) -> None:
    """Use that the same count broken down in another table, or for a smaller place, is at most the whole."""
    repeated = {
        name
        for page in pages
        for (_, over), kind in page.table.adds_up
        if kind in ("several", "both", "none")
        for name in over
    }
    everything: dict[Cell, int] = {}
    own: dict[Cell, list[set[str]]] = defaultdict(list)
    for page in pages:
        for cell, number in page.cells.items():
            if not page.own_edition:
                everything.setdefault(cell, number)
                own[cell].append({*page.table.rows, *page.table.columns})
    parts: dict[tuple[Cell, tuple[str, ...], frozenset[str]], list[Cell]] = defaultdict(list)
    for cell in everything:
        names = frozenset(name for name, _ in cell[1])
        for over in _sets(names):
            above = _above(cell, over)
            if above in everything:
                parts[above, over, names].append(cell)
    for (above, over, _), cells in parts.items():
        if all(any(set(over) <= names for names in own[cell]) for cell in cells):
            continue
        kind = "both" if repeated & set(over) else "partial"
        numbers = [everything[cell] for cell in cells]
        if _possible(printed, everything[above], numbers, kind):
            _relate(printed, everything[above], numbers, kind)


class _Solver:
    """Lowest and highest whole number that all that is printed allows."""

    def __init__(self, printed: _Printed) -> None:
        self.bounds = np.column_stack([printed.low, printed.high]) if printed.low else np.empty((0, 2))
        unknown = self.bounds[:, 0] < self.bounds[:, 1]
        rows = [row for row in printed.inequalities if any(unknown[number] for number in row)]
        entries = [(i, number, factor) for i, row in enumerate(rows) for number, factor in row.items()]
        shape = (len(rows), len(self.bounds))
        if entries:
            i, numbers, factors = zip(*entries, strict=True)
            self.matrix = csr_array((factors, (i, numbers)), shape=shape)
        else:
            self.matrix = csr_array(shape)

    def interval(self, number: int) -> tuple[int, int] | None:
        """Return the ends, or None where what is printed contradicts itself."""
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(self.bounds))
            cost[number] = sign
            found = linprog(
                cost,
                A_ub=self.matrix,
                b_ub=np.full(self.matrix.shape[0], 1e-7),
                bounds=self.bounds,
                integrality=np.ones(len(cost)),
                method="highs",
            )
            if found.x is None:
                return None
            ends.append(round(float(found.x[number])))
        return ends[0], ends[1]


def _hidden_numbers(page: _Read, solver: _Solver) -> Iterable[tuple[object, ...]]:
    """Yield a row of the audit for each hidden number of a table."""
    table = page.table
    computed = [
        name
        for name in table.frame.columns
        if name not in (*table.rows, *table.columns, table.count, *NOT_COMPUTED)
    ]
    least = max(table.threshold - 1, 2)
    told: set[int] = set()
    for row, record in enumerate(table.frame.to_dict("records")):
        leaked = bool(record["hidden"]) and any(not pd.isna(record[name]) for name in computed)
        for column in (table.count, "mentions", "n_reports", "n_mentions"):
            number = page.places.get((row, column))
            base = column.startswith("n_")
            if number is None or not pd.isna(record[column]) or (base and number in told):
                continue
            told.add(number)
            found = solver.interval(number)
            low, high = found if found is not None else (pd.NA, pd.NA)
            narrow = found is None or found[1] - found[0] + 1 < least
            labels = [
                " · ".join(str(record[name]) for name in names) for names in (table.rows, table.columns)
            ]
            where = labels[1] if column == table.count else f"{labels[1]} {column}".strip()
            unlimited = found is not None and found[1] >= MOST
            yield (
                table.name,
                labels[0] if not base else "",
                where,
                low,
                pd.NA if unlimited else high,
                narrow or leaked,
            )
