"""The forms of a year's folder: read, given their numbers, and set aside where they do not count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from brister_analysis.errors import Fault, shape_of
from brister_analysis.intake.contracts import record
from brister_analysis.intake.decided_rows import decided_rows
from brister_analysis.intake.form_files import form_files
from brister_analysis.intake.forms import FormRecord, read_form
from brister_analysis.intake.numbering import register_forms
from brister_analysis.intake.register import (
    GONE,
    KEPT,
    LIKENESS,
    REJECTED,
    Entry,
    Received,
    fingerprint,
)
from brister_analysis.intake.source import Source
from brister_analysis.intake.table_file import read_table
from brister_analysis.language import text
from brister_analysis.reference.profiles import RegionProfile

# Why a report is not counted; the first of the list is that it is.
REASONS: tuple[str, ...] = tuple(
    next(column for column in record("accounting")["columns"] if column["name"] == "reason")["allowed"]
)


@dataclass
class Form:
    """A form on its way: what was read, and its number once it has one."""

    file_name: str
    row: int
    record: FormRecord
    report_id: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def received_date(self) -> dt.date | None:
        """Day the form was sent, when it says so."""
        day = self.record.values.get("received_date")
        return day if isinstance(day, dt.date) else None


_TABLE_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt")


def read_file(path: Path, profile: RegionProfile, year: int, aliases: Path) -> list[FormRecord]:
    """Read one file as what the region receives: Word forms, tables with a row a report, or both."""
    kinds = {one.kind for one in profile.forms}
    has_tables = len(kinds - {"docx"}) > 0
    is_table = has_tables and ("docx" not in kinds or path.suffix.lower() in _TABLE_ENDINGS)
    return (read_table if is_table else read_form)(path, profile, year, aliases)


def read_folder(folder: Path, profile: RegionProfile, year: int, decided: Path) -> list[Form]:
    """Return every report of a folder, one form giving one or several."""
    aliases = decided.parent / "unit_aliases.csv"
    return [
        Form(name, one.row, one, faults=list(one.faults))
        for name, path in form_files(folder).items()
        for one in read_file(path, profile, year, aliases)
    ]


def numbered(
    forms: list[Form],
    register: list[Entry],
    profile: RegionProfile,
    source: Source,
    year: int,
    coded: Iterable[str],
    key: bytes,
    rekeyed: bool,
) -> list[Entry]:
    """Return the register with every form in it, and give each form its number."""
    received = [
        Received(
            form.file_name,
            form.row,
            *_fingerprints(key, form.record),
            form.received_date,
            form.record.readable,
            form.record.in_table,
        )
        for form in forms
    ]
    id_part = next((area.id_part for area in profile.areas if area.slug == source.area), "")
    prefix = "-".join(part for part in (profile.slug, id_part, str(year)) if part)
    # What a person set aside is decided anew from rejected.csv each time, so that it can be undone there.
    known = [
        replace(e, status=KEPT, reason="") if e.status == REJECTED and not e.same_as else e for e in register
    ]
    entries = register_forms(known, received, prefix, coded, rekeyed)
    number = {(entry.file_name, entry.row): entry.report_id for entry in entries}
    for form in forms:
        form.report_id = number[form.file_name, form.row]
    return entries


def _fingerprints(key: bytes, form: FormRecord) -> tuple[str, str]:
    """Return what tells the same content, and what tells the same report when it was corrected: for a Word
    form person, event and reporter (empty unless all known), for a row its case number or else its days and
    organisations."""
    reporters = [
        actor.get("unit") or actor.get("activity") for actor in form.actors if actor["role"] == "reporter"
    ]
    about = [*sorted(form.known_names), form.values.get("event_date"), *reporters]
    said = [f"{k}={v}" for k, v in sorted({**form.values, **form.texts}.items())]
    if form.in_table:
        if not form.readable:
            return "", ""
        days = [f"{k}={v}" for k, v in sorted(form.values.items()) if isinstance(v, dt.date)]
        likeness = LIKENESS + fingerprint(key, "likeness", *days, *form.organisations)
        case = fingerprint(key, "case", form.case_number) if form.case_number else ""
        return fingerprint(key, form.case_number, *said, *form.organisations), case or likeness
    everything = [*said, *map(_flat, form.actors)]
    identity = fingerprint(key, "identity", *about) if all(about) and form.known_names else ""
    return (fingerprint(key, *everything) if form.readable else ""), identity


def _flat(actor: Mapping[str, object]) -> str:
    return "|".join(f"{name}={actor[name]}" for name in sorted(actor))


def coded_reports(decided: Path) -> set[str]:
    """Return the numbers that have decisions."""
    path = decided / "coding" / "decisions.csv"
    if not path.exists():
        return set()
    return {row["report_id"].strip() for _, row in decided_rows(path, ("report_id",))} - {""}


def set_aside(entries: list[Entry], decided: Path) -> tuple[list[Entry], list[Fault]]:
    """Return the register with what people rejected in ``rejected.csv``."""
    path = decided / "rejected.csv"
    if not path.exists():
        return entries, []
    by_id = {entry.report_id: entry for entry in entries}
    faults = []
    for number, row in decided_rows(path, ("report_id", "reason")):
        report_id, reason = row["report_id"].strip(), row["reason"].strip()
        where = (f"rejected.csv, {text('intake.row', row=number)}",)
        if report_id not in by_id:
            faults.append(Fault("intake.rejected.report", where, shape_of(report_id)))
        elif reason not in REASONS[1:]:
            faults.append(Fault("intake.rejected.reason", where, shape_of(reason), tuple(REASONS[1:])))
        elif by_id[report_id].status == KEPT:
            by_id[report_id] = replace(by_id[report_id], status=REJECTED, reason=reason)
    return list(by_id.values()), faults


def about_register(entries: list[Entry]) -> list[Fault]:
    """Return what a coordinator should know about the register: gone, corrected and doubled forms."""
    notes = []
    for entry in entries:
        where = (text("intake.form", report=entry.report_id),)
        # What never was read, and a double of what still counts, is missed by nobody.
        if entry.status == GONE and entry.content and not entry.same_as:
            notes.append(Fault("intake.register.gone", where))
        if entry.review:
            notes.append(Fault("intake.register.corrected", where))
        if entry.same_as and entry.status == REJECTED:
            notes.append(Fault("intake.register.duplicate", where, values={"same_as": entry.same_as}))
    return notes
