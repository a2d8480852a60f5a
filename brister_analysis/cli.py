"""The command ``brister``: what a coordinator and a researcher run, in Swedish unless ``BRISTER_LANG=en``.

Alone on a terminal it shows how things stand and guides step by step. Every fault ends in a clear message and
an exit code: 0 done, 2 wrong use, 3 data at fault, 4 a report failed (the others stand), 5 a check refused.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brister_analysis.errors import (
    EXIT_DATA,
    EXIT_DONE,
    EXIT_REFUSED,
    EXIT_REPORT,
    EXIT_USAGE,
    BristerError,
    Fault,
)
from brister_analysis.language import text
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.pipeline import Outcome
    from brister_analysis.status import YearStatus

# What a shell gives a program stopped by Ctrl-C.
EXIT_INTERRUPTED = 130

app = typer.Typer(
    help=text("cli.help.app"),
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

Regions = Annotated[list[str] | None, typer.Option("--region", help=text("cli.help.region"))]
Years = Annotated[list[int] | None, typer.Option("--year", help=text("cli.help.year"))]
Workers = Annotated[int, typer.Option("--workers", min=1, help=text("cli.help.workers"))]


def main() -> None:
    """Run the command; every fault becomes its message and exit code."""
    try:
        code = app(standalone_mode=False)
    except BristerError as error:
        _tell(error.faults)
        code = error.exit_code
    except typer.TyperException as error:
        # The library's own messages are English and may repeat what was typed.
        _tell([_misused(error)])
        code = EXIT_USAGE
    except (KeyboardInterrupt, typer.Abort):
        _say("interrupted")
        code = EXIT_INTERRUPTED
    sys.exit(code or EXIT_DONE)


def _misused(error: Any) -> Fault:
    """Tell wrong use by its kind; options are a closed vocabulary and may be repeated, values never."""
    option = getattr(error, "param", None)
    where = (option.opts[0],) if option is not None and option.opts else ()
    kind = type(error).__name__
    key = {"NoSuchOption": "option", "MissingParameter": "missing", "BadParameter": "value"}.get(
        kind, "command"
    )
    commands = tuple(info.name or "" for info in app.registered_commands) if key == "command" else ()
    return Fault(f"cli.wrong.{key}", where, allowed=commands)


@app.callback(invoke_without_command=True)
def alone(context: typer.Context) -> None:
    """Show how things stand; on a terminal, guide step by step."""
    if context.invoked_subcommand is not None:
        return
    workspace = Workspace.find()
    if sys.stdin.isatty() and sys.stdout.isatty():
        _guide(workspace)
    else:
        _show_status(workspace, (), ())


@app.command("status", help=text("cli.help.status"))
def status(region: Regions = None, year: Years = None) -> None:
    """Tell what has come in and what waits for whom."""
    _show_status(Workspace.find(), region or (), year or ())


@app.command("intake", help=text("cli.help.intake"))
def intake(region: Regions = None, year: Years = None) -> None:
    """Read the forms and list all faults at once."""
    code = _take_in(Workspace.find(), region or (), year or ())
    raise typer.Exit(code)


@app.command("build", help=text("cli.help.build"))
def build(
    region: Regions = None,
    year: Years = None,
    workers: Workers = 2,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=text("cli.help.dry_run"))] = False,
) -> None:
    """Take in everything and make the pages that are out of date."""
    workspace = Workspace.find()
    code = _take_in(workspace, region or (), year or (), quiet=True)
    raise typer.Exit(max(code, _build(workspace, region or (), year or (), workers, dry_run)))


@app.command("report", help=text("cli.help.report"))
def report(
    region: Annotated[str, typer.Option("--region", help=text("cli.help.region"))],
    year: Annotated[int, typer.Option("--year", help=text("cli.help.year"))],
    area: Annotated[str | None, typer.Option("--area", help=text("cli.help.area"))] = None,
    language: Annotated[str, typer.Option("--language", help=text("cli.help.language"))] = "sv",
) -> None:
    """Make one yearly report."""
    from brister_analysis.intake.source import read_source
    from brister_analysis.pipeline import build as make
    from brister_analysis.pipeline import plan_one
    from brister_analysis.reporting.request import ReportRequest

    workspace = Workspace.find()
    request = ReportRequest("yearly_report", region, year, area, language).checked(workspace)
    code = _take_in(workspace, [request.region], [year], quiet=True)
    if area is None:
        own = read_source(workspace.raw(request.region, year)).area
        request = ReportRequest("yearly_report", request.region, year, own, language)
    outcomes = make(workspace, [plan_one(workspace, request)])
    raise typer.Exit(max(code, _tell_outcomes(workspace, outcomes)))


@app.command("check", help=text("cli.help.check"))
def check(path: Annotated[Path | None, typer.Argument(help=text("cli.help.check_path"))] = None) -> None:
    """Check built pages: accessibility, identity, leaks."""
    from brister_analysis.reporting.checks import check_folder

    workspace = Workspace.find()
    checked, faults = check_folder(workspace, path or workspace.reports())
    _tell(faults)
    _say("check.done", pages=checked, faults=len(faults))
    raise typer.Exit(EXIT_REFUSED if faults else EXIT_DONE)


@app.command("verify", help=text("cli.help.verify"))
def verify(workers: Workers = 2) -> None:
    """Build twice in fresh processes and compare every byte."""
    from brister_analysis.verify import verify as build_twice

    workspace = Workspace.find()
    _say("verify.start")
    faults, compared = build_twice(workspace, workers)
    _tell(faults)
    _say("verify.differs" if faults else "verify.same", files=compared)
    raise typer.Exit(EXIT_REFUSED if faults else EXIT_DONE)


@app.command("backup", help=text("cli.help.backup"))
def backup(file: Annotated[Path, typer.Argument(help=text("cli.help.backup_file"))]) -> None:
    """Save what cannot be rebuilt: forms, decisions, key and published tables."""
    from brister_analysis.backup import write_backup

    count = write_backup(Workspace.find(), file)
    _say("backup.done", files=count)


@app.command("deidentify", help=text("cli.help.deidentify"))
def deidentify(
    file: Annotated[Path, typer.Argument(help=text("cli.help.deidentify_file"))],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=text("cli.help.deidentify_output"))
    ] = None,
) -> None:
    """Remove identifiers from a text file or a Word file's text."""
    from brister_analysis.intake.deidentified_file import deidentify_file

    clean = deidentify_file(file)
    if output is None:
        sys.stdout.write(clean)
    else:
        from brister_analysis.intake.store import write_private

        write_private(output, clean.encode())
        _say("deidentify.done")


