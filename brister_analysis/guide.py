"""The menu that leads a coordinator through the year's work, one question at a time, without any command."""

from __future__ import annotations

from collections.abc import Callable

import typer

from brister_analysis.code_commands import collect_and_tell, write_sheet
from brister_analysis.document_steps import choose_year, make_report, write_texts
from brister_analysis.errors import BristerError, Fault, UsageError
from brister_analysis.language import current_language, text
from brister_analysis.reporting.documents import KINDS
from brister_analysis.reporting.request import index_name
from brister_analysis.steps import build_pages, review_words, say, show_status, take_in_and_tell, tell
from brister_analysis.workspace import Workspace


def guide(workspace: Workspace) -> None:
    """Show how things stand, then the menu, until the person leaves; a fault is told and the menu stands."""
    steps: dict[str, Callable[[], object]] = {
        "1": lambda: take_in_and_tell(workspace, (), ()),
        "2": lambda: review_words(workspace, *choose_year(workspace)),
        "3": lambda: _sheet(workspace),
        "4": lambda: collect_and_tell(workspace, *choose_year(workspace)),
        "5": lambda: write_texts(workspace, *choose_year(workspace), None, current_language()),
        "6": lambda: build_pages(workspace),
        "7": lambda: open_pages(workspace),
        "8": lambda: make_report(workspace, *choose_year(workspace), None, current_language(), KINDS),
        "9": lambda: show_status(workspace, (), ()),
    }
    say("guide.welcome")
    choice = "9"
    while choice != "0":
        if choice in steps:
            try:
                steps[choice]()
            except BristerError as error:
                tell(error.faults)
        else:
            say("guide.unknown")
        say("guide.menu")
        choice = typer.prompt(text("cli.guide.choose"), default="0", show_default=False).strip()


def _sheet(workspace: Workspace) -> None:
    region, year = choose_year(workspace)
    coder = typer.prompt(text("cli.guide.coder"), default="", show_default=False).strip()
    write_sheet(workspace, region, year, coder or None)


def open_pages(workspace: Workspace) -> None:
    """Open the front page in the browser.

    Raises
    ------
    UsageError
        There are no pages yet.
    """
    index = workspace.reports() / index_name(current_language())
    if not index.exists():
        raise UsageError(Fault("cli.no_pages"))
    typer.launch(index.as_uri())
