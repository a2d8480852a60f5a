"""Pairs of causes: four counts a row that follow from each other and from the causes' own counts."""

from __future__ import annotations

import pandas as pd

from brister_analysis.analysis.disclosure import DisclosureClass
from brister_analysis.analysis.protection import ProtectedTable
from brister_analysis.analysis.table_cells import Layout, without_hidden

COUNTS = ("both", "only_a", "only_b", "neither")


def protect_pairs(
    pairs: pd.DataFrame, one_way: ProtectedTable, threshold: DisclosureClass, name: str = "pairs"
) -> ProtectedTable:
    """Protect a table of pairs, whose rows are shown or hidden whole.

    Parameters
    ----------
    pairs
        As `co_occurrence` gives it.
    one_way
        The protected table of the same causes, as printed: `only_a` is a cause's own count less `both`.
    threshold
        Class of a table that crosses two dimensions.

    Returns
    -------
    ProtectedTable
        A row is hidden where any of its four counts is from 1 and below the threshold, or where one of its
        causes is hidden in `one_way`. Here a zero may be hidden with its row: beside a cause that was given
        once, an open zero and a hidden one would say the same as the number itself.
    """
    label = one_way.rows[0]
    open_rows = one_way.frame[~one_way.frame["hidden"]]
    small = pairs[list(COUNTS)].apply(lambda counts: counts.between(1, threshold.threshold - 1)).any(axis=1)
    told = pairs["cause_a"].isin(open_rows[label]) & pairs["cause_b"].isin(open_rows[label])
    ordered = pairs.assign(hidden=small | ~told).sort_values(["cause_a", "cause_b"], ignore_index=True)
    layout = Layout(("cause_a", "cause_b"), (), "both", (), one_way.within, "pairs")
    frame = without_hidden(ordered.drop(columns="hidden"), layout, ordered["hidden"].tolist(), {})
    return ProtectedTable(
        frame=frame,
        rows=layout.rows,
        columns=(),
        threshold=threshold.threshold,
        disclosure_class=threshold,
        count=layout.count,
        within=layout.within,
        counts=layout.counts,
        name=name,
        lowest_hidden=0,
    )
