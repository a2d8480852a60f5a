"""What the page on data quality counts, for one year at a time, and which rule each count falls under.

Each year's tables are protected as that year's own page protects them, so that the two show the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from brister_analysis.reporting.finding import is_missing
from brister_analysis.reporting.lacking import without_small_rests
from brister_analysis.reporting.material import DECIDED
from brister_analysis.reporting.region_parts import page_labels, rule_of

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.protection import ProtectedTable
    from brister_analysis.reporting.year import YearReport

TEXTS = (
    "description",
    "measures",
    "dialogue_outcome",
    "consequence",
    "follow_up",
    "stated_cause",
)
WORDS = "doubtful_words"


def year_tables(report: YearReport) -> dict[str, ProtectedTable]:
    """Return one year's protected tables by the name of the part of the page they belong to.

    Parameters
    ----------
    report
        The year, as its own page has it.

    Returns
    -------
    dict
        ``accounting``, ``completeness``, ``coding_status``, ``identifiers`` and, where the year's intake has
        counted it, ``waiting`` and ``words``.
    """
    found = {"accounting": report.protected("accounting", report.accounting).table}
    filled = report.completeness()
    if filled is not None:
        found["completeness"] = filled.table
    base = len(report.reports)
    found["coding_status"] = _protected(report, "coding_status", coding_status(report), base)
    identifiers = _protected(report, "identifier_kind", identifiers_found(report.reports), base)
    found["identifiers"] = without_small_rests(identifiers, whole="n_reports")
    found["corrections"] = _protected(report, "correction", {"corrected": corrections(report)})
    waiting = waits(report)
    words = waiting.pop(WORDS, None)
    if waiting:
        found["waiting"] = _protected(report, "waiting", waiting)
    if words is not None:
        found["words"] = _protected(report, "doubtful", {WORDS: words})
    return found


def coding_status(report: YearReport) -> dict[str, int]:
    """Return for how many reports causes are decided, for how many not, and how many two coders read."""
    from brister_analysis.coding.ledger import load_causes

    coded = load_causes(report.request.region, report.year, "coder", report.workspace)
    own = coded[coded["report_id"].isin(set(report.reports["report_id"]))]
    coders = own.groupby("report_id")["coder"].nunique()
    return {**_decided(report), "coded_twice": int((coders > 1).sum())}


def _decided(report: YearReport) -> dict[str, int]:
    """Return for how many reports causes are decided, and for how many not."""
    own = set(report.reports["report_id"])
    decided = set(report.causes["report_id"]) & own if report.material.causes_by == DECIDED else set()
    return {"decided": len(decided), "not_decided": len(own) - len(decided)}


def identifiers_found(reports: pd.DataFrame) -> dict[str, int]:
    """Return for each kind of identifier in how many reports it was found and replaced.

    Counted are the marks that stand in the stored texts, such as ``[PERSON 1]``: the texts as they came are
    not kept, and no word of them is read here.
    """
    from brister_analysis.intake.identifiers.model import KINDS

    texts = (
        reports[[name for name in TEXTS if name in reports]].fillna("").astype("str").agg(" ".join, axis=1)
    )
    return {
        kind: int(texts.str.contains(rf"\[{re.escape(kind)}(?: \d+)?\]", regex=True).sum())
        for kind in KINDS
    }  # fmt: skip


def corrections(report: YearReport) -> int:
    """Return how many of the corrections people wrote down for the year stand in its reports."""
    from brister_analysis.intake.corrections import read_corrections

    folder = report.workspace.decisions(report.request.region, report.year)
    rows = report.reports.set_index("report_id")
    made = 0
    for one in read_corrections(folder)[0]:
        if one.report_id in rows.index:
            stands: Any = rows.loc[one.report_id, one.column]
            if is_missing(stands):
                made += one.value is None
            else:
                made += (stands.date() if hasattr(stands, "date") else stands) == one.value
    return made


def waits(report: YearReport) -> dict[str, int]:
    """Return what waits for somebody; empty where the year was taken in before it was counted."""
    from brister_analysis.intake.waiting import read_waiting

    counted = read_waiting(report.workspace, report.request.region, report.year)
    return counted | {"not_decided": _decided(report)["not_decided"]} if counted else {}


def _protected(
    report: YearReport, dimension: str, counts: Mapping[str, int], base: int | None = None
) -> ProtectedTable:
    """Return counts by one dimension protected; `base` where they are shares of the year's reports."""
    import pandas as pd

    from brister_analysis.analysis.intervals import shares_of_reports
    from brister_analysis.analysis.protection import protect

    table = pd.DataFrame({dimension: list(counts), "reports": list(counts.values())})
    table = table.astype({dimension: "str", "reports": "Int64"})
    if base is not None:
        table["n_reports"] = pd.array([base] * len(table), dtype="Int64")
        table = table.join(shares_of_reports(table["reports"], base))
    return protect(
        table,
        dimension,
        threshold=rule_of(report, [dimension]),
        count="reports",
        several=[dimension],
        within=page_labels(report),
        # What waits and what was corrected are not parts of the year's reports.
        counts="reports" if base is not None else dimension,
        name=dimension,
        known=report.shown_tables if base is not None else (),
    )
