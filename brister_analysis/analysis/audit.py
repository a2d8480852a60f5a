"""What an outsider can work out about the hidden numbers of printed tables.

The auditor reads what is printed, and nothing else (`outsider`): open numbers, totals, percentages as
rounded, which numbers are hidden, and the rule that zero is never hidden. It shares no code with the
protector, so that a mistake in one is caught by the other; what both must agree on is written in the printed
table itself (`ProtectedTable.adds_up`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

from brister_analysis.analysis.outsider import MOST, Printed, ReadTable, read
from brister_analysis.errors import CheckRefused, Fault

if TYPE_CHECKING:
    from brister_analysis.analysis.protected_table import ProtectedTable

NOT_COMPUTED = ("n_reports", "n_mentions", "hidden", "collected")


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
        number, those of `protected_tables` first: a new table can also give away what an older one hid.

    Notes
    -----
    How it misleads. The intervals hold for an outsider who knows what is printed. Someone who knows one of
    the reports knows more, which is why a threshold above 3 is used where tables are detailed.
    """
    pages, printed = read(protected_tables, published, decimals)
    solver = _Solver(printed)
    rows = [row for page in pages for row in _hidden_numbers(page, solver)]
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


class _Solver:
    """Lowest and highest whole number that all that is printed allows."""

    def __init__(self, printed: Printed) -> None:
        self.found: dict[int, tuple[int, int] | None] = {}
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
        if number not in self.found:
            self.found[number] = self._solve(number)
        return self.found[number]

    def _solve(self, number: int) -> tuple[int, int] | None:
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


def _hidden_numbers(page: ReadTable, solver: _Solver) -> Iterable[tuple[object, ...]]:
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
