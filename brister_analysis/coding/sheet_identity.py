"""Whose sheet it is: region, year, coder, number and scheme, and the file it lies in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from brister_analysis.errors import Fault, UsageError, shape_of
from brister_analysis.workspace import Workspace

# Stands where a coder's letter would: what the group decides together.
GROUP = "gemensam"
_SHEET = re.compile(rf"(\d{{4}})-([A-Z]\d{{0,2}}|{GROUP})-(\d\d)")


@dataclass(frozen=True)
class SheetIdentity:
    """What tells one sheet from all others.

    Parameters
    ----------
    region, year
        Slug and year of the reports.
    coder
        A letter, perhaps with a number ("A", "B2"), never a name; `GROUP` for the group's own sheet.
    number
        1 for the first sheet of a coder, 2 for the next.
    scheme
        Scheme the causes are chosen from, ``harmonised`` for the codebook.
    codebook_version
        Version of the codebook in force when the sheet was made; empty for a native scheme.
    """

    region: str
    year: int
    coder: str
    number: int
    scheme: str
    codebook_version: str

    @property
    def sheet(self) -> str:
        """Name of the sheet in the ledger: ``2023-A-01``."""
        return f"{self.year}-{self.coder}-{self.number:02}"

    @property
    def decided_by(self) -> str:
        """``consensus`` for the group's sheet, else ``coder``."""
        return "consensus" if self.coder == GROUP else "coder"

    @property
    def coder_in_ledger(self) -> str:
        """Letter of the coder; empty for the group."""
        return "" if self.coder == GROUP else self.coder

    def path(self, workspace: Workspace) -> Path:
        """Return where the sheet is written."""
        return sheets_folder(workspace, self.region, self.year) / f"kodning-{self.sheet}.xlsx"


def parse_sheet(sheet: str) -> tuple[int, str, int] | None:
    """Return year, coder and number of a sheet's name; None when it is no such name.

    Examples
    --------
    >>> parse_sheet("2023-B2-01")
    (2023, 'B2', 1)
    """
    found = _SHEET.fullmatch(sheet)
    return (int(found[1]), found[2], int(found[3])) if found else None


def checked_coder(coder: str | None) -> str:
    """Return the coder's letter in capitals, `GROUP` for None.

    Raises
    ------
    UsageError
        It is more than a letter and two digits: a name does not belong in the ledger.
    """
    if coder is None:
        return GROUP
    letter = coder.strip().upper()
    if not re.fullmatch(r"[A-Z]\d{0,2}", letter):
        raise UsageError(Fault("sheets.coder", got=shape_of(coder)))
    return letter


def sheets_folder(workspace: Workspace, region: str, year: int) -> Path:
    """Return the folder of coding sheets: people's work, so it lies among the decisions."""
    return workspace.decisions(region, year) / "coding" / "sheets"
