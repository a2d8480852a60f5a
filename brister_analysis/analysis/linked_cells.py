"""Which counts belong together: every cell of every table as one unknown, and what adds up to what.

A cell is known by what it counts and by its labels, those that hold for its whole table included. The same
cell in two tables is therefore the same unknown, and a total is the cell that lacks a label its parts have.
Nothing else links tables: area within region, cause within its area of causes and year within a series are
labels like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Labels = tuple[tuple[str, str], ...]
Key = tuple[str, Labels]


@dataclass(frozen=True)
class Cell:
    """A count in a table.

    Parameters
    ----------
    key
        What is counted, and the labels.
    value
        The count; None where it is hidden already.
    row
        What it is hidden with: cells of one table with the same `row` are hidden together.
    total
        Other cells of its table are its parts.
    """

    key: Key
    value: int | None
    row: int
    total: bool


@dataclass(frozen=True)
class CountedTable:
    """The cells of one table; `adds_up` says how totals over a set of dimensions relate to their parts.

    The kinds are ``sum`` (the parts add up to the total), ``several`` (the total is at least the largest part
    and at most the sum), ``partial`` (at least the sum), ``both`` (at least the largest part) and ``none``.
    """

    name: str
    cells: tuple[Cell, ...]
    dimensions: tuple[str, ...]
    threshold: int
    printed: bool
    adds_up: Mapping[tuple[str, tuple[str, ...]], str]


@dataclass(frozen=True)
class Relation:
    """`whole` and `parts` are numbers of unknowns; for `kind` see `CountedTable`."""

    whole: int
    parts: tuple[int, ...]
    kind: str


@dataclass
class Unknown:
    """A count that stands in one or more tables, as the protector sees it.

    Parameters
    ----------
    value
        The true count; nan where it was hidden before.
    table
        Name of the first table it stands in.
    lowest, highest
        Lowest and highest threshold of its tables: below the lowest it is small, and hidden it must be safe
        by the highest.
    printed
        It can be read already.
    stays_hidden
        It was hidden before, or has changed too little since it was printed.
    total
        Other cells of one of its tables are its parts.
    """

    value: float
    table: str
    lowest: int
    highest: int
    printed: bool = False
    stays_hidden: bool = False
    total: bool = False


@dataclass
class LinkedCells:
    """All unknowns and how they relate.

    `number` gives the unknown of a key and `places` those of each table's cells; `revised` tells which tables
    differ from one before them; `kinds` are the kinds of each table's own relations; unknowns of one of the
    `groups` stand in one row and are hidden together.
    """

    unknowns: list[Unknown] = field(default_factory=list)
    number: dict[Key, int] = field(default_factory=dict)
    places: list[list[int]] = field(default_factory=list)
    revised: list[bool] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    kinds: list[dict[tuple[str, tuple[str, ...]], str]] = field(default_factory=list)
    groups: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=int))

    def values(self, places: Sequence[int]) -> np.ndarray:
        """Return the true counts of some unknowns."""
        return np.array([self.unknowns[place].value for place in places], dtype=float)


def link(tables: Sequence[CountedTable]) -> LinkedCells:
    """Return the unknowns of all tables and every relation between them.

    Parameters
    ----------
    tables
        Those to be protected first, then those that are printed already.
    """
    linked = LinkedCells()
    for table in tables:
        _add(linked, table)
    _group(linked, tables)
    for number, table in enumerate(tables):
        linked.kinds.append(_relate(linked, table, number))
    _relate_tables(linked, tables)
    return linked


def _add(linked: LinkedCells, table: CountedTable) -> None:
    """Number the cells of a table, as another edition where its figures differ from those known before."""
    revised = any(_differs(linked, cell) for cell in table.cells)
    places = []
    for cell in table.cells:
        place = linked.number.get(cell.key)
        if place is not None and revised and cell.value != linked.unknowns[place].value:
            _guard_revision(linked.unknowns[place], cell, table.printed)
            place = None
        if place is None:
            place = len(linked.unknowns)
            value = np.nan if cell.value is None else float(cell.value)
            linked.unknowns.append(Unknown(value, table.name, table.threshold, table.threshold))
            linked.number.setdefault(cell.key, place)
        unknown = linked.unknowns[place]
        unknown.lowest = min(unknown.lowest, table.threshold)
        unknown.highest = max(unknown.highest, table.threshold)
        unknown.total |= cell.total
        unknown.stays_hidden |= cell.value is None
        unknown.printed |= table.printed and cell.value is not None
        places.append(place)
    linked.places.append(places)
    linked.revised.append(revised)


def _differs(linked: LinkedCells, cell: Cell) -> bool:
    if cell.key not in linked.number:
        return False
    known = linked.unknowns[linked.number[cell.key]].value
    if np.isnan(known):
        return False
    # What was hidden was at least 1.
    return known == 0 if cell.value is None else known != cell.value


def _guard_revision(known: Unknown, before: Cell, printed: bool) -> None:
    """Hide a figure whose change since it was printed is itself a small number, or that was hidden then."""
    if not printed or before.total or known.lowest == 1 or known.value == 0:
        return
    if before.value is None or abs(known.value - before.value) < known.lowest:
        known.stays_hidden = True


def _group(linked: LinkedCells, tables: Sequence[CountedTable]) -> None:
    """Group unknowns that are hidden together: those of one row."""
    first: dict[tuple[int, int], int] = {}
    pairs = []
    for number, table in enumerate(tables):
        for cell, place in zip(table.cells, linked.places[number], strict=True):
            pairs.append((first.setdefault((number, cell.row), place), place))
    size = len(linked.unknowns)
    left, right = zip(*pairs, strict=True) if pairs else ((), ())
    graph = coo_array((np.ones(len(pairs)), (left, right)), shape=(size, size))
    linked.groups = connected_components(graph, directed=False)[1] if size else np.empty(0, dtype=int)


def _subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(1, len(names) + 1):
        yield from combinations(sorted(names), size)


def _without(key: Key, names: Sequence[str]) -> Key:
    return key[0], tuple(pair for pair in key[1] if pair[0] not in names)


def _relate(linked: LinkedCells, table: CountedTable, number: int) -> dict:
    """Add the relations over a table's own dimensions; return their kinds as far as the figures agree."""
    local = dict(zip((cell.key for cell in table.cells), linked.places[number], strict=True))
    kinds = dict(table.adds_up)
    found: dict[tuple[str, tuple[str, ...]], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for over in _subsets(table.dimensions):
        parts: dict[tuple[Key, tuple[str, ...]], list[int]] = defaultdict(list)
        for cell in table.cells:
            names = tuple(name for name, _ in cell.key[1])
            if set(over) <= set(names):
                parts[_without(cell.key, over), names].append(local[cell.key])
        for (whole_key, _), places in parts.items():
            whole = local.get(whole_key)
            if whole is None and not linked.revised[number]:
                whole = linked.number.get(whole_key)
            if whole is not None:
                found[whole_key[0], over].append((whole, tuple(places)))
    for what, relations in found.items():
        kinds.setdefault(what, "none")
        if not table.printed:
            for whole, members in relations:
                kinds[what] = _weakened(kinds[what], linked, whole, members)
        for whole, members in relations:
            kind = _weakened(kinds[what], linked, whole, members)
            linked.relations.append(Relation(whole, members, kind))
    _relate_mentions(linked, table, number, kinds)
    return kinds


def _relate_mentions(linked: LinkedCells, table: CountedTable, number: int, kinds: dict) -> None:
    """Relate the mentions of a row to its reports: the same where a report can mention it only once."""
    what = next((what for what in kinds if what[1] == ()), None)
    if what is None:
        return
    rows: dict[int, dict[bool, int]] = defaultdict(dict)
    for cell, place in zip(table.cells, linked.places[number], strict=True):
        rows[cell.row][cell.key[0] == what[0]] = place
    pairs = [(row[True], row[False]) for row in rows.values() if len(row) == 2]
    if not table.printed:
        equal = all(np.equal(*linked.values(pair)) for pair in pairs)
        kinds[what] = "sum" if equal else "partial"
    linked.relations += [Relation(mentions, (reports,), kinds[what]) for mentions, reports in pairs]


def _weakened(kind: str, linked: LinkedCells, whole: int, parts: Sequence[int]) -> str:
    """Return the strongest kind not above `kind` that the figures do not contradict."""
    total, values = linked.unknowns[whole].value, linked.values(parts)
    if kind == "none" or np.isnan(total):
        return kind
    if (values > total).any():
        return "none"
    several, partial = kind in ("several", "both"), kind in ("partial", "both")
    unknown = np.isnan(values)
    least = np.nansum(values) + unknown.sum()
    several |= bool(least > total)
    partial |= bool(least < total and not unknown.any())
    if several:
        return "both" if partial else "several"
    return "partial" if partial else "sum"


def _relate_tables(linked: LinkedCells, tables: Sequence[CountedTable]) -> None:
    """Add relations over labels that hold for whole tables, or whose parts lie in several."""
    repeated = {
        name
        for kinds in linked.kinds
        for (_, over), kind in kinds.items()
        if kind in ("several", "both", "none")
        for name in over
    }
    homes: dict[int, list[int]] = defaultdict(list)
    by_names: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in sorted(linked.number):
        by_names[tuple(name for name, _ in key[1])].append(key)
    for number, places in enumerate(linked.places):
        for place in places:
            homes[place].append(number)
    for names, keys in by_names.items():
        for over in _subsets(names):
            parts: dict[Key, list[int]] = defaultdict(list)
            for key in keys:
                parts[_without(key, over)].append(linked.number[key])
            for whole_key, places in parts.items():
                whole = linked.number.get(whole_key)
                own = set.intersection(*(set(homes[place]) for place in places))
                if whole is None or any(set(over) <= set(tables[number].dimensions) for number in own):
                    continue
                kind = "both" if repeated & set(over) else "partial"
                if kind == "partial" and linked.unknowns[whole].value == linked.values(places).sum():
                    kind = "sum"
                linked.relations.append(
                    Relation(whole, tuple(places), _weakened(kind, linked, whole, places))
                )
