"""Run a notebook for one request with papermill and give back the executed notebook, the same each time.

A failing cell stops the run; `failure` tells what is known of it.
"""

from __future__ import annotations

import ast
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brister_analysis.errors import CheckRefused, Fault, ReportError
from brister_analysis.reporting.failure import Place, died, failed, refused
from brister_analysis.reporting.isolated import same_everywhere
from brister_analysis.reporting.warm_kernel import PROVISIONER, Waiting
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from nbformat import NotebookNode

ENGINE = "brister"
# A socket's path may be this long at most.
LONGEST_PATH = 107


def run_notebook(
    notebook: Path,
    parameters: Mapping[str, Any],
    workspace: Workspace,
    started: Callable[[int, str], None] = lambda number, heading: None,
    closing: str = "",
) -> NotebookNode:
    """Execute a notebook in a fresh kernel whose working directory is the workspace.

    Parameters
    ----------
    notebook
        Path of the ``.ipynb``.
    parameters
        What is injected after the cell tagged ``parameters``; each name must stand in that cell.
    workspace
        Where the kernel finds its data.
    started
        Called with the number and the heading of each cell before it runs.
    closing
        Source of one more cell, run after the notebook's own.

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
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    _register_engine()
    given = nbformat.read(notebook, as_version=4)
    if closing:
        given.cells.append(nbformat.v4.new_code_cell(closing))
    known = parameter_names(given)
    if unknown := sorted(set(parameters) - set(known)):
        raise ReportError(Fault("page.run.parameter", (notebook.name,), ", ".join(unknown), tuple(known)))
    reached: list[Place] = []

    def tell(cell: NotebookNode) -> None:
        # The injected cell and papermill's error marker shift the number, so the source is looked up instead.
        reached[:] = [place_of(given, cell.source)]
        started(*reached[0])

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
                coalesce_streams=True,
                record_timing=False,
                resources={"metadata": {"path": str(workspace.root)}},
                env=kernel_environment(workspace, str(parameters.get("language", "sv")), scratch),
                scratch=scratch,
                started=tell,
            )
        except PapermillExecutionError as error:
            place = place_of(given, error.source)
            if error.ename == "CheckRefused":
                raise CheckRefused(refused(notebook.name, error.evalue)) from None
            raise ReportError(failed(notebook.name, place, error)) from None
        except DeadKernelError:
            kernel = Waiting.used.poll() if Waiting.used else None
            raise ReportError(
                died(notebook.name, reached[0] if reached else (), kernel or "kernel")
            ) from None
    return _without_chance(executed)


def kernel_environment(workspace: Workspace, language: str, scratch: str) -> dict[str, str]:
    """Return the environment of a kernel: the caller's, with all that could make two runs differ set."""
    return {
        **os.environ,
        "BRISTER_LANG": language,
        "BRISTER_DATA": str(workspace.data),
        **same_everywhere(),
        # A person's own start-up files would run in it.
        "IPYTHONDIR": str(Path(scratch) / "ipython"),
    }


def _register_engine() -> None:
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines
    from papermill.log import logger

    class Engine(NBClientEngine):
        """papermill's own engine, with the kernel's own environment and no change of the process's folder."""

        @classmethod
        def execute_managed_notebook(cls, nb_man, kernel_name, env, scratch, started, **settings):  # type: ignore[no-untyped-def]
            for other in ("input_path", "execution_timeout", "start_timeout", "stdout_file", "stderr_file"):
                settings.pop(other, None)
            begin = nb_man.cell_start

            def cell_start(cell, *arguments, **named):  # type: ignore[no-untyped-def]
                if cell.cell_type == "code":
                    started(cell)
                begin(cell, *arguments, **named)

            nb_man.cell_start = cell_start
            # The build watches over the whole page's time, so a cell has no limit of its own; nothing is
            # left in a kernel that needs a slow farewell.
            client = PapermillNotebookClient(
                nb_man,
                kernel_name=kernel_name,
                timeout=None,
                shutdown_kernel="immediate",
                log=logger,
                **settings,
            )
            manager = client.create_kernel_manager()
            if Waiting.kernel is not None:
                manager.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER}
            # What a kernel writes past its channels could hold anything, so it is not shown.
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            return client.execute(env=env, **_private_channels(manager, Path(scratch)), **quiet)

    papermill_engines.register(ENGINE, Engine)


def _private_channels(manager: Any, scratch: Path) -> dict[str, str]:
    """Keep what is said to a kernel from others on the machine.

    `scratch` can be entered by its owner only, so sockets there need no encryption; where there are none, or
    their path would be too long, the channels are encrypted.
    """
    sockets = scratch / "k"
    if os.name == "posix" and len(f"{sockets}-ipc-5".encode()) < LONGEST_PATH:
        manager.transport, manager.connection_file = "ipc", f"{sockets}.json"
        manager.ip = f"{sockets}-ipc"
        return {"transport_encryption": "disabled"}
    return {"transport_encryption": "auto"}


def parameter_names(notebook: NotebookNode) -> list[str]:
    """Return the names that the cell tagged ``parameters`` gives values to, in order."""
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    lines = [line for cell in cells for line in ast.parse(cell.source).body if isinstance(line, ast.Assign)]
    return [target.id for line in lines for target in line.targets if isinstance(target, ast.Name)]


def place_of(notebook: NotebookNode, source: str) -> Place:
    """Return the number of the cell with a source, from 1, and the heading it stands under."""
    number = next((i for i, cell in enumerate(notebook.cells) if cell.source == source), 0)
    headings = [
        c.source.splitlines()[0].lstrip("# ") for c in notebook.cells[:number] if c.source.startswith("#")
    ]
    return number + 1, headings[-1] if headings else ""


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
