"""Who reports about whom where small numbers would take a large one with them."""

import pandas as pd
import pytest
from lxml import html as parser

from brister_analysis.analysis.actors import direction_table
from brister_analysis.intake.contracts import shaped
from brister_analysis.intake.store import load_reports, write_tables
from brister_analysis.reporting.checks import check_page
from brister_analysis.reporting.direction import WAY, as_shown_before, small_together
from brister_analysis.reporting.finding import OTHER
from tests.reporting.in_process import page_here
from tests.reporting.small_year import _accounting, make_workspace

# The smallest whole numbers that add up to five: alone they could be worked out from the total.
WAYS = {
    ("region", "kommun"): 11,
    ("kommun", "region"): 10,
    ("kommun", "kommun"): 1,
    ("region", "region"): 1,
    ("stat", "region"): 1,
    ("privat", "kommun"): 1,
    ("kommun", "privat"): 1,
}


def actors(ways, ids):
    pairs = [pair for pair, count in ways.items() for _ in range(count)]
    return [
        {"report_id": report_id, "role": role, "principal": principal}
        for report_id, pair in zip(ids, pairs, strict=True)
        for role, principal in zip(("reporter", "counterpart"), pair, strict=True)
    ]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    workspace = make_workspace(tmp_path_factory.mktemp("ways"), year=2024, reports=sum(WAYS.values()))
    reports = load_reports("skane", 2024, workspace)
    tables = {
        "reports": reports,
        "actors": shaped(actors(WAYS, reports["report_id"]), "actors"),
        "accounting": shaped(_accounting(2024, len(reports)), "accounting"),
    }
    write_tables(workspace.processed("skane", 2024), tables)
    return page_here(workspace, "yearly_report", year=2024)


def test_no_large_number_is_lost_and_the_small_ones_stand_together(page):
    table = parser.fromstring(page[0]).xpath("//section[h2/@id='direction']//table")[0]
    rows = {row.xpath("./th/text()")[0]: row.xpath("./td/text()")[0] for row in table.xpath(".//tbody/tr")}
    assert rows == {"Region om kommun": "11", "Kommun om region": "10", "Övriga vägar": "5"}
    assert list(rows)[-1] == "Övriga vägar"


def test_the_page_passes_its_checks(page):
    csvs = {name: text for name, text in page[1].items() if name.endswith(".csv")}
    faults = check_page(page[0], "sv", {"region": "skane", "year": 2024}, csvs)
    assert [fault.key for fault in faults if "link" not in fault.key] == []


def table_of(ways):
    ids = [f"r{number:03d}" for number in range(sum(ways.values()))]
    return direction_table(pd.DataFrame(actors(ways, ids)))


def test_the_sum_is_kept():
    found = small_together(table_of(WAYS), 5)
    assert found["reports"].sum() == found["n_reports"].iloc[0] == 26
    assert found[WAY].to_numpy().tolist()[-1] == [OTHER, OTHER]


def test_ways_of_one_report_are_not_added_up():
    both = pd.DataFrame(actors({("kommun", "region"): 6, ("kommun", "stat"): 2}, list("abcdefgh")))
    both.loc[len(both)] = {"report_id": "a", "role": "counterpart", "principal": "stat"}
    table = direction_table(both)
    assert small_together(table, 5).equals(table)


def test_another_page_puts_the_same_ways_together():
    from brister_analysis.analysis.protection import protect

    whole = table_of(WAYS).dropna(subset=WAY)
    labels = {"region_code": "14", "area": "x", "data_year": 2022}
    known = protect(
        small_together(whole, 5), WAY, threshold=5, count="reports", within=labels, name="direction"
    )
    both = pd.concat(
        [whole.assign(**labels), whole.assign(**(labels | {"data_year": 2023}))], ignore_index=True
    )
    found = as_shown_before(both, [known])
    assert len(found[found["data_year"] == 2022]) == 3
    assert len(found[found["data_year"] == 2023]) == len(whole)
    assert found.loc[found["reporter"] == OTHER, "reports"].tolist() == [5]


def test_the_largest_way_is_the_last_to_be_hidden():
    from brister_analysis.analysis.protection import protect

    shown = protect(table_of(WAYS), WAY, threshold=5, count="reports").frame.set_index(WAY)
    assert shown.loc[("region", "kommun"), "reports"] == 11
    assert shown.loc[("kommun", "region"), "hidden"]


def shown_actors(principals, activities=(("housing", 3), ("lss", 2), ("emergency", 1))):
    """Return what the page shows of actors with these numbers of 20 reports."""
    from brister_analysis.analysis.disclosure import DisclosureClass
    from brister_analysis.analysis.protection import protect
    from brister_analysis.reporting.finding import Finding
    from brister_analysis.reporting.region_parts import actors_finding
    from tests.reporting.test_parts import CONTEXT

    def table(column, counts):
        frame = pd.DataFrame({column: list(counts), "reports": list(counts.values()), "n_reports": 20})
        return frame.assign(share_of_reports=frame["reports"] / 20, low=0.0, high=1.0)

    class Report:
        context, show = CONTEXT, staticmethod(lambda finding: finding)

        def weighed(self, name, frame):
            column = {"actors": "activity", "principals": "principal"}[name]
            rule = DisclosureClass("detailed", 5)
            shown = protect(frame, column, threshold=rule, count="reports", several=[column], name=name)
            return Finding(name, shown, {column: {}}, {}, CONTEXT)

    return actors_finding(Report(), table("activity", dict(activities)), table("principal", principals))


def test_principals_are_shown_where_neither_they_nor_the_rest_are_few():
    assert shown_actors({"region": 14, "kommun": 15, "stat": 0}).name == "principals"


@pytest.mark.parametrize("principals", [{"region": 19, "kommun": 15}, {"region": 14, "stat": 2}])
def test_a_principal_in_nearly_all_reports_gives_the_rest_away_so_none_is_shown(principals):
    found = shown_actors(principals)
    assert "visas inte" in found.refused
    assert found.table.frame.empty


def test_a_service_in_nearly_all_reports_is_hidden():
    services = (("housing", 19), ("lss", 12), ("emergency", 9), ("primary_care", 20))
    shown = shown_actors({"kommun": 20}, services).table.frame.set_index("activity")["hidden"]
    assert shown.to_dict() == {"emergency": False, "housing": True, "lss": False, "primary_care": False}
