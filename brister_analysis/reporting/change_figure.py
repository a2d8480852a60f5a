"""Change between years as ratios with two intervals: the exact one, and the one that conclusions rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brister_analysis.language import format_number
from brister_analysis.reporting import charts
from brister_analysis.reporting.describe import describe
from brister_analysis.reporting.figures import GRID, INK, LINE, MUTED, both_sizes
from brister_analysis.reporting.finding import Finding, is_missing
from brister_analysis.reporting.section import Fragment

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)


def change_figure(finding: Finding) -> Fragment:
    """Return ratios drawn on a scale where half and double lie as far from unchanged.

    Parameters
    ----------
    finding
        Pairs of years as from `change_between_years`; those without a ratio are left to the table.
    """
    context = finding.context
    rows = [row for _, row in finding.rows.iterrows() if _drawable(row)]
    if not rows:
        return Fragment("")
    marks = [
        {
            "pair": row["label_shown"],
            "ratio": finding.cell(row, "ratio"),
            "exact": finding.cell(row, "ratio_interval"),
            "adjusted": finding.cell(row, "adjusted_interval"),
        }
        for row in rows
    ]
    ratios = [float(row["ratio"]) for row in rows]
    unchanged = sum(float(row["low_adjusted"]) <= 1 <= float(row["high_adjusted"]) for row in rows)
    told = describe(
        context,
        "change",
        marks,
        lowest=context.number(min(ratios), 2),
        highest=context.number(max(ratios), 2),
        unchanged=unchanged,
    )
    ends = [float(row[name]) for row in rows for name in ("low_adjusted", "high_adjusted")]
    first, last = min(*ends, TICKS[2]) / 1.15, max(*ends, TICKS[4]) * 1.15

    def draw(ax: Axes, size: str) -> None:
        narrow = size == "narrow"
        ax.set_xscale("log")
        ax.set_xlim(first, last)
        ax.axvline(1, color=INK, linewidth=1)
        for place, (row, mark) in enumerate(zip(rows, marks, strict=True)):
            y = -place
            adjusted = [float(row["low_adjusted"]), float(row["high_adjusted"])]
            ax.plot(adjusted, [y, y], color=LINE, linewidth=2, solid_capstyle="butt")
            exact = [float(row["low"]), float(row["high"])]
            ax.plot(exact, [y - 0.16, y - 0.16], color=MUTED, linewidth=1.4, linestyle=(0, (2, 2)))
            ax.plot([float(row["ratio"])], [y], "o", color=LINE, markersize=8, markeredgecolor="white")
            at = (
                (0, y + 0.3) if narrow else (0, y),
                ("axes fraction" if narrow else "figure fraction", "data"),
            )
            side = "bottom" if narrow else "center"
            ax.annotate(
                mark["pair"], at[0], xycoords=at[1], va=side, color=INK, fontsize=9.5, annotation_clip=False
            )
            end = (1, y + 0.3) if narrow else (1.02, y)
            ax.annotate(
                mark["ratio"], end, xycoords=("axes fraction", "data"), va=side, color=MUTED, fontsize=9.5,
                ha="right" if narrow else "left", annotation_clip=False,
            )  # fmt: skip
        ticks = [tick for tick in TICKS if first <= tick <= last]
        ax.set_xticks(ticks, [format_number(tick, 1 if tick < 1 else 0, context.language) for tick in ticks])
        ax.minorticks_off()
        ax.grid(axis="x", color=GRID, linewidth=0.8)
        ax.set_yticks([])
        ax.set_ylim(-len(rows) + 0.4, 0.95 if narrow else 0.55)

    heights = {"wide": len(rows) * 0.42 + 0.45, "narrow": len(rows) * 0.56 + 0.45}
    svg = both_sizes(draw, heights, {"wide": (0.16, 0.92), "narrow": (0.06, 0.95)}, "change", told.alt)
    lines = context.say("change_figure.lines")
    return Fragment(charts.framed(context, svg, finding.caption, finding.what, told.words, lines))


def _drawable(row: pd.Series) -> bool:
    needed = ("ratio", "low", "high", "low_adjusted", "high_adjusted")
    return not any(is_missing(row[name]) or not 0 < float(row[name]) < float("inf") for name in needed)
