"""The crosswalk is a valid SSSOM table, complete, and holds what the codebook says of each label."""

import pytest
import yaml

from brister_analysis.errors import DataError, UsageError
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.crosswalk import counted_as, crosswalk, to_harmonised
from brister_analysis.reference.schemes import schemes
from brister_analysis.reference.tables import DATA

FILE = DATA.joinpath("crosswalk.sssom.tsv").read_text(encoding="utf-8")
HEADER = yaml.safe_load("\n".join(line[1:] for line in FILE.splitlines() if line.startswith("#")))
ROWS = [line.split("\t") for line in FILE.splitlines() if not line.startswith("#")]

# Slots that the Simple Standard for Sharing Ontological Mappings demands of a set and of each mapping.
SET_SLOTS = {"mapping_set_id", "license"}
MAPPING_SLOTS = {"subject_id", "predicate_id", "object_id", "mapping_justification"}

IT, RF = "information_transfer", "response_feedback"
ABSENT, PLAN, TOOL = "absent_from_meeting", "plan_missing_or_misused", "shared_it_tool"
ROUTINES, UNCLEAR, UNDERSTANDING = "routines", "unclear_responsibility", "mutual_understanding"
COMPETENCE, FOCUS, WHOLE = "competence", "individual_focus", "whole_person_view"
ATTITUDE, RESOURCES, RULES = "attitude_engagement", "resources_continuity", "rules_mandate_funding"

EXPECTED = {
    ("nv-skane-2019", "kommunikation"): ("narrow", [IT, RF]),
    ("nv-skane-2020", "kommunikation/information"): ("narrow", [IT, RF]),
    ("nv-skane-2022", "kommunikation/information"): ("narrow", [IT, RF]),
    ("nv-skane-2023", "kommunikation/information"): ("narrow", [IT, RF]),
    ("nv-skane-2019", "SIP"): ("related", [ABSENT]),
    ("nv-skane-2020", "parter som inte kommit på SIP-möten"): ("exact", [ABSENT]),
    ("nv-skane-2023", "SIP"): ("narrow", [ABSENT, PLAN, UNCLEAR]),
    ("nv-skane-2023", "Mina planer"): ("broad", [TOOL]),
    ("nv-skane-2019", "rutiner"): ("exact", [ROUTINES]),
    ("nv-skane-2020", "rutiner"): ("exact", [ROUTINES]),
    ("nv-skane-2022", "rutiner"): ("exact", [ROUTINES]),
    ("nv-skane-2023", "rutiner"): ("exact", [ROUTINES]),
    ("nv-skane-2019", "individfokus"): ("exact", [FOCUS]),
    ("nv-skane-2020", "individfokus"): ("exact", [FOCUS]),
    ("nv-skane-2023", "individfokus"): ("exact", [FOCUS]),
    ("nv-skane-2019", "helhetssyn"): ("exact", [WHOLE]),
    ("nv-skane-2020", "helhetssyn"): ("exact", [WHOLE]),
    ("nv-skane-2023", "bristande helhetssyn"): ("exact", [WHOLE]),
    ("nv-skane-2022", "helhetssyn/individfokus"): ("narrow", [FOCUS, WHOLE]),
    ("nv-skane-2019", "kompetens"): ("related", [COMPETENCE]),
    ("nv-skane-2020", "kompetens"): ("related", [COMPETENCE]),
    ("nv-skane-2023", "kompetens"): ("related", [COMPETENCE]),
    ("nv-skane-2019", "förståelse"): ("exact", [UNDERSTANDING]),
    ("nv-skane-2020", "förståelse för varandras uppdrag"): ("exact", [UNDERSTANDING]),
    ("nv-skane-2023", "förståelse för varandras uppdrag"): ("exact", [UNDERSTANDING]),
    ("nv-skane-2022", "kompetens och förståelse"): ("narrow", [COMPETENCE, UNDERSTANDING]),
    ("nv-skane-2019", "bemötande"): ("related", [ATTITUDE]),
    ("nv-skane-2020", "bemötande"): ("related", [ATTITUDE]),
    ("nv-skane-2022", "bemötande"): ("related", [ATTITUDE]),
    ("nv-skane-2023", "bemötande/bristande engagemang"): ("related", [ATTITUDE]),
    ("nv-skane-2019", "resurser"): ("exact", [RESOURCES]),
    ("storsthlm-2020", "vuxna med psykisk sjukdom eller funktionshinder"): ("none", []),
    ("storsthlm-2020", "missbruk/beroende"): ("none", []),
    ("storsthlm-2020", "missbruk/beroende av spel om pengar"): ("none", []),
    ("storsthlm-2020", "ärendeansvar hemlöshet"): ("none", []),
    ("storsthlm-2020", "BUS"): ("none", []),
    ("vgr-avvikelse", "avvikelse"): ("none", []),
    ("vgr-hinder-2015", "Resurser"): ("narrow", [RESOURCES, RULES]),
    ("vgr-hinder-2015", "Organisationskultur"): ("narrow", [ATTITUDE, RESOURCES, ROUTINES]),
    ("vgr-hinder-2015", "Kunskap"): ("narrow", [COMPETENCE, UNDERSTANDING, RULES, PLAN]),
    ("vgr-hinder-2015", "Ansvar"): ("exact", [UNCLEAR]),
    ("vgr-hinder-2015", "Brukare"): ("none", []),
    ("josefsson-2004", "osäkerhet kring yrkesrollen"): ("related", [UNCLEAR]),
    ("josefsson-2004", "oklara mål, mandat, arbetsfördelning"): ("narrow", [UNCLEAR, RULES]),
    ("josefsson-2004", "olika prioriteringar"): ("related", [FOCUS, WHOLE]),
    ("josefsson-2004", "olika kompetenser, regelverk, makt, resurser"): (
        "narrow",
        [COMPETENCE, RESOURCES, RULES],
    ),
    ("matscheck-axelsson-2012", "bristande kunskap om varandras regler och förutsättningar"): (
        "exact",
        [UNDERSTANDING],
    ),
    ("matscheck-axelsson-2012", "att hitta roller, territorialitet"): ("related", [UNCLEAR]),
    ("matscheck-axelsson-2012", "personliga faktorer"): ("related", [ATTITUDE]),
    ("matscheck-axelsson-2012", "bristande kontinuitet"): ("broad", [RESOURCES]),
    ("matscheck-axelsson-2012", "ekonomiska frågor"): ("broad", [RULES]),
}


