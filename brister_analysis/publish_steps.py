"""Publishing as a person at a terminal meets it: what differs is told before anything is kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from brister_analysis.errors import CheckRefused, Fault, UsageError
from brister_analysis.language import catalogue, current_language, text
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.publishing import ToPublish

# More changed cells of one table than this are told by their number.
MOST_CELLS = 12


def publish_and_tell(workspace: Workspace, region: str, year: int, area: str | None, reason: str) -> None:
    """Tell what differs from what was last published, ask on a terminal, and keep it as a revision.

    Raises
    ------
    UsageError
        The reason is empty.
    CheckRefused
        Something hidden follows from the page and what has been published before, or the reason, which is
        printed, seems to name somebody.
    """
    import datetime as dt

    from brister_analysis.intake.identifiers import scan
    from brister_analysis.reporting.publishing import prepare, publish

    if not reason.strip():
        raise UsageError(Fault("site.publish.no_reason", ("--reason",)))
    if scan(reason):
        raise CheckRefused(Fault("site.publish.names"))
    ready = prepare(workspace, region, year, area)
    if not ready.first and not ready.changes:
        _say("same")
        return
    _tell(ready)
    if sys.stdin.isatty() and sys.stdout.isatty() and not typer.confirm(text("site.publish.ask")):
        _say("left")
        return
    revision = publish(workspace, ready, reason, dt.date.today())
    folder = workspace.published(ready.request.region, year).relative_to(workspace.root).as_posix()
    typer.echo(text("cli.publish.done", revision=revision, folder=folder))


def _tell(ready: ToPublish) -> None:
    from brister_analysis.reporting.revisions import changed_words, table_title

    language = current_language()
    if ready.first:
        _say("first", tables=", ".join(table_title(table.name, language) for table in ready.tables))
        return
    columns = catalogue(language, "page")["tables"]["file_columns"]
    _say("changed")
    for change in ready.changes:
        typer.echo(f"- {changed_words([change], language)}")
        for cell in change.cells[:MOST_CELLS]:
            before, after = (value or text("site.publish.absent") for value in (cell.before, cell.after))
            column = columns.get(cell.column, cell.column)
            _say("cell", row=cell.row, column=column, before=before, after=after)
        if len(change.cells) > MOST_CELLS:
            _say("more", cells=len(change.cells) - MOST_CELLS)


def _say(key: str, **values: Any) -> None:
    typer.echo(text(f"site.publish.{key}", **values))
