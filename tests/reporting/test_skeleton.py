"""What people need to write for a year is laid out for them, and what they wrote is never touched."""

from __future__ import annotations

import pytest
from docx import Document

from brister_analysis.errors import CheckRefused, ReportError
from brister_analysis.reporting.documents import drop_outdated, make_document
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.skeleton import write_skeletons
from brister_analysis.reporting.texts import heading_slugs, read_texts
from brister_analysis.reporting.year_texts import read_year_texts
from tests.reporting.small_year import make_workspace

PAGE = (
    "<!doctype html><html lang='sv'><head><title>Påhittat: Brister</title></head><body><header></header>"
    "<main><section><h2 id='purpose'>Syfte</h2><p>Chefer och medarbetare.</p></section></main></body></html>"
)
PLACE = ("skane", 2023, "nordvastra-skane")


@pytest.fixture
def year(tmp_path):
    found = make_workspace(tmp_path)
    (found.decisions("skane", 2023) / "texts.md").unlink()
    before = found.decisions("skane", 2022)
    before.mkdir(parents=True)
    (before / "texts.md").write_text("## open_questions\n\n- Vem -- ringer?\n", encoding="utf-8")
    return found


def written(workspace, language="sv"):
    found = write_skeletons(workspace, *PLACE, language)
    folder = workspace.decisions("skane", 2023)
    return found, {one.path.name: (folder / one.path.name).read_bytes() for one in found}


def test_the_skeleton_has_the_pages_sections_in_its_order_and_no_text_of_its_own(year):
    found, _ = written(year)
    assert [(one.path.name, one.new) for one in found] == [
        ("texts.md", True),
        ("texts.docx", True),
        ("lattlast.md", True),
        ("lattlast.docx", True),
    ]
    slugs = heading_slugs(found[0].path)
    assert slugs[:3] == ["title", "purpose", "compiled_by"]
    assert slugs[-3:] == ["open_questions", "recommendations", "group"]
    assert read_texts(found[0].path) == {}
    assert read_year_texts(year, "skane", 2023, "sv").sections == {}


def test_causes_stand_with_the_most_common_first(year):
    found, _ = written(year)
    causes = [slug for slug in heading_slugs(found[0].path) if slug.startswith("cause-")]
    headings = [p.text for p in Document(found[1].path).paragraphs if p.style.name == "Heading 1"]
    assert len(causes) > 3
    assert next(one for one in headings if one.startswith("Orsak: ")) == "Orsak: SIP"
    assert causes[0] == "cause-sip"


def test_last_years_questions_are_quoted_for_follow_up_and_cannot_end_the_comment(year):
    found, content = written(year)
    assert "Vem –" in content["texts.md"].decode()
    assert "open_questions" not in read_texts(found[0].path)


def test_a_second_time_changes_no_byte(year):
    _, first = written(year)
    found, second = written(year)
    assert second == first
    assert [one.headings for one in found] == [()] * 4


def test_what_people_wrote_stays_and_only_missing_headings_are_added(year):
    path = year.decisions("skane", 2023) / "texts.md"
    mine = "## purpose\r\n\r\nMin text.\r\n"
    path.write_bytes(mine.encode())
    found, content = written(year)
    assert content["texts.md"].startswith(mine.encode())
    assert b"\n" not in content["texts.md"].replace(b"\r\n", b"")
    assert not found[0].new
    assert "Syfte" not in found[0].told()
    assert read_texts(path) == {"purpose": "Min text."}
    said = "\n".join(p.text for p in Document(found[1].path).element.body.xpath(".//w:sdtContent/w:p"))
    assert "redan skrivet i texts.md" in said


def test_the_easy_text_offers_sentences_with_numbers_that_are_shown(year):
    _, content = written(year)
    assert "Vi räknar 17 rapporter för år 2023." in content["lattlast.md"].decode()


def test_english_texts_come_without_the_easy_one(year):
    found, content = written(year, "en")
    assert [one.path.name for one in found] == ["texts.en.md", "texts.en.docx"]
    assert "Write under each heading" in content["texts.en.md"].decode()


def test_where_nobody_has_decided_causes_it_says_when_they_come(year):
    (year.decisions("skane", 2023) / "coding" / "decisions.csv").unlink()
    found, content = written(year)
    assert [slug for slug in heading_slugs(found[0].path) if slug.startswith("cause-")] == []
    assert "inte bestämt årets orsaker än" in content["texts.md"].decode()


@pytest.fixture
def page(year):
    request = ReportRequest("yearly_report", *PLACE)
    path = year.reports() / request.page
    path.parent.mkdir(parents=True)
    path.write_text(PAGE, encoding="utf-8")
    return request


def test_a_page_becomes_a_document_beside_it(year, page):
    made = make_document(year, page, "docx")
    assert made == (year.reports() / page.page).with_suffix(".docx")
    assert Document(made).paragraphs[0].text.startswith("Påhittat: ")


def test_a_draft_people_have_worked_in_is_not_replaced(year, page):
    made = make_document(year, page, "docx")
    before = made.read_bytes()
    assert make_document(year, page, "docx").read_bytes() == before
    draft = Document(made)
    draft.add_paragraph("Vårt eget.")
    draft.save(made)
    edited = made.read_bytes()
    with pytest.raises(ReportError) as refused:
        make_document(year, page, "docx")
    assert refused.value.faults[0].key == "documents.edited"
    assert made.read_bytes() == edited


def test_documents_of_an_older_page_are_taken_away_but_not_peoples(year, page):
    lying = year.reports() / page.page
    made = make_document(year, page, "docx")
    drop_outdated(lying, lying)
    assert made.exists()
    renewed = year.root / "staged" / lying.name
    renewed.parent.mkdir()
    renewed.write_text("<html></html>", encoding="utf-8")
    drop_outdated(lying, renewed)
    assert not made.exists()
    withdrawn = lying.with_name("nordvastra-skane-lattlast.html")
    withdrawn.touch()
    made.write_bytes(b"people's own")
    drop_outdated(lying, renewed)
    assert made.read_bytes() == b"people's own"
    assert not withdrawn.exists()


def test_a_table_the_new_page_no_longer_shows_is_taken_away(tmp_path):
    lying, renewed = tmp_path / "sida.html", tmp_path / "ny" / "sida.html"
    renewed.parent.mkdir()
    for name in ("sida-kvar.csv", "sida-borta.csv", "annan.csv"):
        (tmp_path / name).touch()
    renewed.with_name("sida-kvar.csv").touch()
    lying.write_text('<a href="sida-kvar.csv"></a><a href="sida-borta.csv"></a>', encoding="utf-8")
    renewed.write_text('<a href="sida-kvar.csv"></a>', encoding="utf-8")
    drop_outdated(lying, renewed)
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["annan.csv", "sida-kvar.csv"]


def test_a_name_that_a_form_held_stops_the_document(year, page, monkeypatch):
    path = year.reports() / page.page
    path.write_text(
        path.read_text(encoding="utf-8").replace("Chefer och", "Torgny Skogslund och"), encoding="utf-8"
    )
    monkeypatch.setattr("brister_analysis.reporting.held_names.held_names", lambda *_: ["Torgny Skogslund"])
    with pytest.raises(CheckRefused):
        make_document(year, page, "docx")
    assert not path.with_suffix(".docx").exists()
    assert not year.staging().exists()