def test_the_metadata_block_comes_first_and_holds_what_the_standard_demands():
    lines = FILE.splitlines()
    block = [line.startswith("#") for line in lines]
    assert block == sorted(block, reverse=True)
    assert set(HEADER) >= SET_SLOTS
    assert HEADER["object_source_version"] == codebook().version


def test_every_row_has_every_column_and_the_demanded_slots_are_filled():
    heads = ROWS[0]
    assert set(heads) >= MAPPING_SLOTS
    for row in ROWS[1:]:
        assert len(row) == len(heads)
        assert all(cell for head, cell in zip(heads, row, strict=True) if head in MAPPING_SLOTS)


def test_every_identifier_is_a_curie_of_the_map():
    for row in ROWS[1:]:
        filled = dict(zip(ROWS[0], row, strict=True))
        for slot in (*sorted(MAPPING_SLOTS), "subject_source"):
            prefix, _, local = filled[slot].partition(":")
            assert prefix in HEADER["curie_map"]
            assert local
            assert " " not in local


def test_a_subject_stands_for_one_label_of_one_scheme():
    table = crosswalk().dropna(subset="label")
    assert (table.groupby("subject_id")[["scheme", "label"]].nunique() == 1).all(axis=None)
    assert (table.groupby(["scheme", "label"])["subject_id"].nunique() == 1).all()
    assert (table["subject_label"] == table["label"]).all()


