"""Figures drawn from protected tables as SVG, the same bytes each time, with intervals always drawn.

Each figure is drawn twice, wide and narrow, and the page shows the one that fits: a wide figure shrunk to a
telephone could not be read. Text stays text, so that it takes the page's font, can be searched and grows with
the reader's own settings.
"""

from __future__ import annotations

import io
import math
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from brister_analysis.language import format_number, format_percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Every colour has at least 3:1 against white (WCAG 1.4.11); `checks` measures it. Nothing is told by colour
# alone.
INK, MUTED, LINE, GRID = "#17252e", "#52616b", "#0d4f63", "#d9e0e3"
WIDTHS = {"wide": 7.0, "narrow": 2.9}
SALT = "brister_analysis"
# White behind a label keeps it readable where it stands on the axis or a grid line.
BACKED: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 1}


@dataclass(frozen=True)
class Share:
    """One share with its interval: a dot on a line.

    Parameters
    ----------
    label
        What it is.
    value, low, high
        Share (0-1) with the limits of its interval.
    note
        Text at the end of the row: the number written out.
    """

    label: str
    value: float
    low: float
    high: float
    note: str


@dataclass(frozen=True)
class Point:
    """The number of reports of one year, with the limits of its exact interval and of its adjusted one.

    The adjusted limits are NaN where how much the years vary is not known.
    """

    year: int
    count: float
    low: float
    high: float
    low_adjusted: float = math.nan
    high_adjusted: float = math.nan


@dataclass(frozen=True)
class Break:
    """Something that makes counts differ before and from `year`; the text explains the letter `mark`."""

    year: int
    mark: str


def shares(rows: Sequence[Share], name: str, alt: str, language: str) -> str:
    """Return shares as dots with their intervals, as two SVG elements.

    Dots and not bars: a bar would hide the lower half of its interval, which is what matters most with so few
    reports.

    Parameters
    ----------
    rows
        In the order they are drawn, from the top.
    name
        Unique on the page; becomes part of every id.
    alt
        What a screen reader says.
    language
        How numbers on the axis are written.
    """
    limit = axis_end(max(row.high for row in rows))

    def draw(ax: Axes, size: str) -> None:
        narrow = size == "narrow"
        for place, row in enumerate(rows):
            y = -place
            ax.plot([row.low, row.high], [y, y], color=LINE, linewidth=2, solid_capstyle="butt")
            for end in (row.low, row.high):
                ax.plot([end, end], [y - 0.12, y + 0.12], color=LINE, linewidth=2)
            ax.plot([row.value], [y], "o", color=LINE, markersize=8, markeredgecolor="white", clip_on=False)
            if narrow:
                # No line of the grid may run through a word.
                how: dict[str, Any] = {"va": "bottom", "fontsize": 9, "bbox": BACKED}
                ax.text(0.01 * limit, y + 0.33, row.label, ha="left", color=INK, **how)
                ax.text(limit, y + 0.33, row.note, ha="right", color=MUTED, **how)
            else:
                ax.annotate(
                    _wrapped(row.label),
                    (0, y),
                    xycoords=("figure fraction", "data"),
                    va="center",
                    color=INK,
                    fontsize=9.5,
                    annotation_clip=False,
                )
                ax.text(1.02 * limit, y, row.note, ha="left", va="center", color=MUTED, fontsize=9.5)
        if not narrow:
            ax.axvline(0, color=INK, linewidth=1)
            for y in range(1, len(rows)):
                ax.axhline(0.5 - y, color=GRID, linewidth=0.6, linestyle=(0, (1, 3)))
        ax.set_xlim(0, limit)
        ax.set_ylim(-len(rows) + 0.4, 0.95 if narrow else 0.55)
        ax.set_yticks([])
        percent_axis(ax, limit, language)

    step = {"wide": 0.42, "narrow": 0.56}
    margins = {"wide": (0.345, 0.86), "narrow": (0.06, 0.95)}
    return both_sizes(draw, {k: len(rows) * step[k] + 0.45 for k in step}, margins, name, alt)


