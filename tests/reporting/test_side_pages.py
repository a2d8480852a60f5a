"""The sheet for workplaces and the page in easy Swedish: beside the yearly page, and never telling more."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from lxml import html as parser
from pypdf import PdfReader

from brister_analysis.analysis.actors import direction_table
from brister_analysis.analysis.claims import may_say
from brister_analysis.analysis.refusal import Refusal
from brister_analysis.analysis.tables import cause_table, measure_table
from brister_analysis.errors import DataError
from brister_analysis.reporting.checks import check_folder, check_page, source_facts
from brister_analysis.reporting.easy_page import easy_page, easy_titles, sentences
from brister_analysis.reporting.material import gather
from brister_analysis.reporting.printing import find_browser, pdf
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.section import Fragment
from brister_analysis.reporting.side_page import links, page_html
from brister_analysis.reporting.workplace_sheet import LINE, MOST_LINES
from brister_analysis.reporting.year import YearReport
from tests.reporting.small_year import make_workspace

SHEET = "nordvastra-skane-blad.html"
EASY = "nordvastra-skane-lattlast.html"
EXPECTED = {"region": "skane", "place": "nordvastra-skane", "year": 2023}


@pytest.fixture(scope="module")
def sheet(yearly):
    return parser.fromstring(yearly[1][SHEET])


def started(workspace, language="sv"):
    """A yearly page with its causes shown."""
    request = ReportRequest("yearly_report", "skane", 2023, "nordvastra-skane", language)
    report = YearReport(workspace, request, gather(workspace, request))
    return report, report.cause_finding(cause_table(report.causes, level=report.level))


def sheet_of(workspace, licensed=True):
    """The sheet as the notebook makes it; with nothing licensed where `licensed` is False."""
    report, causes = started(workspace)
    direction = report.direction(direction_table(report.actors))
    measures = report.protected("measures", measure_table(report.measures, len(report.reports)))
    claims = [
        may_say("direction", actors=report.actors),
        may_say("causes", causes=report.causes, level=report.level),
    ]
    if not licensed:
        refused = [Refusal("most_common_cause", "analysis.claims.most_common_cause.uncertain")]
        claims = [replace(one, licensed=[], refused=refused) for one in claims]
    return report.workplace_sheet(direction, claims[0], causes, claims[1], measures)


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """A sheet of a year in which people wrote more than a sheet can hold."""
    workspace = make_workspace(tmp_path_factory.mktemp("long"))
    questions, proposals = "- Fråga?\n" * 60, "- " + "ord " * 200
    texts = f"## open_questions\n\n{questions}\n\n## recommendations\n\n{proposals}\n"
    (workspace.decisions("skane", 2023) / "texts.md").write_text(texts, encoding="utf-8")
    return page_html(sheet_of(workspace), "sv", "page.html")


def easy(workspace, markdown, language="sv"):
    path = workspace.decisions("skane", 2023) / "lattlast.md"
    path.write_text(markdown, encoding="utf-8") if markdown else path.unlink(missing_ok=True)
    report, causes = started(workspace, language)
    return easy_page(report, causes), sentences(report, causes)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return make_workspace(tmp_path_factory.mktemp("small"))


def test_no_check_finds_anything(workspace, yearly, small, long):
    expected = EXPECTED | source_facts(workspace, "skane", 2023)
    page, _ = easy(small, "## about\n\nText.\n")
    for html in (yearly[1][SHEET], long, page_html(page, "sv", "page.html")):
        assert check_page(html, "sv", expected, {}) == []


def test_the_yearly_page_links_to_them_and_they_back(yearly, sheet, small):
    assert parser.fromstring(yearly[0]).xpath("//p[@class='also']/a/@href") == [
        SHEET,
        "../../index.html#place-nordvastra-skane",
    ]
    page, _ = easy(small, "## about\n\nText.\n")
    assert f'href="{EASY}"' in links([page])
    assert sheet.xpath("//nav/a/@href")[1] == "nordvastra-skane-blad.en.html"
    assert not sheet.xpath("//nav/a/@href")[0].startswith("nordvastra-skane-blad")


def test_the_sheet_tells_three_things_each_with_its_interval_in_words(sheet):
    points = [one.text_content() for one in sheet.xpath("//ol[@class='points']/li")]
    assert len(points) == 3
    assert all("Andelen är osäker: mellan" in one for one in points)


def test_every_number_of_the_findings_stands_on_the_yearly_page(yearly, sheet):
    page = parser.fromstring(yearly[0]).text_content()
    for point in sheet.xpath("//ol[@class='points']/li"):
        counted = re.search(r"(\d+) av (\d+) rapporter(?: var)? \((\d+)\xa0%\)", point.text_content())
        between = re.search(r"mellan (\d+) och (\d+) procent", point.text_content())
        assert f"{counted[3]}\xa0%" in page
        assert f"{between[1]}–{between[2]}\xa0%" in page


def test_only_a_licensed_sentence_says_what_is_most_common(yearly, sheet, workspace):
    titles = parser.fromstring(yearly[0]).xpath("//figcaption/span[@class='message']/text()")
    heads = {"Vem rapporterar om vem?", "Vad har man gjort åt det?"}
    assert set(sheet.xpath("//ol[@class='points']/li/strong/text()")) - heads <= set(titles)
    neutral = parser.fromstring(page_html(sheet_of(workspace, licensed=False), "sv", "page.html"))
    said = neutral.xpath("//ol[@class='points']/li/strong/text()")
    assert said == ["Vem rapporterar om vem?", "Vad ligger bakom?", "Vad har man gjort åt det?"]
    assert "för få för att säga vilken orsak som är vanligast" in neutral.text_content()


def test_peoples_questions_are_shown_as_theirs(sheet):
    questions = sheet.xpath("//section[@class='open_questions']/div[@class='own']/ul/li/text()")
    assert questions == ["Vem kallar till möte?", "Hur vet vi att svaret kom fram?"]


def test_what_does_not_fit_is_counted_and_stands_in_the_report(long):
    page = parser.fromstring(long)
    shown = page.xpath("//section[@class='open_questions']//li")
    assert len(shown) == MOST_LINES
    more = f"{60 - MOST_LINES} till står i hela rapporten."
    assert page.xpath("//section[@class='open_questions']/p/text()") == [more]
    assert len("ord " * 200) > MOST_LINES * LINE
    assert not page.xpath("//section[@class='recommendations']//li")


@pytest.mark.skipif(find_browser() is None, reason="no Chromium, Chrome or Edge to print with")
def test_the_sheet_is_one_page_however_much_people_write(long):
    assert len(PdfReader(io.BytesIO(pdf(long))).pages) == 1


def test_without_peoples_words_there_is_no_easy_page(small):
    page, _ = easy(small, "")
    assert page == Fragment("")
    page, _ = easy(small, "## about\n\n<!-- Skriv här. -->\n")
    assert page == Fragment("")


def test_the_easy_page_keeps_lines_and_the_order_of_the_skeleton(small):
    page, _ = easy(small, "## you\n\nSäg det.\n\n## about\n\nEn rad.\nEn rad till.\n\n- punkt\n- punkt\n")
    assert [slug for slug, _, _ in page.sections] == ["about", "you"]
    html = page_html(page, "sv", "page.html")
    assert "En rad.<br" in html
    assert html.count("<li>punkt</li>") == 2


def test_the_easy_page_says_in_easy_words_what_is_made_up_and_what_is_real(small):
    page, _ = easy(small, "## about\n\nText.\n")
    assert page.notice.startswith("Det här är ett exempel.")
    assert page.notice.endswith("En sak är på riktigt: hur många rapporter det är.")


def test_an_english_page_only_links_to_the_easy_one(small):
    page, _ = easy(small, "## about\n\nText.\n", language="en")
    assert (page.file, page.target) == ("", EASY)
    assert "Swedish" in page.link


def test_the_sentences_offered_may_be_used_and_other_numbers_may_not(small):
    _, offered = easy(small, "## about\n\nText.\n")
    page, _ = easy(small, "## found\n\n" + "\n".join(offered) + "\nRing 1177. Nästa år är 2024.\n")
    assert len(page.sections) == 1
    with pytest.raises(DataError) as refused:
        easy(small, "## found\n\nI 431 rapporter hände det.\n")
    assert refused.value.faults[0].where == (easy_titles()["found"],)
    assert "431" not in str(refused.value)


def test_the_place_of_a_side_page_is_known_again(tmp_path, workspace, yearly):
    folder = workspace.reports("skane", 2023)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SHEET).write_text(yearly[1][SHEET], encoding="utf-8")
    checked, faults = check_folder(workspace, folder / SHEET)
    (folder / SHEET).unlink()
    assert (checked, faults) == (1, [])
