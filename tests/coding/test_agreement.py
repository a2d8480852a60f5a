"""Agreement: published examples, other people's implementations, and every degenerate case."""

from __future__ import annotations

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

from brister_analysis.coding.agreement import ALL, MEASURES, agreement, describe_agreement


def decisions(*coders: str) -> pd.DataFrame:
    """One string a coder, one letter a unit; ``.`` was not coded."""
    return pd.DataFrame(
        [
            (f"r{unit:03}", f"c{number}", label)
            for number, choices in enumerate(coders)
            for unit, label in enumerate(choices)
            if label != "."
        ],
        columns=["report_id", "coder", "cause"],
    )


def from_table(cells: dict[tuple[str, str], int]) -> pd.DataFrame:
    """Two coders' choices from a cross table."""
    pairs = [pair for pair, count in cells.items() for _ in range(count)]
    return decisions("".join(a for a, _ in pairs), "".join(b for _, b in pairs))


def from_counts(counts: list[list[int]]) -> pd.DataFrame:
    """Choices of interchangeable coders from a table of units by categories."""
    chosen = ["".join(chr(97 + k) * n for k, n in enumerate(row)) for row in counts]
    return decisions(*("".join(coder) for coder in zip(*chosen, strict=True)))


def together(frame: pd.DataFrame) -> pd.Series:
    return agreement(frame).set_index("cause").loc[ALL]


