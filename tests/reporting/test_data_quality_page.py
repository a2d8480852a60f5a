"""The page on data quality: what waits, what holds, and which years compare, on small made-up years."""

import json

import pandas as pd
import pytest
from lxml import html as parser

from brister_analysis.errors import DataError
from brister_analysis.intake.waiting import WAITING, read_waiting, write_waiting
from brister_analysis.reporting.checks import check_page
from brister_analysis.reporting.quality_tables import identifiers_found
from brister_analysis.workspace import Workspace
from tests.reporting.in_process import page_here
from tests.reporting.small_year import make_workspace

YEARS = {2022: 29, 2023: 17}


@pytest.fixture(scope="module")
def two_years(tmp_path_factory):
    root = tmp_path_factory.mktemp("two years")
    for year, reports in YEARS.items():
        workspace = make_workspace(root, year=year, reports=reports)
        counts = {"unreadable": 1, "incomplete": 0, "changed": 0, "doubtful_words": 3 if year == 2022 else 12}
        write_waiting(workspace.processed("skane", year), counts)
    return workspace


@pytest.fixture(scope="module")
def made(two_years):
    return page_here(two_years, "data_quality")


@pytest.fixture(scope="module")
def page(made):
    return parser.fromstring(made[0])


def section(page, slug):
    return page.xpath(f"//section[h2/@id='{slug}']")[0]


def row(page, slug, first):
    return section(page, slug).xpath(f".//tr[th='{first}']/td/text()")


def test_no_check_finds_anything(made):
    expected = {"region": "skane", "place": "nordvastra-skane", "synthetic": True}
    assert check_page(made[0], "sv", expected, made[1]) == []


def test_no_check_finds_anything_in_english(two_years):
    html, files = page_here(two_years, "data_quality", language="en")
    assert check_page(html, "en", {"region": "skane", "place": "nordvastra-skane"}, files) == []


def test_five_questions_are_answered_first_as_the_tables_below_answer_them(page):
    told = section(page, "highlights")
    assert page.xpath("//main/section[1]/h2/@id") == ["highlights"]
    said = [dd.text_content() for dd in told.xpath(".//dd")]
    assert len(said) == 5
    assert said[0].startswith("46 rapporter räknas för 2022–2023.")
    states = dict(
        zip(
            section(page, "trust").xpath(".//tbody/tr/th/text()"),
            section(page, "trust").xpath(".//tbody/tr/td[1]/text()"),
            strict=True,
        )
    )
    reliable, _, rest = said[1].partition("Till en del:")
    for what, state in states.items():
        name = what[:1].lower() + what[1:]
        assert (name in reliable) == (state == "Ja")
        assert (name in rest) == (state != "Ja")
    assert "2022–2023" in said[2]
    assert "åtgärder" in said[4]


def test_a_column_a_year_and_the_sum_of_what_was_read(page):
    headings = section(page, "read").xpath("(.//table)[1]//thead//th/text()")
    assert headings == ["Utfall", "2022", "2023"]
    assert section(page, "read").xpath("(.//table)[1]//tbody/tr[1]/td/text()") == ["29", "17"]
    assert row(page, "read", "Samma rapport igen") == ["2", "2"]


def test_fields_have_their_base_and_the_version_of_the_form(page):
    under = section(page, "completeness").xpath(".//thead//small/text()")
    assert under == ["av 29, nv-2019", "av 17, nv-2019"]
    assert row(page, "completeness", "Vad som hände") == ["29 (100\xa0%)", "17 (100\xa0%)"]
    assert row(page, "completeness", "Åtgärder") == ["0 (0\xa0%)", "0 (0\xa0%)"]


def test_what_a_form_demands_of_the_parties_is_counted_with_its_other_fields(two_years):
    from brister_analysis.reporting.lacking import answered_fields
    from brister_analysis.reporting.material import gather
    from brister_analysis.reporting.request import ReportRequest
    from brister_analysis.reporting.year import YearReport

    request = ReportRequest("yearly_report", "skane", 2023, "nordvastra-skane").checked(two_years)
    report = YearReport(two_years, request, gather(two_years, request, suggest=False))
    wide, asked = answered_fields(report)
    demanded = [field.column for form in report.material.profile.forms for field in form.fields]
    assert set(demanded) <= set(wide.columns)
    assert {"reporter", "counterpart"} <= set(asked["nv-2019"])
    assert wide["reporter"].notna().all()
    assert wide["reporter_unit"].isna().all()


