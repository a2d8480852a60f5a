"""The demonstration's text material: read once from the files in ``data``."""

from __future__ import annotations

import json
import random
import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
# Nordvästra Skåne's forms came first; REGION, AREA and YEARS are theirs.
YEARS = range(2019, 2025)
REGION, AREA = "skane", "nordvastra-skane"
REGION_YEARS = {REGION: YEARS, "stockholm": range(2021, 2025), "vastra-gotaland": range(2021, 2025)}
SEED = 20190101


@cache
def toml(name: str) -> dict:
    """Return ``data/<name>.toml``."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def rows(name: str) -> tuple[dict, ...]:
    """Return the rows of ``data/<name>.jsonl``."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def narratives(name: str | int) -> tuple[dict, ...]:
    """Return Nordvästra Skåne's narratives: a year's kept reports, or ``rejected``."""
    return rows(f"narratives/{name}")


def chance(*about: object) -> random.Random:
    """Return chance that is the same each time for the same thing, whatever was drawn for others before."""
    return random.Random("/".join(map(str, (SEED, *about))))
