"""``SOURCE.toml``: where a year's forms come from, whether they are made up, and whose names may be
printed."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from brister_analysis.errors import DataError, Fault, shape_of, toml_line
from brister_analysis.files import as_text, read_whole, told
from brister_analysis.language import text
from brister_analysis.reference.checked_toml import line_numbers

FILE_NAME = "SOURCE.toml"
# What Notepad makes of it where Windows hides the endings of names.
_RENAMED = FILE_NAME + ".txt"
_TYPES = {"producer": str, "area": str, "synthetic": bool, "licence": str}
_KNOWN = (*_TYPES, "forms", "public_persons")


@dataclass(frozen=True)
class Source:
    """What is known about a year's forms.

    Parameters
    ----------
    area
        Slug of the sub-area the forms come from, None for the whole region.
    synthetic
        True when every form is made up: every page then says so.
    producer
        Who gathered the forms, as printed.
    licence
        Licence of the published findings.
    public_persons
        Section of the page → names that may be printed there and nowhere else.
    forms
        SHA-256 of each made-up file, as `form_digest`: no other counts as made up. None when the year does
        not tell them apart.
    """

    area: str | None
    synthetic: bool
    producer: str = ""
    licence: str = ""
    public_persons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    forms: frozenset[str] | None = None

    def strangers(self, files: Mapping[str, Path]) -> frozenset[str]:
        """Return the names of the files that lie among made-up ones and are none of them."""
        if not self.synthetic or self.forms is None:
            return frozenset()
        return frozenset(name for name, path in files.items() if _is_other(path, self.forms))


def form_digest(content: bytes) -> str:
    """Return what a made-up form is known by in ``SOURCE.toml``."""
    return hashlib.sha256(content).hexdigest()


def _is_other(path: Path, known: frozenset[str]) -> bool:
    try:
        return form_digest(path.read_bytes()) not in known
    except OSError:
        # Open in another program: told as every such form is.
        return False


def read_source(folder: Path) -> Source:
    """Read ``SOURCE.toml`` of a year's folder.

    Raises
    ------
    DataError
        The file cannot be read, a value has the wrong type or a name is misspelt; all faults at once, values
        told by their shape.
    """
    written = as_text(read_whole(folder / FILE_NAME))
    try:
        read = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        line = toml_line(error)
        raise DataError(Fault("intake.source.unreadable", _place(line) if line else ())) from None
    faults = [
        Fault("intake.source.type", (name,), shape_of(read[name]), ("true", "false") if kind is bool else ())
        for name, kind in _TYPES.items()
        if name in read and not isinstance(read[name], kind)
    ]
    # Other entries are people's own notes, unless they look like one of ours: then that one would be lost.
    meant = {name: difflib.get_close_matches(name.lower(), _KNOWN, 1, 0.75) for name in read}
    lines = line_numbers(written)
    faults += [
        Fault("intake.source.unknown", _place(lines.get((name,), 1)), nearest=tuple(near))
        for name, near in meant.items()
        if name not in _KNOWN and near and near[0] not in read
    ]
    faults += [Fault("intake.source.missing", (name,)) for name in ("synthetic",) if name not in read]
    persons = read.get("public_persons", {})
    if not isinstance(persons, dict) or not all(isinstance(one, str | list) for one in persons.values()):
        faults.append(Fault("intake.source.persons", ("public_persons",)))
    forms = read.get("forms")
    if forms is not None and not (isinstance(forms, list) and all(isinstance(one, str) for one in forms)):
        faults.append(Fault("intake.source.type", ("forms",)))
    if faults:
        raise DataError(faults)
    return Source(
        area=read.get("area") or None,
        synthetic=read["synthetic"],
        producer=read.get("producer", ""),
        licence=read.get("licence", ""),
        public_persons={
            section: (names,) if isinstance(names, str) else tuple(str(name) for name in names)
            for section, names in persons.items()
        },
        forms=None if forms is None else frozenset(forms),
    )


def _place(line: object) -> tuple[str]:
    return (text("intake.source.place", line=line),)


def write_first_source(folder: Path, area: str | None) -> None:
    """Write a ``SOURCE.toml`` for a folder that has none, with the explanations a coordinator needs to fill
    it in.

    Raises
    ------
    DataError
        There is one already that was saved as ``SOURCE.toml.txt``, or the folder cannot be written in.
    """
    if any(path.name.lower() == _RENAMED.lower() for path in folder.iterdir()):
        raise DataError(Fault("intake.source.renamed"))
    lines = [
        "# Varifrån årets blanketter kommer. Fyll i mellan citattecknen.",
        'producer = ""                 # vem som samlat in blanketterna, så som det ska stå på sidan',
        f'area = "{area}"' if area else "# area = ...                  # delområde, när regionen har flera",
        "synthetic = false             # true bara när allt underlag är påhittat",
        'licence = "CC BY 4.0"',
        "",
        "[public_persons]              # namn som får stå på sidan, men bara i det avsnitt som nämns",
        "group = []                    # arbetsgruppens medlemmar",
        "contact = []                  # kontaktperson",
        "",
    ]
    with told(folder / FILE_NAME):
        (folder / FILE_NAME).write_text("\n".join(lines), encoding="utf-8", newline="\n")
