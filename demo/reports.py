"""The reports of a year: each narrative with its people, units, dates, answers and file name."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from functools import cache

from demo.material import chance, narratives, toml
from demo.people import Cast

# The last day of a year on which a form is still sent.
LAST_DAY = (12, 18)


@dataclass(frozen=True)
class Report:
    """One form as received.

    Parameters
    ----------
    key
        The narrative's key; ``copy_of`` names another's when the same file came twice.
    reporter, counterpart
        Principal and unit as written; the unit is empty where the form lacks it.
    event, sent
        Dates as written.
    contact
        How the sender signs on the first page.
    comment, struck
        A comment in the margin and words crossed out in the description, empty in most forms: never read.
    reason
        Empty when kept, else why it is rejected.
    row
        The narrative's row with its true causes, measures and themes.
    """

    key: str
    file_name: str
    cast: Cast
    reporter: tuple[str, str]
    counterpart: tuple[str, str]
    role: str
    event_day: dt.date
    sent_day: dt.date
    event: str
    sent: str
    description: str
    measures: str
    outcome: str
    contact: str
    comment: str
    struck: str
    reason: str
    copy_of: str
    row: dict


@cache
def reports(year: int) -> tuple[Report, ...]:
    """Return the forms of a year, kept and rejected, with file names that do not repeat."""
    rows = [*narratives(year), *(row for row in narratives("rejected") if row["key"].startswith(str(year)))]
    by_key = {row["key"]: row for row in rows}
    taken: set[str] = set()
    made = []
    for row in rows:
        original = by_key[row.get("copy_of", row["key"])]
        made.append(_report(original, year, taken, reason=row.get("reason", ""), key=row["key"]))
    return tuple(made)


def _report(row: dict, year: int, taken: set[str], reason: str, key: str) -> Report:
    rng = chance("report", row["key"])
    event, sent = report_days(row, year, rng)
    units = toml("units")
    age = next((units[row[s]]["age"] for s in ("reporter", "counterpart") if "age" in units[row[s]]), "adult")
    cast = Cast(rng, row["gender"], age, year, event)
    description = cast.fill(row["text"])
    measures, outcome = _answers(row, cast, rng)
    reporter, counterpart = (
        _organisation(row[side], row["municipality"], rng) for side in ("reporter", "counterpart")
    )
    role = rng.choice(units[row["reporter"]]["roles"])
    vague = rng.random() < 0.03 and year < 2024
    event_written = rng.choice(toml("forms")["writing"]["vague_dates"]) if vague else write_date(event, rng)
    if year < 2024 and not vague and rng.random() < 0.1:
        event_written = ""
    without = row.get("without_unit", "")
    writing = toml("forms")["writing"]
    sender = cast.sender.full
    return Report(
        key=key,
        file_name=_file_name(cast, sent, reporter[1], taken, chance("file", key)),
        cast=cast,
        reporter=(reporter[0], "" if without == "reporter" else reporter[1]),
        counterpart=(counterpart[0], "" if without == "counterpart" else counterpart[1]),
        role=role,
        event_day=event,
        sent_day=sent,
        event=event_written,
        sent=write_date(sent, rng),
        description=description,
        measures=measures,
        outcome=outcome,
        contact=sender if year < 2024 else f"{sender}, {cast.phone()}, {cast.mail(cast.sender)}",
        comment=cast.fill(rng.choice(writing["comments"])) if rng.random() < 0.2 else "",
        struck=cast.fill(rng.choice(writing["deleted"])) if rng.random() < 0.25 else "",
        reason=reason,
        copy_of=row["key"] if row["key"] != key else "",
        row=row,
    )


def report_days(row: dict, year: int, rng: random.Random) -> tuple[dt.date, dt.date]:
    """Return the day of the event and the working day sent: in `year`, soon after what the text tells of."""
    first, last = dt.date(year, 1, 8), dt.date(year, *LAST_DAY)
    if "not_before" in row:
        first = dt.date.fromisoformat(row["not_before"])
        last = min(last, first + dt.timedelta(days=42))
    sent = first + dt.timedelta(days=rng.randint(0, (last - first).days))
    sent -= dt.timedelta(days=max(0, sent.weekday() - 4))
    return sent - dt.timedelta(days=rng.randint(3, 40)), sent


def _answers(row: dict, cast: Cast, rng: random.Random) -> tuple[str, str]:
    """Return what was done and what the dialogue led to; before 2024 one is often left empty, never both."""
    answers = toml("answers")
    codes = row.get("measures", [])
    done = " ".join(cast.fill(rng.choice(answers[code]["done"])) for code in codes)
    outcome = " ".join(cast.fill(rng.choice(answers[code]["outcome"])) for code in codes)
    if int(row["key"][:4]) < 2024:
        empty = rng.random()
        if empty < 0.12:
            done = ""
        elif empty < 0.42:
            outcome = ""
    return done, outcome


def _organisation(name: str, municipality: str, rng: random.Random) -> tuple[str, str]:
    """Return principal and unit as someone writes them."""
    found = toml("units")[name]
    unit = rng.choice(found["units"]).format(municipality=municipality)
    if found["principal"] == "kommun":
        return rng.choice(toml("units")["municipality_spellings"][municipality]), unit
    return found.get("authority", "Region Skåne"), unit


def write_date(day: dt.date, rng: random.Random) -> str:
    """Write a date in one of the ways people do."""
    month = toml("forms")["writing"]["months"][day.month - 1]
    return rng.choice(
        [
            f"{day}",
            f"{day}",
            f"{day.day}/{day.month} {day.year}",
            f"{day.day}/{day.month}-{day:%y}",
            f"den {day.day} {month} {day.year}",
            f"{day.day} {month} {day.year}",
            f"{day:%Y%m%d}",
        ]
    )


def _file_name(cast: Cast, sent: dt.date, unit: str, taken: set[str], rng: random.Random) -> str:
    person = cast.person
    words = {
        "full": person.full,
        "first": person.first,
        "last": person.last,
        "date": sent,
        "short_date": f"{sent:%y%m%d}",
    }
    words["unit"] = unit.replace("/", " ").split(",")[0]
    name = rng.choice(toml("forms")["writing"]["file_names"]).format(**words)
    while name.casefold() in taken:
        name = name.replace(".docx", " kopia.docx")
    taken.add(name.casefold())
    return name
