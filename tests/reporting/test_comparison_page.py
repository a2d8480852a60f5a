"""The page that puts regions side by side, from notebook to HTML, on three small made-up regions."""

import csv
import io
import re

import openpyxl
import pytest
from lxml import html as parser

from brister_analysis.reporting.checks import check_page
from brister_analysis.reporting.convert import to_html
from tests.reporting.in_process import QUESTIONS, run_here
from tests.reporting.small_regions import make_regions

ASKED = {"regions": ["vastra-gotaland", "skane", "stockholm"], "years": [2023, 2024]}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    workspace = make_regions(tmp_path_factory.mktemp("regions"))
    executed = run_here(workspace, "region_comparison", **ASKED)
    return to_html(executed, "sv", "jamforelse.en.html", "../../index.html")


@pytest.fixture(scope="module")
def made(files):
    return files[0], {name: one if isinstance(one, str) else "" for name, one in files[1].items()}


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
    why = section(page, "ladder").xpath(".//tbody/tr/td[3]")
    for slug, state, reason in zip(slugs, states, why, strict=True):
        # What is not wholly compared has a reason, and whatever a section refuses is no "yes".
        assert bool(reason.text_content()) == (state != "Ja")
        assert state != "Ja" or not refused(page, slug)


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
    assert any("inte inlagd här" in one and "SCB (tabell BE0101)" in one for one in refused(page, "volume"))


def test_who_reports_about_whom_is_compared_with_intervals(page):
    row = section(page, "direction").xpath(".//tr[th='Kommun om region']")[0]
    assert row.xpath("./td[1]")[0].text_content() == "67\N{NO-BREAK SPACE}%47–83"


def test_what_regions_collect_differently_stands_side_by_side_as_reporting_only(page):
    rows = {
        row[0].text: [td.text_content() for td in row[1:]]
        for row in section(page, "ladder").xpath(".//tbody/tr")
    }
    for part in ("Antal rapporter (även per invånare)", "Vem rapporterar om vem", "Orsaker"):
        assert rows[part][0] == "Delvis"
        assert "samlar inte in samma sak" in rows[part][2]
    assert "Bara Västra Götaland har uppgiften" in rows["Dialog och svar"][2]
    assert "ingen rangordning" not in rows["Dialog och svar"][2]
    under = " ".join(section(page, "volume").xpath(".//p[@class='under']//text()"))
    assert "vuxenpsykiatrin" in under
    assert "inte går att läsa" not in under
    assert "går inte att läsa som en rangordning" in under


def test_a_caption_names_the_regions_that_have_numbers_and_no_other(page):
    (what,) = section(page, "dialogue").xpath(
        ".//table[contains(@class, 'regions')]//span[@class='what']/text()"
    )
    assert what.startswith("Andel av rapporterna som har fått svar inom 60 dagar")
    assert ", Västra Götaland, 2023–2024" in what
    (drawn,) = section(page, "dialogue").xpath(".//figcaption/span[@class='what']/text()")
    assert ", Västra Götaland, 2023–2024" in drawn
    assert "Stockholm, Nordvästra Skåne och Västra Götaland" in section(page, "direction").text_content()


def test_that_groups_are_not_calibrated_stands_before_the_causes(page):
    own = section(page, "causes")
    remark = own.xpath("./p[@class='remark'][contains(., 'ej kalibrerat')]")[0]
    assert remark.xpath("following-sibling::figure") or remark.xpath("following::figure[1]")
    assert not remark.xpath("preceding-sibling::figure | preceding-sibling::div[@class='table']")


def test_what_is_real_in_a_file_of_made_up_reports_is_told_row_by_row(made):
    rows = list(
        csv.DictReader(io.StringIO(made[1]["jamforelse-antal.csv"].removeprefix("\ufeff")), delimiter=";")
    )
    told = {(row["region"], row["år"]): row["påhittat"] for row in rows}
    assert told["Nordvästra Skåne", "2023"].startswith("ja, utom: rapporter, nedre gräns för rapporter, övre")
    assert told["Stockholm", "2024"] == "ja, utom: kommuner i området, folkmängd"
    one = next(row for row in rows if row["region"] == "Stockholm" and row["år"] == "2024")
    assert (one["rapporter"], one["kommuner i området"], one["folkmängd"]) == ("30", "26", "2473307")


def test_the_workbook_has_numbers_as_numbers_and_says_what_is_real(files):
    book = openpyxl.load_workbook(io.BytesIO(files[1]["jamforelse-tabeller.xlsx"]))
    said = [f"{row[0]}: {row[1]}" for row in book.worksheets[0].iter_rows(values_only=True)]
    assert any("Verkligt är antalet rapporter för Nordvästra Skåne 2023" in one for one in said)
    assert any(one.startswith("Källa: SCB") for one in said)
    signs = {"..", "–", "nedan", "ovan"}
    for sheet in book.worksheets[1:]:
        for column in sheet.iter_cols(min_row=2):
            numbers = [cell.value for cell in column if cell.value not in signs]
            written = [one for one in numbers if isinstance(one, str) and re.fullmatch(r"[\d,.]+", one)]
            assert not written or column[0].column <= 3, "a year is a label, every other number a number"


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
        several = len(table.xpath(".//th[@scope='colgroup']")) > 1
        assert ("samlar inte in samma sak" if several else "Vad som samlas in") in under
