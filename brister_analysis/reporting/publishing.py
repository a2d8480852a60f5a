"""Keep what a page shows when it is really published, so that later pages are protected knowing it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from typing import TYPE_CHECKING

from brister_analysis.reporting.request import ReportRequest
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.analysis.protection import ProtectedTable


def publish(workspace: Workspace, region: str, year: int, area: str | None, reason: str, day: dt.date) -> int:
    """Write the protected tables of a yearly page to ``published/``, and return the revision's number.

    Parameters
    ----------
    workspace
        Where data and notebooks lie.
    region, year, area
        As `ReportRequest`.
    reason
        Why it is published, in words; public.
    day
        Day of publication.

    Raises
    ------
    CheckRefused
        Something hidden follows from these tables and what has been published before.
    """
    from brister_analysis.analysis.published_tables import write_published

    request = ReportRequest("yearly_report", region, year, area).checked(workspace)
    return write_published(workspace, request.region, year, _shown(workspace, request), reason, day)


def _shown(workspace: Workspace, request: ReportRequest) -> tuple[ProtectedTable, ...]:
    """Run the page's own cells here, so that what is kept is what the page shows."""
    import nbformat

    cells = nbformat.read(workspace.notebook(request.notebook), as_version=4).cells
    names: dict = {}
    before = os.environ.get("BRISTER_DATA")
    os.environ["BRISTER_DATA"] = str(workspace.data)
    try:
        with contextlib.chdir(workspace.root):
            for cell in cells:
                if cell.cell_type == "code":
                    exec(cell.source, names)
                if "parameters" in cell.metadata.get("tags", ()):
                    names.update(request.parameters)
    finally:
        os.environ.pop("BRISTER_DATA") if before is None else os.environ.update(BRISTER_DATA=before)
    return names["report"].shown_tables
