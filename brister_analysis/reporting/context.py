"""What every part of one page must know: language, place, period, and whether the data is made up."""

from __future__ import annotations

from dataclasses import dataclass

from brister_analysis.language import NBSP, catalogue, format_number, format_percent, text

HIDDEN = ".."
NOT_COLLECTED = "–"
# The pages' catalogues: what all pages say first, then what only some pages or parts of them do.
CATALOGUES = (
    "page", "regions", "comparison", "quality", "highlights", "together", "describe", "site", "documents",
)  # fmt: skip


@dataclass(frozen=True)
class Context:
    """The frame of one page.

    Parameters
    ----------
    language
        ``"sv"`` or ``"en"``.
    place
        The area or region as printed: "Nordvästra Skåne".
    period
        "2023", or "2019–2023".
    synthetic
        True when the data is made up: everything that can leave the page on its own says so.
    prefix
        Start of the names of files beside the page.
    """

    language: str
    place: str
    period: str
    synthetic: bool
    prefix: str

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the first of the pages' catalogues that has it."""
        room = next((room for room in CATALOGUES if _has(catalogue(self.language, room), key)), CATALOGUES[0])
        return text(f"{room}.{key}", self.language, **values)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number as the language does."""
        return format_number(float(value), decimals, self.language)

    def percent(self, share: float, decimals: int = 0) -> str:
        """Write a share (0-1) as percent."""
        return format_percent(float(share), decimals, self.language)

    def interval(self, low: float, high: float) -> str:
        """Write the limits of a share: ``39–76 %``."""
        unit = f"{NBSP}%" if self.language == "sv" else "%"
        return f"{self.number(low * 100)}–{self.number(high * 100)}{unit}"

    def what(self, subject: str) -> str:
        """Return a statistical title: what, place, period, and that the data is made up where it is."""
        title = self.say("figure.what", subject=subject, place=self.place, period=self.period)
        return f"{title} {self.say('synthetic.subtitle')}" if self.synthetic else title


def _has(found: object, key: str) -> bool:
    for step in key.split("."):
        if not isinstance(found, dict) or step not in found:
            return False
        found = found[step]
    return True
