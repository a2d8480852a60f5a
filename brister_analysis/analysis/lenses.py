"""The same coded causes read through another scheme, each figure with the weakest relation it rests on."""

from __future__ import annotations

import pandas as pd

from brister_analysis.analysis.columns import require
from brister_analysis.analysis.coverage import scheme_labels
from brister_analysis.analysis.intervals import proportion_interval
from brister_analysis.errors import Fault, UsageError
from brister_analysis.reference.crosswalk import crosswalk
from brister_analysis.reference.schemes import schemes

# Read from the cause to the lens: where the lens's label is wider (narrow: the cause is one of those it
# holds) nothing is overstated; where it is narrower (broad), reports count that it doesn't cover.
STRONGEST_FIRST = ("exact", "narrow", "broad", "related")


def read_through(causes: pd.DataFrame, lens: str) -> pd.DataFrame:
    """Count the reports that fall under each label of another scheme, by the crosswalk.

    Parameters
    ----------
    causes
        Frame as from `load_causes`: `report_id`, `cause`.
    lens
        Scheme to read through, of kind obstacle or literature (``"vgr-hinder-2015"``, ``"josefsson-2004"``,
        ``"matscheck-axelsson-2012"``).

    Returns
    -------
    pandas.DataFrame
        `label` (of the lens, in its order), `causes` (codes it rests on, "; " between), `weakest_relation`
        (exact, narrow, broad, related; missing where the label has no cause), `reports`, `n_reports`,
        `share_of_reports` (0-1) with `low`, `high` (Clopper-Pearson, 95 %). A label without a cause is
        missing, not 0.

    Raises
    ------
    UsageError
        A column is not there, or the scheme isn't a lens.

    Notes
    -----
    How it misleads. Nobody coded these labels: they are derived. A cause can belong to several labels, so the
    same report counts under each and the shares don't add up. Where `weakest_relation` is ``broad`` or
    ``related`` the figure can hold reports that the lens's authors would have put elsewhere.
    """
    require(causes, ("report_id", "cause"))
    listed = schemes()
    lenses = listed.loc[listed["kind"].isin(["obstacle", "literature"]), "scheme"].unique().tolist()
    if lens not in lenses:
        raise UsageError(Fault("analysis.unknown_lens", allowed=tuple(lenses)))
    mapping = crosswalk()
    mapping = mapping[(mapping["scheme"] == lens) & mapping["cause"].notna()]
    base = causes["report_id"].nunique()
    rows = []
    for label in scheme_labels(lens):
        own = mapping[mapping["label"] == label]
        weakest = max(own["relation"], key=STRONGEST_FIRST.index, default=None)
        count = None if own.empty else causes.loc[causes["cause"].isin(own["cause"]), "report_id"].nunique()
        low, high = proportion_interval(float("nan") if count is None else count, base)
        share = count / base if count is not None and base else float("nan")
        rows.append((label, "; ".join(own["cause"]), weakest, count, base, share, low, high))
    columns = [
        "label",
        "causes",
        "weakest_relation",
        "reports",
        "n_reports",
        "share_of_reports",
        "low",
        "high",
    ]
    table = pd.DataFrame(rows, columns=columns)
    kinds = dict.fromkeys(columns[:3], "str") | dict.fromkeys(["reports", "n_reports"], "Int64")
    return table.astype(kinds)
