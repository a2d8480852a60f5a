"""A filled-in form becomes a record: which version of the form it is, and each field read as what it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from brister_analysis.errors import Fault, shape_of
from brister_analysis.intake.answers import is_beside_names, is_missing, yes_or_no
from brister_analysis.intake.dates import ParsedDate, parse_date
from brister_analysis.intake.docx import DocxForm, FormField, read_docx
from brister_analysis.intake.organisation_words import resolve_role, without_roles
from brister_analysis.intake.organisations import (
    Organisation,
    names_organisation,
    resolve_organisation,
    split_organisations,
)
from brister_analysis.intake.unit_aliases import read_aliases
from brister_analysis.reference.form_versions import FieldSpec, FormVersion, label_key
from brister_analysis.reference.profiles import RegionProfile

# Without a date sent, an event of these months of the year before may be reported in the data year.
_LATE_MONTHS = (10, 11, 12)
_NAME_PARTS = re.compile(r"[,;/|()\n]|\s[-–]\s")


@dataclass(frozen=True)
class FormRecord:
    """One report as its form tells it, before anything is de-identified.

    Parameters
    ----------
    readable
        False when the form is not kept: `faults` says why, and all else is empty.
    form_version
        Version of the form, as the profile names it.
    values
        Column → date, bool or code; only what was answered.
    texts
        Column → free text; only what was answered.
    actors
        Rows of the table actors without report number: role, principal, activity, professional_role, unit,
        municipality_code; reporter first, then counterparts in the form's order.
    missing
        Labels of demanded fields that have no answer or none that can be read.
    known_names
        Names from the first page, for finding them in the text; never to be stored or shown.
    faults
        What is wrong, and what was assumed. `where` holds place and label; the caller puts the number before.
    row
        Where in the file it stands; 1 in a file that holds one report. Rows of a second sheet go on from
        10,000,000.
    in_table
        True for a row among others, whose place changes when the file is exported anew.
    case_number
        The number its system gives it; never to be stored in clear.
    organisations
        The organisations as written, which stay the same when the alias file changes; only of a row.
    """

    readable: bool = True
    form_version: str = ""
    row: int = 1
    in_table: bool = False
    case_number: str = field(default="", repr=False)
    organisations: tuple[str, ...] = field(default=(), repr=False)
    values: dict[str, dt.date | bool | str] = field(default_factory=dict, repr=False)
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    actors: tuple[dict[str, str | None], ...] = field(default=(), repr=False)
    missing: tuple[str, ...] = ()
    known_names: tuple[str, ...] = field(default=(), repr=False)
    faults: tuple[Fault, ...] = ()


def read_form(
    path: Path, profile: RegionProfile, data_year: int, aliases: Path | None = None
) -> list[FormRecord]:
    """Read one file as received.

    Parameters
    ----------
    path
        The file; its name is not looked at.
    profile
        The region's profile.
    data_year
        Year of the folder: the year the reports were received.
    aliases
        ``unit_aliases.csv``, which may not exist.

    Returns
    -------
    list of FormRecord
        One for each report in the file; a file that is not kept gives a single one that is not `readable`.

    Raises
    ------
    DataError
        The alias file is at fault.

    Notes
    -----
    The version is told by the labels found, not by the year: an old form sent late is read and a fault
    tells so. A form sent in another year is not kept.
    """
    versions = [one for one in profile.forms if one.kind == "docx"]
    if not versions:
        return [_refused((Fault("forms.form.no_word_form"),))]
    form = read_docx(
        path,
        labels=[label for one in versions for spec in one.fields for label in spec.labels]
        + [label for one in versions for label in one.name_labels],
        first_page_ends=[label for one in versions for label in one.first_page_ends],
        template_texts=[text for one in versions for text in one.template_texts],
    )
    if not form.fields:
        why = [one for one in form.faults if one.key != "forms.docx.unplaced"]
        return [_refused(why or (Fault("forms.form.no_fields"),))]
    version = _version_of(form, versions, data_year)
    read = Reading(_found(form.fields, version), version, profile, data_year, read_aliases(aliases))
    if read.is_of_another_year():
        return [_refused((Fault("forms.form.another_year", values={"year": data_year}),))]
    faults = list(form.faults) + read.faults
    if not version.in_use(data_year):
        faults.append(Fault("forms.form.other_version", values={"version": version.version}))
    return [
        FormRecord(
            form_version=version.version,
            values=read.values,
            texts=read.texts,
            actors=tuple(read.actors),
            missing=tuple(
                spec.labels[0] for spec in version.fields if spec.required and not read.answered(spec)
            ),
            known_names=_names(form.first_page, version),
            faults=tuple(faults),
        )
    ]


def _refused(faults: Iterable[Fault]) -> FormRecord:
    return FormRecord(readable=False, faults=tuple(faults))


def _version_of(form: DocxForm, versions: list[FormVersion], data_year: int) -> FormVersion:
    """Return the version with most labels in the form; of equals one in use that year, then the later one."""

    def fits(version: FormVersion) -> tuple[int, bool]:
        names = {label_key(label) for label in version.name_labels}
        found = [one for one in form.fields if version.field_of(one.label)]
        return len(found) + sum(label_key(one.label) in names for one in form.first_page), version.in_use(
            data_year
        )

    return max(reversed(versions), key=fits)


def _names(first_page: Iterable[FormField], version: FormVersion) -> tuple[str, ...]:
    """Return what looks like a person's name in the name fields: letters only, no role, unit or place."""
    labels = {label_key(label) for label in version.name_labels}
    found = []
    for part in (
        part for one in first_page if label_key(one.label) in labels for part in _NAME_PARTS.split(one.value)
    ):
        words = [word for word in without_roles(part).split() if not is_beside_names(word)]
        words = [word for word in words if re.fullmatch(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*", word)]
        name = " ".join(words)
        if 1 <= len(words) <= 4 and len(name) > 1 and not is_missing(name) and not names_organisation(name):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _found(fields: Iterable[FormField], version: FormVersion) -> dict[str, list[FormField]]:
    """Return column → what was answered."""
    found: dict[str, list[FormField]] = {}
    for one in fields:
        spec = version.field_of(one.label)
        if spec and not is_missing(one.value):
            found.setdefault(spec.column, []).append(one)
    return found


class Reading:
    """The fields of one form or row, read as what they are.

    Parameters
    ----------
    found
        Column → its answers; fields without an answer are left out.
    version, profile, data_year, aliases
        As `read_form` takes them.
    """

    def __init__(
        self,
        found: dict[str, list[FormField]],
        version: FormVersion,
        profile: RegionProfile,
        data_year: int,
        aliases: Mapping[str, str],
    ) -> None:
        self.version, self.profile, self.year, self.aliases = version, profile, data_year, aliases
        self.values: dict[str, dt.date | bool | str] = {}
        self.texts: dict[str, str] = {}
        self.actors: list[dict[str, str | None]] = []
        self.faults: list[Fault] = []
        self.unread: dict[str, str] = {}
        self.found = found
        for spec in version.fields:
            if spec.column in self.found and spec.type in ("text", "date", "checkbox", "code"):
                getattr(self, f"_{spec.type}")(spec, self.found[spec.column])
        self._order_of_dates()
        for role in ("reporter", "counterpart"):
            self._organisations(role)

    def answered(self, spec: FieldSpec) -> bool:
        """Tell whether a field has an answer that could be read."""
        if spec.type in ("date", "checkbox", "code"):
            return spec.column in self.values
        return spec.column in self.found

    def is_of_another_year(self) -> bool:
        """Tell whether the form belongs in another year's folder, by the day sent or else of the event."""
        sent, event = self.values.get("received_date"), self.values.get("event_date")
        if isinstance(sent, dt.date) or "received_date" in self.unread:
            return self.unread.get("received_date") == "other_year" or (
                isinstance(sent, dt.date) and sent.year != self.year
            )
        if isinstance(event, dt.date):
            late = event.year == self.year - 1 and event.month in _LATE_MONTHS
            return event.year != self.year and not late
        return self.unread.get("event_date") == "other_year"

    def _tell(self, fault: Fault, at: FormField) -> None:
        self.faults.append(replace(fault, where=(at.place, at.label, *fault.where)))

    def _text(self, spec: FieldSpec, answers: list[FormField]) -> None:
        self.texts[spec.column] = "\n\n".join(one.value for one in answers)

    def _date(self, spec: FieldSpec, answers: list[FormField]) -> None:
        parsed: list[ParsedDate] = [parse_date(one.value, self.year) for one in answers]
        days = dict.fromkeys(one.date for one in parsed)
        if len(days) > 1:
            self._tell(Fault("forms.form.two_answers"), answers[0])
            return
        if parsed[0].fault:
            self._tell(parsed[0].fault, answers[0])
            self.unread[spec.column] = parsed[0].fault.key.rpartition(".")[2]
        if parsed[0].date:
            self.values[spec.column] = parsed[0].date

    def _checkbox(self, spec: FieldSpec, answers: list[FormField]) -> None:
        codes = {label_key(written): code == "yes" for written, code in spec.codes.items()}
        said = [codes.get(label_key(one.value), yes_or_no(one.value)) for one in answers]
        if len(set(said)) > 1:
            self._tell(Fault("forms.form.two_answers"), answers[0])
        elif said[0] is not None:
            self.values[spec.column] = said[0]
        elif any(letter.isalnum() for letter in re.sub(r"(?i)\b(ja|nej)\b", "", answers[0].value)):
            self._tell(Fault("forms.form.yes_or_no", got=shape_of(answers[0].value)), answers[0])

    def _code(self, spec: FieldSpec, answers: list[FormField]) -> None:
        codes = {label_key(written): code for written, code in spec.codes.items()}
        said = {codes.get(label_key(one.value)) for one in answers}
        if len(said) > 1:
            self._tell(Fault("forms.form.two_answers"), answers[0])
        elif code := said.pop():
            self.values[spec.column] = code
        else:
            self._tell(
                Fault("forms.form.code", got=shape_of(answers[0].value), allowed=tuple(spec.codes)),
                answers[0],
            )

    def _order_of_dates(self) -> None:
        sent, event = self.values.get("received_date"), self.values.get("event_date")
        if not (isinstance(sent, dt.date) and isinstance(event, dt.date)) or event <= sent:
            return
        at = self.found["event_date"][0]
        if "event_date" in self.unread:
            # The year was assumed and cannot be right: which year is meant is for the reporter to say.
            del self.values["event_date"]
            self.faults = [one for one in self.faults if one.where[:2] != (at.place, at.label)]
            self._tell(Fault("forms.form.year_unclear"), at)
        else:
            self._tell(Fault("forms.form.event_after_sent"), at)

    def _organisations(self, role: str) -> None:
        named, units = self.found.get(role, []), self.found.get(f"{role}_unit", [])
        if not named and not units:
            return
        at = (named or units)[0]
        for written in self._written(role, [one.value for one in named], [one.value for one in units], at):
            found = self._resolve(written)
            has_unit_field = any(spec.column == f"{role}_unit" for spec in self.version.fields)
            if found.fault and not (has_unit_field and found.fault.key.endswith("no_unit")):
                self._tell(found.fault, at)
            self.actors.append(
                {
                    "role": role,
                    "principal": found.principal,
                    "activity": found.activity,
                    "professional_role": self._professional_role(role),
                    "unit": found.unit,
                    "municipality_code": found.municipality_code,
                }
            )

    def _written(self, role: str, named: list[str], units: list[str], at: FormField) -> list[str]:
        """Return a line for each organisation, its unit included."""
        if role == "reporter":
            return [", ".join(", ".join((*named, *units)).split("\n"))]
        names = [name for one in named for name in self._split(one)]
        lines = [line.strip() for one in units for line in re.split(r"[;\n]", one) if line.strip()]
        if len(names) == len(lines):
            return [f"{name}, {line}" for name, line in zip(names, lines, strict=True)]
        if len(names) <= 1:
            # Several lines for one party are one unit; a semicolon parts units.
            parted = [", ".join(part.split("\n")) for one in units for part in one.split(";") if part.strip()]
            return [", ".join((*names, unit)) for unit in parted] or names
        if lines:
            self._tell(Fault("forms.organisation.uneven"), at)
        return names

    def _resolve(self, written: str) -> Organisation:
        return resolve_organisation(written, self.profile, self.aliases)

    def _split(self, written: str) -> list[str]:
        return split_organisations(written)

    def _professional_role(self, role: str) -> str | None:
        answers = self.found.get(f"{role}_role")
        if not answers:
            return None
        code = resolve_role(answers[0].value)
        if code is None:
            self._tell(Fault("forms.organisation.role", got=shape_of(answers[0].value)), answers[0])
        return code
