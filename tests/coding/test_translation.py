"""The crosswalk at work: what a coded year becomes, joined and drifted labels, and the way back."""

from __future__ import annotations

import pandas as pd
import pytest

from brister_analysis.coding.collect import collect_sheets
from brister_analysis.coding.ledger import append_decisions, load_causes
from brister_analysis.coding.translation import to_native
from brister_analysis.errors import DataError, UsageError
from brister_analysis.reference.comparability import comparable_level
from brister_analysis.reference.crosswalk import crosswalk, to_harmonised
from tests.coding.coded_year import REGION, add_year, fill, make_workspace, number, sheet_of


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path)


def decided(workspace, scheme, labels, year=2023):
    """The group's decision about the first report, as `load_causes` tells it."""
    rows = [
        {"report_id": number(1, year), "kind": "cause", "scheme": scheme, "value": label,
         "decided_by": "consensus", "sheet": "s", "decided_at": "2024-01-01"}
        for label in labels
    ]  # fmt: skip
    append_decisions(workspace, REGION, year, rows)
    found = load_causes(REGION, year, workspace=workspace)[
        ["native_label", "cause", "cause_area", "relation"]
    ]
    return [tuple(None if pd.isna(value) else value for value in row) for row in found.to_numpy()]


@pytest.mark.parametrize(
    ("scheme", "label", "cause", "area", "relation"),
    [
        # The same, narrower and about the same: one cause.
        ("nv-skane-2023", "rutiner", "routines", "responsibility", "exact"),
        ("nv-skane-2023", "Mina planer", "shared_it_tool", "joint_planning", "broad"),
        (
            "nv-skane-2020",
            "parter som inte kommit på SIP-möten",
            "absent_from_meeting",
            "joint_planning",
            "exact",
        ),
        ("nv-skane-2019", "SIP", "absent_from_meeting", "joint_planning", "related"),
        ("nv-skane-2023", "kompetens", "competence", "responsibility", "related"),
        # Joined labels cannot be split: only their area is known, and the report counts once.
        ("nv-skane-2022", "helhetssyn/individfokus", None, "approach", "narrow"),
        ("nv-skane-2022", "kompetens och förståelse", None, "responsibility", "narrow"),
        ("nv-skane-2023", "kommunikation/information", None, "communication", "narrow"),
        # A label whose causes lie in several areas has no area either.
        ("nv-skane-2023", "SIP", None, None, "narrow"),
        ("vgr-hinder-2015", "Organisationskultur", None, None, "narrow"),
    ],
)
def test_a_native_label_yields_what_the_crosswalk_allows(workspace, scheme, label, cause, area, relation):
    assert decided(workspace, scheme, [label]) == [(label, cause, area, relation)]


def test_a_year_coded_in_two_schemes_shows_both(workspace):
    decided(workspace, "nv-skane-2023", ["SIP", "rutiner"])
    assert decided(workspace, "harmonised", ["plan_missing_or_misused", "routines"]) == [
        (None, "plan_missing_or_misused", "joint_planning", "exact"),
        (None, "routines", "responsibility", "exact"),
        ("SIP", None, None, "narrow"),
        ("rutiner", "routines", "responsibility", "exact"),
    ]
    schemes = load_causes(REGION, 2023, workspace=workspace).groupby("scheme")["report_id"].nunique()
    assert schemes.to_dict() == {"harmonised": 1, "nv-skane-2023": 1}


def test_a_sheet_in_another_scheme_leaves_the_years_own_coding(workspace):
    fill(sheet_of(workspace, None), {number(1): "SIP"})
    collect_sheets(workspace, REGION, 2023)
    fill(sheet_of(workspace, None, scheme="harmonised"), {number(1): "sip saknas"})
    collect_sheets(workspace, REGION, 2023)
    rows = load_causes(REGION, 2023, workspace=workspace)
    assert rows["scheme"].tolist() == ["harmonised", "nv-skane-2023"]
    assert rows["codebook_version"].tolist() == ["1.0", ""]


def test_drifted_labels_meet_at_the_area_or_not_at_all(workspace):
    add_year(workspace, 2019)
    decided(workspace, "nv-skane-2019", ["bemötande", "SIP"], 2019)
    decided(workspace, "nv-skane-2023", ["bemötande/bristande engagemang", "SIP"])
    pairs = {
        year: list(zip(rows["scheme"], rows["native_label"], strict=True))
        for year in (2019, 2023)
        for rows in [load_causes(REGION, year, workspace=workspace)]
    }
    treated = comparable_level([pairs[2019][0]], [pairs[2023][0]])
    assert (treated.level, treated.targets) == ("area", ("approach",))
    assert "medarbetare" in treated.reason("sv")
    assert comparable_level([pairs[2019][1]], [pairs[2023][1]]).level == "none"


@pytest.mark.parametrize(
    ("scheme", "cause", "label", "relation"),
    [
        ("nv-skane-2023", "routines", "rutiner", "exact"),
        ("nv-skane-2023", "response_feedback", "kommunikation/information", "narrow"),
        ("nv-skane-2022", "mutual_understanding", "kompetens och förståelse", "narrow"),
        ("nv-skane-2023", "unclear_responsibility", "SIP", "narrow"),
        # Narrower than the cause, only like it, or nothing at all: no way back.
        ("nv-skane-2023", "shared_it_tool", None, "broad"),
        ("nv-skane-2023", "competence", None, "related"),
        ("nv-skane-2019", "absent_from_meeting", None, "related"),
        ("nv-skane-2023", "trust", None, "none"),
        ("nv-skane-2023", "unclear", None, "none"),
        # Two labels may hold the cause: which one cannot be told.
        ("vgr-hinder-2015", "rules_mandate_funding", None, "narrow"),
    ],
)
def test_the_way_back_is_open_where_the_relation_allows(scheme, cause, label, relation):
    (row,) = to_native(scheme, [cause]).to_numpy().tolist()
    assert (row[0], None if pd.isna(row[1]) else row[1], row[2]) == (cause, label, relation)


@pytest.mark.parametrize("scheme", ["nv-skane-2019", "nv-skane-2020", "nv-skane-2022", "nv-skane-2023"])
def test_there_and_back_again(scheme):
    exact = crosswalk().query("scheme == @scheme and relation == 'exact'")["label"].dropna().tolist()
    assert exact
    causes = to_harmonised(scheme, exact)["cause"]
    assert to_native(scheme, causes)["label"].tolist() == exact


def test_several_causes_of_one_label_are_answered_each_and_counted_once():
    back = to_native("nv-skane-2023", ["information_transfer", "response_feedback", "information_transfer"])
    assert back["cause"].tolist() == ["information_transfer", "response_feedback"]
    assert back["label"].drop_duplicates().tolist() == ["kommunikation/information"]


def test_what_is_unknown_is_refused():
    with pytest.raises(UsageError):
        to_native("nv-skane-1999", ["routines"])
    with pytest.raises(DataError):
        to_native("nv-skane-2023", ["banana"])
