"""A spreadsheet or text file becomes records, a row a report; what can't be read for sure is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import ascii_uppercase

from brister_analysis.errors import Fault, shape_of
from brister_analysis.intake.answers import is_missing
from brister_analysis.intake.csv_file import Judged, read_csv
from brister_analysis.intake.docx import FormField
from brister_analysis.intake.forms import FormRecord, Reading
from brister_analysis.intake.listed import match_value, split_values
from brister_analysis.intake.organisations import Organisation, resolve_organisation, split_organisations
from brister_analysis.intake.sheet_file import Sheet, is_sheet_file, read_sheets
from brister_analysis.intake.table_layout import Block, Layout
from brister_analysis.intake.table_rows import SHEET_STEP, SourceRow, cell_text, table_words
from brister_analysis.intake.unit_aliases import read_aliases
from brister_analysis.language import text
from brister_analysis.reference.form_versions import FieldSpec, FormVersion
from brister_analysis.reference.profiles import RegionProfile

LARGEST_FILE = 500_000_000
_TOLD_ROWS = 10
# Among them the shortcut that is copied instead of the file itself.
_OTHER_KINDS = (
    *(b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"{\\rtf", b"RIFF"),
    *(b"L\0\0\0\x01\x14", b"[InternetShortcut", b"7z\xbc\xaf", b"Rar!"),
)


def read_table(
    path: Path, profile: RegionProfile, data_year: int, aliases: Path | None = None
) -> list[FormRecord]:
    """Read a file that holds a report a row.

    Parameters
    ----------
    path
        Spreadsheet (xlsx, xls, ods) or text file; its name is not looked at, what it is shows inside.
    profile
        The region's profile.
    data_year
        Year of the folder: the year the reports were received.
    aliases
        ``unit_aliases.csv``, which may not exist.

    Returns
    -------
    list of FormRecord
        One for each row that is a report, in the file's order, with its `row`. A row that can't be read for
        sure gives a record that is not `readable`, and the others go on; so does a file, as a single one.
        Rows of other years give one together. What is to be known of the whole file stands with its first
        report.

    Raises
    ------
    DataError
        The alias file is at fault.

    Notes
    -----
    A text file's row must have as many cells as its header: otherwise it is refused, since its cells may be
    shifted. Titles, empty rows, sums and footnotes are no reports; a header that comes again begins a new
    table. Columns are known by their labels, wherever they stand.
    """
    known = read_aliases(aliases)
    layout = Layout([one for one in profile.forms if one.kind != "docx"], data_year)
    sheets, fault = _sheets(path, layout)
    if fault:
        return [_refused((fault,))]
    tables = [(sheet, block) for sheet in sheets for block in layout.blocks(sheet.rows)]
    if not tables:
        empty = not any(not row.is_blank for sheet in sheets for row in sheet.rows)
        return [_refused((Fault("tables.file.empty" if empty else "tables.header.none"),))]
    reader = _TableReader(profile, data_year, known)
    for sheet, block in tables:
        reader.read(sheet, block)
    return reader.closed()


def _sheets(path: Path, layout: Layout) -> tuple[list[Sheet], Fault | None]:
    if not layout.fields:
        return [], Fault("tables.file.no_table")
    try:
        if path.stat().st_size > LARGEST_FILE:
            return [], Fault("tables.file.large")
        content = path.read_bytes()
    except OSError:
        return [], Fault("tables.file.closed")
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content.strip():
        return [], Fault("tables.file.empty")
    if content.startswith(_OTHER_KINDS) or content[4:8] == b"ftyp":
        return [], Fault("tables.file.other")
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return [], Fault("tables.file.html")
    if is_sheet_file(content):
        return read_sheets(content)

    def judge(rows: list[SourceRow]) -> Judged:
        blocks = layout.blocks(rows)
        return Judged(
            max((len(one.columns) for one in blocks), default=0),
            sum(not (one.fits(row) or one.is_no_report(row)) for one in blocks for row in one.rows),
        )

    usual = next((one for one, _ in layout.fields if one.kind == "csv"), None)
    likely = (usual.encoding, usual.delimiter) if usual else (None, None)
    rows, fault = read_csv(content, judge, *likely)
    return [Sheet(1, "", rows)], fault


def _refused(faults: Iterable[Fault], row: int = 1) -> FormRecord:
    return FormRecord(readable=False, faults=tuple(faults), row=row, in_table=True)


@dataclass
class _TableReader:
    """Reads the tables of one file, row by row."""

    profile: RegionProfile
    year: int
    aliases: Mapping[str, str]
    records: list[FormRecord] = field(default_factory=list)
    about_file: list[Fault] = field(default_factory=list)
    other_years: list[tuple[int, str]] = field(default_factory=list)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    parties: dict[str, list[str]] = field(default_factory=dict)

    def read(self, sheet: Sheet, block: Block) -> None:
        """Read one table."""
        present = {spec.column for spec, _ in block.columns.values()}
        absent = [spec for spec in block.version.fields if spec.column not in present]
        self._tell_columns(sheet, block, absent)
        if any(spec.required for spec in absent):
            return
        if not block.version.in_use(self.year):
            self.about_file.append(
                Fault("forms.form.other_version", values={"version": block.version.version})
            )
        for row in block.rows:
            number = (sheet.number - 1) * SHEET_STEP + row.number
            place = row.place(sheet.number)
            if block.is_no_report(row):
                self.about_file.append(Fault("tables.row.no_report", (place,)))
            elif why := _unsure(block, row):
                self.records.append(_refused((replace(why, where=(place,)),), number))
            else:
                self._record(block, row, number, place)

    def closed(self) -> list[FormRecord]:
        """Return the records in the file's order, with what is to be told of the whole file."""
        if self.other_years:
            rows = ", ".join(place for _, place in self.other_years[:_TOLD_ROWS])
            rows += " …" if len(self.other_years) > _TOLD_ROWS else ""
            values: dict[str, object] = {"count": len(self.other_years), "year": self.year, "rows": rows}
            fault = Fault("tables.row.another_year", values=values)
            self.records.append(_refused((fault,), self.other_years[0][0]))
        if not self.records and not any(one.key == "tables.header.missing" for one in self.about_file):
            self.about_file.append(Fault("tables.file.no_rows"))
        kept = sorted(self.records, key=lambda one: one.row)
        first = next((at for at, one in enumerate(kept) if one.readable), None)
        if first is None:
            return [*kept, *([_refused(self.about_file, 0)] if self.about_file else [])]
        missing = [one for one in self.about_file if one.key == "tables.header.missing"]
        others = [one for one in self.about_file if one.key != "tables.header.missing"]
        kept[first] = replace(kept[first], faults=(*others, *kept[first].faults))
        return [*([_refused(missing, 0)] if missing else []), *kept]

    def _tell_columns(self, sheet: Sheet, block: Block, absent: list[FieldSpec]) -> None:
        place = () if sheet.number == 1 else (text("tables.place.sheet", sheet=sheet.number),)
        unknown = tuple(text("tables.place.column", name=_letters(at)) for at in block.unread())
        for required in (True, False):
            labels = tuple(f"”{spec.labels[0]}”" for spec in absent if spec.required is required)
            if labels:
                key = "missing" if required else "absent"
                values: dict[str, object] = {"labels": ", ".join(labels)}
                if required:
                    values["unknown"] = ", ".join(unknown) or text("tables.place.none")
                self.about_file.append(Fault(f"tables.header.{key}", place, values=values))
        if unknown:
            self.about_file.append(
                Fault("tables.header.unknown", place, values={"columns": ", ".join(unknown)})
            )

    def _record(self, block: Block, row: SourceRow, number: int, place: str) -> None:
        found: dict[str, list[FormField]] = {}
        broken: list[Fault] = []
        for column, (spec, label) in block.columns.items():
            answer = cell_text(row.cells[column], spec.type == "date") if column < len(row.cells) else ""
            if answer.casefold() in table_words()["broken"]:
                broken.append(Fault("tables.cell.broken", (place, label)))
            elif answer and not is_missing(answer):
                found.setdefault(spec.column, []).append(FormField(label, answer, place))
        read = _RowReading(found, block.version, self)
        if read.is_of_another_year():
            self.other_years.append((number, place))
            return
        self.records.append(
            FormRecord(
                form_version=block.version.version,
                values={**block.version.constants, **read.values},
                texts=read.texts,
                actors=tuple(read.actors),
                missing=tuple(
                    spec.labels[0]
                    for spec in block.version.fields
                    if spec.required and not read.answered(spec)
                ),
                faults=(*broken, *read.faults),
                row=number,
                in_table=True,
                case_number="; ".join(one.value for one in found.get("case_number", ())),
                organisations=tuple(
                    f"{spec.column}={one.value}"
                    for spec in block.version.fields
                    if spec.type in ("organisation", "unit", "role")
                    for one in found.get(spec.column, ())
                ),
            )
        )


