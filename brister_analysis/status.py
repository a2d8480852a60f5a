"""How a year stands: what has come in, and what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from brister_analysis.errors import DataError, Fault
from brister_analysis.intake.form_files import form_files
from brister_analysis.intake.register import KEPT, REJECTED, Entry, read_register
from brister_analysis.intake.take_in import COMPLETION_FILE
from brister_analysis.language import text
from brister_analysis.workspace import Workspace


@dataclass(frozen=True)
class YearStatus:
    """Counts of one region and year; None where nothing has been taken in yet or it cannot be counted.

    `new` counts files that the register does not know; `review` counts reports whose form changed after
    coding; `faults` are those of the register and of the decisions, with file and row.
    """

    region: str
    year: int
    forms: int
    new: int
    kept: int | None
    rejected: int | None
    missing: int | None
    coded: int | None
    review: int
    pages: int
    letter: str
    faults: tuple[Fault, ...] = ()

    def waiting(self) -> list[str]:
        """Return one sentence for each thing that waits, in the order of the work."""
        uncoded = 0 if self.coded is None else max((self.kept or 0) - self.coded, 0)
        found: list[tuple[str, object, dict[str, Any]]] = [
            ("intake", self.new, {"forms": self.new}),
            ("reporters", self.missing, {"reports": self.missing, "file": self.letter}),
            ("group", uncoded, {"reports": uncoded}),
            ("review", self.review, {"reports": self.review}),
            ("pages", self.kept and not self.pages, {}),
        ]
        return [text(f"cli.waiting.{key}", **values) for key, waits, values in found if waits]


def year_status(workspace: Workspace, region: str, year: int) -> YearStatus:
    """Return how one region's year stands, from the register, the ledger and what has been written; what is
    at fault there is told and hides nothing else."""
    files = form_files(workspace.raw(region, year))
    register, faults = _register(workspace, region, year)
    known = {entry.file_name for entry in register}
    letter = workspace.processed(region, year) / COMPLETION_FILE
    # Nothing can be counted by a register that cannot be read.
    taken_in = letter.exists() and not faults
    coded = None
    if taken_in:
        coded, faults = _coded(workspace, region, year, [entry.report_id for entry in register])
    return YearStatus(
        region,
        year,
        forms=len(files),
        new=len(files) if not taken_in else sum(name not in known for name in files),
        kept=sum(entry.status == KEPT for entry in register) if taken_in else None,
        rejected=sum(entry.status == REJECTED for entry in register) if taken_in else None,
        missing=letter.read_text(encoding="utf-8-sig").count("\n- ") if taken_in else None,
        coded=coded,
        review=sum(bool(entry.review) for entry in register),
        pages=len(list(workspace.reports(region, year).glob("*.html"))),
        letter=workspace.shown(letter),
        faults=tuple(faults),
    )


def _register(workspace: Workspace, region: str, year: int) -> tuple[list[Entry], Sequence[Fault]]:
    try:
        return read_register(workspace.decisions(region, year) / "register.csv"), ()
    except DataError as error:
        return [], error.faults


def _coded(
    workspace: Workspace, region: str, year: int, report_ids: list[str]
) -> tuple[int | None, Sequence[Fault]]:
    """Return how many reports have causes, None where that cannot be told, and what is wrong with the
    decisions."""
    from brister_analysis.coding.ledger import check_ledger, load_causes

    faults: Sequence[Fault] = ()
    try:
        faults = check_ledger(workspace, region, year, report_ids)
        return load_causes(region, year, workspace=workspace)["report_id"].nunique(), faults
    except DataError as error:
        # The ledger's own faults tell the row.
        return None, faults or error.faults
