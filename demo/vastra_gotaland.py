"""Västra Götaland's export: the incident system's rows, with dates and answers, as text with semicolons."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from functools import cache
from pathlib import Path

from demo.cases import Case, cases
from demo.material import chance, toml
from demo.source import remove_forms, write_source

REGION = "vastra-gotaland"
# A report that has no answer when the export is made has none in it.
EXPORTED = (1, 31)
NEVER_ANSWERED = 0.05


def write_raw(folder: Path, year: int) -> None:
    """Write a year's text files and ``SOURCE.toml`` into `folder`, instead of those of an earlier
    run."""
    folder.mkdir(parents=True, exist_ok=True)
    remove_forms(folder)
    columns = toml(f"{REGION}/export")["columns"]
    for name, listed in _files(year).items():
        written = io.StringIO(newline="")
        writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
        writer.writerow(columns.values())
        for case in listed:
            values = _values(case, year)
            writer.writerow([values[column] for column in columns])
        (folder / name).write_bytes(written.getvalue().encode("cp1252"))
    source = toml(f"{REGION}/plan")["source"]
    sent = [case.sent_day for case in cases(REGION, year)]
    write_source(folder, source, source["form_version"], sent, [folder / name for name in _files(year)])


def placed(year: int) -> dict[tuple[str, int], Case]:
    """Return file name and row → report; the header is row 1."""
    return {
        (name, number): case
        for name, listed in _files(year).items()
        for number, case in enumerate(listed, start=2)
    }


@cache
def case_number(case_key: str, year: int) -> str:
    """Return the number the system gives a report: they rise by the day, with gaps for other reports."""
    number = 10_000
    for case in cases(REGION, year):
        number += chance("number", case.key).randint(3, 180)
        if case.key == case_key:
            break
    return f"AVV-{year}-{number}"


def _files(year: int) -> dict[str, list[Case]]:
    return {
        name: [case for case in cases(REGION, year) if first <= case.sent_day.month <= last]
        for name, (first, last) in toml(f"{REGION}/export")["files"][str(year)].items()
    }


def _values(case: Case, year: int) -> dict[str, str]:
    rng = chance("row", case.cast.number)
    export, answers = toml(f"{REGION}/export"), toml(f"{REGION}/answers")
    area = _area(case)
    # A report exported twice is the same row twice, with the number it first got.
    first = next(one.key for one in cases(REGION, year) if one.cast is case.cast)
    answered = _answer_day(case, area, rng)
    said = answered is not None
    return {
        "case": case_number(first, year),
        "event": _date(case.event_day, rng),
        "sent": _date(case.sent_day, rng),
        "answered": _date(answered, rng) if answered else "",
        "area": rng.choice(toml(f"{REGION}/units")["areas"][area]["written"]),
        "reporter": case.reporter[1],
        "counterpart": case.counterpart[1],
        "agreement": rng.choice(export["written"][case.row["agreement"]]),
        "description": _lines(case.description, rng),
        "measures": _lines(case.measures, rng) if said else "",
        "cause": _stated(case, rng) if said else "",
        "consequence": rng.choice(answers["consequence"]) if said and rng.random() > 0.1 else "",
        "follow_up": case.outcome if said and rng.random() > 0.25 else "",
    }


def _area(case: Case) -> str:
    return toml(f"{REGION}/units")["municipalities"][case.municipality]["area"]


def _answer_day(case: Case, area: str, rng: random.Random) -> dt.date | None:
    """Return the day the other unit answered, None when it had not when the export was made."""
    waits = toml(f"{REGION}/export")["answer_days"][area]
    shortest = rng.randrange(len(waits) - 1)
    day = case.sent_day + dt.timedelta(days=rng.randint(waits[shortest], waits[shortest + 1]))
    never = rng.random() < NEVER_ANSWERED
    return None if never or day > dt.date(case.sent_day.year + 1, *EXPORTED) else day


def _stated(case: Case, rng: random.Random) -> str:
    """Return the cause the answering unit sees: the first true one, in its own words."""
    return rng.choice(toml(f"{REGION}/answers")["cause"][case.row.get("causes", ["unclear"])[0]])


def _lines(text: str, rng: random.Random) -> str:
    """Return text with line breaks between sentences, as many write in the system's wide boxes."""
    return "\n".join(re.split(r"(?<=[.!?]) (?=[A-ZÅÄÖ])", text)) if rng.random() < 0.35 else text


def _date(day: dt.date, rng: random.Random) -> str:
    return f"{day}" if rng.random() < 0.8 else f"{day.day}/{day.month} {day.year}"
