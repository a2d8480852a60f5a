"""Run a page's notebook in this process instead of a kernel: the same cells, a few seconds faster."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat

from brister_analysis.reporting.convert import to_html
from brister_analysis.reporting.request import page_kinds
from brister_analysis.workspace import Workspace

# What a page answers first.
QUESTIONS = [
    "Vad rapporterades?",
    "Hur säkert är det?",
    "Vad går inte att jämföra?",
    "Vad är dolt, och varför?",
    "Vad kan min arbetsplats göra?",
]


def run_here(workspace: Workspace, notebook: str, **parameters: object) -> nbformat.NotebookNode:
    """Return the notebook with what its cells gave."""
    executed = nbformat.read(workspace.notebook(notebook), as_version=4)
    names: dict[str, object] = {}
    before = Path.cwd()
    os.chdir(workspace.root)
    try:
        for cell in executed.cells:
            if cell.cell_type != "code":
                continue
            _run(cell, names)
            if "parameters" in cell.metadata.get("tags", ()):
                names.update(parameters)
    finally:
        os.chdir(before)
    return executed


def _run(cell: nbformat.NotebookNode, names: dict) -> None:
    import ast

    body = ast.parse(cell.source).body
    shown = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
    if shown is not None:
        value = eval(compile(ast.Expression(shown.value), "<cell>", "eval"), names)
        data = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {"text/plain": ""}
        cell.outputs = [nbformat.v4.new_output("execute_result", data)]


def page_here(workspace: Workspace, notebook: str, **parameters: object) -> tuple[str, dict[str, str]]:
    """Return the page and the text of the files beside it, empty where a file is no text."""
    language = str(parameters.get("language", "sv"))
    place = parameters.get("area") or parameters.get("region") or "nordvastra-skane"
    stem = page_kinds()[notebook]["page"].format(place=place, region="", year="").rpartition("/")[2]
    other = f"{stem}.en.html" if language == "sv" else f"{stem}.html"
    html, beside = to_html(run_here(workspace, notebook, **parameters), language, other, "../../index.html")
    return html, {name: content if isinstance(content, str) else "" for name, content in beside.items()}
