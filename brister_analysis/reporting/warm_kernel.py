"""Kernels that start in a moment: a jupyter_client provisioner that forks them from a warmed process.

Starting a kernel and importing the libraries takes longer than the cells themselves. Where the operating
system can fork, `WarmProvisioner` asks a fork server for a copy of a process that has done both; elsewhere
the ordinary provisioner is used. Registered in ``pyproject.toml`` under
``jupyter_client.kernel_provisioners``.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from typing import IO, Any, cast

from jupyter_client.provisioning import LocalProvisioner

PROVISIONER = "brister-warm"
ENVIRONMENT_AT_START = ("PYTHONHASHSEED", "MPLCONFIGDIR")


def can_fork() -> bool:
    """Return whether kernels can be forked here: not on Windows, and not on macOS, whose libraries forbid
    it."""
    return hasattr(os, "fork") and sys.platform.startswith("linux")


class ForkServer:
    """The process that kernels are forked from; one for each process that builds pages."""

    def __init__(self, environment: dict[str, str]) -> None:
        # Threads of linear algebra would be lost in a fork; matrices here are small.
        single = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "brister_analysis.reporting.fork_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, **single},
            text=True,
        )
        self._requests, self._answers = (
            cast(IO[str], self._process.stdin),
            cast(IO[str], self._process.stdout),
        )
        atexit.register(self.close)

    def ask(self, **request: Any) -> dict[str, Any]:
        """Send one request and return its answer."""
        with self._lock:
            self._requests.write(json.dumps(request) + "\n")
            self._requests.flush()
            line = self._answers.readline()
        if not line:
            raise OSError("the fork server ended")
        return json.loads(line)

    def close(self) -> None:
        """End the server; kernels that still run are ended by their managers."""
        self._process.kill()
        self._process.wait()
        self._requests.close()
        self._answers.close()


@cache
def fork_server(environment: tuple[tuple[str, str], ...]) -> ForkServer:
    """Return this process's fork server for what must be set before Python starts, such as the hash seed."""
    return ForkServer({**os.environ, **dict(environment)})


class ForkedKernel:
    """A forked kernel with the few methods of `subprocess.Popen` that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(
        self, server: ForkServer, arguments: list[str], environment: dict[str, str], folder: str
    ) -> None:
        self._server = server
        self.returncode: int | None = None
        answer = server.ask(arguments=arguments, environment=environment, folder=folder)
        self.pid: int = answer["pid"]

    def poll(self) -> int | None:
        """Return the exit code, None while the kernel runs."""
        if self.returncode is None:
            self.returncode = self._server.ask(poll=self.pid)["code"]
        return self.returncode

    def wait(self) -> int:
        """Wait until the kernel has ended."""
        while (code := self.poll()) is None:
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to a kernel that still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(9)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(15)


class WarmProvisioner(LocalProvisioner):
    """The ordinary local provisioner, but for how the process comes about."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel with the arguments, environment and folder an ordinary one would have."""
        environment = dict(kwargs.get("env") or os.environ)
        start = tuple((name, environment[name]) for name in ENVIRONMENT_AT_START if name in environment)
        folder = str(kwargs.get("cwd") or Path.cwd())
        # The command is: python, options, -m ipykernel_launcher, and then what the kernel itself takes.
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        kernel = ForkedKernel(fork_server(start), arguments, environment, folder)
        self.process = cast(subprocess.Popen[Any], kernel)
        self.pid, self.pgid, self.cwd = kernel.pid, None, folder
        return self.connection_info
