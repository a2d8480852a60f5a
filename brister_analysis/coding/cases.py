"""What coders read: each report's de-identified texts, and suggestions where they are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brister_analysis.language import text
from brister_analysis.workspace import Workspace

# What happened comes first; the rest is what followed.
EVENT = "description"
FURTHER = ("measures", "dialogue_outcome", "consequence", "follow_up")


@dataclass(frozen=True)
class Proposed:
    """A suggested cause, its score (0-1) and the spans of the event's text that spoke for it."""

    cause: str
    score: float
    reasons: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Case:
    """One report to code.

    Parameters
    ----------
    report_id
        Number of the report, or of a practice case.
    event
        What happened.
    further
        Column of the record → text; only those that say something.
    proposed
        Suggested causes, best first; no decision.
    state
        Whether the coders chose alike; only for the meeting.
    decided
        Coder → what that coder chose, as people read it; only for the meeting.
    prefilled
        ``cause``, ``pandemic``, ``theme``, ``measure``, ``note`` → what already stands in the cells.
    """

    report_id: str
    event: str = field(repr=False)
    further: Mapping[str, str] = field(default_factory=dict, repr=False)
    proposed: tuple[Proposed, ...] = ()
    state: str = ""
    decided: Mapping[str, str] = field(default_factory=dict, repr=False)
    prefilled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def further_text(self, language: str | None = None) -> str:
        """Return the other texts in one, each after its heading."""
        parts = (f"{text(f'sheets.text.{name}', language)}: {said}" for name, said in self.further.items())
        return "\n\n".join(parts)

    def reason_words(self, proposed: Proposed) -> list[str]:
        """Return the words that spoke for a suggestion."""
        return [self.event[start:end] for start, end in proposed.reasons]


def load_cases(
    workspace: Workspace, region: str, year: int, proposed: Mapping[str, tuple[Proposed, ...]] | None = None
) -> list[Case]:
    """Return a year's reports as cases, sorted by number.

    Parameters
    ----------
    workspace, region, year
        As `brister_analysis.intake.store.load_reports`.
    proposed
        Report → suggestions, from `brister_analysis.coding.stored.load_suggestions`; none for coding blind.
    """
    from brister_analysis.intake.store import load_reports

    reports = load_reports(region, year, workspace)
    found = []
    for row in reports.to_dict("records"):
        said = {name: _said(row[name]) for name in FURTHER if _said(row[name])}
        number = str(row["report_id"])
        found.append(Case(number, _said(row[EVENT]), said, (proposed or {}).get(number, ())))
    return found


def _said(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
