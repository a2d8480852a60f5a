"""The set-up files agree with each other, and what is confidential stays out of git."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from brister_analysis.intake.source import form_digest, read_source
from tests.confidential import breaches, tracked

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENVIRONMENT = (ROOT / "environment.yml").read_text(encoding="utf-8")


def locked() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", LOCK, re.M):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


@pytest.mark.parametrize("wanted", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
def test_the_lock_holds_every_dependency_in_a_version_that_fits(wanted):
    requirement = Requirement(wanted)
    versions = locked().get(canonicalize_name(requirement.name), [])
    assert versions, f"{requirement.name} is not in requirements.lock: run make lock"
    assert all(requirement.specifier.contains(version) for version in versions)


def test_the_lock_has_a_hash_for_every_entry_and_no_addresses():
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) > 50
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK
    assert "index-url" not in LOCK
    assert "find-links" not in LOCK


def test_conda_gets_the_same_lock_and_a_python_that_fits():
    assert "- --require-hashes" in ENVIRONMENT
    assert "- -r requirements.lock" in ENVIRONMENT
    version = re.search(r"- python=(\S+)", ENVIRONMENT)
    assert version is not None
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(version[1])


def test_ci_runs_the_command_of_the_readme():
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_nothing_confidential_is_in_git():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is nothing to look through")
    assert breaches(tracked()) == []


@pytest.mark.parametrize(
    "path",
    [
        "data/raw/skane/2025/a.docx",
        "data/raw/skane/2024/a.docx",
        "data/raw/uppsala/2024/a.xlsx",
        "data/decisions/skane/2025/register.csv",
        "data/decisions/skane/2023/coding/sheets/a.xlsx",
        "data/.key",
        "data/processed/skane/2023/reports.parquet",
        "reports/index.html",
    ],
)
def test_git_ignores_what_is_confidential(path):
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is nothing to ignore")
    ignored = subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT)
    assert ignored.returncode == 0


def test_a_real_year_among_the_demonstration_is_refused():
    assert breaches(["data/raw/skane/1999/a.docx"]) == [
        "data/*/skane/1999: SOURCE.toml does not say synthetic = true"
    ]
    assert breaches(["reports/index.html"]) == ["reports: rebuilt or secret, not for git"]
    assert breaches(["data/raw/skane/a.docx"]) == [
        "data/raw/skane: only the demonstration's years, not for git"
    ]


@pytest.fixture
def one_year(tmp_path):
    """A repository with a made-up year of one form."""
    raw, decided = (tmp_path / "data" / kind / "skane" / "2024" for kind in ("raw", "decisions"))
    raw.mkdir(parents=True)
    decided.mkdir(parents=True)
    (raw / "påhittad.docx").write_bytes(b"made up")
    (raw / "SOURCE.toml").write_text(f'synthetic = true\nforms = ["{form_digest(b"made up")}"]\n')
    (decided / "register.csv").write_text("report_id,file_name\n1,påhittad.docx\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def about_to_be_committed(root: Path) -> list[str]:
    subprocess.run(["git", "-c", "core.autocrlf=false", "add", "-A"], cwd=root, check=True)
    return breaches(tracked(root), root)


def test_a_real_form_in_a_made_up_year_is_refused(one_year):
    assert about_to_be_committed(one_year) == []
    (one_year / "data/raw/skane/2024/riktig Orvar.docx").write_bytes(b"real")
    assert about_to_be_committed(one_year) == [
        "data/*/skane/2024: holds a form that is none of the made-up ones SOURCE.toml lists"
    ]


def test_a_made_up_form_written_over_by_a_real_one_is_refused(one_year):
    (one_year / "data/raw/skane/2024/påhittad.docx").write_bytes(b"real")
    assert len(about_to_be_committed(one_year)) == 1


@pytest.mark.parametrize(
    "written", ["report_id,file_name\n1,riktig Orvar.docx\n", "report_id;file_name\n1;x\n"]
)
def test_a_register_that_names_another_form_is_refused(one_year, written):
    (one_year / "data/decisions/skane/2024/register.csv").write_text(written, encoding="utf-8")
    assert about_to_be_committed(one_year) == [
        "data/*/skane/2024: register.csv names a form that is not here"
    ]


@pytest.mark.parametrize("name", ["Avvikelse.docx", "BUS 2024.xlsx", "avvikelser.csv"])
def test_git_gives_a_form_other_line_ends_on_no_computer(name):
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is nothing to ask")
    asked = ["git", "check-attr", "text", f"data/raw/vastra-gotaland/2024/{name}"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True)
    assert told.stdout.decode().strip().endswith("text: unset")


def test_every_form_the_demonstration_lists_is_in_git():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is nothing to look through")
    held = [path for path in tracked() if path.startswith("data/raw/") and not path.endswith("SOURCE.toml")]
    listed = [source.forms or () for source in map(read_source, (ROOT / "data" / "raw").glob("*/[12]???"))]
    # A form sent twice is the same file twice.
    digests = {form_digest((ROOT / path).read_bytes()) for path in held}
    assert digests == set().union(*listed)


def test_importing_the_package_loads_no_heavy_library():
    heavy = {"pandas", "scipy", "pandera", "nbconvert", "papermill", "matplotlib", "sklearn"}
    code = f"import sys, brister_analysis, brister_analysis.cli; print(sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_both_languages_have_the_same_sentences_and_placeholders():
    folder = ROOT / "brister_analysis" / "languages"
    rooms = {path.name for path in folder.glob("*/*.toml")}
    assert len(rooms) >= 5
    for room in sorted(rooms):
        left, right = (_sentences(folder / language / room) for language in ("sv", "en"))
        assert left.keys() == right.keys(), room
        for key in left:
            assert _placeholders(left[key]) == _placeholders(right[key]), f"{room}: {key}"


def _sentences(path: Path) -> dict[str, str]:
    def walk(node: dict, before: str):
        for name, value in node.items():
            if isinstance(value, dict):
                yield from walk(value, f"{before}{name}.")
            else:
                yield f"{before}{name}", str(value)

    return dict(walk(tomllib.loads(path.read_text(encoding="utf-8")), ""))


def _placeholders(sentence: str) -> list[str]:
    return sorted(set(re.findall(r"\{([a-z_]+)", sentence)))
