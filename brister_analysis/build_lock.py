"""One build at a time: two at once would write over each other's pages in the making."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from brister_analysis.errors import Fault, UsageError
from brister_analysis.workspace import Workspace

LOCK_FILE = ".lock"


@contextmanager
def build_lock(workspace: Workspace) -> Iterator[None]:
    """Hold the project's lock; the operating system lets go of it however the process ends.

    Raises
    ------
    UsageError
        Another build holds it.
    """
    workspace.reports().mkdir(parents=True, exist_ok=True)
    with (workspace.reports() / LOCK_FILE).open("a") as file:
        try:
            _lock(file)
        except OSError:
            raise UsageError(Fault("pipeline.running")) from None
        yield


def _lock(file: IO[str]) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
