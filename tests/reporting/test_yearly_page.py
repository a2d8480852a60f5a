"""The yearly page, from notebook to HTML, on a small made-up year."""

import re

import pytest
from lxml import html as parser

from brister_analysis.coding.suggest import Suggestion
from brister_analysis.errors import CheckRefused
from brister_analysis.reporting.checks import check_page, source_facts
from tests.reporting.in_process import page_here
from tests.reporting.small_year import make_workspace

SECRET = "Hemlig"


@pytest.fixture(scope="module")
def page(yearly):
    return parser.fromstring(yearly[0])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_check_finds_anything(request, workspace, language):
    html, files = request.getfixturevalue("yearly" if language == "sv" else "yearly_english")
    expected = {"region": "skane", "place": "nordvastra-skane", "year": 2023}
    assert check_page(html, language, expected | source_facts(workspace, "skane", 2023), files) == []


def test_sections_stand_in_the_regions_order(page):
    slugs = page.xpath("//main/section/h2/@id")
    assert slugs[:5] == ["highlights", "purpose", "compiled_by", "direction", "accounting"]
    assert (
        slugs.index("causes")
        < slugs.index("group")
        < slugs.index("comparability")
        < slugs.index("provenance")
        == len(slugs) - 2
    )
    assert page.xpath("//nav//a/@href") == [f"#{slug}" for slug in slugs[:-1]]


def test_the_first_table_is_who_reports_about_whom(page):
    assert page.xpath("//table/caption/text()")[0] == "Vem som rapporterar om vem"


def test_the_title_is_peoples_and_says_that_the_data_is_made_up(page):
    assert page.xpath("//h1/text()") == ["Påhittat: Kommunikationen brister oftast"]


def test_peoples_text_is_shown_and_cannot_do_harm(page):
    own = page.xpath("//section[h2/@id='purpose']//div[@class='own']")[0]
    assert own.xpath(".//h3/text()") == ["Vem läser?"]
    assert "<script>alert(1)</script>" in own.text_content()
    assert not page.xpath("//script")


def test_a_missing_text_is_told_to_readers_without_instructions_to_writers(page):
    absent = page.xpath("//section[h2/@id='summary']//p[@class='absent']/text()")
    assert absent == ["Arbetsgruppen har inte skrivit den här delen än."]
    assert "texts.md" not in page.xpath("//main")[0].text_content()


def test_both_bases_are_printed_with_their_intervals(page):
    table = page.xpath("//table[starts-with(caption, 'Orsaker med')]")[0]
    headings = [th.text_content() for th in table.xpath("./thead//th")]
    assert headings[2] == "Andel av rapporternaav 17 rapporter"
    assert re.fullmatch(r"Andel av omnämnandenaav \d+ omnämnanden", headings[4])
    assert [th for th in headings if "intervall" in th] == ["95 % intervall", "95 % intervall (omnämnanden)"]


def test_numbers_are_written_in_swedish(page):
    cells = page.xpath("//td[@class='number']/text()")
    assert any(re.fullmatch(r"\d+\xa0%", cell) for cell in cells)
    assert not any(re.search(r"\d\.\d", cell) for cell in cells)


def test_made_up_data_says_so_wherever_it_can_be_taken(page, yearly):
    assert all("(påhittade uppgifter)" in one.text_content() for one in page.xpath("//figcaption"))
    assert all(alt.startswith("Påhittade uppgifter.") for alt in page.xpath("//svg/@aria-label"))
    for content in (content for name, content in yearly[1].items() if name.endswith(".csv")):
        lines = content.splitlines()
        assert lines[0].endswith(";påhittat")
        assert all(line.endswith(";ja") for line in lines[1:])


def test_no_text_of_a_report_is_on_the_page_or_beside_it(yearly, yearly_english):
    for html, files in (yearly, yearly_english):
        assert SECRET not in html
        assert not any(SECRET in content for content in files.values())


def test_the_number_read_agrees_with_the_published_one(page):
    assert (
        "stämmer med det som är publicerat" in page.xpath("//section[h2/@id='accounting']")[0].text_content()
    )


