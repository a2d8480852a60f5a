"""The page over time, made of the real published series."""

import json

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
    assert cells(page, "Publicerat antal", 3) == ["10–88", "21–112", "7–80", "10–86", "4–71"]
    assert all(cells(page, "Publicerat antal", 4))


def test_the_files_say_where_the_numbers_were_published(trends):
    (package,) = [json.loads(one) for name, one in trends[1].items() if name.endswith(".datapackage.json")]
    assert package["synthetic"] is False
    titles = [one["title"] for one in package["sources"]]
    assert any("Brister i samverkan 2023" in one for one in titles)
    assert len(titles) == len(set(titles))


def test_the_figure_says_which_interval_may_be_compared(page):
    section = page.xpath("//section[h2/@id='series']")[0]
    assert "Den heldragna linjen är det justerade intervallet" in section.xpath("string(.//figcaption)")
    assert "2020: 48 rapporter (exakt intervall 35–64, justerat 21–112)." in section.text_content()


def test_compared_are_years_in_a_row_and_the_ends_whatever_their_numbers(page):
    pairs = ["2019–2020", "2020–2021", "2021–2022", "2022–2023", "2019–2023"]
    assert cells(page, "Förändring", 0) == pairs
    assert "Regeln är samma för alla serier" in page.xpath("//section[h2/@id='change']")[0].text_content()


def test_the_exact_change_that_the_adjusted_one_does_not_confirm(page):
    row = page.xpath("//table[starts-with(caption, 'Förändring')]/tbody/tr[th='2020–2021']/td/text()")
    assert row == ["48", "24", "0,50", "0,29–0,83", "0,032", "0,12–2,17", "1,000"]


def test_what_may_be_said_and_what_not(page):
    section = page.xpath("//section[h2/@id='say']")[0].text_content()
    assert "ingen enskild förändring kan fastställas" in section
    assert "Att antalet har ökat eller minskat mellan två år" in section


def test_the_spread_is_computed(page):
    assert "4,5" in page.xpath("//header//dd/text()")


@pytest.mark.parametrize("slug", ["highlights", "change", "method"])
def test_the_spread_has_its_interval_and_its_test_wherever_something_rests_on_it(page, slug):
    section = page.xpath(f"//section[h2/@id='{slug}']")[0].text_content()
    assert "1,6–37" in section
    assert "p = 0,001" in section.replace("\xa0", " ")


def test_a_series_too_short_to_establish_anything_says_so(page):
    for slug in ("highlights", "change"):
        section = page.xpath(f"//section[h2/@id='{slug}']")[0].text_content()
        assert "Med färre än 19 år kan beräkningen inte fastställa någon förändring" in section


def test_every_break_in_the_figure_is_explained(page):
    marks = {
        m
        for text in page.xpath("//svg[1]//text/text()")
        for m in text.split(", ")
        if m.isalpha() and len(m) == 1
    }
    # Only what touches the number is drawn over the numbers; the rest stands below without a letter.
    assert marks == {"A"}
    number, causes = page.xpath("//section[h2/@id='breaks']/dl")
    assert number.xpath("./dt/text()") == ["A: från 2020 till och med 2021"]
    assert causes.xpath("./dt/text()") == ["från 2020", "från 2022", "från 2023"]


def test_the_pandemic_is_marked_where_it_began_and_where_it_ended(page):
    drawn = page.xpath(
        "(//section[h2/@id='series']//*[local-name()='svg'])[1]//*[local-name()='text']/text()"
    )
    assert drawn.count("A") == 2


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
    assert "Kända brott: 1 i antalet och 3 i orsakerna." in said
    assert "på ett arbetsplatsmöte" in said
    assert "Publicerade rapporter: 2019: 30, 2020: 48, 2021: 24, 2022: 29, 2023: 17." in said
    assert "ingen enskild förändring kan fastställas" in said
    assert "går 5 av 5 förändringar inte att skilja från ett oförändrat antal" in said
    assert first.xpath(".//dd/a/@href") == ["#series", "#change", "#breaks", "#method", "#ranks"]


def test_it_is_said_that_the_numbers_are_real(page):
    assert "Alla antal på sidan är verkliga" in page.xpath("//header/div[@class='notice']")[0].text_content()
