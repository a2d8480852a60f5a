"""A process that has the heavy libraries and the reference tables in memory and forks a process for each
page.

Run as ``python -m brister_analysis.reporting.fork_server PARENT`` with a pipe on standard input and output: a
line of JSON in, a line of JSON out. It never makes a page itself and has one thread, so every page starts
from the same clean state; nothing one report does can be seen by another. When the build ends, in whatever
way, it ends too, and all that it forked with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from brister_analysis.reporting.held_names import held_names
from brister_analysis.reporting.page_process import make_from_job, read_job, without_web_grammar
from brister_analysis.reporting.warm_kernel import end_with_parent

DECISIONS = "coding/decisions.csv"
# What a notebook and its conversion import anyway; ipykernel's own modules are most of a kernel's start.
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
    "brister_analysis.reporting.comparison",
    "brister_analysis.reporting.trends",
    "brister_analysis.reporting.year",
    "brister_analysis.reporting.run",
    "nbconvert.exporters.templateexporter",
    "papermill",
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
    # A Ctrl-C in the terminal is for the build to handle: it closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    end_with_parent(int(sys.argv[1]))
    requests, answers = os.fdopen(os.dup(0), "r"), os.fdopen(os.dup(1), "w")
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(silent, number)
    without_web_grammar()
    for name in PRELOADED:
        importlib.import_module(name)
    for name, functions in READ_ONCE:
        for function in functions:
            getattr(importlib.import_module(name), function)()
    _warm_up()
    # What is in memory now stays: looking through it for rubbish in every fork would only copy it.
    gc.freeze()
    running: set[int] = set()
    try:
        for line in requests:
            answers.write(json.dumps(_answer(json.loads(line), running, requests, answers)) + "\n")
            answers.flush()
    except BrokenPipeError:
        pass
    finally:
        for pid in running:
            _kill_group(pid)


def _warm_up() -> None:
    """Do once what loads word lists, patterns and templates when it is first done."""
    from brister_analysis.intake.identifiers import scan
    from brister_analysis.reporting.convert import highlighted

    scan("Kurator Anna Andersson, 070-174 06 05, ringde till kommunen i går.")
    highlighted("x = 1")


def _answer(request: Mapping[str, Any], running: set[int], *inherited: Any) -> dict[str, int | None]:
    if "poll" in request:
        return {"code": _poll(request["poll"], running)}
    if "kill" in request:
        if request["kill"] in running:
            _kill_group(request["kill"])
        return {}
    folder = Path(request["job"])
    _prepare(folder)
    if threading.active_count() != 1:
        raise RuntimeError("a process with threads must not fork")
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            for pipe in inherited:
                os.close(pipe.fileno())
            # A group of its own, with all it starts, so that one signal ends them together.
            os.setsid()
            end_with_parent(parent)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            make_from_job(folder, warm=True)
            code = 0
        finally:
            os._exit(code)
    running.add(pid)
    return {"pid": pid}


def _prepare(folder: Path) -> None:
    """Do here, once for all pages that rest on it, what each would otherwise do anew."""
    job = read_job(folder)
    request = job.request
    # Whatever is wrong with the forms is for the page's own process to tell.
    with contextlib.suppress(Exception):
        held_names(job.workspace, request)
    if request.year and not (job.workspace.decisions(request.region, request.year) / DECISIONS).exists():
        _train()


@cache
def _train() -> None:
    """Train what suggests causes: only pages of years that nobody has coded need it."""
    from brister_analysis.coding.suggest import suggest_causes

    suggest_causes(["Information lämnades inte."])


def _poll(pid: int, running: set[int]) -> int | None:
    """Return the exit code of a page process, None while it runs; what it left behind is ended with it."""
    if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        return None
    _kill_group(pid)
    running.discard(pid)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        # It was forked a moment ago and has no group of its own yet.
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
