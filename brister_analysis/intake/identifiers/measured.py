"""What was measured on texts nobody had tuned the rules for: what pages and documents quote."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache

from brister_analysis.intake.identifiers import lists
from brister_analysis.intake.identifiers.model import KINDS
from brister_analysis.language import format_date, format_number, format_percent, listed, text


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
        Written to be hard, so that it says little of ordinary reports: quoted apart.
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


def quoted_runs() -> tuple[FirstRun, ...]:
    """Return the latest runs: all since the one that ``measured.toml`` names."""
    runs = first_runs()
    since = lists.toml("measured.toml")["quoted_from"]
    return runs[next(at for at, run in enumerate(runs) if run.name == since) :]


def quoted(hard: bool = False) -> FirstRun:
    """Return what pages and documents quote: the latest runs together, those written to be hard apart."""
    together = [run for run in quoted_runs() if run.hard == hard]
    pairs = {kind: [run.found[kind] for run in together] for kind in KINDS}
    return replace(
        together[-1],
        name=listed([run.name for run in together], "en"),
        texts=sum(run.texts for run in together),
        found={kind: _added(found) for kind, found in pairs.items()},
        masked=_added([run.masked for run in together]),
    )


def _added(pairs: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(x for x, _ in pairs), sum(n for _, n in pairs)


def sentence(language: str | None = None) -> str:
    """Return one sentence that says how much was found in unseen texts.

    Examples
    --------
    >>> "first run" in sentence("en")
    True
    """
    plain, hard = _numbers(quoted(), language), _numbers(quoted(hard=True), language)
    return text(
        "identifiers.honest",
        language,
        **plain,
        **{f"hard_{name}": value for name, value in hard.items()},
        date=format_date(quoted().date, language),
    )


def _numbers(run: FirstRun, language: str | None) -> dict[str, str]:
    found, total = run.all_found
    return {
        "texts": format_number(run.texts, 0, language),
        "found": format_number(found, 0, language),
        "total": format_number(total, 0, language),
        "share": format_percent(found / total, 1, language),
    }