def test_what_waits_is_named_with_what_to_do_and_small_numbers_of_words_are_not_told(page):
    told = section(page, "waiting")
    assert row(page, "waiting", "Blanketter som inte gick att läsa")[0] == "2022: 1, 2023: 1"
    words = row(page, "waiting", "Ord som kan vara namn och som ingen har tagit ställning till")
    assert words[0] == "2022: några få, 2023: 12"
    assert "Den som samordnar granskar orden" in words[1]
    assert "Rapporter som saknar fält" not in told.text_content()


def test_years_compare_as_far_as_their_names_do(page):
    assert row(page, "which_years", "2023") == ["delvis: 1 för sig, 6 som område, 2 inte"]


def test_breaks_are_those_of_the_places_own_forms_and_schemes():
    from brister_analysis.reference.profiles import load_profile
    from brister_analysis.reporting.breaks import place_breaks

    found = place_breaks(load_profile("skane"), "nordvastra-skane", range(2019, 2025))
    assert [(one.year, one.kind) for one in found] == [
        (2020, "pandemic"), (2020, "scheme"), (2021, "scheme"), (2022, "scheme"), (2023, "scheme"),
        (2024, "form"), (2024, "scheme"),
    ]  # fmt: skip
    # Where the page begins within the pandemic its first year differs from those after it.
    later = place_breaks(load_profile("vastra-gotaland"), None, range(2021, 2025))
    assert [(one.year, one.last, one.kind) for one in later] == [(2020, 2021, "pandemic")]
    for years in ([2020, 2021], [2021, 2022]):
        assert place_breaks(load_profile("vastra-gotaland"), None, years) == later
    assert place_breaks(load_profile("vastra-gotaland"), None, [2022, 2023]) == []
    # What the published source leaves out is said of the published figures alone.
    assert not any("källan" in one.text("sv") for one in found)
    assert any("källan" in one.published_text("sv") for one in found)


def test_the_pandemic_has_the_years_that_the_comparison_marks():
    from brister_analysis.analysis.breaks import comparison_rules
    from brister_analysis.reporting.breaks import series_breaks

    (rule,) = [one for one in comparison_rules()["break"] if one["kind"] == "pandemic"]
    (told,) = series_breaks("stockholm", None, 2000, 2100)
    assert list(range(told.year, told.last + 1)) == rule["years"]


@pytest.mark.parametrize(
    ("alphas", "state", "variant"),
    [
        ([], "no", "none"),
        ([float("nan")], "no", "undefined"),
        ([0.56], "no", "below"),
        ([0.9, 0.56], "no", "below"),
        ([0.7], "partly", "tentative"),
        ([0.85], "partly", "reliable"),
    ],
)
def test_agreement_is_judged_by_the_lowest_alpha_and_what_is_usually_asked_of_it(alphas, state, variant):
    from types import SimpleNamespace

    from brister_analysis.reporting.context import Context
    from brister_analysis.reporting.quality_parts import _agreed

    rows = [
        (2020 + number, pd.Series({"alpha": alpha, "alpha_low": alpha - 0.2, "alpha_high": 0.95}))
        for number, alpha in enumerate(alphas)
    ]
    page = SimpleNamespace(agreement=rows, years=(2020, 2021), context=Context("sv", "x", "2020", False, "x"))
    found, why, values = _agreed(page)
    assert (found, why) == (state, variant)
    said = page.context.say(f"trust.agreement.why_{why}", **values)
    if variant == "below":
        assert "0,56 (0,36–0,95)" in said
        assert "Minst 0,67" in said
        assert ("Andra år är inte mätta." in said) == (len(alphas) == 1)


def test_the_rule_on_which_fields_show_stands_at_the_table(page):
    said = section(page, "completeness").text_content()
    assert "inte när precis samma blanketter också saknar ett fält som är dolt" in said


