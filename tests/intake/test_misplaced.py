"""Forms where nobody reads them are told by their number, with the folder they belong in, never by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from brister_analysis.intake.misplaced import misplaced
from brister_analysis.workspace import Workspace
from tests.conftest import brister, new_project


def put(root: Path, *files: str) -> Workspace:
    """Return a workspace with empty forms at these paths under ``data/raw``."""
    for file in files:
        path = root / "data" / "raw" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return Workspace(root, root / "data")


@pytest.mark.parametrize(
    ("files", "key", "where", "values"),
    [
        (["Orvar.docx"], "top", "data/raw", {"forms": 1}),
        (["skane/Orvar.docx", "skane/b.docx"], "region", "data/raw/skane", {"forms": 2}),
        (["skane/2025 Orvar/a.docx"], "named_year", "data/raw/skane", {"forms": 1, "year": "2025"}),
        (["skane/Orvar/x/a.docx"], "no_year", "data/raw/skane", {"forms": 1}),
        (["2026/a.docx"], "year", "data/raw", {"forms": 1, "year": "2026"}),
        (["Skåne/2025/a.docx", "Skåne/2025/b.docx"], "spelling", "data/raw", {"forms": 2, "slug": "skane"}),
        (["Region Skåne/a.docx"], "spelling", "data/raw", {"forms": 1, "slug": "skane"}),
        (["Skane/2025/a.docx"], "spelling", "data/raw", {"forms": 1, "slug": "skane"}),
        (["Orvar Orvarsson/2025/a.docx"], "folder", "data/raw", {"forms": 1}),
    ],
)
def test_the_right_folder_is_told_and_no_name(tmp_path, files, key, where, values):
    workspace = put(tmp_path, *files)
    (fault,) = misplaced(workspace)
    assert (fault.key, fault.where, fault.values) == (f"intake.misplaced.{key}", (where,), values)
    assert "Orvar" not in str(fault)
    assert workspace.years() == []


def test_forms_in_their_place_and_files_that_are_no_forms_are_no_matter(tmp_path):
    workspace = put(tmp_path, "skane/2025/a.docx", "skane/Thumbs.db", ".gitkeep", "skane/~$a.docx")
    (workspace.data / "raw" / "Skåne").mkdir()
    assert misplaced(workspace) == []
    assert misplaced(Workspace(tmp_path / "empty", tmp_path / "empty")) == []


def test_what_surely_is_another_regions_is_left_out(tmp_path):
    workspace = put(tmp_path, "a.docx", "Skåne/2025/a.docx", "stockholm/a.docx")
    asked = {region: [fault.key for fault in misplaced(workspace, [region])] for region in ("Skåne", "01")}
    top = "intake.misplaced.top"
    assert asked == {
        "Skåne": [top, "intake.misplaced.spelling"],
        "01": [top, "intake.misplaced.region"],
    }


@pytest.mark.parametrize("command", ["status", "intake", "build"])
def test_every_command_that_looks_for_forms_tells_them(tmp_path, command):
    workspace = new_project(tmp_path / "p", {})
    put(workspace.root, "Skåne/2025/Orvar.docx", "Skåne/2025/b.docx")
    done = brister(workspace.root, command)
    assert "data/raw: Regionens mapp ska heta skane" in done.stderr
    assert "(2 filer). Byt namn på mappen till skane." in done.stderr
    assert "Orvar" not in done.stdout + done.stderr


def test_looking_at_folders_in_their_right_places_loads_no_heavy_library(tmp_path: Path) -> None:
    """A build with nothing to do looks too, and takes half a second."""
    import subprocess
    import sys

    (tmp_path / "raw" / "skane" / "2023").mkdir(parents=True)
    code = (
        "import sys; from pathlib import Path\n"
        "from brister_analysis.intake.misplaced import misplaced\n"
        "from brister_analysis.workspace import Workspace\n"
        "here = Path(sys.argv[1])\n"
        "print(misplaced(Workspace(here, here)), 'pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["[]", "False"]