@pytest.mark.parametrize(
    ("coders", "alpha"),
    [
        # Krippendorff: reliability data of three coders with 15 units, and of four observers with 12.
        ((".....34121133.3", "1.213343.......", "..21344.21133.4"), 0.691),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)  # fmt: skip
def test_alpha_is_krippendorffs_published_figure(coders, alpha):
    assert together(decisions(*coders))["alpha"] == pytest.approx(alpha, abs=0.0006)


def test_kappa_is_cohens_published_figure():
    cells = {("a", "a"): 88, ("a", "b"): 14, ("a", "c"): 18, ("b", "a"): 10, ("b", "b"): 40}
    cells |= {("b", "c"): 10, ("c", "a"): 2, ("c", "b"): 6, ("c", "c"): 12}
    found = together(from_table(cells))
    assert found["percent"] == pytest.approx(0.70)
    assert found["kappa"] == pytest.approx(0.492, abs=0.0005)


def test_fleiss_is_the_textbook_figure():
    counts = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    found = together(from_counts(counts))
    assert found["fleiss"] == pytest.approx(0.210, abs=0.0005)
    assert found["percent"] == pytest.approx(0.378, abs=0.0005)
    assert np.isnan(found["kappa"])


def test_ac1_is_gwets_published_figure():
    found = together(from_table({("a", "a"): 118, ("a", "b"): 5, ("b", "a"): 2}))
    assert found["percent"] == pytest.approx(0.944)
    assert found["kappa"] == pytest.approx(-0.0234, abs=0.0001)
    assert found["ac1"] == pytest.approx(0.9408, abs=0.0001)


CHOICES = st.lists(st.text(alphabet="abc", min_size=12, max_size=12), min_size=2, max_size=4)


@settings(derandomize=True, deadline=None, max_examples=12)
@given(CHOICES.filter(lambda coders: len(set("".join(coders))) > 1))
def test_measures_are_those_of_other_implementations(coders):
    found = together(decisions(*coders))
    numbers = np.array([[ord(letter) for letter in choices] for choices in coders], dtype=float)
    assert found["alpha"] == pytest.approx(krippendorff.alpha(numbers, level_of_measurement="nominal"))
    counts, _ = aggregate_raters(numbers.T.astype(int))
    assert found["fleiss"] == pytest.approx(fleiss_kappa(counts))
    if len(coders) == 2:
        cells = pd.crosstab(pd.Series(list(coders[0])), pd.Series(list(coders[1])))
        every = sorted(set("".join(coders)))
        square = cells.reindex(index=every, columns=every, fill_value=0)
        expected = cohens_kappa(square.to_numpy(), return_results=False)
        if np.isnan(expected):
            assert np.isnan(found["kappa"])
        else:
            assert found["kappa"] == pytest.approx(expected)


def test_specific_agreement_of_a_cross_table():
    found = agreement(from_table({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 65})).set_index(
        "cause"
    )
    assert found.loc["a", "positive"] == pytest.approx(2 * 20 / (2 * 20 + 15))
    assert found.loc["a", "negative"] == pytest.approx(2 * 65 / (2 * 65 + 15))
    assert found.loc["b", "positive"] == found.loc["a", "negative"]


def several(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Rows (unit, coder, causes as letters)."""
    return pd.DataFrame(
        [(unit, coder, cause) for unit, coder, causes in rows for cause in causes],
        columns=["report_id", "coder", "cause"],
    )


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("a", "a", 1),
        ("a", "ab", 2 / 3 * 1 / 2),
        ("ab", "bc", 1 / 3 * 1 / 3),
        ("ab", "cd", 0),
        ("ab", "ba", 1),
    ],
)
def test_sets_of_causes_agree_in_part(one, other, percent):
    frame = several(("r1", "A", one), ("r1", "B", other))
    assert together(frame)["percent"] == pytest.approx(percent)


def test_each_cause_is_a_yes_or_no():
    found = agreement(
        several(("r1", "A", "ab"), ("r1", "B", "a"), ("r2", "A", "b"), ("r2", "B", "b"))
    ).set_index("cause")
    assert list(found.index) == ["a", "b", ALL]
    assert found.loc["a", ["percent", "positive", "kappa"]].tolist() == [1, 1, 1]
    assert found.loc["b", "percent"] == 0.5
    assert found.loc[ALL, "positive"] == pytest.approx((2 + 2) / (2 + 3))


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(decisions("aab"), id="one coder"),
        pytest.param(decisions("aab...", "...aab"), id="no overlap"),
        pytest.param(decisions("aab", "abb").assign(cause=None), id="all missing"),
        pytest.param(decisions("...").astype("str"), id="nothing"),
    ],
)
def test_without_two_coders_of_a_unit_nothing_is_defined(frame):
    found = agreement(frame)
    assert found["cause"].tolist() == [ALL]
    assert found["n_units"].tolist() == [0]
    assert found[[*MEASURES, *(f"{name}_low" for name in MEASURES)]].isna().all(axis=None)


def test_all_agree_on_one_label():
    found = together(decisions("aaaa", "aaaa"))
    assert found[["percent", "ac1", "positive"]].tolist() == [1, 1, 1]
    assert found[["kappa", "fleiss", "alpha", "negative", "alpha_low"]].isna().all()


def test_units_coded_once_enter_nothing():
    extra = pd.concat([decisions("abab", "abba"), several(("x", "c0", "c"), ("y", "c1", "a"))])
    pd.testing.assert_frame_equal(agreement(extra), agreement(decisions("abab", "abba")))


def test_one_unit_has_no_interval():
    found = together(decisions("a", "b"))
    assert found["percent"] == 0
    assert np.isnan(found["percent_low"])


def test_intervals_are_the_same_each_time_in_any_order():
    frame = decisions("aabbcabcab", "aabbcabbca")
    first = agreement(frame)
    pd.testing.assert_frame_equal(first, agreement(frame.sample(frac=1, random_state=3)))
    row = first.set_index("cause").loc[ALL]
    assert row["alpha_low"] < row["alpha"] < row["alpha_high"]
    assert not agreement(frame, seed=1).equals(first)


def test_other_columns_may_be_named():
    frame = decisions("aabb", "abab")
    renamed = frame.rename(columns={"report_id": "text", "coder": "who", "cause": "native_label"})
    pd.testing.assert_frame_equal(agreement(renamed, "text", "who", "native_label"), agreement(frame))


def test_words_tell_whether_there_was_double_coding():
    assert "Inga rapporter" in describe_agreement(agreement(decisions("aab")), "sv")
    said = describe_agreement(agreement(decisions("aabb", "abbb")), "sv")
    assert "2 personer har kodat 4 rapporter" in said
    assert "0,51 (Mikkelsen 2013)" in said
    assert "chance can then not be worked out" in describe_agreement(agreement(decisions("aa", "aa")), "en")
