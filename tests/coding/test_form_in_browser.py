"""The notebook `coding` in a real JupyterLab and browser: type, Enter, Enter, and the sheet holds it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.coding.browser import browser, chromium, jupyter_lab
from tests.coding.coded_year import add_year, make_workspace, number

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "coding.ipynb"
OPENED = "[...jupyterapp.shell.widgets('main')].find(w => w.sessionContext && w.context.isReady)"
IDLE = f"{OPENED}.sessionContext.session?.kernel?.status === 'idle'"
QUICK = "document.querySelector('.jp-OutputArea input[type=text]')"
PROGRESS = "document.querySelector('.jp-OutputArea h3')?.textContent"


@pytest.mark.slow
def test_a_report_is_coded_with_the_keyboard(tmp_path):
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    workspace = make_workspace(tmp_path)
    add_year(workspace, 2024)
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8").replace("blind = False", "blind = True"))
    notebook["cells"] = notebook["cells"][:4]
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "coding.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with jupyter_lab(tmp_path, scratch) as address, browser(program, scratch) as page:
        page.call("Page.navigate", url=address.format("notebooks/coding.ipynb"))
        page.until(f"typeof jupyterapp === 'object' && !!{OPENED} && {IDLE}")
        page.value(f"jupyterapp.shell.activateById({OPENED}.id)")
        page.value("jupyterapp.commands.execute('notebook:run-all-cells')")
        page.until(f"!!{QUICK}")
        assert page.value(PROGRESS) == f"Rapport 1 av 16: {number(1, 2024)}. Kodade: 0."
        page.value(f"{QUICK}.focus()")
        page.write("info rutin")
        page.press("Enter")
        page.until("document.querySelectorAll('.jp-OutputArea input:checked').length === 2")
        page.press("Enter")
        page.until(f"{PROGRESS}.startsWith('Rapport 2 av 16')")
        page.until(f"document.activeElement === {QUICK}")
        # The checkboxes are reached with Tab and ticked with Space.
        page.press("Tab")
        page.press(" ")
        page.until("document.querySelectorAll('.jp-OutputArea input:checked').length === 1")
        page.screenshot(tmp_path / "form.png")
    folder = workspace.decisions("skane", 2024) / "coding" / "sheets"
    sheet = load_workbook(folder / "kodning-2024-A-01.xlsx")["Kodning"]
    assert [sheet["D3"].value, sheet["E3"].value] == [
        "Information når inte fram",
        "Rutin saknas eller följs inte",
    ]
