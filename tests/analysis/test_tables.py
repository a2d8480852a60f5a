import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.analysis.tables import cause_table, measure_table
from brister_analysis.errors import DataError, UsageError
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.dimensions import dimension

CODES = codebook().causes["cause"].tolist()
NV_2023 = {"scheme": "nv-skane-2023", "region_code": "12", "area": "nordvastra-skane", "data_year": 2023}


def coded(*rows: tuple[str, str], **columns: object) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["report_id", "cause"]).assign(**columns)


def native(*rows: tuple, **place: object) -> pd.DataFrame:
    columns = ["report_id", "native_label", "cause", "cause_area"]
    return pd.DataFrame(rows, columns=columns).assign(**(place or NV_2023))


def row(table: pd.DataFrame, label: str) -> pd.Series:
    return table.set_index(table.columns[0]).loc[label]


def test_both_bases_are_counted():
    """Two reports, three mentions: routines is in both reports (100 %) and two of three mentions (67 %)."""
    table = cause_table(coded(("a", "routines"), ("a", "trust"), ("b", "routines")))
    found = row(table, "routines")
    assert (found["reports"], found["mentions"], found["n_reports"], found["n_mentions"]) == (2, 2, 2, 3)
    assert (found["share_of_reports"], found["share_of_mentions"]) == (1, pytest.approx(2 / 3))
    assert found["low"] == pytest.approx(0.1581, abs=1e-4)


def test_every_code_of_the_codebook_stands_in_its_order_with_real_zeros():
    table = cause_table(coded(("a", "trust")))
    assert table["cause"].tolist() == CODES
    assert table["reports"].sum() == 1
    assert table["reports"].notna().all()


def test_a_report_coded_only_unclear_is_in_the_base():
    table = cause_table(coded(("a", "unclear"), ("b", "trust")))
    assert row(table, "trust")["n_reports"] == 2
    assert row(table, "unclear")["reports"] == 1


def test_a_wider_base_can_be_given():
    table = cause_table(coded(("a", "trust")), n_reports=4)
    assert row(table, "trust")["share_of_reports"] == 0.25


def test_two_labels_that_lead_to_one_cause_count_the_report_once():
    table = cause_table(coded(("a", "trust"), ("a", "trust")))
    assert (row(table, "trust")["reports"], row(table, "trust")["mentions"]) == (1, 1)


def test_an_area_counts_a_report_once_but_all_its_mentions():
    table = cause_table(coded(("a", "routines"), ("a", "competence"), ("b", "trust")), level="area")
    assert table["cause_area"].tolist() == [*codebook().areas["area"], "unclear"]
    assert (row(table, "responsibility")["reports"], row(table, "responsibility")["mentions"]) == (1, 2)


def test_what_the_scheme_did_not_collect_is_missing_and_what_it_did_is_zero():
    table = cause_table(native(("a", "rutiner", "routines", "responsibility")))
    assert pd.isna(row(table, "trust")["reports"])
    assert pd.isna(row(table, "trust")["share_of_reports"])
    assert row(table, "individual_focus")["reports"] == 0
    assert (
        table.set_index("cause")["collected"].to_dict()
        | {
            "routines": "collected",
            "shared_it_tool": "partly",
            "information_transfer": "not_collected",
            "resources_continuity": "not_collected",
        }
        == table.set_index("cause")["collected"].to_dict()
    )


def test_resources_were_collected_in_2019_only():
    place = {"region_code": "12", "area": "nordvastra-skane"}
    first = native(("a", "rutiner", "routines", None), **place, scheme="nv-skane-2019", data_year=2019)
    second = native(("b", "rutiner", "routines", None), **place, scheme="nv-skane-2020", data_year=2020)
    table = cause_table(pd.concat([first, second]), by="data_year")
    resources = table[table["cause"] == "resources_continuity"].set_index("data_year")["reports"]
    assert resources[2019] == 0
    assert pd.isna(resources[2020])
    both = cause_table(pd.concat([first, second]))
    assert pd.isna(row(both, "resources_continuity")["reports"]), (
        "a sum over a year that didn't ask is no sum"
    )


def test_a_joined_label_counts_its_report_once_in_the_area_and_in_no_cause():
    label = "helhetssyn/individfokus"
    place = NV_2023 | {"scheme": "nv-skane-2022", "data_year": 2022}
    causes = native(("a", label, None, "approach"), ("b", "rutiner", "routines", "responsibility"), **place)
    by_cause, by_area = cause_table(causes), cause_table(causes, level="area")
    assert pd.isna(row(by_cause, "whole_person_view")["reports"])
    assert row(by_area, "approach")["reports"] == 1
    assert row(by_cause, "routines")["n_mentions"] == 2


def test_native_level_keeps_the_labels_as_printed_in_the_order_of_the_scheme():
    table = cause_table(native(("a", "rutiner", "routines", None), ("a", "SIP", None, None)), level="native")
    assert table["native_label"].tolist()[:4] == [
        "SIP",
        "Mina planer",
        "kommunikation/information",
        "rutiner",
    ]
    assert row(table, "SIP")["reports"] == 1


