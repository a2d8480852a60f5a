"""What intake said of a year, kept beside what it wrote, so that a year of which nothing has changed need not
be read again to tell the same.

Faults and counts only: they are written to hold no value from a form, and the file is its owner's alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brister_analysis.errors import Fault
from brister_analysis.inputs import digest_files
from brister_analysis.language import current_language
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.intake.take_in import IntakeResult

STATE_FILE = ".state.json"
_TABLES = ("reports.parquet", "actors.parquet", "accounting.parquet", "komplettera.txt", "waiting.json")


@dataclass(frozen=True)
class Taken:
    """What intake of one region and year said.

    Parameters
    ----------
    stopped
        True when the year could not be taken in; `faults` say why, and nothing was counted.
    kept, rejected, missing, doubts
        Reports kept, set aside and lacking fields; words that may be names.
    faults, notes
        What must be mended; what only needs to be known.
    """

    stopped: bool
    kept: int = 0
    rejected: int = 0
    missing: int = 0
    doubts: int = 0
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, result: IntakeResult) -> Taken:
        """Return what is told of a result."""
        counts = result.accounting.set_index("reason")["reports"]
        kept = int(counts["kept"])
        return cls(
            stopped=False,
            kept=kept,
            rejected=int(counts.sum()) - kept,
            missing=len(result.missing),
            doubts=len(result.doubts),
            faults=result.faults,
            notes=result.notes,
        )


def read_taken(workspace: Workspace, region: str, year: int, inputs: dict[str, str]) -> Taken | None:
    """Return what intake said when it last read exactly these `inputs` and what it wrote is still there."""
    folder = workspace.processed(region, year)
    try:
        kept = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
        if (kept["inputs"], kept["language"]) != (inputs, current_language()):
            return None
        if kept["written"] != _written(folder):
            return None
        said = kept["said"]
        told = {name: tuple(_fault(one) for one in said[name]) for name in ("faults", "notes")}
        return Taken(**{**said, **told})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_taken(workspace: Workspace, region: str, year: int, inputs: dict[str, str], taken: Taken) -> None:
    """Keep what intake said; `inputs` are those after it, since it keeps the register."""
    from brister_analysis.intake.store import write_private

    folder = workspace.processed(region, year)
    kept = {
        "inputs": inputs,
        "language": current_language(),
        "written": _written(folder),
        "said": asdict(taken),
    }
    write_private(
        folder / STATE_FILE, json.dumps(kept, ensure_ascii=False, indent=1, default=str).encode() + b"\n"
    )


def _written(folder: Path) -> str:
    return digest_files((path for name in _TABLES if (path := folder / name).is_file()), folder)


def _fault(kept: dict[str, Any]) -> Fault:
    return Fault(**{**kept, **{name: tuple(kept[name]) for name in ("where", "allowed", "nearest")}})
