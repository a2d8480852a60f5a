"""What an operating system refuses is told, and what stood in a file stands."""

from __future__ import annotations

import errno
import os

import pytest

from brister_analysis import files
from brister_analysis.errors import DataError


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(files.time, "sleep", lambda _: None)


def test_a_file_is_written_whole_and_for_its_owner_only(tmp_path):
    path = tmp_path / "en mapp" / "å.csv"
    files.write_private(path, b"a\nb\n")
    files.write_private(path, b"c\n")
    assert path.read_bytes() == b"c\n"
    assert [one.name for one in path.parent.iterdir()] == ["å.csv"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PermissionError(errno.EACCES, "Access is denied"), "locked"),
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (OSError(errno.EIO, "Input/output error"), "failed"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "long"),
    ],
)
def test_a_file_that_cannot_be_written_stays_and_is_named(tmp_path, monkeypatch, error, kind):
    path = tmp_path / "register.csv"
    path.write_bytes(b"before")

    def refuse(*_):
        raise error

    monkeypatch.setattr(files.os, "replace", refuse)
    with pytest.raises(DataError, match=r"^register\.csv: Filen kan inte sparas") as raised:
        files.write_private(path, b"after")
    assert [fault.key for fault in raised.value.faults] == [f"files.{kind}"]
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("register.csv", b"before")]


def test_a_file_that_is_held_for_a_moment_is_waited_for(tmp_path, monkeypatch):
    whole, refusals = os.replace, [PermissionError(), PermissionError()]

    def sometimes(source, target):
        if refusals:
            raise refusals.pop()
        whole(source, target)

    monkeypatch.setattr(files.os, "replace", sometimes)
    files.write_private(tmp_path / "a", b"after")
    assert (tmp_path / "a").read_bytes() == b"after"


def test_a_path_that_windows_finds_too_long_is_told_as_that(tmp_path, monkeypatch):
    path = tmp_path / ("x" * 100) / ("y" * 100) / ("z" * 60)

    def missing(*_):
        raise FileNotFoundError(errno.ENOENT, "The system cannot find the path specified")

    monkeypatch.setattr(files.os, "open", missing)
    with pytest.raises(DataError) as raised:
        files.write_private(path, b"")
    assert [fault.key for fault in raised.value.faults] == ["files.long"]


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(DataError, match=r"^register\.csv: Filen går inte att öppna") as raised:
        files.read_whole(tmp_path / "register.csv")
    assert [fault.key for fault in raised.value.faults] == ["files.closed"]
