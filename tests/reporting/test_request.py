import pytest

from brister_analysis.errors import UsageError
from brister_analysis.reporting.request import ReportRequest


def keys(error):
    return [fault.key for fault in error.value.faults]


@pytest.mark.parametrize("region", ["skane", "12", "Skåne", "Region Skåne"])
def test_region_becomes_its_slug(workspace, region):
    assert ReportRequest("yearly_report", region, 2023).checked(workspace).region == "skane"


def test_all_faults_are_told_at_once(workspace):
    wrong = ReportRequest("yearly_repport", "skane", 1066, "nordvastra-skane", "fi")
    with pytest.raises(UsageError) as error:
        wrong.checked(workspace)
    # A page that does not exist takes no year, which is a fault too.
    assert keys(error) == ["page.request.notebook", "page.request.language", "page.request.no_year"]


@pytest.mark.parametrize("year", [None, "2023", True, 2022])
def test_a_year_is_a_number_with_a_folder(workspace, year):
    with pytest.raises(UsageError) as error:
        ReportRequest("yearly_report", "skane", year).checked(workspace)
    assert keys(error) == ["page.request.year"]
    assert error.value.faults[0].allowed == ("2023",)


def test_an_area_of_another_region_is_refused(workspace):
    with pytest.raises(UsageError) as error:
        ReportRequest("trends", "stockholm", None, "nordvastra-skane").checked(workspace)
    assert keys(error) == ["page.request.area"]


def test_a_page_over_all_years_takes_no_year(workspace):
    with pytest.raises(UsageError) as error:
        ReportRequest("trends", "skane", 2023, "nordvastra-skane").checked(workspace)
    assert keys(error) == ["page.request.no_year"]


def test_a_value_that_is_nothing_like_a_known_one_is_not_repeated(workspace):
    with pytest.raises(UsageError) as error:
        ReportRequest("yearly_report", "skane", 2023, "Anna Andersson").checked(workspace)
    assert "Anna" not in str(error.value)


@pytest.mark.parametrize(
    ("request_", "page"),
    [
        (ReportRequest("yearly_report", "skane", 2023), "skane/2023/skane.html"),
        (
            ReportRequest("yearly_report", "skane", 2023, "nordvastra-skane"),
            "skane/2023/nordvastra-skane.html",
        ),
        (
            ReportRequest("yearly_report", "skane", 2023, "nordvastra-skane", "en"),
            "skane/2023/nordvastra-skane.en.html",
        ),
        (ReportRequest("trends", "skane", None, "nordvastra-skane"), "skane/trends-nordvastra-skane.html"),
    ],
)
def test_where_a_page_goes(request_, page):
    assert request_.page == page


def test_only_what_the_notebook_takes_is_injected():
    assert ReportRequest("trends", "skane", None, "nordvastra-skane").parameters == {
        "region": "skane",
        "area": "nordvastra-skane",
        "language": "sv",
    }
