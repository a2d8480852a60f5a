"""How a protected table lies in ``published/``: a CSV file, and its layout among those of its revision."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from brister_analysis.analysis.disclosure import DisclosureClass
from brister_analysis.analysis.protected_table import ProtectedTable
from brister_analysis.analysis.table_cells import BASES, HIDDEN
from brister_analysis.errors import Fault

LAYOUT = "tables.toml"


def revision_files(tables: Sequence[ProtectedTable]) -> dict[str, str]:
    """Return the text of each file of a revision by its name."""
    layouts = {table.name: _layout(table) for table in sorted(tables, key=lambda table: table.name)}
    return {LAYOUT: _toml(layouts), **{f"{table.name}.csv": _csv(table) for table in tables}}


def files_of(folder: Path, where: tuple[str, ...], faults: list[Fault]) -> list[tuple[str, Mapping, str]]:
    """Return name, layout and content of each table of a revision; those at fault are added to `faults`."""
    try:
        layouts = tomllib.loads((folder / LAYOUT).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        faults.append(Fault("disclosure.published", (*where, LAYOUT)))
        return []
    found = []
    for name, layout in layouts.items():
        try:
            found.append((name, layout, (folder / f"{name}.csv").read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError):
            faults.append(Fault("disclosure.published", (*where, name)))
    return found


def readable(
    name: str, layout: Mapping, written: str, where: tuple[str, ...], faults: list[Fault]
) -> list[ProtectedTable]:
    """Return the table of one file, or none where it has been damaged."""
    try:
        return [_table(name, layout, written)]
    except (KeyError, TypeError, ValueError):
        faults.append(Fault("disclosure.published", (*where, name)))
        return []


def _csv(table: ProtectedTable) -> str:
    """Write a table with ``..`` for what is hidden and an empty cell for what was never collected."""
    frame = table.frame.drop(columns="hidden")
    bases = [name for name in BASES if name in frame.columns]
    hidden = table.frame["hidden"] | frame[bases].isna().any(axis=1)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    dimensions = (*table.rows, *table.columns)
    for record, hide in zip(frame.to_dict("records"), hidden, strict=True):
        writer.writerow([_written(value, hide and name not in dimensions) for name, value in record.items()])
    return out.getvalue()


def _written(value: object, hidden: bool) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return HIDDEN if hidden else ""
    return repr(float(value)) if isinstance(value, float) else str(value)


def _layout(table: ProtectedTable) -> dict[str, object]:
    rule = table.disclosure_class
    return {
        "rows": list(table.rows),
        "columns": list(table.columns),
        "count": table.count,
        "counts": table.counts,
        "base_over": list(table.base_over),
        "within": dict(table.within),
        "threshold": table.threshold,
        "class": rule.name,
        "inhabitants": rule.inhabitants,
        "reports": rule.reports,
        "lowest_hidden": table.lowest_hidden,
        "adds_up": [[counts, list(over), kind] for (counts, over), kind in table.adds_up],
        "types": {name: str(dtype) for name, dtype in table.frame.drop(columns="hidden").dtypes.items()},
    }


def _table(name: str, layout: Mapping, written: str) -> ProtectedTable:
    header, *records = list(csv.reader(io.StringIO(written)))
    columns = {
        column: _column([record[place] for record in records], layout["types"][column])
        for place, column in enumerate(header)
    }
    place = header.index(layout["count"])
    columns["hidden"] = pd.Series([record[place] == HIDDEN for record in records], dtype=bool)
    rule = DisclosureClass(layout["class"], layout["threshold"], layout["inhabitants"], layout["reports"])
    return ProtectedTable(
        frame=pd.DataFrame(columns),
        rows=tuple(layout["rows"]),
        columns=tuple(layout["columns"]),
        threshold=layout["threshold"],
        disclosure_class=rule,
        count=layout["count"],
        base_over=tuple(layout["base_over"]),
        within=tuple(sorted(layout["within"].items())),
        counts=layout["counts"],
        name=name,
        adds_up=tuple(((counts, tuple(over)), kind) for counts, over, kind in layout["adds_up"]),
        lowest_hidden=layout["lowest_hidden"],
    )


def _column(cells: list[str], dtype: str) -> pd.Series:
    found = [None if cell in ("", HIDDEN) else cell for cell in cells]
    if dtype == "boolean":
        return pd.Series([cell if cell is None else cell == "True" for cell in found], dtype=dtype)
    if dtype == "Int64":
        return pd.Series([cell if cell is None else int(cell) for cell in found], dtype=dtype)
    if dtype == "Float64":
        return pd.Series([cell if cell is None else float(cell) for cell in found], dtype=dtype)
    return pd.Series(found, dtype=dtype)


def _toml(tables: Mapping[str, Mapping[str, object]]) -> str:
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key} = {toml_value(value)}\n" for key, value in values.items())
        for name, values in tables.items()
    )


def toml_value(value: object) -> str:
    """Write a TOML value; strings of JSON are strings of TOML."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(key)} = {toml_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(toml_value(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False)
