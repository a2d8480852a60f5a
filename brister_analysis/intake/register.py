"""The register: every received form gets a number once, and finds the same number again.

``register.csv`` is what people may look into to find a form, so file names stand here and nowhere else. A
form is known again by its file name, by its content or by whom and what it is about, the last two as keyed
fingerprints that tell nothing to anyone without the key. The key lies beside the data and never in git;
without it the file name still finds every form, so that losing the key loses no decision.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import hmac
import io
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from brister_analysis.errors import DataError, Fault
from brister_analysis.files import read_whole, write_private
from brister_analysis.intake.decided_rows import decided_rows
from brister_analysis.language import text

KEPT, REJECTED, UNREADABLE, GONE = "kept", "rejected", "unreadable", "gone"
_STATES = (KEPT, REJECTED, UNREADABLE, GONE)
LIKENESS = "~"
# Not a secret: synthetic forms hold nobody's data, and the same bytes must come out on every machine.
DEMONSTRATION_KEY = b"synthetic demonstration data"


@dataclass(frozen=True)
class Entry:
    """One row of the register; `row` tells reports of one file apart."""

    report_id: str
    file_name: str
    row: int = 1
    content: str = ""
    identity: str = ""
    status: str = KEPT
    reason: str = ""
    same_as: str = ""
    review: str = ""


@dataclass(frozen=True)
class Received:
    """What intake knows of a form before it has a number; fingerprints are already keyed.

    An `identity` that begins with `LIKENESS` tells that it is probably the same report and holds only where
    one report alone has it. `in_table` is true of a row, which stands elsewhere in the next export.
    """

    file_name: str
    row: int
    content: str
    identity: str
    received_date: dt.date | None
    readable: bool
    in_table: bool = False

    @property
    def order(self) -> tuple:
        """Numbers are given by the day received, undated last, then by file name and row."""
        return (self.received_date or dt.date.max, self.file_name, self.row)


def read_key(data_folder: Path, synthetic: bool) -> tuple[bytes, bool]:
    """Return the key of the fingerprints and whether it was made now.

    Parameters
    ----------
    data_folder
        Folder that holds ``raw`` and ``decisions``; the key is ``.key`` there, readable by its owner only.
    synthetic
        Synthetic forms use a fixed key that is no secret.
    """
    if synthetic:
        return DEMONSTRATION_KEY, False
    path = data_folder / ".key"
    # An empty file is what a disturbed copy leaves: no key, and nothing that could be overwritten.
    if path.exists() and (key := read_whole(path)):
        return key, False
    key = secrets.token_bytes(32)
    write_private(path, key)
    return key, True


def fingerprint(key: bytes, *parts: object) -> str:
    """Return 16 hexadecimal digits that tell nothing about `parts` without the key; empty when all parts are
    empty."""
    written = [unicodedata.normalize("NFC", str(part or "")).casefold().split() for part in parts]
    if not any(written):
        return ""
    message = json.dumps(written, ensure_ascii=False).encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:16]


def read_register(path: Path) -> list[Entry]:
    """Return the register's rows, none when there is no register yet.

    Raises
    ------
    DataError
        It cannot be opened, or a row says what no register says; it is then left as it is, since a number
        that is lost would be given anew.
    """
    if not path.exists():
        return []
    known = [field.name for field in fields(Entry)]
    entries, faults = [], []
    numbers: set[str] = set()
    for place, row in decided_rows(path, ("report_id", "file_name", "status")):
        values: dict[str, Any] = {name: row[name].strip() for name in known if name in row}
        values["row"] = values.get("row") or "1"
        right = re.fullmatch(r".+-\d{3,}", values["report_id"]) and values["report_id"] not in numbers
        if not right or not values["row"].isdecimal() or values["status"] not in _STATES:
            faults.append(Fault("intake.register.damaged", (path.name, text("intake.row", row=place))))
            continue
        numbers.add(values["report_id"])
        entries.append(Entry(**{**values, "file_name": row["file_name"], "row": int(values["row"])}))
    if faults:
        raise DataError(faults)
    return entries


def lost_numbers(before: Iterable[Entry], after: Iterable[Entry], named: Iterable[str]) -> list[str]:
    """Return the numbers that decisions name and the register once gave but no longer holds.

    Parameters
    ----------
    before, after
        The register as read, and with the forms that came since.
    named
        Numbers that people's decisions name.

    Notes
    -----
    Numbers run without a gap, so one that is lacking below the highest has lost its row, or would now be
    given to another report. One above it is a slip of the pen, since nobody has got it; in an empty register
    every number is lost.
    """
    known = {entry.report_id for entry in before}
    highest: dict[str, int] = {}
    for entry in after:
        prefix, _, count = entry.report_id.rpartition("-")
        highest[prefix] = max(int(count), highest.get(prefix, 0))
    lacking = sorted(number for number in set(named) - known if re.fullmatch(r".+-[0-9]{3,}", number))
    return [
        number
        for number in lacking
        if not known or int(number.rpartition("-")[2]) <= highest.get(number.rpartition("-")[0], 0)
    ]


def write_register(path: Path, entries: Iterable[Entry]) -> None:
    """Write the register sorted by number, whole or not at all.

    Raises
    ------
    DataError
        It is open in Excel, or the disk is full.
    """
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, [field.name for field in fields(Entry)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(entry) for entry in sorted(entries, key=lambda entry: entry.report_id))
    write_private(path, written.getvalue().encode())
