"""How completely the forms are filled in, by field and by who reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from brister_analysis.analysis.columns import require
from brister_analysis.analysis.intervals import proportion_interval


def completeness(
    reports: pd.DataFrame,
    fields: Sequence[str] | Mapping[str, Sequence[str]],
    actors: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return how many of the reports that asked for a field have it filled in.

    Parameters
    ----------
    reports
        Frame as from `load_reports`; `report_id` and the fields are needed, and `form_version` when `fields`
        is a mapping.
    fields
        Columns of `reports`, in the order wanted; or for each form version the columns it asks for, since a
        field that wasn't on the form isn't missing.
    actors
        As from `load_actors`: the table is then made for each reporting principal.

    Returns
    -------
    pandas.DataFrame
        `reporter` (principal; only with `actors`), `field`, `filled`, `asked` (reports), `share` (0-1) with
        `low`, `high` (Clopper-Pearson, 95 %). Text of blanks counts as not filled.

    Raises
    ------
    UsageError
        A column is not there.

    Notes
    -----
    How it misleads. Filled in isn't the same as informative, and a field can be empty because there was
    nothing to say (no dialogue took place yet). A report two principals sent together counts for both.

    Examples
    --------
    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "measures": ["met", " "]})
    >>> completeness(reports, ["measures"])[["field", "filled", "asked", "share"]].values.tolist()
    [['measures', 1, 2, 0.5]]
    """
    asked_by = _by_version(fields)
    names = list(dict.fromkeys(name for listed in asked_by.values() for name in listed)) or list(fields)
    require(reports, ["report_id", *(["form_version"] if asked_by else []), *names])
    if actors is None:
        return _completeness(reports, names, asked_by)
    require(actors, ("report_id", "role", "principal"))
    columns = ["reporter", "field", "filled", "asked", "share", "low", "high"]
    parts = [pd.DataFrame(columns=columns)]
    reporters = actors.loc[actors["role"] == "reporter", ["report_id", "principal"]].drop_duplicates()
    for principal, group in reporters.groupby("principal", sort=True):
        theirs = reports[reports["report_id"].isin(group["report_id"])]
        parts.append(_completeness(theirs, names, asked_by).assign(reporter=principal)[columns])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def _by_version(fields: Sequence[str] | Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    if not isinstance(fields, Mapping):
        return {}
    return {str(version): list(names) for version, names in fields.items()}


def _completeness(reports: pd.DataFrame, names: list[str], asked_by: dict[str, list[str]]) -> pd.DataFrame:
    rows = []
    for name in names:
        asked = reports
        if asked_by:
            versions = [version for version, listed in asked_by.items() if name in listed]
            asked = reports[reports["form_version"].isin(versions)]
        cells = asked[name]
        filled = int((cells.notna() & (cells.astype("str").str.strip() != "")).sum())
        low, high = proportion_interval(filled, len(asked))
        share = filled / len(asked) if len(asked) else float("nan")
        rows.append((name, filled, len(asked), share, low, high))
    table = pd.DataFrame(rows, columns=["field", "filled", "asked", "share", "low", "high"])
    return table.astype({"field": "str", "filled": "Int64", "asked": "Int64"})
