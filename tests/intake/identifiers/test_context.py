from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from brister_analysis.intake.identifiers import deidentify, find_identifiers
from brister_analysis.intake.identifiers.context import by_context, likely_labels
from brister_analysis.intake.identifiers.context_traits import pieces_of
from brister_analysis.intake.identifiers.model import KINDS

DEMO = Path(__file__).parents[3] / "demo" / "data"


def demonstration() -> list[str]:
    lines = [line for path in sorted(DEMO.rglob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [told["text"] for line in lines if "text" in (told := json.loads(line))][:120]


def held(text: str) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.kind) for hit in by_context([text])[0]]


def test_a_word_in_lower_case_is_a_name_where_a_name_stands() -> None:
    text = (
        "jag skriver om min brukare stig björk som blev utskriven i går utan att nån ringde oss, "
        "hans kontaktperson på sjukhuset heter lo och hon svarade inte"
    )
    names = {word for word, kind in held(text) if kind == "PERSON"}
    assert {"stig björk", "lo"} <= names


def test_the_same_words_without_a_person_are_none() -> None:
    text = (
        "jag skriver om rutinen för utskrivning som blev ändrad i går utan att nån ringde oss, "
        "utanför sjukhuset växer en björk och där ligger en sten"
    )
    assert held(text) == []


def test_a_short_text_and_a_masked_one_are_left_to_the_rules() -> None:
    masked = "[PERSON 1] ringde och sa att stig inte kom till mötet i dag. " * 3
    assert by_context(["", "stig ringde", masked]) == [[], [], []]


def test_a_text_gives_the_same_alone_and_among_others() -> None:
    texts = demonstration()
    alone = [by_context([text])[0] for text in texts]
    assert by_context(texts) == alone
    assert by_context(texts[::-1]) == alone[::-1]
    assert find_identifiers(texts) == [find_identifiers([text])[0] for text in texts]


def test_what_it_finds_is_listed_for_a_person_to_decide() -> None:
    text = "boendestödjaren skrev att stig björk inte hade kommit till mötet med soc i tisdags fast han lovat"
    (found,) = deidentify([text])
    assert "björk" not in found.text
    assert found.doubtful


def test_shares_are_those_of_every_way_through_a_short_text() -> None:
    """Forward and backward sums give what adding up every sequence of labels gives."""
    from itertools import product

    from brister_analysis.intake.identifiers import context

    pieces = pieces_of("hos lo i går")
    scores = context.scores_of([pieces], np.array([4]))[:, 0]
    moves = context.weights().moves
    size = len(moves)
    totals = np.zeros((4, size))
    for way in product(range(size), repeat=4):
        weight = scores[0, way[0]]
        for step in range(1, 4):
            weight *= moves[way[step - 1], way[step]] * scores[step, way[step]]
        for step in range(4):
            totals[step, way[step]] += weight
    shares = totals / totals.sum(axis=1, keepdims=True)
    likely = likely_labels([pieces])[0]
    for step in range(4):
        expected = shares[step, 1:].argmax() + 1 if 1 - shares[step, 0] > context.LIKELY else 0
        assert likely[step] == expected


def test_the_weights_know_every_kind() -> None:
    from brister_analysis.intake.identifiers import context

    assert set(context.weights().kinds[1:]) == set(KINDS)


def test_training_gives_the_same_weights_each_time(tmp_path: Path) -> None:
    pytest.importorskip("pycrfsuite", reason="python-crfsuite is installed with the development tools")
    from benchmarks.train_context import train

    texts = tmp_path / "few.jsonl"
    rows = [
        {"text": f"ssk ringde [[PERSON:{name}]] på [[PHONE:070-174 06 {at}0]] i går."}
        for at, name in enumerate(("Lo", "Ask", "Siv", "Bo"))
    ]
    texts.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for name in ("first.npz", "second.npz"):
        train([texts], tmp_path / name)
    assert (tmp_path / "first.npz").read_bytes() == (tmp_path / "second.npz").read_bytes()
