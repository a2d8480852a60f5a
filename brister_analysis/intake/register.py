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
import json
import os
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

KEPT, REJECTED, UNREADABLE, GONE = "kept", "rejected", "unreadable", "gone"
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
    """What intake knows of a form before it has a number; fingerprints are already keyed."""

    file_name: str
    row: int
    content: str
    identity: str
    received_date: dt.date | None
    readable: bool

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
    if path.exists():
        return path.read_bytes(), False
    data_folder.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(32)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
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
    """Return the register's rows, none when there is no register yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        known = {field.name for field in fields(Entry)}
        rows = [{name: value for name, value in row.items() if name in known} for row in csv.DictReader(file)]
    return [Entry(**{**row, "row": int(row.get("row") or 1)}) for row in rows]


def write_register(path: Path, entries: Iterable[Entry]) -> None:
    """Write the register sorted by number, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Entry)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(entry) for entry in sorted(entries, key=lambda entry: entry.report_id))
    os.replace(partial, path)


def register_forms(
    known: Iterable[Entry],
    received: Iterable[Received],
    prefix: str,
    coded: Iterable[str],
    rekeyed: bool = False,
) -> list[Entry]:
    """Give every received form its number: an old one when it is known again, else the next free.

    Parameters
    ----------
    known
        The register so far.
    received
        The forms that lie in the folder now.
    prefix
        What numbers begin with, such as ``skane-nordvastra-2023``.
    coded
        Numbers that have decisions: a changed form among them is marked for review.
    rekeyed
        True when the key was lost and made anew: old fingerprints then say nothing and no form counts as
        changed.

    Returns
    -------
    list of Entry
        One row for each form now in the folder and each that once was; nothing is renumbered.

    Notes
    -----
    The same content twice is a duplicate of the one first registered. The same person, event and reporter
    with other content is a corrected form: it takes over the number, and the form it replaces is kept as a
    duplicate of it.
    """
    register = _Register(list(known), prefix, set(coded), rekeyed)
    waiting = sorted(received, key=lambda form: form.order)
    here = {(form.file_name, form.row) for form in waiting}
    unmatched = [form for form in waiting if not register.match_file(form)]
    for form in unmatched:
        register.match_content(form, here) or register.add(form)
    return register.closed(here)


class _Register:
    """The register while it is being brought up to date."""

    def __init__(self, entries: list[Entry], prefix: str, coded: set[str], rekeyed: bool) -> None:
        self.entries = {entry.report_id: entry for entry in entries}
        self.prefix, self.coded, self.rekeyed = prefix, coded, rekeyed
        self.next = (
            max([int(i.rsplit("-", 1)[1]) for i in self.entries if i.startswith(prefix)], default=0) + 1
        )

    def match_file(self, form: Received) -> bool:
        for entry in self.entries.values():
            if (entry.file_name, entry.row) == (form.file_name, form.row):
                self._update(entry, form)
                return True
        return False

    def match_content(self, form: Received, here: set[tuple[str, int]]) -> bool:
        """Find the number of a form under a new file name; `here` tells whether the old file is still in the
        folder."""
        same = self._find("content", form.content)
        if same:
            if (same.file_name, same.row) in here:
                self._add(form, status=REJECTED, reason="duplicate", same_as=same.report_id)
            else:
                self._update(replace(same, file_name=form.file_name, row=form.row), form)
            return True
        earlier = self._find("identity", form.identity)
        if earlier:
            if (earlier.file_name, earlier.row) in here:
                # The corrected form takes over the number, so that decisions follow it; the old file gets a
                # new one.
                old = Received(earlier.file_name, earlier.row, earlier.content, earlier.identity, None, True)
                self._add(old, status=REJECTED, reason="duplicate", same_as=earlier.report_id)
            self._update(replace(earlier, file_name=form.file_name, row=form.row), form)
            return True
        return False

    def add(self, form: Received) -> bool:
        self._add(form, status=KEPT if form.readable else UNREADABLE)
        return True

    def closed(self, here: set[tuple[str, int]]) -> list[Entry]:
        rows = sorted(self.entries.values(), key=lambda entry: entry.report_id)
        return [row if (row.file_name, row.row) in here else replace(row, status=GONE) for row in rows]

    def _find(self, fingerprint_name: str, value: str) -> Entry | None:
        if not value:
            return None
        rows = (entry for entry in self.entries.values() if getattr(entry, fingerprint_name) == value)
        live = (row for row in rows if row.status in (KEPT, GONE) and not row.reason)
        return min(live, key=lambda row: row.report_id, default=None)

    def _update(self, entry: Entry, form: Received) -> None:
        if not form.readable:
            self.entries[entry.report_id] = replace(entry, status=UNREADABLE)
            return
        changed = bool(entry.content) and entry.content != form.content and not self.rekeyed
        status = entry.status if entry.status == REJECTED and not changed else KEPT
        self.entries[entry.report_id] = replace(
            entry,
            content=form.content,
            identity=form.identity,
            status=status,
            reason=entry.reason if status == REJECTED else "",
            same_as=entry.same_as if status == REJECTED else "",
            review="yes" if changed and entry.report_id in self.coded else entry.review,
        )

    def _add(self, form: Received, **state: str) -> None:
        report_id = f"{self.prefix}-{self.next:03d}"
        self.next += 1
        self.entries[report_id] = Entry(
            report_id, form.file_name, form.row, form.content, form.identity, **state
        )
