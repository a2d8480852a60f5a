"""What the group wrote: the same sections in both languages, nobody named outside `group`, no number."""

import re

import pytest

from brister_analysis.reporting.texts import read_texts, text_slug
from brister_analysis.workspace import Workspace
from demo.decisions import native_labels
from demo.material import DATA, REGION, YEARS, narratives, toml
from demo.planted import planted

SECTIONS = {
    "purpose",
    "compiled_by",
    "themes",
    "good_examples",
    "summary",
    "open_questions",
    "recommendations",
    "group",
}
LANGUAGES = ("texts.md", "texts.en.md")


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", LANGUAGES)
def test_sections(year, name):
    texts = read_texts(DATA / "texts" / str(year) / name)
    causes = [slug for slug in texts if slug.startswith("cause-")]
    scheme = toml("coding")["years"][str(year)]["scheme"]
    labels = {label for row in narratives(year) for label in native_labels(row["causes"], scheme)}
    assert set(texts) - set(causes) == SECTIONS
    assert len(causes) >= 4
    assert set(causes) <= {text_slug(label) for label in labels}


@pytest.mark.parametrize("year", YEARS)
def test_both_languages_have_the_same_sections_in_the_same_order(year):
    swedish, english = (list(read_texts(DATA / "texts" / str(year) / name)) for name in LANGUAGES)
    assert swedish == english


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", LANGUAGES)
def test_names_only_in_the_group_and_no_numbers(year, name):
    texts = read_texts(DATA / "texts" / str(year) / name)
    people = toml("forms")["source"]["group"]
    others = "\n".join(text for slug, text in texts.items() if slug != "group")
    assert all(person in texts["group"] for person in people)
    assert [person for person in people if person in others] == []
    assert [surface for surface in planted(year) if surface in others] == []
    assert not re.search(r"\d", others)


@pytest.mark.parametrize("year", YEARS)
def test_the_texts_in_git_are_the_material(year):
    for name in LANGUAGES:
        committed = Workspace.find().decisions(REGION, year) / name
        assert committed.read_bytes() == (DATA / "texts" / str(year) / name).read_bytes()
