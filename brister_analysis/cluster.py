"""The same build on many machines: pages are handed to a Dask cluster whose workers see the same folders.

Dask decides which worker makes which page, and hands the pages of one that is lost to another. Nothing goes
through its scheduler but paths, what is asked for, and what became of each page: texts and names are read and
written in the shared folder only.
"""

from __future__ import annotations

import os
import platform
import re
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from brister_analysis.errors import Fault, UsageError
from brister_analysis.inputs import Inputs
from brister_analysis.reporting.isolated import end_fork_server
from brister_analysis.workspace import Workspace

PATIENCE = "10s"
MARK = ".cluster"
_DIGESTS = ("library", "settings", "lock")
_LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==", re.MULTILINE)


@contextmanager
def cluster(address: str, workspace: Workspace) -> Iterator[Executor]:
    """Yield what `pipeline.build` submits pages to: the workers of a cluster.

    Parameters
    ----------
    address
        Of the scheduler: ``tcp://host:port``, or ``tls://host:port`` with the certificates that Dask's own
        settings name.
    workspace
        The project; every worker must see its folders under the same paths.

    Raises
    ------
    UsageError
        ``distributed`` is not installed, nobody answers, there is no worker, or a worker differs from this
        machine; everything that differs is told at once.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(Fault("cluster.not_installed")) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, TimeoutError):
        raise UsageError(Fault("cluster.no_answer", ("--scheduler",))) from None
    mark = secrets.token_hex()
    places = [workspace.reports() / MARK, workspace.data / "processed" / MARK]
    try:
        for place in places:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(mark, encoding="ascii")
        here = circumstances(workspace, mark)
        _compare(client, workspace, mark, here)
        yield _Checked(client.get_executor(pure=False), workspace, mark, here)
    finally:
        client.run(end_fork_server, on_error="ignore")
        client.close()
        for place in places:
            place.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def circumstances(workspace: Workspace, mark: str) -> dict[str, str]:
    """Return what must be the same wherever a page is made for its bytes to be the same.

    Parameters
    ----------
    workspace
        The project as the machine that builds sees it.
    mark
        What that machine has written into the shared folders.

    Returns
    -------
    dict
        ``folder``: whether the shared folders are here and may be written; digests of ``library``,
        ``settings`` and ``lock``; ``python`` and ``machine``; and the version of each package of the lock
        that is installed.
    """
    if not _shared(workspace, mark):
        return {"folder": "no"}
    program = Inputs(workspace).program
    return {
        "folder": "yes",
        **{name: program[name] for name in _DIGESTS},
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        **_versions(workspace),
    }


def _shared(workspace: Workspace, mark: str) -> bool:
    try:
        return all(
            (folder / MARK).read_text(encoding="ascii") == mark and os.access(folder, os.W_OK)
            for folder in (workspace.reports(), workspace.data / "processed")
        )
    except OSError:
        return False


def _versions(workspace: Workspace) -> dict[str, str]:
    lock = workspace.root / "requirements.lock"
    found = {}
    for package in _LOCKED.findall(lock.read_text(encoding="utf-8")) if lock.exists() else []:
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    return found


def _compare(client: Any, workspace: Workspace, mark: str, here: dict[str, str]) -> None:
    """Refuse a cluster without workers, or with any that differs."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise UsageError(Fault("cluster.no_workers", ("--scheduler",))) from None
    seen = client.run(circumstances, workspace, mark, on_error="return")
    faults = []
    for number, found in enumerate(dict(sorted(seen.items())).values(), start=1):
        faults += _differences(number, found, here)
    if faults:
        raise UsageError(faults)


def _differences(number: int, found: dict[str, str] | Exception, here: dict[str, str]) -> list[Fault]:
    """Return what differs on a worker, the folder first: without it the rest cannot be told."""
    if isinstance(found, Exception):
        return [Fault("cluster.no_library", values={"number": number})]
    if found["folder"] != here["folder"]:
        return [Fault("cluster.folder", values={"number": number})]
    # Tools for development may be missing on a worker.
    differing = [name for name in here if found.get(name, here[name]) != here[name]]
    if not differing:
        return []
    told = ", ".join(name if name in _DIGESTS else f"{name} {found[name]}" for name in differing)
    return [Fault("cluster.versions", values={"number": number, "differing": told})]


class _Checked(Executor):
    """Dask's executor; a worker that joins later looks at its circumstances before its first page."""

    def __init__(self, inner: Executor, workspace: Workspace, mark: str, here: dict[str, str]) -> None:
        self._inner, self._known = inner, (workspace, mark, here)

    def submit(self, task: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        return self._inner.submit(_run_if_alike, self._known, task, *given, **named)


def _run_if_alike(
    known: tuple[Workspace, str, dict[str, str]], task: Callable[..., Any], *given: Any, **named: Any
) -> Any:
    workspace, mark, here = known
    if faults := _differences(0, circumstances(workspace, mark), here):
        raise UsageError(faults)
    return task(*given, **named)
