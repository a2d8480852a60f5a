"""Figures and ranks that public documents state, each with its source; never mixed with made-up ones."""

from __future__ import annotations

import pandas as pd

from brister_analysis.reference.tables import load


def published_figures() -> pd.DataFrame:
    """Return every figure on reported collaboration deficiencies that a readable public document states.

    Returns
    -------
    pandas.DataFrame
        ``check_id``, ``region_code``, ``area`` (slug; missing for a whole region), ``data_year`` (year the
        reports came in, not the year of the page; missing where a figure holds for no single year),
        ``measure``, ``value``, ``unit`` (count, days, months), ``how_known`` (read, or counted from a list),
        ``source``.

    Notes
    -----
    A count of reports tells how much was reported, not how much went wrong.
    """
    return load("published_figures")


def published_ranks() -> pd.DataFrame:
    """Return which causes the published reports name as most common; no counts per cause are published.

    Returns
    -------
    pandas.DataFrame
        ``region_code``, ``area`` (slug), ``data_year``, ``native_label`` (as the text says it), ``rank``
        (only where the text gives one), ``wording``, ``source``.

    Notes
    -----
    The order in which a text names causes is not a rank: only rows with ``rank`` say which is first.
    """
    return load("published_ranks")