@pytest.mark.parametrize("reports", [16, 18])
def test_one_report_off_the_published_number_is_refused(tmp_path, reports):
    with pytest.raises(CheckRefused) as error:
        page_here(make_workspace(tmp_path, reports=reports), "yearly_report")
    (fault,) = error.value.faults
    assert fault.values["read"] == reports
    assert fault.values["published"] == 17


def test_suggested_causes_say_so_at_the_top(tmp_path, monkeypatch):
    def suggest(texts):
        return [[Suggestion("routines", 0.9, True, ()), Suggestion("trust", 0.1, False, ())] for _ in texts]

    monkeypatch.setattr("brister_analysis.coding.suggest.suggest_causes", suggest)
    workspace = make_workspace(tmp_path)
    (workspace.decisions("skane", 2023) / "coding" / "decisions.csv").unlink()
    html, _ = page_here(workspace, "yearly_report")
    page = parser.fromstring(html)
    notices = [one.text_content() for one in page.xpath("//header//div[@class='notice']")]
    assert notices[1].startswith("Orsakerna på sidan är förslag från programmet.")
    assert "Förslag jämförs aldrig" in page.xpath("//section[h2/@id='comparability']")[0].text_content()


def test_real_data_never_says_made_up(tmp_path):
    html, files = page_here(make_workspace(tmp_path, synthetic=False), "yearly_report")
    shown = parser.fromstring(html)
    assert 'name="brister-synthetic" content="false"' in html
    assert "påhittade uppgifter" not in shown.xpath("//main")[0].text_content().lower().replace(
        "påhittade uppgifternej", ""
    )
    assert not any("påhittat" in content for content in files.values())


def test_few_reports_hide_what_is_small(tmp_path):
    workspace = make_workspace(tmp_path, year=2024, reports=8)
    html, files = page_here(workspace, "yearly_report", year=2024)
    causes = next(content for name, content in files.items() if name.endswith("-orsaker-gemensam-kodbok.csv"))
    counts = [line.split(";")[3] for line in causes.splitlines()[1:]]
    assert ".." in counts
    assert not {"1", "2", "3", "4"} & set(counts)
    assert ".. Dolt." in html


@pytest.mark.parametrize(("reports", "area"), [(0, "nordvastra-skane"), (1, "nordvastra-skane"), (12, None)])
def test_a_year_of_nearly_nothing_and_a_whole_region_have_pages_too(tmp_path, reports, area):
    workspace = make_workspace(tmp_path, year=2024, reports=reports)
    html, files = page_here(workspace, "yearly_report", year=2024, area=area)
    expected = {"region": "skane", "year": 2024, "place": area or "skane"}
    assert check_page(html, "sv", expected | source_facts(workspace, "skane", 2024), files) == []
    assert f"<dd>{reports}</dd>" in html


def test_the_page_names_what_it_is_made_from(page):
    fingerprint = page.xpath("//meta[@name='brister-data']/@content")[0]
    assert re.fullmatch("[0-9a-f]{64}", fingerprint)
    assert page.xpath("//dd[@class='hash']/text()")[0] == fingerprint


def test_two_years_do_not_carry_the_same_figures(yearly, tmp_path):
    other, _ = page_here(make_workspace(tmp_path, year=2020, reports=48), "yearly_report", year=2020)
    pages = [parser.fromstring(html) for html in (yearly[0], other)]
    hashes = {one.xpath("//meta[@name='brister-data']/@content")[0] for one in pages}
    assert len(hashes) == 2
    alts = [one.xpath("//section[h2/@id='causes']//svg/@aria-label")[0] for one in pages]
    assert alts[0] != alts[1]


def test_no_raw_column_name_stands_for_a_field(page):
    fields = page.xpath("//table[starts-with(caption, 'Hur fullständigt')]/tbody/tr/th/text()")
    assert fields
    assert not any("_" in field for field in fields)


