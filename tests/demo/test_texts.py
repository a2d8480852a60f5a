"""What the group wrote: the same sections in both languages, nobody named outside `group`, no number."""

import re

import pytest

from brister_analysis.reporting.texts import read_texts, text_slug
from brister_analysis.reporting.what_to_write import written_sections
from brister_analysis.workspace import Workspace
from demo.decisions import native_labels
from demo.material import REGION, REGION_YEARS, YEARS, narratives, toml
from demo.planted import planted
from demo.texts import EASY, texts_folder

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
# What the counties' pages have instead of a text for each cause.
OWN_SECTIONS = {"stockholm": {"agreements"}, "vastra-gotaland": {"agreements", "time_to_answer"}}
EVERY_YEAR = [(region, year) for region, years in REGION_YEARS.items() for year in years]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", LANGUAGES)
def test_sections(year, name):
    texts = read_texts(texts_folder(year) / name)
    causes = [slug for slug in texts if slug.startswith("cause-")]
    scheme = toml("coding")["years"][str(year)]["scheme"]
    labels = {label for row in narratives(year) for label in native_labels(row["causes"], scheme)}
    assert set(texts) - set(causes) == SECTIONS
    assert len(causes) >= 4
    assert set(causes) <= {text_slug(label) for label in labels}


@pytest.mark.parametrize(("region", "year"), [one for one in EVERY_YEAR if one[0] != REGION])
@pytest.mark.parametrize("name", LANGUAGES)
def test_sections_of_the_counties(region, year, name):
    assert set(read_texts(texts_folder(year, region) / name)) == SECTIONS | OWN_SECTIONS[region]


@pytest.mark.parametrize(("region", "year"), EVERY_YEAR)
def test_both_languages_have_the_same_sections_in_the_same_order(region, year):
    swedish, english = (list(read_texts(texts_folder(year, region) / name)) for name in LANGUAGES)
    assert swedish == english


@pytest.mark.parametrize(("region", "year"), EVERY_YEAR)
@pytest.mark.parametrize("name", LANGUAGES)
def test_names_only_in_the_group_and_no_numbers(region, year, name):
    texts = read_texts(texts_folder(year, region) / name)
    people = toml("forms" if region == REGION else f"{region}/plan")["source"]["group"]
    others = "\n".join(text for slug, text in texts.items() if slug != "group")
    assert all(person in texts["group"] for person in people)
    assert [person for person in people if person in others] == []
    assert [surface for surface in planted(year, region) if surface in others] == []
    assert not re.search(r"\d", others)


@pytest.mark.parametrize(("region", "year"), EVERY_YEAR)
def test_the_texts_in_git_are_the_material(region, year):
    easy = [EASY] if (texts_folder(year, region) / EASY).exists() else []
    for name in (*LANGUAGES, *easy):
        committed = Workspace.find().decisions(region, year) / name
        assert committed.read_bytes() == (texts_folder(year, region) / name).read_bytes()


def test_the_easy_text_has_every_section_and_short_lines():
    written = texts_folder(2023) / EASY
    assert list(read_texts(written)) == written_sections("easy")["sections"]
    lines = [line for line in written.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert max(map(len, lines)) <= 90
    said = written.read_text(encoding="utf-8")
    assert [surface for surface in planted(2023) if surface in said] == []
