"""Suggestions, kept apart from what people decided: they can be deleted and made again at any time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.coding.cases import EVENT, Proposed
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd


def _path(workspace: Workspace, region: str, year: int) -> Path:
    return workspace.processed(region, year) / "suggestions.parquet"


def store_suggestions(workspace: Workspace, region: str, year: int) -> Path:
    """Suggest causes for a year's reports and write them into ``suggestions.parquet``.

    Parameters
    ----------
    workspace, region, year
        As `brister_analysis.intake.store.load_reports`.

    Returns
    -------
    Path
        The file written: ``report_id``, ``rank`` (1 best), ``cause``, ``score`` (0-1), ``chosen``,
        ``reasons`` (spans of the description as ``start:end``, a space between); 16 rows a report, sorted
        by report and rank.

    Notes
    -----
    Never part of the ledger: `load_causes` does not see it.
    """
    from brister_analysis.intake.store import load_reports, write_private

    path = _path(workspace, region, year)
    write_private(path, suggestions_of(load_reports(region, year, workspace)).to_parquet(None, index=False))
    return path


def suggestions_of(reports: pd.DataFrame) -> pd.DataFrame:
    """Return the suggestions for `reports`, in the columns that `store_suggestions` writes."""
    import pandas as pd

    from brister_analysis.coding.suggest import suggest_causes

    texts = [text if isinstance(text, str) else "" for text in reports[EVENT]]
    rows = [
        (
            number,
            rank,
            one.cause,
            round(one.score, 6),
            one.chosen,
            " ".join(f"{start}:{end}" for start, end in one.reasons),
        )
        for number, found in zip(reports["report_id"], suggest_causes(texts), strict=True)
        for rank, one in enumerate(found, start=1)
    ]
    frame = pd.DataFrame(rows, columns=["report_id", "rank", "cause", "score", "chosen", "reasons"])
    return frame.astype({"report_id": "str", "cause": "str", "reasons": "str"})


def load_suggestions(workspace: Workspace, region: str, year: int) -> dict[str, tuple[Proposed, ...]]:
    """Return the causes proposed for each report, best first; nothing when none are stored."""
    import pandas as pd

    path = _path(workspace, region, year)
    if not path.exists():
        return {}
    found: dict[str, tuple[Proposed, ...]] = {}
    for row in pd.read_parquet(path).query("chosen").to_dict("records"):
        one = Proposed(str(row["cause"]), float(row["score"]), _spans(str(row["reasons"])))
        found[str(row["report_id"])] = (*found.get(str(row["report_id"]), ()), one)
    return found


def _spans(written: str) -> tuple[tuple[int, int], ...]:
    pairs = (pair.split(":") for pair in written.split())
    return tuple((int(start), int(end)) for start, end in pairs)
