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
class LinkedCells:
    """All unknowns and what is known of them; the protector's view, with the true values."""

    values: list[float] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    lowest_threshold: list[int] = field(default_factory=list)
    highest_threshold: list[int] = field(default_factory=list)
    open: list[bool] = field(default_factory=list)
    forced: list[bool] = field(default_factory=list)
    total: list[bool] = field(default_factory=list)
    number: dict[Key, int] = field(default_factory=dict)
    places: list[list[int]] = field(default_factory=list)
    local: list[dict[Key, int]] = field(default_factory=list)
    revised: list[bool] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    kinds: list[dict[tuple[str, tuple[str, ...]], str]] = field(default_factory=list)
    groups: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=int))


def link(tables: Sequence[CountedTable]) -> LinkedCells:
    """Return the unknowns of all tables and every relation between them.

    Parameters
    ----------
    tables
        Those to be protected first, then those that are printed already.
    """
    linked = LinkedCells()
    for number, table in enumerate(tables):
        _add(linked, table, number)
    _group(linked, tables)
    for number, table in enumerate(tables):
        linked.kinds.append(_relate(linked, table, number))
    _relate_tables(linked, tables)
    return linked


def _add(linked: LinkedCells, table: CountedTable, number: int) -> None:
    """Number the cells of a table, as another edition where its figures differ from those known before."""
    revised = any(_differs(linked, cell) for cell in table.cells)
    places, local = [], {}
    for cell in table.cells:
        known = linked.number.get(cell.key)
        same = known is not None and (not revised or cell.value == linked.values[known])
        if known is not None and not same:
            _guard_revision(linked, known, cell, table.printed)
        place = known if same and known is not None else _new(linked, table, cell)
        if known is None:
            linked.number[cell.key] = place
        _merge(linked, place, cell, table)
        places.append(place)
        local[cell.key] = place
    linked.places.append(places)
    linked.local.append(local)
    linked.revised.append(revised)


def _differs(linked: LinkedCells, cell: Cell) -> bool:
    known = linked.number.get(cell.key)
    if known is None or np.isnan(linked.values[known]):
        return False
    # What was hidden was at least 1.
    return linked.values[known] == 0 if cell.value is None else linked.values[known] != cell.value


def _guard_revision(linked: LinkedCells, known: int, cell: Cell, printed: bool) -> None:
    """Hide a figure whose change since it was printed is itself a small number, or that was hidden then."""
    if not printed or cell.total or linked.lowest_threshold[known] == 1 or linked.values[known] == 0:
        return
    if cell.value is None or abs(linked.values[known] - cell.value) < linked.lowest_threshold[known]:
        linked.forced[known] = True


def _new(linked: LinkedCells, table: CountedTable, cell: Cell) -> int:
    linked.values.append(np.nan if cell.value is None else float(cell.value))
    linked.tables.append(table.name)
    linked.lowest_threshold.append(table.threshold)
    linked.highest_threshold.append(table.threshold)
    linked.open.append(False)
    linked.forced.append(False)
    linked.total.append(False)
    return len(linked.values) - 1


def _merge(linked: LinkedCells, place: int, cell: Cell, table: CountedTable) -> None:
    linked.lowest_threshold[place] = min(linked.lowest_threshold[place], table.threshold)
    linked.highest_threshold[place] = max(linked.highest_threshold[place], table.threshold)
    linked.total[place] |= cell.total
    if cell.value is None:
        linked.forced[place] = True
    elif table.printed:
        linked.open[place] = True


def _group(linked: LinkedCells, tables: Sequence[CountedTable]) -> None:
    """Group unknowns that are hidden together: those of one row."""
    first: dict[tuple[int, int], int] = {}
    pairs = []
    for number, table in enumerate(tables):
        for cell, place in zip(table.cells, linked.places[number], strict=True):
            pairs.append((first.setdefault((number, cell.row), place), place))
    size = len(linked.values)
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
    local = linked.local[number]
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
        equal = all(linked.values[mentions] == linked.values[reports] for mentions, reports in pairs)
        kinds[what] = "sum" if equal else "partial"
    linked.relations += [Relation(mentions, (reports,), kinds[what]) for mentions, reports in pairs]


def _weakened(kind: str, linked: LinkedCells, whole: int, parts: Sequence[int]) -> str:
    """Return the strongest kind not above `kind` that the figures do not contradict."""
    total, values = linked.values[whole], np.array([linked.values[part] for part in parts])
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
                values = [linked.values[place] for place in [whole, *places]]
                if kind == "partial" and values[0] == sum(values[1:]):
                    kind = "sum"
                linked.relations.append(
                    Relation(whole, tuple(places), _weakened(kind, linked, whole, places))
                )
