"""What was measured on texts nobody had tuned the rules for: what pages and documents quote."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from brister_analysis.intake.identifiers import lists
from brister_analysis.language import format_date, format_number, format_percent, text


@dataclass(frozen=True)
class FirstRun:
    """The first run of the finder over a set of texts by people who had not seen its rules.

    Parameters
    ----------
    name, file
        The set, and its file in ``benchmarks/data``.
    texts
        How many texts it holds.
    date, version
        When it was run, and with which commit.
    found
        For each kind how many identifiers were masked to the last letter, and how many there are.
    masked
        How many ordinary words were masked, and how many there are.
    precision
        Share (0-1) of what was masked that held an identifier.
    hard
        Written to be hard, so that it says nothing of ordinary reports: listed, never quoted.
    """

    name: str
    file: str
    texts: int
    date: dt.date
    version: str
    found: dict[str, tuple[int, int]]
    masked: tuple[int, int]
    precision: float
    hard: bool = False

    @property
    def all_found(self) -> tuple[int, int]:
        """How many identifiers of every kind were found, and how many there are."""
        return sum(x for x, _ in self.found.values()), sum(n for _, n in self.found.values())


@cache
def first_runs() -> tuple[FirstRun, ...]:
    """Return the first runs in the order they were made."""
    return tuple(
        FirstRun(**entry | {"found": {kind: tuple(pair) for kind, pair in entry["found"].items()}})
        for entry in lists.toml("measured.toml")["set"]
    )


def quoted() -> FirstRun:
    """Return the first run that pages and documents quote: the latest that was not written to be hard."""
    name = lists.toml("measured.toml")["quoted"]
    return next(run for run in first_runs() if run.name == name)


def sentence(language: str | None = None) -> str:
    """Return one sentence that says how much was found in unseen texts.

    Examples
    --------
    >>> "first run" in sentence("en")
    True
    """
    run = quoted()
    found, total = run.all_found
    return text(
        "identifiers.honest",
        language,
        texts=format_number(run.texts, 0, language),
        found=format_number(found, 0, language),
        total=format_number(total, 0, language),
        share=format_percent(found / total, 1, language),
        date=format_date(run.date, language),
    )
