"""What people write in the cells for causes, and what is meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.coding.choices import cause_choices, measure_choices, split_themes

INFO, ANSWER, SIP = "information_transfer", "response_feedback", "plan_missing_or_misused"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("Information når inte fram", [INFO]),
        ("information nar inte fram", [INFO]),
        ("INFORMATION NÅR INTE FRAM ", [INFO]),
        ("information_transfer", [INFO]),
        ("Information does not get through", [INFO]),
        ("info", [INFO]),
        ("Rutin/komp", ["routines", "competence"]),
        ("rutiner kompetens", ["routines", "competence"]),
        ("Information når inte fram; Svar och återkoppling saknas", [INFO, ANSWER]),
        ("Svar och återkoppling saknas och Information når inte fram", [ANSWER, INFO]),
        ("ansvar + tillit", ["unclear_responsibility", "trust"]),
        ("SIP\nit-verktyg", [SIP, "shared_it_tool"]),
        ("Regelverk, mandat och ekonomi", ["rules_mandate_funding"]),
        ("mandat, ekonomi", ["rules_mandate_funding"]),
        ("bemotande", ["attitude_engagement"]),
        ("rutin, rutiner", ["routines"]),
        ("", []),
        (" – ", []),
    ],
)
def test_the_codebook(cell, meant):
    assert cause_choices("harmonised").read(cell).values == tuple(meant)


@pytest.mark.parametrize(
    ("scheme", "cell", "meant"),
    [
        ("nv-skane-2022", "kompetens och förståelse", ["kompetens och förståelse"]),
        ("nv-skane-2022", "helhetssyn, individfokus", ["helhetssyn/individfokus"]),
        (
            "nv-skane-2022",
            "kommunikation/information/rutiner",
            ["kommunikation/information", "rutiner"],
        ),
        ("nv-skane-2023", "helhet o MP", ["bristande helhetssyn", "Mina planer"]),
        ("nv-skane-2020", "SIP", ["parter som inte kommit på SIP-möten"]),
        ("nv-skane-2019", "kommunikation", ["kommunikation"]),
    ],
)
def test_native_labels_stay_as_printed(scheme, cell, meant):
    assert cause_choices(scheme).read(cell).values == tuple(meant)


@pytest.mark.parametrize(
    ("scheme", "cell", "problem", "nearest"),
    [
        ("nv-skane-2023", "kom", "ambiguous", ("kommunikation/information", "kompetens")),
        ("harmonised", "oklart", "ambiguous", ("Ansvar oklart eller villkorat", "Går inte att avgöra")),
        ("harmonised", "kompetans", "unknown", ("Kompetens i eget uppdrag",)),
        ("harmonised", "rutin?", "doubtful", ()),
        ("harmonised", "ej rutin", "unknown", ("Rutin saknas eller följs inte",)),
    ],
)
def test_what_is_not_clear_is_asked_about(scheme, cell, problem, nearest):
    reading = cause_choices(scheme, "sv").read(cell)
    assert (reading.values, reading.problem, reading.nearest) == ((), problem, nearest)


def test_a_note_in_the_wrong_cell_is_no_cause():
    assert cause_choices("harmonised").read("vi " * 100).problem == "unknown"


CODES = list(cause_choices("harmonised").shown)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True),
    st.sampled_from(["; ", ", ", "/", " + ", "\n", " & ", " | ", " och ", " "]),
    st.sampled_from([str, str.upper, str.lower]),
    st.sampled_from(["sv", "en"]),
)
def test_any_causes_with_anything_between(causes, between, case, language):
    shown = cause_choices("harmonised", language).shown
    cell = case(between.join(shown[cause] for cause in causes))
    assert cause_choices("harmonised").read(cell).values == tuple(causes)


def test_measures_and_themes():
    assert measure_choices().read("Utbildning, parterna träffades").values == ("training", "parties_met")
    assert split_themes("LVM; övergång till skola,  LVM \n –") == ("LVM", "övergång till skola")
