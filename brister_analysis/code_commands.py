"""``brister code``: sheets and booklet out, sheets in, agreement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brister_analysis.errors import EXIT_DATA, EXIT_DONE
from brister_analysis.language import text
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    pass

code_app = typer.Typer(
    help=text("sheets.command.help"),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

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
    from brister_analysis.coding.sheets import coding_sheet

    workspace = Workspace.find()
    _written(workspace, coding_sheet(workspace, _slug(region), year, coder, scheme, blind))


@code_app.command(help=text("sheets.command.collect"))
def collect(
    region: Region,
    year: Year,
    files: Annotated[list[Path] | None, typer.Argument(help=text("sheets.command.files"))] = None,
) -> None:
    """Read filled-in sheets into the ledger."""
    from brister_analysis.coding.collect import collect_sheets

    found = collect_sheets(Workspace.find(), _slug(region), year, files or None)
    for fault in found.faults:
        typer.echo(f"- {fault}", err=True)
    counts: dict[str, int] = {"added": found.added, "unchanged": found.unchanged, "faults": len(found.faults)}
    typer.echo(text("sheets.command.collected", None, sheets=found.sheets, **counts))
    raise typer.Exit(EXIT_DATA if found.faults else EXIT_DONE)


def _slug(region: str) -> str:
    from brister_analysis.reference.places import region as find_region

    return find_region(region).slug


def _written(workspace: Workspace, path: Path) -> None:
    inside = path.is_relative_to(workspace.root)
    shown = path.relative_to(workspace.root) if inside else path
    typer.echo(text("sheets.command.written", path=shown.as_posix()))