def series(points: Sequence[Point], breaks: Sequence[Break], name: str, alt: str, language: str) -> str:
    """Return a series of counts with intervals and its breaks as two SVG elements.

    Points are not joined: with so few reports a line would show a course that the figures do not hold. The
    adjusted interval is the solid line, as where changes are drawn: exact ones that lie apart look like a
    proven change.
    """
    known = [point.high_adjusted for point in points if math.isfinite(point.high_adjusted)]
    top = max([point.high for point in points] + known)

    def draw(ax: Axes, size: str) -> None:
        narrow = size == "narrow"
        for point in points:
            beside = [point.year - (0.14 if narrow else 0.09)] * 2
            ax.plot(beside, [point.low, point.high], color=MUTED, linewidth=1.4, linestyle=(0, (2, 2)))
            adjusted = [point.low_adjusted, point.high_adjusted]
            ax.plot([point.year] * 2, adjusted, color=LINE, linewidth=2, solid_capstyle="butt")
            for end in adjusted:
                ax.plot([point.year - 0.05, point.year + 0.05], [end, end], color=LINE, linewidth=2)
            ax.plot([point.year], [point.count], "o", color=LINE, markersize=8, markeredgecolor="white")
            number = format_number(point.count, 0, language)
            size_of_text = 9 if narrow else 11
            ax.text(
                point.year + (0.14 if narrow else 0.1),
                point.count,
                number,
                va="center",
                color=INK,
                fontsize=size_of_text,
                weight="bold",
            )
        for mark in breaks:
            # Close to the later year where it is narrow, so that no number touches the line.
            x = mark.year - (0.36 if narrow else 0.5)
            ax.plot([x, x], [0, top * 1.1], color=MUTED, linewidth=1, linestyle=(0, (3, 3)))
            label = ax.text(x, top * 1.12, mark.mark, ha="center", va="bottom", color=INK, fontsize=9.5)
            label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 2})
        ax.axhline(0, color=INK, linewidth=1)
        ax.set_ylim(0, top * 1.22)
        years = [point.year for point in points]
        ax.set_xlim(min(years) - 0.5, max(years) + 0.6)
        ax.set_xticks(years, [str(year) for year in years])
        ax.yaxis.set_major_locator(_whole_numbers())
        ax.grid(axis="y", color=GRID, linewidth=0.8)

    heights = {"wide": 3.6, "narrow": 2.7}
    return both_sizes(draw, heights, {"wide": (0.045, 0.985), "narrow": (0.09, 0.985)}, name, alt)


def _wrapped(label: str) -> str:
    return "\n".join(textwrap.wrap(label, 34, break_long_words=False)[:2])


def _whole_numbers():  # type: ignore[no-untyped-def]
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True, nbins=6)


def axis_end(highest: float) -> float:
    """Return where an axis of shares ends: at its first number that no interval goes beyond.

    Examples
    --------
    >>> [axis_end(highest) for highest in (0.03, 0.18, 0.36, 0.72, 0.76)]
    [0.1, 0.2, 0.4, 0.75, 1.0]
    """
    step = _step(highest)
    return round(min(1.0, max(0.1, math.ceil(highest / step - 1e-9) * step)), 2)


def _step(limit: float) -> float:
    return 0.25 if limit > 0.5 else 0.1 if limit > 0.2 else 0.05


def percent_axis(ax: Axes, limit: float, language: str) -> None:
    """Write percent along the bottom, from 0 to `limit` (0-1)."""
    step = _step(limit)
    ticks = [step * i for i in range(int(limit / step + 1e-9) + 1)]
    ax.set_xticks(ticks, [format_percent(tick, 0, language) for tick in ticks])
    ax.grid(axis="x", color=GRID, linewidth=0.8)


def both_sizes(
    draw: Callable[[Axes, str], None],
    heights: dict[str, float],
    margins: dict[str, tuple[float, float]],
    name: str,
    alt: str,
) -> str:
    """Return a drawing made wide and narrow, as two SVG elements.

    Parameters
    ----------
    draw
        Draws on the axes it is given, for ``wide`` or ``narrow``.
    heights
        Inches, by size.
    margins
        Left and right end of the axes, as parts of the width, by size.
    name
        Unique on the page; becomes part of every id.
    alt
        What a screen reader says.
    """
    return "".join(
        _svg(lambda ax, size=size: draw(ax, size), size, heights[size], margins[size], name, alt)  # type: ignore[misc]
        for size in WIDTHS
    )


def _svg(
    draw: Callable[[Axes], None], size: str, height: float, sides: tuple[float, float], name: str, alt: str
) -> str:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # Figure without pyplot: no global state, so two figures drawn in any order come out the same.
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": f"{SALT}-{name}-{size}", "axes.axisbelow": True}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(WIDTHS[size], height))
        below = 0.3 / height
        ax = figure.add_axes((sides[0], below, sides[1] - sides[0], 1 - below - 0.02))
        ax.spines[:].set_visible(False)
        ax.tick_params(length=0, colors=MUTED, labelsize=8.5)
        draw(ax)
        written = io.StringIO()
        figure.savefig(
            written, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None}
        )
    return _clean(written.getvalue(), size, name, alt)


def _clean(svg: str, size: str, name: str, alt: str) -> str:
    """Keep what a page needs of matplotlib's SVG, with ids of the figure's own and its alternative text."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-{size}-", svg)
    box = re.search(r'viewBox="([^"]+)"', svg)
    assert box is not None
    opening = (
        f'<svg class="{size}" viewBox="{box[1]}" role="img" aria-label="{escape(alt)}" focusable="false">'
    )
    svg = opening + svg[svg.index(">") + 1 :]
    svg = re.sub(r"<g/>|<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><")
    return re.sub(r"\s*'DejaVu Sans'[^;\"]*", " sans-serif", svg)
