"""Versions of a region's form: what each asks, under which labels, and how a file of it is laid out."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from brister_analysis.reference.checked_toml import CheckedTable

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NUMBERING = re.compile(r"^\d{1,2}[.)]\s+")


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form.

    Parameters
    ----------
    column
        Column of the record, or ``reporter``, ``counterpart`` and their ``_unit`` and ``_role``.
    type
        How its cells are read: text, date, organisation, unit, role, checkbox, code or case (number).
    labels
        What the form may call it, the usual one first.
    required
        True when the form demands an answer.
    codes
        Written value → code, for type code and for a checkbox that is written in words; a written value that
        ends with ``*`` is how a value begins. For a text: the words of a list, whose cells hold several.
    """

    column: str
    type: str
    labels: tuple[str, ...]
    required: bool
    codes: Mapping[str, str]


@dataclass(frozen=True)
class FormVersion:
    """One version of a region's form or export.

    Parameters
    ----------
    version
        Name of the version, kept in the record.
    kind
        ``docx`` (a file a report), ``xlsx`` or ``csv`` (a row a report).
    years
        First and last year of use, both included; the last is None while it is in use. A form of another
        year is read all the same, by its labels.
    fields
        What is read.
    first_page_ends
        Labels that end the first page, which names people and is not read (docx).
    name_labels
        Fields of the first page that hold names.
    template_texts
        Instructions printed in the form, which are no answers.
    sheet, header_row
        Sheet (xlsx) and row of the column labels, from 1; None: found by the labels.
    delimiter, encoding
        Of a csv; None: found in the file.
    separators
        What stands between several values in one cell, beside line breaks and semicolons.
    constants
        Column → code that holds for every report of this form and is not asked for.
    """

    version: str
    kind: str
    years: tuple[int, int | None]
    fields: tuple[FieldSpec, ...]
    first_page_ends: tuple[str, ...]
    name_labels: tuple[str, ...]
    template_texts: tuple[str, ...]
    sheet: str | None
    header_row: int | None
    delimiter: str | None
    encoding: str | None
    separators: tuple[str, ...]
    constants: Mapping[str, str]

    def in_use(self, year: int) -> bool:
        """Tell whether the version was in use in `year`."""
        first, last = self.years
        return first <= year and (last is None or year <= last)

    def field_of(self, label: str) -> FieldSpec | None:
        """Return the field that a label as written belongs to."""
        key = label_key(label)
        return next((one for one in self.fields if key in map(label_key, one.labels)), None)


def label_key(label: str) -> str:
    """Return what makes two spellings of a label the same.

    Capitals, white space, soft hyphens, kinds of dashes, a number before and a colon, point, star or
    question mark after make no difference, nor how å, ä and ö are stored.

    Examples
    --------
    >>> label_key("3. Motpart –\\xa0 Enhet *:") == label_key("motpart - enhet")
    True
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", label)).casefold()
    plain = _NUMBERING.sub("", " ".join(_DASHES.sub("-", plain).split()))
    return plain.rstrip(" :.*?!")


@cache
def profile_words() -> dict:
    """Return what a profile may say: columns by type, and closed lists."""
    source = files("brister_analysis.reference").joinpath("data/profile_words.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def read_form_versions(tables: list[CheckedTable], areas: tuple[str, ...]) -> tuple[FormVersion, ...]:
    """Return the versions that a profile's ``[[form]]`` tables describe; mistakes are noted in the tables.

    `areas` are the slugs of the region's sub-areas, which a field `area` may name.
    """
    found: list[FormVersion] = []
    for table in tables:
        found.append(_form(table, areas))
        if found[-1].version in [one.version for one in found[:-1]]:
            table.fault("version", "twice")
    return tuple(found)


def _form(table: CheckedTable, areas: tuple[str, ...]) -> FormVersion:
    allowed = profile_words()["allowed"]
    kind = table.text("kind", required=True, allowed=tuple(allowed["kind"]))
    names = table.table("name_fields", required=kind == "docx")
    return FormVersion(
        version=table.text("version", required=True, pattern=r"[a-z0-9][a-z0-9-]*"),
        kind=kind,
        years=table.years("years"),
        fields=_fields(table.table("fields", required=True), areas),
        first_page_ends=table.texts("first_page_ends", required=kind == "docx"),
        name_labels=names.texts("labels", required=kind == "docx"),
        template_texts=table.texts("template_texts"),
        sheet=table.text("sheet") or None,
        header_row=table.whole("header_row"),
        delimiter=table.text("delimiter", allowed=tuple(allowed["delimiter"])) or None,
        encoding=table.text("encoding", allowed=tuple(allowed["encoding"])) or None,
        separators=table.texts("separators"),
        constants=_constants(table.table("constants"), areas),
    )


def _constants(table: CheckedTable, areas: tuple[str, ...]) -> dict[str, str]:
    columns = tuple(profile_words()["columns"]["code"])
    for column in table.values:
        if column not in columns:
            table.fault(column, "constant", allowed=columns)
    return {
        column: table.text(column, allowed=_codes(column, "code", areas) if column in columns else ())
        for column in table.values
    }


def _fields(table: CheckedTable, areas: tuple[str, ...]) -> tuple[FieldSpec, ...]:
    found: list[FieldSpec] = []
    labels: set[str] = set()
    for column, one in table.children():
        found.append(_field(one, column, areas))
        keys = {label_key(label) for label in found[-1].labels}
        if keys & labels:
            one.fault("labels", "twice")
        labels |= keys
    return tuple(found)


def _field(table: CheckedTable, column: str, areas: tuple[str, ...]) -> FieldSpec:
    types = {name: kind for kind, names in profile_words()["columns"].items() for name in names}
    kind = types.get(column, "")
    if not kind:
        table.fault("", "column", got=column, allowed=tuple(sorted(types)), written=column)
    codes = table.table("codes", required=kind == "code")
    return FieldSpec(
        column=column,
        type=kind,
        labels=table.texts("labels", required=True),
        required=table.flag("required"),
        codes={written: codes.text(written, allowed=_codes(column, kind, areas)) for written in codes.values},
    )


def _codes(column: str, kind: str, areas: tuple[str, ...]) -> tuple[str, ...]:
    if column == "area":
        return areas
    if kind == "checkbox":
        return ("yes", "no")
    if kind != "code":
        return ()
    from brister_analysis.reference.dimensions import dimension

    return tuple(profile_words()["allowed"].get(column) or dimension(column)["code"])
