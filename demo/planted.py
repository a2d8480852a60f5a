"""Everything in the forms that must never leave: what a leak test searches every output byte for."""

from __future__ import annotations

import unicodedata

from demo import stockholm, vastra_gotaland
from demo.material import REGION
from demo.received import received


def planted(year: int, region: str = REGION) -> list[str]:
    """Return every planted name, number, address and the like of a region's year, sorted.

    Names stand as full name, first name and surname; all are too long for chance to bring them about. What
    has accents stands composed and decomposed, as forms have both.
    """
    told = received(region, year).values()
    found = {surface for report in told for surface in report.cast.surfaces}
    if region == stockholm.REGION:
        found |= stockholm.clerk_surfaces(year)
    if region == vastra_gotaland.REGION:
        found |= {vastra_gotaland.case_number(report.key, year) for report in told}
    return sorted(found | {unicodedata.normalize("NFD", surface) for surface in found})
