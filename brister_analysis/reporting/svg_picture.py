"""The page's own drawings as PNG, for documents that cannot hold SVG everywhere: the same bytes each time.

Only what `figures` writes is understood: paths, marks used several times, clipping boxes and text. Drawing
what the page shows, and not the table again, keeps the two from differing.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from matplotlib.axes import Axes

DPI = 220
# The fonts of a screen are narrower than the one that is drawn with.
TEXT_SCALE = 0.9
_PATH = re.compile(r"([MLQCZz])|(-?[\d.]+(?:e-?\d+)?)")
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}
_CODES = {"M": [1], "L": [2], "Q": [3, 3], "C": [4, 4, 4]}
_ALIGNED = {"start": "left", "middle": "center", "end": "right"}


def png(svg: HtmlElement) -> bytes:
    """Return an ``<svg>`` element of a page as PNG, on white."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    _, _, width, height = map(float, svg.get("viewBox", svg.get("viewbox")).split())
    with mpl.rc_context({"path.snap": False, "font.family": "DejaVu Sans"}):
        # A unit of the drawing is a point, of which an inch has 72.
        figure = Figure(figsize=(width / 72, height / 72), dpi=DPI, facecolor="white")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        _Drawing(svg, axes).draw()
        written = io.BytesIO()
        figure.savefig(written, format="png", dpi=DPI, metadata={"Software": None})
    return written.getvalue()


class _Drawing:
    """One drawing being put on axes whose units are its own."""

    def __init__(self, svg: HtmlElement, axes: Axes) -> None:
        self.svg, self.axes = svg, axes
        self.known = {one.get("id"): one for one in svg.iter() if isinstance(one.tag, str) and one.get("id")}

    def draw(self) -> None:
        """Put every element on the axes, in order."""
        for order, element in enumerate(self.svg.iter("path", "use", "text")):
            if any(above.tag == "defs" for above in element.iterancestors()):
                continue
            if element.tag == "text":
                self._text(element, order)
            elif element.tag == "path":
                self._path(element, (0.0, 0.0), element, order)
            else:
                target = next(v for k, v in element.attrib.items() if k.rpartition(":")[2] == "href")
                at = float(element.get("x", 0)), float(element.get("y", 0))
                self._path(self.known[target[1:]], at, element, order)

    def _path(self, shape: HtmlElement, at: tuple[float, float], drawn: HtmlElement, order: int) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        points, codes = _outline(shape.get("d"), at)
        if not points:
            return
        style = _style(shape) | _style(drawn)
        fill, stroke = style.get("fill", "#000000"), style.get("stroke", "none")
        patch = PathPatch(
            Path(points, codes),
            facecolor=fill,
            edgecolor=stroke,
            linewidth=float(style.get("stroke-width", 1)) if stroke != "none" else 0,
            capstyle={"square": "projecting", "round": "round"}.get(style.get("stroke-linecap", ""), "butt"),
            joinstyle="round" if style.get("stroke-linejoin") == "round" else "miter",
            linestyle=_dashes(style),
            alpha=float(style["opacity"]) if "opacity" in style else None,
            zorder=order,
            clip_on=False,
        )
        self.axes.add_patch(patch)
        self._clip(patch, drawn)

    def _clip(self, patch: Any, drawn: HtmlElement) -> None:
        from matplotlib.patches import Rectangle

        named = re.fullmatch(r"url\(#(.+)\)", drawn.get("clip-path", ""))
        if named is None:
            return
        box = self.known[named[1]].find("rect")
        x, y, width, height = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        patch.set_clip_path(Rectangle((x, y), width, height, transform=self.axes.transData))
        patch.set_clip_on(True)

    def _text(self, element: HtmlElement, order: int) -> None:
        style = _style(element)
        turned = re.search(r"rotate\((-?[\d.]+)", element.get("transform", ""))
        self.axes.text(
            float(element.get("x", 0)),
            float(element.get("y", 0)),
            element.text_content(),
            fontsize=float(style["font-size"].removesuffix("px")) * TEXT_SCALE,
            fontweight="bold" if style.get("font-weight") in ("700", "bold") else "normal",
            color=style.get("fill", "#000000"),
            ha=_ALIGNED[style.get("text-anchor", "start")],
            va="baseline",
            rotation=-float(turned[1]) if turned else 0,
            zorder=order,
            parse_math=False,
        )


def _style(element: HtmlElement) -> dict[str, str]:
    pairs = (part.partition(":") for part in (element.get("style") or "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value}


def _dashes(style: dict[str, str]) -> Any:
    if "stroke-dasharray" not in style:
        return "solid"
    width = float(style.get("stroke-width", 1))
    # matplotlib counts dashes in widths of the line.
    return 0.0, [float(one) / width for one in style["stroke-dasharray"].split(",")]


def _outline(written: str, at: tuple[float, float]) -> tuple[list[tuple[float, float]], list[int]]:
    """Return a path's points and matplotlib's code of each."""
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    numbers: list[float] = []
    command = ""
    for letter, number in _PATH.findall(written):
        if letter in ("z", "Z"):
            points.append(points[-1])
            codes.append(79)
        elif letter:
            command = letter
        else:
            numbers.append(float(number))
            if len(numbers) == 2 * _POINTS[command]:
                pairs = zip(numbers[::2], numbers[1::2], strict=True)
                points += [(x + at[0], y + at[1]) for x, y in pairs]
                codes += _CODES[command]
                numbers = []
    return points, codes
