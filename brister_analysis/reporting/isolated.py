"""A page in a process of its own, with a limit on its time: one that hangs, crashes or is killed touches no
other.

Where the operating system can fork, the process is a copy of one that has the libraries in memory
(`fork_server`); elsewhere it starts anew.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, cast

from brister_analysis.reporting.failure import INTERRUPTED, TIMED_OUT, Place
from brister_analysis.reporting.page_process import JOB, PROGRESS, RESULT, Job, Result

_PAUSE = 0.02
# Threads of linear algebra would be lost in a fork, and matrices here are small.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Ended:
    """How the process of a page ended.

    Parameters
    ----------
    result
        What it left; None when it ended before it was done.
    code
        Its exit code, negative for a signal; `TIMED_OUT` when it was stopped at the limit, `INTERRUPTED` with
        the whole build.
    place
        Number and heading of the cell it had come to; empty before the first.
    """

    result: Result | None
    code: int | str
    place: Place | tuple[()]


def can_fork() -> bool:
    """Return whether pages can be forked here: not on Windows, and not on macOS, whose libraries forbid
    it."""
    return hasattr(os, "fork") and sys.platform.startswith("linux")


def same_everywhere() -> dict[str, str]:
    """Return what is read when Python and matplotlib start and would make two builds differ."""
    # A person's own font lists and settings would change what is drawn.
    own = str(Path(tempfile.gettempdir()) / "brister-matplotlib")
    return {"PYTHONHASHSEED": "0", "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR", own)}


def run_isolated(job: Job, seconds: float) -> Ended:
    """Make a page in a process of its own, and end that process and all it started after `seconds`."""
    # On Windows a kernel that is just ending still holds the folder; what is left of it hinders nobody.
    with tempfile.TemporaryDirectory(prefix="brister-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / JOB).write_bytes(pickle.dumps(job))
        try:
            process = _start(folder)
            try:
                code = _watch(process, seconds)
            finally:
                process.close()
        except InterruptedError:
            code = INTERRUPTED
        except OSError:
            # The fork server was killed, and everything it had forked with it.
            # SIGKILL by its number: Windows has no such name.
            code = -9
        result, place = (
            pickle.loads(path.read_bytes()) if path.exists() else None
            for path in (folder / RESULT, folder / PROGRESS)
        )
        return Ended(result, code, place or ())


def _watch(process: _Process, seconds: float) -> int | str:
    limit = time.monotonic() + seconds
    while (code := process.poll()) is None:
        if time.monotonic() > limit:
            process.kill()
            while process.poll() is None:
                time.sleep(_PAUSE)
            return TIMED_OUT
        time.sleep(_PAUSE)
    return code


class _Process(Protocol):
    def poll(self) -> int | None: ...

    def kill(self) -> None: ...

    def close(self) -> None: ...


class _Started(subprocess.Popen[bytes]):
    """A page process that starts anew; it ends when its standard input is closed."""

    def close(self) -> None:
        """Close its standard input."""
        cast(IO[bytes], self.stdin).close()


def _start(folder: Path) -> _Process:
    if can_fork():
        return _Forked(fork_server(), folder)
    command = [sys.executable, "-m", "brister_analysis.reporting.page_process", str(folder)]
    environment = {**os.environ, **_ONE_THREAD, **same_everywhere()}
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return _Started(command, env=environment, stdin=subprocess.PIPE, **quiet)


class ForkServer:
    """The process that pages are forked from; one for each process that builds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closing = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "brister_analysis.reporting.fork_server", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD, **same_everywhere()},
            text=True,
        )
        self._requests, self._answers = (
            cast(IO[str], self._process.stdin),
            cast(IO[str], self._process.stdout),
        )
        atexit.register(self.close)

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        return self._process.poll() is None

    def ask(self, **request: Any) -> Mapping[str, Any]:
        """Send one request and return its answer.

        Raises
        ------
        InterruptedError
            The server was closed with the build.
        OSError
            The server has ended for another reason.
        """
        with self._lock, contextlib.suppress(BrokenPipeError):
            if not self._closing:
                self._requests.write(json.dumps(request) + "\n")
                self._requests.flush()
                if line := self._answers.readline():
                    return json.loads(line)
        raise InterruptedError if self._closing else OSError

    def close(self) -> None:
        """End the server, and every page process with it."""
        atexit.unregister(self.close)
        self._closing = True
        # A thread may be waiting for an answer: it gets none, and lets go of the lock.
        self._process.terminate()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            # It is still importing, and what it may have forked ends with it.
            self._process.kill()
            self._process.wait()
        with self._lock:
            self._requests.close()
            self._answers.close()


class _Forked:
    """A page process that the server forked."""

    def __init__(self, server: ForkServer, folder: Path) -> None:
        self._server = server
        self._pid = server.ask(job=str(folder))["pid"]

    def poll(self) -> int | None:
        return self._server.ask(poll=self._pid)["code"]

    def kill(self) -> None:
        self._server.ask(kill=self._pid)

    def close(self) -> None:
        """Nothing to close: the server holds the pipes."""


_servers: list[ForkServer] = []
_starting = threading.Lock()


def fork_server() -> ForkServer:
    """Return this process's fork server, a new one where there is none or it was killed.

    It ends with the thread that first asks for it.
    """
    with _starting:
        if not (_servers and _servers[-1].alive):
            _servers.append(ForkServer())
        return _servers[-1]


def end_fork_server() -> None:
    """End this process's fork server and every page that it is making; the next page starts a new one."""
    with _starting:
        while _servers:
            _servers.pop().close()
