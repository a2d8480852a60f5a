"""What is said to a kernel stays between it and the process that runs the notebook."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from brister_analysis.reporting.execute import _private_channels
from brister_analysis.reporting.isolated import same_everywhere


@pytest.mark.skipif(os.name != "posix", reason="there are no such sockets elsewhere")
def test_a_kernel_is_spoken_to_through_sockets_that_only_their_owner_reaches():
    manager = SimpleNamespace()
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        assert _private_channels(manager, Path(folder)) == {"transport_encryption": "disabled"}
        assert manager.transport == "ipc"
        assert Path(manager.ip).parent == Path(folder)
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700


def test_where_the_path_is_too_long_for_a_socket_the_channels_are_encrypted(tmp_path: Path):
    manager = SimpleNamespace()
    assert _private_channels(manager, tmp_path / ("x" * 107)) == {"transport_encryption": "auto"}
    assert not hasattr(manager, "transport")


def test_a_persons_own_fonts_and_settings_are_not_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    set_here = same_everywhere()
    assert set_here["PYTHONHASHSEED"] == "0"
    assert not set_here["MPLCONFIGDIR"].startswith(str(Path.home()))
