"""Pairs of causes as points in a grid: the larger, the more reports have both."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from brister_analysis.reporting import charts
from brister_analysis.reporting.describe import describe
from brister_analysis.reporting.figures import GRID, INK, LINE, both_sizes
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.section import Fragment

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LARGEST = 26
MOST_CAUSES = 8


def matrix_figure(finding: Finding, base: int) -> Fragment:
    """Return the open pairs as points; nothing where the causes are too many to be told apart.

    Parameters
    ----------
    finding
        Pairs as `protect_pairs` gives them; hidden ones are not drawn.
    base
        Reports the pairs are of.
    """
    context, rows = finding.context, finding.rows
    names = finding.names["cause_a"]
    used = set(rows["cause_a"]) | set(rows["cause_b"])
    codes = [code for code in names if code in used]
    if rows.empty or len(codes) > MOST_CAUSES:
        return Fragment("")
    marks = [
        {
            "first": names[row["cause_a"]],
            "second": names[row["cause_b"]].lower(),
            "both": context.number(row["both"]),
            "base": context.number(base),
        }
        for _, row in rows.iterrows()
    ]
    hidden = int(finding.table.hidden.sum())
    told = describe(context, "matrix", marks, base=context.number(base), hidden=hidden)
    place = {code: number for number, code in enumerate(codes)}
    points = [(*_corner(place[a], place[b]), int(both)) for a, b, both in zip(*_columns(rows), strict=True)]

    def draw(ax: Axes, size: str) -> None:
        most = max(both for _, _, both in points) or 1
        for x, y, both in points:
            if both:
                ax.plot([x], [-y], "o", color=LINE, markersize=LARGEST * (both / most) ** 0.5)
            ax.text(x, -y + 0.34, context.number(both), ha="center", va="bottom", color=INK, fontsize=9)
        labels = [textwrap.fill(names[code], 9 if size == "narrow" else 16) for code in codes]
        ax.set_xticks(range(len(codes)), labels)
        ax.set_yticks([-number for number in range(len(codes))], labels)
        ax.set_xlim(-0.6, len(codes) - 0.4)
        ax.set_ylim(-len(codes) + 0.3, 0.8)
        ax.grid(color=GRID, linewidth=0.8)

    height = {"wide": 0.75 * len(codes) + 0.6, "narrow": 0.55 * len(codes) + 0.6}
    svg = both_sizes(draw, height, {"wide": (0.2, 0.98), "narrow": (0.24, 0.98)}, "pairs", told.alt)
    lines = context.say("matrix.lines")
    return Fragment(charts.framed(context, svg, finding.caption, finding.what, told.words, lines))


def _columns(rows) -> Sequence[Sequence]:  # type: ignore[no-untyped-def]
    return [rows[name].tolist() for name in ("cause_a", "cause_b", "both")]


def _corner(one: int, other: int) -> tuple[int, int]:
    """Return where a pair stands: below the diagonal, whichever of the two comes first."""
    return min(one, other), max(one, other)
