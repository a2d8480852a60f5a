"""What the working group wrote about its year: Markdown in ``data/texts``, put beside the decisions."""

from __future__ import annotations

import shutil
from pathlib import Path

from demo.material import DATA


def write_texts(decisions_folder: Path, year: int) -> None:
    """Write ``texts.md`` and ``texts.en.md`` of a year."""
    decisions_folder.mkdir(parents=True, exist_ok=True)
    for name in ("texts.md", "texts.en.md"):
        shutil.copyfile(DATA / "texts" / str(year) / name, decisions_folder / name)
