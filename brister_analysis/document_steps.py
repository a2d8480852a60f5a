"""What a person at a terminal is told of the year's texts and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from brister_analysis.language import text
from brister_analysis.steps import tell
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.request import ReportRequest


def tell_skeletons(workspace: Workspace, request: ReportRequest) -> None:
    """Write what is missing of the year's texts to be written, and tell what became of each file."""
    from brister_analysis.reporting.skeleton import write_skeletons

    assert request.year is not None
    written = write_skeletons(workspace, request.region, request.year, request.area, request.language)
    typer.echo(workspace.decisions(request.region, request.year))
    for one in written:
        typer.echo(f"  {one.told()}")
    typer.echo(text("documents.told.next", region=request.region, year=request.year))


def tell_texts(workspace: Workspace, request: ReportRequest) -> None:
    """Tell what people wrote that the page leaves out.

    Raises
    ------
    DataError
        The texts cannot be read, or stand in two places.
    """
    from brister_analysis.reporting.year_texts import read_year_texts

    assert request.year is not None
    tell(read_year_texts(workspace, request.region, request.year, request.language).notes)
