"""No word of the other language is left on a page: none that only its catalogues have."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from lxml import html as parser

from brister_analysis.language import LANGUAGES, catalogue
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.dimensions import dimension
from brister_analysis.reference.places import municipalities, regions
from brister_analysis.reference.schemes import schemes
from brister_analysis.reporting.context import CATALOGUES

# Rooms below the pages whose sentences are shown on them.
ROOMS = (*CATALOGUES, "analysis", "agreement", "disclosure", "reference")
DIMENSIONS = ("agreement", "process_step", "principal", "activity", "target_group", "measure")
WORD = re.compile(r"[^\W\d_]{3,}")
# What people wrote, what is marked as the other language, code, and what a machine reads.
NOT_THE_PROGRAMS = (
    "//*[@lang][not(self::html)] | //*[@class='own'] | //pre | //style | //title | //h1 | //dd[@class='hash']"
    " | //section[h2/@id='cite' or h2/@id='provenance' or h2/@id='group']"
    " | //code | //a[@hreflang]"
)


def sentences(group: Mapping) -> Iterator[str]:
    for value in group.values():
        if isinstance(value, Mapping):
            yield from sentences(value)
        else:
            yield str(value)


@cache
def words_of(language: str) -> frozenset[str]:
    """Return every word of a language's catalogues and lists, in lower case."""
    column = f"label_{language}"
    told = [one for room in ROOMS for one in sentences(catalogue(language, room))]
    book = codebook()
    told += [*book.causes[column], *book.areas[column]]
    told += [*book.causes[f"definition_{language}"], *book.rules[f"text_{language}"]]
    told += [label for name in DIMENSIONS for label in dimension(name)[column]]
    plain = (re.sub(r"\{\w+\}", " ", one) for one in told)
    return frozenset(word.lower() for one in plain for word in WORD.findall(one))


@cache
def names() -> frozenset[str]:
    """Return words that stand as they are in any language: labels as printed, names of places."""
    told = [*schemes()["label"], *regions()["county"], *municipalities()["municipality"]]
    return frozenset(word.lower() for one in told for word in WORD.findall(one))


def other_words(shown: str, language: str) -> set[str]:
    """Return the words in `shown` that only another language's catalogues have."""
    (other,) = (one for one in LANGUAGES if one != language)
    foreign = words_of(other) - words_of(language) - names()
    return {word for word in WORD.findall(shown.lower()) if word in foreign}


def said_by_the_program(html: str) -> str:
    """Return everything on a page that the program says, names for screen readers among it."""
    page = parser.fromstring(html)
    for element in page.xpath(NOT_THE_PROGRAMS):
        element.drop_tree() if element.getparent() is not None else None
    attributes = page.xpath("//@aria-label | //@alt | //@data-label | //meta[@name='description']/@content")
    return " ".join([*page.xpath("//text()"), *attributes])


def decimal_marks(html: str, language: str) -> list[str]:
    """Return the numbers in tables that are written as in the other language."""
    wrong = r"\d\.\d" if language == "sv" else r"\d,\d{1,2}(?!\d)"
    cells = parser.fromstring(html).xpath("//td[@class='number']//text()")
    return [cell for cell in cells if re.search(wrong, cell)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_lists_tell_the_languages_apart(language):
    swedish, english = "rapporter orsaker överenskommelse", "agreement deficiencies counted"
    own, foreign = (swedish, english) if language == "sv" else (english, swedish)
    assert other_words(own, language) == set()
    assert other_words(foreign, language) == set(foreign.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_other_language_is_left_on_any_built_page(built, language):
    pages = sorted(built.workspace.reports().rglob("*.html"))
    own = [path for path in pages if path.name.endswith(".en.html") == (language == "en")]
    assert len(own) > 8
    found = {path.name: other_words(said_by_the_program(path.read_text("utf-8")), language) for path in own}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_written_as_the_language_does(built, language):
    pages = sorted(built.workspace.reports().rglob("*.html"))
    own = [path for path in pages if path.name.endswith(".en.html") == (language == "en")]
    wrong = {path.name: decimal_marks(path.read_text("utf-8"), language) for path in own}
    assert {name: cells for name, cells in wrong.items() if cells} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headings_of_files_are_in_their_language(built, language):
    files = sorted(built.workspace.reports().rglob("*.csv"))
    own = [path for path in files if path.name.endswith(".en.csv") == (language == "en")]
    assert len(own) > 8
    found = {path.name: other_words(path.read_text("utf-8-sig").splitlines()[0], language) for path in own}
    assert {name: words for name, words in found.items() if words} == {}
