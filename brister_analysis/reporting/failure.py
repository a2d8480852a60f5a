"""What is told of a page that could not be made: where it stopped, the likely cause and the next step.

What an error said may hold a value from a form, so it is never repeated unless the error is one of the
package's own, which are written to hold none. Our own lines of code are told, other people's are not.
"""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import Any

from brister_analysis.errors import Fault
from brister_analysis.language import catalogue, current_language, text

SAFE_ERRORS = ("UsageError", "DataError", "ReportError", "CheckRefused")
TIMED_OUT, INTERRUPTED = "timed_out", "interrupted"
Place = tuple[int, str]

# The last of our own lines that an error passed; those before say little more.
MOST_FRAMES = 3
_PACKAGE = Path(__file__).parents[1]
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(rf"{re.escape(_PACKAGE.name)}[/\\]([\w/\\]+\.py):(\d+)")


def failed(notebook: str, place: Place, error: Any) -> Fault:
    """Tell a cell that stopped; `error` is papermill's.

    Parameters
    ----------
    notebook
        File name.
    place
        Number and heading of the cell.
    """
    detail = f" {error.evalue}" if error.ename in SAFE_ERRORS else ""
    lines = [_COLOUR.sub("", line) for line in error.traceback]
    frames = [match for line in lines for match in _FRAME.finditer(line)]
    own = [f"{match[1]}:{match[2]}".replace("\\", "/") for match in frames]
    return Fault(
        "failure.cell",
        _where(notebook, place),
        error.ename,
        values={"detail": detail, "cause": _cause(error.ename), "frames": _frames(own)},
    )


def refused(notebook: str, detail: str) -> Fault:
    """Tell a cell that refused to go on, with its own words."""
    return Fault("failure.refused", (notebook,), values={"detail": detail})


def died(page: str, place: Place | tuple[()], code: int | str, seconds: float = 0) -> Fault:
    """Tell a process that ended before its page was done.

    Parameters
    ----------
    page
        What it was to make.
    place
        Number and heading of the last cell it began; empty when it had begun none.
    code
        Its exit code, negative for a signal; `TIMED_OUT` when it was stopped after `seconds`, `INTERRUPTED`
        with the whole build.
    """
    where = _where(page, place) if place else (page,)
    if code == TIMED_OUT:
        return Fault("failure.timed_out", where, values={"seconds": round(seconds)})
    kind = "stopped" if code == INTERRUPTED else "ended"
    if isinstance(code, int) and code < 0:
        # SIGKILL and SIGTERM by their numbers: Windows has no such name as the first.
        kind = {9: "killed", 15: "stopped"}.get(-code, "crashed")
    return Fault(f"failure.{kind}", where, values={"code": code})


def unexpected(error: Exception) -> Fault:
    """Tell an error outside the notebook's cells by its kind and our own lines of code."""
    frames = [
        f"{Path(f.filename).relative_to(_PACKAGE).as_posix()}:{f.lineno}"
        for f in traceback.extract_tb(error.__traceback__)
        if Path(f.filename).is_relative_to(_PACKAGE)
    ]
    kind = type(error).__name__
    return Fault("failure.unexpected", got=kind, values={"cause": _cause(kind), "frames": _frames(frames)})


def _where(page: str, place: Place) -> tuple[str, ...]:
    number, heading = place
    return (page, *([heading] if heading else []), text("failure.cell_number", number=number))


def _cause(kind: str) -> str:
    causes = catalogue(current_language(), "failure")["cause"]
    return causes.get(kind, causes["other"])


def _frames(own: list[str]) -> str:
    last = list(dict.fromkeys(own))[-MOST_FRAMES:]
    return text("failure.frames", frames=", ".join(last)) if last else ""
