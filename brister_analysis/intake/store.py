"""What intake leaves in ``data/processed`` and how others read it: parquet with the record's columns, and its
description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.files import write_private
from brister_analysis.intake.contracts import allowed_values, column_types, record, shaped
from brister_analysis.reference.places import region as find_region
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("reports", "actors", "accounting")
# Frictionless Table Schema's names for our dtypes.
_SCHEMA_TYPES = {
    "str": "string",
    "Int64": "integer",
    "boolean": "boolean",
    "bool": "boolean",
    "datetime64[s]": "date",
}


def write_tables(folder: Path, tables: dict[str, pd.DataFrame]) -> None:
    """Write the processed tables of one region and year, with ``datapackage.json`` that describes them."""
    for name in TABLES:
        write_private(folder / f"{name}.parquet", tables[name].to_parquet(None))
    package = {
        "profile": "data-package",
        "name": f"brister-{folder.parent.name}-{folder.name}",
        "resources": [_resource(name) for name in TABLES],
    }
    write_private(
        folder / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=2).encode() + b"\n"
    )


def _resource(table: str) -> dict:
    columns = [
        {
            "name": column["name"],
            "type": _SCHEMA_TYPES[column["type"]],
            "title": column["sv"],
            "description": column["en"],
            "constraints": {
                "required": column.get("required", False),
                **({"enum": list(allowed)} if (allowed := allowed_values(column)) else {}),
                **({"pattern": column["pattern"]} if "pattern" in column else {}),
            },
        }
        for column in record(table)["columns"]
    ]
    return {
        "name": table,
        "path": f"{table}.parquet",
        "format": "parquet",
        "schema": {"fields": columns, "primaryKey": record(table)["key"]},
    }


def load_reports(
    region: str | None = None, year: int | None = None, workspace: Workspace | None = None
) -> pd.DataFrame:
    """Read the de-identified reports.

    Parameters
    ----------
    region
        Slug, code or name; every region when None.
    year
        Year the reports were received; every year when None.
    workspace
        Where the data lies; the project around the current folder when None.

    Returns
    -------
    DataFrame
        One row a report, columns as ``reports`` in ``docs/interface.md``, sorted by ``report_id``. Empty when
        nothing has been taken in.

    Notes
    -----
    De-identified is not anonymous: the texts can still point at a person to somebody who knows the case.
    """
    return _load("reports", region, year, workspace)


def load_actors(
    region: str | None = None, year: int | None = None, workspace: Workspace | None = None
) -> pd.DataFrame:
    """Read who reported and about whom.

    Parameters
    ----------
    region, year, workspace
        As `load_reports`.

    Returns
    -------
    DataFrame
        One row a report and actor, columns as ``actors`` in ``docs/interface.md``; sorted by report, the
        reporter first, then counterparts in the form's order.

    Notes
    -----
    A report may name several counterparts: counting rows is not counting reports.
    """
    return _load("actors", region, year, workspace)


def load_accounting(
    region: str | None = None, year: int | None = None, workspace: Workspace | None = None
) -> pd.DataFrame:
    """Read how many reports were kept, and how many rejected for which reason.

    Parameters
    ----------
    region, year, workspace
        As `load_reports`.

    Returns
    -------
    DataFrame
        ``region_code``, ``area``, ``data_year``, ``reason`` (kept, or why not), ``reports`` (count, 0 is
        none); one row a year and reason. Kept and rejected together are what was read.
    """
    return _load("accounting", region, year, workspace)


def _load(table: str, region: str | None, year: int | None, workspace: Workspace | None) -> pd.DataFrame:
    import pandas as pd

    place = workspace or Workspace.find()
    slug = find_region(region).slug if region is not None else "*"
    paths = sorted(
        (place.data / "processed").glob(f"{slug}/{year if year is not None else '*'}/{table}.parquet")
    )
    # Parquet has no dtype for whole seconds, so the record's dtypes are put back; a year taken in before the
    # record had a column lacks it.
    types = column_types(table)
    frames = [pd.read_parquet(path).reindex(columns=list(types)).astype(types) for path in paths]
    return pd.concat(frames, ignore_index=True) if frames else shaped([], table)
