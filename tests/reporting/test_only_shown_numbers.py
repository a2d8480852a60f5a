"""What is said beside a table tells no number that the protected tables do not show."""

import re

import pytest
from lxml import html as parser

from tests.reporting.in_process import page_here
from tests.reporting.small_regions import make_regions

NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
# Of rules and methods, not of the reports: 95 percent, chance of 100, inhabitants of a rate, a deadline, the
# numbers of rules.
FIXED = {"95", "99,8", "100", "100000", "60", "0", "1"}


def numbers(*texts):
    return {re.sub(r"\s", "", one) for text in texts for one in NUMBER.findall(text)}


def shown(page):
    """Return every number of the page's tables: cells, bases in headings, and years."""
    cells = page.xpath("//table//td | //table//thead//th | //table//caption | //table//tbody//th")
    return numbers(*(cell.text_content() for cell in cells), *page.xpath("//meta/@content"))


def beside(page):
    """Return what is told of the tables elsewhere: alternative texts, long descriptions, notes, titles."""
    texts = page.xpath("//svg/@aria-label") + page.xpath("//svg//title/text()")
    texts += [one.text_content() for one in page.xpath("//figure//details | //figcaption")]
    return texts + [one.text_content() for one in page.xpath("//p[@class='under'][not(a)]")]


def counted(page):
    """Return how many rows and pairs a figure or a note says there are, which is a number of no report."""
    said = " ".join(beside(page))
    found = re.findall(r"i (\d+) rader|och (\d+) till|(\d+) par|de (\d+) f|de (\d+) med", said)
    return {one for groups in found for one in groups if one}


@pytest.fixture(scope="module")
def regions(tmp_path_factory):
    workspace = make_regions(tmp_path_factory.mktemp("regions"))
    asked = {"regions": ["vastra-gotaland", "skane", "stockholm"], "years": [2023, 2024]}
    place = {"region": "vastra-gotaland", "area": None, "year": 2024}
    return [
        page_here(workspace, "region_comparison", **asked),
        page_here(workspace, "yearly_report", **place),
    ]


def test_texts_beside_tables_hold_only_numbers_the_tables_show(yearly, regions):
    for html, _ in (yearly, *regions):
        page = parser.fromstring(html)
        told = numbers(*beside(page))
        assert len(told) > 5
        # "From 1 and below 5": the limits of the rule, and the largest number it hides.
        limits = {"5", "4"}
        assert told - shown(page) - FIXED - limits - counted(page) == set()


def test_the_sheet_holds_only_numbers_the_tables_show(yearly, regions):
    for html, files in (yearly, regions[1]):
        page = parser.fromstring(html)
        (sheet,) = (parser.fromstring(text) for name, text in files.items() if name.endswith("-blad.html"))
        told = numbers(
            *(one.text_content() for one in sheet.xpath("//ol[@class='points']//li | //p[@class='lead']"))
        )
        assert len(told) > 3
        known = shown(page)
        # Limits stand on the sheet in words: "between 33 and 82 percent".
        assert told - known == set()