def test_a_report_coded_twice_counts_by_the_codebook_at_cause_level_and_by_the_scheme_at_native():
    own = native(("a", "rutiner", "routines", "responsibility"))
    again = coded(("a", "trust"), **(NV_2023 | {"scheme": "harmonised"}))
    both = pd.concat([own, again])
    assert row(cause_table(both), "trust")["reports"] == 1
    assert row(cause_table(both), "routines")["reports"] == 0
    assert row(cause_table(both, level="native"), "rutiner")["reports"] == 1


def test_by_stacks_a_table_for_each_value_in_order():
    causes = pd.concat([coded(("a", "trust"), data_year=2024), coded(("b", "trust"), data_year=2023)])
    table = cause_table(causes, by="data_year", n_reports={2023: 2, 2024: 1})
    assert table.columns[0] == "data_year"
    assert table["data_year"].tolist() == [2023] * 16 + [2024] * 16
    assert table.loc[table["cause"] == "trust", "share_of_reports"].tolist() == [0.5, 1]


def test_no_reports_give_zeros_without_shares_and_no_rows_by_year():
    empty = coded(("a", "trust"), data_year=2023).iloc[:0]
    table = cause_table(empty)
    assert table["reports"].sum() == 0
    assert table["share_of_reports"].isna().all()
    by_year = cause_table(empty, by="data_year")
    assert by_year.empty
    assert by_year.columns.tolist() == ["data_year", *table.columns]


@pytest.mark.parametrize(
    ("causes", "arguments", "error", "said"),
    [
        (coded(("a", "nonsense")), {}, DataError, "1 värde finns inte"),
        (coded(("a", "trust")), {"level": "theme"}, UsageError, "cause, area, native"),
        (coded(("a", "trust")), {"by": "area"}, UsageError, "area"),
        (coded(("a", "trust"), ("b", "trust")), {"n_reports": 1}, DataError, "2 rapporter är kodade"),
        (coded(("a", "trust")), {"n_reports": {2023: 1}}, UsageError, "by"),
        (coded(("a", "trust")).drop(columns="cause"), {}, UsageError, "cause"),
        (
            pd.concat(
                [
                    coded(("a", "trust"), decided_by="consensus"),
                    coded(("b", "trust"), decided_by="suggestion"),
                ]
            ),
            {},
            DataError,
            "consensus, suggestion",
        ),
        (
            pd.concat([coded(("a", "trust"), coder="x"), coded(("a", "routines"), coder="y")]),
            {},
            DataError,
            "2 personer",
        ),
    ],
)
def test_refuses_with_what_is_wrong(causes, arguments, error, said):
    with pytest.raises(error, match=said):
        cause_table(causes, **arguments)


def test_no_message_repeats_a_value_outside_the_list():
    with pytest.raises(DataError) as raised:
        cause_table(coded(("a", "Anna Andersson")))
    assert "Anna" not in str(raised.value)


reports = st.dictionaries(
    st.sampled_from([f"r{number}" for number in range(15)]),
    st.sets(st.sampled_from(CODES[:6]), min_size=1, max_size=4),
    min_size=1,
)
FIXED = settings(derandomize=True, deadline=None, max_examples=12)


@FIXED
@given(reports, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_totals_close(coding, random):
    rows = [(report, cause) for report, causes in coding.items() for cause in sorted(causes)]
    table = cause_table(coded(*rows))
    random.shuffle(rows)
    pd.testing.assert_frame_equal(cause_table(coded(*rows)), table)
    assert table["mentions"].sum() == table["n_mentions"].iloc[0] == len(rows)
    assert table["share_of_mentions"].sum() == pytest.approx(1)
    assert table["n_reports"].iloc[0] == len(coding)
    assert (table["reports"] <= table["n_reports"]).all()
    by_area = cause_table(coded(*rows), level="area")
    assert by_area["mentions"].sum() == len(rows)


@FIXED
@given(reports, st.integers(2, 4))
def test_the_same_reports_many_times_over_keep_shares_and_narrow_intervals(coding, times):
    rows = [(report, cause) for report, causes in coding.items() for cause in sorted(causes)]
    more = [(f"{copy}-{report}", cause) for copy in range(times) for report, cause in rows]
    once, often = cause_table(coded(*rows)), cause_table(coded(*more))
    shares = ["share_of_reports", "share_of_mentions"]
    pd.testing.assert_frame_equal(once[shares], often[shares])
    assert (often["high"] - often["low"] < once["high"] - once["low"]).all()


def test_measures_are_of_all_reports_of_the_year():
    code = dimension("measure")["code"].iloc[0]
    table = measure_table(pd.DataFrame({"report_id": ["a"], "measure": [code]}), n_reports=4)
    assert row(table, code)["share_of_reports"] == 0.25
    assert table["measure"].tolist() == dimension("measure")["code"].tolist()
