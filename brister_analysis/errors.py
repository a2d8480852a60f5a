"""Faults a user can cause, told in one sentence shape, and the exit code each kind gives.

A message says what is wrong, where, what was found, what is allowed and what to do. What was found is
repeated only when it comes from a closed vocabulary; anything else is told by its shape, because a cell may
hold a person's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from brister_analysis.language import text

EXIT_DONE, EXIT_USAGE, EXIT_DATA, EXIT_REPORT, EXIT_REFUSED = 0, 2, 3, 4, 5


def shape_of(value: object) -> str:
    """Describe a value without repeating any of it.

    Parameters
    ----------
    value
        Anything that stood in a cell.

    Returns
    -------
    str
        Length and kinds of characters, in the language in force.

    Examples
    --------
    >>> shape_of("Anna Andersson 0701")
    '19 tecken: bokstäver, siffror och mellanslag'
    >>> shape_of("")
    'tomt'
    """
    written = "" if value is None else str(value)
    if not written.strip():
        return text("errors.shape.empty")
    kinds = [
        text(f"errors.shape.{name}")
        for name, found in (
            ("letters", any(c.isalpha() for c in written)),
            ("digits", any(c.isdigit() for c in written)),
            ("spaces", any(c.isspace() for c in written)),
            ("marks", any(not (c.isalnum() or c.isspace()) for c in written)),
        )
        if found
    ]
    joined = kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} {text('errors.and')} {kinds[-1]}"
    return text("errors.shape.told", length=len(written), kinds=joined)


def toml_line(error: Exception) -> str | None:
    """Return the line a TOML error is about, if it tells; its own words are English and may hold what was
    written."""
    found = re.search(r"at line (\d+)", str(error))
    return found[1] if found else None


@dataclass(frozen=True)
class Fault:
    """One thing wrong in what a user supplied.

    Parameters
    ----------
    key
        Key of the sentence in the message catalogue, for example ``"intake.docx.truncated"``. The catalogue
        holds the sentence (what is wrong) under ``key + ".what"`` and the advice under ``key + ".do"``.
    where
        Place, in order from the outside in: register number, sheet, row, column. Never a file name as
        received, since people put names there.
    got
        What was found, already made safe by `shape_of`, or a value from a closed vocabulary. None when
        nothing was found.
    allowed
        What may stand there: the closed vocabulary, or words such as "ett datum".
    nearest
        Those of a closed vocabulary that may have been meant; told instead of all that is allowed.
    values
        What the catalogue's sentences take.
    """

    key: str
    where: tuple[str, ...] = ()
    got: str | None = None
    allowed: tuple[str, ...] = ()
    nearest: tuple[str, ...] = field(default=(), kw_only=True)
    values: dict[str, Any] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        parts = [f"{', '.join(self.where)}: " if self.where else "", text(f"{self.key}.what", **self.values)]
        if self.got is not None:
            parts.append(" " + text("errors.got", got=self.got))
        if self.nearest:
            parts.append(" " + text("errors.nearest", nearest=f" {text('errors.or')} ".join(self.nearest)))
        elif self.allowed:
            parts.append(" " + text("errors.allowed", allowed=", ".join(self.allowed)))
        parts.append(" " + text(f"{self.key}.do", **self.values))
        return "".join(parts)


class BristerError(Exception):
    """A fault told to the user; `exit_code` is what the command ends with."""

    exit_code = EXIT_USAGE

    def __init__(self, faults: Iterable[Fault] | Fault) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UsageError(BristerError):
    """The command or function was called in a way it does not take (exit code 2)."""


class DataError(BristerError):
    """What was supplied is at fault; all faults are listed (exit code 3)."""

    exit_code = EXIT_DATA


class ReportError(BristerError):
    """A report could not be made; the others stand (exit code 4)."""

    exit_code = EXIT_REPORT


class CheckRefused(BristerError):
    """A check refused to let something leave (exit code 5)."""

    exit_code = EXIT_REFUSED
