"""Causes in relation: which stand in the same reports, and the same causes read through other schemes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from brister_analysis.language import catalogue
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.material import DECIDED
from brister_analysis.reporting.matrix_figure import matrix_figure
from brister_analysis.reporting.region_parts import joined, page_labels, rule
from brister_analysis.reporting.section import Fragment
from brister_analysis.reporting.session import names
from brister_analysis.reporting.tables_html import table

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.reporting.year import YearReport


def together(report: YearReport, areas: Finding, causes: Finding) -> Fragment:
    """Return the pairs of causes that stand in the same reports, or why none is shown.

    Parameters
    ----------
    areas, causes
        What the page shows of the causes' areas and of the causes themselves.

    Notes
    -----
    Below 60 reports pairs are of areas (`pair_level`). A pair is shown only where both its parts are, and
    where none of its four counts is small; with few reports that is seldom so.
    """
    from brister_analysis.analysis.co_occurrence import co_occurrence, pair_level
    from brister_analysis.analysis.protected_pairs import protect_pairs

    if report.material.causes_by != DECIDED:
        return report.words("together_suggested")
    # A year coded in names of its own has no whole causes, only areas.
    level = "area" if report.level == "native" else pair_level(len(report.reports))
    one_way = areas if level == "area" else causes
    if one_way.refused:
        return report.words("together_none")
    pairs = _finite(co_occurrence(report.causes, level))
    protected = protect_pairs(pairs, one_way.table, rule(report, "pairs"))
    counted = {"all": len(pairs), "shown": int((~protected.hidden).sum())}
    # A table of only those that never stand together would tell nothing of the pairs that do.
    if not (protected.frame["both"] > 0).fillna(False).any():
        return report.words("together_none")
    report.remember(protected)
    own = names([one_way.spec["label"][0]], one_way.table.frame, report.context)[one_way.spec["label"][0]]
    finding = Finding("pairs", protected, {"cause_a": own, "cause_b": own}, {}, report.context)
    established = protected.frame["p_holm"].lt(0.05).fillna(False).any()
    verdict = report.words("together_some" if established else "together_chance")
    figure = matrix_figure(finding, len(report.reports))
    return joined([report.words("together", **counted), figure, table(finding), verdict])


def _finite(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs with an odds ratio only where it has an end: one of a zero cell has none to print."""
    endless = pairs[["odds_ratio", "low", "high"]].isin([float("inf")]).any(axis=1)
    numbers = dict.fromkeys(["odds_ratio", "low", "high"])
    return pairs.assign(**{name: pairs[name].mask(endless) for name in numbers})


def lenses(report: YearReport) -> Fragment:
    """Return the causes read through other schemes; nothing where nobody decided them in the codebook.

    A label of a scheme that no cause belongs to is left out: it could never have a report.
    """
    import pandas as pd

    from brister_analysis.analysis.lenses import read_through
    from brister_analysis.reference.schemes import schemes

    if report.material.causes_by != DECIDED or report.level == "native":
        return Fragment("")
    listed = schemes()
    own = listed.loc[listed["kind"].isin(["obstacle", "literature"]), "scheme"].drop_duplicates()
    # The labels stand in Swedish as printed, and so do the names of the schemes before them.
    titles = catalogue("sv", "together")["lens"]["names"]
    read = pd.concat([read_through(report.causes, lens).assign(title=titles[lens]) for lens in own])
    read = read.dropna(subset=["reports"])
    relation = [report.context.say(f"lens.relations.{weakest}") for weakest in read["weakest_relation"]]
    shown = read.assign(lens_label=read["title"] + ": " + read["label"], relation=relation)
    shown = shown.drop(columns=["title", "label", "causes", "weakest_relation"]).reset_index(drop=True)
    finding = report.show(report.finding("lens", shown, rule(report, "lens"), page_labels(report)))
    shown_table = table(finding)
    folded = f"<details><summary>{escape(finding.caption)}</summary>{shown_table.html}</details>"
    return joined([report.words("lenses"), Fragment(folded, shown_table.downloads)])
