"""What may be compared with what: a test for each rule and each remark of the crosswalk."""

import pytest

from brister_analysis.errors import DataError, UsageError
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.comparability import comparable_level
from brister_analysis.reference.schemes import schemes

NV19, NV20, NV22, NV23 = (f"nv-skane-{year}" for year in (2019, 2020, 2022, 2023))
OWN = "harmonised"
ABSENT = "parter som inte kommit på SIP-möten"


def pairs(scheme: str, *labels: str) -> list[tuple[str, str]]:
    return [(scheme, label) for label in labels]


@pytest.mark.parametrize(
    ("left", "right", "level", "targets"),
    [
        # Finest level where every label is the same as a cause, or both sides have the same narrower one.
        (pairs(NV19, "rutiner"), pairs(NV23, "rutiner"), "cause", ("routines",)),
        (pairs(NV20, "helhetssyn"), pairs(NV23, "bristande helhetssyn"), "cause", ("whole_person_view",)),
        (pairs(NV19, "förståelse"), pairs(OWN, "mutual_understanding"), "cause", ("mutual_understanding",)),
        (pairs(NV23, "Mina planer"), pairs(NV23, "Mina planer"), "cause", ("shared_it_tool",)),
        (pairs(NV20, ABSENT), pairs(OWN, "absent_from_meeting"), "cause", ("absent_from_meeting",)),
        (pairs(OWN, "trust"), pairs(OWN, "Tillit till varandras bedömning"), "cause", ("trust",)),
        (pairs(OWN, "unclear"), pairs(OWN, "unclear"), "cause", ("unclear",)),
        (
            pairs(NV19, "individfokus", "rutiner"),
            pairs(NV20, "rutiner", "individfokus"),
            "cause",
            ("routines", "individual_focus"),
        ),
        # Information and answers are never told apart: the area only, in all years.
        (
            pairs(NV19, "kommunikation"),
            pairs(NV20, "kommunikation/information"),
            "area",
            ("communication",),
        ),
        (
            pairs(NV23, "kommunikation/information"),
            pairs(OWN, "information_transfer", "response_feedback"),
            "area",
            ("communication",),
        ),
        # SIP of 2019 is cancelled or absent, of 2020 absent.
        (pairs(NV19, "SIP"), pairs(NV20, ABSENT), "area", ("joint_planning",)),
        # Labels joined in 2022.
        (
            pairs(NV22, "helhetssyn/individfokus"),
            pairs(NV20, "helhetssyn", "individfokus"),
            "area",
            ("approach",),
        ),
        (
            pairs(NV22, "kompetens och förståelse"),
            pairs(NV23, "kompetens", "förståelse för varandras uppdrag"),
            "area",
            ("responsibility",),
        ),
        # Part of a joined label: the whole area can still be compared.
        (pairs(NV23, "individfokus"), pairs(NV22, "helhetssyn/individfokus"), "area", ("approach",)),
        (
            pairs(NV23, "kommunikation/information"),
            pairs(OWN, "information_transfer"),
            "area",
            ("communication",),
        ),
        # Narrower on one side only: the other counts more.
        (pairs(NV23, "Mina planer"), pairs(OWN, "shared_it_tool"), "area", ("joint_planning",)),
        # About the same only.
        (pairs(NV19, "kompetens"), pairs(NV20, "kompetens"), "area", ("responsibility",)),
        (
            pairs(NV19, "bemötande"),
            pairs(NV23, "bemötande/bristande engagemang"),
            "area",
            ("approach",),
        ),
        # Several labels, each within one area.
        (
            pairs(NV19, "kommunikation", "rutiner"),
            pairs(NV20, "kommunikation/information", "rutiner"),
            "area",
            ("communication", "responsibility"),
        ),
    ],
)
def test_level(left, right, level, targets):
    for one, other in ((left, right), (right, left), (left[::-1], right)):
        found = comparable_level(one, other)
        assert (found.level, found.targets) == (level, targets)


