from __future__ import annotations

from pathlib import Path

import pytest

from brister_analysis.errors import DataError
from brister_analysis.intake.identifiers import deidentify, read_decisions, remember, review_list

KEY = b"a key for tests"
TEXT = "Vi sökte Zxqvina två gånger, men Gustav (070-174 06 99) svarade."


def test_a_doubtful_word_is_masked_and_listed_without_other_identifiers() -> None:
    results = deidentify([TEXT])
    (doubt,) = review_list([TEXT], results)
    assert "Zxqvina" not in results[0].text
    assert (doubt.word, doubt.reason) == ("Zxqvina", "unknown_word")
    assert "Zxqvina" in doubt.context
    assert "Gustav" not in doubt.context
    assert "070" not in doubt.context


def test_a_decision_is_remembered_without_the_word(tmp_path: Path) -> None:
    path = tmp_path / "identifiers.csv"
    remember(path, KEY, {"Zxqvina": True, "boulevarden": False}, "kl", "2024-02-01")
    assert "xqvina" not in path.read_text(encoding="utf-8").casefold()
    decisions = read_decisions(path, KEY)
    result = deidentify([TEXT + " På boulevarden regnade det."], decisions=decisions)[0]
    assert "Zxqvina" in result.text
    assert "boulevarden" not in result.text
    assert result.doubtful == ()


def test_another_key_knows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "identifiers.csv"
    remember(path, KEY, {"Zxqvina": True}, "kl", "2024-02-01")
    assert read_decisions(path, b"another key").keeps("Zxqvina") is None


def test_a_later_answer_replaces_the_earlier(tmp_path: Path) -> None:
    path = tmp_path / "identifiers.csv"
    remember(path, KEY, {"Zxqvina": True}, "kl", "2024-02-01")
    remember(path, KEY, {"zxqvina": False}, "kl", "2024-02-02")
    assert read_decisions(path, KEY).keeps("ZXQVINA") is False
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("word,by\nx,y\n", "files.columns"),
        ("word,keep,by,date\nx,kanske,y,z\n", "identifiers.review.answer"),
    ],
)
def test_a_file_at_fault_says_what_to_do(tmp_path: Path, content: str, key: str) -> None:
    path = tmp_path / "identifiers.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_decisions(path, KEY)
    assert {fault.key for fault in raised.value.faults} == {key}


def test_a_file_saved_by_excel_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "identifiers.csv"
    remember(path, KEY, {"Zxqvina": False}, "samordnare", "2024-02-01")
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="cp1252")
    assert read_decisions(path, KEY).keeps("Zxqvina") is False


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "identifiers.csv", KEY).keeps("Zxqvina") is None
