"""A fourth region by a TOML file alone: the one that ``docs/new-region.md`` shows."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from brister_analysis.errors import DataError
from brister_analysis.intake.register import read_register
from brister_analysis.intake.store import load_actors, load_reports
from brister_analysis.intake.take_in import take_in
from brister_analysis.reference.form_versions import profile_words
from brister_analysis.reference.profiles import load_profile
from brister_analysis.workspace import Workspace
from tests.conftest import brister, new_project
from tests.intake.table_files import write_xlsx

DOCS = Path(__file__).parents[2] / "docs" / "new-region.md"
UPPSALA = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[0]
LABELS = [
    "Diarienr", "Inkom", "Händelsedag", "Besvarad", "Rapporterat av", "Gäller samverkan med", "Målgrupp",
    "Har ni talat med varandra?", "Vad hände?", "Orsak enligt den andra parten", "Vad har gjorts?",
]  # fmt: skip
FIRST = [
    "UPP 1", dt.date(2024, 3, 4), "2/3 2024", dt.date(2024, 3, 20), "Enköpings kommun, boendestöd",
    "Region Uppsala, vuxenpsykiatrin", "Barn och unga", "Ja", "Kallelsen kom inte fram.",
    "personalbrist + Rutin/riktlinje", "Vi ringde.",
]  # fmt: skip
SECOND = [
    "UPP 2", 45400, None, None, "Region Uppsala, vårdcentral Knivsta",
    "Uppsala kommun, LSS; Försäkringskassan", "Psykisk ohälsa", "nej", "Ingen plan gjordes.", None, None,
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    workspace = new_project(tmp_path / "p", {})
    folder = workspace.raw("uppsala", 2024)
    folder.mkdir(parents=True)
    (folder / "SOURCE.toml").write_text("synthetic = false\n", encoding="utf-8")
    (workspace.data / "regions").mkdir()
    (workspace.data / "regions" / "uppsala.toml").write_text(UPPSALA, encoding="utf-8")
    return workspace


def put(project: Workspace, name: str, *rows: list) -> Path:
    return write_xlsx(project.raw("uppsala", 2024) / name, [["Webbformulär"], [], LABELS, *rows])


def test_a_fourth_region_is_taken_in(project: Workspace) -> None:
    put(project, "export.xlsx", FIRST, SECOND)
    result = take_in(project, "uppsala", 2024)
    assert (result.faults, result.notes, result.missing) == ((), (), ())
    reports = load_reports("Uppsala", 2024, project)
    assert list(reports["report_id"]) == ["uppsala-2024-001", "uppsala-2024-002"]
    assert [list(reports[name]) for name in ("region_code", "scheme", "target_group", "dialogue_held")] == [
        ["03", "03"],
        ["harmonised", "harmonised"],
        ["children_young", "mental_illness"],
        [True, False],
    ]
    assert list(reports["received_date"].dt.strftime("%Y-%m-%d")) == ["2024-03-04", "2024-04-18"]
    assert reports["stated_cause"][0] == "personalbrist; rutin"
    actors = load_actors("uppsala", 2024, project)
    # Region Uppsala is no municipality, though it is called after one
    assert [
        [None if value != value else value for value in row]
        for row in actors[["role", "principal", "activity", "municipality_code"]].to_numpy().tolist()
    ] == [
        ["reporter", "kommun", "housing", "0381"],
        ["counterpart", "region", "adult_psychiatry", None],
        ["reporter", "region", "primary_care", "0330"],
        ["counterpart", "kommun", "lss", "0380"],
        ["counterpart", "stat", "social_insurance", None],
    ]
    assert load_profile("uppsala", project.data / "regions").answer_days == 30


def test_the_next_export_keeps_the_numbers(project: Workspace) -> None:
    put(project, "export.xlsx", FIRST, SECOND).rename(project.raw("uppsala", 2024) / "mars.xlsx")
    take_in(project, "uppsala", 2024)
    (project.raw("uppsala", 2024) / "mars.xlsx").unlink()
    answered = [*SECOND[:3], dt.date(2024, 5, 2), *SECOND[4:]]
    put(project, "april.xlsx", ["UPP 3", *FIRST[1:]], answered, FIRST)
    result = take_in(project, "uppsala", 2024)
    assert list(result.reports["report_id"]) == [f"uppsala-2024-00{number}" for number in (1, 2, 3)]
    assert result.reports["answered_date"].notna().tolist() == [True, True, True]
    assert (result.faults, result.notes) == ((), ())


def test_the_case_number_is_kept_nowhere(project: Workspace) -> None:
    put(project, "export.xlsx", ["HEMLIGT-4711", *FIRST[1:]])
    take_in(project, "uppsala", 2024)
    (entry,) = read_register(project.decisions("uppsala", 2024) / "register.csv")
    assert len(entry.identity) == 16
    written = [path for path in project.data.rglob("*") if path.is_file() and "raw" not in path.parts]
    assert len(written) > 5
    assert not [path for path in written if b"HEMLIGT" in path.read_bytes() or b"4711" in path.read_bytes()]


def test_a_row_that_cannot_be_read_is_told_and_the_others_count(project: Workspace) -> None:
    put(project, "export.xlsx", FIRST, SECOND)
    put(
        project,
        "gammal.xlsx",
        [*SECOND[:1], "2022-01-01", *SECOND[2:]],
        [None, *FIRST[1:8], "Annat.", "", ""],
    )
    result = take_in(project, "uppsala", 2024)
    assert len(result.reports) == 3
    assert [fault.key for fault in result.faults] == ["tables.row.another_year"]


def test_mistakes_in_the_profile_are_told_at_once(project: Workspace) -> None:
    wrong = UPPSALA.replace('kind = "xlsx"', 'kind = "excel"').replace('"mental_illness"', '"psykisk"')
    (project.data / "regions" / "uppsala.toml").write_text(wrong, encoding="utf-8")
    put(project, "export.xlsx", FIRST)
    with pytest.raises(DataError) as raised:
        take_in(project, "uppsala", 2024)
    told = str(raised.value).splitlines()
    assert len(told) == 2
    shown = re.findall(r"^    (uppsala\.toml.*)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert told[0] == shown[0]
    assert "form.fields.target_group.codes.Psykisk ohälsa" in told[1]


def test_the_page_names_every_field() -> None:
    named = set(re.findall(r"`(\w+)`", DOCS.read_text(encoding="utf-8").partition("## Fält")[2]))
    assert {column for columns in profile_words()["columns"].values() for column in columns} <= named


@pytest.mark.slow
def test_a_fourth_region_gets_its_yearly_page(project: Workspace) -> None:
    rows = [[f"UPP {number}", *FIRST[1:8], f"Händelse {number}.", *FIRST[9:]] for number in range(12)]
    put(project, "export.xlsx", *rows)
    done = brister(project.root, "report", "--region", "uppsala", "--year", "2024")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (project.reports("uppsala", 2024) / "uppsala.html").read_text(encoding="utf-8")
    assert "Rapporterade brister i samverkan i Uppsala län 2024" in page
