"""Every data file of this room, read in one way and held to its contract; all faults are told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from brister_analysis.errors import DataError, Fault, shape_of
from brister_analysis.language import text

if TYPE_CHECKING:
    import pandera.pandas as pa

DATA = files("brister_analysis.reference").joinpath("data")

# What pandera calls its own checks, and the sentence each one gets. Checks of ours carry their sentence in
# `error`.
_BUILT_IN = {
    "not_nullable": "missing",
    "field_uniqueness": "duplicate",
    "multiple_fields_uniqueness": "duplicate",
    "column_in_dataframe": "column_missing",
    "column_in_schema": "column_unknown",
}
_OWN = ("code", "number", "year", "vocabulary", "slug", "sentence")


def load(name: str) -> pd.DataFrame:
    """Return one csv file of the room, checked.

    Parameters
    ----------
    name
        File name without ending, for example ``"municipalities"``.

    Returns
    -------
    pandas.DataFrame
        The columns of the file; codes are text, years and counts ``Int64``. The caller may change it.

    Raises
    ------
    DataError
        The file breaks its contract; every fault with its line.
    """
    return _load(name).copy()


@cache
def _load(name: str) -> pd.DataFrame:
    raw = read_text_table(DATA.joinpath(f"{name}.csv").read_text(encoding="utf-8"))
    return checked(raw, name)


@cache
def load_toml(name: str) -> dict:
    """Return one TOML file of the room; frames made of it are held to a contract with `checked`."""
    return tomllib.loads(DATA.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def read_text_table(content: str, separator: str = ",") -> pd.DataFrame:
    """Read a delimited table with every cell as text; only an empty cell is missing."""
    from io import StringIO

    return pd.read_csv(
        StringIO(content),
        sep=separator,
        dtype="str",
        keep_default_na=False,
        na_values=[""],
        skipinitialspace=True,
    )


def checked(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return `frame` with the types of the contract `name`.

    Raises
    ------
    DataError
        Every breach, with line and column.
    """
    from brister_analysis.reference.contracts import CONTRACTS

    faults = faults_in(frame, CONTRACTS[name], where=(name,))
    if faults:
        raise DataError(faults)
    numbers = {column: "Int64" for column in CONTRACTS[name].metadata["numbers"]}
    return frame.astype(numbers)


def faults_in(frame: pd.DataFrame, contract: pa.DataFrameSchema, where: Sequence[str]) -> list[Fault]:
    """Return every breach of a contract in a table of text cells.

    Parameters
    ----------
    frame
        As `read_text_table` gives it: row 0 is line 2 of the file.
    contract
        A pandera schema whose own checks name their sentence in ``error``.
    where
        Place in front of line and column.

    Returns
    -------
    list of Fault
        Sorted by line and column; a value is told by its shape.
    """
    import pandera.errors

    try:
        contract.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return []
    faults = []
    for case in cases.itertuples():
        check = _BUILT_IN.get(str(case.check), str(case.check))
        if check in ("column_missing", "column_unknown"):
            fault = Fault(
                f"reference.table.{check}", where=tuple(where), values={"column": case.failure_case}
            )
            faults.append((0, str(case.failure_case), fault))
            continue
        line = int(case.index) + 2 if pd.notna(case.index) else 0
        place = (text("reference.table.line", line=line), text("reference.table.column", column=case.column))
        key = f"reference.table.{check if check in (*_BUILT_IN.values(), *_OWN) else 'contract'}"
        got = None if pd.isna(case.failure_case) else shape_of(case.failure_case)
        faults.append((line, str(case.column), Fault(key, where=(*where, *place), got=got)))
    return [fault for _, _, fault in sorted(faults, key=lambda found: found[:2])]
