"""The main points, pairs of causes and other readings of a yearly page."""

from types import SimpleNamespace

import pandas as pd
import pytest
from lxml import html as parser

from brister_analysis.analysis.claims import Claim, Claims
from brister_analysis.analysis.refusal import Refusal
from brister_analysis.reporting import highlights
from brister_analysis.reporting.highlights import _points
from tests.reporting.in_process import QUESTIONS, page_here
from tests.reporting.small_year import make_workspace
from tests.reporting.test_parts import CONTEXT, finding


def answer(page, question):
    return page.xpath(f"//section[h2/@id='highlights']//dt[.='{question}']/following-sibling::dd[1]")[0]


@pytest.fixture(scope="module")
def page(yearly):
    return parser.fromstring(yearly[0])


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """A year of 64 reports coded in the common codebook, with two causes that go together."""
    workspace = make_workspace(tmp_path_factory.mktemp("coded"), year=2024, reports=64)
    html, files = page_here(workspace, "yearly_report", year=2024)
    return parser.fromstring(html), files


def test_five_questions_stand_first_with_their_answers(page):
    assert page.xpath("//main/section[1]/h2/@id") == ["highlights"]
    assert page.xpath("//main/section[1]//dt/text()") == QUESTIONS
    links = page.xpath("//main/section[1]//dd/a/@href")
    assert links == ["#causes", "#intervals", "#comparability", "#deidentification", "#open_questions"]


def test_what_was_reported_has_numbers_with_their_base(page):
    said = answer(page, QUESTIONS[0]).text_content()
    assert said.startswith("17 rapporter ingår för 2023.")
    assert "12 av 17 rapporter (71\xa0%) kommer från kommuner och gäller regionen." in said


def test_a_cause_is_called_the_most_common_only_where_the_figure_may_say_so(page, coded):
    for one in (page, coded[0]):
        title = one.xpath("//section[h2/@id='causes']//span[@class='message']/text()")[0]
        assert title in answer(one, QUESTIONS[0]).text_content()


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        (
            {"Rutiner": 6, "SIP": 5, "Akut": 4, "Skola": 1},
            "Rutiner i 6 (30\xa0%), SIP i 5 (25\xa0%) och Akut i 4",
        ),
        ({"Rutiner": 6, "SIP": 2, "Akut": 2, "Skola": 2, "LVM": 2}, "Rutiner i 6 (30\xa0%)"),
    ],
)
def test_without_a_licence_numbers_are_told_and_nothing_of_their_order(counts, named):
    claims = Claims(
        [], [Refusal("most_common_cause", "analysis.claims.x.uncertain")], Claim("neutral_causes")
    )
    report = SimpleNamespace(context=CONTEXT, material=SimpleNamespace(causes_by="consensus"))
    told, order = highlights._causes(report, finding(counts), claims)
    assert told.startswith(f"Flera orsaker kan finnas i samma rapport: {named}")
    assert order == "Rapporterna är för få för att säga vilken orsak som är vanligast."


def test_what_to_do_is_told_in_the_groups_own_words(page):
    said = answer(page, QUESTIONS[4]).text_content()
    first = page.xpath("string(//section[h2/@id='open_questions']//li[1])")
    assert said == f"Prata om arbetsgruppens fråga: ”{first}” Det finns 2 frågor. Till frågorna"


def test_how_far_a_recommendation_is_does_not_stand_in_the_main_points():
    told = _points("- Ring *samma* dag (helst). (Kvar från förra året; påbörjad.)\n- Öva.\n")
    assert told == ["Ring samma dag (helst).", "Öva."]


def test_hidden_numbers_are_counted_on_the_page_itself(page):
    hidden = [cell for cell in page.xpath("//tbody//td/text()") if cell == ".."]
    said = answer(page, QUESTIONS[3]).text_content()
    assert said.startswith(f"{len(hidden)} rutor i tabellerna är dolda") == (hidden != [])


def test_a_year_nobody_coded_sums_up_no_causes(tmp_path):
    workspace = make_workspace(tmp_path)
    (workspace.decisions("skane", 2023) / "coding" / "decisions.csv").unlink()
    shown = parser.fromstring(page_here(workspace, "yearly_report")[0])
    assert "inte bestämda av någon arbetsgrupp" in answer(shown, QUESTIONS[0]).text_content()
    assert "får inte jämföras" in answer(shown, QUESTIONS[2]).text_content()
    assert "ingen arbetsgrupp har bestämt" in shown.xpath("//section[h2/@id='together']")[0].text_content()
    assert not shown.xpath("//h2[@id='lenses']")


def test_few_reports_show_no_pairs_and_say_why(page):
    section = page.xpath("//section[h2/@id='together']")[0]
    assert not section.xpath(".//table")
    assert "har fyra antal" in section.text_content()


def test_pairs_are_shown_where_none_of_their_counts_is_small(coded):
    page, files = coded
    section = page.xpath("//section[h2/@id='together']")[0]
    counts = [[int(cell) for cell in row.xpath("./td/text()")[:4]] for row in section.xpath(".//tbody/tr")]
    assert counts
    assert all(count == 0 or count >= 5 for row in counts for count in row)
    assert all(sum(row) == 64 for row in counts)
    assert "av 105 par" in section.text_content()
    assert any(name.endswith("-orsaker-tillsammans.csv") for name in files)


def test_other_readings_say_how_well_they_fit(coded):
    page, _ = coded
    section = page.xpath("//section[h2/@id='lenses']")[0]
    fits = set(section.xpath(".//tbody/tr/td[last()]/text()"))
    assert fits <= {
        "samma sak",
        "namnet är bredare än orsakerna",
        "namnet är smalare än en orsak",
        "ungefär samma sak",
    }
    assert "Ingen har kodat med de här namnen" in section.text_content()
    assert "Forskning: Josefsson 2004: olika prioriteringar" in section.xpath(".//tbody/tr/th/text()")


def test_an_endless_odds_ratio_is_not_printed():
    from brister_analysis.reporting.together import _finite

    pairs = pd.DataFrame({"odds_ratio": [2.0, float("inf")], "low": [1.0, 3.0], "high": [4.0, float("inf")]})
    found = _finite(pairs)
    assert found.loc[0].tolist() == [2.0, 1.0, 4.0]
    assert found.loc[1].isna().all()
