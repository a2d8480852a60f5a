"""What an outsider reads: every printed table as numbers with limits, and what they say about each other.

This is the auditor's own reading of tables; it shares no code with the protector.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from brister_analysis.analysis.protected_table import ProtectedTable

SHARES = {"share_of_reports": "n_reports", "share_of_mentions": "n_mentions"}
TOTAL = "total"
# No region has a million reports: a number that can reach this is without an upper limit.
MOST = 1_000_000

Cell = tuple[str, frozenset[tuple[str, str]]]


@dataclass
class Printed:
    """All that can be read: an interval for each number, and inequalities between them."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    inequalities: list[dict[int, float]] = field(default_factory=list)

    def number(self, value: float | None, lowest: int) -> int:
        """Add a number, or None for a hidden one that is at least `lowest`; return its place."""
        self.low.append(lowest if value is None else value)
        self.high.append(MOST if value is None else value)
        return len(self.low) - 1

    def at_most(self, terms: Iterable[tuple[int, float]]) -> None:
        """Add that the sum of factor * number is at most 0."""
        row: dict[int, float] = defaultdict(float)
        for number, factor in terms:
            row[number] += factor
        self.inequalities.append(dict(row))


@dataclass
class ReadTable:
    """One table as read: the number that stands in each place."""

    table: ProtectedTable
    cells: dict[Cell, int] = field(default_factory=dict)
    places: dict[tuple[int, str], int] = field(default_factory=dict)
    own_edition: bool = False


def read(
    tables: Sequence[ProtectedTable], published: Sequence[ProtectedTable], decimals: int | None
) -> tuple[list[ReadTable], Printed]:
    """Read tables, then what was published before, and all that totals, percentages and other tables say.

    Parameters
    ----------
    decimals
        Decimals with which percentages are printed; None when they can be read in full.
    """
    printed = Printed()
    known: dict[Cell, int] = {}
    pages = [_read_numbers(table, known, printed, earlier=False) for table in tables]
    pages += [_read_numbers(table, known, printed, earlier=True) for table in published]
    for page in pages:
        _use_totals(page, pages, printed)
        _use_percentages(page, printed, decimals)
    _use_other_tables(pages, printed)
    return pages, printed


def _read_numbers(
    table: ProtectedTable, known: dict[Cell, int], printed: Printed, earlier: bool
) -> ReadTable:
    """Read a table; one whose figures differ from those of a newer one is an edition of its own.

    A number that was published and is now hidden has changed since: unchanged it would still be shown.
    """
    page = ReadTable(table)
    content = list(_content(table))
    page.own_edition = any(
        _contradicts(printed, known[cell], value, earlier) for _, _, cell, value in content if cell in known
    )
    for row, column, cell, value in content:
        number = page.cells.get(cell, known.get(cell))
        if number is not None and page.own_edition and cell not in page.cells:
            number = number if printed.low[number] == printed.high[number] == value else None
        if number is None:
            number = printed.number(value, table.lowest_hidden)
        elif value is not None:
            printed.low[number] = printed.high[number] = value
        known.setdefault(cell, number)
        page.cells[cell] = page.places[row, column] = number
    return page


def _contradicts(printed: Printed, number: int, value: float | None, earlier: bool) -> bool:
    low, high = printed.low[number], printed.high[number]
    if value is None:
        return high == 0
    return not low <= value <= high or (earlier and low < high)


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


def _relate(printed: Printed, whole: int, parts: Sequence[int], kind: str) -> None:
    if kind in ("sum", "partial"):
        printed.at_most([(whole, -1), *((part, 1) for part in parts)])
    if kind in ("sum", "several"):
        printed.at_most([(whole, 1), *((part, -1) for part in parts)])
    if kind in ("several", "both"):
        for part in parts:
            printed.at_most([(whole, -1), (part, 1)])


def _possible(printed: Printed, whole: int, parts: Sequence[int], kind: str) -> bool:
    """Tell whether the open numbers allow a relation at all; an outsider sees where they do not."""
    least, most = sum(printed.low[part] for part in parts), sum(printed.high[part] for part in parts)
    return not (
        (kind in ("sum", "partial") and least > printed.high[whole])
        or (kind in ("sum", "several") and most < printed.low[whole])
        or (kind in ("several", "both") and any(printed.low[part] > printed.high[whole] for part in parts))
    )


def _use_totals(page: ReadTable, pages: Sequence[ReadTable], printed: Printed) -> None:
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


def _use_mentions(page: ReadTable, printed: Printed, kinds: dict[tuple[str, ...], str]) -> None:
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


def _use_percentages(page: ReadTable, printed: Printed, decimals: int | None) -> None:
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


def _use_other_tables(pages: Sequence[ReadTable], printed: Printed) -> None:
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
