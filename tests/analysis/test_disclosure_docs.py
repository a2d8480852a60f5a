"""The tables of docs/disclosure.md, computed."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from brister_analysis.analysis.disclosure import disclosure_class
from brister_analysis.reference.published import published_figures
from brister_analysis.workspace import Workspace

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "disclosure.md").read_text(encoding="utf-8")
FIGURES = published_figures()
SERIES = FIGURES[(FIGURES["area"] == "nordvastra-skane") & (FIGURES["measure"] == "reports")]
SERIES = SERIES.sort_values("data_year")["value"].to_numpy(dtype=int)


def rows_after(heading: str) -> list[list[str]]:
    lines = DOC[DOC.index(heading) :].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    rows = []
    for line in lines[first + 1 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


@pytest.mark.parametrize(
    "row", rows_after("| dimensions | inhabitants"), ids=lambda row: f"{row[0]} {row[1]} {row[2]}"
)
def test_classes_are_those_of_the_settings(row):
    dimensions = [] if row[0].startswith("none") else row[0].split(", ")
    inhabitants = None if row[1] == "unknown" else int(row[1].replace(",", ""))
    found = disclosure_class(dimensions, inhabitants, int(row[2]), Workspace.find(ROOT).settings())
    assert [found.name, str(found.threshold)] == row[3:]


def spread(series: np.ndarray) -> float:
    return float(series.var(ddof=1) / series.mean())


def test_what_other_rules_would_do():
    rounded = np.round(SERIES / 5).astype(int) * 5
    noisy = np.array([SERIES + np.array(noise) for noise in product((-2, 0, 2), repeat=5)])
    spreads = [spread(series) for series in noisy]
    expected = {
        "as published": [*map(str, SERIES), str(SERIES.sum()), f"{spread(SERIES):.1f}"],
        "rounded to 5": [*map(str, rounded), str(rounded.sum()), f"{spread(rounded):.1f}"],
        "threshold 7": [
            *(".." if n < 7 else str(n) for n in SERIES),
            str(SERIES.sum()),
            f"{spread(SERIES):.1f}",
        ],
        "cell keys, noise up to ±2": [
            *(f"{n - 2}-{n + 2}" for n in SERIES),
            f"{SERIES.sum() - 10}-{SERIES.sum() + 10}",
            f"{min(spreads):.1f}-{max(spreads):.1f}",
        ],
    }
    assert {row[0]: row[1:] for row in rows_after("| rule | 2019")} == expected


def test_figures_in_the_reasons():
    rounded = np.round(SERIES / 5) * 5
    figures = {
        "halving (0.50 instead of 0.59)": (rounded[4] / rounded[3], SERIES[4] / SERIES[3]),
        "2.3 to 6.4 a cause": (2 * SERIES.min() / 15, 2 * SERIES.max() / 15),
        "from 1.04 to 1.41": ((29 - 2) / (24 + 2), (29 + 2) / (24 - 2)),
    }
    flat = " ".join(DOC.split())
    for words, values in figures.items():
        assert words in flat
        for value, number in zip(values, re.findall(r"\d+\.\d+", words), strict=True):
            assert f"{value:.{len(number.split('.')[1])}f}" == number
