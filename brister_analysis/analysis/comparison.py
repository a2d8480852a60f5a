"""What can be compared between regions: a ladder climbed from the ground, each rung compared or refused.

The differences in what each region collects and the breaks in its series come with the figures. Regions stand
in the order of their codes: the table isn't a ranking.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from brister_analysis.analysis.breaks import Remark, breaks, comparison_rules
from brister_analysis.analysis.cause_comparison import compare_causes
from brister_analysis.analysis.refusal import Refusal
from brister_analysis.analysis.rungs import CLIMB, COLUMNS, Frames
from brister_analysis.errors import Fault, UsageError
from brister_analysis.language import LANGUAGES, text
from brister_analysis.reference.places import region, regions
from brister_analysis.workspace import Workspace

RUNGS = (*CLIMB, "causes")


@dataclass(frozen=True)
class Comparison:
    """Regions side by side.

    Parameters
    ----------
    table
        `rung`, `value` (code; a direction is ``reporter>counterpart``), `region_code`, `year`, `unit` (count,
        share or municipalities), `reports` (count), `n_reports` (reports where the field is known;
        municipalities of the region for ``municipalities_reporting``), `share` (0-1), `low`, `high` (95 %, of
        the count or the share), `marks` (kinds of the remarks that apply, "; " between). In the order of the
        ladder, the value's list, region and year.
    rungs
        `rung`, `status` (compared, partly, refused), `region_years` (what is there, "12 2023; 14 2023").
        partly: some values, regions or years are refused. refused: fewer than two regions or years are left
        to compare.
    refusals
        What isn't compared and why; the key is the rung, or the rung with a value or a region and year.
    remarks
        What must stand beside the figures: what each region collects, breaks, reporting, calibration.
    """

    table: pd.DataFrame
    rungs: pd.DataFrame
    refusals: list[Refusal]
    remarks: list[Remark]


def compare_regions(
    regions: Sequence[str],
    years: Sequence[int],
    what: str | Sequence[str] = RUNGS,
    *,
    reports: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    causes: pd.DataFrame | None = None,
    calibrated: Collection[str] = (),
    workspace: Workspace | None = None,
) -> Comparison:
    """Put what regions and years have in common side by side, and refuse the rest with the reason.

    Parameters
    ----------
    regions
        Names, slugs or codes.
    years
        Years the reports were received.
    what
        Rungs to climb, of `RUNGS`; always climbed in that order.
    reports, actors, causes
        As from `load_reports`, `load_actors` and `load_causes`; those not given are loaded.
    calibrated
        Codes of the regions whose coders have coded the anchor vignettes.
    workspace
        Where to load from; default the one in force.

    Returns
    -------
    Comparison

    Raises
    ------
    UsageError
        Unknown region or rung.

    Notes
    -----
    A field that no report of a region and year has filled in counts as not collected: refused, never 0. How
    it misleads. Numbers of reports measure reporting. Two regions can agree on a share for different reasons,
    since they don't collect the same kinds of events (`remarks`). Intervals that don't overlap show a
    difference between reports, not between regions. Nothing here is protected: what leaves goes through
    `protect`.
    """
    chosen = [what] if isinstance(what, str) else list(what)
    if any(one not in RUNGS for one in chosen):
        raise UsageError(Fault("analysis.unknown_rung", allowed=RUNGS))
    codes = sorted({region(name).code for name in regions})
    asked = [(code, int(year)) for code in codes for year in sorted(set(years))]
    frames = _frames(asked, reports, actors, causes, workspace)
    refusals = [
        Refusal(
            f"volume:{code} {year}",
            "analysis.compare.no_reports",
            {"region": region(code).name, "year": year},
        )
        for code, year in asked
        if (code, year) not in frames.units
    ]
    parts, status = [], []
    for name in (one for one in RUNGS if one in chosen):
        found = CLIMB[name](frames) if name in CLIMB else compare_causes(frames.causes, frames.units)
        there = found.table[["region_code", "year"]].drop_duplicates().sort_values(["region_code", "year"])
        region_years = [f"{code} {year}" for code, year in there.itertuples(index=False, name=None)]
        refusals += found.refusals
        if len(region_years) < 2 and not any(refusal.key == name for refusal in found.refusals):
            refusals.append(Refusal(name, "analysis.compare.nothing_beside"))
        state = "refused" if len(region_years) < 2 else "partly" if found.refusals else "compared"
        status.append((name, state, "; ".join(region_years)))
        parts.append(found.table.assign(rung=name).iloc[: 0 if state == "refused" else None])
    remarks = _remarks(frames, codes, years, calibrated)
    table = pd.concat(parts, ignore_index=True)
    table["marks"] = [
        _marks(remarks, *row)
        for row in table[["rung", "region_code", "year"]].itertuples(index=False, name=None)
    ]
    counted = dict.fromkeys(["year", "reports", "n_reports"], "Int64")
    measured = dict.fromkeys(["share", "low", "high"], "float64")
    written = dict.fromkeys(["rung", "value", "region_code", "unit", "marks"], "str")
    return Comparison(
        table[["rung", *COLUMNS, "marks"]].astype(written | counted | measured),
        pd.DataFrame(status, columns=["rung", "status", "region_years"], dtype="str"),
        refusals,
        remarks,
    )


def _frames(
    asked: list[tuple[str, int]],
    reports: pd.DataFrame | None,
    actors: pd.DataFrame | None,
    causes: pd.DataFrame | None,
    workspace: Workspace | None,
) -> Frames:
    from brister_analysis.coding.ledger import load_causes
    from brister_analysis.intake.store import load_actors, load_reports

    reports = load_reports(workspace=workspace) if reports is None else reports
    actors = load_actors(workspace=workspace) if actors is None else actors
    causes = load_causes(workspace=workspace) if causes is None else causes
    there = set(reports[["region_code", "data_year"]].dropna().itertuples(index=False, name=None))
    return Frames(reports, actors, causes, [unit for unit in asked if unit in there])


def _remarks(
    frames: Frames, codes: list[str], years: Sequence[int], calibrated: Collection[str]
) -> list[Remark]:
    """Return what must be told: first what holds for all, then region by region."""
    names = dict(regions()[["region_code", "name"]].itertuples(index=False, name=None))
    collects = {rule["region_code"]: rule for rule in comparison_rules()["collects"]}
    found = [Remark("reporting", "", None, _said("reporting"))]
    for code in codes:
        own = {one: collects[code][f"remark_{one}"] for one in LANGUAGES} if code in collects else None
        found.append(Remark("collects", code, None, own or _said("undescribed", region=names[code])))
        found += breaks(code, years, reports=frames.reports)
        if code not in calibrated:
            found.append(Remark("not_calibrated", code, None, _said("not_calibrated", region=names[code])))
    return found


def _said(key: str, **values: object) -> dict[str, str]:
    return {one: text(f"analysis.compare.{key}", one, **values) for one in LANGUAGES}


def _marks(remarks: list[Remark], rung: str, region_code: str, year: int) -> str:
    """Return the kinds of the remarks that apply to a row; calibration concerns causes only."""
    kinds = [
        remark.kind
        for remark in remarks
        if remark.region_code == region_code
        and remark.year in (None, year)
        and (rung == "causes" or remark.kind != "not_calibrated")
    ]
    return "; ".join(kinds)
