import numpy as np
import pandas as pd
import pytest
from scipy import stats

from brister_analysis.analysis.funnel import funnel, interpolated_limit
from brister_analysis.analysis.rates import rates
from brister_analysis.errors import DataError, UsageError
from brister_analysis.language import text
from brister_analysis.reference.population import population


def areas(number: int, reports: int = 10) -> tuple[pd.DataFrame, pd.DataFrame]:
    codes = [f"{code:02d}" for code in range(number)]
    counts = pd.DataFrame({"code": codes, "year": 2023, "reports": reports})
    people = [20_000 + 15_000 * code for code in range(number)]
    return counts, pd.DataFrame({"code": codes, "year": 2023, "population": people})


def test_rate_is_per_100_000_with_exact_limits():
    counts = pd.DataFrame({"code": ["x"], "year": [2023], "reports": [17]})
    people = pd.DataFrame({"code": ["x"], "year": [2023], "population": [200_000]})
    found = rates(counts, people).iloc[0]
    assert found[["rate", "low", "high"]].tolist() == pytest.approx([8.5, 9.9031 / 2, 27.2186 / 2], abs=1e-4)


def test_an_unknown_population_is_refused_and_never_borrowed_from_another_year():
    counts = pd.DataFrame({"code": "12", "year": [2019, 2020], "reports": [30, 48]})
    table = rates(counts, population("region"))
    assert table["rate"].notna().tolist() == [True, False]
    assert "annat års folkmängd används inte" in text(table.loc[1, "refusal"], "sv")


def test_a_missing_count_is_refused_too():
    counts = pd.DataFrame({"code": ["x"], "year": [2023], "reports": [None]})
    people = pd.DataFrame({"code": ["x"], "year": [2023], "population": [1000]})
    assert rates(counts, people)["refusal"].tolist() == ["analysis.refused.not_collected"]


def test_rates_refuse_a_code_twice_and_missing_columns():
    counts, people = areas(2)
    with pytest.raises(DataError):
        rates(pd.concat([counts, counts]), people)
    with pytest.raises(UsageError, match="reports"):
        rates(counts.drop(columns="reports"), people)


def test_limits_interpolate_between_whole_counts():
    expected = np.linspace(0.2, 60, 40)
    for probability in (0.001, 0.025, 0.975, 0.999):
        limit = interpolated_limit(probability, expected)
        whole = stats.poisson.ppf(probability, expected)
        assert ((limit <= whole) & (limit >= np.maximum(whole - 1, 0))).all()
        # Interpolated limits reach the probability wherever it falls between two whole counts.
        below, at = stats.poisson.cdf(whole - 1, expected), stats.poisson.cdf(whole, expected)
        inside = limit > 0
        reached = below + (limit - (whole - 1)) * (at - below)
        assert reached[inside] == pytest.approx(probability)


def test_limits_for_an_expected_count_of_ten():
    """F(3) = .0103 and F(4) = .0293 hold .025 between them: 4 - (.0293 - .025) / .0189 = 3.775."""
    assert interpolated_limit(0.025, np.array([10.0]))[0] == pytest.approx(3.7752, abs=1e-4)


def test_funnel_narrows_with_population_and_stands_in_code_order():
    counts, people = areas(12)
    table = funnel(rates(counts.iloc[::-1], people))
    assert table["code"].tolist() == sorted(table["code"])
    width = table["high_95"] - table["low_95"]
    assert width.is_monotonic_decreasing
    assert (table["low_998"] <= table["low_95"]).all()
    assert (table["high_95"] <= table["high_998"]).all()
    assert set(table["position"]) <= {"inside", "beyond_95", "beyond_998"}
    assert table.loc[0, "position"] == "beyond_998", (
        "10 reports among 20,000 people, as many as among 185,000"
    )


def test_funnel_is_refused_below_ten_areas_with_the_reason():
    with pytest.raises(DataError, match="Bara 9 områden"):
        funnel(rates(*areas(9)))
    counts, people = areas(10)
    with pytest.raises(DataError, match="Bara 9 områden"):
        funnel(rates(counts, people.iloc[1:]))


def test_funnel_takes_one_year():
    counts, people = areas(10)
    two = [pd.concat([frame, frame.assign(year=2024)]) for frame in (counts, people)]
    with pytest.raises(UsageError, match="2 år"):
        funnel(rates(*two))
