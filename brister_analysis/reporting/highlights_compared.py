"""The few lines at the top of the comparison: what can be said of regions side by side, and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brister_analysis.language import listed, within_sentence
from brister_analysis.reporting.context import HIDDEN
from brister_analysis.reporting.finding import OTHER, is_missing
from brister_analysis.reporting.highlights import answered
from brister_analysis.reporting.section import Fragment
from brister_analysis.reporting.side_by_side import TOGETHER, SideBySide, Unit

if TYPE_CHECKING:
    from brister_analysis.reporting.comparison import ComparisonPage


def comparison_highlights(page: ComparisonPage) -> Fragment:
    """Return the five questions a reader has, answered of regions side by side.

    Parameters
    ----------
    page
        The page, with everything else on it shown already.

    Notes
    -----
    Numbers are told as they stand in the tables, region by region in the order of their codes; no sentence
    says that one is larger than another, which nothing licenses.
    """
    say = page.context.say
    way = _way(page)
    return answered(
        page,
        [
            ("happened", [_reports(page), _shares(page, way)], "volume"),
            ("sure", [_sure(page, way)], "intervals"),
            ("compare", [_refused(page)], "ladder"),
            ("hidden", [_hidden(page)], "deidentification"),
            ("do", [say("highlights.compared_do")], ""),
        ],
    )


def _reports(page: ComparisonPage) -> str:
    """Return how many reports each region has in all; without those of which a year is hidden."""
    say, number = page.context.say, page.context.number
    told = []
    for code, name in page.regions.items():
        own = [row for (one, _), row in page.volume_rows[0].items() if one == code]
        if own and not any(is_missing(row["reports"]) for row in own):
            count = number(sum(int(row["reports"]) for row in own))
            told.append(say("highlights.compared_region", count=count, region=name))
    if not told:
        return ""
    return say(
        "highlights.compared_reports",
        period=page.context.period,
        listed=listed(told, page.context.language),
    )


def _way(page: ComparisonPage) -> tuple[SideBySide, str, list[Unit]] | None:
    """Return the way from a reporter to a counterpart that most regions show for their latest year.

    Of several, the one with most reports.
    """
    one = page.side_by_side.get("direction")
    if one is None:
        return None
    latest = [max(unit for unit in one.units if unit[0] == code) for code in {unit[0] for unit in one.units}]
    open_units = {
        value: sorted(unit for unit in latest if _is_open(one, value, unit))
        for value in one.shown
        if value != TOGETHER and not value.startswith(f"{OTHER}>")
    }
    best = max(
        open_units,
        key=lambda value: (
            len(open_units[value]),
            sum(int(one.cells[value, unit]["reports"]) for unit in open_units[value]),
        ),
        default=None,
    )
    return (one, best, open_units[best]) if best is not None and open_units[best] else None


def _is_open(one: SideBySide, value: str, unit: Unit) -> bool:
    row = one.cells.get((value, unit))
    return row is not None and not is_missing(row["share_of_reports"])


def _shares(page: ComparisonPage, way: tuple[SideBySide, str, list[Unit]] | None) -> str:
    """Return how large a part goes one way in each region's latest year."""
    if way is None:
        return ""
    one, value, units = way
    shares = [
        page.context.say(
            "highlights.compared_share", unit=one.unit_name(unit), share=one.share(value, unit)[0]
        )
        for unit in units
    ]
    said = listed(shares, page.context.language)
    return page.context.say("highlights.compared_way", way=one.values[value], listed=said)


def _sure(page: ComparisonPage, way: tuple[SideBySide, str, list[Unit]] | None) -> str:
    """Return the widest interval of what was told, and which groups' judgements have not been compared."""
    say = page.context.say
    told = [say("highlights.compared_unsure")]
    if way is not None:
        one, value, units = way
        widest = max(units, key=lambda unit: float(_width(one, value, unit)))
        told.append(
            say(
                "highlights.compared_interval",
                unit=one.unit_name(widest),
                interval=one.share(value, widest)[1],
            )
        )
    if any(remark.kind == "not_calibrated" for remark in page.comparison.remarks):
        told.append(say("highlights.compared_not_calibrated"))
    return " ".join(told)


def _width(one: SideBySide, value: str, unit: Unit) -> float:
    row = one.cells[value, unit]
    return float(row["high"]) - float(row["low"])


def _refused(page: ComparisonPage) -> str:
    """Return what is compared only in part or not at all; a total is never a measure of deficiencies."""
    say = page.context.say
    told = [say("highlights.compared_never")]
    for state in ("refused", "partly"):
        names = [say(f"rungs.{rung}") for rung, one in page.states.items() if one == state]
        if names:
            lowered = map(within_sentence, names)
            # Some names have an "and" of their own.
            told.append(say(f"highlights.compared_{state}", listed=", ".join(lowered)))
    return " ".join(told)


def _hidden(page: ComparisonPage) -> str:
    """Return how many cells of the page's tables are written as two dots."""
    say, shown = page.context.say, page.side_by_side.values()
    cells = [one.share(value, unit)[0] for one in shown for value in one.shown for unit in one.units]
    reports, municipalities = page.volume_rows
    cells += [HIDDEN for rows in (reports, municipalities) for row in rows.values() if row["hidden"]]
    count = cells.count(HIDDEN)
    told = [say("highlights.hidden", count=page.context.number(count))] if count else []
    if any(one.few for one in shown):
        told.append(say("highlights.compared_few"))
    return " ".join(told) or say("highlights.nothing_hidden")
