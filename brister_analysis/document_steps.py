"""The steps around one year's report: what people write for it, the page, and the page as a document."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from brister_analysis.errors import EXIT_DONE, BristerError, Fault, UsageError
from brister_analysis.language import text
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.steps import say, take_in_and_tell, tell, tell_about_texts, tell_outcomes
from brister_analysis.workspace import Workspace


def write_texts(workspace: Workspace, region: str, year: int, area: str | None, language: str) -> int:
    """Take in, then write what is missing of the year's texts to be written; return the exit code.

    Raises
    ------
    UsageError
        Something asked for does not exist.
    DataError
        A file of texts that exists cannot be read.
    """
    from brister_analysis.reporting.skeleton import write_skeletons

    request, code = _taken_in(workspace, region, year, area, language)
    written = write_skeletons(workspace, request.region, year, request.area, language)
    typer.echo(workspace.decisions(request.region, year))
    for one in written:
        typer.echo(f"  {one.told()}")
    typer.echo(text("documents.told.next", region=request.region, year=year))
    return code


def make_report(
    workspace: Workspace,
    region: str,
    year: int,
    area: str | None = None,
    language: str = "sv",
    kinds: Sequence[str] = (),
) -> int:
    """Take in, then make one year's page and, beside it, the documents of `KINDS` asked for; return the worst
    exit code.

    Raises
    ------
    UsageError
        Something asked for does not exist.
    DataError
        What people wrote cannot be read, or stands in two places.
    """
    from brister_analysis.pipeline import build
    from brister_analysis.plan import plan_one

    request, code = _taken_in(workspace, region, year, area, language)
    tell_about_texts(workspace, request)
    made = tell_outcomes(workspace, build(workspace, [plan_one(workspace, request)]))
    if made == EXIT_DONE and kinds:
        made = make_documents(workspace, request, kinds)
        # The front page lists documents too.
        made = max(made, tell_outcomes(workspace, build(workspace, [])))
    return max(code, made)


def _taken_in(
    workspace: Workspace, region: str, year: int, area: str | None, language: str
) -> tuple[ReportRequest, int]:
    """Take in, and return the year's page, of the area its forms come from, and the exit code so far."""
    from brister_analysis.intake.source import read_source

    request = ReportRequest("yearly_report", region, year, area, language).checked(workspace)
    code = take_in_and_tell(workspace, [request.region], [year], quiet=True)
    own = area or read_source(workspace.raw(request.region, year)).area
    return ReportRequest("yearly_report", request.region, year, own, language), code


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


def choose_year(workspace: Workspace) -> tuple[str, int]:
    """Ask which region and year, the newest first and taken where nothing is typed.

    Raises
    ------
    BristerError
        There are no forms.
    """
    years = sorted(workspace.years(), key=lambda one: (-one[1], one[0]))
    if not years:
        raise UsageError(Fault("cli.nothing"))
    if len(years) == 1:
        return years[0]
    typer.echo(text("documents.guide.which"))
    for number, (region, year) in enumerate(years, start=1):
        typer.echo(f"  {number:>2}  {region} {year}")
    while True:
        typed = typer.prompt(text("cli.guide.choose"), default="1", show_default=False).strip()
        if typed.isdecimal() and 1 <= int(typed) <= len(years):
            return years[int(typed) - 1]
        typer.echo(text("documents.guide.unknown", last=len(years)))
