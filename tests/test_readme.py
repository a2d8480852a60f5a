"""The README tells the truth: its commands exist, its tree is there, its picture too."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import brister

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TREE = re.search(r"## Where everything is\n\n```\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))))
def test_make_knows_the_command(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"`brister ([a-z]+(?: (?:sheet|collect))?)", README)))
)
def test_brister_knows_the_command(command):
    done = brister(ROOT, *command.split(), "--help")
    assert done.returncode == 0, done.stderr


def test_every_folder_of_the_tree_is_there_or_is_made():
    assert TREE is not None
    made = {"data/processed/", "reports/"}
    folder = ""
    found = []
    for line in TREE[1].splitlines():
        name = line.split()[0]
        path = folder + name if line.startswith("  ") else name
        folder = folder if line.startswith("  ") else name
        found.append(path)
        assert path in made or (ROOT / path).is_dir(), path
    assert len(found) > 12


def test_every_folder_in_git_is_in_the_tree():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [path for path in listed.decode().split("\0") if "/" in path and not path.startswith(".")]
    top = {path.split("/")[0] + "/" for path in paths}
    assert TREE is not None
    assert [name for name in sorted(top) if f"\n{name}" not in "\n" + TREE[1]] == []


@pytest.mark.parametrize("path", sorted(set(re.findall(r"(docs/[\w.-]+\.(?:md|png))", README))))
def test_what_the_readme_points_to_is_there(path):
    assert (ROOT / path).is_file()


def test_the_honest_sentence_about_names_is_there():
    assert "a person must read the texts before the working group sees them" in README
