"""Intake of one region and year: forms in, clean de-identified rows out, every fault told and nothing good lost.

The steps, in order: read every form, give it its number, set aside what does not count, correct what is known to be
wrong, remove identifiers, hold the contract, write. Nothing is written to ``data/processed`` before the identifiers are
gone.
"""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.errors import DataError, Fault, shape_of
from brister_analysis.intake.completion import Missing, completion_letter
from brister_analysis.intake.contracts import record, shaped, validate
from brister_analysis.intake.corrections import apply_corrections, read_corrections
from brister_analysis.intake.forms import FormRecord, read_form
from brister_analysis.intake.identifiers import deidentify
from brister_analysis.intake.register import (
    GONE,
    KEPT,
    REJECTED,
    UNREADABLE,
    Entry,
    Received,
    fingerprint,
    read_key,
    read_register,
    register_forms,
    write_register,
)
from brister_analysis.intake.source import FILE_NAME as SOURCE_FILE
from brister_analysis.intake.source import Source, read_source, write_first_source
from brister_analysis.intake.store import write_private, write_tables
from brister_analysis.language import text
from brister_analysis.reference.profiles import RegionProfile, load_profile
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

COMPLETION_FILE = "komplettera.txt"
REVIEW_FILE = "identifiers_review.csv"
_SYNCED = ("OneDrive", "Dropbox", "Google Drive", "iCloud", "Nextcloud")
_TEXTS = tuple(
    column["name"]
    for column in record("reports")["columns"]
    if column["name"] in ("description", "measures", "dialogue_outcome", "consequence", "follow_up")
)
_REASONS = next(c for c in record("accounting")["columns"] if c["name"] == "reason")["allowed"]


@dataclass(frozen=True)
class IntakeResult:
    """What intake of one region and year gave.

    Parameters
    ----------
    reports, actors, accounting
        The processed tables, as in ``docs/interface.md``.
    faults
        What must be mended: forms that could not be read and files of decisions at fault.
    notes
        What to know or ask about; nothing was lost because of it.
    missing
        Kept reports that lack fields their form demands.
    """

    reports: pd.DataFrame
    actors: pd.DataFrame
    accounting: pd.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    missing: tuple[Missing, ...]


@dataclass
class _Form:
    """A form on its way: what was read, and its number once it has one."""

    file_name: str
    row: int
    record: FormRecord
    report_id: str = ""
    faults: list[Fault] = field(default_factory=list)


def take_in(workspace: Workspace, region: str, year: int) -> IntakeResult:
    """Take in the forms of one region and year and write ``data/processed``.

    Parameters
    ----------
    workspace
        Where forms and decisions lie.
    region
        Slug of the region.
    year
        Year the reports were received.

    Returns
    -------
    IntakeResult

    Raises
    ------
    DataError
        There is nothing to read: no folder, an empty folder or a ``SOURCE.toml`` at fault. The register is not touched.
    """
    folder, decided = workspace.raw(region, year), workspace.decisions(region, year)
    profile = load_profile(region, workspace.data / "regions")
    source, notes = _source(workspace, folder, profile)
    key, rekeyed = read_key(workspace.data, source.synthetic)
    register = read_register(decided / "register.csv")
    rekeyed = rekeyed and bool(register)

    forms = _read(folder, profile, year, decided)
    entries = _numbered(forms, register, profile, source, year, _coded(decided), key, rekeyed)
    entries, faults = _set_aside(entries, decided)
    notes += [Fault("intake.register.rekeyed")] if rekeyed else []
    notes += _about_register(entries)

    status = {entry.report_id: entry for entry in entries}
    for form in forms:
        told = [
            replace(one, where=(text("intake.form", report=form.report_id), *one.where))
            for one in form.faults
        ]
        if status[form.report_id].status == UNREADABLE:
            faults += told
        elif status[form.report_id].status == KEPT:
            notes += told
    kept = [form for form in forms if status[form.report_id].status == KEPT]
    rows, more = _corrected(kept, decided, profile, source, year)
    faults += more
    reports, actors, doubtful = _deidentified(rows, kept)
    tables = {
        "reports": shaped(reports, "reports"),
        "actors": shaped(actors, "actors"),
        "accounting": _accounting(entries, profile, source, year),
    }
    for name in ("reports", "actors"):
        faults += validate(tables[name], name)
    missing = _missing(kept, actors)

    write_register(decided / "register.csv", entries)
    write_tables(workspace.processed(region, year), tables)
    letter = completion_letter(missing)
    # Notepad on Windows takes UTF-8 for sure only with a byte order mark.
    write_private(workspace.processed(region, year) / COMPLETION_FILE, ("\ufeff" + letter).encode())
    _write_review(decided / REVIEW_FILE, doubtful)
    return IntakeResult(**tables, faults=tuple(faults), notes=tuple(notes), missing=tuple(missing))


