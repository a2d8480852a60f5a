"""How a year stands: what has come in, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brister_analysis.intake.received import form_files
from brister_analysis.intake.register import KEPT, REJECTED, read_register
from brister_analysis.intake.take_in import COMPLETION_FILE
from brister_analysis.language import text
from brister_analysis.workspace import Workspace


@dataclass(frozen=True)
class YearStatus:
    """Counts of one region and year; None where nothing has been taken in yet.

    `new` counts files that the register does not know; `review` counts reports whose form changed after
    coding.
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

    def waiting(self) -> list[str]:
        """Return one sentence for each thing that waits, in the order of the work."""
        uncoded = (self.kept or 0) - (self.coded or 0)
        found: list[tuple[str, object, dict[str, Any]]] = [
            ("intake", self.new, {"forms": self.new}),
            ("reporters", self.missing, {"reports": self.missing, "file": self.letter}),
            ("group", uncoded, {"reports": uncoded}),
            ("review", self.review, {"reports": self.review}),
            ("pages", self.kept and not self.pages, {}),
        ]
        return [text(f"cli.waiting.{key}", **values) for key, waits, values in found if waits]


def year_status(workspace: Workspace, region: str, year: int) -> YearStatus:
    """Return how one region's year stands, from the register, the ledger and what has been written."""
    from brister_analysis.coding.ledger import load_causes

    files = form_files(workspace.raw(region, year))
    register = read_register(workspace.decisions(region, year) / "register.csv")
    known = {entry.file_name for entry in register}
    letter = workspace.processed(region, year) / COMPLETION_FILE
    taken_in = letter.exists()
    return YearStatus(
        region,
        year,
        forms=len(files),
        new=len(files) if not taken_in else sum(name not in known for name in files),
        kept=sum(entry.status == KEPT for entry in register) if taken_in else None,
        rejected=sum(entry.status == REJECTED for entry in register) if taken_in else None,
        missing=letter.read_text(encoding="utf-8-sig").count("\n- ") if taken_in else None,
        coded=load_causes(region, year, workspace=workspace)["report_id"].nunique() if taken_in else None,
        review=sum(bool(entry.review) for entry in register),
        pages=len(list(workspace.reports(region, year).glob("*.html"))),
        letter=letter.relative_to(workspace.data.parent).as_posix(),
    )
