"""A claim, a rung of a comparison or a series that isn't given, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from brister_analysis.language import text
from brister_analysis.reference.comparability import Comparability


@dataclass(frozen=True)
class Refusal:
    """What was refused; `reason` says why.

    Parameters
    ----------
    key
        What was refused: a claim, or a rung of a comparison, which can be followed by a colon and the value
        or the region and year.
    reason_key
        Key of the sentence in the catalogue.
    values
        What the sentence takes.
    because
        What the crosswalk answered, where it is the reason; then its own sentence is given too.
    """

    key: str
    reason_key: str
    values: dict[str, object] = field(default_factory=dict)
    because: Comparability | None = None

    def reason(self, language: str | None = None) -> str:
        """Return the reason in the language."""
        own = text(self.reason_key, language, **self.values)
        return own if self.because is None else f"{own} {self.because.reason(language)}"