def _source(workspace: Workspace, folder: Path, profile: RegionProfile) -> tuple[Source, list[Fault]]:
    """Read ``SOURCE.toml``, or write a first one, and look at where the folder lies."""
    shown = folder.relative_to(workspace.data.parent).as_posix()
    if not folder.is_dir():
        raise DataError(Fault("intake.folder.missing", values={"folder": shown}))
    notes = []
    if not (folder / SOURCE_FILE).exists():
        write_first_source(folder, profile.areas[0].slug if len(profile.areas) == 1 else None)
        notes.append(Fault("intake.folder.source_made"))
    source = read_source(folder)
    areas = tuple(area.slug for area in profile.areas)
    if source.area is not None and source.area not in areas:
        raise DataError(Fault("intake.source.area", ("area",), shape_of(source.area), areas))
    if not form_files(folder):
        raise DataError(Fault("intake.folder.empty", values={"folder": shown}))
    service = next((name for name in _SYNCED if any(name in part for part in folder.resolve().parts)), None)
    if service and not source.synthetic:
        notes.append(Fault("intake.folder.synced", values={"service": service}))
    return source, notes


def form_files(folder: Path) -> dict[str, Path]:
    """Return the files people put in a folder, by composed name in order; lock files and hidden files are no forms."""
    left_out = (SOURCE_FILE, "Thumbs.db", "desktop.ini")
    found = [path for path in folder.iterdir() if path.is_file() and path.name not in left_out]
    named = {
        unicodedata.normalize("NFC", path.name): path
        for path in found
        if not path.name.startswith((".", "~$"))
    }
    return dict(sorted(named.items()))


def _read(folder: Path, profile: RegionProfile, year: int, decided: Path) -> list[_Form]:
    aliases = decided.parent / "unit_aliases.csv"
    return [
        _Form(name, row, one, faults=list(one.faults))
        for name, path in form_files(folder).items()
        for row, one in enumerate(read_form(path, profile, year, aliases), start=1)
    ]


