"""A copy of what cannot be rebuilt: forms, decisions, key, own regions and published tables, in one zip
file."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path
from typing import IO

from brister_analysis.errors import DataError, Fault, UsageError
from brister_analysis.files import replace_file, told
from brister_analysis.workspace import SETTINGS_FILE, Workspace

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def write_backup(workspace: Workspace, file: Path) -> int:
    """Write the zip file, readable by its owner only.

    Parameters
    ----------
    workspace
        What is saved.
    file
        The zip file to be made; an existing one is never written over.

    Returns
    -------
    int
        How many files it holds.

    Raises
    ------
    UsageError
        The file exists already or is a folder, or its folder does not exist.
    DataError
        A file to be saved cannot be opened, or there is no room: then there is no zip file at all, since half
        a copy would be taken for a whole one.
    """
    if file.is_dir():
        raise UsageError(Fault("pipeline.backup.is_folder"))
    if file.exists():
        raise UsageError(Fault("pipeline.backup.exists"))
    if not file.resolve().parent.is_dir():
        raise UsageError(Fault("pipeline.backup.folder"))
    wanted = [workspace.data / name for name in ("raw", "decisions", "regions", ".key")]
    roots = [(path, workspace.data.parent) for path in wanted]
    roots += [(workspace.root / name, workspace.root) for name in ("published", SETTINGS_FILE)]
    found = sorted(
        {
            (inner, base)
            for path, base in roots
            for inner in (path, *path.rglob("*"))
            if inner.is_file() and not inner.name.startswith("~$")
        }
    )
    partial = file.with_name(file.name + ".partial")
    try:
        with told(file), os.fdopen(os.open(partial, _NEW, 0o600), "wb") as handle:
            _fill(handle, found)
        with told(file):
            replace_file(partial, file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return len(found)


def _fill(handle: IO[bytes], found: list[tuple[Path, Path]]) -> None:
    # A file dated before 1980, as some servers leave them, must not stop the others.
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for number, (path, base) in enumerate(found, start=1):
            try:
                content = path.open("rb")
            except OSError:
                # Names of forms hold people's names, so a file is told by its folder and its place there.
                folder = path.parent.relative_to(base).as_posix()
                place = sum(other.parent == path.parent for other, _ in found[:number])
                values: dict[str, object] = {"folder": folder, "number": place}
                raise DataError(Fault("pipeline.backup.closed", values=values)) from None
            with content, archive.open(_entry(path, base), "w", force_zip64=True) as entry:
                shutil.copyfileobj(content, entry)


def _entry(path: Path, base: Path) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo.from_file(path, path.relative_to(base).as_posix(), strict_timestamps=False)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
