"""Pages that show the same numbers hide the same ones, and what is drawn does not follow hidden numbers."""

import pandas as pd
import pytest

from brister_analysis.analysis.audit import check_publishable
from brister_analysis.analysis.tables import cause_table
from brister_analysis.reporting.compared import gather_compared
from brister_analysis.reporting.compared_tables import RungTables
from brister_analysis.reporting.comparison import ComparisonPage
from brister_analysis.reporting.material import gather
from brister_analysis.reporting.region_figure import _drawn
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.side_by_side import SideBySide
from brister_analysis.reporting.year import YearReport
from tests.reporting.small_regions import make_regions
from tests.reporting.test_parts import CONTEXT

PLACES = {"01": ("stockholm", None), "12": ("skane", "nordvastra-skane"), "14": ("vastra-gotaland", None)}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    made = make_regions(tmp_path_factory.mktemp("regions"))
    # In one region and year a cause is given by a single report, and a whole area may show that.
    sheet = made.decisions("stockholm", 2024) / "coding" / "decisions.csv"
    lines = sheet.read_text(encoding="utf-8").splitlines()
    rare = lines[1].replace("information_transfer", "trust")
    sheet.write_text("\n".join([*lines, rare]) + "\n", encoding="utf-8")
    return made


def compared(workspace, settings=""):
    if settings:
        file = workspace.root / "brister.toml"
        file.write_text(file.read_text(encoding="utf-8") + settings, encoding="utf-8")
    asked = ReportRequest(
        "region_comparison", regions=("stockholm", "skane", "vastra-gotaland"), years=(2023, 2024)
    )
    asked = asked.checked(workspace)
    page = ComparisonPage(workspace, asked, gather_compared(workspace, asked))
    page.head()
    own = page.comparison.table
    return page, page._protected("cause", page._parts("causes", own[own["rung"] == "causes"])[0][1])


def of_the_year(workspace, code, year):
    slug, area = PLACES[code]
    request = ReportRequest("yearly_report", slug, year, area)
    report = YearReport(workspace, request, gather(workspace, request, suggest=False))
    return report.cause_finding(cause_table(report.causes)).table.frame.set_index("cause")


def agree(workspace, found):
    """Return how many numbers of the comparison are hidden, each held against its own page of the year."""
    for (code, year), rows in found.frame.groupby(["region_code", "data_year"]):
        yearly = of_the_year(workspace, code, int(year))
        for _, row in rows.iterrows():
            own = yearly.loc[row["cause"]]
            assert row["hidden"] == own["hidden"]
            assert row["hidden"] or row["reports"] == own["reports"]
    return int(found.frame["hidden"].sum())


def test_causes_of_a_whole_area_are_as_open_side_by_side_as_on_each_page(workspace):
    page, found = compared(workspace)
    assert (found.frame["reports"] == 1).sum() == 1
    assert found.threshold == 1
    assert agree(workspace, found) == 0
    page.check_hidden()


def test_a_region_that_raised_its_threshold_hides_in_both(tmp_path):
    made = make_regions(tmp_path)
    sheet = made.decisions("stockholm", 2024) / "coding" / "decisions.csv"
    lines = sheet.read_text(encoding="utf-8").splitlines()
    rare = [line.replace("information_transfer", "trust") for line in lines[1:3]]
    sheet.write_text("\n".join([*lines, *dict.fromkeys(rare)]) + "\n", encoding="utf-8")
    page, found = compared(made, "\n[disclosure.regions.stockholm]\nthreshold_whole_area = 5\n")
    assert sorted(part.threshold for part in found.parts) == [1, 5]
    assert "5" in found.explain("sv")
    assert agree(made, found) > 0
    page.check_hidden()
    check_publishable(found.parts)


def side_by_side(hidden):
    from brister_analysis.analysis.protection import protect

    labels = [f"c{number}" for number in range(8)]
    table = pd.DataFrame({"cause": labels, "reports": [5, 6, 7, 8, 2 if hidden else 9, 20, 30, 40]})
    table = table.assign(region_code="01", area="x", data_year=2024, n_reports=60)
    table = table.assign(share_of_reports=table["reports"] / 60, low=0.0, high=1.0)
    where = ["region_code", "area", "data_year"]
    protected = protect(table, "cause", where, 5, count="reports", several=["cause"], name="cause")
    names = {label: label for label in labels}
    values = tuple(protected.frame["cause"])
    return SideBySide("cause", RungTables((protected,)), names, {"01": "Stockholm"}, CONTEXT, values)


def test_the_most_are_drawn_where_all_is_open_else_the_first():
    assert _drawn(side_by_side(hidden=False)) == ["c2", "c3", "c4", "c5", "c6", "c7"]
    assert _drawn(side_by_side(hidden=True)) == ["c0", "c1", "c2", "c3", "c5", "c6"]


@pytest.mark.parametrize(("lacking", "hidden"), [(0, False), (2, True), (6, False)])
def test_the_reports_that_lack_a_field_are_not_told_by_what_shares_are_of(workspace, lacking, hidden):
    page, _ = compared(workspace)
    reports = page.compared.reports
    own = reports.index[(reports["region_code"] == "01") & (reports["data_year"] == 2024)]
    reports.loc[:, "dialogue_held"] = True
    reports.loc[own[:8], "dialogue_held"] = False
    reports.loc[own[len(own) - lacking :], "dialogue_held"] = None
    rows = pd.DataFrame({"value": ["dialogue_held"], "region_code": ["01"], "year": [2024]})
    known = len(own) - lacking
    rows = rows.assign(reports=known - 8, n_reports=known, share=(known - 8) / known, low=0.5, high=0.9)
    frame = page._protected("dialogue_held", rows).frame
    assert frame["hidden"].all() == frame["n_reports"].isna().all() == hidden
    page.check_hidden()
