"""The native schemes reports were coded with, and which of their labels were counted in which year."""

from __future__ import annotations

from functools import cache

import pandas as pd

from brister_analysis.reference.tables import checked, load_toml


def schemes() -> pd.DataFrame:
    """Return every label of every native scheme, as its source prints it.

    Returns
    -------
    pandas.DataFrame
        ``scheme``, ``label``, ``order`` (in the source), ``kind`` (cause: counted for reports; agreement;
        definition: true of every report; obstacle and literature: only read through), ``remark_sv``,
        ``remark_en`` (missing where there is none); in the order of the schemes file.
    """
    return _schemes().copy()


@cache
def _schemes() -> pd.DataFrame:
    rows = [
        (
            scheme["id"],
            entry["label"],
            str(order),
            scheme["kind"],
            entry.get("remark_sv"),
            entry.get("remark_en"),
        )
        for scheme in load_toml("schemes")["scheme"]
        for order, entry in enumerate(scheme["labels"], start=1)
    ]
    columns = ["scheme", "label", "order", "kind", "remark_sv", "remark_en"]
    return checked(pd.DataFrame(rows, columns=columns, dtype="str"), "schemes")


def scheme_coverage() -> pd.DataFrame:
    """Return which labels were counted in which year, so that "not counted" is never taken for zero.

    Returns
    -------
    pandas.DataFrame
        ``scheme`` (missing where the scheme of a year is unknown), ``region_code``, ``area`` (slug; missing
        for a whole region), ``year`` (missing where the source gives none), ``label``, ``status``: collected,
        not_collected (known not to be counted with that scheme), unknown (the source cannot be read that
        far); sorted by region, year and the order of the scheme. A cause that no label stands for is named by
        its code (``trust``).

    Notes
    -----
    A row that is missing here says nothing. A label that is not collected has no count, not a count of 0.
    """
    return _scheme_coverage().copy()


@cache
def _scheme_coverage() -> pd.DataFrame:
    source = load_toml("schemes")
    rows = []
    for scheme in source["scheme"]:
        if "region_code" not in scheme:
            continue
        status = {entry["label"]: "collected" if scheme["years"] else "unknown" for entry in scheme["labels"]}
        status |= dict.fromkeys(scheme.get("unknown", ()), "unknown")
        status |= dict.fromkeys(scheme.get("not_collected", ()), "not_collected")
        for year in scheme["years"] or [None]:
            place = (scheme["id"], scheme["region_code"], scheme.get("area"), year and str(year))
            rows += [(*place, label, state) for label, state in status.items()]
    for gap in source["unknown_year"]:
        place = (None, gap["region_code"], gap["area"], str(gap["year"]))
        # Any label the area ever counted may have been counted that year too.
        labels = [row[4] for row in rows if row[1:3] == place[1:3]]
        rows += [(*place, label, "unknown") for label in dict.fromkeys(labels)]
    columns = ["scheme", "region_code", "area", "year", "label", "status"]
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    return checked(
        frame.sort_values(["region_code", "year"], kind="stable", ignore_index=True), "scheme_coverage"
    )
