"""``SOURCE.toml``: where a year's forms come from, whether they are made up, and whose names may be
printed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from brister_analysis.errors import DataError, Fault, shape_of

FILE_NAME = "SOURCE.toml"
_TYPES = {"producer": str, "area": str, "synthetic": bool, "licence": str}


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
    """

    area: str | None
    synthetic: bool
    producer: str = ""
    licence: str = ""
    public_persons: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_source(folder: Path) -> Source:
    """Read ``SOURCE.toml`` of a year's folder.

    Raises
    ------
    DataError
        The file cannot be read or a value has the wrong type; all faults at once, values told by their shape.
    """
    try:
        read = tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise DataError(Fault("intake.source.unreadable")) from None
    faults = [
        Fault("intake.source.type", (name,), shape_of(read[name]), ("true", "false") if kind is bool else ())
        for name, kind in _TYPES.items()
        if name in read and not isinstance(read[name], kind)
    ]
    faults += [Fault("intake.source.missing", (name,)) for name in ("synthetic",) if name not in read]
    persons = read.get("public_persons", {})
    if not isinstance(persons, dict):
        faults.append(Fault("intake.source.persons", ("public_persons",)))
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
    )


def write_first_source(folder: Path, area: str | None) -> None:
    """Write a ``SOURCE.toml`` for a folder that has none, with the explanations a coordinator needs to fill
    it in."""
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
    (folder / FILE_NAME).write_text("\n".join(lines), encoding="utf-8", newline="\n")
