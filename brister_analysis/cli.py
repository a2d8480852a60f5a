"""The command ``brister``: what a coordinator and a researcher run, in Swedish unless ``BRISTER_LANG=en``.

Alone on a terminal it shows how things stand and guides step by step. Every fault ends in a clear message and
an exit code: 0 done, 2 wrong use, 3 data at fault, 4 a report failed (the others stand), 5 a check refused.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from brister_analysis.code_commands import Region, Year, code_app
from brister_analysis.command_line import CommandLine, misused
from brister_analysis.errors import EXIT_DONE, EXIT_REFUSED, EXIT_USAGE, BristerError, Fault, UsageError
from brister_analysis.language import text
from brister_analysis.steps import (
    build_pages,
    review_words,
    say,
    show_plan,
    show_status,
    take_in_and_tell,
    tell,
)
from brister_analysis.workspace import Workspace

# What a shell gives a program stopped by Ctrl-C.
EXIT_INTERRUPTED = 130

app = CommandLine(help=text("cli.help.app"))
app.add_typer(code_app, name="code")

Regions = Annotated[list[str] | None, typer.Option("--region", help=text("cli.help.regions"))]
Years = Annotated[list[int] | None, typer.Option("--year", help=text("cli.help.years"))]
Workers = Annotated[int, typer.Option("--workers", min=1, help=text("cli.help.workers"))]


def main() -> None:
    """Run the command; every fault becomes its message and exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a sign shows "?" in its place; a message must never end in an error of its own.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = app(standalone_mode=False)
    except BristerError as error:
        tell(error.faults)
        code = error.exit_code
    except typer.TyperException as error:
        tell([misused(error)])
        code = EXIT_USAGE
    except (KeyboardInterrupt, typer.Abort):
        say("interrupted")
        code = EXIT_INTERRUPTED
    sys.exit(code or EXIT_DONE)


@app.callback(invoke_without_command=True)
def alone(context: typer.Context) -> None:
    """Show how things stand; on a terminal, guide step by step."""
    if context.invoked_subcommand is not None:
        return
    workspace = Workspace.find()
    if sys.stdin.isatty() and sys.stdout.isatty():
        from brister_analysis.guide import guide

        guide(workspace)
    else:
        raise typer.Exit(show_status(workspace, (), ()))


@app.command("status", help=text("cli.help.status"))
def status(region: Regions = None, year: Years = None) -> None:
    """Tell what has come in and what waits for whom."""
    raise typer.Exit(show_status(Workspace.find(), region or (), year or ()))


@app.command("intake", help=text("cli.help.intake"))
def intake(region: Regions = None, year: Years = None) -> None:
    """Read the forms and list all faults at once."""
    code = take_in_and_tell(Workspace.find(), region or (), year or ())
    raise typer.Exit(code)


@app.command("build", help=text("cli.help.build"))
def build(
    region: Regions = None,
    year: Years = None,
    workers: Workers = 2,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=text("cli.help.dry_run"))] = False,
    explain: Annotated[bool, typer.Option("--explain", help=text("plan.help"))] = False,
    accept_changes: Annotated[str, typer.Option("--accept-changes", help=text("history.help"))] = "",
    scheduler: Annotated[str, typer.Option("--scheduler", help=text("cluster.help"))] = "",
) -> None:
    """Take in everything and make the pages that are out of date."""
    workspace = Workspace.find()
    if dry_run or explain:
        show_plan(workspace, region or (), year or (), explain)
        return
    if not scheduler:
        raise typer.Exit(build_pages(workspace, region or (), year or (), workers, accept_changes))
    # Only here: what it takes to speak with a cluster costs a build with nothing to do too much.
    from brister_analysis.cluster import cluster

    with cluster(scheduler, workspace) as executor:
        code = build_pages(workspace, region or (), year or (), workers, accept_changes, executor)
    raise typer.Exit(code)


@app.command("report", help=text("cli.help.report"))
def report(
    region: Region,
    year: Year,
    area: Annotated[str | None, typer.Option("--area", help=text("cli.help.area"))] = None,
    language: Annotated[str, typer.Option("--language", help=text("cli.help.language"))] = "sv",
    new_texts: Annotated[bool, typer.Option("--new-texts", help=text("documents.help.new_texts"))] = False,
    docx: Annotated[bool, typer.Option("--docx", help=text("documents.help.docx"))] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help=text("documents.help.pdf"))] = False,
) -> None:
    """Make one yearly report, also as a document, or what people need to write for it."""
    from brister_analysis.document_steps import make_report, write_texts

    workspace = Workspace.find()
    if new_texts:
        raise typer.Exit(write_texts(workspace, region, year, area, language))
    kinds = [kind for kind, asked in (("docx", docx), ("pdf", pdf)) if asked]
    raise typer.Exit(make_report(workspace, region, year, area, language, kinds))


