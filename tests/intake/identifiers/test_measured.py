"""What pages, README and the documents say of unseen texts comes from ``data/measured.toml``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brister_analysis.intake.identifiers import KINDS
from brister_analysis.intake.identifiers.measured import first_runs, quoted, quoted_runs, sentence

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("run", first_runs(), ids=lambda run: run.name)
def test_a_first_run_is_about_the_texts_in_its_file(run) -> None:
    texts = (ROOT / "benchmarks" / "data" / run.file).read_text(encoding="utf-8").splitlines()
    assert len(texts) == run.texts
    assert set(run.found) == set(KINDS)
    for kind, (found, total) in run.found.items():
        assert 0 <= found <= total == sum(json.loads(row)["text"].count(f"[[{kind}:") for row in texts)


def test_what_is_quoted_is_every_run_since_one() -> None:
    plain, hard = quoted(), quoted(hard=True)
    latest = first_runs()[-1]
    assert (hard if latest.hard else plain).date == latest.date
    since = quoted_runs()
    assert since == first_runs()[-len(since) :]
    assert {run.hard for run in since} == {True, False}
    assert plain.texts + hard.texts == sum(run.texts for run in since)
    assert plain.all_found[1] + hard.all_found[1] == sum(run.all_found[1] for run in since)


@pytest.mark.parametrize("document", ["README.md", "docs/deidentification.md"])
def test_documents_say_what_the_pages_say(document: str) -> None:
    assert sentence("en") in (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_sentence_of_the_pages_holds_the_numbers(language: str) -> None:
    from brister_analysis.language import format_number

    said = sentence(language)
    for run in (quoted(), quoted(hard=True)):
        for number in run.all_found:
            assert format_number(number, 0, language) in said
    assert "%" in said
    assert str(quoted().date.year) in said
