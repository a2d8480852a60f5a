"""Dates in, dates out: the table reads as the manual. The data year is 2023 unless said."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.intake.dates import parse_date

THIRD_OF_MAY = dt.date(2023, 5, 3)

WRITTEN_IN_FULL = [
    "2023-05-03", "20230503", "230503", "23-05-03", "2023/05/03", "2023.05.03", "2023 05 03", "2023-5-3",
    "3/5 2023", "3/5-23", "3/5 -23", "3/5/2023", "03/05/2023", "3/5, 2023", "3/5'23", "3 / 5 2023",
    "03.05.2023", "3.5.2023", "3.5.23", "03-05-2023", "03-05-23",
    "den 3 maj 2023", "3 maj 2023", "3:e maj 2023", "den 3:e maj -23", "3maj 2023", "3 maj, 2023",
    "3 MAJ 2023",
    "onsdag 3 maj 2023", "onsdagen den 3 maj 2023", "ons 3/5 2023", "Onsdag, 3 maj 2023",
    "2023\u201305\u201303", "3\u00a0maj\u00a02023", "2023-05-03.", "2023-05-03 14:30", "2023-05-03T14:30:00",
    "3/5 2023 kl 14", "3 maj 2023 kl. 14.30", "den 3 maj 2023 på eftermiddagen",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN_IN_FULL)
def test_one_day_in_many_spellings(written: str) -> None:
    read = parse_date(written, 2023)
    assert (read.date, read.fault) == (THIRD_OF_MAY, None)


@pytest.mark.parametrize(
    "written", ["3/5", "3 maj", "3:e maj", "den 3 maj", "ons 3/5", "3 maj i år", "3/5 kl. 14.30"]
)
def test_a_date_without_year_is_of_the_data_year_and_told(written: str) -> None:
    read = parse_date(written, 2023)
    assert read.date == THIRD_OF_MAY
    assert read.fault is not None
    assert read.fault.key == "forms.date.year_assumed"


def test_a_weekday_that_does_not_agree_is_told() -> None:
    read = parse_date("tisdag 3 maj 2023", 2023)
    assert read.date == THIRD_OF_MAY
    assert read.fault is not None
    assert read.fault.key == "forms.date.weekday"
    assert parse_date("tisdag 3 maj 2022", 2022).fault is None


@pytest.mark.parametrize(
    "written",
    ["", None, "  ", "-", "–", "okänt", "Okänd.", "vet ej", "Vet inte", "uppgift saknas", "?", "åååå-mm-dd"],
)
def test_what_is_said_to_be_unknown_is_missing_without_a_fault(written: str | None) -> None:
    assert parse_date(written, 2023).date is None
    assert parse_date(written, 2023).fault is None


REFUSED = {
    "31/4": "impossible",
    "2023-02-29": "impossible",
    "13/13 2023": "impossible",
    "0/5": "impossible",
    "22-05-23": "ambiguous",
    "maj 2023": "no_day",
    "maj": "no_day",
    "i fjol": "relative",
    "den 3 maj i fjol": "relative",
    "förra veckan": "relative",
    "i tisdags": "relative",
    "samma dag": "relative",
    "ca 3 maj": "vague",
    "v. 18": "vague",
    "i början av maj 2023": "vague",
    "hösten 2023": "vague",
    "3-5 maj 2023": "several",
    "3/5 och 7/5": "several",
    "3/5 - 7/5 2023": "several",
    "2023-05-03–2023-05-07": "several",
    "2023-05-03; 2023-05-07": "several",
    "1985-03-02": "other_year",
    "2021-05-03": "other_year",
    "2032-05-03": "future",
    "850302-1234": "unreadable",
    "19850302-1234": "unreadable",
    "3-5": "unreadable",
    "3.5": "unreadable",
    "45049": "unreadable",
    "Orvar Planterad": "unreadable",
}


@pytest.mark.parametrize("written", REFUSED)
def test_what_cannot_be_read_in_one_way_is_missing_and_says_what_to_write(written: str) -> None:
    read = parse_date(written, 2023)
    assert read.date is None
    assert read.fault is not None
    assert read.fault.key == f"forms.date.{REFUSED[written]}"
    assert not any(word in str(read.fault) for word in ("Orvar", "1234", "fjol", "1985"))


def test_the_advice_shows_how_to_write() -> None:
    assert "till exempel 2023-05-03" in str(parse_date("den 3 maj i fjol", 2023).fault)


def test_a_two_digit_year_is_one_beside_the_data_year() -> None:
    assert parse_date("28/12-22", 2023).date == dt.date(2022, 12, 28)
    assert parse_date("241228", 2023).date == dt.date(2024, 12, 28)
    assert parse_date("3/5-99", 2023).date is None


def test_numbers_count_as_days_only_in_a_spreadsheet() -> None:
    assert parse_date(45049, 2023, spreadsheet=True).date == THIRD_OF_MAY
    assert parse_date("45049.5", 2023, spreadsheet=True).date == THIRD_OF_MAY
    assert parse_date("45049", 2023).date is None


def test_dates_and_times_are_taken_as_they_are() -> None:
    assert parse_date(THIRD_OF_MAY, 2023).date == THIRD_OF_MAY
    assert parse_date(dt.datetime(2023, 5, 3, 23, 59), 2023).date == THIRD_OF_MAY
    assert parse_date(dt.date(1985, 3, 2), 2023).date is None


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()  # noqa: SIM905
WAYS = (
    lambda day: day.isoformat(),
    lambda day: day.strftime("%Y%m%d"),
    lambda day: day.strftime("%y%m%d"),
    lambda day: f"{day.day}/{day.month} {day.year}",
    lambda day: f"{day.day}/{day.month}-{day.year % 100:02d}",
    lambda day: f"{day.day:02d}.{day.month:02d}.{day.year}",
    lambda day: f"den {day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}",
    lambda day: f"{day.day}/{day.month}",
    lambda day: f"{day.day}:e {MONTHS[day.month - 1].upper()}",
)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(DAYS, st.sampled_from(WAYS))
def test_every_day_comes_back_as_it_was_written(day: dt.date, way: object) -> None:
    written = way(day)  # type: ignore[operator]
    assert parse_date(written, day.year).date == day
    assert parse_date(unicodedata.normalize("NFD", f" {written} "), day.year).date == day


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.text("0123456789/-. :ekldmajunpritis", max_size=16) | st.text(max_size=16),
    st.integers(2015, 2030),
    st.booleans(),
)
def test_no_text_gives_a_date_far_from_the_data_year(written: str, year: int, spreadsheet: bool) -> None:
    read = parse_date(written, year, spreadsheet)
    assert read.date is None or abs(read.date.year - year) <= 1
    assert written not in str(read.fault) or len(written.strip()) < 5
