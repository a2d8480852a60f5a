"""How much of a year waits for somebody: counts only, which pages may show, and never a name or a word."""

from __future__ import annotations

import json
from pathlib import Path

from brister_analysis.intake.store import write_private
from brister_analysis.workspace import Workspace

FILE_NAME = "waiting.json"
WAITING = ("unreadable", "incomplete", "changed", "doubtful_words")


def write_waiting(folder: Path, counts: dict[str, int]) -> None:
    """Write how much waits beside a year's processed tables.

    Parameters
    ----------
    folder
        The year's folder under ``data/processed``.
    counts
        By `WAITING`: forms that could not be read, reports that lack fields their form demands, reports whose
        form changed after coding, words that may be names and that nobody has decided about.
    """
    ordered = {name: counts[name] for name in WAITING}
    write_private(folder / FILE_NAME, json.dumps(ordered, indent=1).encode() + b"\n")


def read_waiting(workspace: Workspace, region: str, year: int) -> dict[str, int]:
    """Return how much waits, by `WAITING`; empty where the year was taken in before this was counted."""
    path = workspace.processed(region, year) / FILE_NAME
    if not path.exists():
        return {}
    read = json.loads(path.read_text(encoding="utf-8"))
    return {name: int(read[name]) for name in WAITING}
