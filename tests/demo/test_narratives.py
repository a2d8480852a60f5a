"""The narratives are as many and as varied as they are said to be, and coded by the codebook."""

import re
from collections import Counter

import pytest

from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.dimensions import dimension
from demo.material import AREA, YEARS, narratives, toml
from demo.reports import reports

KEPT = {2019: 30, 2020: 48, 2021: 24, 2022: 29, 2023: 17, 2024: 22}


@pytest.mark.parametrize("year", YEARS)
def test_kept_and_rejected(year):
    reasons = Counter(report.reason for report in reports(year))
    assert reasons[""] == KEPT[year]
    assert reasons["duplicate"] == 1
    assert len(reasons) >= 3
    assert all(
        report.sent_day.year == year and report.event_day < report.sent_day for report in reports(year)
    )


@pytest.mark.parametrize("year", YEARS)
def test_length_and_codes(year):
    causes = set(codebook().causes["cause"])
    measures = set(dimension("measure")["code"])
    for row in narratives(year):
        assert 40 <= len(row["text"].split()) <= 125, row["key"]
        assert 1 <= len(row["causes"]) <= 3, row["key"]
        assert set(row["causes"]) <= causes, row["key"]
        assert set(row["measures"]) <= measures, row["key"]
        assert row["causes"] == ["unclear"] or "unclear" not in row["causes"], row["key"]


def test_no_sentence_of_a_narrative_is_used_twice():
    sentences = Counter(
        sentence
        for year in YEARS
        for row in narratives(year)
        for sentence in re.split(r"(?<=[.!?]) ", row["text"])
    )
    assert [one for one, times in sentences.items() if times > 1 and len(one.split()) > 4] == []


def test_no_answer_is_used_more_than_a_few_times():
    told = Counter(
        text for year in YEARS for r in reports(year) if not r.reason for text in (r.measures, r.outcome)
    )
    del told[""]
    assert max(told.values()) <= 12


def test_about_six_in_ten_come_from_municipalities():
    units = toml("units")
    sides = Counter(units[row["reporter"]]["principal"] for year in YEARS for row in narratives(year))
    assert 0.55 < sides["kommun"] / sum(sides.values()) < 0.7
    assert set(sides) == {"kommun", "region", "stat", "privat"}


def test_municipalities_are_those_of_the_area():
    from brister_analysis.reference.places import areas, municipalities

    codes = areas().loc[lambda frame: frame["area"] == AREA, "municipality_code"]
    names = set(municipalities().set_index("municipality_code").loc[list(codes), "municipality"])
    assert {row["municipality"] for year in YEARS for row in narratives(year)} <= names
    assert set(toml("units")["municipality_spellings"]) == names


def test_two_forms_of_2024_lack_a_unit():
    lacking = [r for r in reports(2024) if not r.reason and not (r.reporter[1] and r.counterpart[1])]
    assert len(lacking) == 2