class _RowReading(Reading):
    """The cells of one row; what was found out about an organisation once holds for the whole file."""

    def __init__(self, found: dict[str, list[FormField]], version: FormVersion, table: _TableReader) -> None:
        self.table = table
        super().__init__(found, version, table.profile, table.year, table.aliases)

    def _text(self, spec: FieldSpec, answers: list[FormField]) -> None:
        super()._text(spec, answers)
        if spec.codes:
            known, unknown = split_values(self.texts[spec.column], spec.codes, self.version.separators)
            self.texts[spec.column] = "; ".join([*known, *unknown])
            if unknown:
                self._tell(Fault("tables.cell.list", got=shape_of("; ".join(unknown))), answers[0])

    def _code(self, spec: FieldSpec, answers: list[FormField]) -> None:
        said: list[str | None] = []
        for one in answers:
            whole = match_value(one.value, spec.codes)
            known, unknown = (
                ([whole], []) if whole else split_values(one.value, spec.codes, self.version.separators)
            )
            said += [*known, *([None] if unknown else [])]
        if None in said or not said:
            allowed = tuple(spec.codes)
            self._tell(Fault("forms.form.code", got=shape_of(answers[0].value), allowed=allowed), answers[0])
        elif len(set(said)) > 1:
            self._tell(Fault("tables.cell.several"), answers[0])
        else:
            self.values[spec.column] = str(said[0])

    def _resolve(self, written: str) -> Organisation:
        known = self.table.organisations
        if written not in known:
            known[written] = resolve_organisation(written, self.profile, self.aliases)
        return known[written]

    def _split(self, written: str) -> list[str]:
        known = self.table.parties
        if written not in known:
            known[written] = split_organisations(written)
        return known[written]


def _unsure(block: Block, row: SourceRow) -> Fault | None:
    """Return why the cells of a row can't be told for sure."""
    if row.broken:
        return Fault("tables.row.quotes")
    if not block.fits(row) and len(row.cells) == block.width:
        return Fault("tables.row.line_end")
    if not block.fits(row):
        return Fault("tables.row.cells", values={"cells": len(row.cells), "expected": block.width})
    for first, last in row.merged:
        covered = {block.columns[at][0].column for at in range(first, last + 1) if at in block.columns}
        if len(covered) > 1 and cell_text(row.cells[first]):
            return Fault("tables.row.merged", values={"first": _letters(first), "last": _letters(last)})
    return None


def _letters(column: int) -> str:
    """Return the name a spreadsheet program gives a column: A, B, ..., Z, AA."""
    rest, last = divmod(column, 26)
    return (_letters(rest - 1) if rest else "") + ascii_uppercase[last]
