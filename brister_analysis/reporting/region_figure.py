"""Shares of several regions and years as small panels: a panel a region, a line a year, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brister_analysis.language import format_percent
from brister_analysis.reporting import charts
from brister_analysis.reporting.context import HIDDEN, NOT_COLLECTED
from brister_analysis.reporting.describe import shortened
from brister_analysis.reporting.figures import BACKED, GRID, INK, LINE, MUTED, both_sizes
from brister_analysis.reporting.finding import is_missing
from brister_analysis.reporting.section import Fragment
from brister_analysis.reporting.side_by_side import SideBySide, Unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Where an axis of shares may end, each a number that is written on it.
ENDS = (0.1, 0.2, 0.3, 0.5, 1.0)
MOST_DRAWN = 6
GAP = 0.16
LINES = {"wide": 0.15, "narrow": 0.15}


def region_figure(one: SideBySide) -> Fragment:
    """Return the shares drawn with their intervals, at most six values: those with most reports in all.

    Where a number is hidden the first six are drawn: which have most could tell it. Nothing is drawn where no
    share is open. Values keep their own order and regions that of their codes.
    """
    values, context = _drawn(one), one.context
    if not values:
        return Fragment("")
    name = one.name.replace("_", "-")
    told = [
        context.say("compared.alt", value=one.values[value], unit=one.unit_name(unit), share=share)
        for value in values
        for unit in one.units
        if (share := one.share(value, unit)[0]) and _open(one, value, unit)
    ]
    alt = shortened(context, context.say("describe.share.alt"), told)
    words = [_in_words(one, value) for value in values]
    years = sorted({year for _, year in one.units})
    marks = {(value, unit): one.cells.get((value, unit)) for value in values for unit in one.units}
    highest = max(float(row["high"]) for key, row in marks.items() if row is not None and _open(one, *key))
    # The axis ends at a number written on it, and no interval goes beyond it.
    limit = next((end for end in ENDS if highest <= end), 1.0)
    codes = [code for code in one.regions if any(unit[0] == code for unit in one.units)]

    def draw(ax: Axes, size: str) -> None:
        panels = _Panels(one, values, years, codes, limit, size == "narrow")
        panels.draw(ax)

    rows = len(values) * (len(years) + 1)
    narrow_rows = len(values) * (len(years) * len(codes) + len(codes) + 1)
    heights = {"wide": rows * LINES["wide"] + 0.65, "narrow": narrow_rows * LINES["narrow"] + 0.5}
    margins = {"wide": (0.0, 1.0), "narrow": (0.0, 1.0)}
    svg = both_sizes(draw, heights, margins, name, alt)
    which = "first_drawn" if _any_hidden(one) else "most_drawn"
    message = context.say(f"compared.{which}", count=len(values)) if len(values) < len(one.shown) else ""
    title = context.say(f"compared.{one.name}.caption")
    return Fragment(charts.framed(context, svg, title, f"{one.what}. {message}".rstrip(". "), words))


class _Panels:
    """Where everything stands in one drawing."""

    def __init__(
        self,
        one: SideBySide,
        values: list[str],
        years: list[int],
        codes: list[str],
        limit: float,
        narrow: bool,
    ) -> None:
        self.one, self.values, self.years, self.codes = one, values, years, codes
        self.limit, self.narrow = limit, narrow
        # In parts of a panel's width: room for labels at the left, and between panels.
        self.left = 0.3 if narrow else 0.95
        self.panels = 1 if narrow else len(codes)

    def draw(self, ax: Axes) -> None:
        lines: tuple[list[float], list[float]] = ([], [])
        dots: tuple[list[float], list[float]] = ([], [])
        y = 0.0
        for value in self.values:
            y = self._value(ax, value, y, lines, dots)
        bottom = y + 0.4
        for number in range(self.panels):
            start = number * (1 + GAP)
            ax.plot([start, start], [bottom, 0.6], color=INK, linewidth=1)
            self._scale(ax, start, bottom)
            if not self.narrow:
                ax.text(
                    start, 1.0, self.one.regions[self.codes[number]], fontsize=9.5, weight="bold", color=INK
                )
        ax.plot(*lines, color=LINE, linewidth=1.6, solid_capstyle="butt")
        ax.plot(
            *dots,
            "o",
            color=LINE,
            markersize=5,
            markeredgecolor="white",
            markeredgewidth=0.6,
            linestyle="none",
        )
        ax.set_xlim(-self.left, self.panels * (1 + GAP) - GAP + 0.06)
        ax.set_ylim(bottom - 1.1, 0.9 if self.narrow else 2.2)
        ax.set_xticks([])
        ax.set_yticks([])

    def _value(self, ax: Axes, value: str, y: float, lines: tuple, dots: tuple) -> float:
        label = self.one.values[value]
        if self.narrow:
            ax.text(-self.left, y, label, fontsize=9, weight="bold", color=INK, va="center", bbox=BACKED)
            y -= 1
        else:
            middle = y - (len(self.years) - 1) / 2
            wrapped = _wrapped(label)
            ax.text(-self.left, middle, wrapped, fontsize=9, color=INK, va="center", linespacing=1.15)
        for number, code in enumerate(self.codes):
            start = 0.0 if self.narrow else number * (1 + GAP)
            if self.narrow:
                ax.text(
                    -self.left, y, self.one.regions[code], fontsize=8.5, color=MUTED, va="center", bbox=BACKED
                )
                y -= 1
            for place, year in enumerate(self.years):
                self._mark(ax, value, (code, year), start, y - place, lines, dots)
                if self.narrow or number == 0:
                    ax.text(-0.03, y - place, str(year), fontsize=7.5, color=MUTED, ha="right", va="center")
            if self.narrow:
                y -= len(self.years)
        if self.narrow:
            return y
        y -= len(self.years) + 1
        if value != self.values[-1]:
            end = self.panels * (1 + GAP) - GAP
            ax.plot([-self.left, end], [y + 1, y + 1], color=GRID, linewidth=0.8)
        return y

    def _mark(
        self, ax: Axes, value: str, unit: Unit, start: float, y: float, lines: tuple, dots: tuple
    ) -> None:
        if not _open(self.one, value, unit):
            sign = self.one.share(value, unit)[0]
            if sign not in ("", NOT_COLLECTED):
                ax.text(start + 0.02, y, sign, fontsize=8, color=MUTED, va="center")
            return
        row = self.one.cells[value, unit]
        low, middle, high = (
            start + float(row[name]) / self.limit for name in ("low", "share_of_reports", "high")
        )
        lines[0].extend([low, high, float("nan")])
        lines[1].extend([y, y, float("nan")])
        dots[0].append(middle)
        dots[1].append(y)

    def _scale(self, ax: Axes, start: float, bottom: float) -> None:
        step = 0.5 if self.limit > 0.6 else 0.25 if self.limit > 0.3 else 0.1
        steps = int(self.limit / step + 1e-9)
        for number in range(steps + 1):
            x = start + number * step / self.limit
            written = format_percent(number * step, 0, self.one.context.language)
            ax.plot([x, x], [bottom, 0.6], color=GRID, linewidth=0.8, zorder=0)
            # The outermost stand within the panel: the next one, or the edge, is close.
            side = "left" if number == 0 else "right" if number == steps and x > start + 0.99 else "center"
            ax.text(x, bottom - 0.3, written, fontsize=7.5, color=MUTED, ha=side, va="top")


def _drawn(one: SideBySide) -> list[str]:
    drawable = [value for value in one.shown if any(_open(one, value, unit) for unit in one.units)]
    if _any_hidden(one):
        return drawable[:MOST_DRAWN]
    counts = {
        value: sum(
            int(one.cells[value, unit]["reports"])
            for unit in one.units
            if _open(one, value, unit) and not is_missing(one.cells[value, unit]["reports"])
        )
        for value in drawable
    }
    largest = sorted(counts, key=lambda value: -counts[value])[:MOST_DRAWN]
    return [value for value in one.shown if value in largest]


def _any_hidden(one: SideBySide) -> bool:
    return any(row["hidden"] for row in one.cells.values())


def _open(one: SideBySide, value: str, unit: Unit) -> bool:
    row = one.cells.get((value, unit))
    return row is not None and not is_missing(row["share_of_reports"]) and not is_missing(row["low"])


def _in_words(one: SideBySide, value: str) -> str:
    say = one.context.say
    # A sign of the table in plain words.
    words = {HIDDEN: say("compared.hidden")}
    words |= {say(f"tables.together.{key}"): say(f"tables.together.{key}_words") for key in ("cell", "apart")}
    shares = {unit: " ".join(one.share(value, unit)).strip() for unit in one.units}
    parts = [f"{one.unit_name(unit)} {words.get(share, share)}" for unit, share in shares.items()]
    return f"{one.values[value]}: {'; '.join(parts)}."


def _wrapped(label: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(label, 19, break_long_words=False)[:3])
