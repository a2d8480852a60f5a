"""The bank of example snippets: one or two sentences for each cause, and neutral ones (``none``).

The bank lies in ``data/bank/<cause>.jsonl``, one object a line: ``causes`` (the main one first, at most
one more) and ``text``. Whoever adds a line teaches the classifier; nothing else need be changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NEUTRAL = "none"


@dataclass(frozen=True)
class Snippet:
    """A text of one or two sentences and its causes; neutral when `causes` is empty."""

    text: str
    causes: tuple[str, ...]


@cache
def snippets() -> tuple[Snippet, ...]:
    """Return the whole bank, by file name and then in the order of the file."""
    folder = files("brister_analysis.coding.suggest").joinpath("data", "bank")
    found = []
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(Snippet(row["text"], tuple(cause for cause in row["causes"] if cause != NEUTRAL)))
    return tuple(found)
