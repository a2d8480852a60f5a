"""``brister code``: sheets and booklet out, sheets in, agreement."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brister_analysis.command_line import CommandLine
from brister_analysis.errors import EXIT_DATA, EXIT_DONE
from brister_analysis.language import text
from brister_analysis.steps import tell
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

code_app = CommandLine(help=text("sheets.command.help"))

Region = Annotated[str, typer.Option("--region", help=text("cli.help.region"))]
Year = Annotated[int, typer.Option("--year", help=text("cli.help.year"))]


@code_app.command(help=text("sheets.command.sheet"))
def sheet(
    region: Region,
    year: Year,
    coder: Annotated[str | None, typer.Option("--coder", help=text("sheets.command.coder"))] = None,
    scheme: Annotated[str | None, typer.Option("--scheme", help=text("sheets.command.scheme"))] = None,
    blind: Annotated[bool, typer.Option("--blind", help=text("sheets.command.blind"))] = False,
) -> None:
    """Write a coder's next sheet."""
    write_sheet(Workspace.find(), _slug(region), year, coder, scheme, blind)


@code_app.command(help=text("sheets.command.collect"))
def collect(
    region: Region,
    year: Year,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar=text("cli.usage.file"), help=text("sheets.command.files"))
    ] = None,
) -> None:
    """Read filled-in sheets into the ledger."""
    raise typer.Exit(collect_and_tell(Workspace.find(), _slug(region), year, files or None))


def write_sheet(
    workspace: Workspace,
    region: str,
    year: int,
    coder: str | None = None,
    scheme: str | None = None,
    blind: bool = False,
) -> None:
    """Write a coder's next sheet, or the group's own where no letter is given, and tell where it lies."""
    from brister_analysis.coding.sheets import coding_sheet

    _written(workspace, coding_sheet(workspace, region, year, coder, scheme, blind))


def collect_and_tell(workspace: Workspace, region: str, year: int, files: list[Path] | None = None) -> int:
    """Read filled-in sheets into the ledger, all of the year's folder where none is named; return the exit
    code."""
    from brister_analysis.coding.collect import collect_sheets

    found = collect_sheets(workspace, region, year, files, dt.date.today())
    tell(found.faults)
    counts: dict[str, int] = {"added": found.added, "unchanged": found.unchanged, "faults": len(found.faults)}
    typer.echo(text("sheets.command.collected", None, sheets=found.sheets, **counts))
    return EXIT_DATA if found.faults else EXIT_DONE


def _slug(region: str) -> str:
    from brister_analysis.reference.places import region as find_region

    return find_region(region).slug


def _written(workspace: Workspace, path: Path) -> None:
    inside = path.is_relative_to(workspace.root)
    shown = path.relative_to(workspace.root) if inside else path
    typer.echo(text("sheets.command.written", path=shown.as_posix()))


@code_app.command(help=text("sheets.command.agree"))
def agree(
    region: Region,
    year: Year,
    scheme: Annotated[str | None, typer.Option("--scheme", help=text("sheets.command.scheme"))] = None,
) -> None:
    """Work out the agreement and write the list for the meeting."""
    from brister_analysis.coding.agreement import describe_agreement
    from brister_analysis.coding.calibration import calibration, describe_calibration
    from brister_analysis.coding.meeting import coder_agreement, disagreements

    workspace, slug = Workspace.find(), _slug(region)
    found = coder_agreement(slug, year, workspace)
    for name, table in found.groupby("scheme", dropna=False):
        if isinstance(name, str):
            _show(name, table)
        typer.echo(describe_agreement(table))
    groups = [(one, other) for one, other in workspace.years() if one == slug and other <= year][-2:]
    for sentence in describe_calibration(calibration(workspace, groups)):
        typer.echo(sentence)
    path = disagreements(workspace, slug, year, scheme)
    if path is not None:
        _written(workspace, path)
    elif (found["n_units"] > 0).any():
        typer.echo(text("sheets.command.no_meeting"))


def _show(scheme: str, table: pd.DataFrame) -> None:
    """Print the measures of one scheme; what cannot be worked out is a dash."""
    from rich.console import Console
    from rich.table import Table

    from brister_analysis.coding.agreement import ALL, MEASURES
    from brister_analysis.coding.choices import cause_choices
    from brister_analysis.language import format_number

    shown = {**cause_choices(scheme).shown, ALL: text("agreement.row.all")}
    printed = Table(title=scheme, box=None, pad_edge=False, header_style="", title_justify="left")
    printed.add_column(text("agreement.column.cause"), min_width=24)
    for name in MEASURES:
        printed.add_column(text(f"agreement.column.{name}"), justify="right")
    for row in table.to_dict("records"):
        measures = [float(row[name]) for name in MEASURES]
        cells = ["–" if value != value else format_number(value, 2) for value in measures]
        printed.add_row(shown.get(str(row["cause"]), str(row["cause"])), *cells)
    Console(highlight=False).print(printed)


@code_app.command(help=text("sheets.command.booklet"))
def booklet(
    region: Region,
    year: Year,
    scheme: Annotated[str | None, typer.Option("--scheme", help=text("sheets.command.scheme"))] = None,
) -> None:
    """Make a booklet to print for the meeting."""
    from brister_analysis.coding.booklet import booklet as make

    workspace = Workspace.find()
    for path in make(workspace, _slug(region), year, scheme):
        _written(workspace, path)
