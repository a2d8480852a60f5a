"""The shape of every municipality, for maps that show places and nothing else."""

from __future__ import annotations

import re
from itertools import accumulate

import pandas as pd

from brister_analysis.reference.tables import load

_NUMBER = re.compile(r"-?\d+")


def municipality_outlines() -> pd.DataFrame:
    """Return the outline of each municipality.

    Returns
    -------
    pandas.DataFrame
        ``municipality_code``, ``path`` (an SVG path: whole steps of half a kilometre, y downwards, from the
        upper left corner of Sweden); sorted by code. Neighbours share their border.

    Notes
    -----
    Small islands and most of each border's detail are left out: the outlines are for looking at, never for
    measuring.
    """
    return load("municipality_outlines").sort_values("municipality_code", ignore_index=True)


def corners(path: str) -> list[tuple[int, int]]:
    """Return the corners of an outline in its own steps, ring after ring.

    Examples
    --------
    >>> corners("M10 20l5 0 0 5z")
    [(10, 20), (15, 20), (15, 25)]
    """
    found: list[tuple[int, int]] = []
    for ring in path.split("M")[1:]:
        numbers = [int(number) for number in _NUMBER.findall(ring)]
        found += zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)
    return found
