"""What a scheme collected in a year: the difference between "none reported" and "never asked for".

A table may print 0 only where the scheme could have caught the cause. The status of each row is one of

- ``collected``: the scheme has a label that means the same,
- ``partly``: it has a label that is narrower or only related, or a joined label holds some of it,
- ``not_collected``: no label, or only a joined label that can't be split. Such a row is missing, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pandas as pd

from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.crosswalk import crosswalk
from brister_analysis.reference.schemes import scheme_coverage, schemes

HARMONISED = "harmonised"
REST = "unclear"
STATUSES = ("collected", "partly", "not_collected")


def one_coding(causes: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return the rows to count: a report coded in a native scheme and in the codebook has two codings.

    At level native the native rows; otherwise the codebook's where a report has them.
    """
    if "scheme" not in causes:
        return causes
    harmonised = causes["scheme"].fillna(HARMONISED) == HARMONISED
    if level == "native":
        return causes[~harmonised]
    return causes[harmonised | ~causes["report_id"].isin(causes.loc[harmonised, "report_id"])]


def scheme_years(causes: pd.DataFrame) -> list[tuple[str, str, str, int]]:
    """Return the (scheme, region_code, area, year) in `causes`, sorted; "" or 0 where it isn't told."""
    untold = {"scheme": HARMONISED, "region_code": "", "area": "", "data_year": 0}
    told = causes.reindex(columns=list(untold)).astype("object").fillna(untold).drop_duplicates()
    return sorted(
        (str(scheme), str(region_code), str(area), int(year))
        for scheme, region_code, area, year in told.itertuples(index=False, name=None)
    )


def scheme_labels(scheme: str) -> list[str]:
    """Return the labels of a scheme in its own order."""
    listed = schemes()
    return listed[listed["scheme"] == scheme].sort_values("order")["label"].astype(str).tolist()


def collected_labels(scheme: str, region_code: str, area: str, year: int) -> list[str]:
    """Return the labels that were collected; a year the coverage table doesn't know took the whole scheme."""
    table = scheme_coverage()
    rows = table[table["scheme"] == scheme]
    for column, value in (("region_code", region_code), ("area", area), ("year", year)):
        if value:
            rows = rows[(rows[column] == value) | rows[column].isna()]
    if rows.empty:
        return scheme_labels(scheme)
    return rows.loc[rows["status"] == "collected", "label"].astype(str).tolist()


@cache
def areas_of_causes() -> dict[str, str]:
    """Return the area of every code, in the codebook's order; `unclear`, outside the areas, is its own."""
    book = codebook().causes.sort_values("order")
    return dict(zip(book["cause"], book["area"].fillna(book["cause"]), strict=True))


def _targets(scheme: str, labels: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return for each label the harmonised causes it maps to, with the relation."""
    mapping = crosswalk()
    rows = mapping[
        (mapping["scheme"] == scheme) & mapping["label"].isin(list(labels)) & mapping["cause"].notna()
    ]
    targets: dict[str, list[tuple[str, str]]] = {}
    for row in rows.itertuples():
        targets.setdefault(str(row.label), []).append((str(row.cause), str(row.relation)))
    return targets


def _status_of_causes(targets: dict[str, list[tuple[str, str]]], causes: list[str]) -> dict[str, str]:
    same = {cause for pairs in targets.values() for cause, relation in pairs if relation == "exact"}
    near = {
        cause for pairs in targets.values() for cause, relation in pairs if relation in ("broad", "related")
    }
    joined = {cause for pairs in targets.values() for cause, relation in pairs if relation == "narrow"}
    return {
        cause: "collected"
        if cause in same - joined
        else "partly"
        if cause in same | near
        else "not_collected"
        for cause in causes
    }


def _status_of_areas(targets: dict[str, list[tuple[str, str]]], areas: dict[str, str]) -> dict[str, str]:
    """A joined label counts for an area that holds all its targets, and for none when it crosses areas."""
    caught: set[str] = set()
    crossing: set[str] = set()
    for pairs in targets.values():
        hit = {cause for cause, _ in pairs}
        if len({areas[cause] for cause in hit}) == 1:
            caught |= hit
        else:
            crossing |= {areas[cause] for cause in hit}
    result = {}
    for area in dict.fromkeys(areas.values()):
        members = {cause for cause, of in areas.items() if of == area}
        whole = members <= caught and area not in crossing
        result[area] = "collected" if whole else "partly" if members & caught else "not_collected"
    return result


def coverage_status(causes: pd.DataFrame, level: str) -> pd.Series:
    """Return what was collected of each row of a table, over all scheme-years in `causes`.

    Parameters
    ----------
    causes
        Frame as from `load_causes`; without a scheme it counts as coded with the harmonised codebook.
    level
        ``"cause"``, ``"area"`` or ``"native"``.

    Returns
    -------
    pandas.Series
        Index: codes or labels in their own order. Values: `STATUSES`; the worst of the scheme-years, since a
        sum over a year that didn't ask is no sum.
    """
    areas = areas_of_causes()
    found: dict[str, str] = {}
    for scheme, region_code, area, year in scheme_years(causes) or [(HARMONISED, "", "", 0)]:
        if level == "native":
            asked = collected_labels(scheme, region_code, area, year)
            labels = dict.fromkeys([*scheme_labels(scheme), *asked])
            status = {label: "collected" if label in asked else "not_collected" for label in labels}
        elif scheme == HARMONISED:
            status = dict.fromkeys(areas if level == "cause" else areas.values(), "collected")
        else:
            targets = _targets(scheme, collected_labels(scheme, region_code, area, year))
            # A report can always be left uncoded for want of text, whatever the scheme.
            targets.setdefault("", []).append((REST, "exact"))
            status = (
                _status_of_causes(targets, list(areas))
                if level == "cause"
                else _status_of_areas(targets, areas)
            )
        for label, value in status.items():
            found[label] = max(found.get(label, value), value, key=STATUSES.index)
    return pd.Series(found, dtype="str")
