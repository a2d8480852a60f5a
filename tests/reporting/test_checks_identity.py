"""A page that holds anything of another place, period or data is refused; a page that is itself is not."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

from brister_analysis.reporting.built_pages import built_pages
from brister_analysis.reporting.checks import check_folder, check_page
from brister_analysis.reporting.checks_identity import figure_data, identity_faults

EXPECTED = {"region": "skane", "place": "nordvastra-skane", "year": 2023, "synthetic": True}


def found(page, files=None):
    faults = list(identity_faults(html.fromstring(page), EXPECTED, files or {}))
    assert {fault.key for fault in faults} <= {"page.check.identity"}
    return {fault.where for fault in faults}


def spoiled(page, pattern, new, count=1):
    changed = re.sub(pattern, new, page, count=count, flags=re.DOTALL)
    assert changed != page
    return changed


def test_a_page_that_is_itself_passes(yearly):
    assert found(*yearly) == set()


@pytest.mark.parametrize(
    ("pattern", "new", "where"),
    [
        (r"(<figcaption>.*?), Nordvästra Skåne, 2023", r"\1, Mellersta Skåne, 2023", "figcaption"),
        (r"(<figcaption>.*?), Nordvästra Skåne, 2023", r"\1, Nordvästra Skåne, 2022", "figcaption"),
        (r"(<figcaption>.*?), Nordvästra Skåne, 2023", r"\1, Nordvästra Skåne, 2023–2024", "figcaption"),
        (r"(<caption>.*?), Nordvästra Skåne, 2023", r"\1, Nordvästra Skåne, 2022", "caption"),
        (r"(<caption>.*?), Nordvästra Skåne, 2023", r"\1, Stockholm, 2023", "caption"),
        (r"(<caption>.*?), Nordvästra Skåne, 2023", r"\1, Stockholm, 2023", "other_place"),
        (r"<title>.*?<", "<title>Brister i samverkan 2023: Västra Götaland<", "other_place"),
        (r'name="description" content="', 'name="description" content="Region Halland. ', "other_place"),
        (r'name="description" content="[^"]*"', 'name="description" content="Brister 2023"', "description"),
        (r'name="description" content="[^"]*"', 'name="description" content="Skåne 2022"', "description"),
        (r'aria-label="Påhittade uppgifter\.', 'aria-label="Påhittade uppgifter. Fyrbodal.', "other_place"),
    ],
)
def test_a_title_of_another_place_or_year_is_found(yearly, pattern, new, where):
    assert (where,) in found(spoiled(yearly[0], pattern, new))


def test_the_region_of_an_area_may_be_yearly(yearly):
    assert found(spoiled(yearly[0], "<title>", "<title>Region Skåne: ")) == set()


class TestFiles:
    def test_a_file_of_another_place_is_found_by_its_name(self, yearly):
        page = yearly[0].replace("nordvastra-skane-orsaker.csv", "stockholm-orsaker.csv")
        assert ("file", "stockholm-orsaker.csv") in found(page)

    @pytest.mark.parametrize(("old", "new"), [("Nordvästra Skåne;", "Stockholm;"), (";2023;", ";2022;")])
    def test_a_row_of_another_place_or_year_is_found(self, yearly, old, new):
        page, files = yearly
        name = "nordvastra-skane-orsaker.csv"
        assert ("file", name) in found(page, {**files, name: files[name].replace(old, new, 1)})

    @pytest.mark.parametrize("key", ["region", "place", "period", "fingerprint"])
    def test_a_description_of_another_page_is_found(self, yearly, key):
        page, files = yearly
        name = "nordvastra-skane.datapackage.json"
        other = json.dumps({**json.loads(files[name]), key: "other"})
        assert ("file", name) in found(page, {**files, name: other})


def test_the_whole_check_tells_it_too(yearly):
    page = spoiled(yearly[0], r"(<caption>.*?), Nordvästra Skåne, 2023", r"\1, Stockholm, 2023")
    assert "page.check.identity" in {fault.key for fault in check_page(page, "sv", EXPECTED)}


class TestFigures:
    @pytest.fixture
    def folder(self, workspace, yearly, tmp_path):
        """A year's page in two languages, and the next year's."""
        place = type(workspace)(tmp_path, workspace.data)
        for year in (2023, 2024):
            path = place.reports("skane", year)
            path.mkdir(parents=True)
            own = yearly[0].replace("2023", str(year))
            own = re.sub(r"[0-9a-f]{64}", str(year).zfill(64), own)
            (path / "nordvastra-skane.html").write_text(own, encoding="utf-8")
            english = own.replace('lang="sv"', 'lang="en"', 1)
            (path / "nordvastra-skane.en.html").write_text(english, encoding="utf-8")
        return place

    def alike(self, folder):
        _, faults = check_folder(folder, folder.reports())
        return [
            (fault.where[0], fault.values["other"])
            for fault in faults
            if fault.key == "site.check.figures_alike"
        ]

    def test_the_same_figures_from_other_rows_are_refused(self, folder):
        assert ("skane/2024/nordvastra-skane.html", "skane/2023/nordvastra-skane.html") in self.alike(folder)

    def test_the_same_rows_may_have_the_same_figures(self, folder):
        for path in folder.reports("skane", 2024).glob("*.html"):
            hashed = (folder.reports("skane", 2023) / path.name).read_text(encoding="utf-8")
            data = re.search(r"[0-9a-f]{64}", hashed)[0]
            path.write_text(re.sub(r"[0-9a-f]{64}", data, path.read_text(encoding="utf-8")), encoding="utf-8")
        assert self.alike(folder) == []

    def test_one_mark_more_is_another_figure(self, folder):
        for path in folder.reports("skane", 2024).glob("*.html"):
            other = spoiled(
                path.read_text(encoding="utf-8"), r'(class="words">.*?<li>.*?)\d+ av', r"\g<1>99 av"
            )
            path.write_text(other, encoding="utf-8")
        assert self.alike(folder) == []

    def test_pages_without_figures_are_not_compared(self, folder):
        for path in folder.reports().rglob("*.html"):
            kept = re.sub(r"<figure.*?</figure>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            path.write_text(kept, encoding="utf-8")
        assert {page.figures for page in built_pages(folder)} == {""}
        assert self.alike(folder) == []

    def test_the_words_hold_neither_place_nor_year(self, yearly):
        said = figure_data(html.fromstring(yearly[0]))
        assert said
        assert "Skåne" not in said
        assert "2023" not in said
