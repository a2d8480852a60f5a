import pandas as pd
import pytest

from brister_analysis.analysis.breaks import breaks
from brister_analysis.analysis.comparison import RUNGS, Comparison, compare_regions
from brister_analysis.errors import UsageError
from brister_analysis.reference.codebook import codebook

CODES = codebook().causes["cause"].tolist()[:15]
CODED = {"decided_by": "consensus", "scheme": "harmonised", "codebook_version": "1.0"}


def material(code: str, year: int = 2023, number: int = 12, **columns: object) -> pd.DataFrame:
    empty = dict.fromkeys(["area", "target_group", "process_step", "agreement", "dialogue_held"])
    dates = {"received_date": pd.Timestamp(year, 2, 1), "answered_date": pd.NaT}
    rows = {
        "report_id": [f"{code}-{year}-{n}" for n in range(number)],
        "region_code": code,
        "data_year": year,
    }
    return pd.DataFrame(rows | empty | dates | {"form_version": "v1", "scheme": "harmonised"}).assign(
        **columns
    )


def actors_of(reports: pd.DataFrame) -> pd.DataFrame:
    reporter = reports[["report_id"]].assign(role="reporter", principal="kommun")
    reporter["municipality_code"] = reports["region_code"] + "80"
    other = reports[["report_id"]].assign(role="counterpart", principal="region")
    return pd.concat([reporter, other], ignore_index=True)


def causes_of(reports: pd.DataFrame, **columns: object) -> pd.DataFrame:
    coded = reports[["report_id", "region_code", "area", "data_year"]].assign(
        native_label=None, cause_area=None
    )
    coded["cause"] = [CODES[int(name.split("-")[2]) % 15] for name in coded["report_id"]]
    return coded.assign(**(CODED | columns))


def compare(*reports: pd.DataFrame, causes: pd.DataFrame | None = None, **arguments) -> Comparison:
    together = pd.concat([part.astype("object") for part in reports], ignore_index=True)
    dates = dict.fromkeys(["received_date", "answered_date"], "datetime64[s]")
    together = together.astype(dates | {"data_year": "Int64"})
    wanted = {"regions": ["01", "12", "14"], "years": [2023]} | arguments
    causes = causes_of(together) if causes is None else causes
    return compare_regions(reports=together, actors=actors_of(together), causes=causes, **wanted)


def status(found: Comparison) -> dict[str, str]:
    return found.rungs.set_index("rung")["status"].to_dict()


def reasons(found: Comparison, rung: str) -> str:
    return " ".join(refusal.reason("en") for refusal in found.refusals if refusal.key.startswith(rung))


def test_climbs_from_the_ground_in_one_order_whatever_was_asked_first():
    found = compare(material("01"), material("14"), what=["causes", "volume"])
    assert found.rungs["rung"].tolist() == ["volume", "causes"]
    assert RUNGS == ("volume", "direction", "target_group", "process_step", "agreement", "dialogue", "causes")


def test_what_both_collected_is_compared_with_counts_and_exact_intervals():
    found = compare(
        material("01", number=17), material("14", number=48), regions=["Stockholm", "vastra-gotaland"]
    )
    volume = found.table[found.table["value"] == "reports"]
    assert volume[["low", "high"]].to_numpy().ravel() == pytest.approx(
        [9.9031, 27.2186, 35.3914, 63.641], abs=1e-4
    )
    direction = found.table[(found.table["value"] == "kommun>region")]
    assert direction["share"].tolist() == [1, 1]


def test_regions_stand_in_code_order_so_there_is_no_ranking():
    parts = [material("14", number=5), material("01", number=20), material("12", number=10)]
    found = compare(*parts)
    volume = found.table[found.table["value"] == "reports"]
    assert volume["region_code"].tolist() == ["01", "12", "14"]
    assert "not a ranking" in found.remarks[0].text("en")
    pd.testing.assert_frame_equal(compare(*parts[::-1]).table, found.table)


def test_not_collected_is_refused_and_never_zero():
    found = compare(
        material("01", target_group="substance_use"), material("14", target_group="gambling"), material("12")
    )
    assert status(found)["target_group"] == "partly"
    assert "12" not in set(found.table.loc[found.table["rung"] == "target_group", "region_code"])
    assert "not zero" in reasons(found, "target_group:12")
    zero = found.table.query("value == 'gambling' and region_code == '01'")
    assert zero["reports"].tolist() == [0], "a group that was asked for and not found is a real zero"


def test_what_one_region_alone_collected_is_no_comparison():
    found = compare(material("01", target_group="substance_use"), material("14"))
    assert status(found)["target_group"] == "refused"
    assert found.table[found.table["rung"] == "target_group"].empty
    assert "at least two" in reasons(found, "target_group:gambling")


def test_a_region_without_reports_is_told_and_not_counted_as_zero():
    found = compare(material("01"), material("14"))
    assert "12" not in set(found.table["region_code"])
    assert "does not mean" in reasons(found, "volume:12")


