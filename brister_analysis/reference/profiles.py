"""A region's profile: one TOML file that says how its forms look, so that a region can be added without code.

``profiles/<region>.toml`` in the package, or ``<data>/regions/<region>.toml`` for a region people add
themselves, names the sub-areas, the versions of the form with their labels, the coding scheme of each year
and the sections of the report. Everything wrong in the file is told at once, with its line.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from brister_analysis.errors import Fault, UsageError
from brister_analysis.reference.checked_toml import CheckedTable, read_checked

HARMONISED = "harmonised"
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NUMBERING = re.compile(r"^\d{1,2}[.)]\s+")


@dataclass(frozen=True)
class Area:
    """A sub-area of the region; `id_part` is its part of report numbers (``skane-nordvastra-2023-007``)."""

    slug: str
    id_part: str


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form.

    Parameters
    ----------
    column
        Column of the record, or ``reporter``, ``counterpart`` and their ``_unit`` and ``_role``.
    type
        How its cells are read: text, date, organisation, unit, role, checkbox or code.
    labels
        What the form may call it, the usual one first.
    required
        True when the form demands an answer.
    codes
        Written value → code, for type code and for a checkbox that is written in words.
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
        What stands between several values in one cell.
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

    def in_use(self, year: int) -> bool:
        """Tell whether the version was in use in `year`."""
        first, last = self.years
        return first <= year and (last is None or year <= last)

    def field_of(self, label: str) -> FieldSpec | None:
        """Return the field that a label as written belongs to."""
        key = label_key(label)
        return next((one for one in self.fields if key in map(label_key, one.labels)), None)


@dataclass(frozen=True)
class RegionProfile:
    """What a region's TOML file says.

    Parameters
    ----------
    slug, region_code
        Of the region, as in `reference.regions`.
    areas
        Sub-areas that report.
    forms
        Versions of the form, in the file's order.
    schemes
        Year → scheme the working group coded in.
    sections
        Sections of the yearly report, in order.
    titles
        Language → title of the yearly report; ``{year}`` stands for the year.
    contact
        Who answers for the report, None when not said.
    answer_days
        Days within which an answer is due, None when the region has set no time.
    """

    slug: str
    region_code: str
    areas: tuple[Area, ...]
    forms: tuple[FormVersion, ...]
    schemes: Mapping[int, str]
    sections: tuple[str, ...]
    titles: Mapping[str, str]
    contact: str | None
    answer_days: int | None

    def scheme(self, year: int) -> str:
        """Return the scheme of a year; the harmonised codebook where the profile names none."""
        return self.schemes.get(year, HARMONISED)


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


def load_profile(slug: str, extra_folder: Path | None = None) -> RegionProfile:
    """Read a region's profile.

    Parameters
    ----------
    slug
        Slug of the region, for example ``"skane"``.
    extra_folder
        Folder of profiles people added (``<data>/regions``); one found there is taken before the package's
        own.

    Returns
    -------
    RegionProfile

    Raises
    ------
    UsageError
        There is no such profile; the message names those there are.
    DataError
        The file is at fault: every fault with line number and what is allowed.
    """
    found = dict(_profiles(extra_folder))
    if slug not in found:
        raise UsageError(Fault("forms.profile.missing", got=slug, allowed=tuple(sorted(found))))
    top = read_checked(found[slug])
    profile = _profile(top, slug)
    top.close()
    return profile


def _profiles(extra_folder: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield slug and file of every profile; later ones win."""
    own = Path(str(files("brister_analysis.reference").joinpath("profiles")))
    for folder in (own, extra_folder):
        if folder is not None and folder.is_dir():
            yield from ((path.stem, path) for path in sorted(folder.glob("*.toml")))


