"""What the working group wrote about its year: Markdown in ``data``, put beside the decisions."""

from __future__ import annotations

import shutil
from pathlib import Path

from demo.material import DATA, REGION

EASY = "lattlast.md"


def texts_folder(year: int, region: str = REGION) -> Path:
    """Return where the texts of a region's year are kept."""
    return (DATA if region == REGION else DATA / region) / "texts" / str(year)


def write_texts(decisions_folder: Path, year: int, region: str = REGION) -> None:
    """Write ``texts.md`` and ``texts.en.md`` of a year, and what it has in easy Swedish."""
    decisions_folder.mkdir(parents=True, exist_ok=True)
    for name in ("texts.md", "texts.en.md"):
        shutil.copyfile(texts_folder(year, region) / name, decisions_folder / name)
    if (easy := texts_folder(year, region) / EASY).exists():
        shutil.copyfile(easy, decisions_folder / EASY)
