"""Sections that only some regions have: agreements with tracks of their own, time to answer, rates."""

from itertools import pairwise
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from brister_analysis.analysis.protection import protect
from brister_analysis.errors import UsageError
from brister_analysis.reporting.answers import _edges
from brister_analysis.reporting.compared_tables import answer_counts
from brister_analysis.reporting.material import gather
from brister_analysis.reporting.order import section_order
from brister_analysis.reporting.region_parts import _in_open_ways, _service_line
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.year import YearReport
from tests.reporting.small_regions import make_regions


@pytest.fixture(scope="module")
def regions(tmp_path_factory):
    return make_regions(tmp_path_factory.mktemp("regions"))


def report(workspace, region, year, area=None):
    request = ReportRequest("yearly_report", region, year, area)
    return YearReport(workspace, request, gather(workspace, request, suggest=False))


def cells(fragment, caption):
    rows = parser.fromstring(f"<div>{fragment.html}</div>").xpath(
        f"//table[starts-with(caption, '{caption}')]/tbody/tr"
    )
    return {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in rows}


def test_reports_with_a_form_of_their_own_are_counted_apart(regions):
    shown = report(regions, "stockholm", 2023).agreements()
    spread = cells(shown, "Överenskommelse")
    assert spread["Missbruk och beroende"][0] == "16"
    assert spread["Missbruk och beroende av spel om pengar"][0] == "8"
    assert "BUS: barn och unga" not in spread
    assert {name: row[0] for name, row in cells(shown, "Rapporter efter blankett").items()} == {
        "Den gemensamma blanketten": "24",
        "BUS: barn och unga": "6",
    }


def test_a_region_without_the_sections_is_unaffected(regions):
    skane = report(regions, "skane", 2024, "nordvastra-skane")
    assert skane.agreements().html == skane.time_to_answer().html == ""
    assert skane.section("agreements", skane.agreements()).html == ""


def test_direction_comes_before_the_regions_own_sections():
    order = section_order(["purpose", "agreements", "causes", "themes", "comparability", "provenance"])
    assert order[1:7] == ["purpose", "direction", "accounting", "agreements", "causes", "harmonised"]


def test_answers_are_shown_against_each_areas_own_time(regions):
    shown = report(regions, "vastra-gotaland", 2024).time_to_answer()
    areas = cells(shown, "Svar i tid")
    assert list(areas) == ["Göteborgsområdet", "Skaraborg", "Södra Älvsborg"]
    assert [row[0] for row in areas.values()] == ["inom 60 dagar", "ingen känd", "inom 2 månader"]
    assert areas["Skaraborg"][2:5] == ["–", "–", "–"]
    assert "svg" in shown.html


def test_no_number_from_one_to_four_stands_by_area(regions):
    areas = cells(report(regions, "vastra-gotaland", 2024).time_to_answer(), "Svar i tid")
    assert not {"1", "2", "3", "4"} & {cell for row in areas.values() for cell in row[1:3]}


@settings(derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 150), st.none()), max_size=40), st.sampled_from([3, 5]))
def test_no_step_of_the_curve_is_a_small_number(days, threshold):
    series = pd.Series(days, dtype="Float64")
    edges = _edges(series, threshold)
    within = [0, *(int((series <= edge).sum()) for edge in edges), len(series)]
    steps = [after - before for before, after in pairwise(within)]
    assert all(step == 0 or step >= threshold for step in steps if edges)


def test_answers_in_time_late_and_waiting():
    day = pd.to_datetime
    dated = pd.DataFrame(
        {
            "received_date": day(["2023-01-31"] * 4),
            "answered_date": day(["2023-02-10", "2023-03-31", "2023-04-01", None]),
        }
    )
    assert answer_counts(dated, "2 months") == {"in_time": 2, "late": 1, "waiting": 1}


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2024, "rapporter per 100\N{NO-BREAK SPACE}000 invånare</strong> (95 procents intervall"),
        (2023, "inte inlagd i programmet"),
    ],
)
def test_a_rate_or_the_reason_why_there_is_none(regions, year, said):
    assert said in report(regions, "vastra-gotaland", year).rate().html


def test_a_year_nobody_coded_says_so_before_the_suggestions(regions):
    year = report(regions, "vastra-gotaland", 2023)
    assert "Arbetsgruppen har inte kodat orsakerna för 2023" in year.cause_words().html
    assert any("Ingen arbetsgrupp har bestämt dem" in notice for notice in year.head().notices)


def test_a_comparison_is_asked_for_in_any_order(regions):
    asked = ReportRequest("region_comparison", regions=("Västra Götaland", "01"), years=(2023, 2024))
    checked = asked.checked(regions)
    assert checked.regions == ("stockholm", "vastra-gotaland")
    assert checked.page == "jamforelse.html"
    assert checked.parameters == {
        "regions": ["stockholm", "vastra-gotaland"],
        "years": [2023, 2024],
        "language": "sv",
    }
    assert checked.rests_on(regions.years()) == [
        ("stockholm", 2023), ("stockholm", 2024), ("vastra-gotaland", 2023), ("vastra-gotaland", 2024),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"regions": ("skane",), "years": (2023, 2024)}, "few_regions"),
        ({"regions": ("skane", "stockholm")}, "years"),
        ({"regions": ("skane", "stockholm"), "years": (2024, 2023)}, "years"),
        ({"regions": ("skane", "stockholm"), "years": (1066, 1067)}, "years"),
        ({"regions": ("skane", "stockholm"), "years": (2023, 2024), "region": "skane"}, "several_regions"),
    ],
)
def test_what_a_comparison_does_not_take(regions, asked, key):
    with pytest.raises(UsageError) as error:
        ReportRequest("region_comparison", **asked).checked(regions)
    assert [fault.key for fault in error.value.faults] == [f"comparison.request.{key}"]


def test_a_page_of_one_region_takes_no_list(regions):
    with pytest.raises(UsageError) as error:
        ReportRequest("yearly_report", "skane", 2024, regions=("skane",)).checked(regions)
    assert [fault.key for fault in error.value.faults] == ["comparison.request.one_region"]


def test_a_principal_behind_hidden_ways_only_is_named_without_its_services():
    ways = pd.DataFrame(
        {
            "reporter": ["kommun", "region", "stat", "kommun"],
            "counterpart": ["region", "kommun", "region", "privat"],
            "reports": [20, 9, 3, 2],
        }
    )
    shown = protect(ways, ["reporter", "counterpart"], threshold=5, count="reports", name="direction")
    assert _in_open_ways(SimpleNamespace(shown_tables=[shown])) == {"kommun", "region"}
    assert _service_line("Statlig myndighet", []) == "- **Statlig myndighet**"
    assert _service_line("Region", ["Primärvård"]) == "- **Region:** Primärvård"


def test_without_an_agreed_time_nothing_in_time_is_hidden_and_a_median_has_a_sign_of_its_own(regions):
    shown = report(regions, "vastra-gotaland", 2024).time_to_answer()
    none = [row for row in cells(shown, "Svar i tid").values() if row[0] == "ingen känd"]
    assert none
    assert all(row[2:5] == ["–", "–", "–"] and ".." not in row[5:] for row in none)