def _take_in(workspace: Workspace, regions: Sequence[str], years: Sequence[int], quiet: bool = False) -> int:
    """Take in, tell every fault; `quiet` leaves out what only needs to be known."""
    from brister_analysis.pipeline import intake_all

    with _progress("progress.intake") as advance:
        done = intake_all(workspace, regions, years, advance)
    if not done:
        raise BristerError(Fault("cli.nothing"))
    code = EXIT_DONE
    for (region, year), result in done.items():
        if isinstance(result, tuple):
            _say("intake.stopped", region=region, year=year)
            _tell(result)
            code = EXIT_DATA
            continue
        counts = result.accounting.set_index("reason")["reports"]
        rejected = int(counts.drop("kept").sum())
        _say("intake.done", region=region, year=year, kept=int(counts["kept"]), rejected=rejected)
        _tell(result.faults)
        if result.faults:
            code = EXIT_DATA
        if not quiet:
            _tell(result.notes)
        if result.missing:
            letter = (workspace.processed(region, year) / "komplettera.txt").relative_to(
                workspace.data.parent
            )
            _say("intake.missing", reports=len(result.missing), file=letter.as_posix())
    return code


def _build(
    workspace: Workspace, regions: Sequence[str], years: Sequence[int], workers: int, dry_run: bool
) -> int:
    from brister_analysis.pipeline import build as make
    from brister_analysis.pipeline import plan, wanted_years

    steps = plan(workspace, wanted_years(workspace, regions, years))
    stale = [step for step in steps if step.stale]
    _say("build.plan", all=len(steps), stale=len(stale))
    if dry_run:
        for step in steps:
            typer.echo(
                f"  {text('cli.build.stale' if step.stale else 'cli.build.fresh')}  {step.request.page}"
            )
        return EXIT_DONE
    with _progress("progress.build", len(stale)) as advance:
        outcomes = make(workspace, steps, workers, lambda outcome: advance(outcome.name))
    code = _tell_outcomes(workspace, outcomes)
    index = workspace.reports() / "index.html"
    _say("build.index", path=index)
    return code


