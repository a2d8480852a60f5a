"""The page over time, made of the real published series."""

import pytest
from lxml import html as parser

from brister_analysis.reporting.checks import check_page
from tests.reporting.in_process import page_here


@pytest.fixture(scope="module")
def page(trends):
    return parser.fromstring(trends[0])


def cells(page, caption, column):
    rows = page.xpath(f"//table[starts-with(caption, '{caption}')]/tbody/tr")
    return [row.xpath("./*")[column].text_content() for row in rows]


def test_no_check_finds_anything(trends):
    assert check_page(trends[0], "sv", {"region": "skane", "place": "nordvastra-skane"}, trends[1]) == []


def test_in_english_published_names_have_the_codebooks_beside_them(workspace):
    html, files = page_here(workspace, "trends", language="en")
    assert check_page(html, "en", {"region": "skane", "place": "nordvastra-skane"}, files) == []
    page = parser.fromstring(html)
    (row,) = page.xpath("//section[h2/@id='ranks']//tbody/tr[th='rutiner'][td='2023']")
    assert row.xpath("string(th/@lang)") == "sv"
    assert row.xpath("td/text()")[-1] == "Routine missing or not followed"


def test_the_published_numbers_stand_with_their_intervals_and_sources(page):
    assert cells(page, "Publicerat antal", 0) == ["2019", "2020", "2021", "2022", "2023"]
    assert cells(page, "Publicerat antal", 1) == ["30", "48", "24", "29", "17"]
    assert cells(page, "Publicerat antal", 2) == ["20–43", "35–64", "15–36", "19–42", "10–27"]
    assert all(cells(page, "Publicerat antal", 3))


def test_the_exact_change_that_the_adjusted_one_does_not_confirm(page):
    row = page.xpath("//table[starts-with(caption, 'Förändring')]/tbody/tr[th='2020–2021']/td/text()")
    assert row == ["48", "24", "0,50", "0,29–0,83", "0,025", "0,18–1,41", "0,759"]


def test_what_may_be_said_and_what_not(page):
    section = page.xpath("//section[h2/@id='say']")[0].text_content()
    assert "ingen enskild förändring kan fastställas" in section
    assert "Att antalet har ökat eller minskat mellan två år" in section


def test_the_spread_is_computed(page):
    assert "4,5" in page.xpath("//header//dd/text()")


def test_every_break_in_the_figure_is_explained(page):
    marks = {
        m
        for text in page.xpath("//svg[1]//text/text()")
        for m in text.split(", ")
        if m.isalpha() and len(m) == 1
    }
    assert marks == {"A", "B", "C", "D"}
    assert [dt.split(":")[0] for dt in page.xpath("//section[h2/@id='breaks']//dt/text()")] == sorted(marks)


def test_ranks_are_a_table_and_never_a_figure(page):
    section = page.xpath("//section[h2/@id='ranks']")[0]
    assert len(section.xpath(".//tbody/tr")) == 11
    assert not section.xpath(".//svg")


def test_nothing_made_up_enters(trends):
    assert 'name="brister-synthetic" content="false"' in trends[0]
    assert not any("påhittat" in content for content in trends[1].values())


def test_the_main_points_stand_first_and_license_no_trend(page):
    first = page.xpath("//main/section[1]")[0]
    assert first.xpath("./h2/@id") == ["highlights"]
    assert len(first.xpath(".//dt")) == 5
    said = first.text_content()
    assert "Publicerade rapporter: 2019: 30, 2020: 48, 2021: 24, 2022: 29, 2023: 17." in said
    assert "ingen enskild förändring kan fastställas" in said
    assert "går 4 av 4 förändringar inte att skilja från ett oförändrat antal" in said
    assert first.xpath(".//dd/a/@href") == ["#series", "#change", "#breaks", "#method", "#ranks"]


def test_it_is_said_that_the_numbers_are_real(page):
    assert "Alla antal på sidan är verkliga" in page.xpath("//header/div[@class='notice']")[0].text_content()
