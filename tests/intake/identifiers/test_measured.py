"""What pages, README and the documents say of unseen texts comes from ``data/measured.toml``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brister_analysis.intake.identifiers import KINDS
from brister_analysis.intake.identifiers.measured import first_runs, quoted, sentence

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("run", first_runs(), ids=lambda run: run.name)
def test_a_first_run_is_about_the_texts_in_its_file(run) -> None:
    texts = (ROOT / "benchmarks" / "data" / run.file).read_text(encoding="utf-8").splitlines()
    assert len(texts) == run.texts
    assert set(run.found) == set(KINDS)
    for kind, (found, total) in run.found.items():
        assert 0 <= found <= total == sum(json.loads(row)["text"].count(f"[[{kind}:") for row in texts)


def test_the_quoted_run_is_the_latest_not_written_to_be_hard() -> None:
    assert quoted() == [run for run in first_runs() if not run.hard][-1]


@pytest.mark.parametrize("document", ["README.md", "docs/deidentification.md"])
def test_documents_quote_the_same_run(document: str) -> None:
    found, total = quoted().all_found
    said = " ".join((ROOT / document).read_text(encoding="utf-8").split())
    assert f"On {quoted().texts} texts written by someone who had not seen the rules" in said
    assert f"found {found} of {total} identifiers ({found / total:.1%})".replace("%", " %") in said


@pytest.mark.parametrize(("language", "share"), [("sv", "%"), ("en", "%")])
def test_the_sentence_of_the_pages_holds_the_numbers(language: str, share: str) -> None:
    found, total = quoted().all_found
    said = sentence(language)
    assert str(found) in said
    assert str(total) in said
    assert share in said
    assert str(quoted().date.year) in said
