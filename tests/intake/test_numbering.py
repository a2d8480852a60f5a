"""Rows of a table keep their numbers when the file is exported anew, whatever moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.intake.numbering import register_forms
from brister_analysis.intake.register import GONE, KEPT, REJECTED, Entry, Received

PREFIX = "stockholm-2023"


def row(number: int, content: str, identity: str = "", file: str = "export.xlsx") -> Received:
    return Received(file, number, content, identity, dt.date(2023, 3, 1), bool(content), in_table=True)


def register(known: list[Entry], received: list[Received], **more: object) -> list[Entry]:
    return register_forms(known, received, PREFIX, **{"coded": (), **more})


def contents(entries: list[Entry]) -> dict[str, tuple[str, str]]:
    """Return number → content and status."""
    return {entry.report_id[-3:]: (entry.content, entry.status) for entry in entries}


FIRST = register([], [row(2, "a"), row(3, "b"), row(4, "c")])


def test_rows_are_numbered_in_the_files_order() -> None:
    assert contents(FIRST) == {"001": ("a", KEPT), "002": ("b", KEPT), "003": ("c", KEPT)}


@pytest.mark.parametrize(
    ("exported", "told"),
    [
        # new rows above: every old row has moved
        (["n", "a", "b", "c"], {"001": "a", "002": "b", "003": "c", "004": "n"}),
        # another order
        (["c", "a", "b"], {"001": "a", "002": "b", "003": "c"}),
        # mended where it stood
        (["a", "b*", "c"], {"001": "a", "002": "b*", "003": "c"}),
        # mended and moved: it cannot be known again, and never takes another's number
        (["n", "a*", "b", "c"], {"001": "a", "002": "b", "003": "c", "004": "n", "005": "a*"}),
        # one taken away
        (["b", "c"], {"001": "a", "002": "b", "003": "c"}),
    ],
)
def test_an_export_made_anew(exported: list[str], told: dict[str, str]) -> None:
    entries = register(FIRST, [row(at, content) for at, content in enumerate(exported, start=2)])
    assert {number: content for number, (content, _) in contents(entries).items()} == told
    gone = [content for content, status in contents(entries).values() if status == GONE]
    assert gone == [content for content in told.values() if content not in exported]


def test_a_case_number_finds_a_row_that_was_mended_and_moved() -> None:
    first = register([], [row(2, "a", "case 1"), row(3, "b", "case 2")])
    later = [row(2, "n", "case 3"), row(3, "a*", "case 1"), row(4, "b", "case 2")]
    entries = register(first, later, coded={f"{PREFIX}-001"})
    assert contents(entries) == {"001": ("a*", KEPT), "002": ("b", KEPT), "003": ("n", KEPT)}
    assert [entry.review for entry in entries] == ["yes", "", ""]


def test_another_case_in_the_same_place_is_another_report() -> None:
    entries = register(register([], [row(2, "a", "case 1")]), [row(2, "b", "case 2")])
    assert contents(entries) == {"001": ("a", GONE), "002": ("b", KEPT)}


def test_days_and_organisations_find_a_mended_row_only_where_it_stands_alone() -> None:
    first = register([], [row(2, "a", "~x"), row(3, "b", "~y"), row(4, "c", "~y")])
    entries = register(first, [row(2, "n"), row(3, "a*", "~x"), row(4, "b*", "~y"), row(5, "c", "~y")])
    assert contents(entries)["001"] == ("a*", KEPT)
    assert contents(entries)["002"] == ("b*", KEPT)
    entries = register(first, [row(2, "n"), row(3, "a", "~x"), row(4, "b*", "~y"), row(5, "c*", "~y")])
    assert contents(entries)["002"] == ("b", GONE)


def test_the_same_row_twice_is_a_double_and_stays_one_when_both_move() -> None:
    first = register([], [row(2, "a"), row(3, "a")])
    assert contents(first) == {"001": ("a", KEPT), "002": ("a", REJECTED)}
    moved = register(first, [row(2, "n"), row(3, "a"), row(4, "a")])
    assert contents(moved) == {"001": ("a", KEPT), "002": ("a", REJECTED), "003": ("n", KEPT)}


def test_a_new_export_beside_the_old_doubles_it_and_takes_over_when_the_old_is_taken_away() -> None:
    old = [row(at, content) for at, content in ((2, "a"), (3, "b"), (4, "c"))]
    new = [row(at, content, file="ny.xlsx") for at, content in ((2, "c"), (3, "b"), (4, "a"))]
    both = register(FIRST, [*old, *new])
    assert [status for _, status in contents(both).values()] == [KEPT] * 3 + [REJECTED] * 3
    alone = register(both, new)
    assert {n: c for n, (c, status) in contents(alone).items() if status == KEPT} == {
        "001": "a",
        "002": "b",
        "003": "c",
    }


def test_a_corrected_case_in_a_second_export_takes_over_the_number() -> None:
    first = register([], [row(2, "a", "case 1")])
    entries = register(first, [row(2, "a", "case 1"), row(2, "a*", "case 1", "ny.csv")])
    assert contents(entries) == {"001": ("a*", KEPT), "002": ("a", REJECTED)}
    again = register(entries, [row(2, "a", "case 1"), row(2, "a*", "case 1", "ny.csv")])
    assert again == entries


def test_a_lost_key_goes_by_place() -> None:
    entries = register(FIRST, [row(2, "x"), row(3, "y"), row(4, "z")], rekeyed=True)
    assert contents(entries) == {"001": ("x", KEPT), "002": ("y", KEPT), "003": ("z", KEPT)}


def test_a_row_that_could_not_be_read_becomes_its_report_when_mended() -> None:
    first = register([], [row(2, "a"), row(3, "")])
    assert contents(register(first, [row(2, "a"), row(3, "b")])) == {"001": ("a", KEPT), "002": ("b", KEPT)}


def test_a_word_form_that_comes_back_as_a_double_is_still_one() -> None:
    forms = [replace(row(1, "a", file=name), in_table=False) for name in ("a.docx", "b.docx")]
    first = register([], forms)
    assert contents(first)["002"] == ("a", REJECTED)
    assert register(register(first, forms[:1]), forms) == first
    # and counts when the first one is taken away
    assert contents(register(first, forms[1:]))["001"] == ("a", KEPT)


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.lists(st.sampled_from("abcdefg"), max_size=7), st.lists(st.sampled_from("abcdefgh"), max_size=8))
def test_no_content_ever_takes_anothers_number_while_its_own_is_there(
    before: list[str], after: list[str]
) -> None:
    first = register([], [row(at, one) for at, one in enumerate(before, start=2)])
    rows = [row(at, one) for at, one in enumerate(after, start=2)]
    later = register(first, rows)
    said = {entry.report_id: entry.content for entry in first if not entry.same_as}
    for entry in later:
        was = said.get(entry.report_id)
        if was is not None and was in after:
            assert entry.content == was
    kept = [entry.content for entry in later if entry.status == KEPT]
    assert sorted(kept) == sorted(set(after))
    assert len({(entry.file_name, entry.row) for entry in later if entry.status != GONE}) == len(after)
    assert register(later, rows) == later
