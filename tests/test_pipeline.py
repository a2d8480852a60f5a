"""The whole demonstration, built once: nothing leaks, nothing is missing, and every byte comes back the
same."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from brister_analysis.errors import EXIT_DATA, EXIT_DONE, EXIT_REFUSED, EXIT_USAGE
from brister_analysis.intake.identifiers.review import remember
from brister_analysis.intake.register import read_key
from brister_analysis.intake.take_in import IDENTIFIERS_FILE, take_in
from brister_analysis.pipeline import build, compare_trees
from brister_analysis.plan import STATE_FILE, plan, plan_one
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.verify import PLAINEST
from brister_analysis.workspace import Workspace
from tests.conftest import BUILT_YEARS, ROOT, Built, brister, new_project

YEARS = Workspace.find(ROOT).years()


def test_the_whole_demonstration_is_built(built: Built):
    assert built.code == EXIT_DONE, built.output
    pages = {
        p.relative_to(built.workspace.reports()).as_posix() for p in built.workspace.reports().rglob("*.html")
    }
    assert {
        f"{region}/{year}/nordvastra-skane.html" for region, year in BUILT_YEARS if region == "skane"
    } < pages
    assert {f"{region}/{year}/{region}.html" for region, year in BUILT_YEARS if region != "skane"} < pages
    assert {"jamforelse.html", "jamforelse.en.html"} < pages
    assert {"index.html", "index.en.html", "skane/trends-nordvastra-skane.html"} < pages
    assert not (built.workspace.reports() / ".staging").exists()


def planted_bytes(years: list[tuple[str, int]]) -> list[bytes]:
    from demo.planted import planted

    return sorted({surface.encode() for region, year in years for surface in planted(year, region)})


def leaks(path: Path, needles: list[bytes]) -> int:
    """Count what is planted in a file's bytes and name; the values are not repeated, not even here."""
    content = path.read_bytes() + path.name.encode()
    if path.suffix == ".parquet":
        # Compressed pages inside the file hide text from a search of its bytes.
        content += pd.read_parquet(path).to_csv().encode()
    return sum(needle in content for needle in needles)


def test_no_planted_identifier_reaches_any_byte(built: Built):
    searched = 0
    for region, year in BUILT_YEARS:
        needles = planted_bytes([(region, year)])
        assert len(needles) > 100
        for folder in (built.workspace.reports(region, year), built.workspace.processed(region, year)):
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                assert leaks(path, needles) == 0, path.relative_to(built.workspace.root)
                searched += 1
    everything = planted_bytes(BUILT_YEARS)
    for path in sorted(built.workspace.reports().glob("*.*")):
        assert leaks(path, everything) == 0, path.name
    assert searched > 100
    assert [needle for needle in everything if needle.decode() in built.output] == []


def test_intake_of_every_other_year_leaves_no_planted_identifier(tmp_path: Path):
    from brister_analysis.intake.take_in import take_in

    for region, year in sorted(set(YEARS) - set(BUILT_YEARS)):
        workspace = new_project(tmp_path / f"{region} {year}", {region: [year]})
        result = take_in(workspace, region, year)
        assert len(result.reports) > 10
        needles = planted_bytes([(region, year)])
        for path in sorted(workspace.processed(region, year).iterdir()):
            assert leaks(path, needles) == 0, f"{region} {year} {path.name}"
        assert not any(needle.decode() in str(fault) for needle in needles for fault in result.notes)


def test_no_word_of_a_report_reaches_a_page(built: Built):
    from brister_analysis import load_reports

    texts = load_reports(workspace=built.workspace)["description"].dropna()
    pieces = {
        " ".join(words[i : i + 7])
        for text in texts
        for words in [text.split()]
        for i in range(0, len(words), 7)
    }
    pieces = {piece for piece in pieces if len(piece.split()) == 7}
    assert len(pieces) > 500
    for page in sorted(built.workspace.reports().rglob("*.html")):
        written = page.read_text(encoding="utf-8")
        assert not any(piece in written for piece in pieces), page.name


def test_every_decision_is_still_there_after_a_build(built: Built):
    for region, year in BUILT_YEARS:
        before = ROOT / "data" / "decisions" / region / str(year)
        names = [p.relative_to(before).as_posix() for p in before.rglob("*") if p.is_file()]
        assert {"texts.md", "rejected.csv", "register.csv"} <= set(names)
        for name in names:
            after = built.workspace.decisions(region, year) / name
            assert after.read_bytes() == (before / name).read_bytes(), f"{region} {year} {name}"


def test_nothing_changed_means_nothing_to_do(built: Built):
    steps = plan(built.workspace, BUILT_YEARS)
    assert len(steps) >= 14
    assert [step.request.page for step in steps if step.stale] == []


