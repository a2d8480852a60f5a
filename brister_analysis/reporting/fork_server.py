"""A process that has the heavy libraries and the reference tables in memory and forks a kernel for each
request.

Run as ``python -m brister_analysis.reporting.fork_server`` with a pipe on standard input and output: a line
of JSON in, a line of JSON out. It never runs a cell itself and has one thread, so every kernel starts from
the same clean state; nothing one report does can be seen by another.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from typing import Any

# What a notebook imports anyway; ipykernel's own modules are most of a kernel's start.
PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "seaborn",
    "pandas",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.stats",
    "statsmodels.stats.multitest",
    "brister_analysis.reporting.trends",
    "brister_analysis.reporting.year",
)
# Tables that are read once and kept: what is known before any report arrives, the same for every page.
READ_ONCE = (
    ("brister_analysis.reference.places", ("regions", "municipalities", "areas")),
    ("brister_analysis.reference.codebook", ("codebook",)),
    ("brister_analysis.reference.schemes", ("schemes", "scheme_coverage")),
    ("brister_analysis.reference.crosswalk", ("crosswalk",)),
    ("brister_analysis.reference.population", ("population",)),
    ("brister_analysis.reference.published", ("published_figures", "published_ranks")),
)


def main() -> None:
    """Import, then answer requests until standard input closes."""
    # Kernels must be able to be waited for, and a Ctrl-C in the terminal is for the build to handle.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = os.fdopen(os.dup(0), "r"), os.fdopen(os.dup(1), "w")
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(silent, number)
    for name in PRELOADED:
        importlib.import_module(name)
    for name, functions in READ_ONCE:
        for function in functions:
            getattr(importlib.import_module(name), function)()
    for line in requests:
        answers.write(json.dumps(_answer(json.loads(line), requests, answers)) + "\n")
        answers.flush()


def _answer(request: Mapping[str, Any], *inherited: Any) -> dict[str, int | None]:
    if "poll" in request:
        return {"code": _poll(request["poll"])}
    if threading.active_count() != 1:
        raise RuntimeError("a process with threads must not fork")
    pid = os.fork()
    if pid == 0:
        for pipe in inherited:
            os.close(pipe.fileno())
        _become_kernel(request["arguments"], request["environment"], request["folder"])
    return {"pid": pid}


def _poll(pid: int) -> int | None:
    """Return the exit code of a kernel, None while it runs."""
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if ended else None


def _become_kernel(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Turn this forked process into a kernel; never returns."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        sys.argv = ["ipykernel_launcher", *arguments]
        import matplotlib as mpl
        import numpy as np
        from ipykernel.kernelapp import IPKernelApp

        # A new process would have read this when matplotlib was imported.
        mpl.rcParams["backend"] = environment.get("MPLBACKEND", "module://matplotlib_inline.backend_inline")

        # The parent's state would be the same in every kernel; a fresh one is what a new process has.
        np.random.seed(None)  # noqa: NPY002
        IPKernelApp.launch_instance(argv=arguments)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
