"""Secondary suppression: the fewest further cells to hide so that no hidden number can be worked out.

A hidden number is safe when an outsider who knows all that is printed, and that hidden numbers are at least
1, is left with at least threshold - 1 possible values: as many as the rule itself tells (1 to threshold - 1).

Method: choose cells by an integer programme, let an attacker (a linear programme for each hidden cell) try to
narrow them down, and forbid each choice that fails by the attacker's own proof (the cells whose printed
values it used), until none fails. M. Fischetti and J. J. Salazar, Management Science 47 (2001) 1008-1027,
with cuts reduced to their support.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from brister_analysis.analysis.linked_cells import LinkedCells, Relation, Unknown

NEARLY = 1e-6
# Beyond any number of reports: what an unbounded number is cut to, so that the programmes always have a
# solution.
UNBOUNDED = 1e6


class Unprotectable(Exception):
    """No choice of cells protects the cell numbered `cell`: what is printed already gives it away."""

    def __init__(self, cell: int) -> None:
        super().__init__(cell)
        self.cell = cell


@dataclass(frozen=True)
class Cut:
    """If `group` is hidden, at least one of `helpers` must be."""

    group: int
    helpers: frozenset[int]


def suppress(linked: LinkedCells) -> np.ndarray:
    """Return which groups of cells to hide, as a boolean for each group.

    Totals are hidden only where nothing else helps. Among the choices with fewest hidden totals those with
    fewest hidden cells win, then those that hide fewest reports, then the first by label.

    Raises
    ------
    Unprotectable
        No choice is safe, because of what is printed already.
    """
    chooser = _Chooser(linked)
    attacker = _Attacker(linked)
    for cost in chooser.costs():
        while True:
            hidden = chooser.choose(cost)
            cuts = list(attacker.cuts(hidden))
            if not cuts:
                break
            chooser.learn(cuts)
        chooser.settle(cost, hidden)
    return hidden


class _Chooser:
    """The integer programme: one yes or no for each group of cells."""

    def __init__(self, linked: LinkedCells) -> None:
        groups, count = linked.groups, int(linked.groups.max(initial=-1)) + 1
        self.must, self.may = np.zeros(count, dtype=bool), np.ones(count, dtype=bool)
        self.totals, self.reports, self.rank = (np.zeros(count) for _ in range(3))
        self.first_cell = np.full(count, len(groups))
        # Powers of ranks: with the ranks themselves 1 and 4 would tie with 2 and 3.
        ranks = {place: (rank + 1) ** 1.5 for rank, (_, place) in enumerate(sorted(linked.number.items()))}
        for place, (group, unknown) in enumerate(zip(groups, linked.unknowns, strict=True)):
            must, may = _must_and_may(unknown)
            self.must[group] |= must
            self.may[group] &= may
            self.totals[group] = max(self.totals[group], unknown.total)
            self.reports[group] = np.fmax(self.reports[group], unknown.value)
            self.rank[group] = max(self.rank[group], ranks.get(place, 0))
            self.first_cell[group] = min(self.first_cell[group], place)
        self.may |= self.must
        self.rows: list[np.ndarray] = []
        self.settled: list[tuple[np.ndarray, float]] = []

    def costs(self) -> list[np.ndarray]:
        free = self.may & ~self.must
        return [cost * free for cost in (self.totals, np.ones(len(free)), self.reports, self.rank)]

    def learn(self, cuts: list[Cut]) -> None:
        for cut in cuts:
            helpers = [helper for helper in sorted(cut.helpers) if self.may[helper] and helper != cut.group]
            if not helpers and self.must[cut.group]:
                raise Unprotectable(int(self.first_cell[cut.group]))
            row = np.zeros(len(self.may))
            row[helpers] = 1
            row[cut.group] = -1
            self.rows.append(row)

    def choose(self, cost: np.ndarray) -> np.ndarray:
        if not (self.may & ~self.must).any():
            return self.must.copy()
        constraints = [LinearConstraint(np.array(self.rows), lb=0)] if self.rows else []
        constraints += [LinearConstraint(row[None, :], ub=most) for row, most in self.settled]
        found = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=(self.must.astype(float), self.may.astype(float)),
            constraints=constraints,
            options={"mip_rel_gap": 0},
        )
        if found.x is None:
            raise Unprotectable(int(self.first_cell[np.argmax(self.must)]))
        return found.x > 0.5

    def settle(self, cost: np.ndarray, hidden: np.ndarray) -> None:
        self.settled.append((cost, float(cost @ hidden)))


def _must_and_may(unknown: Unknown) -> tuple[bool, bool]:
    """Tell whether a cell must be hidden and whether it may be: zero and what can be read already may not."""
    if unknown.printed and not np.isnan(unknown.value):
        return False, False
    if unknown.stays_hidden:
        return True, True
    return 1 <= unknown.value < unknown.lowest, unknown.value >= 1 and unknown.lowest > 1


class _Attacker:
    """What an outsider works out: the lowest and highest possible value of each hidden cell."""

    def __init__(self, linked: LinkedCells) -> None:
        self.groups = linked.groups
        values = linked.values(range(len(linked.unknowns)))
        self.values, self.known = np.nan_to_num(values), ~np.isnan(values)
        self.needed = np.array([max(unknown.highest - 2.0, 1.0) for unknown in linked.unknowns])
        rows = [row for relation in linked.relations for row in _inequalities(relation)]
        self.matrix = np.zeros((len(rows), len(self.values)))
        for number, (terms, _) in enumerate(rows):
            for place, factor in terms:
                self.matrix[number, place] += factor
        self.equal = np.array([equal for _, equal in rows], dtype=bool)

    def cuts(self, hidden_groups: np.ndarray) -> Iterator[Cut]:
        hidden = hidden_groups[self.groups]
        for cells, rows in self._parts(hidden):
            yield from self._part_cuts(hidden, cells, rows)

    def _parts(self, hidden: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Split the hidden cells into parts that share no relation."""
        touched = (self.matrix != 0) & hidden
        rows, places = np.nonzero(touched)
        size = len(self.values)
        graph = coo_array((np.ones(len(rows)), (size + rows, places)), shape=(size + len(touched),) * 2)
        part = connected_components(graph, directed=False)[1]
        for label in np.unique(part[:size][hidden]):
            cells = np.flatnonzero(hidden & (part[:size] == label))
            relevant = np.flatnonzero((part[size:] == label) & touched.any(axis=1))
            if len(relevant):
                yield cells, relevant

    def _part_cuts(self, hidden: np.ndarray, cells: np.ndarray, rows: np.ndarray) -> Iterator[Cut]:
        limit = -self.matrix[np.ix_(rows, ~hidden)] @ self.values[~hidden]
        parts = (self.matrix[np.ix_(rows, cells)], limit, self.equal[rows], self.needed[cells])
        known = self.values[cells] if self.known[cells].all() else np.empty(0)
        try:
            narrow = _narrow_cells(*(part.tobytes() for part in (*parts, known)))
        except Unprotectable as failure:
            raise Unprotectable(int(cells[failure.cell])) from None
        for position, prices in narrow:
            used = (np.abs(prices @ self.matrix[rows]) > NEARLY).any(axis=0) | (len(prices) == 0)
            yield Cut(int(self.groups[cells[position]]), frozenset(self.groups[used & ~hidden].tolist()))


