"""The highest rung: causes, where people decided them on both sides and the labels mean the same."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from brister_analysis.analysis.coverage import HARMONISED, REST, areas_of_causes, collected_labels, one_coding
from brister_analysis.analysis.refusal import Refusal
from brister_analysis.analysis.rungs import Rung, Unit, rung
from brister_analysis.analysis.tables import cause_table
from brister_analysis.reference.comparability import Comparability, comparable_level
from brister_analysis.reference.crosswalk import crosswalk

PEOPLE = ("consensus", "coder", "reporter")
Pairs = dict[str, list[tuple[str, str]]]


def compare_causes(causes: pd.DataFrame, units: list[Unit]) -> Rung:
    """Compare cause by cause, else area by area, asking coverage and crosswalk first.

    Parameters
    ----------
    causes
        As from `load_causes`.
    units
        Regions and years that have reports.

    Returns
    -------
    Rung
        `value`: codes of causes, and of areas where their causes can't all be compared.

    Notes
    -----
    Every pair of regions and years must be comparable, not only neighbours. How it misleads. Working groups
    read the same text differently: until both have coded the anchor vignettes, a difference can lie in the
    coders.
    """
    own = {unit: _of(causes, unit) for unit in units}
    lacking = [unit for unit in units if own[unit].empty]
    units = [unit for unit in units if unit not in lacking]
    coded = pd.concat([own[unit] for unit in units]) if units else causes.iloc[:0]
    against = _against(coded)
    if against is not None:
        return Rung(rung("causes", [], []).table, [against])
    collected = {unit: _labels(own[unit], unit) for unit in units}
    counted = {(unit, level): cause_table(own[unit], level) for unit in units for level in ("cause", "area")}
    rows: list[dict] = []
    refusals: list[Refusal] = []
    areas = {cause: area for cause, area in areas_of_causes().items() if cause != REST}
    for area in dict.fromkeys(areas.values()):
        members = [cause for cause, of in areas.items() if of == area]
        refused = []
        for cause in members:
            because = _hindrance(
                [{pair for pair in collected[unit].get(cause, [])} for unit in units], "cause"
            )
            if because is None:
                rows += [_row(counted[unit, "cause"], unit, cause) for unit in units]
            else:
                refused.append(because)
                refusals.append(_refusal(cause, because))
        if refused:
            within = [
                {pair for cause in members for pair in collected[unit].get(cause, [])} for unit in units
            ]
            because = _hindrance(within, "area")
            if because is None:
                rows += [_row(counted[unit, "area"], unit, area) for unit in units]
            else:
                refusals.append(_refusal(area, because))
    found = rung("causes", rows, [(unit, "") for unit in lacking])
    return Rung(found.table, found.refusals + refusals)


def _of(causes: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    own = causes[(causes["region_code"] == unit[0]) & (causes["data_year"] == unit[1])]
    return one_coding(own, "cause")


def _against(coded: pd.DataFrame) -> Refusal | None:
    """Return what speaks against comparing any cause at all."""
    kinds = coded["decided_by"].dropna().unique()
    if coded["decided_by"].isna().any() or not set(kinds) <= set(PEOPLE):
        return Refusal("causes", "analysis.compare.suggested")
    if len(kinds) > 1:
        return Refusal("causes", "analysis.compare.decided_differently")
    if len(coded["codebook_version"].drop_duplicates()) > 1:
        return Refusal("causes", "analysis.compare.codebook_versions")
    return None


def _labels(own: pd.DataFrame, unit: Unit) -> Pairs:
    """Return for each cause the labels (scheme, label) it was counted by, joined labels too."""
    found: Pairs = {}
    places = (
        own[["scheme", "area"]].astype("object").fillna({"scheme": HARMONISED, "area": ""}).drop_duplicates()
    )
    for scheme, area in sorted(places.itertuples(index=False, name=None)):
        if scheme == HARMONISED:
            for cause in areas_of_causes():
                found.setdefault(cause, []).append((HARMONISED, cause))
            continue
        mapping = crosswalk()
        mapping = mapping[(mapping["scheme"] == scheme) & mapping["cause"].notna()]
        mapping = mapping[mapping["label"].isin(collected_labels(scheme, unit[0], area, unit[1]))]
        for label, cause in mapping[["label", "cause"]].itertuples(index=False, name=None):
            found.setdefault(cause, []).append((scheme, label))
    return found


def _hindrance(sides: list[set[tuple[str, str]]], level: str) -> Comparability | None:
    """Return why the sides can't be compared at the level, or None."""
    distinct = sorted({tuple(sorted(side)) for side in sides})
    wanted = ("cause",) if level == "cause" else ("cause", "area")
    pairs = list(combinations(distinct, 2)) or [(distinct[0], distinct[0])]
    for left, right in pairs:
        answer = comparable_level(left, right)
        if answer.level not in wanted:
            return answer
    return None


def _row(table: pd.DataFrame, unit: Unit, code: str) -> dict:
    found = table[table[table.columns[0]] == code].iloc[0]
    numbers = {"share": found["share_of_reports"], "low": found["low"], "high": found["high"]}
    counts = {"reports": found["reports"], "n_reports": found["n_reports"]}
    return {"value": code, "region_code": unit[0], "year": unit[1], "unit": "share", **counts, **numbers}


def _refusal(code: str, because: Comparability) -> Refusal:
    return Refusal(f"causes:{code}", "analysis.compare.labels", because=because)
