"""A pair is hidden with all four of its counts."""

from __future__ import annotations

import pandas as pd
import pytest

from brister_analysis.analysis.audit import audit
from brister_analysis.analysis.disclosure import DisclosureClass
from brister_analysis.analysis.protected_pairs import protect_pairs
from brister_analysis.analysis.protection import protect

DETAILED = DisclosureClass("detailed", 5)


@pytest.fixture
def pairs():
    counts = {
        ("routines", "trust"): (6, 14, 5, 40),
        ("routines", "resources"): (6, 14, 2, 43),
        ("resources", "trust"): (0, 8, 11, 46),
    }
    rows = [(*pair, *values, 0.1) for pair, values in counts.items()]
    columns = ["cause_a", "cause_b", "both", "only_a", "only_b", "neither", "jaccard"]
    return pd.DataFrame(rows, columns=columns)


def test_a_small_count_anywhere_in_the_row_hides_the_row(pairs):
    one_way = pd.DataFrame({"cause": ["routines", "trust", "resources"], "count": [20, 11, 8]})
    table = protect_pairs(pairs, protect(one_way, "cause", threshold=1, several=["cause"]), DETAILED)
    assert table.frame[["cause_a", "cause_b", "hidden"]].to_numpy().tolist() == [
        ["resources", "trust", False],
        ["routines", "resources", True],
        ["routines", "trust", False],
    ]
    row = table.frame.loc[1]
    assert row[["both", "only_a", "only_b", "neither", "jaccard"]].isna().all()
    assert audit([table])[["low", "refused"]].to_numpy().tolist() == [[0, False]]


def test_a_pair_with_a_cause_that_is_itself_hidden_is_hidden(pairs):
    one_way = pd.DataFrame({"cause": ["routines", "trust", "resources"], "count": [20, 4, 8]})
    table = protect_pairs(pairs, protect(one_way, "cause", several=["cause"]), DETAILED)
    assert table.hidden.all()
