"""Where everything lies, and what is said when it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from brister_analysis.errors import UsageError
from brister_analysis.workspace import Workspace


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("BRISTER_DATA", raising=False)
    folder = tmp_path / "OneDrive - Ängelholms kommun" / "brister (1)"
    folder.mkdir(parents=True)
    (folder / "brister.toml").write_text("", encoding="utf-8")
    return folder


def told(error: pytest.ExceptionInfo[UsageError]) -> list[str]:
    return [fault.key for fault in error.value.faults]


def test_the_project_is_found_from_any_folder_in_it(root):
    (root / "data" / "raw").mkdir(parents=True)
    assert Workspace.find(root / "data" / "raw") == Workspace(root, root / "data")
    with pytest.raises(UsageError) as raised:
        Workspace.find(root.parent)
    assert told(raised) == ["workspace.outside"]


@pytest.mark.parametrize("written", ["{}", '"{}"', " {} "])
def test_data_may_lie_elsewhere_and_its_path_be_copied_with_quotation_marks(root, monkeypatch, written):
    elsewhere = root.parent / "skyddad enhet"
    elsewhere.mkdir()
    monkeypatch.setenv("BRISTER_DATA", written.format(elsewhere))
    assert Workspace.find(root).data == elsewhere


def test_a_drive_that_is_not_connected_is_told_and_is_no_empty_year(root, monkeypatch):
    monkeypatch.setenv("BRISTER_DATA", str(root / "finns inte"))
    with pytest.raises(UsageError, match="enheten är ansluten") as raised:
        Workspace.find(root)
    assert told(raised) == ["workspace.data"]


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"[build]\nworkers = all\n", "rad 2"), ("# å".encode("cp1252"), "UTF-8"), (b"[build", "sista raden")],
)
def test_settings_at_fault_are_told_by_their_line(root, content, place):
    (root / "brister.toml").write_bytes(content)
    with pytest.raises(UsageError, match=place) as raised:
        Workspace(root, root / "data").settings()
    assert told(raised) == ["workspace.settings"]


def test_settings_saved_by_notepad_are_read(root):
    (root / "brister.toml").write_bytes(b"\xef\xbb\xbf[build]\r\npage_seconds = 5\r\n")
    assert Workspace(root, root / "data").settings() == {"build": {"page_seconds": 5}}
