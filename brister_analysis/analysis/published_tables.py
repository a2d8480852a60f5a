"""What has been published, kept as it stood: ``published/<region>/<year>/<revision>/``.

An outsider keeps what was printed, so every revision stays and enters as known when later tables are
protected. Beside the tables ``revisions.toml`` says when and why each revision was published.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from brister_analysis.analysis.audit import check_publishable
from brister_analysis.analysis.disclosure import DisclosureClass
from brister_analysis.analysis.protection import ProtectedTable
from brister_analysis.analysis.table_cells import BASES
from brister_analysis.errors import DataError, Fault, UsageError
from brister_analysis.workspace import Workspace

HIDDEN = ".."
LAYOUT, REVISIONS = "tables.toml", "revisions.toml"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


def read_published(workspace: Workspace, region: str, year: int | None = None) -> list[ProtectedTable]:
    """Return every table ever published for a region and year, newest revision first, each content once.

    Parameters
    ----------
    region
        Slug.
    year
        Default: every year, oldest first.

    Raises
    ------
    DataError
        A file in ``published/`` has been changed so that it can't be read; every such table.
    """
    if year is None:
        folder = workspace.published(region, 0).parent
        years = sorted(int(found.name) for found in folder.glob("[12][0-9][0-9][0-9]"))
        return [table for each in years for table in read_published(workspace, region, each)]
    tables: list[ProtectedTable] = []
    faults: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for number in reversed(_revisions(workspace.published(region, year))):
        folder = workspace.published(region, year) / str(number)
        try:
            layouts = tomllib.loads((folder / LAYOUT).read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError):
            faults.append(Fault("disclosure.published", (region, str(year), str(number), LAYOUT)))
            continue
        for name, layout in layouts.items():
            try:
                written = (folder / f"{name}.csv").read_text(encoding="utf-8")
                if (json.dumps(layout, sort_keys=True), written) not in seen:
                    tables.append(_table(name, layout, written))
                    seen.add((json.dumps(layout, sort_keys=True), written))
            except (OSError, KeyError, TypeError, ValueError):
                faults.append(Fault("disclosure.published", (region, str(year), str(number), name)))
    if faults:
        raise DataError(faults)
    return tables


def write_published(
    workspace: Workspace,
    region: str,
    year: int,
    tables: Sequence[ProtectedTable],
    reason: str,
    date: dt.date,
) -> int:
    """Keep the tables of a page that is being published, and return the revision's number.

    Parameters
    ----------
    tables
        Every table of the page, each with its own name (small letters, digits, ``_`` and ``-``).
    reason
        Why this is published, in words; public.
    date
        Day of publication.

    Returns
    -------
    int
        A new number, or that of the latest revision of the same tables where nothing has changed since.

    Raises
    ------
    CheckRefused
        Something hidden follows from these tables and all that the region has published before.
    UsageError
        Two tables of one name, or a name that is no file name.
    """
    names = [table.name for table in tables]
    wrong = [name for name in dict.fromkeys(names) if names.count(name) > 1 or not NAME.fullmatch(name)]
    if wrong:
        raise UsageError([Fault("disclosure.table_name", (name,)) for name in wrong])
    check_publishable(tables, read_published(workspace, region))
    files = {f"{table.name}.csv": _csv(table) for table in tables}
    files[LAYOUT] = _toml(
        {table.name: _layout(table) for table in sorted(tables, key=lambda table: table.name)}
    )
    folder = workspace.published(region, year)
    revisions = _revisions(folder)
    latest = next(
        (number for number in reversed(revisions) if _about(folder / str(number)) == _about(tables)), None
    )
    if latest is not None and _contents(folder / str(latest)) == files:
        return latest
    number = max(revisions, default=0) + 1
    (folder / str(number)).mkdir(parents=True)
    for name, content in sorted(files.items()):
        (folder / str(number) / name).write_text(content, encoding="utf-8", newline="\n")
    entry = {"number": number, "date": date.isoformat(), "reason": reason, "tables": sorted(names)}
    log = folder / REVISIONS
    before = log.read_text(encoding="utf-8") + "\n" if log.is_file() else ""
    written = "".join(f"{name} = {_value(value)}\n" for name, value in entry.items())
    log.write_text(f"{before}[[revision]]\n{written}", encoding="utf-8", newline="\n")
    return number


def _revisions(folder: Path) -> list[int]:
    return sorted(int(found.name) for found in folder.glob("[1-9]*") if found.name.isdigit())


def _contents(folder: Path) -> dict[str, str]:
    return {found.name: found.read_text(encoding="utf-8") for found in folder.iterdir()}


def _about(source: Path | Sequence[ProtectedTable]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return which tables of which place and year a revision holds."""
    if isinstance(source, Path):
        layouts = tomllib.loads((source / LAYOUT).read_text(encoding="utf-8"))
        return sorted((name, tuple(sorted(layout["within"].items()))) for name, layout in layouts.items())
    return sorted((table.name, table.within) for table in source)


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
        f"[{name}]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in values.items())
        for name, values in tables.items()
    )


def _value(value: object) -> str:
    """Write a TOML value; strings of JSON are strings of TOML."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False)
