"""What a person at a terminal is told of the year's texts and documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from brister_analysis.errors import EXIT_DONE, BristerError
from brister_analysis.language import text
from brister_analysis.steps import say, tell
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


def make_documents(workspace: Workspace, request: ReportRequest, kinds: Sequence[str]) -> int:
    """Write a page that has been made as each of the kinds asked for, and return the worst exit code."""
    from brister_analysis.reporting.documents import make_document

    code = EXIT_DONE
    for kind in kinds:
        try:
            made = make_document(workspace, request, kind)
        except BristerError as error:
            tell(error.faults)
            code = max(code, error.exit_code)
        else:
            say("build.made", page=made.relative_to(workspace.root).as_posix())
    return code


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
