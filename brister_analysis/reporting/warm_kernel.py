"""Kernels that start in a moment: a jupyter_client provisioner that uses a process forked beforehand.

Starting a kernel and importing the libraries takes longer than the cells themselves. A page process forked
from the fork server has done both, so it forks once more, before it has any thread, and keeps that copy
waiting until the notebook asks for a kernel. Elsewhere the ordinary provisioner is used. Registered in
``pyproject.toml`` under ``jupyter_client.kernel_provisioners``.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, cast

from jupyter_client.provisioning import LocalProvisioner

PROVISIONER = "brister-warm"
_DIE_WITH_PARENT = 1


class WaitingKernel:
    """A forked process that waits to become a kernel, with the methods of `subprocess.Popen` that a
    provisioner uses.

    Raises
    ------
    RuntimeError
        This process has threads already; a fork would lose them.
    """

    stdin = stdout = stderr = None

    def __init__(self) -> None:
        if threading.active_count() != 1:
            raise RuntimeError("a process with threads must not fork")
        receiving, self._sending = os.pipe()
        parent = os.getpid()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._sending)
            end_with_parent(parent)
            _become_kernel(receiving)
        os.close(receiving)

    def begin(self, arguments: list[str], environment: dict[str, str], folder: str) -> None:
        """Tell the process what an ordinary kernel is told when it starts."""
        said = {"arguments": arguments, "environment": environment, "folder": folder}
        with os.fdopen(self._sending, "w", encoding="utf-8") as pipe:
            json.dump(said, pipe)

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while the kernel runs."""
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if ended else None
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
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


class Waiting:
    """What this process keeps ready: a kernel that waits, and later the one that was used."""

    kernel: WaitingKernel | None = None
    used: WaitingKernel | None = None


class WarmProvisioner(LocalProvisioner):
    """The ordinary local provisioner, but for how the process comes about."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Give the waiting process the arguments, environment and folder an ordinary kernel would have."""
        kernel, Waiting.kernel = Waiting.kernel, None
        if kernel is None:
            return await super().launch_kernel(cmd, **kwargs)
        Waiting.used = kernel
        folder = str(kwargs.get("cwd") or Path.cwd())
        # The command is: python, options, -m ipykernel_launcher, and then what the kernel itself takes.
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        kernel.begin(arguments, dict(kwargs.get("env") or os.environ), folder)
        self.process = cast(subprocess.Popen[Any], kernel)
        self.pid, self.pgid, self.cwd = kernel.pid, None, folder
        return self.connection_info


def end_with_parent(parent: int) -> None:
    """Ask Linux to kill this process when `parent`, which forked it, ends."""
    import ctypes

    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        # It ended before it could be asked.
        os._exit(1)


def _become_kernel(receiving: int) -> None:
    """Wait for what to run, and turn this forked process into a kernel; never returns."""
    code = 1
    try:
        with os.fdopen(receiving, encoding="utf-8") as pipe:
            said = pipe.read()
        if not said:
            # The page was refused before it needed a kernel.
            os._exit(0)
        told = json.loads(said)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(told["environment"])
        os.chdir(told["folder"])
        sys.argv = ["ipykernel_launcher", *told["arguments"]]
        import matplotlib as mpl
        import numpy as np
        from ipykernel.kernelapp import IPKernelApp

        # A new process would have read this when matplotlib was imported.
        mpl.rcParams["backend"] = os.environ.get("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        # The parent's state would be the same in every kernel; a fresh one is what a new process has.
        np.random.seed(None)  # noqa: NPY002
        IPKernelApp.launch_instance(argv=told["arguments"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        os._exit(code)
