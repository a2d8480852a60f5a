"""Which files of a folder are forms. Nothing heavy is imported, since each command asks."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from brister_analysis.intake.source import FILE_NAME as SOURCE_FILE

# Whatever their capitals: what Windows and Word put in a folder while people look at it and write.
_NOT_FORMS = (SOURCE_FILE.lower(), "thumbs.db", "desktop.ini")
_PASSING = (".tmp", ".partial", ".crdownload", ".download")


def form_files(folder: Path) -> dict[str, Path]:
    """Return the files people put in a folder, by composed name in order; lock files, hidden files and what
    is being written or fetched are no forms."""
    named = {
        unicodedata.normalize("NFC", path.name): path
        for path in folder.iterdir()
        if path.is_file()
        and path.name.lower() not in _NOT_FORMS
        and path.suffix.lower() not in _PASSING
        and not path.name.startswith((".", "~$"))
    }
    return dict(sorted(named.items()))


def form_folders(folder: Path) -> int:
    """Return how many folders lie among the forms: what is in them is not read."""
    return sum(path.is_dir() and not path.name.startswith((".", "__MACOSX")) for path in folder.iterdir())
