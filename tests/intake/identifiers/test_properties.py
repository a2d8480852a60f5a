from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.intake.identifiers import deidentify, find_identifiers
from brister_analysis.intake.identifiers.text import read

PLANTED = (
    "Gustav Broman",
    "Abdirahman Warsame",
    "19450317-0019",
    "070-174 06 99",
    "anna.k@example.se",
    "Rosengatan 14 B",
    "KRT 41L",
    "dnr VON 2023/1184",
)
AROUND = (
    "Mötet hölls i går 😀.",
    "Ingen kom.",
    "Läkaren ringde från avd 51.",
    "👩‍👩‍👧 Å",
    "",
    "\n",
    "e\u0301 och a\u030a",
    "[PERSON 1]",
)
texts = st.lists(st.sampled_from(PLANTED + AROUND), max_size=6).map(" ".join) | st.text(max_size=120)
steady = settings(derandomize=True, deadline=None, max_examples=150)


@steady
@given(texts)
def test_spans_lie_in_the_text_sorted_and_apart(text: str) -> None:
    hits = find_identifiers([text])[0]
    edges = [edge for hit in hits for edge in (hit.start, hit.end)]
    assert edges == sorted(edges)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


@steady
@given(texts)
def test_nothing_outside_the_spans_is_changed(text: str) -> None:
    result = deidentify([text])[0]
    rest, at = result.text, 0
    for hit in result.identifiers:
        between = text[at : hit.start]
        assert rest.startswith(between)
        rest = rest[len(between) :]
        assert rest.startswith(f"[{hit.kind}")
        rest = rest[rest.index("]") + 1 :]
        at = hit.end
    assert rest == text[at:]


@cache
def words_of_the_demonstration() -> list[str]:
    folder = Path(__file__).parents[3] / "demo" / "data"
    lines = [
        line for path in sorted(folder.rglob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    return " ".join(told["text"] for line in lines if "text" in (told := json.loads(line))).split()


@settings(steady, max_examples=600)
@given(st.integers(0, 20_000), st.integers(1, 6), st.sampled_from(["", "0904, ", "- "]))
def test_a_text_may_end_and_begin_anywhere(start: int, length: int, before: str) -> None:
    words = words_of_the_demonstration()
    piece = before + " ".join(words[start % len(words) :][:length])
    assert len(find_identifiers([piece, piece.capitalize(), f"{before}{piece.split()[-1].title()}."])) == 3


@steady
@given(texts)
def test_masking_twice_changes_nothing(text: str) -> None:
    once = deidentify([text])[0].text
    assert deidentify([once])[0].text == once


@steady
@given(st.sampled_from(PLANTED), st.sampled_from(AROUND), st.sampled_from(AROUND))
def test_what_is_planted_is_gone_wherever_it_stands(planted: str, before: str, after: str) -> None:
    masked = deidentify([f"{before} Det gäller {planted}, enligt avdelningen. {after}"])[0].text
    assert planted not in masked
    assert not [part for part in planted.split() if len(part) > 3 and part != "dnr" and part in masked]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_places_are_code_points_of_the_text_as_given(form: str) -> None:
    text = unicodedata.normalize(form, "😀 Åsa Öberg ringde 070-174 06 99.")
    name, phone = find_identifiers([text])[0]
    assert unicodedata.normalize("NFC", text[name.start : name.end]) == "Åsa Öberg"
    assert text[phone.start : phone.end] == "070-174 06 99"


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060"])
def test_characters_that_show_nothing_hide_nothing(mark: str) -> None:
    text = f"Ring Gus{mark}tav, 070-174{mark} 06 99."
    masked = deidentify([text])[0].text
    assert masked == "Ring [PERSON 1], [PHONE]."


def test_dashes_and_spaces_of_every_kind_are_read() -> None:
    assert read("070\u20131\u00a02\u202f3").text == "070-1 2 3"


def test_the_same_texts_in_another_order_give_the_same_hits() -> None:
    given_texts = ["Ring Gustav.", "Svea kom inte.", "Mötet ställdes in."]
    assert find_identifiers(given_texts)[::-1] == find_identifiers(given_texts[::-1])


def test_a_missing_text_is_empty() -> None:
    assert find_identifiers([None, float("nan"), ""]) == [[], [], []]  # type: ignore[list-item]
