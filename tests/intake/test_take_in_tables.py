"""Intake of exports: a row's own area, the same report twice, and no name or case number left anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from brister_analysis.intake.store import load_accounting, load_reports
from brister_analysis.intake.take_in import take_in
from brister_analysis.workspace import Workspace
from tests.conftest import new_project
from tests.intake.table_files import VASTRA_GOTALAND, row_of, write_csv

HEADER = list(VASTRA_GOTALAND)


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    workspace = new_project(tmp_path / "p", {})
    folder = workspace.raw("vastra-gotaland", 2023)
    folder.mkdir(parents=True)
    (folder / "SOURCE.toml").write_text('synthetic = false\narea = "fyrbodal"\n', encoding="utf-8")
    return workspace


def put(project: Workspace, *rows: list[str], name: str = "export.csv") -> None:
    write_csv(project.raw("vastra-gotaland", 2023) / name, [HEADER, *rows])


def test_a_row_says_its_own_area_and_the_folder_says_the_others(project: Workspace) -> None:
    areas = ["SIMBA", "", "Sjuhärad", "Borta"]
    put(
        project,
        *(row_of(VASTRA_GOTALAND, Ärendenummer=f"{n}", Delområde=area) for n, area in enumerate(areas)),
    )
    result = take_in(project, "vastra-gotaland", 2023)
    reports = load_reports("vastra-gotaland", 2023, project)
    assert list(reports["area"]) == ["simba", "fyrbodal", "sodra-alvsborg", "fyrbodal"]
    assert [(fault.key, fault.where[1:]) for fault in result.notes] == [
        ("forms.form.code", ("rad 5", "Delområde"))
    ]
    accounting = load_accounting("vastra-gotaland", 2023, project)
    assert accounting["area"].isna().all()
    assert dict(zip(accounting["reason"], accounting["reports"], strict=True))["kept"] == 4


def test_the_same_report_twice_counts_once_and_a_corrected_one_counts_as_corrected(
    project: Workspace,
) -> None:
    first = row_of(VASTRA_GOTALAND, Ärendenummer="A 1")
    put(project, first, first, row_of(VASTRA_GOTALAND, Ärendenummer="A 2"))
    assert len(take_in(project, "vastra-gotaland", 2023).reports) == 2
    put(project, row_of(VASTRA_GOTALAND, Ärendenummer="A 2", Uppföljning="Klart."), first, name="ny.csv")
    reports = take_in(project, "vastra-gotaland", 2023).reports
    assert len(reports) == 2
    assert sorted(reports["follow_up"]) == ["Klart.", "Om en månad."]


def test_names_leave_every_free_cell(project: Workspace) -> None:
    texts = dict.fromkeys(
        ("Händelse", "Åtgärd", "Orsak", "Konsekvens", "Uppföljning"), "Vi ringde Vivi Nedgrävd."
    )
    put(project, row_of(VASTRA_GOTALAND, Ärendenummer="HEMLIGT-4711", **texts))
    take_in(project, "vastra-gotaland", 2023)
    reports = load_reports("vastra-gotaland", 2023, project)
    assert set(reports["stated_cause"]) == {"Vi ringde [PERSON 1]."}
    kept = [path for path in project.data.rglob("*") if path.is_file() and "raw" not in path.parts]
    assert not [
        p for p in kept for word in (b"Vivi", b"Nedgr", b"HEMLIGT", b"4711") if word in p.read_bytes()
    ]


def test_an_export_without_a_demanded_column_is_told_and_counts_nothing(project: Workspace) -> None:
    put(project, row_of(VASTRA_GOTALAND))
    labels = [label if label != "Rapportdatum" else "Datum" for label in HEADER]
    write_csv(project.raw("vastra-gotaland", 2023) / "b.csv", [labels, row_of(VASTRA_GOTALAND)])
    result = take_in(project, "vastra-gotaland", 2023)
    assert len(result.reports) == 1
    assert [fault.key for fault in result.faults] == ["tables.header.missing", "tables.header.unknown"]
    (project.raw("vastra-gotaland", 2023) / "b.csv").unlink()
    again = take_in(project, "vastra-gotaland", 2023)
    assert (again.faults, again.notes) == ((), ())
