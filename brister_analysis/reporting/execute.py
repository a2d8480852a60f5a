"""Run a notebook for one request with papermill and give back the executed notebook, the same each time.

A failing cell stops the run; the message names the notebook, the heading and the kind of error, never what
the error said unless it is one of the package's own, since those are written to hold no value of a free cell.
"""

from __future__ import annotations

import ast
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brister_analysis.errors import CheckRefused, Fault, ReportError
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from nbformat import NotebookNode

ENGINE = "brister"
SAFE_ERRORS = ("UsageError", "DataError", "ReportError", "CheckRefused")
CELL_SECONDS = 300


def run_notebook(notebook: Path, parameters: Mapping[str, Any], workspace: Workspace) -> NotebookNode:
    """Execute a notebook in a fresh kernel whose working directory is the workspace.

    Parameters
    ----------
    notebook
        Path of the ``.ipynb``.
    parameters
        What is injected after the cell tagged ``parameters``; each name must stand in that cell.
    workspace
        Where the kernel finds its data.

    Returns
    -------
    NotebookNode
        The executed notebook without timings, execution counts and random cell ids.

    Raises
    ------
    ReportError
        A cell failed, or the notebook does not take a parameter.
    CheckRefused
        A cell refused to go on: numbers that do not agree, or a table that cannot be protected.
    """
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    _register_engine()
    given = nbformat.read(notebook, as_version=4)
    known = parameter_names(given)
    if unknown := sorted(set(parameters) - set(known)):
        raise ReportError(Fault("page.run.parameter", (notebook.name,), ", ".join(unknown), tuple(known)))
    with tempfile.TemporaryDirectory(prefix="brister-") as scratch:
        try:
            # A notebook object, not its path: papermill reads braces in a path as something to fill in.
            executed = papermill.execute_notebook(
                given,
                None,
                parameters=dict(parameters),
                engine_name=ENGINE,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                execution_timeout=CELL_SECONDS,
                coalesce_streams=True,
                record_timing=False,
                resources={"metadata": {"path": str(workspace.root)}},
                env=kernel_environment(workspace, str(parameters.get("language", "sv")), scratch),
            )
        except PapermillExecutionError as error:
            kind = CheckRefused if error.ename == "CheckRefused" else ReportError
            raise kind(_failure(notebook, given, error)) from None
    return _without_chance(executed)


def kernel_environment(workspace: Workspace, language: str, scratch: str) -> dict[str, str]:
    """Return the environment of a kernel: the caller's, with all that could make two runs differ set."""
    return {
        **os.environ,
        "BRISTER_LANG": language,
        "BRISTER_DATA": str(workspace.data),
        "PYTHONHASHSEED": "0",
        # A person's own start-up files and font lists would change what is drawn.
        "IPYTHONDIR": str(Path(scratch) / "ipython"),
        "MPLCONFIGDIR": os.environ.get(
            "MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / "brister-matplotlib")
        ),
    }


def _register_engine() -> None:
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines
    from papermill.log import logger

    from brister_analysis.reporting.warm_kernel import PROVISIONER, can_fork

    class Engine(NBClientEngine):
        """papermill's own engine, with the kernel's own environment and no change of the process's folder."""

        @classmethod
        def execute_managed_notebook(cls, nb_man, kernel_name, env, execution_timeout, **settings):  # type: ignore[no-untyped-def]
            for other in ("input_path", "start_timeout", "stdout_file", "stderr_file"):
                settings.pop(other, None)
            client = PapermillNotebookClient(
                nb_man, kernel_name=kernel_name, timeout=execution_timeout, log=logger, **settings
            )
            manager = client.create_kernel_manager()
            if can_fork():
                manager.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER}
            # What a kernel writes past its channels could hold anything, so it is not shown.
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            return client.execute(env=env, transport_encryption="auto", **quiet)

    papermill_engines.register(ENGINE, Engine)


def parameter_names(notebook: NotebookNode) -> list[str]:
    """Return the names that the cell tagged ``parameters`` gives values to, in order."""
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    lines = [line for cell in cells for line in ast.parse(cell.source).body if isinstance(line, ast.Assign)]
    return [target.id for line in lines for target in line.targets if isinstance(target, ast.Name)]


def _failure(notebook: Path, given: NotebookNode, error: Any) -> Fault:
    # The injected cell and papermill's error marker shift the number, so the source is looked up instead.
    number = next((i for i, cell in enumerate(given.cells) if cell.source == error.source), 0)
    headings = [
        c.source.splitlines()[0].lstrip("# ") for c in given.cells[:number] if c.source.startswith("#")
    ]
    detail = error.evalue if error.ename in SAFE_ERRORS else ""
    if error.ename == "CheckRefused":
        return Fault("page.run.refused", (notebook.name,), values={"detail": detail})
    return Fault(
        "page.run.failed",
        (notebook.name, headings[-1] if headings else str(number + 1)),
        error.ename,
        values={"detail": detail},
    )


def _without_chance(executed: NotebookNode) -> NotebookNode:
    """Return the notebook without all that differs between two runs of the same input."""
    executed.metadata.pop("papermill", None)
    for number, cell in enumerate(executed.cells):
        cell.id = f"cell-{number:02d}"
        tags = [tag for tag in cell.metadata.get("tags", ()) if tag != "papermill-error-cell-tag"]
        cell.metadata = type(cell.metadata)({"tags": tags} if tags else {})
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = None
    return executed
