"""Numbers are written as people round them: a half goes away from zero."""

import re
from pathlib import Path

import pytest

from brister_analysis.language import LANGUAGES, format_number, format_percent, text


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (17.5, 0, "18"),
        (22.5, 0, "23"),
        (0.285 * 100, 0, "29"),
        (-22.5, 0, "\N{MINUS SIGN}23"),
        (0.25, 1, "0,3"),
        (-0.04, 1, "0,0"),
        (2473307, 0, "2\xa0473\xa0307"),
        (float("inf"), 0, "inf"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value, decimals, written):
    assert format_number(value, decimals, "sv") == written


def test_shares_too():
    assert [format_percent(share, 0, "en") for share in (0.225, 0.525)] == ["23%", "53%"]


@pytest.mark.parametrize(
    ("forms", "written"), [(1, "1 fil väntar"), ("1", "1 fil väntar"), (0, "0 filer"), (21, "21 filer")]
)
def test_words_follow_their_number(forms, written):
    assert text("cli.waiting.intake", "sv", forms=forms).startswith(written)


# Words in the plural right after a number; what is never one needs no other.
MANY = {
    "sv": "rapporter|filer|sidor|rader|rutor|celler|dagar|månader|rubriker|frågor|kommuner|områden|värden"
    "|blanketter",
    "en": "reports|files|pages|rows|cells|days|months|headings|questions|areas|values|forms|sheets|faults",
}
NEVER_ONE = (
    "least|most|fewest|highest|threshold|inhabitants|whole_reports|whole_inhabitants|target|rate|all|tables"
)
LIMITS = "minst|från|än|least|from|than"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_plural_after_a_number_that_may_be_one(language):
    folder = Path(__file__).parents[1] / "brister_analysis" / "languages" / language
    plural = re.compile(rf"\{{(?!(?:{NEVER_ONE})\}})\w+\}}\*{{0,2}} (?:{MANY[language]})\b")
    found = [
        f"{path.name}: {hit[0]}"
        for path in sorted(folder.glob("*.toml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for hit in plural.finditer(line)
        if not re.search(rf"(?:{LIMITS}) $", line[: hit.start()])
    ]
    assert found == []