@pytest.mark.parametrize(
    ("left", "right", "why", "told"),
    [
        # SIP of 2023 crosses areas.
        (pairs(NV23, "SIP"), pairs(NV20, ABSENT), "crosses", "flera områden"),
        (pairs(NV23, "SIP"), pairs(NV23, "SIP"), "crosses", "flera områden"),
        # Dropped later: missing is not zero.
        (pairs(NV19, "resurser"), pairs(NV20, "resurser"), "not_collected", "betyder inte noll"),
        (pairs(NV19, "resurser"), pairs(NV23, "resurser"), "not_collected", "betyder inte noll"),
        # Partly readable: unknown is not zero.
        (pairs(NV19, "resurser"), pairs(NV22, "resurser"), "unknown", "Okänt betyder inte noll"),
        (pairs(NV22, "SIP"), pairs(NV20, ABSENT), "unknown", "Okänt betyder inte noll"),
        # Trust is never a counted label.
        (pairs(NV19, "trust"), pairs(OWN, "trust"), "never", "räknades aldrig"),
        (pairs(NV22, "trust"), pairs(NV23, "trust"), "never", "räknades aldrig"),
        # Agreements are no causes, nor is what makes a report a deviation.
        (
            pairs("storsthlm-2020", "missbruk/beroende"),
            pairs("storsthlm-2020", "missbruk/beroende"),
            "agreement",
            "överenskommelse",
        ),
        (pairs("storsthlm-2020", "BUS"), pairs(NV23, "rutiner"), "agreement", "överenskommelse"),
        (pairs("vgr-avvikelse", "avvikelse"), pairs(NV23, "rutiner"), "definition", "varje rapport"),
        (pairs("vgr-hinder-2015", "Brukare"), pairs(OWN, "trust"), "no_cause", "ingen orsak"),
        (
            pairs("vgr-hinder-2015", "Organisationskultur"),
            pairs("vgr-hinder-2015", "Organisationskultur"),
            "crosses",
            "flera områden",
        ),
        # One side counts what the other does not.
        (pairs(NV20, "rutiner"), pairs(NV20, "individfokus"), "different", "bara på den ena sidan"),
        (pairs(NV20, "rutiner"), pairs(OWN, "competence"), "different", "Kompetens i eget uppdrag"),
        (pairs(NV19, "kommunikation"), pairs(NV20, "rutiner"), "different", "bara på den ena sidan"),
        ([], pairs(NV20, "rutiner"), "empty", "inget att jämföra"),
    ],
)
def test_refused(left, right, why, told):
    for one, other in ((left, right), (right, left)):
        found = comparable_level(one, other)
        assert (found.level, found.targets) == ("none", ())
        assert found.reason_key == f"reference.compare.{why}"
        assert told in found.reason("sv")


def test_a_joined_label_counts_a_report_once_and_the_reason_says_so():
    found = comparable_level(
        pairs(NV22, "helhetssyn/individfokus"), pairs(NV20, "helhetssyn", "individfokus")
    )
    assert "räknas en gång" in found.reason("sv")
    assert "counts once" in found.reason("en")


def test_in_a_table_the_reason_is_short_and_what_belongs_to_it_stands_apart():
    found = comparable_level(pairs(NV23, "kompetens"), pairs(NV22, "kompetens och förståelse"))
    assert found.short("sv") == "”kompetens och förståelse” (Nordvästra Skåne 2022) rymmer flera orsaker"
    assert all(note in found.reason("sv") for note in found.remarks("sv"))
    wider = comparable_level(pairs(NV19, "bemötande"), pairs(OWN, "attitude_engagement"))
    assert wider.notes("sv")[0].startswith("Området ”Förhållningssätt” är inte lika brett")


def test_a_cause_that_only_a_label_across_areas_holds_makes_no_area_wider():
    # In 2023 SIP held unclear responsibility too, but a report with that label counts in no area.
    found = comparable_level(pairs(NV23, "kompetens"), pairs(NV22, "kompetens och förståelse"))
    assert found.values["uneven"] == ()


def test_the_direction_of_bemotande_is_told():
    found = comparable_level(pairs(NV19, "bemötande"), pairs(NV23, "bemötande/bristande engagemang"))
    assert found.reason("sv").endswith(
        "”bemötande” (Nordvästra Skåne 2019): Gäller hur personen bemöttes. "
        "”bemötande/bristande engagemang” (Nordvästra Skåne 2023): Gäller bemötande mellan medarbetare."
    )


def test_what_competence_also_holds_is_told():
    found = comparable_level(pairs(NV19, "kompetens"), pairs(NV23, "kompetens"))
    assert "räknar även tillit hit" in found.reason("sv")


def test_an_area_that_is_wider_on_one_side_is_told():
    even = comparable_level(pairs(NV19, "kompetens"), pairs(NV20, "kompetens"))
    uneven = comparable_level(pairs(NV19, "bemötande"), pairs(OWN, "attitude_engagement"))
    assert "inte lika brett" not in even.reason("sv")
    assert "bara den ena sidan räknar ”Tillit till varandras bedömning”" in uneven.reason("sv")


def test_every_reason_is_a_plain_sentence_in_both_languages():
    codes = [code for code in codebook().causes["cause"] if "_" in code]
    for scheme in schemes()["scheme"].unique():
        labels = schemes().query("scheme == @scheme")["label"]
        for label in labels:
            found = comparable_level([(scheme, label)], [(scheme, label)])
            for language in ("sv", "en"):
                said = found.reason(language)
                assert said.endswith(".")
                assert "{" not in said
                assert not [code for code in codes if code in said]


def test_faults_of_both_sides_are_told_at_once_without_being_repeated():
    with pytest.raises(DataError) as raised:
        comparable_level(pairs(NV19, "Karin"), pairs(NV20, "rutin"))
    assert len(raised.value.faults) == 2
    assert "Karin" not in str(raised.value)
    with pytest.raises(UsageError, match=NV20):
        comparable_level(pairs("nv-skane-2021", "rutiner"), pairs(NV20, "rutiner"))
