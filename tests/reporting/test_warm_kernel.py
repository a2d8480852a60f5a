"""A forked page process and its kernel are as clean as new ones: nothing of one report can be seen by
another."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from brister_analysis.reporting.isolated import can_fork, end_fork_server
from brister_analysis.reporting.make import make_page
from brister_analysis.reporting.request import ReportRequest
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
    "hash": hash("brister"),
    "language": os.environ["BRISTER_LANG"],
    "warm": "brister_analysis.reporting.year" in sys.modules,
}
trace = brister_analysis.trace = "left behind"
pd.set_option("display.max_rows", 3)
os.environ["BRISTER_TRACE"] = "left behind"
np.random.seed(1)
with open("traces", "a") as file:
    print(json.dumps(seen), file=file)
"""
PARAMETERS = 'region = area = language = ""'


def run(workspace: Workspace, language: str) -> dict:
    cells = [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
    notebook = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell(TRACE)])
    workspace.notebook("trends").parent.mkdir(exist_ok=True)
    nbformat.write(notebook, workspace.notebook("trends"))
    outcome = make_page(workspace, ReportRequest("trends", "skane", language=language), 60)
    assert [fault.key for fault in outcome.faults] == ["page.convert.parts"]
    return json.loads((workspace.root / "traces").read_text().splitlines()[-1])


@pytest.mark.skipif(not can_fork(), reason="kernels are started anew where a process cannot fork")
def test_one_run_leaves_nothing_for_the_next(tmp_path: Path):
    workspace = Workspace(tmp_path, tmp_path / "data")
    first, second = run(workspace, "sv"), run(workspace, "en")
    end_fork_server()
    assert first["warm"]
    assert second["warm"]
    assert (first["language"], second["language"]) == ("sv", "en")
    assert first["random"] != second["random"]
    for trace in ("variable", "module", "option", "environment", "hash"):
        assert second[trace] == first[trace]
    assert second["module"] is None
    assert second["environment"] is None
