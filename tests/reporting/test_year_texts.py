"""What was written the year before: carried over only between years of one kind."""

from pathlib import Path

import pytest

from brister_analysis.errors import DataError
from brister_analysis.reporting.texts import read_texts, texts_path
from brister_analysis.reporting.year_texts import earlier_texts
from brister_analysis.workspace import Workspace


@pytest.mark.parametrize(
    ("before_made_up", "now_made_up", "carried"),
    [
        (True, True, True),
        (False, False, True),
        (True, False, False),
        (False, True, False),
        (None, False, True),  # its forms have been weeded out
    ],
)
def test_texts_of_a_made_up_year_never_reach_a_real_one(tmp_path: Path, before_made_up, now_made_up, carried):
    workspace = Workspace(tmp_path, tmp_path / "data")
    for year, made_up in ((2024, before_made_up), (2025, now_made_up)):
        if made_up is None:
            continue
        workspace.raw("skane", year).mkdir(parents=True)
        source = f"synthetic = {str(made_up).lower()}\n"
        (workspace.raw("skane", year) / "SOURCE.toml").write_text(source, encoding="utf-8")
    written = texts_path(workspace, "skane", 2024, "sv")
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text("## questions\n\nVem kallar när flera kan kalla?\n", encoding="utf-8")
    assert bool(earlier_texts(workspace, "skane", 2025, "sv")) is carried


def test_text_under_no_heading_is_told_and_an_empty_file_is_none(tmp_path: Path):
    file = tmp_path / "texts.md"
    file.write_text("", encoding="utf-8")
    assert read_texts(file) == {}
    file.write_text("# Vem kallar?\n", encoding="utf-8")
    with pytest.raises(DataError) as told:
        read_texts(file)
    assert told.value.faults[0].key == "page.texts.slug"
