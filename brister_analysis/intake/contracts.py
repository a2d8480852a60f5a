"""What a record must look like, checked with pandera, all faults at once.

The columns lie in ``data/records.toml``: the contract, the order of columns and ``datapackage.json`` come
from there.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from brister_analysis.errors import Fault, shape_of
from brister_analysis.language import text

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


@cache
def record(table: str) -> dict:
    """Return the definition of one table: its ``key`` and its ``columns``."""
    source = files("brister_analysis.intake").joinpath("data/records.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))[table]


def column_types(table: str) -> dict[str, str]:
    """Return column name → pandas dtype, in the record's order."""
    return {column["name"]: column["type"] for column in record(table)["columns"]}


def allowed_values(column: dict) -> tuple[str, ...]:
    """Return the closed vocabulary of a column, empty when it is open."""
    if "dimension" in column:
        from brister_analysis.reference.dimensions import dimension

        return tuple(dimension(column["dimension"])["code"])
    return tuple(column.get("allowed", ()))


@cache
def contract(table: str) -> pa.DataFrameSchema:
    """Return the pandera schema of one table."""
    import pandera.pandas as pa

    columns = {}
    for column in record(table)["columns"]:
        checks = []
        if allowed := allowed_values(column):
            checks.append(pa.Check.isin(allowed))
        if "pattern" in column:
            checks.append(pa.Check.str_matches(column["pattern"]))
        columns[column["name"]] = pa.Column(
            column["type"],
            checks,
            nullable=not column.get("required", False),
            unique=[column["name"]] == record(table)["key"],
        )
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def shaped(rows: list[dict], table: str) -> pd.DataFrame:
    """Return `rows` as a frame with the record's columns, order and dtypes; absent values become missing."""
    import pandas as pd

    types = column_types(table)
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=dtype) for name, dtype in types.items()}
    )


def validate(frame: pd.DataFrame, table: str) -> list[Fault]:
    """Return every breach of the contract of `table`.

    A value is repeated only where the column's vocabulary is closed by a pattern of codes; otherwise its
    shape is told.
    """
    import pandera.errors

    try:
        contract(table).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        definitions = {column["name"]: column for column in record(table)["columns"]}
        return [
            _breach(frame, definitions.get(case.column, {}), case)
            for case in error.failure_cases.itertuples(index=False)
        ]
    return []


def _breach(frame: pd.DataFrame, column: dict, case: object) -> Fault:
    index = getattr(case, "index", None)
    where: tuple[str, ...] = ()
    if isinstance(index, int) and "report_id" in frame.columns and index < len(frame):
        where = (str(frame["report_id"].iloc[index]),)
    name = column.get("name", "")
    return Fault(
        "intake.contract",
        where=(*where, text("intake.column", name=name)),
        got=shape_of(getattr(case, "failure_case", None)),
        allowed=allowed_values(column) if column else (),
    )