def test_one_changed_text_makes_only_its_year_out_of_date(built: Built, tmp_path: Path):
    root = tmp_path / "copy"
    shutil.copytree(built.workspace.root, root)
    texts = root / "data" / "decisions" / "skane" / "2023" / "texts.md"
    texts.write_text(texts.read_text(encoding="utf-8") + "\nEn rad till.\n", encoding="utf-8")
    stale = [step.request.page for step in plan(Workspace(root, root / "data"), BUILT_YEARS) if step.stale]
    # The trends page rests on all years of its region, so it is out of date too.
    assert [page for page in stale if page.startswith("skane/20")] == [
        "skane/2023/nordvastra-skane.html",
        "skane/2023/nordvastra-skane.en.html",
        # The year after carries over its recommendations.
        "skane/2024/nordvastra-skane.html",
        "skane/2024/nordvastra-skane.en.html",
    ]


def test_deleted_pages_and_data_come_back_byte_for_byte(built: Built, tmp_path: Path):
    workspace = new_project(tmp_path / "en annan mapp", {"skane": [2022, 2023]})
    elsewhere = {"TZ": "Pacific/Auckland", "LC_ALL": PLAINEST, "PYTHONHASHSEED": "7"}
    done = brister(workspace.root, "report", "--region", "skane", "--year", "2023", **elsewhere)
    assert done.returncode == EXIT_DONE, done.stdout + done.stderr
    compared = 0
    for part in ("reports/skane/2023", "data/processed/skane/2023"):
        for path in sorted((workspace.root / part).iterdir()):
            assert path.read_bytes() == (built.workspace.root / part / path.name).read_bytes(), path.name
            compared += 1
    assert compared > 10


def test_compare_trees_sees_a_changed_byte(tmp_path: Path):
    for side, text in (("a", "x"), ("b", "y")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "page.html").write_text(text)
        (tmp_path / side / STATE_FILE).write_text(text)
    (tmp_path / "a" / "only.csv").write_text("x")
    found = compare_trees(tmp_path / "a", tmp_path / "b")
    assert [fault.where for fault in found] == [("only.csv",), ("page.html",)]


def test_a_broken_year_stops_neither_the_others_nor_what_is_published(built: Built, tmp_path: Path):
    workspace = new_project(tmp_path / "p", {"skane": [2022, 2023]})
    forms = sorted(workspace.raw("skane", 2022).glob("*.docx"))
    forms[0].write_bytes(forms[0].read_bytes()[:200])
    (workspace.raw("skane", 2023) / "SOURCE.toml").write_text("synthetic = ja", encoding="utf-8")
    done = brister(workspace.root, "intake")
    assert done.returncode == EXIT_DATA
    assert "skane 2022: 28 rapporter behållna" in done.stdout
    assert "skane 2023: kunde inte läsas in." in done.stdout
    assert "SOURCE.toml" in done.stderr
    assert forms[0].stem not in done.stdout + done.stderr


def test_a_notebook_that_fails_keeps_the_old_page_and_tells_no_value(tmp_path: Path):
    import nbformat

    workspace = new_project(tmp_path / "p", {"skane": [2023]})
    assert brister(workspace.root, "intake").returncode == EXIT_DONE
    notebook = workspace.notebook("trends")
    content = nbformat.read(notebook, as_version=4)
    content.cells.insert(2, nbformat.v4.new_code_cell("raise ValueError('Orvar Planterad')"))
    nbformat.write(content, notebook)
    page = workspace.reports("skane") / "trends-nordvastra-skane.html"
    page.parent.mkdir(parents=True)
    page.write_text("den gamla", encoding="utf-8")
    request = ReportRequest("trends", "skane", None, "nordvastra-skane")
    (outcome,) = build(workspace, [plan_one(workspace, request)])
    assert [fault.key for fault in outcome.faults] == ["failure.cell"]
    assert not outcome.refused
    assert page.read_text(encoding="utf-8") == "den gamla"
    assert "Orvar" not in str(outcome.faults[0])


