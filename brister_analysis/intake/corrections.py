"""Guarded corrections: known faults in forms, mended with what was expected, so that they fail loudly when it
changed."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

from brister_analysis.errors import Fault, shape_of, toml_line
from brister_analysis.files import read_whole
from brister_analysis.intake.contracts import column_types, record
from brister_analysis.language import text

FILE_NAME = "corrections.toml"
_NEEDED = ("report_id", "column", "expected", "value", "reason")


@dataclass(frozen=True)
class Correction:
    """One correction: `column` of `report_id` is `value` instead of `expected` (None: missing)."""

    report_id: str
    column: str
    expected: object
    value: object


def read_corrections(folder: Path) -> tuple[list[Correction], list[Fault]]:
    """Read a year's corrections; a broken one is a fault and the others still count."""
    path = folder / FILE_NAME
    if not path.exists():
        return [], []
    try:
        read = tomllib.loads(read_whole(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = toml_line(error)
        where = (f"{FILE_NAME}, {text('intake.row', row=line)}",) if line else ()
        return [], [Fault("intake.corrections.unreadable", where)]
    rows = read.get("correction", [])
    if set(read) - {"correction"} or not _are_tables(rows):
        return [], [Fault("intake.corrections.table", (FILE_NAME,))]
    allowed = tuple(
        c["name"] for c in record("reports")["columns"] if c["name"] not in ("report_id", "synthetic")
    )
    corrections, faults = [], []
    for number, row in enumerate(rows, start=1):
        where = (f"{FILE_NAME} [[correction]] {number}",)
        absent = [name for name in _NEEDED if name not in row]
        if absent:
            faults.append(Fault("intake.corrections.absent", where, values={"names": ", ".join(absent)}))
        elif row["column"] not in allowed:
            faults.append(Fault("intake.corrections.column", where, shape_of(row["column"]), allowed))
        else:
            corrections.append(
                Correction(
                    str(row["report_id"]), row["column"], _typed(row["expected"]), _typed(row["value"])
                )
            )
    return corrections, faults


def apply_corrections(rows: list[dict], corrections: list[Correction]) -> tuple[list[dict], list[Fault]]:
    """Return the rows corrected, and a fault for each correction that no longer fits what the form says.

    Examples
    --------
    >>> rows = [{"report_id": "a-2023-001", "event_date": None}]
    >>> apply_corrections(rows, [Correction("a-2023-001", "event_date", None, dt.date(2023, 5, 3))])
    ([{'report_id': 'a-2023-001', 'event_date': datetime.date(2023, 5, 3)}], [])
    """
    by_id = {row["report_id"]: dict(row) for row in rows}
    faults = []
    for correction in corrections:
        row = by_id.get(correction.report_id)
        where = (correction.report_id, correction.column)
        if row is None:
            # The number may come from a free hand, so it is only repeated when it looks like one of ours.
            faults.append(Fault("intake.corrections.report", got=shape_of(correction.report_id)))
        elif _same(row.get(correction.column), correction.value):
            faults.append(Fault("intake.corrections.done", where))
        elif not _same(row.get(correction.column), correction.expected):
            faults.append(Fault("intake.corrections.changed", where, shape_of(row.get(correction.column))))
        elif wrong := _wrong_kind(correction):
            faults.append(Fault(f"intake.corrections.{wrong}", where, shape_of(correction.value)))
        else:
            row[correction.column] = correction.value
    return list(by_id.values()), faults


def _are_tables(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _wrong_kind(correction: Correction) -> str | None:
    """Return what tells that a value is not of its column's kind; None when it is."""
    kind, value = column_types("reports")[correction.column], correction.value
    if kind.startswith("datetime"):
        return None if isinstance(value, dt.date) else "date"
    wanted: type = {"boolean": bool, "bool": bool, "Int64": int}.get(kind, str)
    return None if value is None or type(value) is wanted else "kind"


def _typed(value: object) -> object:
    """TOML has no missing value: an empty text means missing."""
    return None if value == "" else value


def _same(left: object, right: object) -> bool:
    return (left if left != "" else None) == (right if right != "" else None)
