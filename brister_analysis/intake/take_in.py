"""Intake of one region and year: forms in, clean de-identified rows out, every fault told and nothing good
lost.

The steps, in order: read every form, give it its number, set aside what does not count, correct what is known
to be wrong, remove identifiers, hold the contract, write. Nothing is written to ``data/processed`` before the
identifiers are gone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.errors import DataError, Fault, shape_of
from brister_analysis.intake.completion import Missing, completion_letter
from brister_analysis.intake.contracts import shaped, validate
from brister_analysis.intake.corrections import apply_corrections, read_corrections
from brister_analysis.intake.decided_rows import decided_rows
from brister_analysis.intake.deidentified_rows import deidentified_rows
from brister_analysis.intake.form_files import form_files, form_folders
from brister_analysis.intake.identifiers.review import Doubt, read_decisions
from brister_analysis.intake.received import (
    REASONS,
    Form,
    about_register,
    coded_reports,
    numbered,
    read_folder,
    set_aside,
)
from brister_analysis.intake.register import (
    KEPT,
    REJECTED,
    UNREADABLE,
    Entry,
    lost_numbers,
    read_key,
    read_register,
    write_register,
)
from brister_analysis.intake.source import FILE_NAME as SOURCE_FILE
from brister_analysis.intake.source import Source, read_source, write_first_source
from brister_analysis.intake.store import write_private, write_tables
from brister_analysis.intake.waiting import write_waiting
from brister_analysis.language import text
from brister_analysis.reference.profiles import RegionProfile, load_profile
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

COMPLETION_FILE = "komplettera.txt"
IDENTIFIERS_FILE = "identifiers.csv"
_SYNCED = ("OneDrive", "Dropbox", "Google Drive", "iCloud", "Nextcloud")


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
    doubts
        Words that may be names, for a person to decide (`brister review`); in memory only.
    names
        Names that stood in the forms' own name fields, for the leak gate; in memory only.
    """

    reports: pd.DataFrame
    actors: pd.DataFrame
    accounting: pd.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    missing: tuple[Missing, ...]
    doubts: tuple[Doubt, ...] = field(default=(), repr=False)
    names: frozenset[str] = field(default=frozenset(), repr=False)


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
        There is nothing to read: no folder, an empty folder or a ``SOURCE.toml`` at fault. Or the register
        lacks reports that people have decided about. The register is not touched.
    """
    folder, decided = workspace.raw(region, year), workspace.decisions(region, year)
    profile = load_profile(region, workspace.data / "regions")
    source, notes = _source(workspace, folder, profile)
    key, rekeyed = read_key(workspace.data, source.synthetic)
    register = read_register(decided / "register.csv")
    rekeyed = rekeyed and bool(register)

    strangers = source.strangers(form_files(folder))
    forms = [form for form in read_folder(folder, profile, year, decided) if form.file_name not in strangers]
    about_strangers = _about_strangers(workspace, folder, decided, len(strangers), bool(forms))
    coded = coded_reports(decided)
    entries = numbered(forms, register, profile, source, year, coded, key, rekeyed)
    _check_register(decided, coded, register, entries)
    entries, faults = set_aside(entries, decided)
    faults = [*about_strangers, *faults]
    notes += [Fault("intake.register.rekeyed")] if rekeyed else []
    notes += about_register(entries)

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
    decisions = read_decisions(decided / IDENTIFIERS_FILE, key)
    reports, actors, doubts = deidentified_rows(rows, kept, decisions)
    tables = {
        "reports": shaped(reports, "reports"),
        "actors": shaped(actors, "actors"),
        "accounting": _accounting(entries, profile, _common_area(rows, source), year),
    }
    for name in ("reports", "actors"):
        faults += validate(tables[name], name)
    missing = _missing(kept, actors)

    write_register(decided / "register.csv", entries)
    write_tables(workspace.processed(region, year), tables)
    waiting = {
        "unreadable": sum(entry.status == UNREADABLE for entry in entries),
        "incomplete": len(missing),
        "changed": sum(bool(entry.review) for entry in entries),
        "doubtful_words": len(doubts),
    }
    write_waiting(workspace.processed(region, year), waiting)
    letter = completion_letter(missing)
    # Notepad on Windows takes UTF-8 for sure only with a byte order mark.
    write_private(workspace.processed(region, year) / COMPLETION_FILE, ("\ufeff" + letter).encode())
    return IntakeResult(
        **tables,
        faults=tuple(faults),
        notes=tuple(notes),
        missing=tuple(missing),
        doubts=tuple(doubts),
        names=frozenset(name for form in forms for name in form.record.known_names),
    )


def _about_strangers(
    workspace: Workspace, folder: Path, decided: Path, count: int, others: bool
) -> list[Fault]:
    """Tell of files among made-up ones that are none of them: nothing in them may be called made up.

    Raises
    ------
    DataError
        There are no `others`, so that there is nothing to read.
    """
    if not count:
        return []
    raw, own = workspace.shown(folder), workspace.shown(decided)
    key = "intake.source.strangers" if others else "intake.source.only_strangers"
    fault = Fault(key, values={"count": count, "folder": raw, "decisions": own})
    if not others:
        raise DataError(fault)
    return [fault]


def _check_register(decided: Path, coded: set[str], before: list[Entry], after: list[Entry]) -> None:
    """Stop where a number that people decided about would be given to another report.

    Raises
    ------
    DataError
        The register is missing, empty or cut off.
    """
    rejected = decided / "rejected.csv"
    named = coded | {one.report_id for one in read_corrections(decided)[0]}
    if rejected.exists():
        named |= {row["report_id"].strip() for _, row in decided_rows(rejected, ("report_id", "reason"))}
    if lost := lost_numbers(before, after, named):
        key = "cut" if before else "empty"
        raise DataError(Fault(f"intake.register.{key}", ("register.csv",), values={"reports": len(lost)}))


def _source(workspace: Workspace, folder: Path, profile: RegionProfile) -> tuple[Source, list[Fault]]:
    """Read ``SOURCE.toml``, or write a first one, and look at where the folder lies."""
    shown = workspace.shown(folder)
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
    if inside := form_folders(folder):
        notes.append(Fault("intake.folder.subfolders", values={"folder": shown, "count": inside}))
    if not form_files(folder):
        raise DataError([Fault("intake.folder.empty", values={"folder": shown}), *notes])
    service = next((name for name in _SYNCED if any(name in part for part in folder.resolve().parts)), None)
    if service and not source.synthetic:
        notes.append(Fault("intake.folder.synced", values={"service": service}))
    return source, notes


def _corrected(
    kept: list[Form], decided: Path, profile: RegionProfile, source: Source, year: int
) -> tuple[list[dict], list[Fault]]:
    corrections, faults = read_corrections(decided)
    rows = [
        {
            "area": source.area,
            **form.record.values,
            **form.record.texts,
            "report_id": form.report_id,
            "region_code": profile.region_code,
            "data_year": year,
            "scheme": profile.scheme(year),
            "form_version": form.record.form_version,
            "synthetic": source.synthetic,
        }
        for form in sorted(kept, key=lambda form: form.report_id)
    ]
    rows, more = apply_corrections(rows, corrections)
    return rows, faults + more


def _common_area(rows: list[dict], source: Source) -> str | None:
    """Return the area all reports come from; None where rows name several."""
    areas = {row["area"] for row in rows}
    return source.area if areas <= {source.area} else None


def _accounting(entries: list[Entry], profile: RegionProfile, area: str | None, year: int) -> pd.DataFrame:
    """Return how many were kept and rejected, a row a reason; the sum must be what was read."""
    counted = Counter(
        e.reason if e.status == REJECTED else e.status for e in entries if e.status in (KEPT, REJECTED)
    )
    read, kept = sum(e.status in (KEPT, REJECTED) for e in entries), counted[KEPT]
    rejected = sum(counted[reason] for reason in REASONS if reason != KEPT)
    if read != kept + rejected:
        values: dict[str, object] = {"read": read, "kept": kept, "rejected": rejected}
        raise DataError(Fault("intake.accounting.open", values=values))
    common = {"region_code": profile.region_code, "area": area, "data_year": year}
    return shaped(
        [{**common, "reason": reason, "reports": counted[reason]} for reason in REASONS], "accounting"
    )


def _missing(kept: list[Form], actors: list[dict]) -> list[Missing]:
    reporter = {
        actor["report_id"]: actor.get("unit") or actor.get("activity") or ""
        for actor in reversed(actors)
        if actor["role"] == "reporter"
    }
    return [
        Missing(
            form.report_id,
            str(reporter.get(form.report_id, "")),
            form.received_date,
            tuple(form.record.missing),
        )
        for form in sorted(kept, key=lambda form: form.report_id)
        if form.record.missing
    ]
