"""The file in which people keep the spellings of their units, so that one unit goes by one name."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from brister_analysis.errors import DataError, Fault
from brister_analysis.files import as_text
from brister_analysis.intake.word_text import clean
from brister_analysis.language import text
from brister_analysis.reference.spelling import key


def read_aliases(path: Path | None) -> dict[str, str]:
    """Read the file in which people keep spellings of their units (``unit_aliases.csv``: written, unit).

    Returns
    -------
    dict
        Key of the spelling → unit; empty when there is no file.

    Raises
    ------
    DataError
        The columns are not there, or a spelling stands twice with different units.
    """
    if path is None or not path.exists():
        return {}
    written = as_text(path.read_bytes())
    rows = csv.DictReader(io.StringIO(written), delimiter=";" if ";" in written.partition("\n")[0] else ",")
    if not {"written", "unit"} <= set(rows.fieldnames or ()):
        raise DataError(Fault("forms.aliases.columns", (path.name,), allowed=("written", "unit")))
    found: dict[str, str] = {}
    faults = []
    for number, row in enumerate(rows, start=2):
        spelling, unit = key(row["written"] or ""), clean(row["unit"] or "")
        if found.get(spelling, unit) != unit:
            faults.append(Fault("forms.aliases.twice", (path.name, text("forms.aliases.row", row=number))))
        if spelling and unit:
            found[spelling] = unit
    if faults:
        raise DataError(faults)
    return found
