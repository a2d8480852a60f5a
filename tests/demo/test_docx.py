"""The files are Word files, the same bytes each time, and differ from one another as people's forms do."""

import zipfile

import docx as python_docx
import pytest

from brister_analysis.intake.form_files import form_files
from brister_analysis.intake.source import read_source
from brister_analysis.workspace import Workspace
from demo.forms import form_version, write_raw
from demo.material import REGION, YEARS, toml
from demo.reports import reports


@pytest.mark.parametrize("year", YEARS)
def test_the_forms_in_git_are_what_the_generator_writes(tmp_path, year):
    write_raw(tmp_path, year)
    committed = Workspace.find().raw(REGION, year)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in committed.iterdir()}


def test_a_second_writing_leaves_nothing_of_the_first(tmp_path):
    write_raw(tmp_path, 2022)
    write_raw(tmp_path, 2023)
    assert sorted(path.name for path in tmp_path.glob("*.docx")) == sorted(r.file_name for r in reports(2023))


def test_what_somebody_else_has_put_there_stays_and_is_not_called_invented(tmp_path):
    write_raw(tmp_path, 2023)
    (tmp_path / "riktig.docx").write_bytes(b"")
    write_raw(tmp_path, 2023)
    assert read_source(tmp_path).strangers(form_files(tmp_path)) == {"riktig.docx"}


def test_every_form_is_small_and_opens_as_word(tmp_path):
    write_raw(tmp_path, 2024)
    forms = sorted(tmp_path.glob("*.docx"))
    assert len(forms) == len(reports(2024))
    for form in forms:
        assert form.stat().st_size < 12_000
        assert python_docx.Document(str(form)).tables


def test_all_that_word_puts_into_forms_is_there(tmp_path):
    for year in YEARS:
        write_raw(tmp_path / str(year), year)
    xml = "".join(
        zipfile.ZipFile(form).read("word/document.xml").decode() for form in sorted(tmp_path.glob("*/*.docx"))
    )
    wanted = [
        "<w:sdt>",
        "FORMTEXT",
        "w14:checkbox",
        "☒ Ja",
        "<w:ins ",
        "<w:del ",
        "<w:br/>",
        "commentReference",
    ]
    wanted += ["\N{NO-BREAK SPACE}", "a\N{COMBINING RING ABOVE}", "o\N{COMBINING DIAERESIS}"]
    assert [one for one in wanted if one not in xml] == []


@pytest.mark.parametrize("year", [2019, 2024])
def test_labels_are_those_of_the_profile(year):
    from brister_analysis.reference.profiles import load_profile

    (form,) = [one for one in load_profile(REGION).forms if one.version == form_version(year)]
    ours = toml("forms")[form_version(year)]
    known = {label for field in form.fields for label in field.labels}
    assert set(ours["fields"].values()) <= known
    assert ours["part_two"] in form.first_page_ends
