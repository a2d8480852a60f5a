import numpy as np
import pandas as pd
import pytest
from scipy import stats

from brister_analysis.analysis.co_occurrence import co_occurrence, pair_level
from brister_analysis.errors import UsageError
from brister_analysis.reference.codebook import codebook

CODES = codebook().causes["cause"].tolist()


def drawn(reports: int, seed: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = [
        (f"r{number}", cause)
        for number in range(reports)
        for cause in rng.choice(CODES[:4], rng.integers(1, 4), replace=False)
    ]
    return pd.DataFrame(rows, columns=["report_id", "cause"])


def pair(table: pd.DataFrame, a: str, b: str) -> pd.Series:
    return table.set_index(["cause_a", "cause_b"]).loc[(a, b)]


def test_counts_close_to_the_number_of_reports():
    table = co_occurrence(drawn(30))
    assert (table[["both", "only_a", "only_b", "neither"]].sum(axis=1) == 30).all()
    assert len(table) == 15 * 14 / 2


def test_the_numbers_of_one_pair():
    rows = [(f"b{n}", cause) for n in range(5) for cause in ("routines", "trust")]
    rows += [("a1", "routines"), ("t1", "trust"), ("t2", "trust")] + [
        (f"n{n}", "competence") for n in range(9)
    ]
    table = co_occurrence(pd.DataFrame(rows, columns=["report_id", "cause"]))
    found = pair(table, "routines", "trust")
    assert found[["both", "only_a", "only_b", "neither"]].tolist() == [5, 1, 2, 9]
    assert found["jaccard"] == 5 / 8
    # The conditional odds ratio and exact limits as R's fisher.test gives them for the same table.
    assert found[["odds_ratio", "low", "high"]].astype(float).tolist() == pytest.approx(
        [17.34, 1.153, 1177.5], rel=1e-3
    )
    assert found["p_permutation"] == pytest.approx(0.035, abs=0.01)


def test_the_permutation_agrees_with_the_exact_distribution():
    table = co_occurrence(drawn(40))
    found = pair(table, CODES[0], CODES[1])
    a, b = found["both"] + found["only_a"], found["both"] + found["only_b"]
    tails = stats.hypergeom.sf(found["both"] - 1, 40, a, b), stats.hypergeom.cdf(found["both"], 40, a, b)
    assert found["p_permutation"] == pytest.approx(min(1, 2 * min(tails)), abs=0.03)


def test_order_and_names_of_reports_change_nothing():
    causes = drawn(30)
    other = causes.sample(frac=1, random_state=1).assign(report_id=lambda rows: "x" + rows["report_id"])
    pd.testing.assert_frame_equal(co_occurrence(other), co_occurrence(causes))


def test_a_cause_in_no_report_or_in_all_has_no_odds():
    causes = pd.concat([drawn(20), drawn(20)[["report_id"]].drop_duplicates().assign(cause="trust")])
    table = co_occurrence(causes)
    for other in ("trust", CODES[6]):
        assert pd.isna(pair(table, CODES[0], other)[["odds_ratio", "low", "p_permutation", "p_holm"]]).all()
    assert pair(table, CODES[0], CODES[6])["both"] == 0


def test_pairs_of_areas_and_no_pairs_with_unclear():
    causes = pd.concat([drawn(20), pd.DataFrame({"report_id": ["z"], "cause": ["unclear"]})])
    table = co_occurrence(causes, level="area")
    assert len(table) == 5 * 4 / 2
    assert "unclear" not in set(table["cause_a"]) | set(table["cause_b"])
    assert (table[["both", "only_a", "only_b", "neither"]].sum(axis=1) == 21).all()


def test_pairs_of_causes_are_shown_from_sixty_reports_on():
    assert [pair_level(reports) for reports in (17, 59, 60)] == ["area", "area", "cause"]


def test_refuses_an_unknown_level():
    with pytest.raises(UsageError):
        co_occurrence(drawn(5), level="theme")