def test_a_total_that_is_off_by_one_does_not_reconcile(built: Built, tmp_path: Path):
    workspace = new_project(tmp_path / "p", {"skane": [2023]})
    rejected = workspace.decisions("skane", 2023) / "rejected.csv"
    with rejected.open("a", encoding="utf-8", newline="") as file:
        register = workspace.decisions("skane", 2023) / "register.csv"
        rows = list(csv.DictReader(register.read_text(encoding="utf-8").splitlines()))
        first = next(row["report_id"] for row in rows if row["status"] == "kept")
        csv.writer(file, lineterminator="\n").writerow([first, "other", ""])
    done = brister(workspace.root, "report", "--region", "skane", "--year", "2023")
    assert done.returncode == EXIT_REFUSED, done.stdout + done.stderr
    assert "16 rapporter räknas, men 17 är publicerade" in done.stderr
    assert not workspace.reports("skane", 2023).exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["status"], EXIT_DONE, "Lägg årets ifyllda blanketter"),
        (["intake"], EXIT_USAGE, "inga blanketter"),
        (["intake", "--region", "skåneland"], EXIT_USAGE, "kåne"),
        (["intake", "--region", "skane", "--year", "2031"], EXIT_DATA, "finns inte"),
        (["report", "--region", "skane", "--year", "2031"], EXIT_USAGE, "år"),
        (["intake", "--year", "Orvar"], EXIT_USAGE, "--year: Värdet går inte"),
        (["report", "--region", "skane"], EXIT_USAGE, "--year: Uppgiften saknas"),
    ],
)
def test_wrong_use_is_told_in_swedish_with_its_exit_code(tmp_path: Path, arguments, code, says):
    workspace = new_project(tmp_path / "p", {})
    done = brister(workspace.root, *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "Orvar" not in done.stdout + done.stderr


def test_outside_a_project_the_command_says_where_to_go(tmp_path: Path):
    done = brister(tmp_path, "status")
    assert done.returncode == EXIT_USAGE
    assert "brister.toml" in done.stderr


def test_a_backup_holds_what_cannot_be_rebuilt_and_is_never_written_over(tmp_path: Path):
    import zipfile

    workspace = new_project(tmp_path / "p", {"skane": [2023]})
    assert brister(workspace.root, "backup", "kopia.zip").returncode == EXIT_DONE
    archive = workspace.root / "kopia.zip"
    assert archive.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(archive) as saved:
        names = saved.namelist()
    assert "data/decisions/skane/2023/texts.md" in names
    assert sum(name.endswith(".docx") for name in names) == 20
    assert brister(workspace.root, "backup", "kopia.zip").returncode == EXIT_USAGE


def test_messages_come_in_english_on_request(tmp_path: Path):
    workspace = new_project(tmp_path / "p", {})
    done = brister(workspace.root, "intake", BRISTER_LANG="en")
    assert "There are no forms" in done.stderr


def test_a_single_file_is_de_identified(tmp_path: Path):
    workspace = new_project(tmp_path / "p", {})
    (tmp_path / "text.txt").write_bytes(
        "Kurator Anna Bergström, 070-174 06 05, ringde i går.".encode("cp1252")
    )
    done = brister(workspace.root, "deidentify", str(tmp_path / "text.txt"))
    assert done.returncode == EXIT_DONE
    assert "ringde i går" in done.stdout
    assert "Bergström" not in done.stdout
    assert "070" not in done.stdout
    assert brister(workspace.root, "deidentify", "saknas.txt").returncode == EXIT_DATA


def test_a_file_is_never_de_identified_onto_itself(tmp_path: Path):
    workspace = new_project(tmp_path / "p", {})
    file = tmp_path / "text.txt"
    file.write_text("Kurator Anna Bergström ringde.", encoding="utf-8")
    assert brister(workspace.root, "deidentify", str(file), "-o", str(file)).returncode == EXIT_USAGE
    assert file.read_text(encoding="utf-8") == "Kurator Anna Bergström ringde."


@pytest.mark.parametrize("path", ["reports/skane/1999", "tom"])
def test_a_check_of_nothing_does_not_pass(tmp_path: Path, path: str):
    workspace = new_project(tmp_path / "p", {})
    (workspace.root / "tom").mkdir()
    assert brister(workspace.root, "check", path).returncode == EXIT_USAGE


def test_publishing_keeps_what_the_page_shows(tmp_path: Path):
    workspace = new_project(tmp_path / "p", {"skane": [2024]})
    _answer_every_word(workspace, "skane", 2024)
    done = brister(
        workspace.root, "publish", "--region", "skane", "--year", "2024", "--reason", "Första gången"
    )
    assert done.returncode == EXIT_DONE, done.stdout + done.stderr
    kept = workspace.published("skane", 2024)
    assert "Första gången" in (kept / "revisions.toml").read_text(encoding="utf-8")
    names = {path.stem for path in (kept / "1").glob("*.csv")}
    assert {"causes", "direction", "accounting"} <= names
    assert ".." in (kept / "1" / "direction.csv").read_text(encoding="utf-8")


def _answer_every_word(workspace: Workspace, region: str, year: int) -> None:
    """Answer for the coordinator that every word that may be a name is one."""
    key, _ = read_key(workspace.data, synthetic=True)
    words = {doubt.word: False for doubt in take_in(workspace, region, year).doubts}
    remember(workspace.decisions(region, year) / IDENTIFIERS_FILE, key, words, "samordnare", "2025-01-15")


def test_a_year_left_open_is_not_published_where_nobody_can_answer(tmp_path: Path):
    workspace = new_project(tmp_path / "p", {"skane": [2024]})
    asked = ["publish", "--region", "skane", "--year", "2024", "--reason"]
    # Before anything is read.
    assert brister(workspace.root, *asked, " ").returncode == EXIT_USAGE
    assert not workspace.is_taken_in("skane", 2024)
    done = brister(workspace.root, *asked, "Första gången")
    assert done.returncode == EXIT_REFUSED, done.stdout + done.stderr
    assert "ord kan vara namn, och ingen har bestämt om dem" in done.stderr
    assert not workspace.published("skane", 2024).exists()