# Each further table of a page meets the parts of the tables before it unchanged: nine of ten come again.
@lru_cache(maxsize=4096)
def _narrow_cells(
    matrix: bytes, limit: bytes, equal: bytes, needed: bytes, known: bytes
) -> tuple[tuple[int, np.ndarray], ...]:
    """Return the positions of the cells that are left with too few values, each with the attacker's proof.

    Parameters
    ----------
    matrix, limit, equal
        Of the programme, as bytes of its arrays so that they can be looked up.
    needed, known
        How wide each cell must be, and its number; `known` is empty where some number is not known.

    Returns
    -------
    tuple
        Position and the prices of the rows, lowest and highest; no row where every printed value counts.
    """
    needs, limits = np.frombuffer(needed), np.frombuffer(limit)
    programme = _Programme(
        np.frombuffer(matrix).reshape(len(limits), len(needs)), limits, np.frombuffer(equal, dtype=bool)
    )
    lowest, highest = np.full(len(needs), np.inf), np.full(len(needs), -np.inf)
    if known:
        lowest = highest = np.frombuffer(known)
    narrow_cells = []
    for position, need in enumerate(needs):
        if highest[position] - lowest[position] >= need:
            continue
        bounds, prices, whole = [], [], True
        for sign in (1.0, -1.0):
            found = programme.solve(position, sign)
            if found is None:
                raise Unprotectable(position)
            solution, price = found
            bounds.append(solution[position])
            prices.append(price)
            rounded = np.round(solution)
            if np.abs(rounded - solution).max() < NEARLY:
                lowest, highest = np.minimum(lowest, rounded), np.maximum(highest, rounded)
            else:
                whole = False
        narrow = np.floor(bounds[1] + NEARLY) - np.ceil(bounds[0] - NEARLY) < need
        if not narrow and not whole:
            prices = []
            narrow = programme.whole_width(position) < need
        if narrow:
            narrow_cells.append((position, np.array(prices).reshape(-1, len(limits))))
    return tuple(narrow_cells)


