"""A copy of what cannot be rebuilt: forms, decisions, key, own regions and published tables, in one zip
file."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from brister_analysis.errors import Fault, UsageError
from brister_analysis.workspace import SETTINGS_FILE, Workspace


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
        The file exists already, or its folder does not.
    """
    if file.exists():
        raise UsageError(Fault("pipeline.backup.exists"))
    if not file.resolve().parent.is_dir():
        raise UsageError(Fault("pipeline.backup.folder"))
    wanted = [workspace.data / name for name in ("raw", "decisions", "regions", ".key")]
    roots = [(path, workspace.data.parent) for path in wanted]
    roots += [(workspace.root / name, workspace.root) for name in ("published", SETTINGS_FILE)]
    found = sorted(
        {(inner, base) for path, base in roots for inner in (path, *path.rglob("*")) if inner.is_file()}
    )
    partial = file.with_name(file.name + ".partial")
    with (
        os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle,
        zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for path, base in found:
            archive.write(path, path.relative_to(base).as_posix())
    os.replace(partial, file)
    return len(found)
