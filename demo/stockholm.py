"""Stockholm county's export: a spreadsheet for the four agreements and another for BUS."""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from pathlib import Path
from string import ascii_uppercase

from demo.cases import Case, cases
from demo.material import chance, toml
from demo.people import Cast
from demo.source import remove_forms, write_source
from demo.xlsx import Cell, write_xlsx

REGION = "stockholm"
NBSP = "\N{NO-BREAK SPACE}"


def write_raw(folder: Path, year: int) -> None:
    """Write a year's spreadsheets and ``SOURCE.toml`` into `folder`, instead of those of an earlier
    run."""
    folder.mkdir(parents=True, exist_ok=True)
    remove_forms(folder)
    written = []
    for track in toml(f"{REGION}/plan")["kept"]:
        export = toml(f"{REGION}/export")[track]
        above = _above(track, year)
        rows: list[list[Cell]] = [*above, list(_columns(track, year).values()), *_body(track, year)]
        width = ascii_uppercase[len(export["columns"]) - 1]
        merged = [f"A{number}:{width}{number}" for number, row in enumerate(above, start=1) if row[0]]
        path = folder / export["file"].format(year=year)
        write_xlsx(path, export["sheet"], rows, merged, author=_clerk(year).sender.full)
        written.append(path)
    source = toml(f"{REGION}/plan")["source"]
    sent = [case.sent_day for case in cases(REGION, year)]
    write_source(folder, source, source["form_version"], sent, written)


def placed(year: int) -> dict[tuple[str, int], Case]:
    """Return file name and row of the sheet → report."""
    found: dict[tuple[str, int], Case] = {}
    for track in toml(f"{REGION}/plan")["kept"]:
        file = toml(f"{REGION}/export")[track]["file"].format(year=year)
        first = len(_above(track, year)) + 2
        for case, number in zip(_cases(track, year), _numbers(track, year, first), strict=True):
            found[file, number] = case
    return found


def clerk_surfaces(year: int) -> set[str]:
    """Return the name of the invented person whose program saved the files."""
    sender = _clerk(year).sender
    return {sender.full, sender.first, sender.last}


def _clerk(year: int) -> Cast:
    return Cast(chance("clerk", REGION, year), "woman", "adult", year, dt.date(year, 6, 1))


def _cases(track: str, year: int) -> list[Case]:
    return [case for case in cases(REGION, year) if case.track == track]


def _columns(track: str, year: int) -> dict[str, str]:
    """Return what each column holds and its label, in the year's order."""
    columns = toml(f"{REGION}/export")[track]["columns"]
    order = toml(f"{REGION}/export")["layout"][str(year)].get("order", list(columns))
    return {name: columns[name] for name in order if name in columns}


def _above(track: str, year: int) -> list[list[Cell]]:
    title = toml(f"{REGION}/export")[track]["title"].format(year=year)
    lines = toml(f"{REGION}/export")["layout"][str(year)]["above"]
    return [[line.format(title=title, export_day=dt.date(year + 1, 1, 14))] for line in lines]


def _numbers(track: str, year: int, first: int) -> list[int]:
    """Return the rows of the reports: somebody has left an empty row in the middle."""
    count = len(_cases(track, year))
    return [first + at + (at >= count // 2) for at in range(count)]


def _body(track: str, year: int) -> list[list[Cell]]:
    names = list(_columns(track, year))
    # A report sent twice is the same row twice, so a row's chance hangs on the people in it.
    rows = [_row(case, names) for case in _cases(track, year)]
    rows.insert(len(rows) // 2, [])
    total = chance("total", REGION, year, track).choice(toml(f"{REGION}/export")["totals"])
    return [*rows, [], [total, len(rows) - 1]]


def _row(case: Case, names: list[str]) -> list[Cell]:
    rng = chance("row", case.cast.number)
    export, units = toml(f"{REGION}/export"), toml(f"{REGION}/units")
    decomposed, hard_spaces = rng.random() < 0.08, rng.random() < 0.15
    values: dict[str, Cell] = {
        "sent": _date(case.sent_day, rng, words=False),
        "event": _date(case.event_day, rng, words=True) if rng.random() > 0.06 else "",
        "reporter": _principal(case, units, "reporter", rng),
        "reporter_unit": case.reporter[1],
        "counterpart": _principal(case, units, "counterpart", rng),
        "counterpart_unit": case.counterpart[1],
        "agreement": rng.choice(export["written"][case.row["agreement"]]) if case.track != "bus" else "",
        "description": case.description,
        "measures": case.measures if rng.random() > 0.15 else rng.choice(["", "", "-", "vet ej"]),
    }
    cells = [values[name] for name in names]
    return [_typed(cell, decomposed, hard_spaces, rng) if isinstance(cell, str) else cell for cell in cells]


def _principal(case: Case, units: dict, side: str, rng: random.Random) -> str:
    code = (case.reporter if side == "reporter" else case.counterpart)[0]
    written = units["principals"].get(code) or [units[case.row[side]]["authority"]]
    return rng.choice(written)


def _typed(text: str, decomposed: bool, hard_spaces: bool, rng: random.Random) -> str:
    """Return text as somebody's keyboard and program left it."""
    if decomposed:
        text = unicodedata.normalize("NFD", text)
    if hard_spaces:
        text = re.sub(r"(?<=\b\w) (?=\w)|(?<=\d) (?=\w)", NBSP, text)
    return f"{text} " if text and rng.random() < 0.05 else text


def _date(day: dt.date, rng: random.Random, words: bool) -> Cell:
    """Return a date as text in ISO order mostly, else as the program's own date, as its bare number or in
    words."""
    month = toml("forms")["writing"]["months"][day.month - 1]
    others: list[Cell] = [day, day, (day - dt.date(1899, 12, 30)).days, f"{day.day}/{day.month} {day.year}"]
    others += [f"den {day.day} {month} {day.year}"] if words else []
    return f"{day}" if rng.random() < 0.75 else rng.choice(others)
