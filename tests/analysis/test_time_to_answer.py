import pandas as pd
import pytest

from brister_analysis.analysis.intervals import proportion_interval
from brister_analysis.analysis.time_to_answer import last_day, time_to_answer
from brister_analysis.errors import DataError, UsageError


def reports(*days: int | None, area: str = "north", received: str = "2023-01-01") -> pd.DataFrame:
    start = pd.Timestamp(received)
    answered = [pd.NaT if day is None else start + pd.Timedelta(days=day) for day in days]
    return pd.DataFrame(
        {"area": area, "received_date": start, "answered_date": pd.to_datetime(pd.Series(answered))}
    )


def test_without_waiting_reports_it_is_the_plain_share_with_the_exact_interval():
    found = time_to_answer(reports(10, 20, 30, 60, 61), 60).iloc[0]
    assert found["answered_in_time"] == pytest.approx(4 / 5)
    assert (found["low"], found["high"]) == pytest.approx(proportion_interval(4, 5))
    assert found["median_days"] == 30


def test_waiting_reports_count_for_as_long_as_they_have_waited():
    """Day 10: 1 of 4 answered. One leaves after 15 days unanswered. Day 20: 1 of 2. S = 3/4 * 1/2 = 3/8."""
    early = reports(10, 20, None)
    late = reports(None, received="2023-03-02")
    found = time_to_answer(pd.concat([early, late]), 60, as_of="2023-03-17").iloc[0]
    assert found["answered_in_time"] == pytest.approx(1 - 3 / 4 * 1 / 2)
    assert (found["answered"], found["waiting"]) == (2, 2)
    assert found["low"] < found["answered_in_time"] < found["high"]


def test_two_months_are_calendar_months():
    received = pd.Series(pd.to_datetime(["2023-01-31", "2023-12-31", "2023-07-15"]))
    assert last_day(received, "2 months").dt.strftime("%Y-%m-%d").tolist() == [
        "2023-03-31",
        "2024-02-29",
        "2023-09-15",
    ]
    in_time = reports(59, 60, received="2023-01-31")
    assert time_to_answer(in_time, "2 months", as_of="2023-12-31").loc[0, "answered_in_time"] == 0.5
    assert time_to_answer(in_time, 60, as_of="2023-12-31").loc[0, "answered_in_time"] == 1


def test_each_area_by_its_own_deadline_in_order():
    both = pd.concat([reports(30, 61, area="south"), reports(30, 61)])
    table = time_to_answer(both, {"north": 60, "south": "2 months"}, as_of="2023-12-31")
    assert table["area"].tolist() == ["north", "south"]
    assert table["deadline"].tolist() == ["60", "2 months"]


def test_the_share_is_missing_while_no_report_has_waited_that_long():
    found = time_to_answer(reports(5, None), 60, as_of="2023-01-20").iloc[0]
    assert pd.isna(found["answered_in_time"])


def test_no_answer_at_all_is_none_in_time_once_the_time_has_run_out():
    found = time_to_answer(reports(None, None), 60, as_of="2023-12-31").iloc[0]
    assert (found["answered_in_time"], found["low"]) == (0, 0)
    assert pd.isna(found["median_days"])


def test_answers_after_the_day_looked_at_are_not_yet_given():
    found = time_to_answer(reports(10, 200), 60, as_of="2023-06-30").iloc[0]
    assert (found["answered"], found["waiting"], found["answered_in_time"]) == (1, 1, 0.5)


def test_undated_reports_are_told_and_order_changes_nothing():
    table = pd.concat([reports(10, 20, None), reports(30).assign(received_date=pd.NaT)])
    found = time_to_answer(table, 60, as_of="2023-12-31")
    assert found["undated"].tolist() == [1]
    pd.testing.assert_frame_equal(time_to_answer(table.iloc[::-1], 60, as_of="2023-12-31"), found)


@pytest.mark.parametrize("deadline", ["soon", "2 weeks", 0, {"south": 60}])
def test_refuses_a_deadline_it_cannot_read(deadline):
    with pytest.raises(UsageError):
        time_to_answer(reports(10), deadline)


def test_refuses_an_answer_before_its_report_and_missing_columns():
    with pytest.raises(DataError):
        time_to_answer(reports(-1), 60)
    with pytest.raises(UsageError, match="answered_date"):
        time_to_answer(reports(1).drop(columns="answered_date"), 60)