@dataclass(frozen=True)
class _Programme:
    """``matrix @ x <= limit``, or ``=`` where `equal`; x at least 1."""

    matrix: np.ndarray
    limit: np.ndarray
    equal: np.ndarray

    def solve(self, position: int, sign: float) -> tuple[np.ndarray, np.ndarray] | None:
        """Return the lowest (sign 1) or highest (-1) x at `position`, and the price of each row."""
        cost = np.zeros(self.matrix.shape[1])
        cost[position] = sign
        found = linprog(
            cost,
            A_ub=self.matrix[~self.equal],
            b_ub=self.limit[~self.equal],
            A_eq=self.matrix[self.equal],
            b_eq=self.limit[self.equal],
            bounds=(1, UNBOUNDED),
            method="highs",
        )
        if found.x is None:
            return None
        price = np.zeros(len(self.limit))
        price[~self.equal], price[self.equal] = found.ineqlin.marginals, found.eqlin.marginals
        return found.x, price

    def whole_width(self, position: int) -> float:
        """Return the width in whole numbers, for the rare table where fractions reach further."""
        cost = np.zeros(self.matrix.shape[1])
        ends = []
        for sign in (1.0, -1.0):
            cost[position] = sign
            found = milp(
                cost,
                integrality=np.ones(len(cost)),
                bounds=(1, UNBOUNDED),
                constraints=LinearConstraint(
                    self.matrix, np.where(self.equal, self.limit, -np.inf), self.limit
                ),
            )
            if found.x is None:
                return 0.0
            ends.append(found.x[position])
        return float(ends[1] - ends[0])


def _inequalities(relation: Relation) -> Iterator[tuple[list[tuple[int, float]], bool]]:
    """Yield rows ``sum(factor * unknown) <= 0`` (or ``= 0`` where the second is true)."""
    whole, parts, kind = relation.whole, relation.parts, relation.kind
    if kind == "sum":
        yield [*((part, 1.0) for part in parts), (whole, -1.0)], True
    if kind == "partial":
        yield [*((part, 1.0) for part in parts), (whole, -1.0)], False
    if kind == "several":
        yield [*((part, -1.0) for part in parts), (whole, 1.0)], False
    if kind in ("several", "both"):
        for part in parts:
            yield [(part, 1.0), (whole, -1.0)], False
