import pandas as pd
import pytest

from brister_analysis.analysis.claims import Claim, may_say
from brister_analysis.errors import UsageError
from brister_analysis.reference.codebook import codebook

CODES = codebook().causes["cause"].tolist()


def spread(counts: dict[str, int], reports: int) -> pd.DataFrame:
    """Each cause in its own reports as far as they go, one cause a report."""
    rows = [cause for cause, count in counts.items() for _ in range(count)]
    return pd.DataFrame({"report_id": [f"r{number % reports}" for number in range(len(rows))], "cause": rows})


def directions(**counts: int) -> pd.DataFrame:
    rows = []
    for pair, count in counts.items():
        reporter, counterpart = pair.split("_")
        for number in range(count):
            report = f"{pair}-{number}"
            rows += [(report, "reporter", reporter), (report, "counterpart", counterpart)]
    return pd.DataFrame(rows, columns=["report_id", "role", "principal"])


def said(claims) -> list[str]:
    return [claim.key for claim in claims.licensed]


def why(claims, key: str) -> str:
    return next(refusal.reason("en") for refusal in claims.refused if refusal.key == key)


def test_a_clear_first_rank_is_said():
    claims = may_say("causes", causes=spread({"routines": 24, "trust": 6}, 30))
    assert said(claims) == ["most_common_cause", "share_above_half"]
    assert claims.title("sv") == (
        "Den vanligaste orsaken till rapporterade brister är ”Rutin saknas eller följs inte”."
    )


def test_a_rank_that_chance_could_turn_is_not_said():
    claims = may_say("causes", causes=spread({"routines": 11, "trust": 9, "competence": 10}, 30))
    assert said(claims) == []
    assert "at least 95 percent" in why(claims, "most_common_cause")
    assert claims.title("en") == "Causes of reported deficiencies in collaboration"


def test_no_rank_below_ten_reports_however_clear():
    claims = may_say("causes", causes=spread({"routines": 9}, 9))
    assert "fewer than ten" in why(claims, "most_common_cause")


def test_no_rank_where_a_cause_was_not_collected():
    causes = spread({"routines": 20}, 20).assign(
        scheme="nv-skane-2023",
        region_code="12",
        area="nordvastra-skane",
        data_year=2023,
        native_label="rutiner",
    )
    assert "not collected" in why(may_say("causes", causes=causes), "most_common_cause")
    native = may_say("causes", causes=causes, level="native")
    assert native.licensed[0].text("sv") == "Den vanligaste orsaken till rapporterade brister är ”rutiner”."


def test_unclear_is_never_called_the_most_common_cause():
    claims = may_say("causes", causes=spread({"unclear": 28, "trust": 2}, 30))
    assert said(claims) == []
    assert "too little" in why(claims, "most_common_cause")


@pytest.mark.parametrize(("count", "licensed"), [(20, False), (21, True)])
def test_more_than_half_needs_the_whole_interval(count, licensed):
    causes = spread({"routines": count, "trust": 30 - count}, 30)
    assert ("share_above_half" in said(may_say("causes", causes=causes))) is licensed


@pytest.mark.parametrize(("count", "licensed"), [(20, False), (21, True)])
def test_majority_direction_needs_the_whole_interval(count, licensed):
    claims = may_say("direction", actors=directions(kommun_region=count, region_kommun=30 - count))
    assert ("majority_direction" in said(claims)) is licensed


def test_the_direction_is_said_in_words():
    claims = may_say("direction", actors=directions(kommun_region=30))
    assert claims.title("sv") == "De flesta rapporterade brister går från kommun till region."


def test_the_published_series_varies_but_no_change_is_established():
    series = pd.DataFrame({"year": range(2019, 2024), "reports": [30, 48, 24, 29, 17]})
    claims = may_say("change", counts=series)
    assert said(claims) == ["no_single_change", "level_varies"]
    assert (
        "nivån varierar mer än slumpen förklarar, ingen enskild förändring kan fastställas"
        in claims.title("sv")
    )


def test_a_change_is_said_only_when_the_adjusted_interval_holds():
    counts = pd.DataFrame({"year": range(2019, 2024), "reports": [40, 41, 39, 40, 40]})
    claims = may_say("change", counts=counts)
    assert said(claims) == []
    fall = pd.DataFrame({"year": [2022, 2023], "reports": [100, 20]})
    assert said(may_say("change", counts=fall)) == [], "two years don't show how much years vary"
    established = may_say("change", counts=fall, dispersion=2)
    assert said(established) == ["change"]
    assert established.title("en").startswith(
        "The number of reported deficiencies was lower in 2023 than in 2022"
    )


def test_one_established_change_silences_the_sentence_that_there_is_none():
    counts = pd.DataFrame({"year": range(2019, 2025), "reports": [100, 101, 99, 100, 100, 10]})
    claims = may_say("change", counts=counts, dispersion=2)
    assert "change" in said(claims)
    assert "At least one change" in why(claims, "no_single_change")


def test_every_sentence_says_reported_in_both_languages():
    claims = [
        may_say("causes", causes=spread({"routines": 30}, 30)),
        may_say("direction", actors=directions(kommun_region=30)),
        may_say("change", counts=pd.DataFrame({"year": [1, 2, 3], "reports": [10, 40, 10]})),
        may_say("change", counts=pd.DataFrame({"year": [1, 2], "reports": [100, 10]}), dispersion=1),
        may_say("change", counts=pd.DataFrame({"year": [1, 2], "reports": [10, 100]}), dispersion=1),
    ]
    sentences = [claim for each in claims for claim in [*each.licensed, each.neutral]]
    assert len(sentences) >= 10
    for claim in sentences:
        assert "rapporterade" in claim.text("sv").lower()
        assert "reported" in claim.text("en").lower()


def test_claims_hold_the_codes_of_the_cells_they_rest_on_and_no_counts():
    claim = may_say("causes", causes=spread({"routines": 30}, 30)).licensed[0]
    assert claim == Claim("most_common_cause", {"cause": "routines"})


@pytest.mark.parametrize("arguments", [{"claim_group": "weather"}, {"claim_group": "causes"}])
def test_refuses_unknown_groups_and_missing_frames(arguments):
    with pytest.raises(UsageError):
        may_say(**arguments)


def test_no_reports_license_nothing():
    assert said(may_say("causes", causes=spread({}, 1))) == []
    uncoded = spread({}, 1).assign(native_label="", scheme="", region_code="", area="", data_year=0)
    assert said(may_say("causes", causes=uncoded, level="native")) == []
    assert said(may_say("direction", actors=directions())) == []
