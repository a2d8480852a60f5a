"""The reports of regions that export a row a report: each narrative in its surroundings of a year."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from demo.material import chance, rows, toml
from demo.people import Cast
from demo.reports import report_days


@dataclass(frozen=True)
class Case:
    """One report before it is written into its region's export.

    Parameters
    ----------
    key
        Region, year and the narrative's key.
    track
        Part of the export it belongs to.
    reporter, counterpart
        Principal's code and unit as written.
    municipality
        Plain name of the municipality the report comes from, whoever wrote it.
    measures, outcome
        What was done and what came of it, in words.
    reason
        Empty when kept, else why it is rejected.
    row
        The narrative's row with its true causes, measures and themes.
    """

    key: str
    track: str
    cast: Cast
    reporter: tuple[str, str]
    counterpart: tuple[str, str]
    municipality: str
    event_day: dt.date
    sent_day: dt.date
    description: str
    measures: str
    outcome: str
    reason: str
    row: dict


@cache
def cases(region: str, year: int) -> tuple[Case, ...]:
    """Return a region's reports of a year by track and the day sent; copies stand last in theirs."""
    found: list[Case] = []
    aside = [row for row in rows(f"{region}/rejected") if row["key"].startswith(str(year))]
    for track in toml(f"{region}/plan")["kept"]:
        kept = [_case(region, year, track, row) for row in chosen(region, year, track)]
        others = [row for row in aside if row["track"] == track]
        copies = [
            replace(kept[row["copy_of"]], key=f"{region}-{row['key']}", reason=row["reason"])
            for row in others
            if "copy_of" in row
        ]
        kept += [_case(region, year, track, row) for row in others if "copy_of" not in row]
        found += sorted(kept, key=lambda case: (case.sent_day, case.key)) + copies
    return tuple(found)


def chosen(region: str, year: int, track: str) -> list[dict]:
    """Return the narratives of a year: they go round, so that one comes back as seldom as can be."""
    every = list(rows(f"{region}/{track}"))
    chance("order", region, track).shuffle(every)
    totals = toml(f"{region}/plan")["kept"][track]
    start = sum(count for earlier, count in totals.items() if int(earlier) < year)
    return [every[(start + at) % len(every)] for at in range(totals[str(year)])]


def _case(region: str, year: int, track: str, row: dict) -> Case:
    key = f"{region}-{year}-{row['key']}"
    rng = chance("case", key)
    event, sent = report_days(row, year, rng)
    if "{d14}" in row["text"] or "parties_met" in row.get("measures", []):
        # What is told of two weeks later has happened when the report is sent.
        event = min(event, sent - dt.timedelta(days=15))
    units = toml(f"{region}/units")
    age = next((units[row[s]]["age"] for s in ("reporter", "counterpart") if "age" in units[row[s]]), "adult")
    cast = Cast(rng, row["gender"], age, year, event)
    description = cast.fill(row["text"] + rng.choice(toml(f"{region}/export")["signatures"]))
    answers, codes = toml("answers"), row.get("measures", [])
    done, outcome = (
        " ".join(cast.fill(rng.choice(answers[code][part])) for code in codes) for part in ("done", "outcome")
    )
    municipality = _municipality(units["municipalities"], rng)
    other = municipality
    while row.get("elsewhere") and other == municipality:
        other = _municipality(units["municipalities"], rng)
    return Case(
        key=key,
        track=track,
        cast=cast,
        reporter=_unit(units, row["reporter"], municipality, rng),
        counterpart=_unit(units, row["counterpart"], other, rng),
        municipality=municipality,
        event_day=event,
        sent_day=sent,
        description=description,
        measures=done,
        outcome=outcome,
        reason=row.get("reason", ""),
        row=row,
    )


def _municipality(listed: dict, rng: random.Random) -> str:
    weighted: Iterable[str] = (name for name, one in listed.items() for _ in range(one["weight"]))
    return rng.choice(list(weighted))


def _unit(units: dict, name: str, municipality: str, rng: random.Random) -> tuple[str, str]:
    """Return principal and unit as someone writes it."""
    place = units["municipalities"][municipality]
    hospitals = units["areas"][place["area"]]["hospitals"] if "area" in place else [""]
    written = rng.choice(units[name]["units"]).format(
        municipality=rng.choice(place["written"]), town=municipality, hospital=rng.choice(hospitals)
    )
    return units[name]["principal"], written
