"""The decisions fit the register, the schemes and the crosswalk."""

import csv

import pandas as pd
import pytest

from brister_analysis.coding.ledger import check_ledger
from brister_analysis.reference.crosswalk import to_harmonised
from brister_analysis.workspace import Workspace
from demo.cases import cases
from demo.decisions import coded_year, native_labels, write_decisions
from demo.material import REGION, REGION_YEARS, narratives, toml

NATIVE = [name for name in toml("coding") if name.startswith("nv-skane-")]


EVERY_YEAR = [(region, year) for region, years in REGION_YEARS.items() for year in years]
CODED = [one for one in EVERY_YEAR if coded_year(*one)]


def register(year: int, region: str = REGION) -> pd.DataFrame:
    path = Workspace.find().decisions(region, year) / "register.csv"
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@pytest.mark.parametrize(("region", "year"), EVERY_YEAR)
def test_the_decisions_in_git_are_what_the_generator_writes(tmp_path, region, year):
    write_decisions(tmp_path, register(year, region), year, region)
    committed = Workspace.find().decisions(region, year)
    for path in sorted(one for one in tmp_path.rglob("*") if one.is_file()):
        assert path.read_bytes() == (committed / path.relative_to(tmp_path)).read_bytes(), path.name


@pytest.mark.parametrize(("region", "year"), CODED)
def test_every_kept_report_has_its_causes_and_the_ledger_is_in_order(region, year):
    workspace, known = Workspace.find(), register(year, region)
    assert check_ledger(workspace, region, year, list(known["report_id"])) == []
    path = workspace.decisions(region, year) / "coding" / "decisions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = set(known.loc[known["status"] == "kept", "report_id"])
    assert {row["report_id"] for row in rows if row["kind"] == "cause"} == kept
    told = narratives(year) if region == REGION else [c for c in cases(region, year) if not c.reason]
    assert len(kept) == len(told)
    assert {row["decided_at"][:4] for row in rows} == {str(year + 1)}


@pytest.mark.parametrize("scheme", NATIVE)
def test_labels_lead_back_to_their_causes(scheme):
    labels = {cause: label for cause, label in toml("coding")[scheme].items() if cause != "nearest"}
    table = to_harmonised(scheme, sorted(set(labels.values())))
    back = table.groupby("label")["cause"].agg(set).to_dict()
    assert {cause: label for cause, label in labels.items() if cause not in back[label]} == {}


@pytest.mark.parametrize(
    ("causes", "scheme", "labels"),
    [
        (["information_transfer", "response_feedback"], "nv-skane-2019", ["kommunikation"]),
        (["absent_from_meeting"], "nv-skane-2020", ["parter som inte kommit på SIP-möten"]),
        # A cause without a word of its own counts only where nothing else was seen.
        (["trust", "routines"], "nv-skane-2023", ["rutiner"]),
        (["trust"], "nv-skane-2023", ["kompetens"]),
        (["trust"], "harmonised", ["trust"]),
    ],
)
def test_native_labels(causes, scheme, labels):
    assert native_labels(causes, scheme) == labels


def test_vastra_gotaland_has_no_causes_before_it_had_a_group():
    assert [one for one in EVERY_YEAR if one not in CODED] == [
        ("vastra-gotaland", 2021),
        ("vastra-gotaland", 2022),
    ]
    for region, year in set(EVERY_YEAR) - set(CODED):
        assert not (Workspace.find().decisions(region, year) / "coding").exists()


@pytest.mark.parametrize(("region", "year"), EVERY_YEAR)
def test_what_was_rejected_is_rejected_for_its_reason(region, year):
    known = register(year, region)
    told = {reason for reason in known["reason"] if reason}
    assert {"duplicate"} < told <= {"duplicate", "test_case", "not_a_deficiency", "insufficient_information"}
    assert (known["status"] == "unreadable").sum() == 0


def test_resources_were_seen_twice_in_2019():
    seen = [row for row in narratives(2019) if "resurser" in native_labels(row["causes"], "nv-skane-2019")]
    assert len(seen) == 2


@pytest.mark.parametrize(("region", "year"), [(REGION, 2022), ("stockholm", 2023)])
def test_two_coders_agree_as_people_do(region, year):
    from sklearn.metrics import cohen_kappa_score

    rows = pd.read_csv(Workspace.find().decisions(region, year) / "coding" / "decisions.csv", dtype="str")
    alone = rows[rows["decided_by"] == "coder"]
    seen = alone.assign(seen=True).pivot_table(
        index="report_id", columns=["coder", "value"], values="seen", aggfunc="any", fill_value=False
    )
    kappas = [cohen_kappa_score(seen["A"][label], seen["B"][label]) for label in seen["A"].columns]
    assert 0.45 < sum(kappas) / len(kappas) < 0.75


def test_a_form_whose_copy_was_registered_first_keeps_its_decisions(tmp_path):
    known = register(2023)
    copy = known["same_as"] != ""
    first, second = known.loc[copy, "same_as"].iloc[0], known.loc[copy, "report_id"].iloc[0]
    swapped = known.set_index("report_id")
    names = swapped.loc[[second, first], "file_name"].tolist()
    swapped.loc[[first, second], "file_name"] = names
    write_decisions(tmp_path, swapped.reset_index(), 2023)
    ours = pd.read_csv(tmp_path / "coding" / "decisions.csv", dtype="str")
    assert first in set(ours["report_id"])
    assert second not in set(ours["report_id"])
