"""A cell of regions side by side says what is so: hidden, counted in another row, or in a row of its own."""

import re

import pandas as pd
import pytest

from brister_analysis.analysis.protection import protect
from brister_analysis.reporting.compared_tables import WHERE, RungTables
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.finding import OTHER
from brister_analysis.reporting.region_figure import region_figure
from brister_analysis.reporting.side_by_side import TOGETHER, SideBySide, to_csv

CONTEXT = Context("sv", "Stockholm och Skåne", "2022–2024", True, "jamforelse")
WAYS = {
    # Nothing is small.
    ("01", 2022): {("kommun", "region"): 10, ("region", "kommun"): 10},
    # What is small is hidden, one way of it without a row of its own.
    ("01", 2023): {("kommun", "region"): 20, ("region", "kommun"): 3, ("stat", "region"): 2},
    # What is small is counted together.
    ("12", 2024): {("kommun", "region"): 18, (OTHER, OTHER): 7},
}
LABELS = {"kommun>region": "Kommun", "region>kommun": "Region", "stat>region": "Stat", TOGETHER: "Övriga"}


@pytest.fixture(scope="module")
def shown() -> SideBySide:
    rows = [
        {"reporter": way[0], "counterpart": way[1], "region_code": code, "area": code, "data_year": year}
        | {"reports": count, "n_reports": sum(ways.values()), "share_of_reports": count / sum(ways.values())}
        for (code, year), ways in WAYS.items()
        for way, count in ways.items()
    ]
    table = pd.DataFrame(rows).assign(low=0.1, high=0.9)
    protected = protect(table, ["reporter", "counterpart"], WHERE, 5, count="reports", name="direction")
    frame = protected.frame
    values = tuple(
        f"{one}>{other}" for one, other in zip(frame["reporter"], frame["counterpart"], strict=True)
    )
    regions = {"01": "Stockholm", "12": "Skåne", "14": "Västra Götaland"}
    own = (LABELS, regions, CONTEXT, values, {}, {("01", 2022): 20})
    return SideBySide("direction", RungTables((protected,)), *own)


def test_other_ways_are_hidden_where_what_is_hidden_has_no_row(shown):
    told = {unit: shown.share(TOGETHER, unit)[0] for unit in WAYS}
    assert told == {("01", 2022): "ovan", ("01", 2023): "..", ("12", 2024): "28\N{NO-BREAK SPACE}%"}
    assert shown.share("region>kommun", ("12", 2024))[0] == "nedan"
    html = region_figure(shown).html
    (words,) = re.findall(r"<li>(Övriga:[^<]*)</li>", html)
    assert "Stockholm 2023 dolt" in words
    assert "Stockholm 2022 alla har egna rader" in words
    assert "inga" not in words


def test_the_file_says_which_base_is_real(shown):
    rows = [
        line.split(";")
        for line in to_csv(shown, dict(zip(NAMES, NAMES, strict=True))).content.splitlines()[1:]
    ]
    real = {tuple(row[1:3]) for row in rows if "utom" in row[-1]}
    assert real == {("Stockholm", "2022")}


def test_the_title_names_the_regions_that_have_numbers(shown):
    assert ", Stockholm och Skåne, 2022–2024" in shown.what


def test_the_ends_of_an_axis_are_written_within_it_and_signs_are_drawn(shown):
    wide, narrow = region_figure(shown).html.split("<svg")[1:3]
    for drawing in (wide, narrow):
        assert "nedan" in drawing
        assert re.search(r"text-anchor: end[^>]*>100", drawing)
        assert not re.search(r"text-anchor: middle[^>]*>(0|100)\s*%", drawing)


NAMES = ("value", "region", "year", "reports", "n_reports", "share_of_reports", "low", "high")
