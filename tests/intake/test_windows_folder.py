"""A year's folder as it looks on a coordinator's computer: Word and Excel are open, and saved the files."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from brister_analysis import files
from brister_analysis.errors import DataError
from brister_analysis.intake.form_files import form_files
from brister_analysis.intake.register import read_key, read_register
from brister_analysis.intake.source import read_source
from brister_analysis.intake.take_in import take_in
from brister_analysis.workspace import Workspace
from tests.conftest import new_project
from tests.intake.word_xml import old_form, write_docx

REAL = 'synthetic = false\narea = "nordvastra-skane"\n'


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    workspace = new_project(tmp_path / "Ängelholms kommun (1)", {})
    folder = workspace.raw("skane", 2023)
    folder.mkdir(parents=True)
    (folder / "SOURCE.toml").write_bytes(REAL.replace("\n", "\r\n").encode("utf-8-sig"))
    write_docx(folder / "god.docx", *old_form())
    return workspace


def told(error: pytest.ExceptionInfo[DataError]) -> list[str]:
    return [fault.key for fault in error.value.faults]


def test_what_windows_and_word_leave_behind_is_no_form(project):
    folder = project.raw("skane", 2023)
    for name in (
        "~$god.docx", "~WRD0001.tmp", "THUMBS.DB", "Desktop.ini", "god.docx.partial", ".DS_Store"
    ):  # fmt: skip
        (folder / name).write_bytes(b"x")
    assert list(form_files(folder)) == ["god.docx"]


def test_forms_in_a_folder_of_their_own_are_not_passed_over_in_silence(project):
    folder = project.raw("skane", 2023)
    (folder / "januari").mkdir()
    result = take_in(project, "skane", 2023)
    assert [fault.key for fault in result.notes] == ["intake.folder.subfolders"]
    (folder / "god.docx").rename(folder / "januari" / "god.docx")
    with pytest.raises(DataError, match="undermappar") as raised:
        take_in(project, "skane", 2023)
    assert told(raised) == ["intake.folder.empty", "intake.folder.subfolders"]


def test_a_register_open_in_excel_stops_the_year_and_loses_nothing(project, monkeypatch):
    take_in(project, "skane", 2023)
    path = project.decisions("skane", 2023) / "register.csv"
    before = path.read_bytes()

    def held(source, target):
        raise PermissionError(errno.EACCES, "Access is denied")

    with monkeypatch.context() as excel:
        excel.setattr(files.os, "replace", held)
        excel.setattr(files.time, "sleep", lambda _: None)
        with pytest.raises(DataError, match=r"register\.csv: .*Stäng den i Excel"):
            take_in(project, "skane", 2023)
    assert path.read_bytes() == before
    assert take_in(project, "skane", 2023).faults == ()


def test_a_register_that_swedish_excel_saved_is_the_same_register(project):
    take_in(project, "skane", 2023)
    path = project.decisions("skane", 2023) / "register.csv"
    before = read_register(path)
    path.write_bytes(path.read_bytes().replace(b",", b";").replace(b"\n", b"\r\n"))
    assert read_register(path) == before
    take_in(project, "skane", 2023)
    assert read_register(path) == before


@pytest.mark.parametrize("spoil", [(b"-001", b"-x"), (b",kept", b",behold"), (b".docx,1,", b".docx,ett,")])
def test_a_damaged_register_is_told_and_never_written_over(project, spoil):
    take_in(project, "skane", 2023)
    path = project.decisions("skane", 2023) / "register.csv"
    path.write_bytes(path.read_bytes().replace(*spoil))
    before = path.read_bytes()
    with pytest.raises(DataError, match=r"register\.csv, rad 2: .*säkerhetskopian") as raised:
        take_in(project, "skane", 2023)
    assert told(raised) == ["intake.register.damaged"]
    assert "god.docx" not in str(raised.value)
    assert path.read_bytes() == before


def test_rejections_that_swedish_excel_saved_count(project):
    take_in(project, "skane", 2023)
    path = project.decisions("skane", 2023) / "rejected.csv"
    path.write_bytes("report_id;reason;note\r\nskane-nordvastra-2023-001;other;å\r\n".encode("cp1252"))
    result = take_in(project, "skane", 2023)
    assert result.faults == ()
    assert result.accounting.set_index("reason")["reports"]["other"] == 1


def test_a_key_that_was_emptied_on_the_way_is_made_anew_and_forms_keep_their_numbers(project):
    take_in(project, "skane", 2023)
    (project.data / ".key").write_bytes(b"")
    result = take_in(project, "skane", 2023)
    assert [fault.key for fault in result.notes] == ["intake.register.rekeyed"]
    assert list(result.reports["report_id"]) == ["skane-nordvastra-2023-001"]
    assert len(read_key(project.data, synthetic=False)[0]) == 32


@pytest.mark.parametrize(
    ("written", "keys", "said"),
    [
        ('synthetic = false\narea = "x\n', ["unreadable"], "SOURCE.toml, rad 2: "),
        ("synthetic = falsk", ["unreadable"], "SOURCE.toml, rad 1: "),
        ('synthetic = "false"', ["type"], "true eller false utan citattecken"),
        ("syntethic = false", ["unknown", "missing"], "SOURCE.toml, rad 1: "),
        ('synthetic = false\narae = "x"', ["unknown"], "Menade du: area?"),
        ("synthetic = false\n[public_persons]\ngroup = 3", ["persons"], "[public_persons]"),
    ],
)
def test_a_slip_of_the_pen_in_source_is_told_by_its_line(project, written, keys, said):
    folder = project.raw("skane", 2023)
    (folder / "SOURCE.toml").write_text(written, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_source(folder)
    assert told(raised) == [f"intake.source.{key}" for key in keys]
    assert said in str(raised.value)


def test_source_saved_by_an_old_notepad_keeps_its_swedish_letters(project):
    folder = project.raw("skane", 2023)
    (folder / "SOURCE.toml").write_bytes('synthetic = false\r\nproducer = "Ängelholm"'.encode("cp1252"))
    assert read_source(folder).producer == "Ängelholm"


def test_source_saved_with_an_ending_that_windows_hides_is_told(project):
    folder = project.raw("skane", 2023)
    (folder / "SOURCE.toml").rename(folder / "SOURCE.toml.txt")
    with pytest.raises(DataError, match="Filnamnstillägg") as raised:
        take_in(project, "skane", 2023)
    assert told(raised) == ["intake.source.renamed"]
    assert not (folder / "SOURCE.toml").exists()
