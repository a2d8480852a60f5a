"""The manual of what is found and what is kept: ``cases.txt``, line by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brister_analysis.intake.identifiers import KINDS, deidentify, find_identifiers

MARK = re.compile(r"\{([A-Z]+):(.*?)\}")
LINES = [
    line
    for line in Path(__file__).with_name("cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def unmark(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    pieces, spans, at, length = [], [], 0, 0
    for mark in MARK.finditer(line):
        pieces += [line[at : mark.start()], mark.group(2)]
        start = length + mark.start() - at
        length = start + len(mark.group(2))
        spans.append((start, length, mark.group(1)))
        at = mark.end()
    return "".join([*pieces, line[at:]]), spans


def letters(text: str, spans: list[tuple[int, int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end) if text[at].isalnum()}


@pytest.mark.parametrize("line", LINES)
def test_exactly_what_is_marked_is_masked(line: str) -> None:
    text, marked = unmark(line)
    hits = find_identifiers([text])[0]
    assert letters(text, [hit[:2] for hit in hits]) == letters(text, [span[:2] for span in marked])
    for start, end, kind in marked:
        assert kind in {hit.kind for hit in hits if hit.start < end and start < hit.end}


def test_every_kind_has_cases() -> None:
    assert {mark.group(1) for line in LINES for mark in MARK.finditer(line)} == set(KINDS)


@pytest.mark.parametrize("line", LINES)
def test_masking_twice_changes_nothing(line: str) -> None:
    once = deidentify([unmark(line)[0]])[0].text
    assert deidentify([once])[0].text == once
