"""Filled-in sheets become rows of the ledger; what is wrong in them is told by sheet and cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from brister_analysis.coding.choices import (
    UNCLEAR,
    Choices,
    Reading,
    cause_choices,
    measure_choices,
    split_themes,
)
from brister_analysis.coding.ledger import LEDGER, VIGNETTE_LEDGER, append_decisions
from brister_analysis.coding.sheet_changes import Decision, new_rows
from brister_analysis.coding.sheet_identity import sheets_folder
from brister_analysis.coding.sheet_reading import CodedRow, FilledSheet, read_sheet
from brister_analysis.coding.themes import names_someone
from brister_analysis.coding.vignettes import PREFIX, vignettes
from brister_analysis.errors import Fault, UsageError, shape_of
from brister_analysis.intake.form_files import form_files
from brister_analysis.language import text
from brister_analysis.reference.spelling import key
from brister_analysis.workspace import Workspace


@dataclass(frozen=True)
class Collected:
    """What collecting did.

    Parameters
    ----------
    sheets
        Sheets that could be read.
    added
        Decisions of one kind about one report that were new or had changed.
    unchanged
        Decisions that the ledger held already.
    faults
        Everything wrong, by sheet and cell; what is not named here was collected.
    """

    sheets: int
    added: int
    unchanged: int
    faults: tuple[Fault, ...]


def collect_sheets(
    workspace: Workspace,
    region: str,
    year: int,
    paths: Iterable[Path] | None = None,
    today: dt.date | None = None,
) -> Collected:
    """Read filled-in sheets and append to the ledger what is new in them.

    Parameters
    ----------
    workspace, region, year
        Whose ledger; region is a slug.
    paths
        Files; None for every file in the year's folder ``coding/sheets``.
    today
        A sheet dated later is told and nothing of it collected: a mistyped year would keep every correction
        out. None for no such check.

    Returns
    -------
    Collected
        Collecting the same sheet twice adds nothing. A sheet that was changed after it was collected adds
        what changed, as a correction (``2023-A-01.02``) with the sheet's date; a report whose causes were
        emptied adds a row without a value. Practice cases go to ``coding/vignettes.csv``.

    Raises
    ------
    UsageError
        There is no file to read.
    """
    chosen = _files(workspace, region, year) if paths is None else list(paths)
    if not chosen:
        raise UsageError(Fault("sheets.no_sheets"))
    filled = [
        read_sheet(path, region, year, text("sheets.place.file", number=number, files=len(chosen)))
        for number, path in enumerate(chosen, start=1)
    ]
    faults = [fault for sheet in filled for fault in sheet.faults if not _is_left_empty(sheet, filled)]
    known = _known_numbers(workspace, region, year)
    added = unchanged = 0
    # By date, so that of two sheets collected at once the later one is compared with the earlier.
    ready = [one for one in filled if one.identity is not None and one.date is not None]
    late = [one for one in ready if today is not None and one.date is not None and one.date > today]
    faults += [Fault("sheets.late_date", (text("sheets.place.sheet", sheet=_name(one)),)) for one in late]
    ready = [one for one in ready if one not in late]
    ready.sort(key=lambda one: (str(one.date), _name(one)))
    read = []
    for sheet in ready:
        decisions, found = _decisions(sheet, known)
        faults += found
        read.append((sheet, decisions))
    for sheet, decisions in read:
        decisions, found = _of_copies(sheet, decisions, read)
        faults += [one for one in found if one not in faults]
        for file, rows in _by_ledger(decisions).items():
            new, same, early = new_rows(workspace, file, sheet, rows)
            faults += early
            if new:
                append_decisions(workspace, region, year, new, file)
            added += len({(row["report_id"], row["kind"]) for row in new})
            unchanged += same
    return Collected(sum(one.identity is not None for one in filled), added, unchanged, tuple(faults))


def _name(sheet: FilledSheet) -> str:
    return sheet.identity.sheet if sheet.identity else ""


def _files(workspace: Workspace, region: str, year: int) -> list[Path]:
    """Return every file people put there: what is no workbook is told, never passed over."""
    folder = sheets_folder(workspace, region, year)
    return list(form_files(folder).values()) if folder.is_dir() else []


def _is_left_empty(sheet: FilledSheet, filled: Iterable[FilledSheet]) -> bool:
    """Tell whether a sheet is the one sent out, never filled in, and a copy of it was filled in instead."""
    if sheet.identity is None or sheet.date is not None:
        return False
    roles = ("cause", "pandemic", "theme", "measure", "note")
    untouched = not any(row.written(role) for row in sheet.rows for role in roles)
    return untouched and any(one.identity == sheet.identity and one.date is not None for one in filled)


def _of_copies(
    sheet: FilledSheet,
    decisions: Mapping[str, tuple[Decision, str]],
    read: Iterable[tuple[FilledSheet, Mapping[str, tuple[Decision, str]]]],
) -> tuple[dict[str, tuple[Decision, str]], list[Fault]]:
    """Return what counts of a sheet that came back as several files: the later date counts, and where two of
    one date differ neither does; an empty row never takes back what another file says."""
    kept: dict[str, tuple[Decision, str]] = {}
    faults = []
    copies = [one for one in read if one[0] is not sheet and one[0].identity == sheet.identity]
    for number, decision in decisions.items():
        others = [(one, said[number]) for one, said in copies if not _empty(said.get(number, ({}, ""))[0])]
        if not others or all(other == decision for _, other in others):
            kept[number] = decision
        elif _empty(decision[0]) or any(str(one.date) > str(sheet.date) for one, _ in others):
            continue
        elif any(one.date == sheet.date for one, _ in others):
            place = (text("sheets.place.sheet", sheet=_name(sheet)), number)
            faults.append(Fault("sheets.copies", place))
        else:
            kept[number] = decision
    return kept, faults


def _known_numbers(workspace: Workspace, region: str, year: int) -> dict[str, str]:
    """Return {key of a number as people may write it: report or practice case}."""
    from brister_analysis.intake.store import load_reports

    reports = [str(number) for number in load_reports(region, year, workspace)["report_id"]]
    found = {key(number): number for number in [*reports, *vignettes()["vignette"]]}
    # The last part alone is enough where no two reports share it: "7" for skane-nordvastra-2023-007.
    ends = [number.rpartition("-")[2].lstrip("0") for number in reports]
    return found | {end: number for end, number in zip(ends, reports, strict=True) if ends.count(end) == 1}


def _decisions(
    sheet: FilledSheet, known: Mapping[str, str]
) -> tuple[dict[str, tuple[Decision, str]], list[Fault]]:
    """Return {report: (decisions, note)} of the rows that are right, and what is wrong with the others."""
    if sheet.identity is None:
        return {}, []
    causes, measures = cause_choices(sheet.identity.scheme), measure_choices()
    found: dict[str, tuple[Decision, str]] = {}
    faults: list[Fault] = []
    bad: set[str] = set()
    for row in sheet.rows:
        if not row.number:
            faults.append(Fault("sheets.no_number", row.place))
            continue
        number = known.get(key(row.number)) or known.get(row.number.lstrip("0"))
        if number is None:
            if any(row.written(role) for role in ("cause", "pandemic", "theme", "measure")):
                faults.append(Fault("sheets.unknown_number", row.place, shape_of(row.number)))
            continue
        decision, wrong = read_row(row, causes, measures)
        note = " ".join(said for said, _ in row.written("note"))
        if wrong or row.joined:
            bad.add(number)
        elif number in found and _empty(decision):
            pass  # A copy of the text without a coding says nothing against the row that has one.
        elif number in found and not _empty(found[number][0]) and found[number] != (decision, note):
            bad.add(number)
            faults.append(Fault("sheets.twice", row.place, values={}))
        else:
            found[number] = (decision, note)
        faults += wrong
    return {number: one for number, one in found.items() if number not in bad}, faults


def _empty(decision: Decision) -> bool:
    return not any(decision.values())


def read_row(row: CodedRow, causes: Choices, measures: Choices) -> tuple[Decision, list[Fault]]:
    """Return what a row decides, by kind, and everything in it that cannot be read."""
    decision: Decision = {}
    faults: list[Fault] = []
    for kind, choices in (("cause", causes), ("measure", measures)):
        values: list[str] = []
        for said, place in row.written(kind):
            reading = choices.read(said)
            values += reading.values
            faults += _reading_faults(kind, reading, said, place)
        decision[kind] = tuple(dict.fromkeys(values))
    if UNCLEAR in decision["cause"] and len(decision["cause"]) > 1:
        faults.append(Fault("sheets.unclear", row.place))
    answers = []
    for said, place in row.written("pandemic"):
        answer = _yes_no(said)
        if answer is None:
            faults.append(Fault("sheets.pandemic", place, shape_of(said)))
        else:
            answers.append(answer)
    decision["pandemic"] = tuple(dict.fromkeys(answers))[:1]
    themes: list[str] = []
    for said, place in row.written("theme"):
        # The whole cell as well: a comma may part what only together points at a person.
        if names_someone([said, *split_themes(said)]):
            faults.append(Fault("sheets.theme.identifier", place, shape_of(said)))
        else:
            themes += split_themes(said)
    decision["theme"] = tuple(dict.fromkeys(themes))
    return decision, faults


def _reading_faults(kind: str, reading: Reading, said: str, place: tuple[str, ...]) -> list[Fault]:
    if not reading.problem:
        return []
    key, got = f"sheets.{kind}.{reading.problem}", shape_of(said)
    return [Fault(key, place, got, reading.allowed, nearest=reading.nearest)]


def _yes_no(said: str) -> str | None:
    """Return yes, no, "" for an answer that says nothing, or None for one that cannot be read."""
    from brister_analysis.intake.answers import is_missing, yes_or_no

    if is_missing(said):
        return ""
    answer = yes_or_no(said)
    return None if answer is None else ("yes" if answer else "no")


def _by_ledger(
    decisions: Mapping[str, tuple[Decision, str]],
) -> dict[str, dict[str, tuple[Decision, str]]]:
    """Return the decisions about reports and those about practice cases, each with its ledger."""
    found: dict[str, dict[str, tuple[Decision, str]]] = {LEDGER: {}, VIGNETTE_LEDGER: {}}
    for number, decision in decisions.items():
        found[VIGNETTE_LEDGER if number.startswith(PREFIX) else LEDGER][number] = decision
    return found
