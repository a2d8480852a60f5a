"""Files that people have open, on disks that are full and in folders that are synchronised: written whole or
not at all, and what the operating system refuses told as a fault that says what to do.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brister_analysis.errors import DataError, Fault

# A virus scanner or OneDrive holds a file for moments, Excel as long as it is open: wait for the first.
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
# Longer paths fail on Windows unless somebody has allowed them; the error only says "no such file".
_LONGEST_PATH = 240
_FULL = (errno.ENOSPC, errno.EDQUOT)


def read_whole(path: Path) -> bytes:
    """Return the content of a file of the project's own, such as a register.

    Raises
    ------
    DataError
        It cannot be opened: the message names the file.
    """
    with told(path, reading=True):
        return path.read_bytes()


def as_text(content: bytes) -> str:
    """Return the text of a file that people saved: UTF-8, or the ANSI that Excel saves "CSV" as."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def write_whole(path: Path, content: bytes, rights: int = 0o666) -> None:
    """Write a file whole or not at all; `rights` are as of a new file, less what the system takes away.

    Raises
    ------
    DataError
        It is open in another program, the disk is full or the path too long. What stood there stands.
    """
    partial = path.with_name(path.name + ".partial")
    with told(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights), "wb") as file:
                file.write(content)
            replace_file(partial, path)
        except OSError:
            _remove(partial)
            raise


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, as `write_whole`.

    Notes
    -----
    On Windows the folder decides who may read it: there is no such right of a single file.
    """
    write_whole(path, content, 0o600)


def replace_file(partial: Path, path: Path) -> None:
    """Move a file over another, waiting a moment while something else holds that."""
    for pause in (*_PAUSES, None):
        try:
            os.replace(partial, path)
            return
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)


@contextmanager
def told(path: Path, reading: bool = False) -> Iterator[None]:
    """Tell what the operating system refuses as a `DataError` about `path`, a file of the project's own."""
    try:
        yield
    except OSError as error:
        raise DataError(Fault(f"files.{_kind(error, path, reading)}", (path.name,))) from None


def _kind(error: OSError, path: Path, reading: bool) -> str:
    if error.errno in _FULL:
        return "full"
    if error.errno == errno.ENAMETOOLONG or (
        isinstance(error, FileNotFoundError) and len(str(path)) > _LONGEST_PATH
    ):
        return "long"
    return "closed" if reading else "locked" if isinstance(error, PermissionError) else "failed"


def _remove(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        # Whatever hindered the writing hinders this too; the next writing removes it.
        return
