"""Intake of a year: good reports go on, faults are told with number and place, and no name is ever
repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from brister_analysis.errors import DataError
from brister_analysis.intake.register import read_register
from brister_analysis.intake.source import form_digest
from brister_analysis.intake.store import load_actors, load_reports
from brister_analysis.intake.take_in import IntakeResult, take_in
from brister_analysis.workspace import Workspace
from tests.conftest import new_project
from tests.intake.word_xml import (
    COUNTERPART,
    REPORTER,
    cell,
    control,
    old_form,
    p,
    row,
    run,
    table,
    write_docx,
)

REAL = 'synthetic = false\narea = "nordvastra-skane"\n'


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    workspace = new_project(tmp_path / "p", {})
    workspace.raw("skane", 2023).mkdir(parents=True)
    (workspace.raw("skane", 2023) / "SOURCE.toml").write_text(REAL, encoding="utf-8")
    return workspace


def put(
    project: Workspace, name: str, answers: dict[str, str] | None = None, first_page: str | None = None
) -> Path:
    return write_docx(project.raw("skane", 2023) / name, *old_form(answers, first_page))


def keys(faults) -> list[str]:
    return [fault.key for fault in faults]


def said(result: IntakeResult) -> str:
    return "\n".join(str(fault) for fault in (*result.faults, *result.notes))


def test_a_good_form_becomes_a_row(project):
    put(project, "a.docx")
    result = take_in(project, "skane", 2023)
    assert (result.faults, result.notes, result.missing) == ((), (), ())
    reports = load_reports("skane", 2023, project)
    assert list(reports["report_id"]) == ["skane-nordvastra-2023-001"]
    assert reports["description"][0] == "Kallelsen kom inte fram."
    assert list(load_actors("skane", 2023, project)["role"]) == ["reporter", "counterpart"]
    assert result.accounting.set_index("reason")["reports"].to_dict() == {
        "kept": 1,
        "not_a_deficiency": 0,
        "insufficient_information": 0,
        "duplicate": 0,
        "test_case": 0,
        "other": 0,
    }


def test_what_cannot_be_read_never_stops_what_can(project):
    put(project, "god.docx")
    whole = put(project, "avbruten Orvar Planterad.docx", {"Beskriv vad som hände": "Annat."}).read_bytes()
    (project.raw("skane", 2023) / "avbruten Orvar Planterad.docx").write_bytes(whole[: len(whole) // 2])
    write_docx(project.raw("skane", 2023) / "utan etikett.docx", p("Bara en text av Orvar Planterad."))
    (project.raw("skane", 2023) / "fel.pdf").write_bytes(b"%PDF-1.7 Orvar Planterad")
    result = take_in(project, "skane", 2023)
    assert len(result.reports) == 1
    assert len(result.faults) == 3
    assert [fault.where[0].split()[0][-3:] for fault in result.faults] == ["002", "003", "004"]
    assert "Orvar" not in said(result)
    assert [entry.status for entry in read_register(project.decisions("skane", 2023) / "register.csv")] == [
        "kept",
        "unreadable",
        "unreadable",
        "unreadable",
    ]


def test_an_empty_folder_and_a_missing_one_say_what_to_do(project):
    with pytest.raises(DataError, match=r"data/raw/skane/2023 innehåller inga blanketter.*Lägg"):
        take_in(project, "skane", 2023)
    with pytest.raises(DataError, match=r"data/raw/skane/2024 finns inte.*Skapa"):
        take_in(project, "skane", 2024)


def test_a_folder_without_source_gets_one_and_goes_on(project):
    (project.raw("skane", 2023) / "SOURCE.toml").unlink()
    put(project, "a.docx")
    assert keys(take_in(project, "skane", 2023).notes) == ["intake.folder.source_made"]
    assert keys(take_in(project, "skane", 2023).notes) == []


def test_forms_of_another_year_are_listed_and_not_kept(project):
    put(
        project,
        "a.docx",
        {"Datum då blanketten skickades": "2021-02-01", "Datum för händelsen": "2021-01-01"},
    )
    put(project, "b.docx")
    result = take_in(project, "skane", 2023)
    assert len(result.reports) == 1
    assert keys(result.faults) == ["forms.form.another_year"]


def test_a_date_that_cannot_be_read_is_asked_for_and_the_report_is_kept(project):
    put(project, "a.docx", {"Datum för händelsen": "den 3 maj i fjol"})
    result = take_in(project, "skane", 2023)
    assert result.reports["event_date"].isna().all()
    assert "Datum för händelsen" in said(result)
    assert "i fjol" not in said(result)


def test_a_municipality_that_does_not_exist_is_told_with_the_nearest(project):
    put(project, "a.docx", {REPORTER: "Helsingbårgs kommun, boendestöd"})
    result = take_in(project, "skane", 2023)
    assert len(result.reports) == 1
    assert "Helsingborg" in said(result)
    assert "bårg" not in said(result)


def test_the_same_form_twice_is_counted_once(project):
    put(project, "a.docx")
    put(project, "b.docx")
    result = take_in(project, "skane", 2023)
    assert len(result.reports) == 1
    assert keys(result.notes) == ["intake.register.duplicate"]
    assert result.accounting.set_index("reason")["reports"]["duplicate"] == 1


def test_a_corrected_form_keeps_its_number_and_asks_for_review_of_its_decisions(project):
    put(project, "a.docx", {"Beskriv vad som hände": "Kallelsen kom inte."})
    take_in(project, "skane", 2023)
    coding = project.decisions("skane", 2023) / "coding"
    coding.mkdir()
    written = "report_id,kind,scheme,value,decided_by,coder,sheet,decided_at,codebook_version,note\n"
    written += "skane-nordvastra-2023-001,cause,nv-skane-2023,rutiner,consensus,,1,2024-01-15,,\n"
    (coding / "decisions.csv").write_text(written, encoding="utf-8")
    put(project, "a rättad.docx", {"Beskriv vad som hände": "Kallelsen kom, men för sent."})
    result = take_in(project, "skane", 2023)
    assert result.reports[["report_id", "description"]].to_numpy().tolist() == [
        ["skane-nordvastra-2023-001", "Kallelsen kom, men för sent."]
    ]
    assert sorted(keys(result.notes)) == ["intake.register.corrected", "intake.register.duplicate"]
    assert (coding / "decisions.csv").read_text(encoding="utf-8") == written


def test_what_a_person_set_aside_can_be_taken_back(project):
    put(project, "a.docx")
    take_in(project, "skane", 2023)
    rejected = project.decisions("skane", 2023) / "rejected.csv"
    rejected.write_text(
        "report_id,reason,note\nskane-nordvastra-2023-001,test_case,\nOrvar,fel,\n", encoding="utf-8"
    )
    result = take_in(project, "skane", 2023)
    assert len(result.reports) == 0
    assert keys(result.faults) == ["intake.rejected.report"]
    assert "Orvar" not in said(result)
    rejected.unlink()
    assert len(take_in(project, "skane", 2023).reports) == 1


def test_a_lost_key_loses_no_number_and_no_decision(project):
    put(project, "a.docx")
    put(project, "b.docx", {"Datum för händelsen": "2023-04-01"})
    before = take_in(project, "skane", 2023).reports
    (project.data / ".key").unlink()
    result = take_in(project, "skane", 2023)
    assert keys(result.notes) == ["intake.register.rekeyed"]
    assert result.reports.equals(before)


@pytest.mark.parametrize(
    "label",
    [
        "Datum för händelsen",
        "Datum då blanketten skickades",
        REPORTER,
        COUNTERPART,
        "Beskriv vad som hände",
        "Vilka åtgärder har vidtagits?",
        "Vad ledde dialogen fram till?",
    ],
)
def test_a_name_in_the_wrong_cell_reaches_neither_message_nor_file(project, label):
    planted = "Anna-Karin Bengtsson 850302-1234, 070-174 06 05, anna.bengtsson@example.org"
    first = table(row("Namn på den enskilde", "Anna-Karin Bengtsson"), row("Personnummer", "850302-1234"))
    put(project, f"{label[:4]} Anna-Karin Bengtsson.docx", {label: planted}, first)
    result = take_in(project, "skane", 2023)
    frames = [result.reports.to_csv(), result.actors.to_csv(), said(result)]
    folder = project.processed("skane", 2023)
    frames += [path.read_bytes().decode("utf-8", "ignore") for path in sorted(folder.iterdir())]
    assert len(frames) > 5
    for written in frames:
        for word in ("Anna", "Karin", "Bengtsson", "850302", "174 06", "example.org"):
            assert word not in written


def test_content_controls_tracked_changes_and_comments(project):
    inserted = f'<w:ins w:id="1" w:author="Vivi Nedgrävd">{run("Kallelsen kom aldrig.")}</w:ins>'
    deleted = (
        '<w:del w:id="2" w:author="Vivi Nedgrävd"><w:r><w:delText>Orvar Planterad</w:delText></w:r></w:del>'
    )
    answers = {
        "Beskriv vad som hände": cell(p(inserted, deleted)),
        REPORTER: cell(control(p("Höganäs kommun, LSS"))),
    }
    write_docx(
        project.raw("skane", 2023) / "a.docx",
        *old_form(answers),
        parts={
            "word/comments.xml": "<x>Orvar Planterad</x>",
            "docProps/core.xml": "<x>Vivi Nedgrävd</x>",
        },
    )
    result = take_in(project, "skane", 2023)
    assert list(result.reports["description"]) == ["Kallelsen kom aldrig."]
    assert result.actors["unit"].iloc[0] == "LSS"
    assert "Orvar" not in result.reports.to_csv() + said(result)


def test_processed_data_can_be_deleted_and_comes_back_the_same(project):
    put(project, "a.docx")
    take_in(project, "skane", 2023)
    folder = project.processed("skane", 2023)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0
        path.unlink()
    take_in(project, "skane", 2023)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


DECISIONS = "report_id,kind,scheme,value,decided_by,coder,sheet,decided_at,codebook_version,note\n"
DECIDED = {
    "coding/decisions.csv": DECISIONS + "{},cause,nv-skane-2023,rutiner,consensus,,1,2024-01-15,,\n",
    "rejected.csv": "report_id,reason,note\n{},test_case,\n",
    "corrections.toml": '[[correction]]\nreport_id = "{}"\ncolumn = "event_date"\nexpected = ""\n'
    'value = 2023-01-02\nreason = "Vagt."\n',
}


def decide(project: Workspace, file: str, number: str) -> Path:
    path = project.decisions("skane", 2023) / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(DECIDED[file].format(f"skane-nordvastra-2023-{number}"), encoding="utf-8")
    return path


@pytest.mark.parametrize("file", DECIDED)
@pytest.mark.parametrize(
    ("left", "said_of_it"), [(None, "saknas eller är tom"), (0, "saknas eller är tom"), (2, "saknar rader")]
)
def test_a_register_that_lost_numbers_with_decisions_stops_the_year(project, file, left, said_of_it):
    put(project, "a.docx")
    put(project, "b.docx", {"Datum för händelsen": "2023-04-01"})
    take_in(project, "skane", 2023)
    decide(project, file, "002")
    path = project.decisions("skane", 2023) / "register.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text("".join(whole.splitlines(keepends=True)[: left or 0]), encoding="utf-8")
    if left is None:
        path.unlink()
    folder = project.processed("skane", 2023)
    before = {one: one.read_bytes() for one in folder.iterdir()}
    with pytest.raises(DataError, match=f"register.csv {said_of_it}.*säkerhetskopian"):
        take_in(project, "skane", 2023)
    assert path.exists() == (left is not None)
    assert {one: one.read_bytes() for one in folder.iterdir()} == before
    path.write_text(whole, encoding="utf-8")
    take_in(project, "skane", 2023)
    assert [entry.report_id[-3:] for entry in read_register(path)] == ["001", "002"]


def test_a_decision_about_a_withdrawn_report_or_with_a_wrong_number_stops_nothing(project):
    put(project, "a.docx")
    withdrawn = put(project, "b.docx", {"Datum för händelsen": "2023-04-01"})
    take_in(project, "skane", 2023)
    withdrawn.unlink()
    decide(project, "coding/decisions.csv", "002")
    decide(project, "rejected.csv", "055")
    result = take_in(project, "skane", 2023)
    assert len(result.reports) == 1
    assert keys(result.faults) == ["intake.rejected.report"]


def test_a_form_among_made_up_ones_that_is_none_of_them_is_told_and_left_alone(project):
    made_up = form_digest(put(project, "a.docx").read_bytes())
    source = project.raw("skane", 2023) / "SOURCE.toml"
    source.write_text(f'synthetic = true\nforms = ["{made_up}"]\n', encoding="utf-8")
    put(project, "riktig Orvar Planterad.docx", {"Beskriv vad som hände": "Något verkligt."})
    result = take_in(project, "skane", 2023)
    assert keys(result.faults) == ["intake.source.strangers"]
    assert "antal: 1" in said(result)
    assert "Orvar" not in said(result)
    assert list(result.reports["description"]) == ["Kallelsen kom inte fram."]
    register = project.decisions("skane", 2023) / "register.csv"
    assert [entry.file_name for entry in read_register(register)] == ["a.docx"]
    # Without the list the year does not tell them apart: somebody says that all is made up.
    source.write_text("synthetic = true\n", encoding="utf-8")
    take_in(project, "skane", 2023)
    assert len(read_register(register)) == 2


def test_a_year_of_real_forms_that_calls_itself_made_up_is_not_read(project):
    put(project, "Orvar Planterad.docx")
    source = project.raw("skane", 2023) / "SOURCE.toml"
    source.write_text(f'synthetic = true\nforms = ["{form_digest(b"another")}"]\n', encoding="utf-8")
    with pytest.raises(DataError) as told:
        take_in(project, "skane", 2023)
    assert keys(told.value.faults) == ["intake.source.only_strangers"]
    assert "Orvar" not in str(told.value)
    assert not (project.decisions("skane", 2023) / "register.csv").exists()
    source.write_text("synthetic = true\nforms = 3\n", encoding="utf-8")
    with pytest.raises(DataError) as told:
        take_in(project, "skane", 2023)
    assert keys(told.value.faults) == ["intake.source.type"]
