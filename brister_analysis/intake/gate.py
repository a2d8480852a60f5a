"""The leak gate: everything that leaves is read, also what no reader sees, and a hit refuses it.

A fault names the file and the place in it and the kind of identifier, never what was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from brister_analysis.errors import Fault
from brister_analysis.intake.gate_readers import Piece, UnreadableError, pieces_of
from brister_analysis.intake.identifiers import Forbidden, scan
from brister_analysis.language import text


def gate(
    paths: Iterable[Path],
    allowed: Mapping[str, Iterable[str]] | None = None,
    forbidden: Iterable[str] = (),
) -> list[Fault]:
    """Look for identifiers in everything that is to leave.

    Parameters
    ----------
    paths
        Files, and folders with all files below them. Read are HTML and SVG with their attributes, comments,
        scripts and embedded images; csv, xlsx and docx with headers, comments and properties, parquet, JSON,
        notebooks with their outputs, text; PDF as browsers print it, its pages and what stands between them;
        the metadata of images; and the names of the files. A file that cannot be read is refused.
    allowed
        Names that may be printed (``[public_persons]`` of SOURCE.toml): id of a section of a page → names.
        They pass inside that section only and are refused everywhere else.
    forbidden
        Names and other words that the year's forms held. They live in memory only; a single word that is
        also an ordinary word, a place or a unit is passed over.

    Returns
    -------
    list of Fault
        One for each file, place and kind, in the order of the files; empty when all may leave.

    Notes
    -----
    The gate finds what has a shape, whole names, and what it was told; a lone first name that no form held
    passes. It stands behind the finder and the person who reads, never instead of them.
    """
    permitted = {section: tuple(names) for section, names in (allowed or {}).items()}
    everyone = [name for names in permitted.values() for name in names]
    told = Forbidden([*forbidden, *everyone])
    # A page, its tables and its workbook say the same things over and over.
    kinds_in = cache(lambda said: tuple(dict.fromkeys(hit.kind for hit in scan(said, told))))
    faults: list[Fault] = []
    for number, (path, shown) in enumerate(_files(paths), start=1):
        if scan(_spoken(shown.as_posix()), told):
            # The name itself is the leak, so the file is told by its number and kind.
            faults.append(Fault("identifiers.gate.file_name", (str(number), path.suffix)))
            shown = Path(f"{number}{path.suffix}")
        try:
            seen: set[tuple[str, ...]] = set()
            for piece in pieces_of(path.read_bytes(), path.suffix):
                for hit in _hits(piece, permitted, kinds_in):
                    if hit not in seen:
                        seen.add(hit)
                        *place, kind = hit
                        faults.append(
                            Fault("identifiers.gate.found", (shown.as_posix(), *place), kind_word(kind))
                        )
        except UnreadableError:
            faults.append(Fault("identifiers.gate.unreadable", (shown.as_posix(),)))
    return faults


def kind_word(kind: str) -> str:
    """Return a kind of identifier as messages say it."""
    return text(f"identifiers.kind.{kind}")


def _files(paths: Iterable[Path]) -> list[tuple[Path, Path]]:
    """Return each file with the name it is told by: relative to the folder that was given."""
    found: list[tuple[Path, Path]] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.is_file())
            found += [(p, p.relative_to(path)) for p in below]
        else:
            found.append((path, Path(path.name)))
    return found


def _spoken(name: str) -> str:
    """Return a file's name as words: "anna_berg-2023.png" → "anna berg 2023 png", capitals given back to
    each."""
    parts = name.replace("_", " ").replace("/", "\n").replace(".", " ").split(" ")
    return (
        " ".join(parts)
        + "\n"
        + " ".join(part.capitalize() for part in " ".join(parts).replace("-", " ").split())
    )


def _hits(
    piece: Piece, permitted: Mapping[str, tuple[str, ...]], kinds_in: Callable[[str], tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Return the place and kind of each hit in a piece, each once."""
    said = piece.text
    for name in sorted(permitted.get(piece.section, ()), key=len, reverse=True):
        said = without_name(said, name)
    return [(*piece.place, kind) for kind in (kinds_in(said) if said.strip() else ())]


def without_name(text: str, name: str) -> str:
    """Return a text without a name that may stand in it, its genitive too."""
    words = r"\s+".join(map(re.escape, name.split()))
    return re.sub(rf"(?<!\w){words}(?:s|:s)?(?!\w)", " ", text, flags=re.IGNORECASE) if words else text
