"""The practice cases, and whether groups may be compared."""

from __future__ import annotations

import re

import pytest

from brister_analysis.coding.calibration import calibrated_regions, calibration, describe_calibration
from brister_analysis.coding.ledger import VIGNETTE_LEDGER, append_decisions
from brister_analysis.coding.vignettes import PREFIX, vignette_cases, vignettes
from brister_analysis.intake.identifiers import find_identifiers
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.crosswalk import to_harmonised
from tests.coding.coded_year import make_workspace

KEY = {row.vignette: row.causes.split("; ") for row in vignettes().itertuples()}


def test_twelve_cases_cover_every_cause_and_one_is_unclear():
    assert len(KEY) == 12
    assert all(number.startswith(PREFIX) for number in KEY)
    assert {cause for causes in KEY.values() for cause in causes} == set(codebook().causes["cause"])
    assert [causes for causes in KEY.values() if "unclear" in causes] == [["unclear"]]


@pytest.mark.parametrize("row", list(vignettes().itertuples()), ids=list(KEY))
def test_a_case_is_short_names_nobody_and_rests_on_rules_about_its_causes(row):
    assert 60 <= len(row.text.split()) <= 120
    assert find_identifiers([row.text]) == [[]]
    assert to_harmonised("harmonised", row.causes.split("; "))["split"].all()
    about = (
        codebook().rules.assign(rule=lambda rules: rules["rule"].astype("str")).set_index("rule")["causes"]
    )
    rules = [rule for rule in row.rules.split("; ") if rule]
    assert all(set(re.split("; ", about[rule])) & set(row.causes.split("; ")) for rule in rules)
    assert rules or row.causes == "unclear"
    assert all(rule in row.reason for rule in rules)


def test_the_key_is_not_among_what_coders_get():
    assert [case.report_id for case in vignette_cases()] == list(KEY)
    assert all(not case.prefilled and not case.proposed for case in vignette_cases())


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path)


def decide(workspace, region, year, codings, scheme="harmonised", version="1.0", decided_by="consensus"):
    rows = [
        {"report_id": number, "kind": "cause", "scheme": scheme, "value": cause, "decided_by": decided_by,
         "sheet": f"{year}-gemensam-01", "decided_at": "2024-04-01", "codebook_version": version}
        for number, causes in codings.items()
        for cause in causes
    ]  # fmt: skip
    append_decisions(workspace, region, year, rows, VIGNETTE_LEDGER)


DRIFTED = {**KEY, "ovningsfall-02": ["mutual_understanding"], "ovningsfall-10": ["unclear_responsibility"]}


def test_groups_that_coded_every_case_are_calibrated_and_their_drift_told(workspace):
    decide(workspace, "skane", 2023, KEY)
    decide(workspace, "uppsala", 2023, DRIFTED)
    table = calibration(workspace, [("skane", 2023), ("uppsala", 2023)])
    assert table[["left", "right", "n_vignettes", "same", "calibrated"]].to_numpy().tolist() == [
        ["skane 2023", "uppsala 2023", 12, 10, True],
        ["skane 2023", "key", 12, 12, True],
        ["uppsala 2023", "key", 12, 10, True],
    ]
    assert table.loc[1, "alpha"] == 1
    assert 0.7 < table.loc[0, "alpha"] < 0.9
    said = describe_calibration(table, "sv")
    assert said[0].startswith("skane 2023 och uppsala 2023 kodade övningsfallen lika i 10 av 12 fall")
    assert calibrated_regions(workspace, ["skane", "uppsala"], [2023]) == ["03", "12"]


@pytest.mark.parametrize(
    ("codings", "how"),
    [
        pytest.param({}, {}, id="nothing coded"),
        pytest.param({number: KEY[number] for number in list(KEY)[:11]}, {}, id="one case missing"),
        pytest.param({number: ["SIP"] for number in KEY}, {"scheme": "nv-skane-2023"}, id="native scheme"),
        pytest.param(KEY, {"decided_by": "coder"}, id="a coder alone"),
        pytest.param(KEY, {"version": "0.9"}, id="another codebook"),
    ],
)
def test_without_every_case_in_one_codebook_groups_are_not_calibrated(workspace, codings, how):
    decide(workspace, "skane", 2023, KEY)
    decide(workspace, "uppsala", 2023, codings, **how)
    table = calibration(workspace, [("skane", 2023), ("uppsala", 2023)])
    assert not table.loc[0, "calibrated"]
    assert "uppsala 2023 kodade" not in " ".join(describe_calibration(table))
    assert calibrated_regions(workspace, ["skane", "uppsala"], [2023]) != ["03", "12"]


def test_years_of_one_group_show_its_drift(workspace):
    decide(workspace, "skane", 2023, KEY)
    decide(workspace, "skane", 2024, DRIFTED)
    table = calibration(workspace, [("skane", 2023), ("skane", 2024)])
    assert table.loc[0, ["left", "right", "same"]].tolist() == ["skane 2023", "skane 2024", 10]
    assert calibrated_regions(workspace, ["skane"], [2023, 2024]) == ["12"]
    assert calibrated_regions(workspace, ["skane"], [2023, 2025]) == []
