import pandas as pd
import pytest

from brister_analysis.analysis.change import change_between_years, dispersion, holm
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
    assert found == [[1.6, 0.99, 2.62], [0.5, 0.29, 0.83], [1.21, 0.68, 2.17], [0.59, 0.3, 1.1]]
    assert table["p"].tolist() == pytest.approx([0.054, 0.0063, 0.583, 0.104], abs=5e-4)
    assert (table["p_holm"] < 0.05).tolist() == [False, True, False, False]


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
        table.drop(columns="dispersion"), change_between_years(even, 1).drop(columns="dispersion")
    )


def test_two_years_say_nothing_about_a_change():
    table = change_between_years(SERIES.head(2))
    assert table[["low_adjusted", "p_adjusted", "p_adjusted_holm", "dispersion"]].isna().all(axis=None)
    assert table["p"].notna().all()


def test_a_year_without_a_count_is_left_out_and_a_zero_is_kept():
    counts = pd.DataFrame({"year": [2020, 2021, 2022, 2023], "reports": [5, None, 0, 4]})
    table = change_between_years(counts)
    assert table["year_after"].tolist() == [2022, 2023]
    assert table.loc[0, "ratio"] == 0
    assert table["low_adjusted"].isna().all()
    assert table.loc[1, "high"] == float("inf")


# Written out, not drawn: statsmodels collects garbage at every call, which takes long beside hypothesis.
@pytest.mark.parametrize("reports", [[30, 48, 24, 29, 17], [1, 80, 1], [5, 5, 5, 5], [12, 3, 40, 7, 7, 60]])
def test_order_changes_nothing_and_backwards_is_the_inverse(reports):
    counts = pd.DataFrame({"year": range(2000, 2000 + len(reports)), "reports": reports})
    table = change_between_years(counts)
    pd.testing.assert_frame_equal(change_between_years(counts.sample(frac=1, random_state=3)), table)
    back = change_between_years(counts.assign(year=-counts["year"])).iloc[::-1].reset_index(drop=True)
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