@cache
def _words() -> dict:
    source = files("brister_analysis.reference").joinpath("data/profile_words.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _profile(top: CheckedTable, slug: str) -> RegionProfile:
    from brister_analysis.reference.places import areas, regions

    region_rows = regions()
    codes = dict(zip(region_rows["slug"], region_rows["region_code"], strict=True))
    region = top.table("region", required=True)
    code = codes.get(region.text("slug", required=True, allowed=(slug,)), "")
    if slug not in codes:
        region.fault("slug", "slug", allowed=tuple(difflib.get_close_matches(slug, sorted(codes), 3, 0)))
    rows = areas()
    known_areas = tuple(sorted(set(rows.loc[rows["region_code"] == code, "area"])))
    report = top.table("report", required=True)
    return RegionProfile(
        slug=slug,
        region_code=code,
        areas=tuple(
            Area(
                one.text("slug", required=True, allowed=known_areas),
                one.text("id_part", required=True, pattern=r"[a-z]+"),
            )
            for one in top.tables("area")
        ),
        forms=_forms(top.tables("form", required=True)),
        schemes=_schemes(top.table("scheme")),
        sections=report.texts("sections", required=True, allowed=tuple(_words()["allowed"]["sections"])),
        titles={kind: report.text(f"title_{kind}", required=True) for kind in ("sv", "en")},
        contact=region.text("contact") or None,
        answer_days=region.whole("answer_days"),
    )


def _schemes(table: CheckedTable) -> Mapping[int, str]:
    from brister_analysis.reference.schemes import schemes

    allowed = (HARMONISED, *dict.fromkeys(schemes()["scheme"]))
    found = {}
    for year in table.values:
        if re.fullmatch(r"[12]\d{3}", year):
            found[int(year)] = table.text(year, allowed=allowed)
    return found


def _forms(tables: list[CheckedTable]) -> tuple[FormVersion, ...]:
    found: list[FormVersion] = []
    for table in tables:
        found.append(_form(table))
        if found[-1].version in [one.version for one in found[:-1]]:
            table.fault("version", "twice")
    return tuple(found)


def _form(table: CheckedTable) -> FormVersion:
    allowed = _words()["allowed"]
    kind = table.text("kind", required=True, allowed=tuple(allowed["kind"]))
    names = table.table("name_fields", required=kind == "docx")
    return FormVersion(
        version=table.text("version", required=True, pattern=r"[a-z0-9][a-z0-9-]*"),
        kind=kind,
        years=table.years("years"),
        fields=_fields(table.table("fields", required=True)),
        first_page_ends=table.texts("first_page_ends", required=kind == "docx"),
        name_labels=names.texts("labels", required=kind == "docx"),
        template_texts=table.texts("template_texts"),
        sheet=table.text("sheet") or None,
        header_row=table.whole("header_row"),
        delimiter=table.text("delimiter", allowed=tuple(allowed["delimiter"])) or None,
        encoding=table.text("encoding", allowed=tuple(allowed["encoding"])) or None,
        separators=table.texts("separators"),
    )


def _fields(table: CheckedTable) -> tuple[FieldSpec, ...]:
    found: list[FieldSpec] = []
    labels: set[str] = set()
    for column, one in table.children():
        found.append(_field(one, column))
        keys = {label_key(label) for label in found[-1].labels}
        if keys & labels:
            one.fault("labels", "twice")
        labels |= keys
    return tuple(found)


def _field(table: CheckedTable, column: str) -> FieldSpec:
    types = {name: kind for kind, names in _words()["columns"].items() for name in names}
    kind = types.get(column, "")
    if not kind:
        nearest = difflib.get_close_matches(column, sorted(types), 3)
        table.fault("", "column", got=column, allowed=tuple(nearest) or tuple(sorted(types)))
    codes = table.table("codes", required=kind == "code")
    return FieldSpec(
        column=column,
        type=kind,
        labels=table.texts("labels", required=True),
        required=table.flag("required"),
        codes={written: codes.text(written, allowed=_codes(column, kind)) for written in codes.values},
    )


def _codes(column: str, kind: str) -> tuple[str, ...]:
    if kind == "checkbox":
        return ("yes", "no")
    if kind != "code":
        return ()
    from brister_analysis.reference.dimensions import dimension

    return tuple(_words()["allowed"].get(column) or dimension(column)["code"])
