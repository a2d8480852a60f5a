"""A table to be protected, and one that is: the only thing that may reach a page, a file or a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from brister_analysis.analysis.disclosure import DisclosureClass
from brister_analysis.analysis.table_cells import BASES, Layout
from brister_analysis.language import format_number, text


@dataclass(frozen=True)
class TableSpec:
    """A table that is to be protected, and how its counts belong together.

    Parameters
    ----------
    frame
        Long table: one row a cell. A row whose label is ``"total"`` in one or more dimensions is a total that
        is printed with the table. Combinations that are left out are zero, and known to be.
    rows, columns
        Dimensions: names of columns. The bases ``n_reports`` and ``n_mentions`` are totals over `rows` within
        `columns`, unless `base_over` names the dimensions they go over.
    count
        The column of counts (whole numbers, missing where already hidden).
    threshold
        Counts from 1 up to but not including this are hidden: 1 hides nothing, 2 is not taken (a hidden
        number would be 1). Or a `DisclosureClass`.
    derived
        Columns computed from the count (shares, intervals, ranks): hidden with it, and with their base. None
        means every column that is neither label, count nor base. A column that is not named is left out.
    several
        Dimensions under which one report may count more than once (causes): a total of reports is then at
        least the largest of its parts and at most their sum.
    partial
        Dimensions that leave some reports out (unknown target group): a total is then at least the sum of its
        parts. Found out by itself where the total is printed with the table; where only a later table prints
        it, an untrue sum makes that table hide more or be refused.
    within
        What holds for the whole table (``{"region_code": "12", "data_year": 2023}``): by this a cell is known
        again in another table.
    counts
        What is counted: ``reports`` or another word; only counts of the same thing are linked.
    name
        What messages call the table.
    """

    frame: pd.DataFrame
    rows: str | Sequence[str]
    columns: str | Sequence[str] | None = None
    count: str = "count"
    threshold: int | DisclosureClass = 5
    derived: Sequence[str] | None = None
    base_over: Sequence[str] | None = None
    several: Sequence[str] = ()
    partial: Sequence[str] = ()
    within: Mapping[str, object] | None = None
    counts: str = "reports"
    name: str = "table"


@dataclass(frozen=True, eq=False)
class ProtectedTable:
    """A table that may leave: hidden numbers are not in it.

    Parameters
    ----------
    frame
        Long table sorted by label (never by count, which would tell the order of hidden numbers): dimensions,
        count, bases, derived columns, and ``hidden`` (bool: the count is hidden). Hidden counts and all that
        is computed from them are missing.
    rows, columns
        Names of the dimensions.
    threshold
        The threshold that was used.
    disclosure_class
        Why.
    count
        Name of the column of counts.
    base_over, within, counts, name
        As in `TableSpec`.
    adds_up
        What is counted, a set of dimensions, and how totals over them relate to their parts: ``sum``,
        ``several``, ``partial``, ``both`` or ``none`` (see `linked_cells`).
    lowest_hidden
        What a hidden number is known to be at least: 1, since zero is open.
    """

    frame: pd.DataFrame
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    threshold: int
    disclosure_class: DisclosureClass
    count: str
    base_over: tuple[str, ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    counts: str = "reports"
    name: str = "table"
    adds_up: tuple[tuple[tuple[str, tuple[str, ...]], str], ...] = ()
    lowest_hidden: int = 1

    @property
    def hidden(self) -> pd.Series:
        """Which rows of `frame` have their count hidden."""
        return self.frame["hidden"]

    @property
    def layout(self) -> Layout:
        """Which column of `frame` is what."""
        return Layout(self.rows, self.columns, self.count, self.base_over, self.within, self.counts)

    def explain(self, language: str | None = None) -> str:
        """Return the sentences that say which rule was used and what ``..`` means where it stands."""
        rule = self.disclosure_class
        sentences = [
            text(
                f"disclosure.class.{rule.name}",
                language,
                threshold=self.threshold,
                highest=self.threshold - 1,
                inhabitants=format_number(rule.inhabitants, language=language),
                reports=rule.reports,
            )
        ]
        bases = [name for name in BASES if name in self.frame.columns]
        if self.hidden.any() or self.frame[bases].isna().any(axis=None):
            key = "disclosure.hidden" if self.threshold > 1 else "disclosure.hidden_elsewhere"
            sentences.append(text(key, language, highest=self.threshold - 1))
        return " ".join(sentences)
