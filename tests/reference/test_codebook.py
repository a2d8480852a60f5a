"""The harmonised codebook, and the page that prints it."""

from brister_analysis.language import LANGUAGES, text
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.codebook_page import PAGE, codebook_page


def test_fifteen_causes_in_five_areas_and_unclear():
    book = codebook()
    assert book.version == "1.0"
    assert book.causes.groupby("area", sort=False)["cause"].agg(list).to_dict() == {
        "communication": ["information_transfer", "response_feedback"],
        "joint_planning": ["absent_from_meeting", "plan_missing_or_misused", "shared_it_tool"],
        "responsibility": ["routines", "unclear_responsibility", "mutual_understanding", "competence"],
        "approach": ["individual_focus", "whole_person_view", "attitude_engagement", "trust"],
        "conditions": ["resources_continuity", "rules_mandate_funding"],
    }
    assert book.causes.query("area.isna()")["cause"].tolist() == ["unclear"]
    assert book.areas["area"].tolist() == book.causes["area"].dropna().unique().tolist()


def test_order_is_the_codebook_s_own():
    assert codebook().causes["order"].tolist() == list(range(1, 17))
    assert codebook().areas["order"].tolist() == list(range(1, 6))


def test_rules_concern_causes_of_the_codebook():
    rules = codebook().rules
    assert rules["rule"].tolist() == list(range(1, 12))
    named = {cause for causes in rules["causes"] for cause in causes.split("; ")}
    assert named <= set(codebook().causes["cause"])


def test_labels_are_in_both_languages_and_differ():
    causes = codebook().causes
    assert causes["definition_sv"].ne(causes["definition_en"]).all()
    assert causes["label_sv"].iloc[0] == "Information når inte fram"


def test_it_says_that_it_is_a_proposal():
    for language in LANGUAGES:
        assert text("reference.codebook.proposal", language) in codebook_page()


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == codebook_page(), (
        "run python -m brister_analysis.reference.codebook_page"
    )


def test_the_page_is_the_same_in_any_language(monkeypatch):
    monkeypatch.setenv("BRISTER_LANG", "en")
    assert PAGE.read_text(encoding="utf-8") == codebook_page()
