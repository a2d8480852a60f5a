import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from brister_analysis.analysis.intervals import (
    about_intervals,
    poisson_interval,
    proportion_interval,
    resampled_mentions,
    share_of_mentions_interval,
)

FIXED = settings(derandomize=True, deadline=None, max_examples=25)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # As tables of exact Poisson limits print them; the high end for 0 is -ln(0.025).
    [(0, 0, 3.6889), (17, 9.9031, 27.2186), (48, 35.3914, 63.641)],
)
def test_poisson_interval_as_printed(count, low, high):
    assert poisson_interval(count) == pytest.approx((low, high), abs=5e-5)


@FIXED
@given(st.integers(0, 300))
def test_poisson_limits_leave_half_of_five_percent_on_each_side(count):
    low, high = poisson_interval(count)
    assert stats.poisson.cdf(count, high) == pytest.approx(0.025)
    if count:
        assert stats.poisson.sf(count - 1, low) == pytest.approx(0.025)


def test_proportion_interval_as_binomtest():
    for x, n in [(0, 17), (8, 17), (17, 17), (3, 48)]:
        expected = stats.binomtest(x, n).proportion_ci(0.95, "exact")
        assert proportion_interval(x, n) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize("given_", [(math.nan, 5), (2, math.nan), (0, 0)])
def test_nothing_known_gives_no_interval(given_):
    assert all(math.isnan(value) for value in proportion_interval(*given_))


def test_missing_count_gives_no_interval():
    assert all(math.isnan(value) for value in poisson_interval(pd.NA))


def incidence(rows: int, seed: int = 1) -> pd.DataFrame:
    drawn = np.random.default_rng(seed).integers(0, 2, (rows, 3))
    return pd.DataFrame(drawn, columns=["a", "b", "c"])


def test_bootstrap_draws_as_many_reports_as_there_are():
    drawn = resampled_mentions(pd.DataFrame({"a": [1] * 12, "b": [0] * 12}))
    assert set(drawn[:, 0]) == {12}
    assert set(drawn[:, 1]) == {0}


@FIXED
@given(st.permutations(["a", "b", "c"]), st.integers(0, 20))
def test_order_of_reports_and_labels_changes_nothing(labels, seed):
    table = incidence(20)
    shuffled = table.sample(frac=1, random_state=seed)[labels]
    expected, found = share_of_mentions_interval(table), share_of_mentions_interval(shuffled)
    pd.testing.assert_frame_equal(found.sort_index(), expected.sort_index())


def test_bootstrap_holds_the_observed_share_and_has_the_width_theory_gives():
    table = pd.DataFrame({"a": [1] * 50 + [0] * 50, "b": [0] * 50 + [1] * 50})
    low, high = share_of_mentions_interval(table).loc["a"]
    assert (low, high) == pytest.approx((0.402, 0.598), abs=0.011)


@pytest.mark.parametrize(
    "table",
    [incidence(9), pd.DataFrame({"a": [0] * 20, "b": [0] * 20})],
    ids=["fewer than ten reports", "no mention"],
)
def test_no_bootstrap_where_it_would_say_nothing(table):
    assert share_of_mentions_interval(table).isna().all(axis=None)


@pytest.mark.parametrize(("mentions", "shown"), [(1, False), (4, False), (5, True), (12, True), (13, False)])
def test_a_label_hardly_or_nearly_always_mentioned_has_no_bootstrap(mentions, shown):
    table = pd.DataFrame({"a": [1] * mentions + [0] * (17 - mentions)})
    table["b"] = 1 - table["a"]
    assert share_of_mentions_interval(table).notna().all(axis=None) == shown


def test_a_label_never_or_always_mentioned_has_no_bootstrap():
    bounds = share_of_mentions_interval(pd.DataFrame({"a": [1] * 20, "b": [0] * 20}))
    assert bounds.isna().all(axis=None)


def test_the_sentence_says_what_the_intervals_are_about():
    assert "alla rapporter som räknas, inte ett urval" in about_intervals("sv")
    assert "other reports" in about_intervals("en")
