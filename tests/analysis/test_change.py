import pandas as pd
import pytest

from brister_analysis.analysis.change import (
    FEWEST_YEARS_FOR_CHANGE,
    change_between_years,
    count_intervals,
    dispersion,
    holm,
)
from brister_analysis.errors import DataError, UsageError

# Nordvästra Skåne 2019-2023, as published (reference: published_figures).
SERIES = pd.DataFrame({"year": range(2019, 2024), "reports": [30, 48, 24, 29, 17]})


def test_holm_as_printed():
    adjusted = holm(pd.Series([0.01, 0.02, 0.03, 0.04, 0.05]))
    assert adjusted.tolist() == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])


def test_holm_leaves_the_missing_out_of_the_count():
    assert holm(pd.Series([0.01, None, 0.04])).tolist()[::2] == pytest.approx([0.02, 0.04])


def test_the_exact_ratios_of_nordvastra_skane():
    table = change_between_years(SERIES)
    found = table[["ratio", "low", "high"]].astype(float).round(2).to_numpy().tolist()
    assert found == [
        [1.6, 0.99, 2.62], [0.5, 0.29, 0.83], [1.21, 0.68, 2.17], [0.59, 0.3, 1.1], [0.57, 0.29, 1.06],
    ]  # fmt: skip
    assert table["p"].tolist() == pytest.approx([0.054, 0.0063, 0.583, 0.104, 0.079], abs=5e-4)
    assert (table["p_holm"] < 0.05).tolist() == [False, True, False, False, False]


def test_years_in_a_row_are_compared_and_then_the_ends_of_the_series():
    pairs = change_between_years(SERIES)[["year_before", "year_after"]].to_numpy().tolist()
    assert pairs == [[2019, 2020], [2020, 2021], [2021, 2022], [2022, 2023], [2019, 2023]]
    assert len(change_between_years(SERIES.head(2))) == 1
    assert change_between_years(SERIES.head(1)).empty


def test_a_spread_of_few_years_gives_the_t_quantile_and_a_known_one_the_normal():
    own, known = change_between_years(SERIES), change_between_years(SERIES, dispersion(SERIES).ratio)
    assert own.loc[1, ["low_adjusted", "high_adjusted"]].tolist() == pytest.approx([0.115, 2.169], abs=1e-3)
    assert known.loc[1, ["low_adjusted", "high_adjusted"]].tolist() == pytest.approx([0.177, 1.409], abs=1e-3)
    assert (own["p_adjusted"] > known["p_adjusted"]).all()


def test_the_spread_has_an_interval():
    found = dispersion(SERIES)
    assert (found.low, found.high) == pytest.approx((1.60, 36.9), abs=0.01)
    assert dispersion(SERIES.head(2)).low != dispersion(SERIES.head(2)).low


def test_intervals_of_the_counts_claim_no_more_than_the_changes():
    table = count_intervals(SERIES)
    assert table[["low", "high"]].loc[1].tolist() == pytest.approx([35.39, 63.64], abs=0.01)
    assert table[["low_adjusted", "high_adjusted"]].loc[1].tolist() == pytest.approx(
        [20.57, 111.99], abs=0.01
    )
    # The exact ones of 2020 and 2023 lie apart, which reads as a proven fall; the adjusted ones do not.
    assert table.loc[4, "high"] < table.loc[1, "low"]
    assert table.loc[4, "high_adjusted"] > table.loc[1, "low_adjusted"]
    short = count_intervals(pd.DataFrame({"year": [1, 2, 3, 4], "reports": [0, 5, None, 4]}))
    assert short["low_adjusted"].isna().tolist() == [True, False, False]
    assert count_intervals(SERIES.head(2))["low_adjusted"].isna().all()


@pytest.mark.parametrize("reports", [[10**4, 10**4, 1], [400, 1], [100] * 4 + [2], [1000] * 5 + [2] * 4])
def test_a_short_series_establishes_nothing_by_its_own_spread(reports):
    counts = pd.DataFrame({"year": range(len(reports)), "reports": reports})
    assert not (change_between_years(counts)["p_adjusted_holm"] < 0.05).any()