def _numbered(
    forms: list[_Form],
    register: list[Entry],
    profile: RegionProfile,
    source: Source,
    year: int,
    coded: Iterable[str],
    key: bytes,
    rekeyed: bool,
) -> list[Entry]:
    received = [
        Received(
            form.file_name, form.row, *_fingerprints(key, form.record), _received(form), form.record.readable
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
    """Return what tells the same content, and what tells the same person, event and reporter (empty unless all known)."""
    reporters = [
        actor.get("unit") or actor.get("activity") for actor in form.actors if actor["role"] == "reporter"
    ]
    about = [*sorted(form.known_names), form.values.get("event_date"), *reporters]
    everything = [
        *(f"{k}={v}" for k, v in sorted({**form.values, **form.texts}.items())),
        *map(_flat, form.actors),
    ]
    identity = fingerprint(key, "identity", *about) if all(about) and form.known_names else ""
    return (fingerprint(key, *everything) if form.readable else ""), identity


def _flat(actor: Mapping[str, object]) -> str:
    return "|".join(f"{name}={actor[name]}" for name in sorted(actor))


def _received(form: _Form) -> dt.date | None:
    day = form.record.values.get("received_date")
    return day if isinstance(day, dt.date) else None


def _coded(decided: Path) -> set[str]:
    path = decided / "coding" / "decisions.csv"
    if not path.exists():
        return set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["report_id"] for row in csv.DictReader(file) if row.get("report_id")}


def _set_aside(entries: list[Entry], decided: Path) -> tuple[list[Entry], list[Fault]]:
    """Return the register with what people rejected in ``rejected.csv``."""
    path = decided / "rejected.csv"
    if not path.exists():
        return entries, []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    by_id = {entry.report_id: entry for entry in entries}
    faults = []
    for number, row in enumerate(rows, start=2):
        report_id, reason = (row.get("report_id") or "").strip(), (row.get("reason") or "").strip()
        where = (f"rejected.csv, {text('intake.row', row=number)}",)
        if report_id not in by_id:
            faults.append(Fault("intake.rejected.report", where, shape_of(report_id)))
        elif reason not in _REASONS[1:]:
            faults.append(Fault("intake.rejected.reason", where, shape_of(reason), tuple(_REASONS[1:])))
        elif by_id[report_id].status == KEPT:
            by_id[report_id] = replace(by_id[report_id], status=REJECTED, reason=reason)
    return list(by_id.values()), faults


def _about_register(entries: list[Entry]) -> list[Fault]:
    """Return what a coordinator should know about the register: gone, corrected and doubled forms."""
    notes = []
    for entry in entries:
        where = (text("intake.form", report=entry.report_id),)
        if entry.status == GONE:
            notes.append(Fault("intake.register.gone", where))
        if entry.review:
            notes.append(Fault("intake.register.corrected", where))
        if entry.same_as and entry.status == REJECTED:
            notes.append(Fault("intake.register.duplicate", where, values={"same_as": entry.same_as}))
    return notes


def _corrected(
    kept: list[_Form], decided: Path, profile: RegionProfile, source: Source, year: int
) -> tuple[list[dict], list[Fault]]:
    corrections, faults = read_corrections(decided)
    rows = [
        {
            **form.record.values,
            **form.record.texts,
            "report_id": form.report_id,
            "region_code": profile.region_code,
            "area": source.area,
            "data_year": year,
            "scheme": profile.scheme(year),
            "form_version": form.record.form_version,
            "synthetic": source.synthetic,
        }
        for form in sorted(kept, key=lambda form: form.report_id)
    ]
    rows, more = apply_corrections(rows, corrections)
    return rows, faults + more


def _deidentified(
    rows: list[dict], kept: list[_Form]
) -> tuple[list[dict], list[dict], list[tuple[str, str, str]]]:
    """Return reports and actors without identifiers, and the doubtful words with their report and reason.

    Every free cell goes through, units too: people write names where they should not.
    """
    names = {form.report_id: list(form.record.known_names) for form in kept}
    actors = [
        {"report_id": form.report_id, **actor}
        for form in sorted(kept, key=lambda form: form.report_id)
        for actor in form.record.actors
    ]
    cells = [(row, column) for row in rows for column in _TEXTS if row.get(column)]
    cells += [
        (actor, column) for actor in actors for column in ("unit", "professional_role") if actor.get(column)
    ]
    clean = deidentify(
        [str(row[column]) for row, column in cells], [names[str(row["report_id"])] for row, _ in cells]
    )
    reports, units = [dict(row) for row in rows], [dict(actor) for actor in actors]
    place = {id(old): new for old, new in zip([*rows, *actors], [*reports, *units], strict=True)}
    doubtful = []
    for (row, column), one in zip(cells, clean, strict=True):
        place[id(row)][column] = one.text
        doubtful += [(str(row["report_id"]), column, mark.reason) for mark in one.doubtful]
    return reports, units, doubtful


def _accounting(entries: list[Entry], profile: RegionProfile, source: Source, year: int) -> pd.DataFrame:
    """Return how many were kept and rejected, a row a reason; the sum must be what was read."""
    counted = Counter(
        e.reason if e.status == REJECTED else e.status for e in entries if e.status in (KEPT, REJECTED)
    )
    read, kept = sum(e.status in (KEPT, REJECTED) for e in entries), counted[KEPT]
    rejected = sum(counted[reason] for reason in _REASONS if reason != KEPT)
    if read != kept + rejected:
        values = {"read": read, "kept": kept, "rejected": rejected}
        raise DataError(Fault("intake.accounting.open", values=values))
    common = {"region_code": profile.region_code, "area": source.area, "data_year": year}
    return shaped(
        [{**common, "reason": reason, "reports": counted[reason]} for reason in _REASONS], "accounting"
    )


def _missing(kept: list[_Form], actors: list[dict]) -> list[Missing]:
    reporter = {
        actor["report_id"]: actor.get("unit") or actor.get("activity") or ""
        for actor in reversed(actors)
        if actor["role"] == "reporter"
    }
    return [
        Missing(
            form.report_id, str(reporter.get(form.report_id, "")), _received(form), tuple(form.record.missing)
        )
        for form in sorted(kept, key=lambda form: form.report_id)
        if form.record.missing
    ]


def _write_review(path: Path, doubtful: list[tuple[str, str, str]]) -> None:
    lines = ["report_id,column,reason", *(",".join(row) for row in sorted(doubtful))]
    write_private(path, ("\n".join(lines) + "\n").encode())
