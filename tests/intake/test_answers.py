"""Answers that say little, and the examples in the docstrings of the modules that read forms."""

from __future__ import annotations

import doctest
import importlib

import pytest

from brister_analysis.intake.answers import is_missing, yes_or_no

MODULES = ("answers", "dates", "organisation_words", "organisations", "word_text")


@pytest.mark.parametrize("module", [f"intake.{name}" for name in MODULES] + ["reference.form_versions"])
def test_examples_in_docstrings(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"brister_analysis.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("☒", True), ("☑", True), ("[x]", True), ("X", True), ("Ja", True), ("ja, samma dag", True),
        ("☒ Ja\n☐ Nej", True), ("☒ Ja", True), ("☐ Nej ☒ Ja", True), ("[x] ja [ ] nej", True),
        ("☐", False), ("Nej", False), ("nej.", False), ("☐ Ja ☒ Nej", False), ("☒ Nej", False),
        ("☐ Ja", False),
        ("☐ Ja ☐ Nej", None), ("☒ Ja ☒ Nej", None), ("kanske", None), ("", None), ("☒ Vet ej", None),
    ],
)  # fmt: skip
def test_ticks_and_words(written: str, said: bool | None) -> None:
    assert yes_or_no(written) is said


@pytest.mark.parametrize(
    "written", ["", " ", "-", "—", "vet ej", "VET EJ", "Ej känt.", "okänd", "?", "uppgift saknas"]
)
def test_no_answer(written: str) -> None:
    assert is_missing(written)


@pytest.mark.parametrize("written", ["0", "nej", "-3", "Okänd man ringde", "ingen"])
def test_an_answer(written: str) -> None:
    assert not is_missing(written)