def test_every_field_that_a_form_can_ask_for_has_a_name():
    from brister_analysis.intake.contracts import record
    from brister_analysis.language import catalogue
    from brister_analysis.reference.profiles import load_profile

    columns = {column["name"] for column in record("reports")["columns"]}
    for slug in ("skane", "stockholm", "vastra-gotaland"):
        asked = {field.column for form in load_profile(slug).forms for field in form.fields} & columns
        for language in ("sv", "en"):
            assert asked <= set(catalogue(language, "page")["fields"])


def test_why_a_form_was_not_counted_is_told_with_its_number(page):
    section = page.xpath("//section[h2/@id='accounting']")[0]
    assert section.xpath(".//tr[th='Samma rapport igen']/td/text()") == ["2"]
    assert section.xpath(".//tr[th='Inte en brist i samverkan']/td/text()") == ["1"]


def test_a_title_names_its_place_once(workspace):
    from brister_analysis.reporting.material import gather
    from brister_analysis.reporting.request import ReportRequest
    from brister_analysis.reporting.year import YearReport

    request = ReportRequest("yearly_report", "skane", 2023, "nordvastra-skane").checked(workspace)
    material = gather(workspace, request)
    material.texts.pop("title")
    assert (
        YearReport(workspace, request, material).head().title
        == "Påhittat: Rapporterade brister i samverkan 2023: Nordvästra Skåne"
    )
    object.__setattr__(material, "place", "samverkan")
    assert (
        YearReport(workspace, request, material).head().title
        == "Påhittat: Rapporterade brister i samverkan 2023"
    )


def test_the_declaration_has_the_five_headings_and_what_can_be_computed_of_non_response(page):
    section = page.xpath("//section[h2/@id='quality']")[0]
    headings = section.xpath(".//h3/text()")
    assert headings[:5] == [
        "Relevans",
        "Tillförlitlighet",
        "Aktualitet och punktlighet",
        "Tillgänglighet och tydlighet",
        "Jämförbarhet och samanvändbarhet",
    ]
    said = section.text_content()
    assert "Det här är inte officiell statistik." in said
    assert "3 av 20 inlästa blanketter räknas inte" in said
    assert re.search(r"Av alla fält som blanketterna frågar efter är \d+\xa0% ifyllda", said)


def test_how_soon_reports_come_in_is_told_where_the_dates_are_known():
    from types import SimpleNamespace

    import pandas as pd

    from brister_analysis.reporting import year_parts
    from tests.reporting.test_parts import CONTEXT

    def told(number):
        event = pd.Series(pd.to_datetime(["2023-01-01"] * number))
        reports = pd.DataFrame(
            {"event_date": event, "received_date": event + pd.to_timedelta(range(number), "D")}
        )
        workspace = SimpleNamespace(settings=lambda: {"disclosure": {"whole_area_reports": 10}})
        return year_parts._timeliness(SimpleNamespace(reports=reports, workspace=workspace, context=CONTEXT))

    assert told(11).startswith("Hälften av rapporterna kom in inom 5 dagar")
    assert told(9) == ""


def test_suggestions_are_called_so_in_figure_table_and_file(tmp_path, monkeypatch):
    def suggest(texts):
        # Two causes: a single row is not drawn.
        return [[Suggestion(cause, 0.9, True, ()) for cause in ("routines", "competence")] for _ in texts]

    monkeypatch.setattr("brister_analysis.coding.suggest.suggest_causes", suggest)
    workspace = make_workspace(tmp_path)
    (workspace.decisions("skane", 2023) / "coding" / "decisions.csv").unlink()
    html, files = page_here(workspace, "yearly_report")
    section = parser.fromstring(html).xpath("//section[h2/@id='causes']")[0]
    assert section.xpath(".//span[@class='message']/text()")[0].startswith("Programmets förslag")
    assert section.xpath(".//caption/text()")[0].startswith("Programmets förslag")
    assert any(name.endswith("-foreslagna-orsaker.csv") for name in files)
    assert not any("orsaker-gemensam-kodbok" in name for name in files)
    assert "0 av dem har fått orsaker av arbetsgruppen" in html
