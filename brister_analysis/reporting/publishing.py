"""Keep what a page shows when it is really published, so that later pages are protected knowing it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brister_analysis.reporting.request import ReportRequest
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.analysis.protection import ProtectedTable
    from brister_analysis.analysis.table_changes import TableChange


@dataclass(frozen=True)
class ToPublish:
    """A yearly page that is about to be published.

    Parameters
    ----------
    request
        The page.
    tables
        What it shows.
    first
        Nothing of it has been published before.
    changes
        What differs from its latest revision; empty the first time too.
    """

    request: ReportRequest
    tables: tuple[ProtectedTable, ...]
    first: bool
    changes: tuple[TableChange, ...]


def prepare(workspace: Workspace, region: str, year: int, area: str | None) -> ToPublish:
    """Return what a yearly page shows, and what of it differs from what was last published.

    Parameters
    ----------
    workspace
        Where data and notebooks lie.
    region, year, area
        As `ReportRequest`.

    Raises
    ------
    UsageError
        There is no such page.
    """
    from brister_analysis.analysis.published_tables import latest_published
    from brister_analysis.analysis.table_changes import changed_tables
    from brister_analysis.reporting.revisions import page_labels

    request = ReportRequest("yearly_report", region, year, area).checked(workspace)
    tables = _shown(workspace, request)
    labels = page_labels(request.region, request.place, year)
    before = latest_published(workspace, request.region, year, labels)
    return ToPublish(request, tables, not before, changed_tables(before, tables) if before else ())


def publish(workspace: Workspace, ready: ToPublish, reason: str, day: dt.date) -> int:
    """Write the protected tables of a yearly page to ``published/``, and return the revision's number.

    Parameters
    ----------
    ready
        What `prepare` gave.
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

    assert ready.request.year is not None
    return write_published(workspace, ready.request.region, ready.request.year, ready.tables, reason, day)


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
