"""Models a region plugs in: found by entry point, held to the same contract as the one that ships."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import entry_points
from itertools import pairwise
from typing import TYPE_CHECKING

from brister_analysis.errors import Fault, UsageError

if TYPE_CHECKING:
    from brister_analysis.coding.suggest.suggestion import Suggestion

GROUP = "brister_analysis.suggesters"


def suggest_by(name: str, texts: Sequence[str], codes: Sequence[str]) -> list[list[Suggestion]]:
    """Return what the model `name` suggests, checked.

    Parameters
    ----------
    name
        Of an entry point in the group ``brister_analysis.suggesters``: a function that takes a list of texts
        and gives what `suggest_causes` gives.
    texts, codes
        Reports, and the codes each answer must hold.

    Raises
    ------
    UsageError
        No such model, or an answer that breaks the contract; all kinds of breach at once.
    """
    installed = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in installed:
        raise UsageError(Fault("suggest.plugged.unknown", allowed=tuple(sorted(installed))))
    found = installed[name].load()(list(texts))
    faults = [Fault(f"suggest.plugged.{breach}") for breach in breaches(found, texts, codes)]
    if faults:
        raise UsageError(faults)
    return found


def breaches(found: Sequence[Sequence[Suggestion]], texts: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Name the parts of the contract that `found` breaks: count, codes, order, score, unclear, reasons."""
    if len(found) != len(texts):
        return ["count"]
    kept = {
        "codes": all(sorted(s.cause for s in of_text) == sorted(codes) for of_text in found),
        "order": all(before.score >= after.score for of_text in found for before, after in pairwise(of_text)),
        "score": all(0 <= s.score <= 1 for of_text in found for s in of_text),
        "unclear": all(
            sum(s.chosen for s in of_text) == 1 for of_text in found if _chooses(of_text, "unclear")
        ),
        "reasons": all(
            0 <= start < end <= len(text)
            for of_text, text in zip(found, texts, strict=True)
            for s in of_text
            for start, end in s.reasons
        ),
    }
    return [part for part, held in kept.items() if not held]


def _chooses(of_text: Sequence[Suggestion], cause: str) -> bool:
    return any(s.chosen for s in of_text if s.cause == cause)
