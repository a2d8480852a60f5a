"""What is hidden in one table does not follow from how completely the forms are filled in."""

import pandas as pd
import pytest

from brister_analysis.analysis.audit import check_publishable
from brister_analysis.analysis.protection import protect
from brister_analysis.reporting import lacking
from brister_analysis.reporting.lacking import without_small_rests
from brister_analysis.reporting.material import gather
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.year import YearReport
from tests.reporting.small_regions import make_regions

PLACE = {"region_code": "14", "area": "vastra-gotaland", "data_year": 2022}
AREAS = {"fyrbodal": 7, "goteborg": 18, "simba": 3, "skaraborg": 11, "sodra_alvsborg": 8, "": 3}


def completeness(**filled):
    table = pd.DataFrame({"field": list(filled), "filled": list(filled.values()), "asked": 50})
    table["share"] = table["filled"] / table["asked"]
    return protect(table, "field", count="filled", counts="filled fields", within=PLACE)


def shown(table):
    return table.frame.set_index("field")["filled"].astype(object).where(~table.hidden.to_numpy(), "..")


def test_forty_seven_of_fifty_does_not_tell_who_gave_no_area():
    areas = pd.DataFrame({"sub_area": list(AREAS), "reports": list(AREAS.values()), "n_reports": 50})
    by_area = protect(areas, "sub_area", count="reports", within=PLACE)
    assert set(by_area.frame.loc[by_area.hidden, "sub_area"]) == {"", "simba"}
    filled = completeness(area=47, agreement=50, measures=49)
    told = without_small_rests(filled, {"area": 5, "agreement": 1, "measures": 1})
    assert shown(told).to_dict() == {"area": "..", "agreement": 50, "measures": 49}
    assert told.frame.set_index("field").loc["area", ["filled", "asked", "share"]].isna().all()
    check_publishable([by_area, told])


@pytest.mark.parametrize(
    ("filled", "expected"), [(50, 50), (49, ".."), (46, ".."), (45, 45), (5, 5), (4, ".."), (0, 0)]
)
def test_the_number_lacking_obeys_the_threshold_as_the_number_filled_does(filled, expected):
    told = without_small_rests(completeness(area=filled), {"area": 5})
    assert shown(told)["area"] == expected


def test_what_is_hidden_to_protect_another_number_stays_hidden():
    told = without_small_rests(completeness(area=44, measures=44), {"area": 5, "measures": 1}, {"area"})
    assert shown(told).to_dict() == {"area": "..", "measures": 44}
    assert shown(without_small_rests(completeness(area=50), {"area": 5}, {"area"}))["area"] == 50


@pytest.fixture(scope="module")
def regions(tmp_path_factory):
    return make_regions(tmp_path_factory.mktemp("regions"))


def page(workspace, lack):
    """Return Västra Götaland's 2024 with the first `lack` reports without a sub-area."""
    request = ReportRequest("yearly_report", "vastra-gotaland", 2024)
    report = YearReport(workspace, request, gather(workspace, request, suggest=False))
    report.reports.loc[report.reports.index[:lack], "area"] = None
    return report


@pytest.mark.parametrize(("lack", "hidden"), [(0, False), (3, True), (7, False)])
def test_the_page_follows_the_table_of_areas(regions, lack, hidden):
    finding = page(regions, lack).completeness()
    assert bool(finding.table.frame.set_index("field").loc["area", "hidden"]) is hidden


@pytest.mark.parametrize("answers_first", [True, False])
def test_unknown_hidden_for_the_sake_of_another_area_is_hidden_here(regions, answers_first):
    report = page(regions, 7)
    other = report.reports["area"] == "skaraborg"
    report.reports.loc[report.reports.index[other][3:], "area"] = "sodra-alvsborg"
    if answers_first:
        report.time_to_answer()
    filled = report.completeness().table.frame.set_index("field")
    areas = lacking.answers.areas_shown(report)
    assert areas.frame.set_index("sub_area")["hidden"].to_dict()[""] == filled.loc["area", "hidden"]


def test_fields_that_the_same_reports_lack_share_a_rule(regions):
    report = page(regions, 0)
    fields = {"vgr": ["area", "measures", "consequence"]}
    report.reports["form_version"] = "vgr"
    report.reports[["measures", "consequence"]] = "met"
    some = report.reports.index[:2]
    report.reports.loc[some, ["area", "measures"]] = None
    report.reports.loc[report.reports.index[5:6], "consequence"] = None
    assert lacking._thresholds(report, report.reports, fields) == {"area": 5, "measures": 5, "consequence": 1}


def test_those_who_answered_no_are_a_number_too(regions):
    from brister_analysis.reporting.year_parts import before_report

    report = page(regions, 0)
    report.reports["contact_first"] = [place > 2 for place in range(len(report.reports))]
    report.reports["officials_meeting"] = [place > 6 for place in range(len(report.reports))]
    before_report(report)
    shown_rows = report.shown_tables[-1].frame.set_index("field")
    assert shown_rows["hidden"].to_dict() == {"contact_first": True, "officials_meeting": False}
    assert shown_rows["n_reports"].tolist() == [40, 40]


@pytest.mark.parametrize(("share", "few"), [(1.0, False), (37 / 40, True), (35 / 40, False), (0.5, False)])
def test_a_share_of_known_parties_does_not_count_a_few_unknown(regions, share, few):
    from brister_analysis.reporting.quality_parts import _few_lack

    class Page:
        workspace, reports = regions, {2024: page(regions, 0)}

    assert _few_lack(Page, share) is few
