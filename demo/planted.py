"""Everything in the forms that must never leave: what a leak test searches every output byte for."""

from __future__ import annotations

import unicodedata

from demo.reports import reports


def planted(year: int) -> list[str]:
    """Return every planted name, number, address and the like of a year, sorted.

    Names stand as full name, first name and surname; all are too long for chance to bring them about. What
    has accents stands composed and decomposed, as forms have both.
    """
    found = {surface for report in reports(year) for surface in report.cast.surfaces}
    return sorted(found | {unicodedata.normalize("NFD", surface) for surface in found})
