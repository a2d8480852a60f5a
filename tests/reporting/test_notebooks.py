"""What every notebook keeps to: no outputs, in step with its text, short cells, no data typed in code."""

import ast
from pathlib import Path

import jupytext
import nbformat
import pytest

from brister_analysis.reporting.execute import parameter_names
from brister_analysis.reporting.request import page_kinds

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MOST_LINES = 10


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def is_parameters(cell):
    return "parameters" in cell.metadata.get("tags", ())


def test_the_notebooks_are_there():
    assert {"yearly_report", "trends", "data_quality", "explore"} <= {path.stem for path in NOTEBOOKS}


def test_the_teaching_notebook_names_every_function_for_researchers():
    import brister_analysis

    text = (FOLDER / "explore.py").read_text(encoding="utf-8")
    assert [
        name for name in brister_analysis.__all__ if f"ba.{name}" not in text and f"`{name}`" not in text
    ] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_has_no_outputs(self, path):
        assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(path))

    def test_is_in_step_with_its_text(self, path):
        text = jupytext.read(path.with_suffix(".py"))
        own = nbformat.read(path, as_version=4)
        assert [(c.cell_type, c.source) for c in text.cells] == [(c.cell_type, c.source) for c in own.cells]

    def test_cells_are_short(self, path):
        assert max(len(cell.source.splitlines()) for cell in code_cells(path)) < MOST_LINES

    def test_defines_nothing(self, path):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        found = [
            n for cell in code_cells(path) for n in ast.walk(ast.parse(cell.source)) if isinstance(n, kinds)
        ]
        assert not found

    def test_types_no_number_and_no_path(self, path):
        constants = [
            node.value
            for cell in code_cells(path)
            if not is_parameters(cell)
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, ast.Constant)
        ]
        assert not [c for c in constants if isinstance(c, int | float) and not isinstance(c, bool)]
        assert not [c for c in constants if isinstance(c, str) and ("/" in c or "\\" in c)]

    def test_takes_what_the_page_gives_it(self, path):
        taken = parameter_names(nbformat.read(path, as_version=4))
        if path.stem in page_kinds():
            assert taken == [*page_kinds()[path.stem]["takes"], "language"]
        else:
            assert taken[:2] == ["region", "year"]
