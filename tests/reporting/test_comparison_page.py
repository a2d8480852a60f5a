"""The page that puts regions side by side, from notebook to HTML, on three small made-up regions."""

import pytest
from lxml import html as parser

from brister_analysis.reporting.checks import check_page
from tests.reporting.in_process import page_here
from tests.reporting.small_regions import make_regions

QUESTIONS = [
    "Vad rapporterades?",
    "Hur säkert är det?",
    "Vad går inte att jämföra?",
    "Vad är dolt, och varför?",
    "Vad kan min arbetsplats göra?",
]
ASKED = {"regions": ["vastra-gotaland", "skane", "stockholm"], "years": [2023, 2024]}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return page_here(make_regions(tmp_path_factory.mktemp("regions")), "region_comparison", **ASKED)


@pytest.fixture(scope="module")
def page(made):
    return parser.fromstring(made[0])


def section(page, slug):
    return page.xpath(f"//section[h2/@id='{slug}']")[0]


def refused(page, slug):
    rows = section(page, slug).xpath(".//table[starts-with(caption, 'Går inte')]/tbody/tr")
    return [" | ".join(cell.text_content() for cell in row) for row in rows]


def test_no_check_finds_anything(made):
    assert check_page(made[0], "sv", {"place": "jamforelse"}, made[1]) == []


def test_the_ladder_is_climbed_from_the_ground(page):
    slugs = page.xpath("//main/section/h2/@id")[:10]
    assert slugs == [
        "highlights", "collected", "ladder", "volume", "direction", "target_group", "process_step",
        "agreement", "dialogue", "causes",
    ]  # fmt: skip


def answers(page):
    told = section(page, "highlights")
    return dict(
        zip(told.xpath(".//dt/text()"), [dd.text_content() for dd in told.xpath(".//dd")], strict=True)
    )


def test_five_questions_are_answered_first_with_numbers_of_the_tables(page):
    told = answers(page)
    assert list(told) == QUESTIONS
    assert "Stockholm 60, Nordvästra Skåne 37 och Västra Götaland 80" in told[QUESTIONS[0]]
    assert "67\N{NO-BREAK SPACE}% (Stockholm 2024)" in told[QUESTIONS[0]]
    assert "samlar inte in samma sak" in told[QUESTIONS[2]]
    assert not any(word in told[QUESTIONS[0]] for word in ("mest", "flest", "högst", "lägst"))


def test_parts_are_counted_alike_in_head_table_main_points_and_sections(page):
    facts = dict(zip(page.xpath("//header//dt/text()"), page.xpath("//header//dd/text()"), strict=True))
    states = section(page, "ladder").xpath(".//tbody/tr/td[1]/text()")
    for state, words in (("Ja", "helt"), ("Delvis", "till en del"), ("Nej", "inte")):
        told = [count for what, count in facts.items() if f"delar går {words} att jämföra" in what]
        assert told == ([str(states.count(state))] if state in states else [])
    slugs = ["volume", "direction", "target_group", "process_step", "agreement", "dialogue", "causes"]
    for slug, state in zip(slugs, states, strict=True):
        assert bool(refused(page, slug)) == (state != "Ja")


def test_cells_have_plain_words_and_no_double_dots(page):
    text = section(page, "direction").text_content()
    assert "övr." not in text
    assert "egna:" not in text
    assert "nedan" not in " ".join(page.xpath("//details//li/text()"))
    for line in page.xpath("//details//li"):
        assert ".." not in line.text_content()


def test_which_figures_are_real_is_said(page):
    (notice,) = page.xpath("//header/div[@class='notice']")
    assert "Folkmängden är verklig (SCB)" in notice.text_content()
    assert "Verkligt är antalet rapporter för Nordvästra Skåne 2023." in notice.text_content()


def test_regions_stand_in_the_order_of_their_codes_whatever_was_asked(page):
    for table in page.xpath("//table[contains(@class, 'regions')]"):
        names = table.xpath(".//th[@scope='colgroup']/text()")
        assert names == [one for one in ("Stockholm", "Nordvästra Skåne", "Västra Götaland") if one in names]
    assert "ingen rangordning" in section(page, "collected").text_content()


def test_what_each_region_collects_stands_before_any_figure(page):
    told = section(page, "collected").text_content()
    for part in ("BUS", "delområdet Nordvästra Skåne", "vuxenpsykiatrin", "(8 kommuner)", "Bara avsteg"):
        assert part in told


def test_a_rate_stands_only_where_the_population_is_known(page):
    rows = {row[0].text: [td.text for td in row[1:]] for row in section(page, "volume").xpath(".//tbody/tr")}
    assert rows["Stockholm 2023"][3:] == ["–", "–", "–"]
    assert rows["Stockholm 2024"][0] == "30"
    assert "–" not in rows["Stockholm 2024"]
    assert any("Folkmängden är inte känd" in one and "SCB" in one for one in refused(page, "volume"))


def test_who_reports_about_whom_is_compared_with_intervals(page):
    row = section(page, "direction").xpath(".//tr[th='Kommun om region']")[0]
    assert row.xpath("./td[1]")[0].text_content() == "67\N{NO-BREAK SPACE}%47–83"


def test_what_a_form_sets_by_itself_is_no_answer(page):
    assert section(page, "target_group").xpath(".//svg") == []
    assert (
        "Stockholm 2023–2024; Nordvästra Skåne 2023–2024; Västra Götaland 2023–2024"
        in refused(page, "target_group")[0]
    )


def test_agreements_of_different_regions_are_refused(page):
    assert "ingen av dem finns i mer än en region" in refused(page, "agreement")[0]


def test_causes_of_a_year_nobody_coded_or_coded_in_own_names_are_refused(page):
    told = refused(page, "causes")
    assert any("Västra Götaland 2023" in one and "inte kodat" in one for one in told)
    assert any("Nordvästra Skåne 2023" in one and "egna namn" in one for one in told)
    heads = section(page, "causes").xpath(".//table[contains(@class, 'regions')]/thead/tr[2]/th/text()")
    assert [head.split()[0] for head in heads] == ["2023", "2024", "2024", "2024"]
    assert "ej kalibrerat" in section(page, "causes").text_content()


def test_each_refusal_says_what_why_and_what_would_make_it_possible(page):
    tables = page.xpath("//table[starts-with(caption, 'Går inte')]")
    assert len(tables) >= 5
    for table in tables:
        assert all(cell.text_content().strip() for cell in table.xpath("./tbody/tr/*"))


def test_nothing_hidden_is_in_a_file(made):
    assert {name.rsplit("-", 1)[-1] for name in made[1]} >= {"antal.csv", "orsaker.csv"}
    assert not any("Hemlig" in content for content in [made[0], *made[1].values()])


def test_what_the_regions_collect_stands_with_each_table_too(page):
    for table in page.xpath("//table[contains(@class, 'regions')]"):
        under = " ".join(table.xpath("../following-sibling::p[@class='under']//text()"))
        assert "samlar inte in samma sak" in under
