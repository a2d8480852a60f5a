"""Each check of a page, with a page that it lets through and one that it does not."""

import re

import pytest

from brister_analysis.language import catalogue, text
from brister_analysis.reporting.checks import check_page
from brister_analysis.reporting.checks_colour import contrast

EXPECTED = {"region": "skane", "place": "nordvastra-skane", "year": 2023, "synthetic": True}


def keys(html, language="sv", expected=EXPECTED, files=None):
    return {fault.key.removeprefix("page.check.") for fault in check_page(html, language, expected, files)}


def swap(old, new, count=1):
    return lambda html: html.replace(old, new, count)


def sub(pattern, new):
    return lambda html: re.sub(pattern, new, html, count=1, flags=re.DOTALL)


def before_end(html):
    return lambda page: page.replace("</main>", f"{html}</main>", 1)


SPOILED = [
    ("lang", swap('lang="sv"', 'lang="en"')),
    ("title", sub("<title>.*?</title>", "<title></title>")),
    ("viewport", swap("initial-scale=1", "initial-scale=1, user-scalable=no")),
    ("landmark", swap("<footer>", "<div>")),
    ("unnamed", swap(' aria-labelledby="contents"', "")),
    ("unnamed", before_end("<h3> </h3>")),
    ("skip", swap('class="skip" href="#main"', 'class="skip" href="#other"')),
    ("h1", before_end("<h1>Another</h1>")),
    ("heading_skips", before_end("<h6>Too deep</h6>")),
    ("id_twice", before_end('<p id="causes">x</p>')),
    ("id_missing", before_end('<p aria-labelledby="nowhere">x</p>')),
    ("picture_role", sub('(<svg[^>]*) role="img"', r"\1")),
    ("alt", sub(r'aria-label="Påhittade uppgifter[^"]*"', 'aria-label="Figur 1"')),
    (
        "alt_number",
        sub(
            r'aria-label="Påhittade uppgifter[^"]*"', 'aria-label="Påhittade uppgifter. En figur om orsaker"'
        ),
    ),
    (
        "alt_number",
        sub(
            r'aria-label="Påhittade uppgifter[^"]*"',
            'aria-label="Påhittade uppgifter. Orsaker: rutiner 98765 %."',
        ),
    ),
    ("caption", sub("<caption>.*?</caption>", "<caption></caption>")),
    ("scope", swap('scope="row" ', "")),
    ("sign", sub("(<td[^>]*>)[^<]*</td>", r"\1..</td>")),
    ("tabindex", before_end('<p tabindex="2">x</p>')),
    ("tabindex", before_end('<p tabindex="0">x</p>')),
    ("contrast", swap("--muted: #52616b", "--muted: #a0a9af")),
    ("contrast", swap("stroke: #0d4f63", "stroke: #9fd0dc")),
    ("fetches", before_end('<img alt="" src="https://example.org/a.png">')),
    ("fetches", before_end("<iframe></iframe>")),
    ("fetches", swap("</style>", "@import 'a.css';</style>")),
    ("fetches", swap("</style>", "p { background: url(https://example.org/a.png) }</style>")),
    ("runs", before_end('<p onclick="x()">x</p>')),
    ("runs", before_end('<a href="javascript:x()">x</a>')),
    ("policy", swap("default-src 'none'", "default-src *")),
    ("stray", before_end("<p>/home/someone/data</p>")),
    ("stray", before_end("<p>&lt;object at 0x7f3a12345678&gt;</p>")),
    ("link", before_end('<a href="#nowhere">x</a>')),
    ("identity", swap('name="brister-region" content="skane"', 'name="brister-region" content="stockholm"')),
    ("identity", swap('name="brister-year" content="2023"', 'name="brister-year" content="2022"')),
    (
        "identity",
        sub('name="brister-data" content="[0-9a-f]{64}"', f'name="brister-data" content="{"0" * 64}"'),
    ),
    ("identity", swap('name="brister-synthetic" content="true"', 'name="brister-synthetic" content="false"')),
    ("made_up", swap("Påhittade uppgifter. Rapporterna och", "Rapporterna och")),
    ("made_up", sub(r"(<figcaption>.*?)\(påhittade uppgifter\)", r"\1")),
    ("leak", before_end("<section><h2 id='x'>X</h2><p>Ring 070-174 06 35 om det.</p></section>")),
    ("language", before_end(f"<p>{text('page.prose.intervals', 'en')}</p>")),
    ("size", before_end("<p>" + "x" * 400_000 + "</p>")),
]


def test_a_good_page_passes(yearly):
    assert keys(*yearly[:1], files=yearly[1]) == set()


@pytest.mark.parametrize(("key", "spoil"), SPOILED, ids=[f"{n}-{key}" for n, (key, _) in enumerate(SPOILED)])
def test_a_spoiled_page_does_not(yearly, key, spoil):
    spoiled = spoil(yearly[0])
    assert spoiled != yearly[0]
    faults = check_page(spoiled, "sv", EXPECTED, yearly[1])
    assert f"page.check.{key}" in {fault.key for fault in faults}
    # Each can be told: what is wrong, and what to do.
    assert all(len(str(fault)) > 40 for fault in faults)


def test_every_check_has_a_spoiled_page():
    assert {key for key, _ in SPOILED} == set(catalogue("sv", "page")["check"])


def test_a_link_to_a_file_that_is_not_there(yearly):
    assert "link" in keys(yearly[0], files={})


def test_a_file_of_made_up_data_that_does_not_say_so(yearly):
    html, files = yearly
    for ending in (".csv", ".json"):
        silent = {
            name: "orsak;rapporter\nrutiner;5\n" if name.endswith(ending) else content
            for name, content in files.items()
        }
        assert "made_up" in keys(html, files=silent)


def test_a_leak_is_told_by_kind_and_never_repeated(yearly):
    number = "070-174 06 35"
    spoiled = before_end(f"<section><h2 id='x'>X</h2><p>Ring {number}.</p></section>")(yearly[0])
    faults = [fault for fault in check_page(spoiled, "sv", EXPECTED) if fault.key == "page.check.leak"]
    assert [fault.got for fault in faults] == ["telefonnummer"]
    assert number not in "".join(map(str, faults))


def test_a_leak_in_a_file_is_found(yearly):
    assert "leak" in keys(yearly[0], files={**yearly[1], "a.csv": "070-174 06 35"})


@pytest.mark.parametrize(
    ("first", "second", "ratio"), [("#000", "#fff", 21), ("#777777", "#ffffff", 4.48), ("#fff", "#fff", 1)]
)
def test_contrast_is_that_of_wcag(first, second, ratio):
    assert contrast(first, second) == pytest.approx(ratio, abs=0.01)
