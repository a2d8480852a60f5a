"""The steps of the work as a person at a terminal meets them: what is said, asked and shown while each is
done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from brister_analysis.errors import EXIT_DATA, EXIT_DONE, EXIT_REFUSED, EXIT_REPORT, BristerError, Fault
from brister_analysis.language import text
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.make import Outcome
    from brister_analysis.status import YearStatus


def take_in_and_tell(
    workspace: Workspace, regions: Sequence[str], years: Sequence[int], quiet: bool = False
) -> int:
    """Take in, tell every fault, and return the exit code.

    `quiet` leaves out what only needs to be known.
    """
    from brister_analysis.pipeline import intake_all

    with Progress("progress.intake") as advance:
        done = intake_all(workspace, regions, years, advance)
    if not done:
        raise BristerError(Fault("cli.nothing"))
    code = EXIT_DONE
    for (region, year), result in done.items():
        if isinstance(result, tuple):
            say("intake.stopped", region=region, year=year)
            tell(result)
            code = EXIT_DATA
            continue
        counts = result.accounting.set_index("reason")["reports"]
        rejected = int(counts.drop("kept").sum())
        say("intake.done", region=region, year=year, kept=int(counts["kept"]), rejected=rejected)
        tell(result.faults)
        if result.faults:
            code = EXIT_DATA
        if not quiet:
            tell(result.notes)
        if result.missing:
            letter = (workspace.processed(region, year) / "komplettera.txt").relative_to(
                workspace.data.parent
            )
            say("intake.missing", reports=len(result.missing), file=letter.as_posix())
        if result.doubts and not quiet:
            say("intake.doubts", words=len(result.doubts), region=region, year=year)
    return code


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
    dry_run: bool = False,
) -> int:
    """Take in, then make every page that is out of date; return the worse of the exit codes."""
    from brister_analysis.pipeline import build as make
    from brister_analysis.plan import plan, wanted_years

    taken_in = take_in_and_tell(workspace, regions, years, quiet=True)
    steps = plan(workspace, wanted_years(workspace, regions, years))
    stale = [step for step in steps if step.stale]
    say("build.plan", all=len(steps), stale=len(stale))
    if dry_run:
        for step in steps:
            typer.echo(
                f"  {text('cli.build.stale' if step.stale else 'cli.build.fresh')}  {step.request.page}"
            )
        return taken_in
    with Progress("progress.build", len(stale)) as advance:
        outcomes = make(workspace, steps, workers, lambda outcome: advance(outcome.name))
    code = max(taken_in, tell_outcomes(workspace, outcomes))
    index = workspace.reports() / "index.html"
    say("build.index", path=index)
    return code


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
    return code


def show_status(workspace: Workspace, regions: Sequence[str], years: Sequence[int]) -> list[YearStatus]:
    """Print a table of how each year stands and, under it, what waits for whom."""
    from rich.console import Console
    from rich.table import Table

    from brister_analysis.plan import wanted_years
    from brister_analysis.status import year_status

    found = [year_status(workspace, *one) for one in wanted_years(workspace, regions, years)]
    if not found:
        say("nothing.what")
        say("nothing.do")
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


def guide(workspace: Workspace) -> None:
    """Lead a coordinator through the steps, one question at a time."""
    steps: dict[str, Callable[[], object]] = {
        "1": lambda: take_in_and_tell(workspace, (), ()),
        "2": lambda: build_pages(workspace),
        "3": lambda: show_status(workspace, (), ()),
    }
    say("guide.welcome")
    show_status(workspace, (), ())
    while True:
        say("guide.menu")
        choice = typer.prompt(text("cli.guide.choose"), default="0", show_default=False).strip()
        if choice == "0":
            return
        if choice not in steps:
            say("guide.unknown")
            continue
        try:
            steps[choice]()
        except BristerError as error:
            tell(error.faults)


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
