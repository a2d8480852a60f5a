"""Which causes of two years can be compared, label by label, by the schemes the years were coded in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brister_analysis.reference.comparability import Comparability


def labels_compared(scheme: str, earlier: str) -> list[tuple[str, Comparability | None]]:
    """Return each label of a scheme with how its causes compare with another year's.

    Parameters
    ----------
    scheme, earlier
        The schemes of the year and of the year it is set beside.

    Returns
    -------
    list
        Label, in the scheme's order, and what `comparable_level` says; None where the other scheme has no
        label for the same causes.
    """
    from brister_analysis.reference.comparability import comparable_level
    from brister_analysis.reference.schemes import scheme_coverage

    coverage = scheme_coverage()
    # What is known not to have been counted, or unknown, has a reason of its own.
    uncounted = set(
        coverage.loc[(coverage["scheme"] == earlier) & (coverage["status"] != "collected"), "label"]
    )
    others = _targets(earlier)
    found: list[tuple[str, Comparability | None]] = []
    for label, causes in _targets(scheme).items():
        same = [(earlier, other) for other, targets in others.items() if targets & causes]
        if not same and label in uncounted:
            same = [(earlier, label)]
        found.append((label, comparable_level([(scheme, label)], same) if same else None))
    return found


def _targets(scheme: str) -> dict[str, set[str]]:
    """Return the harmonised causes each label of a scheme may stand for, in the scheme's order."""
    from brister_analysis.analysis.coverage import scheme_labels
    from brister_analysis.reference.codebook import codebook
    from brister_analysis.reference.crosswalk import to_harmonised

    labels = scheme_labels(scheme) or codebook().causes.sort_values("order")["cause"].tolist()
    targets = to_harmonised(scheme, labels).dropna(subset=["cause"])
    return {
        label: set(targets.loc[targets["label"] == label, "cause"]) for label in labels if label != "unclear"
    }
