"""The reports of Stockholm and Västra Götaland: as many as said, varied, each in its own surroundings."""

import re
from collections import Counter

import pytest

from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.dimensions import dimension
from brister_analysis.reference.places import areas, municipalities
from demo.cases import cases
from demo.material import REGION_YEARS, narratives, rows, toml

TRACKS = {"stockholm": ["agreements", "bus"], "vastra-gotaland": ["incidents"]}
KEPT = {
    ("stockholm", 2021): 50,
    ("stockholm", 2022): 60,
    ("stockholm", 2023): 50,
    ("stockholm", 2024): 40,
    ("vastra-gotaland", 2021): 40,
    ("vastra-gotaland", 2022): 50,
    ("vastra-gotaland", 2023): 60,
    ("vastra-gotaland", 2024): 50,
}
REGIONS = sorted(TRACKS)


def own_rows(region: str) -> list[dict]:
    return [row for track in TRACKS[region] for row in rows(f"{region}/{track}")]


@pytest.mark.parametrize(("region", "year"), KEPT)
def test_kept_and_rejected(region, year):
    made = cases(region, year)
    reasons = Counter(case.reason for case in made)
    assert reasons[""] == KEPT[region, year]
    assert reasons["duplicate"] >= 1
    assert reasons["test_case"] + reasons["insufficient_information"] >= 1
    assert len({case.key for case in made}) == len(made)
    assert all(case.sent_day.year == year and case.event_day < case.sent_day for case in made)


@pytest.mark.parametrize("region", REGIONS)
def test_narratives_are_many_and_coded_by_the_codebook(region):
    causes, measures = set(codebook().causes["cause"]), set(dimension("measure")["code"])
    assert len(own_rows(region)) >= 70
    for row in own_rows(region):
        assert row["causes"] == ["unclear"] or 30 <= len(row["text"].split()) <= 90, row["key"]
        assert 1 <= len(row["causes"]) <= 3, row["key"]
        assert set(row["causes"]) <= causes, row["key"]
        assert row["causes"] == ["unclear"] or "unclear" not in row["causes"], row["key"]
        assert set() < set(row["measures"]) <= measures, row["key"]


@pytest.mark.parametrize("region", REGIONS)
def test_every_cause_of_the_codebook_is_somewhere(region):
    told = {cause for row in own_rows(region) for cause in row["causes"]}
    # Stockholm's form asks for no tool the parties share.
    assert set(codebook().causes["cause"]) - told <= {"shared_it_tool"}


def test_no_sentence_is_used_in_two_narratives():
    every = [row["text"] for region in REGIONS for row in own_rows(region)]
    every += [row["text"] for year in REGION_YEARS["skane"] for row in narratives(year)]
    sentences = Counter(sentence for text in every for sentence in re.split(r"(?<=[.!?]) ", text))
    assert [one for one, times in sentences.items() if times > 1 and len(one.split()) > 4] == []


@pytest.mark.parametrize("region", REGIONS)
def test_a_narrative_comes_back_at_most_three_times_in_other_surroundings(region):
    kept = [case for year in REGION_YEARS[region] for case in cases(region, year) if not case.reason]
    years = Counter(case.row["key"] for case in kept)
    assert max(years.values()) <= 3
    assert len({(case.row["key"], case.sent_day.year) for case in kept}) == len(kept)
    assert len({(case.row["key"], case.cast.person, case.sent_day) for case in kept}) == len(kept)


def test_responsibility_in_homelessness_lies_between_two_municipalities():
    told = [case for year in REGION_YEARS["stockholm"] for case in cases("stockholm", year)]
    between = [case for case in told if case.row.get("agreement") == "hemloshet"]
    assert len(between) > 10
    for case in between:
        assert case.reporter[0] == case.counterpart[0] == "kommun"
        places = toml("stockholm/units")["municipalities"]
        (other,) = [
            name for name, one in places.items() if any(w in case.counterpart[1] for w in one["written"])
        ]
        assert other != case.municipality


@pytest.mark.parametrize(("region", "code"), [("stockholm", "01"), ("vastra-gotaland", "14")])
def test_municipalities_are_those_of_the_county(region, code):
    known = municipalities()
    names = set(known.loc[known["region_code"] == code, "municipality"])
    assert set(toml(f"{region}/units")["municipalities"]) <= names


def test_municipalities_lie_in_the_areas_they_are_said_to():
    frame = areas().merge(municipalities(), on="municipality_code")
    known = dict(zip(frame["municipality"], frame["area"], strict=True))
    ours = toml("vastra-gotaland/units")["municipalities"]
    assert {name: one["area"] for name, one in ours.items()} == {
        name: known.get(name, "none") for name in ours
    }


@pytest.mark.parametrize("region", REGIONS)
def test_both_sides_report(region):
    sides = Counter(
        case.reporter[0] for year in REGION_YEARS[region] for case in cases(region, year) if not case.reason
    )
    assert 0.45 < sides["kommun"] / sides.total() < 0.7
    assert {"kommun", "region", "stat"} <= set(sides)
