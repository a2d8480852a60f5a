"""Every report of a region and year by where it stands, whatever the region's kind of files."""

from __future__ import annotations

from demo import stockholm, vastra_gotaland
from demo.cases import Case
from demo.material import REGION
from demo.reports import Report, reports


def received(region: str, year: int) -> dict[tuple[str, int], Report | Case]:
    """Return file name and row → report; a Word file is one report, in row 1."""
    if region == REGION:
        return {(report.file_name, 1): report for report in reports(year)}
    return dict({"stockholm": stockholm, "vastra-gotaland": vastra_gotaland}[region].placed(year))
