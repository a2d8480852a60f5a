"""The rungs of a comparison below the causes: each counts what was collected and refuses the rest."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from brister_analysis.analysis.actors import direction_table
from brister_analysis.analysis.intervals import poisson_interval, proportion_interval
from brister_analysis.analysis.refusal import Refusal
from brister_analysis.analysis.time_to_answer import time_to_answer
from brister_analysis.reference.dimensions import dimension
from brister_analysis.reference.places import areas, municipalities, region

Unit = tuple[str, int]
"""A region's code and a year."""

COLUMNS = ["value", "region_code", "year", "unit", "reports", "n_reports", "share", "low", "high"]
COMMON_DEADLINE = 60


@dataclass(frozen=True)
class Frames:
    """The reports, their actors and causes, and the regions and years that have reports."""

    reports: pd.DataFrame
    actors: pd.DataFrame
    causes: pd.DataFrame
    units: list[Unit]

    def of(self, unit: Unit) -> pd.DataFrame:
        """Return the reports of one region and year."""
        return self.reports[(self.reports["region_code"] == unit[0]) & (self.reports["data_year"] == unit[1])]

    def actors_of(self, unit: Unit) -> pd.DataFrame:
        """Return the actors of one region and year."""
        return self.actors[self.actors["report_id"].isin(self.of(unit)["report_id"])]


@dataclass(frozen=True)
class Rung:
    """Rows with `COLUMNS`, and what had to be left out."""

    table: pd.DataFrame
    refusals: list[Refusal]


def rung(name: str, rows: list[dict], lacking: list[tuple[Unit, str]]) -> Rung:
    """Put a rung together: a value that only one region and year has is no comparison.

    Parameters
    ----------
    name
        Of the rung.
    rows
        With `COLUMNS`, values in their order.
    lacking
        Region and year, and what it didn't collect ("" for all of the rung).
    """
    refusals = [
        Refusal(
            f"{name}:{' '.join(map(str, (value, *unit) if value else unit))}",
            "analysis.compare.not_collected",
            {"region": region(unit[0]).name, "year": unit[1]},
        )
        for unit, value in lacking
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    alone = [value for value, count in table["value"].value_counts(sort=False).items() if count < 2]
    refusals += [Refusal(f"{name}:{value}", "analysis.compare.nothing_beside") for value in alone]
    order = {value: number for number, value in enumerate(table["value"].unique())}
    table = table[~table["value"].isin(alone)].sort_values(
        ["value", "region_code", "year"],
        key=lambda column: column.map(order) if column.name == "value" else column,
    )
    return Rung(table, refusals)


def volume(frames: Frames) -> Rung:
    """Count reports, and the municipalities that reported any."""
    in_region = municipalities().groupby("region_code").size()
    in_area = areas().groupby("area").size()
    rows, coverage = [], []
    for unit in frames.units:
        count = len(frames.of(unit))
        low, high = poisson_interval(count)
        rows.append(_row(unit, "reports", count, None, (math.nan, low, high), kind="count"))
        actors = frames.actors_of(unit)
        reporting = actors.loc[actors["role"] == "reporter", "municipality_code"].nunique()
        if reporting:
            # All municipalities are seen, none is drawn: a share without an interval.
            named = set(frames.of(unit)["area"].fillna(""))
            of_all = int(in_area[named.pop()] if len(named) == 1 and "" not in named else in_region[unit[0]])
            numbers = (reporting / of_all, math.nan, math.nan)
            coverage.append(
                _row(unit, "municipalities_reporting", reporting, of_all, numbers, kind="municipalities")
            )
    return rung("volume", rows + coverage, [])


def direction(frames: Frames) -> Rung:
    """Compare who reports about whom."""
    rows, lacking = [], []
    for unit in frames.units:
        table = direction_table(frames.actors_of(unit)).dropna(subset=["reporter", "counterpart"])
        if not table["reports"].sum():
            lacking.append((unit, ""))
            continue
        for pair in table.to_dict("records"):
            numbers = (pair["share_of_reports"], pair["low"], pair["high"])
            value = f"{pair['reporter']}>{pair['counterpart']}"
            rows.append(_row(unit, value, pair["reports"], pair["n_reports"], numbers))
    return rung("direction", rows, lacking)


def of_list(column: str) -> Callable[[Frames], Rung]:
    """Return the rung that compares a column of the reports with a closed list."""

    def climb(frames: Frames) -> Rung:
        listed = dimension(column)
        known = {unit: frames.of(unit)[column].dropna() for unit in frames.units}
        lacking = [unit for unit in frames.units if known[unit].empty]
        having = {unit[0] for unit in frames.units if unit not in lacking}
        # A region's own list can be followed through its years, never set beside another region's.
        shared = listed[
            listed["region_code"].isna() | listed["region_code"].isin(having if len(having) == 1 else ())
        ]
        if shared.empty and having:
            return Rung(pd.DataFrame(columns=COLUMNS), [Refusal(column, "analysis.compare.own_lists")])
        rows = [
            _share(unit, str(value), int((known[unit] == value).sum()), len(known[unit]))
            for value in shared["code"]
            for unit in frames.units
            if unit not in lacking
        ]
        return rung(column, rows, [(unit, "") for unit in lacking])

    return climb


def dialogue(frames: Frames) -> Rung:
    """Compare whether a dialogue was held, and how many answers came within one common time."""
    within = f"answered_within_{COMMON_DEADLINE}_days"
    rows, lacking = [], []
    for unit in frames.units:
        held = frames.of(unit)["dialogue_held"].dropna()
        if held.empty:
            lacking.append((unit, "dialogue_held"))
        else:
            rows.append(_share(unit, "dialogue_held", int(held.sum()), len(held)))
    for unit in frames.units:
        dated = frames.of(unit).dropna(subset=["received_date"])
        if dated["answered_date"].isna().all():
            lacking.append((unit, within))
            continue
        answer = time_to_answer(dated.assign(area="all"), COMMON_DEADLINE).iloc[0]
        numbers = (answer["answered_in_time"], answer["low"], answer["high"])
        rows.append(_row(unit, within, None, answer["reports"], numbers))
    return rung("dialogue", rows, lacking)


CLIMB: dict[str, Callable[[Frames], Rung]] = {
    "volume": volume,
    "direction": direction,
    "target_group": of_list("target_group"),
    "process_step": of_list("process_step"),
    "agreement": of_list("agreement"),
    "dialogue": dialogue,
}


def _share(unit: Unit, value: str, count: int, base: int) -> dict:
    return _row(unit, value, count, base, (count / base, *proportion_interval(count, base)))


def _row(
    unit: Unit,
    value: str,
    count: int | None,
    base: int | None,
    numbers: tuple[float, float, float],
    kind: str = "share",
) -> dict:
    return dict(zip(COLUMNS, (value, *unit, kind, count, base, *numbers), strict=True))