@app.command("review", help=text("cli.help.review"))
def review(
    region: Region,
    year: Year,
) -> None:
    """Ask about each word that may be a name; an answer is given once and remembered without the word."""
    review_words(Workspace.find(), region, year)


@app.command("check", help=text("cli.help.check"))
def check(
    path: Annotated[
        Path | None, typer.Argument(metavar=text("cli.usage.path"), help=text("cli.help.check_path"))
    ] = None,
) -> None:
    """Check built pages: accessibility, identity, leaks."""
    from brister_analysis.reporting.checks import check_folder

    workspace = Workspace.find()
    folder = path or workspace.reports()
    checked, faults = check_folder(workspace, folder) if folder.exists() else (0, [])
    if not checked:
        # A gate must not pass on nothing.
        raise UsageError(Fault("cli.wrong.no_page"))
    tell(faults)
    say("check.done", pages=checked, faults=len(faults))
    raise typer.Exit(EXIT_REFUSED if faults else EXIT_DONE)


@app.command("verify", help=text("cli.help.verify"))
def verify(workers: Workers = 2) -> None:
    """Build twice in fresh processes and compare every byte."""
    from brister_analysis.verify import verify as build_twice

    workspace = Workspace.find()
    say("verify.start")
    faults, compared = build_twice(workspace, workers)
    tell(faults)
    say("verify.differs" if faults else "verify.same", files=compared)
    raise typer.Exit(EXIT_REFUSED if faults else EXIT_DONE)


@app.command("publish", help=text("cli.help.publish"))
def publish(
    region: Region,
    year: Year,
    reason: Annotated[str, typer.Option("--reason", help=text("cli.help.reason"))],
) -> None:
    """Keep what a published page shows, so that nothing it hides follows from a later page."""
    from brister_analysis.intake.source import read_source
    from brister_analysis.publish_steps import check_reason, publish_and_tell
    from brister_analysis.reference.places import region as find_region

    check_reason(reason)
    workspace, slug = Workspace.find(), find_region(region).slug
    take_in_and_tell(workspace, [slug], [year], quiet=True)
    publish_and_tell(workspace, slug, year, read_source(workspace.raw(slug, year)).area, reason)


@app.command("backup", help=text("cli.help.backup"))
def backup(
    file: Annotated[Path, typer.Argument(metavar=text("cli.usage.file"), help=text("cli.help.backup_file"))],
) -> None:
    """Save what cannot be rebuilt: forms, decisions, key and published tables."""
    from brister_analysis.backup import write_backup

    count = write_backup(Workspace.find(), file)
    say("backup.done", files=count)


@app.command("purge", help=text("purge.help"))
def purge(
    before: Annotated[int, typer.Option("--before", help=text("purge.help_before"))],
    yes: Annotated[bool, typer.Option("--yes", help=text("purge.help_yes"))] = False,
) -> None:
    """Remove forms and texts of earlier years; decisions stay as counts."""
    from brister_analysis.purge import purge as remove
    from brister_analysis.purge import years_before

    workspace = Workspace.find()
    found = years_before(workspace, before)
    if not found:
        typer.echo(text("purge.nothing", year=before))
        return
    typer.echo(text("purge.what", years=", ".join(f"{region} {year}" for region, year in found)))
    if not yes and typer.prompt(text("purge.ask", year=before)).strip() != str(before):
        raise typer.Abort
    for region, year in found:
        # What was decided is counted from what is taken in.
        take_in_and_tell(workspace, [region], [year], quiet=True)
        remove(workspace, region, year)
        typer.echo(text("purge.done", region=region, year=year))


@app.command("deidentify", help=text("cli.help.deidentify"))
def deidentify(
    file: Annotated[
        Path, typer.Argument(metavar=text("cli.usage.file"), help=text("cli.help.deidentify_file"))
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=text("cli.help.deidentify_output"))
    ] = None,
) -> None:
    """Remove identifiers from a text file or a Word file's text."""
    from brister_analysis.intake.deidentified_file import deidentify_file

    if output is not None and output.resolve() == file.resolve():
        raise UsageError(Fault("cli.wrong.same_file", ("--output",)))
    clean = deidentify_file(file)
    if output is None:
        sys.stdout.write(clean)
    else:
        from brister_analysis.intake.store import write_private

        write_private(output, clean.encode())
        say("deidentify.done")
