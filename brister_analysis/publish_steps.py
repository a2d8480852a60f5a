"""Publishing as a person at a terminal meets it: what differs is told before anything is kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from brister_analysis.errors import CheckRefused, Fault, UsageError
from brister_analysis.language import catalogue, current_language, text
from brister_analysis.steps import tell
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.publishing import ToPublish

# More changed cells of one table than this are told by their number.
MOST_CELLS = 12


def check_reason(reason: str) -> None:
    """Refuse a reason that cannot be printed, before anything is read.

    Raises
    ------
    UsageError
        The reason is empty.
    CheckRefused
        It seems to name somebody.
    """
    from brister_analysis.intake.identifiers import scan

    if not reason.strip():
        raise UsageError(Fault("site.publish.no_reason", ("--reason",)))
    if scan(reason):
        raise CheckRefused(Fault("site.publish.names"))


def publish_and_tell(workspace: Workspace, region: str, year: int, area: str | None, reason: str) -> None:
    """Tell what differs from what was last published and what nobody has decided, ask on a terminal, and keep
    it as a revision.

    Raises
    ------
    CheckRefused
        Something hidden follows from the page and what has been published before. Or something is undecided,
        and there is nobody to ask.
    """
    import datetime as dt

    from brister_analysis.reporting.publishing import prepare, publish

    watched = sys.stdin.isatty() and sys.stdout.isatty()
    open_questions = undecided(workspace, region, year)
    if open_questions and not watched:
        raise CheckRefused(open_questions)
    ready = prepare(workspace, region, year, area)
    if not ready.first and not ready.changes:
        _say("same")
        return
    _tell(ready)
    tell(open_questions)
    if watched and not _yes():
        _say("left")
        return
    revision = publish(workspace, ready, reason, dt.date.today())
    folder = workspace.published(ready.request.region, year).relative_to(workspace.root).as_posix()
    typer.echo(text("cli.publish.done", revision=revision, folder=folder))


def undecided(workspace: Workspace, region: str, year: int) -> list[Fault]:
    """Return what people have not decided about a year that has been taken in: its causes, or words that may
    be names."""
    from brister_analysis.coding.ledger import load_causes
    from brister_analysis.intake.waiting import read_waiting

    where = (f"{region} {year}",)
    named = {"region": region, "year": year}
    faults = []
    if load_causes(region, year, workspace=workspace).empty:
        faults.append(Fault("site.publish.no_causes", where, values=named))
    if words := read_waiting(workspace, region, year).get("doubtful_words"):
        faults.append(Fault("site.publish.words", where, values={**named, "words": words}))
    return faults


def _yes() -> bool:
    """Ask whether to publish; only a clear yes is one."""
    answer = typer.prompt(text("site.publish.ask"), default="", show_default=False).strip().lower()[:1]
    return answer == text("cli.review.answers").split()[0]


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