def test_a_cause_nobody_could_choose_is_no_and_never_zero(page):
    assert row(page, "scheme_coverage", "Tillit till varandras bedömning") == ["nej", "nej"]
    assert row(page, "scheme_coverage", "Rutin saknas eller följs inte") == ["ja", "ja"]


def test_no_double_coding_is_said(page):
    assert "Inga rapporter har kodats av två personer" in section(page, "coders").text_content()
    assert row(page, "trust", "Att två kodare gör samma bedömning")[0] == "Nej"


def test_a_year_without_decisions_has_only_suggestions(tmp_path):
    workspace = make_workspace(tmp_path)
    (workspace.decisions("skane", 2023) / "coding" / "decisions.csv").unlink()
    shown = parser.fromstring(page_here(workspace, "data_quality")[0])
    assert row(shown, "coding_status", "Bara förslag från programmet") == ["17 (100\xa0%)"]
    assert row(shown, "trust", "Orsakerna")[0] == "Nej"
    assert row(shown, "scheme_coverage", "Rutin saknas eller följs inte") == ["inte kodat"]
    assert "Vad som väntar är inte räknat" in section(shown, "waiting").text_content()


def test_the_file_is_long_with_intervals(made):
    content = next(text for name, text in made[1].items() if name.endswith("-ifyllda-falt.csv"))
    first, *lines = content.lstrip("\ufeff").splitlines()
    assert first == "område;år;uppgift;antal;av;andel, %;nedre gräns, %;övre gräns, %;påhittat"
    assert "Nordvästra Skåne;2023;Vad som hände;17;17;100,0;80,5;100,0;ja" in lines


def test_kinds_of_identifiers_are_counted_in_reports_and_no_word_is_kept():
    reports = pd.DataFrame(
        {
            "description": ["[PERSON 1] ringde [PERSON 2] på [PHONE].", "Inget här.", None],
            "measures": [None, "[PERSON 1] kom.", "[PERSONNUMMER]"],
        }
    )
    found = identifiers_found(reports)
    assert {kind: count for kind, count in found.items() if count} == {
        "PERSON": 2,
        "PERSONNUMMER": 1,
        "PHONE": 1,
    }


def test_what_waits_is_stored_as_counts_only(tmp_path):
    workspace = Workspace(tmp_path, tmp_path / "data")
    assert read_waiting(workspace, "skane", 2023) == {}
    write_waiting(workspace.processed("skane", 2023), dict.fromkeys(WAITING, 4))
    assert read_waiting(workspace, "skane", 2023) == dict.fromkeys(WAITING, 4)
    (file,) = workspace.processed("skane", 2023).iterdir()
    assert all(isinstance(one, int) for one in json.loads(file.read_text(encoding="utf-8")).values())


def test_a_place_without_a_year_has_no_page(tmp_path):
    workspace = make_workspace(tmp_path)
    for path in workspace.processed("skane", 2023).iterdir():
        path.unlink()
    with pytest.raises(DataError, match="kvalitet"):
        page_here(workspace, "data_quality")


def test_only_corrections_that_stand_are_counted(tmp_path):
    from brister_analysis.reporting.material import gather
    from brister_analysis.reporting.quality_tables import corrections
    from brister_analysis.reporting.request import ReportRequest
    from brister_analysis.reporting.year import YearReport

    workspace = make_workspace(tmp_path)
    row = (
        '[[correction]]\nreport_id = "skane-nordvastra-2023-00{}"\ncolumn = "{}"\n'
        'expected = "x"\nvalue = "{}"\nreason = "r"\n'
    )
    made = [
        (1, "form_version", "nv-2019"),
        (2, "measures", ""),
        (3, "form_version", "nv-2024"),
        (99, "measures", ""),
    ]
    written = "".join(row.format(*one) for one in made)
    (workspace.decisions("skane", 2023) / "corrections.toml").write_text(written, encoding="utf-8")
    request = ReportRequest("yearly_report", "skane", 2023, "nordvastra-skane").checked(workspace)
    assert corrections(YearReport(workspace, request, gather(workspace, request, suggest=False))) == 2
