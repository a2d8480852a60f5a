"""``SOURCE.toml`` of an invented year: who is said to have gathered it, that nothing in it is real, and which
files that goes for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from brister_analysis.intake.form_files import form_files
from brister_analysis.intake.source import FILE_NAME, form_digest, read_source


def remove_forms(folder: Path) -> None:
    """Remove the invented forms of an earlier run; what somebody else has put there stays."""
    if (folder / FILE_NAME).exists():
        files, source = form_files(folder), read_source(folder)
        for name in files.keys() - source.strangers(files) if source.forms is not None else ():
            files[name].unlink()


def write_source(
    folder: Path,
    source: Mapping,
    form_version: str,
    sent: Iterable[dt.date],
    written: Iterable[Path],
    area: str = "",
) -> None:
    """Write ``SOURCE.toml`` into `folder`.

    Parameters
    ----------
    folder
        The year's folder under ``data/raw``.
    source
        ``producer``, ``licence``, ``group``, ``contact`` and, where the region's page could be taken for real
        numbers, ``totals``: what to know about them.
    form_version
        Version of the form, as the profile names it.
    sent
        Days the reports were sent.
    written
        The invented files, told apart from any other by their SHA-256.
    area
        Slug of the sub-area all reports come from; empty when a column tells or there is none.
    """
    days = sorted(sent)
    persons = {name: ", ".join(f'"{person}"' for person in source[name]) for name in ("group", "contact")}
    lines = [
        "# Påhittat underlag, gjort med `make demo`. Ingen person, händelse eller rapport är verklig.",
        f'producer = "{source["producer"]}"',
        *([f'area = "{area}"'] if area else []),
        f'form_version = "{form_version}"',
        f"received_from = {days[0]}",
        f"received_to = {days[-1]}",
        "synthetic = true",
        *([f'totals = "{source["totals"]}"'] if "totals" in source else []),
        f'licence = "{source["licence"]}"',
        "",
        "# SHA-256 av varje påhittad fil. En fil som inte står här läses inte in: den kan vara riktig.",
        "forms = [",
        *(f'  "{digest}",' for digest in sorted({form_digest(path.read_bytes()) for path in written})),
        "]",
        "",
        "# Namn som får stå på sidan, i just det avsnittet och ingen annanstans.",
        "[public_persons]",
        *(f"{name} = [{written}]" for name, written in persons.items()),
        "",
    ]
    (folder / FILE_NAME).write_text("\n".join(lines), encoding="utf-8", newline="\n")