def test_own_agreements_are_followed_over_years_but_not_set_beside_others():
    stockholm = material("01", agreement="sthlm_gambling")
    found = compare(stockholm, material("14", agreement="vgr_sip"))
    assert "different agreements" in reasons(found, "agreement")
    years = compare(
        stockholm, material("01", 2022, agreement="sthlm_bus"), regions=["01"], years=[2022, 2023]
    )
    rows = years.table[years.table["value"] == "sthlm_gambling"]
    assert rows["share"].tolist() == [0, 1]


def test_dialogue_held_and_time_to_answer_on_one_common_scale():
    answered = {"answered_date": pd.Timestamp(2023, 3, 1), "dialogue_held": True}
    found = compare(material("01", **answered), material("14", **answered))
    rows = found.table[found.table["rung"] == "dialogue"]
    assert rows["value"].unique().tolist() == ["dialogue_held", "answered_within_60_days"]
    assert rows["share"].tolist() == [1, 1, 1, 1]


def test_causes_by_people_with_one_codebook_are_compared_and_marked_not_calibrated():
    found = compare(material("01"), material("14"))
    rows = found.table[found.table["rung"] == "causes"]
    assert rows["value"].unique().tolist() == CODES
    assert rows["marks"].str.contains("not_calibrated").all()
    calibrated = compare(material("01"), material("14"), calibrated=["01", "14"])
    assert not calibrated.table["marks"].str.contains("not_calibrated").any()


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ({"decided_by": "suggestion"}, {}, "suggested by the program"),
        ({"decided_by": "coder"}, {}, "different ways"),
        ({"codebook_version": "0.9"}, {}, "different versions"),
    ],
)
def test_causes_decided_otherwise_are_refused(left, right, said):
    one, other = material("01"), material("14")
    causes = pd.concat([causes_of(one, **left), causes_of(other, **right)])
    found = compare(one, other, causes=causes)
    assert status(found)["causes"] == "refused"
    assert said in reasons(found, "causes")


def test_a_joined_label_falls_back_to_the_area_and_one_that_crosses_areas_is_refused():
    skane = material("12", area="nordvastra-skane")
    native = causes_of(skane, scheme="nv-skane-2023")
    native = native.assign(native_label="kommunikation/information", cause=None, cause_area="communication")
    found = compare(skane, material("14"), causes=pd.concat([native, causes_of(material("14"))]))
    rows = found.table[found.table["rung"] == "causes"].set_index(["value", "region_code"])
    assert rows.loc[("communication", "12"), "share"] == 1
    values = set(rows.index.get_level_values("value"))
    assert "information_transfer" not in values
    assert "routines" in values
    assert not values & {"absent_from_meeting", "joint_planning", "responsibility", "trust"}
    assert "SIP" in reasons(found, "causes:joint_planning")
    assert "”SIP”" in next(r for r in found.refusals if r.key == "causes:joint_planning").reason("sv")


def test_what_each_region_collects_and_every_break_stand_with_the_figures():
    found = compare(
        material("01", 2020), material("12", 2021), material("14", 2023), years=[2020, 2021, 2023]
    )
    collects = [remark.text("sv") for remark in found.remarks if remark.kind == "collects"]
    assert len(collects) == 3
    assert "BUS" in collects[0]
    assert "vuxenpsykiatrin" in collects[1]
    assert "riktlinje" in collects[2]
    marks = found.table[found.table["value"] == "reports"].set_index("region_code")["marks"]
    assert "pandemic" in marks["01"]
    assert "pandemic" in marks["12"]
    assert "pandemic" not in marks["14"]
    assert (
        compare(material("01"), material("03"), regions=["01", "03"])
        .remarks[-2]
        .text("en")
        .startswith("Uppsala")
    )


def test_breaks_are_found_in_the_known_schemes_and_in_the_reports():
    published = breaks("12", range(2019, 2024), "nordvastra-skane")
    assert [(remark.year, remark.kind) for remark in published] == [
        (2020, "pandemic"),
        (2020, "scheme"),
        (2021, "pandemic"),
        (2022, "scheme"),
        (2023, "scheme"),
    ]
    reports = pd.concat([material("14", 2022), material("14", 2023, form_version="v2")])
    assert [(remark.year, remark.kind) for remark in breaks("14", [2022, 2023], reports=reports)] == [
        (2023, "form")
    ]


def test_refuses_unknown_rungs_and_regions():
    with pytest.raises(UsageError, match="volume"):
        compare(material("01"), what="quality")
    with pytest.raises(UsageError):
        compare(material("01"), regions=["Atlantis"])


def test_municipalities_are_counted_of_the_area_where_only_one_area_reports():
    found = compare(material("12", area="nordvastra-skane"), material("14"), what=["volume"])
    own = found.table[found.table["value"] == "municipalities_reporting"].set_index("region_code")
    assert own.loc["12", "n_reports"] == 8
    assert own.loc["14", "n_reports"] == 49
