"""A forked kernel is as clean as a new process: nothing of one report can be seen by another."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from brister_analysis.reporting.execute import run_notebook
from brister_analysis.reporting.warm_kernel import can_fork
from brister_analysis.workspace import Workspace

TRACE = """
import json, os, sys
import numpy as np, pandas as pd
import brister_analysis
seen = {
    "variable": "trace" in globals(),
    "module": getattr(brister_analysis, "trace", None),
    "option": pd.get_option("display.max_rows"),
    "environment": os.environ.get("BRISTER_TRACE"),
    "random": float(np.random.random()),
    "parent": os.getppid(),
    "warm": "brister_analysis.reporting.year" in sys.modules,
}
trace = brister_analysis.trace = "left behind"
pd.set_option("display.max_rows", 3)
os.environ["BRISTER_TRACE"] = "left behind"
np.random.seed(1)
print(json.dumps(seen))
"""


def run(folder: Path) -> dict:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(TRACE)])
    nbformat.write(notebook, folder / "trace.ipynb")
    executed = run_notebook(folder / "trace.ipynb", {}, Workspace(folder, folder / "data"))
    return json.loads(executed.cells[0].outputs[0].text)


@pytest.mark.skipif(not can_fork(), reason="kernels are started anew where a process cannot fork")
def test_one_run_leaves_nothing_for_the_next(tmp_path: Path):
    first, second = run(tmp_path), run(tmp_path)
    assert first["warm"]
    assert second["warm"]
    assert first["parent"] == second["parent"]
    assert first["random"] != second["random"]
    for trace in ("variable", "module", "option", "environment"):
        assert second[trace] == first[trace]
    assert second["module"] is None
    assert second["environment"] is None
