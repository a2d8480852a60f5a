"""From request to staged page through a real kernel, and the front page."""

import json
import os

import nbformat
import pytest
from lxml import html as parser

from brister_analysis.errors import ReportError, UsageError
from brister_analysis.reporting.checks import check_folder, check_page
from brister_analysis.reporting.execute import kernel_environment, run_notebook
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.run import render
from brister_analysis.reporting.site import build_index
from brister_analysis.workspace import Workspace
from tests.reporting.small_year import make_workspace

YEARLY = ReportRequest("yearly_report", "skane", 2023, "nordvastra-skane")


def notebook(path, *sources):
    first = nbformat.v4.new_code_cell('language = "sv"', metadata={"tags": ["parameters"]})
    cells = [first, *(nbformat.v4.new_code_cell(source) for source in sources)]
    cells.insert(2, nbformat.v4.new_markdown_cell("## Räkna"))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.mark.slow
def test_two_renders_in_different_places_give_the_same_bytes(tmp_path, monkeypatch):
    made = []
    for place, zone in (("a", "Europe/Stockholm"), ("en annan {mapp}", "Pacific/Auckland")):
        monkeypatch.setenv("TZ", zone)
        root, staging = tmp_path / place / "project", tmp_path / place / "staging"
        root.mkdir(parents=True)
        staging.mkdir()
        page = render(make_workspace(root), YEARLY, staging)
        assert page.faults == ()
        made.append({path.name: path.read_bytes() for path in sorted(staging.iterdir())})
    assert made[0] == made[1]
    assert len(made[0]) > 5


@pytest.mark.slow
def test_a_failing_cell_is_told_by_its_heading_and_never_by_its_value(tmp_path):
    workspace = make_workspace(tmp_path)
    path = notebook(tmp_path / "one.ipynb", "x = 1", "raise ValueError('Anna Andersson')")
    with pytest.raises(ReportError) as error:
        run_notebook(path, {"language": "sv"}, workspace)
    (fault,) = error.value.faults
    assert fault.where == ("one.ipynb", "Räkna", "cell 4")
    assert fault.got == "ValueError"
    assert "Anna" not in str(error.value)


@pytest.mark.slow
def test_an_executed_notebook_holds_nothing_of_chance(tmp_path):
    workspace = make_workspace(tmp_path)
    path = notebook(
        tmp_path / "one.ipynb", "for n in range(3): print(n)", "import os, sys\nos.environ['BRISTER_LANG']"
    )
    executed = run_notebook(path, {"language": "en"}, workspace)
    assert "papermill" not in json.dumps(executed.metadata)
    assert [cell.id for cell in executed.cells] == [f"cell-{number:02d}" for number in range(5)]
    assert [output.get("text") for output in executed.cells[2].outputs] == ["0\n1\n2\n"]
    assert executed.cells[4].outputs[0]["data"]["text/plain"] == "'en'"


@pytest.mark.slow
def test_the_teaching_notebook_runs(tmp_path):
    workspace = make_workspace(tmp_path)
    executed = run_notebook(workspace.notebook("explore"), {"language": "sv"}, workspace)
    shown = [output.get("data", {}) for cell in executed.cells for output in cell.get("outputs", ())]
    assert sum("text/html" in data for data in shown) >= 8
    assert "image/png" in shown[-1]


def test_a_parameter_the_notebook_does_not_take_is_refused_before_a_kernel_starts(tmp_path):
    with pytest.raises(ReportError) as error:
        run_notebook(notebook(tmp_path / "one.ipynb", "x = 1"), {"langauge": "sv"}, make_workspace(tmp_path))
    assert error.value.faults[0].allowed == ("language",)


def test_what_is_asked_for_is_checked_before_anything_runs(workspace, tmp_path):
    with pytest.raises(UsageError):
        render(workspace, ReportRequest("yearly_report", "skane", 1999), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_kernels_environment_is_the_pages_own(workspace):
    own = kernel_environment(workspace, "en", "scratch")
    assert own["BRISTER_LANG"] == "en"
    assert own["BRISTER_DATA"] == str(workspace.data)
    assert own["PYTHONHASHSEED"] == "0"
    assert own["PATH"] == os.environ["PATH"]


class TestFrontPage:
    @pytest.fixture
    def site(self, workspace, yearly, yearly_english, trends):
        folder = workspace.reports("skane", 2023)
        folder.mkdir(parents=True, exist_ok=True)
        for name, (html, files) in {
            "nordvastra-skane.html": yearly,
            "nordvastra-skane.en.html": yearly_english,
        }.items():
            (folder / name).write_text(html, encoding="utf-8", newline="\n")
            for file, content in files.items():
                (folder / file).write_text(content, encoding="utf-8", newline="")
        html, files = trends
        (folder.parent / "trends-nordvastra-skane.html").write_text(html, encoding="utf-8", newline="\n")
        for file, content in files.items():
            (folder.parent / file).write_text(content, encoding="utf-8", newline="")
        return build_index(workspace)

    def test_it_links_to_each_page_of_its_language(self, site):
        page = parser.fromstring(site.read_text(encoding="utf-8"))
        links = page.xpath("//section[h2/@id='pages']//a/@href")
        assert [link for link in links if link.endswith(".html")] == [
            "skane/2023/nordvastra-skane.html",
            "skane/2023/nordvastra-skane-blad.html",
            "skane/trends-nordvastra-skane.html",
        ]

    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_no_check_finds_anything(self, site, language):
        path = site if language == "sv" else site.with_name("index.en.html")
        assert check_page(path.read_text(encoding="utf-8"), language, {}) == []

    def test_a_folder_of_pages_is_checked_each_as_what_its_place_says(self, site, workspace):
        pages, faults = check_folder(workspace, workspace.reports())
        assert (pages, faults) == (13, [])
        wrong = workspace.reports("skane", 2024)
        wrong.mkdir(parents=True, exist_ok=True)
        moved = wrong / "nordvastra-skane.html"
        moved.write_bytes((workspace.reports("skane", 2023) / "nordvastra-skane.html").read_bytes())
        _, faults = check_folder(workspace, moved)
        moved.unlink()
        assert "page.check.identity" in {fault.key for fault in faults}
        assert all(fault.where[0] == "skane/2024/nordvastra-skane.html" for fault in faults)

    def test_it_is_written_without_pages_too(self, tmp_path):
        empty = Workspace(tmp_path, tmp_path / "data")
        assert "Här finns inga sidor än" in build_index(empty).read_text(encoding="utf-8")
