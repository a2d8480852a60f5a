"""The steps around one year's report, as a person at a terminal meets them."""

from __future__ import annotations

import pytest
import typer

from brister_analysis import guide, steps
from brister_analysis.document_steps import choose_year, make_documents
from brister_analysis.errors import EXIT_DONE, EXIT_REPORT, Fault, ReportError, UsageError
from brister_analysis.plan import Step
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    for year in ("skane/2022", "skane/2023", "stockholm/2023"):
        (tmp_path / "data" / "raw" / year).mkdir(parents=True)
    return Workspace(tmp_path, tmp_path / "data")


@pytest.fixture
def typed(monkeypatch):
    """What the person types, in turn."""
    answers: list[str] = []
    monkeypatch.setattr(typer, "prompt", lambda *_, default, **__: answers.pop(0) or default)
    return answers


def test_the_newest_year_is_taken_where_nothing_is_typed(workspace, typed):
    typed += [""]
    assert choose_year(workspace) == ("skane", 2023)


def test_a_number_that_is_none_of_the_years_is_asked_for_again(workspace, typed, capsys):
    typed += ["4", "skane", "3"]
    assert choose_year(workspace) == ("skane", 2022)
    assert capsys.readouterr().out.count("Skriv en siffra från 1 till 3.") == 2


def test_without_forms_there_is_nothing_to_choose(tmp_path):
    with pytest.raises(UsageError):
        choose_year(Workspace(tmp_path, tmp_path / "data"))


def test_the_menu_leads_to_texts_and_documents(workspace, typed, monkeypatch):
    done = []
    monkeypatch.setattr(guide, "show_status", lambda *_: done.append("status"))
    monkeypatch.setattr(guide, "write_texts", lambda *asked: done.append(("texts", *asked[1:])))
    monkeypatch.setattr(guide, "make_report", lambda *asked: done.append(("report", *asked[1:])))
    typed += ["5", "2", "8", "", "0"]
    guide.guide(workspace)
    assert done == [
        "status",
        ("texts", "stockholm", 2023, None, "sv"),
        ("report", "skane", 2023, None, "sv", ("docx", "pdf")),
    ]


def test_the_menu_stands_when_a_step_tells_a_fault(workspace, typed, monkeypatch, capsys):
    def stopped(*_):
        raise UsageError(Fault("cli.nothing"))

    monkeypatch.setattr(guide, "show_status", stopped)
    typed += ["7", "x", "0"]
    guide.guide(workspace)
    told = capsys.readouterr()
    assert "Det finns inga sidor än." in told.err
    assert "Skriv en siffra från 0 till 9." in told.out
    assert told.out.count("Vad vill du göra?") == 3


def test_the_menu_leads_to_coding_sheets(workspace, typed, monkeypatch):
    done = []
    monkeypatch.setattr(guide, "show_status", lambda *_: None)
    monkeypatch.setattr(guide, "write_sheet", lambda *asked: done.append(asked[1:]))
    monkeypatch.setattr(guide, "collect_and_tell", lambda *asked: done.append(asked[1:]))
    typed += ["3", "", "A", "4", "2", "0"]
    guide.guide(workspace)
    assert done == [("skane", 2023, "A"), ("stockholm", 2023)]


def test_one_document_that_fails_does_not_stop_the_other(workspace, monkeypatch, capsys):
    def made(found, request, kind):
        if kind == "pdf":
            raise ReportError(Fault("documents.pdf.no_browser"))
        return (found.reports() / request.page).with_suffix(".docx")

    monkeypatch.setattr("brister_analysis.reporting.documents.make_document", made)
    request = ReportRequest("yearly_report", "skane", 2023)
    assert make_documents(workspace, request, ("pdf", "docx")) == EXIT_REPORT
    told = capsys.readouterr()
    assert "Spara som PDF" in told.err
    assert "reports/skane/2023/skane.docx" in told.out


def test_a_build_tells_what_people_wrote_that_no_page_shows(workspace, monkeypatch, capsys):
    (workspace.root / "brister.toml").touch()
    decided = workspace.decisions("skane", 2023)
    decided.mkdir(parents=True)
    (decided / "texts.md").write_text("## sumary\n\nBorta.\n", encoding="utf-8")
    request = ReportRequest("yearly_report", "skane", 2023)
    monkeypatch.setattr(steps, "take_in_and_tell", lambda *_, **__: EXIT_DONE)
    monkeypatch.setattr("brister_analysis.plan.plan", lambda *_: [Step(request, {}, "new")])
    monkeypatch.setattr("brister_analysis.pipeline.build", lambda *_: [])
    assert steps.build_pages(workspace) == EXIT_DONE
    assert "Rubrik nummer 1 är inget av sidans avsnitt" in capsys.readouterr().err


@pytest.fixture
def written(workspace):
    """A year's texts with lone first names, which the leak gate lets pass."""
    (workspace.root / "brister.toml").touch()
    decided, source = workspace.decisions("skane", 2023), workspace.raw("skane", 2023) / "SOURCE.toml"
    decided.mkdir(parents=True)
    source.write_text(
        'synthetic = false\n[public_persons]\ngroup = ["Viveka Ljungaskog"]\n', encoding="utf-8"
    )
    (decided / "texts.md").write_text(
        "## summary\n\nOtto fick vänta i tre veckor. **Dr Mbwana** svarade inte.\n"
        "## purpose\n\nVi samlar in rapporter från Ängelholm och Helsingborg för att lära.\n"
        "## group\n\nViveka Ljungaskog, psykiatrin. Samordnare är Viveka Ljungaskogs ersättare.\n"
        "## themes\n\nViveka Ljungaskog har läst.\n",
        encoding="utf-8",
    )
    (decided / "lattlast.md").write_text("## about\n\nOtto fick ingen hjälp.\n", encoding="utf-8")
    return workspace


def test_sections_that_may_name_somebody_are_told_by_name_and_count(written, capsys):
    steps.tell_about_texts(written, ReportRequest("yearly_report", "skane", 2023))
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(" ser ut")[0] for line in told] == [
        "- Sammanfattning och analys: Avsnittet",
        "- Brister som gruppen vill lyfta: Avsnittet",
        "- Vad handlar det om?: Avsnittet",
    ]
    assert [line.partition("antal: ")[2][:2] for line in told] == ["2)", "1)", "1)"]
    assert not {"Otto", "Mbwana", "Viveka"} & set("".join(told).replace(",", " ").split())


def test_english_texts_are_not_looked_through_by_a_finder_of_swedish_names(written, capsys):
    path = written.decisions("skane", 2023) / "texts.en.md"
    path.write_text("## summary\n\nMost things that matter went well.\n", encoding="utf-8")
    steps.tell_about_texts(written, ReportRequest("yearly_report", "skane", 2023, language="en"))
    assert capsys.readouterr().err == ""