def test_every_label_of_every_scheme_has_a_row_and_only_those():
    labels = schemes()
    rows = crosswalk().dropna(subset="label")
    assert set(zip(rows["scheme"], rows["label"], strict=True)) == set(
        zip(labels["scheme"], labels["label"], strict=True)
    )
    assert set(EXPECTED) == set(zip(labels["scheme"], labels["label"], strict=True))


def test_every_object_is_in_the_codebook_with_its_label():
    causes = codebook().causes.set_index("cause")["label_sv"]
    rows = crosswalk().dropna(subset="cause")
    assert (rows["object_label"] == rows["cause"].map(causes)).all()


@pytest.mark.parametrize(("scheme", "label"), EXPECTED)
def test_relations_are_those_of_the_codebook(scheme, label):
    relation, causes = EXPECTED[scheme, label]
    found = to_harmonised(scheme, [label])
    assert found["cause"].dropna().tolist() == causes
    assert set(found["relation"]) == {relation}
    assert set(found["split"]) == {len(causes) < 2}


def test_trust_has_no_label_in_any_scheme_of_nordvastra_skane():
    rows = crosswalk().query("cause == 'trust'")
    assert rows["scheme"].tolist() == ["nv-skane-2019", "nv-skane-2020", "nv-skane-2022", "nv-skane-2023"]
    assert rows["label"].isna().all()
    assert set(rows["subject_id"]) == {"sssom:NoTermFound"}
    assert set(rows["relation"]) == {"none"}


def test_a_label_without_a_cause_is_a_row_with_a_missing_cause():
    found = to_harmonised("storsthlm-2020", ["BUS"])
    assert found["cause"].isna().tolist() == [True]
    assert found["relation"].tolist() == ["none"]


def test_the_answer_keeps_the_labels_as_given_in_their_order():
    found = to_harmonised("nv-skane-2022", ["Rutiner", "kompetens  och förståelse", "Rutiner"])
    assert found.to_dict("list") == {
        "label": ["Rutiner", "kompetens  och förståelse", "kompetens  och förståelse"],
        "cause": [ROUTINES, COMPETENCE, UNDERSTANDING],
        "relation": ["exact", "narrow", "narrow"],
        "split": [True, False, False],
    }


def test_harmonised_labels_need_no_special_case():
    found = to_harmonised("harmonised", ["trust", "Helhetssyn", "Focus on the individual"])
    assert found["cause"].tolist() == ["trust", WHOLE, FOCUS]
    assert set(found["relation"]) == {"exact"}
    every = to_harmonised("harmonised", codebook().causes["label_sv"])
    assert every["cause"].tolist() == codebook().causes["cause"].tolist()


def test_no_labels_give_an_empty_frame_of_the_same_columns():
    found = to_harmonised("nv-skane-2019", [])
    assert found.columns.tolist() == ["label", "cause", "relation", "split"]
    assert len(counted_as("nv-skane-2019", [])) == 0


def test_all_unknown_labels_are_told_without_being_repeated():
    with pytest.raises(DataError) as raised:
        to_harmonised("nv-skane-2022", ["rutiner", "Karin", "resurser"])
    assert len(raised.value.faults) == 2
    assert "Karin" not in str(raised.value)
    assert "kompetens och förståelse" in str(raised.value)


def test_an_unknown_scheme_names_the_nearest():
    with pytest.raises(UsageError, match="nv-skane-2020"):
        to_harmonised("nv-skane-2021", ["rutiner"])


def test_a_joined_label_counts_a_report_once():
    counted = counted_as("nv-skane-2022", ["helhetssyn/individfokus", "kompetens och förståelse", "rutiner"])
    assert counted["label"].is_unique
    assert counted["cause"].fillna("").tolist() == ["", "", ROUTINES]
    assert counted["cause_area"].tolist() == ["approach", "responsibility", "responsibility"]


def test_a_label_that_crosses_areas_counts_as_itself_only():
    counted = counted_as("nv-skane-2023", ["SIP"]).iloc[0]
    assert counted[["cause", "cause_area"]].isna().all()


def test_the_caller_may_change_what_it_gets():
    table = crosswalk()
    table["cause"] = "x"
    assert "x" not in set(crosswalk()["cause"])
