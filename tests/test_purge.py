"""Weeding removes every form, text and decision about a single report, and nothing else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from brister_analysis.coding.ledger import load_causes
from brister_analysis.errors import EXIT_DONE, DataError
from brister_analysis.purge import COUNTS, purge, years_before
from brister_analysis.workspace import Workspace
from tests.conftest import brister, new_project
from tests.reporting.small_year import make_workspace


def test_only_years_before_the_one_named_are_found(tmp_path: Path):
    workspace = Workspace(tmp_path, tmp_path / "data")
    for region, year in (("skane", 2019), ("skane", 2023), ("stockholm", 2022)):
        workspace.raw(region, year).mkdir(parents=True)
    assert years_before(workspace, 2023) == [("skane", 2019), ("stockholm", 2022)]


def test_a_year_is_removed_and_its_decisions_stay_as_counts(tmp_path: Path):
    workspace = make_workspace(tmp_path)
    causes = load_causes("skane", 2023, workspace=workspace)
    label, expected = next(iter(causes.groupby("native_label")["report_id"].nunique().items()))
    page = workspace.reports("skane", 2023) / "nordvastra-skane.html"
    page.parent.mkdir(parents=True)
    page.write_text("sidan", encoding="utf-8")
    purge(workspace, "skane", 2023)
    assert not workspace.raw("skane", 2023).exists()
    assert not workspace.processed("skane", 2023).exists()
    decided = workspace.decisions("skane", 2023)
    assert sorted(path.name for path in decided.iterdir()) == [COUNTS, "texts.md"]
    written = (decided / COUNTS).read_text(encoding="utf-8")
    assert "skane-nordvastra" not in written
    rows = list(csv.DictReader(written.splitlines()))
    assert [row["reports"] for row in rows if row["value"] == label] == [str(expected)]
    assert [row["reports"] for row in rows if (row["kind"], row["value"]) == ("reports", "kept")] == ["17"]
    assert page.read_text(encoding="utf-8") == "sidan"


def test_decisions_that_cannot_be_counted_are_kept(tmp_path: Path):
    workspace = make_workspace(tmp_path)
    (workspace.processed("skane", 2023) / "reports.parquet").unlink()
    with pytest.raises(DataError):
        purge(workspace, "skane", 2023)
    assert (workspace.decisions("skane", 2023) / "coding" / "decisions.csv").exists()
    assert workspace.raw("skane", 2023).exists()


def test_the_command_asks_first_and_leaves_later_years(tmp_path: Path):
    workspace = new_project(tmp_path / "p", {"skane": [2022, 2023]})
    asked = brister(workspace.root, "purge", "--before", "2023")
    assert asked.returncode != EXIT_DONE
    assert workspace.raw("skane", 2022).exists()
    done = brister(workspace.root, "purge", "--before", "2023", "--yes")
    assert done.returncode == EXIT_DONE, done.stdout + done.stderr
    assert workspace.years() == [("skane", 2023)]
    assert (workspace.decisions("skane", 2022) / COUNTS).exists()
    assert brister(workspace.root, "purge", "--before", "2023").returncode == EXIT_DONE
