"""The steps of the work as a person at a terminal meets them: what is said, asked and shown while each is
done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from brister_analysis.errors import (
    EXIT_DATA,
    EXIT_DONE,
    EXIT_REFUSED,
    EXIT_REPORT,
    BristerError,
    DataError,
    Fault,
)
from brister_analysis.language import text
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from brister_analysis.plan import Step
    from brister_analysis.reporting.make import Outcome
    from brister_analysis.reporting.request import ReportRequest

WIDEST = 200


def take_in_and_tell(
    workspace: Workspace, regions: Sequence[str], years: Sequence[int], quiet: bool = False
) -> int:
    """Take in, tell every fault, and return the exit code.

    `quiet` leaves out what only needs to be known, and reads only years of which something has changed.
    """
    from brister_analysis.intake.misplaced import misplaced
    from brister_analysis.pipeline import intake_all

    unread = misplaced(workspace, regions)
    tell(unread)
    with Progress("progress.intake") as advance:
        done = intake_all(workspace, regions, years, advance, anew=not quiet)
    if not done:
        raise BristerError(Fault("cli.nothing"))
    for (region, year), taken in done.items():
        if taken.stopped:
            say("intake.stopped", region=region, year=year)
            tell(taken.faults)
            continue
        say("intake.done", region=region, year=year, kept=taken.kept, rejected=taken.rejected)
        tell(taken.faults)
        if not quiet:
            tell(taken.notes)
        if taken.missing:
            letter = workspace.shown(workspace.processed(region, year) / "komplettera.txt")
            say("intake.missing", reports=taken.missing, file=letter)
        if taken.doubts and not quiet:
            say("intake.doubts", words=taken.doubts, region=region, year=year)
    return EXIT_DATA if unread or any(taken.faults for taken in done.values()) else EXIT_DONE


def review_words(workspace: Workspace, region: str, year: int) -> None:
    """Ask about each word that may be a name; the answers are remembered without the words."""
    import datetime as dt

    from brister_analysis.intake.identifiers.review import remember
    from brister_analysis.intake.register import read_key
    from brister_analysis.intake.source import read_source
    from brister_analysis.intake.take_in import IDENTIFIERS_FILE, take_in
    from brister_analysis.reference.places import region as find_region

    slug = find_region(region).slug
    doubts = take_in(workspace, slug, year).doubts
    say("review.start", words=len(doubts))
    key, _ = read_key(workspace.data, read_source(workspace.raw(slug, year)).synthetic)
    path = workspace.decisions(slug, year) / IDENTIFIERS_FILE
    for number, doubt in enumerate(doubts, start=1):
        say("review.word", number=number, words=len(doubts), word=doubt.word, context=doubt.context)
        answer = typer.prompt(text("cli.review.ask"), default="", show_default=False).strip().lower()[:1]
        if answer in text("cli.review.answers").split():
            stays = answer == text("cli.review.answers").split()[1]
            remember(path, key, {doubt.word: stays}, text("cli.review.by"), dt.date.today().isoformat())
    say("review.done")


def build_pages(
    workspace: Workspace,
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
    workers: int = 2,
    reason: str = "",
    executor: Executor | None = None,
) -> int:
    """Take in, then make every page that is out of date; return the worse of the exit codes.

    `reason` says why figures may differ from published ones; `executor` makes the pages instead of this
    machine.
    """
    from brister_analysis.pipeline import build as make
    from brister_analysis.plan import plan, wanted_years

    taken_in = take_in_and_tell(workspace, regions, years, quiet=True)
    steps = plan(workspace, wanted_years(workspace, regions, years))
    stale = [step for step in steps if step.stale]
    say("build.plan", all=len(steps), stale=len(stale))
    for step in stale:
        if step.request.year is not None:
            # What keeps the page from being made is told with it.
            with suppress(DataError):
                tell_about_texts(workspace, step.request)
    with Progress("progress.build", len(stale)) as advance:
        outcomes = make(workspace, steps, workers, lambda outcome: advance(outcome.name), executor, reason)
    code = max(taken_in, tell_outcomes(workspace, outcomes))
    index = workspace.reports() / "index.html"
    say("build.index", path=index)
    return code


def show_plan(workspace: Workspace, regions: Sequence[str], years: Sequence[int], explain: bool) -> None:
    """Show how every page stands without reading in or writing anything; `explain` tells what changed."""
    from rich.console import Console
    from rich.table import Table

    from brister_analysis.plan import plan, wanted_years

    steps = plan(workspace, wanted_years(workspace, regions, years))
    if not steps:
        raise BristerError(Fault("cli.nothing"))
    table = Table(box=None, pad_edge=False, header_style="")
    for name in ("region", "area", "year", "page", "status", *(["why"] if explain else [])):
        table.add_column(text(f"plan.column.{name}"), overflow="fold")
    for step in steps:
        asked = step.request
        cells = [
            asked.region or text("plan.several"),
            asked.area or text("plan.whole"),
            str(asked.year or text("plan.several")),
            f"{text(f'plan.page.{asked.notebook}')} ({asked.language})",
            text(f"plan.status.{step.status}"),
        ]
        table.add_row(*cells, *([_why(step)] if explain else []))
    # Where nobody watches there is no width to keep to, and a row must stay a line for who searches it.
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDEST).print(table)
    say("build.plan", all=len(steps), stale=sum(step.stale for step in steps))


def _why(step: Step) -> str:
    """Tell what changed since a page was made: each kind of input once, with the places it is of."""
    if step.status not in ("out_of_date", "lacks_data"):
        return ""
    places: dict[str, list[str]] = {}
    for part in step.changed:
        kind, *place = part.split("/")
        places.setdefault(kind, []).append(" ".join(place))
    own = f"{step.request.region} {step.request.year}"
    told = []
    for kind, found in places.items():
        elsewhere = [place for place in found if place not in ("", own, step.request.region)]
        told.append(text(f"plan.part.{kind}") + (f" ({', '.join(elsewhere)})" if elsewhere else ""))
    return "; ".join(told) or text("plan.see_intake")


def tell_outcomes(workspace: Workspace, outcomes: Iterable[Outcome]) -> int:
    """Tell what became of each page, and return the worst exit code."""
    code = EXIT_DONE
    for outcome in outcomes:
        if outcome.faults:
            say("build.refused" if outcome.refused else "build.failed", page=outcome.name)
            tell(outcome.faults)
            code = max(code, EXIT_REFUSED if outcome.refused else EXIT_REPORT)
        else:
            say(
                "build.made", page=(workspace.reports() / outcome.name).relative_to(workspace.root).as_posix()
            )
            for change in outcome.changes:
                typer.echo(f"  {change}")
            if outcome.accepted:
                typer.echo(f"  {text('history.accepted')}")
    return code


def show_status(workspace: Workspace, regions: Sequence[str], years: Sequence[int]) -> int:
    """Print a table of how each year stands and, under it, what waits for whom; return the exit code."""
    from rich.console import Console
    from rich.table import Table

    from brister_analysis.intake.misplaced import misplaced
    from brister_analysis.plan import wanted_years
    from brister_analysis.status import year_status

    unread = misplaced(workspace, regions)
    tell(unread)
    found = [year_status(workspace, *one) for one in wanted_years(workspace, regions, years)]
    if not found:
        say("nothing.what")
        say("nothing.do")
        return EXIT_DATA if unread else EXIT_DONE
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
        tell(replace(fault, where=(f"{one.region} {one.year}", *fault.where)) for fault in one.faults)
    return EXIT_DATA if unread or any(one.faults for one in found) else EXIT_DONE


def tell_about_texts(workspace: Workspace, request: ReportRequest) -> None:
    """Tell what people wrote that the pages leave out (pictures, footnotes, headings that are no sections)
    and which sections may name somebody.

    Raises
    ------
    DataError
        The texts cannot be read, or stand in two places.
    """
    from brister_analysis.reporting.easy_page import LANGUAGE, easy_titles, read_easy
    from brister_analysis.reporting.held_names import possible_names, public_persons
    from brister_analysis.reporting.what_to_write import section_titles
    from brister_analysis.reporting.year_texts import read_year_texts

    assert request.year is not None
    where = workspace, request.region, request.year
    texts = read_year_texts(*where, request.language)
    tell(texts.notes)
    if request.language == LANGUAGE:
        easy = read_easy(*where)
        tell(easy.notes)
        public = public_persons(workspace, request)
        tell(possible_names(texts.sections, section_titles(*where, LANGUAGE), public))
        tell(possible_names(easy.sections, easy_titles(), public))


def tell(faults: Iterable[Fault]) -> None:
    """Write each fault on a line of its own, to standard error."""
    for fault in faults:
        typer.echo(f"- {fault}", err=True)


def say(key: str, **values: Any) -> None:
    """Write a sentence of the command's catalogue."""
    typer.echo(text(f"cli.{key}", **values))


class Progress:
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