@pytest.mark.parametrize("years", [FEWEST_YEARS_FOR_CHANGE - 1, FEWEST_YEARS_FOR_CHANGE])
def test_from_when_the_clearest_change_of_all_is_established(years):
    # Of every size and pattern tried, one year at three tenths of all the others has the smallest p.
    counts = pd.DataFrame({"year": range(years), "reports": [1000] * years})
    counts.loc[years // 2, "reports"] = 300
    found = (change_between_years(counts)["p_adjusted_holm"] < 0.05).any()
    assert found == (years >= FEWEST_YEARS_FOR_CHANGE)


def test_adjusted_for_dispersion_no_change_stands():
    assert dispersion(SERIES).ratio == pytest.approx(4.5, abs=0.05)
    table = change_between_years(SERIES, dispersion=4.5)
    second = table.iloc[1]
    assert second["p_adjusted"] == pytest.approx(0.19, abs=0.005)
    assert (second["low_adjusted"], second["high_adjusted"]) == pytest.approx((0.18, 1.41), abs=0.005)
    assert (table["p_adjusted_holm"] > 0.05).all()
    assert (change_between_years(SERIES)["p_adjusted_holm"] > 0.05).all()


def test_dispersion_below_one_narrows_nothing():
    even = pd.DataFrame({"year": [1, 2, 3], "reports": [20, 20, 21]})
    table = change_between_years(even)
    assert table["dispersion"].iloc[0] < 1
    pd.testing.assert_frame_equal(
        change_between_years(even, 0.1).drop(columns="dispersion"),
        change_between_years(even, 1).drop(columns="dispersion"),
    )
    assert (table["high_adjusted"] > table["high"]).all()


def test_two_years_say_nothing_about_a_change():
    table = change_between_years(SERIES.head(2))
    assert table[["low_adjusted", "p_adjusted", "p_adjusted_holm", "dispersion"]].isna().all(axis=None)
    assert table["p"].notna().all()


def test_a_year_without_a_count_is_left_out_and_a_zero_is_kept():
    counts = pd.DataFrame({"year": [2020, 2021, 2022, 2023], "reports": [5, None, 0, 4]})
    table = change_between_years(counts)
    assert table["year_after"].tolist() == [2022, 2023, 2023]
    assert table.loc[0, "ratio"] == 0
    assert table["low_adjusted"].isna().tolist() == [True, True, False]
    assert table.loc[1, "high"] == float("inf")
    assert table.loc[2, "ratio"] == pytest.approx(0.8)


# Written out, not drawn: statsmodels collects garbage at every call, which takes long beside hypothesis.
@pytest.mark.parametrize("reports", [[30, 48, 24, 29, 17], [1, 80, 1], [5, 5, 5, 5], [12, 3, 40, 7, 7, 60]])
def test_order_changes_nothing_and_backwards_is_the_inverse(reports):
    counts = pd.DataFrame({"year": range(2000, 2000 + len(reports)), "reports": reports})
    table = change_between_years(counts)
    pd.testing.assert_frame_equal(change_between_years(counts.sample(frac=1, random_state=3)), table)
    back = change_between_years(counts.assign(year=-counts["year"]))
    # The ends of the series stand last both ways.
    back = pd.concat([back.iloc[-2::-1], back.tail(1)], ignore_index=True)
    for forward, backward in [("ratio", "ratio"), ("low", "high"), ("low_adjusted", "high_adjusted")]:
        assert (1 / back[backward]).tolist() == pytest.approx(table[forward].tolist())
    assert back["p_adjusted_holm"].tolist() == pytest.approx(table["p_adjusted_holm"].tolist())


@pytest.mark.parametrize(
    ("counts", "error"),
    [
        (pd.DataFrame({"year": [2020, 2020], "reports": [1, 2]}), DataError),
        (pd.DataFrame({"year": [2020], "reports": [-1]}), DataError),
        (pd.DataFrame({"year": [2020]}), UsageError),
    ],
)
def test_refuses_a_series_that_is_none(counts, error):
    with pytest.raises(error):
        change_between_years(counts)


def test_refuses_a_dispersion_that_is_none():
    with pytest.raises(UsageError):
        change_between_years(SERIES, dispersion=0)
