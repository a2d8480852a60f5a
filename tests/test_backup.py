"""A copy of what cannot be rebuilt: whole, or none at all."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest

from brister_analysis import files
from brister_analysis.backup import write_backup
from brister_analysis.errors import BristerError
from brister_analysis.workspace import Workspace

HELD = {
    "brister.toml": b"",
    "data/.key": b"k" * 32,
    "data/raw/skane/2025/Blankett Orvar Planterad.docx": b"a",
    "data/raw/skane/2025/b.docx": b"b",
    "data/decisions/skane/2025/register.csv": b"report_id\n",
    "published/skane/2025/revisions.toml": b"",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "p"
    for name, content in {
        **HELD,
        "data/processed/x.parquet": b"x",
        "reports/index.html": b"x",
        "data/raw/skane/2025/~$b.docx": b"x",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return Workspace(root, root / "data")


def told(error: pytest.ExceptionInfo[BristerError]) -> list[str]:
    return [fault.key for fault in error.value.faults]


def test_it_holds_what_cannot_be_rebuilt_and_nothing_else(workspace, tmp_path):
    old = workspace.root / "data/raw/skane/2025/b.docx"
    os.utime(old, (0, 0))
    assert write_backup(workspace, tmp_path / "kopia å.zip") == len(HELD)
    with zipfile.ZipFile(tmp_path / "kopia å.zip") as copy:
        assert {name: copy.read(name) for name in copy.namelist()} == HELD
        assert copy.testzip() is None
    assert [path.name for path in tmp_path.glob("*.partial")] == []


def test_a_name_that_cannot_be_used_is_told(workspace, tmp_path):
    (tmp_path / "finns.zip").write_bytes(b"before")
    for name, key in (("", "is_folder"), ("finns.zip", "exists"), ("saknas/a.zip", "folder")):
        with pytest.raises(BristerError) as raised:
            write_backup(workspace, tmp_path / name)
        assert told(raised) == [f"pipeline.backup.{key}"]
    assert (tmp_path / "finns.zip").read_bytes() == b"before"


def test_a_form_open_in_word_is_told_without_its_name_and_no_half_copy_is_left(
    workspace, tmp_path, monkeypatch
):
    whole = Path.open

    def held(path, *arguments, **named):
        if path.name.startswith("Blankett"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return whole(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(BristerError, match="fil 1 i namnordning i mappen data/raw/skane/2025") as raised:
        write_backup(workspace, tmp_path / "kopia.zip")
    assert told(raised) == ["pipeline.backup.closed"]
    assert "Orvar" not in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_full_disk_is_told_and_no_half_copy_is_left(workspace, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    with pytest.raises(BristerError, match="disken är full") as raised:
        write_backup(workspace, tmp_path / "kopia.zip")
    assert told(raised) == ["files.full"]
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
