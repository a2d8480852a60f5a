"""A form gets its number once and keeps it, whatever happens to its file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.intake.numbering import register_forms
from brister_analysis.intake.register import (
    GONE,
    KEPT,
    REJECTED,
    UNREADABLE,
    Entry,
    Received,
    fingerprint,
    read_key,
    read_register,
    write_register,
)

PREFIX = "skane-nordvastra-2023"


def form(
    name: str, content: str, identity: str = "", day: str | None = "2023-03-01", readable: bool = True
) -> Received:
    return Received(name, 1, content, identity, dt.date.fromisoformat(day) if day else None, readable)


def numbers(entries: list[Entry]) -> dict[str, tuple[str, str]]:
    return {entry.file_name: (entry.report_id[-3:], entry.status) for entry in entries}


def register(known, received, coded=()):
    return register_forms(known, received, PREFIX, coded)


def test_numbers_follow_the_day_received_and_undated_come_last():
    forms = [form("c", "3", day=None), form("b", "2", day="2023-01-02"), form("a", "1", day="2023-05-01")]
    assert numbers(register([], forms)) == {"b": ("001", KEPT), "a": ("002", KEPT), "c": ("003", KEPT)}


def test_forms_that_come_later_join_and_nothing_is_renumbered():
    first = register([], [form("b", "2", day="2023-05-01")])
    later = register(first, [form("b", "2", day="2023-05-01"), form("a", "1", day="2023-01-01")])
    assert numbers(later) == {"b": ("001", KEPT), "a": ("002", KEPT)}


def test_a_renamed_file_keeps_its_number():
    first = register([], [form("a", "1")])
    assert numbers(register(first, [form("nytt namn", "1")])) == {"nytt namn": ("001", KEPT)}


def test_the_same_content_twice_is_a_duplicate_of_the_first():
    entries = register([], [form("a", "1"), form("a (2)", "1")])
    assert numbers(entries) == {"a": ("001", KEPT), "a (2)": ("002", REJECTED)}
    assert entries[1].same_as == f"{PREFIX}-001"
    assert register(entries, [form("a", "1"), form("a (2)", "1")]) == entries


def test_a_corrected_form_takes_over_the_number_and_is_marked_for_review_when_coded():
    first = register([], [form("a", "1", "who")])
    entries = register(first, [form("a", "1", "who"), form("a rättad", "2", "who")], {f"{PREFIX}-001"})
    assert numbers(entries) == {"a rättad": ("001", KEPT), "a": ("002", REJECTED)}
    assert [entry.review for entry in entries] == ["yes", ""]
    assert (
        register(entries, [form("a", "1", "who"), form("a rättad", "2", "who")], {f"{PREFIX}-001"}) == entries
    )


def test_a_form_changed_in_place_keeps_its_number_and_uncoded_needs_no_review():
    first = register([], [form("a", "1")])
    changed = register(first, [form("a", "2")])
    assert numbers(changed) == {"a": ("001", KEPT)}
    assert changed[0].review == ""
    assert register(first, [form("a", "2")], {f"{PREFIX}-001"})[0].review == "yes"


def test_a_lost_key_renumbers_nothing_and_marks_nothing():
    first = register([], [form("a", "1"), form("b", "2")])
    again = register_forms(first, [form("a", "x"), form("b", "y")], PREFIX, {f"{PREFIX}-001"}, rekeyed=True)
    assert numbers(again) == numbers(first)
    assert [entry.review for entry in again] == ["", ""]


def test_a_file_taken_away_is_told_and_finds_its_number_when_it_comes_back():
    first = register([], [form("a", "1")])
    without = register(first, [])
    assert numbers(without) == {"a": ("001", GONE)}
    assert numbers(register(without, [form("a", "1")])) == {"a": ("001", KEPT)}
    assert numbers(register(without, [form("b", "1")])) == {"b": ("001", KEPT)}


def test_an_unreadable_file_has_a_number_and_becomes_a_report_when_mended():
    first = register([], [form("a", "", readable=False)])
    assert numbers(first) == {"a": ("001", UNREADABLE)}
    assert numbers(register(first, [form("a", "1")])) == {"a": ("001", KEPT)}


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("123")), unique_by=lambda f: f[0]),
    st.randoms(),
)
def test_the_order_files_are_met_in_changes_nothing(files, random):
    forms = [form(name, content) for name, content in files]
    shuffled = list(forms)
    random.shuffle(shuffled)
    once = register([], forms)
    assert register([], shuffled) == once
    assert register(once, shuffled) == once
    assert len({entry.report_id for entry in once}) == len(forms)


def test_the_register_survives_its_file(tmp_path):
    entries = [
        Entry("skane-2023-001", "Ärende å.docx", 1, "c", "i", KEPT),
        Entry("skane-2023-002", 'a,"b".docx', 2),
    ]
    write_register(tmp_path / "register.csv", reversed(entries))
    assert read_register(tmp_path / "register.csv") == entries
    assert read_register(tmp_path / "none.csv") == []


def test_a_fingerprint_tells_nothing_without_the_key_and_forgives_spacing():
    assert fingerprint(b"k", "Anna  Berg") == fingerprint(b"k", " anna berg")
    assert fingerprint(b"k", "Anna Berg") != fingerprint(b"l", "Anna Berg")
    assert fingerprint(b"k", "a b", "c") != fingerprint(b"k", "a", "b c")
    assert fingerprint(b"k", "", None) == ""


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    key, made = read_key(tmp_path, synthetic=False)
    assert (made, read_key(tmp_path, synthetic=False)) == (True, (key, False))
    assert (tmp_path / ".key").stat().st_mode & 0o077 == 0
    assert read_key(tmp_path / "other", synthetic=True)[1] is False
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("status", [KEPT, REJECTED])
def test_what_a_person_set_aside_stays_so_when_the_file_is_unchanged(status):
    first = [
        replace(
            register([], [form("a", "1")])[0], status=status, reason="other" if status == REJECTED else ""
        )
    ]
    assert register(first, [form("a", "1")]) == first
