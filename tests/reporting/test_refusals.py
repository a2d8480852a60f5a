"""Every refusal of the comparison, in both languages: what, why, and what would make it possible."""

import re
from pathlib import Path

import pytest

from brister_analysis.analysis.comparison import RUNGS
from brister_analysis.analysis.refusal import Refusal
from brister_analysis.language import LANGUAGES, catalogue
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.refused_parts import refused_parts, spans

ANALYSIS = Path(__file__).parents[2] / "brister_analysis" / "analysis"
REGIONS = {"01": "Stockholm", "12": "Skåne", "14": "Västra Götaland"}
# What the page itself refuses, beside what `compare_regions` does.
OWN = {
    "not_coded", "own_names", "population_unknown", "small_number", "asked_differently", "not_asked",
    "not_filled_in",
}  # fmt: skip
# An action somebody can take, as the first word.
ACTIONS = {
    "sv": r"(Lägg|Ta|Låt|Koda|Slå|Regionerna behöver|Minst en region)",
    "en": r"(Put|Take|Let|Code|Add|Join|The regions need|At least one)",
}


def reasons():
    """Return the reasons that the analysis room can give for refusing a comparison."""
    sources = [(ANALYSIS / f"{name}.py").read_text() for name in ("comparison", "rungs", "cause_comparison")]
    found = {key for source in sources for key in re.findall(r'"analysis\.compare\.(\w+)"', source)}
    return sorted(found)


def test_the_reasons_are_all_known():
    assert set(reasons()) | OWN == set(catalogue("sv", "comparison")["refusals"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", [*reasons(), *sorted(OWN)])
def test_a_refusal_says_why_and_what_would_make_it_possible(reason, language):
    said = catalogue(language, "comparison")["refusals"][reason]
    assert re.fullmatch(r"[A-ZÅÄÖ].{25,}\.", said["why"])
    assert re.match(ACTIONS[language], said["do"])
    assert said["do"].endswith(".")
    assert len(said["why"].split(". ")) <= 2, "short enough to read in a cell"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_collected_is_said_not_to_be_zero(language):
    said = catalogue(language, "comparison")["refusals"]
    zero = {"sv": "inte samma sak som noll", "en": "not the same as zero"}[language]
    assert zero in said["not_collected"]["why"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("reason", reasons())
def test_what_is_refused_is_named_with_step_region_and_years(reason, rung, language):
    context = Context(language, "", "", False, "")
    refusals = [Refusal(f"{rung}:12 {year}", f"analysis.compare.{reason}") for year in (2021, 2022, 2024)]
    (part,) = refused_parts(refusals, rung, {}, REGIONS, (), {}, context)
    assert part.what == f"{catalogue(language, 'comparison')['rungs'][rung]}: Skåne 2021–2022, 2024"
    assert part.why
    assert part.do


def test_that_nothing_is_left_is_told_only_where_nothing_else_is():
    context = Context("sv", "", "", False, "")
    nothing = Refusal("target_group", "analysis.compare.nothing_beside")
    lacking = Refusal("target_group:12 2023", "analysis.compare.not_collected")
    told = refused_parts([lacking, nothing], "target_group", {}, REGIONS, (), {}, context)
    assert [part.what for part in told] == ["Målgrupp: Skåne 2023"]
    alone = refused_parts([nothing], "target_group", {}, REGIONS, (), {}, context)
    assert [part.what for part in alone] == ["Målgrupp"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"event_date"}, "frågar inte efter det"),
        ({"dialogue_held", "contact_first"}, "frågar efter det, men ingen rapport har ett svar"),
        (
            {"contact_first", "dialogue_outcome", "event_date"},
            "på ett annat sätt: Kontakt togs före rapporten, Vad dialogen ledde till.",
        ),
        (None, "efterfrågades inte eller fylldes inte i"),
    ],
)
def test_why_nothing_was_collected_follows_from_what_the_form_asks(asked, why):
    context = Context("sv", "", "", False, "")
    lacking = Refusal("dialogue:dialogue_held 12 2023", "analysis.compare.not_collected")
    known = {} if asked is None else {("12", 2023): frozenset(asked)}
    (part,) = refused_parts([lacking], "dialogue", {}, REGIONS, (), known, context)
    assert why in part.why
    assert "inte samma sak som noll" in part.why


def test_a_value_is_named_by_its_label():
    context = Context("en", "", "", False, "")
    refusals = [
        Refusal("causes:routines", "analysis.compare.labels"),
        Refusal("causes:trust", "analysis.compare.labels"),
    ]
    (part,) = refused_parts(
        refusals, "causes", {"routines": "Routines", "trust": "Trust"}, REGIONS, (), {}, context
    )
    assert part.what == "Causes: Routines, Trust"


@pytest.mark.parametrize(
    ("years", "written"), [([2023], "2023"), ([2024, 2021, 2022], "2021–2022, 2024"), ([], "")]
)
def test_years_are_written_as_runs(years, written):
    assert spans(years) == written
