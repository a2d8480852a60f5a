"""What a new page says otherwise: than the page it replaces, and than what has been published.

Whoever has read a published year may rely on its figures, so they never change silently: a page whose figures
differ from those last published is refused until a person gives a reason. Only counts of changed cells are
told, never what stands or stood in them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brister_analysis.errors import Fault
from brister_analysis.language import catalogue, current_language, text
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from brister_analysis.analysis.table_changes import TableChange
    from brister_analysis.reporting.year import YearReport

MIME = "application/vnd.brister.history+json"
# Run in the page's own kernel after its last cell, so that what is compared is what the page shows.
CLOSING = "from brister_analysis.reporting.history import since_published\nsince_published(report)"
ACCEPTED = "accepted.toml"
_LINK = re.compile(r'href="([^"/:#]+\.csv)"')


@dataclass(frozen=True)
class Changed:
    """A table that is ``new``, ``gone`` or ``changed``, and how many of its cells and rows are."""

    table: str
    kind: str
    cells: int
    rows: int

    def __str__(self) -> str:
        named = catalogue(current_language(), "page")["tables"].get(self.table, {})
        name = named.get("file", self.table) if isinstance(named, dict) else self.table
        return text(f"history.{self.kind}", table=name, cells=self.cells, rows=self.rows)


@dataclass(frozen=True)
class SincePublished:
    """How a page's tables differ from those last published; `tables` is a digest of what it shows now."""

    tables: str
    changes: tuple[Changed, ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {MIME: asdict(self)}


def since_published(report: YearReport) -> SincePublished:
    """Compare what a yearly page shows with what was last published of its place and year."""
    from brister_analysis.analysis.published_files import revision_files
    from brister_analysis.analysis.published_tables import latest_published
    from brister_analysis.analysis.table_changes import changed_tables
    from brister_analysis.reporting.revisions import page_labels

    region, place, year = report.request.region, report.request.place, report.year
    before = latest_published(report.workspace, region, year, page_labels(region, place, year))
    now = report.shown_tables
    written = json.dumps(revision_files(now), sort_keys=True).encode()
    changes = changed_tables(before, now) if before else ()
    return SincePublished(hashlib.sha256(written).hexdigest(), _counted(changes))


def take_out(executed: NotebookNode) -> SincePublished:
    """Take the closing cell out of an executed notebook and return what it gave."""
    (output,) = executed.cells.pop().outputs
    found = output.data[MIME]
    return SincePublished(found["tables"], tuple(Changed(**one) for one in found["changes"]))


def since_last_build(staging: Path, page: Path) -> tuple[Changed, ...]:
    """Compare the files in `staging` with those that the page now in place links to; nothing where there is
    none."""
    from brister_analysis.analysis.table_changes import changed_files

    if not page.exists():
        return ()
    linked = sorted(set(_LINK.findall(page.read_text(encoding="utf-8"))))
    before = {name: page.parent / name for name in linked if (page.parent / name).is_file()}
    now = {path.name: path for path in sorted(staging.glob("*.csv"))}
    return _counted(
        changed_files(
            {name: path.read_text(encoding="utf-8") for name, path in before.items()},
            {name: path.read_text(encoding="utf-8") for name, path in now.items()},
        )
    )


def _counted(changes: Iterable[TableChange]) -> tuple[Changed, ...]:
    return tuple(Changed(one.table, one.kind, len(one.cells), one.rows) for one in changes)


def silent_change(page: str, since: SincePublished) -> Fault:
    """Tell figures that would differ from published ones without a reason."""
    return Fault("history.silent", (page,), values={"tables": "; ".join(map(str, since.changes))})


def is_accepted(workspace: Workspace, region: str, year: int, tables: str) -> bool:
    """Return whether a person has given a reason for exactly these tables."""
    path = workspace.decisions(region, year) / ACCEPTED
    if not path.is_file():
        return False
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
    return any(entry.get("tables") == tables for entry in entries)


def accept(workspace: Workspace, region: str, year: int, tables: str, reason: str, day: dt.date) -> None:
    """Keep the reason why a year's tables differ from those published, beside the year's other decisions."""
    if is_accepted(workspace, region, year, tables):
        return
    path = workspace.decisions(region, year) / ACCEPTED
    before = path.read_text(encoding="utf-8") + "\n" if path.is_file() else ""
    # A JSON string is a TOML string.
    said = json.dumps(reason, ensure_ascii=False)
    entry = f'[[accepted]]\ntables = "{tables}"\nreason = {said}\ndate = {day.isoformat()}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before + entry, encoding="utf-8", newline="\n")
