"""What a coordinator on Windows meets first, as far as it can be held without Windows: ``start.cmd``."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import brister

ROOT = Path(__file__).parents[1]
CONTENT = (ROOT / "start.cmd").read_bytes()
LINES = CONTENT.decode("utf-8").split("\r\n")
COMMANDS = [line for line in LINES if line and not line.startswith(("rem ", ":"))]


def test_every_line_ends_as_the_command_interpreter_wants_it():
    assert CONTENT.count(b"\n") == CONTENT.count(b"\r\n") > 40
    assert not CONTENT.startswith(b"\xef\xbb\xbf")


def test_swedish_letters_come_after_the_code_page_that_holds_them():
    before = CONTENT.split(b"chcp 65001")[0]
    assert before.isascii()


def test_every_jump_has_its_label():
    labels = {line[1:] for line in LINES if line.startswith(":")}
    wanted = {label for line in COMMANDS for label in re.findall(r"(?:goto |call :)(\w+)", line)}
    assert wanted
    assert wanted <= labels


def test_a_folder_with_parentheses_breaks_no_block():
    assert [line for line in COMMANDS if line.endswith("(") or line.strip() == ")"] == []


def test_paths_stand_in_quotation_marks():
    for line in COMMANDS:
        if line.startswith("set "):
            assert re.fullmatch(r'set "\w+=.*"', line), line
            continue
        inside = "".join(re.findall(r'"[^"]*"', line))
        for name in ("%~dp0", "%ENV%", "%PY%", "%FITS%"):
            assert line.count(name) == inside.count(name), line


def test_the_window_stays_open_whatever_happens():
    assert COMMANDS[-3:] == ['if "%~1"=="" pause', "popd", "exit /b %CODE%"]
    assert [line for line in LINES if line.startswith(":")][-1] == ":end"
    leaving = [line for line in COMMANDS if "exit /b" in line]
    assert all("0" in line or "%CODE%" in line for line in leaving)


def test_the_same_is_installed_as_by_make():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for flags in (
        "--require-hashes --only-binary :all: -r requirements.lock",
        "--no-deps --no-build-isolation -e .",
    ):
        assert flags in makefile
        assert any(flags in line for line in COMMANDS)


def test_the_question_to_python_is_answered_by_a_python_that_fits():
    (question,) = [line[len('set "FITS=') : -1] for line in COMMANDS if line.startswith('set "FITS=')]
    fits = (3, 11) <= sys.version_info[:2] <= (3, 14) and sys.maxsize > 2**32
    assert subprocess.run([sys.executable, "-c", question]).returncode == (0 if fits else 1)
    newer = question.replace("sys.version_info[:2]", "(3, 15)")
    assert subprocess.run([sys.executable, "-c", newer]).returncode == 1


def test_a_console_without_swedish_letters_shows_something_in_their_place():
    done = brister(ROOT, "status", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "Region och ?r" in done.stdout
