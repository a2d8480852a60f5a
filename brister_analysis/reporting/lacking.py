"""How many reports lack a field is a number like any other, and how complete forms are must not tell it.

The reports without a sub-area stand in the table of sub-areas as "unknown", and there they may be hidden.
"47 of 50 say which" would tell them all the same, though the two tables share no label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from brister_analysis.reporting import answers
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.region_parts import rule_of

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.protection import ProtectedTable
    from brister_analysis.reporting.year import YearReport

# What a column is called as a dimension of tables.
DIMENSIONS = {"area": "sub_area"}
# What a form asks of each party, by the column of the actors that holds it.
PARTIES = ("reporter", "counterpart")
OF_PARTIES = {"": "principal", "_unit": "unit", "_role": "professional_role"}


def answered_fields(report: YearReport) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Return the reports with what their forms ask of the parties as columns too, and what each form asks.

    Returns
    -------
    reports, asked
        `reports` with `reporter`, `reporter_unit`, `reporter_role` and the same of the counterpart, missing
        where no such actor has it; and for each form version of the year the columns it asks for. What a
        form demands is all among them, so that a report which lacks some of it is seen here.
    """
    import pandas as pd

    wide = report.reports
    for party in PARTIES:
        own = report.actors[report.actors["role"] == party]
        for ending, column in OF_PARTIES.items():
            told = own.dropna(subset=[column]).drop_duplicates("report_id").set_index("report_id")[column]
            wide = wide.assign(**{party + ending: wide["report_id"].map(told.astype("object"))})
    wide = wide.astype({party + ending: pd.StringDtype() for party in PARTIES for ending in OF_PARTIES})
    asked = {
        form.version: [field.column for field in form.fields if field.column in wide.columns]
        for form in report.material.profile.forms
        if form.version in set(report.reports["form_version"])
    }
    return wide, asked


def lacking_hidden(
    report: YearReport, finding: Finding, reports: pd.DataFrame, asked: Mapping[str, list[str]]
) -> Finding:
    """Return the finding with ``..`` where the number of reports that lack a field is a small one.

    Parameters
    ----------
    finding
        How completely the forms are filled in, protected.
    reports, asked
        As from `answered_fields`.

    Notes
    -----
    Small is what is small in the field's own table: where any number of reports may be shown there, any may
    lack it. Fields that the same reports lack share the strictest of their rules: one number is the other.
    """
    thresholds = _thresholds(report, reports, asked)
    hidden = hidden_elsewhere(report) & set(thresholds)
    return replace(finding, table=without_small_rests(finding.table, thresholds, hidden))


def without_small_rests(
    table: ProtectedTable,
    thresholds: Mapping[str, int] | None = None,
    hidden: set[str] | frozenset[str] = frozenset(),
    whole: str = "asked",
) -> ProtectedTable:
    """Return the table with the rows hidden whose rest is small, and those of `hidden` that have a rest.

    Parameters
    ----------
    table
        Of one dimension.
    thresholds
        Label to the threshold of its rest, where that is not the table's own.
    whole
        Name of the column that the count is a part of.
    """
    import pandas as pd

    from brister_analysis.analysis.table_cells import without_hidden

    frame = table.frame
    rests = frame[whole] - frame[table.count]
    rows = []
    for label, rest, already in zip(frame[table.rows[0]], rests, frame["hidden"], strict=True):
        limit = (thresholds or {}).get(str(label), table.threshold)
        small = not pd.isna(rest) and rest > 0 and (rest < limit or label in hidden)
        rows.append(bool(already) or bool(small))
    return replace(table, frame=without_hidden(frame, table.layout, rows, {}))


def hidden_elsewhere(report: YearReport) -> set[str]:
    """Return the columns whose unknown is hidden in the page's table of its values, whatever its size."""
    areas = answers.areas_shown(report)
    if areas is None:
        return set()
    unknown = areas.frame[areas.frame["sub_area"] == ""]
    return {"area"} if unknown["hidden"].any() else set()


def _thresholds(report: YearReport, reports: pd.DataFrame, asked: Mapping[str, list[str]]) -> dict[str, int]:
    from brister_analysis.analysis.disclosure import disclosure_rules

    free = set(disclosure_rules()["whether_filled_is_free"])
    own, lacking = {}, {}
    for name in dict.fromkeys(name for names in asked.values() for name in names):
        dimensions = [] if name in free else [DIMENSIONS.get(name, name)]
        own[name] = rule_of(report, dimensions).threshold
        lacking[name] = _lacking(
            reports, [version for version, names in asked.items() if name in names], name
        )
    return {name: max(own[other] for other in own if lacking[other] == lacking[name]) for name in own}


def _lacking(reports: pd.DataFrame, versions: list[str], column: str) -> tuple[str, ...]:
    of = reports[reports["form_version"].isin(versions)]
    filled = of[column].notna() & (of[column].astype("str").str.strip() != "")
    return tuple(sorted(of.loc[~filled, "report_id"]))