def _tell_outcomes(workspace: Workspace, outcomes: Iterable[Outcome]) -> int:
    code = EXIT_DONE
    for outcome in outcomes:
        if outcome.faults:
            _say("build.refused" if outcome.refused else "build.failed", page=outcome.name)
            _tell(outcome.faults)
            code = max(code, EXIT_REFUSED if outcome.refused else EXIT_REPORT)
        else:
            _say(
                "build.made", page=(workspace.reports() / outcome.name).relative_to(workspace.root).as_posix()
            )
    return code


def _show_status(workspace: Workspace, regions: Sequence[str], years: Sequence[int]) -> list[YearStatus]:
    """Print a table of how each year stands and, under it, what waits for whom."""
    from rich.console import Console
    from rich.table import Table

    from brister_analysis.pipeline import wanted_years
    from brister_analysis.status import year_status

    found = [year_status(workspace, *one) for one in wanted_years(workspace, regions, years)]
    if not found:
        _say("nothing.what")
        _say("nothing.do")
        return []
    table = Table(box=None, pad_edge=False, header_style="")
    for name in ("year", "forms", "kept", "rejected", "missing", "coded", "pages"):
        table.add_column(text(f"cli.status.{name}"), justify="left" if name == "year" else "right")
    for one in found:
        cells = (one.forms, one.kept, one.rejected, one.missing, one.coded, one.pages)
        table.add_row(f"{one.region} {one.year}", *("–" if cell is None else str(cell) for cell in cells))
    Console(highlight=False).print(table)
    for one in found:
        for sentence in one.waiting():
            typer.echo(f"{one.region} {one.year}: {sentence}")
    return found


def _guide(workspace: Workspace) -> None:
    """Lead a coordinator through the steps, one question at a time."""
    steps = {
        "1": lambda: _take_in(workspace, (), ()),
        "2": lambda: _build(workspace, (), (), 2, False),
        "3": lambda: _show_status(workspace, (), ()),
    }
    _say("guide.welcome")
    _show_status(workspace, (), ())
    while True:
        _say("guide.menu")
        choice = typer.prompt(text("cli.guide.choose"), default="0", show_default=False).strip()
        if choice == "0":
            return
        if choice not in steps:
            _say("guide.unknown")
            continue
        try:
            steps[choice]()
        except BristerError as error:
            _tell(error.faults)


def _tell(faults: Iterable[Fault]) -> None:
    for fault in faults:
        typer.echo(f"- {fault}", err=True)


def _say(key: str, **values: Any) -> None:
    typer.echo(text(f"cli.{key}", **values))


class _progress:
    """A line on the terminal that tells what is being done; silent where nobody watches."""

    def __init__(self, key: str, total: int | None = None) -> None:
        self.key, self.total = key, total

    def __enter__(self) -> Callable[[str], None]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(stderr=True)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.progress.start()
        self.task = self.progress.add_task(text(f"cli.{self.key}"), total=self.total)
        return self._advance

    def _advance(self, name: str) -> None:
        self.progress.update(self.task, advance=1, description=f"{text(f'cli.{self.key}')}: {name}")

    def __exit__(self, *_: object) -> None:
        self.progress.stop()
