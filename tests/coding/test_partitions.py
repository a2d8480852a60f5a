from pathlib import Path

import pandas as pd
import pytest

from benchmarks.table_intake import LABELS
from brister_analysis.coding.partitions import process_partition, process_partitions
from brister_analysis.errors import DataError
from brister_analysis.workspace import Workspace

REGION, YEAR = "vastra-gotaland", 2023
TEXT = "{0} Blomkvist väntade på kallelsen. Ingen från öppenvården dök upp på mötet."


def cells(*names, start=0):
    """Rows of the export, one for each first name."""
    frame = pd.DataFrame("", index=range(len(names)), columns=LABELS)
    frame["Ärendenummer"] = [f"A-{start + number}" for number in range(len(names))]
    frame["Händelsedatum"] = frame["Rapportdatum"] = "2023-05-03"
    frame["Delområde"] = "Göteborgsområdet"
    frame["Rapporterande enhet"] = "Göteborgs Stad, boendestöd 4"
    frame["Enhet där avvikelsen uppstod"] = "Närhälsan vårdcentral 7"
    frame[LABELS[7]] = "Rutin: utskrivning"
    frame["Händelse"] = [TEXT.format(name) for name in names]
    return frame


@pytest.fixture
def place(tmp_path):
    return Workspace(Path(__file__).parents[2], tmp_path / "data")


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "SOURCE.toml").write_text("synthetic = true\n", encoding="utf-8")
    first = cells("Anna", "Karin")
    # The second part holds a row of the first again.
    second = pd.concat([first.head(1), cells("Erik", start=7)])
    for name, frame in {"a.csv": first, "b.csv": second}.items():
        frame.to_csv(folder / name, sep=";", index=False)
    return folder


def test_frame_in_frames_out(place):
    given = cells("Anna", "Karin", "Anna")
    given.loc[2, "Ärendenummer"] = "A-0"
    tables = process_partition(given, REGION, YEAR, part=27, workspace=place)
    assert list(tables["reports"]["report_id"]) == [f"vastra-gotaland-abb-2023-{n:03}" for n in (1, 2)]
    assert not tables["reports"]["description"].str.contains("Blomkvist|Anna|Karin").any()
    assert set(tables["suggestions"].query("chosen")["cause"]) == {"absent_from_meeting"}
    assert tables["suggestions"].groupby("report_id").size().tolist() == [16, 16]
    assert tables["register"]["same_as"].tolist() == ["", "", "vastra-gotaland-abb-2023-001"]
    (double,) = tables["faults"].query("key == 'intake.register.duplicate'")["message"]
    assert "vastra-gotaland-abb-2023-003" in double
    assert given.equals(cells("Anna", "Karin", "Anna").assign(**{"Ärendenummer": ["A-0", "A-1", "A-0"]}))


def test_nothing_is_left_but_the_tables(place, source, tmp_path):
    process_partitions(source, tmp_path / "out", REGION, YEAR, workspace=place)
    assert not list((place.data / "processed").iterdir())
    written = sorted(
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")
    )
    tables = ("actors", "faults", "register", "reports", "suggestions")
    assert written == [f"{table}/{part}.parquet" for table in tables for part in ("aaa", "aab")]
    for path in (tmp_path / "out").rglob("*.parquet"):
        assert path.stat().st_mode & 0o077 == 0
        assert b"Blomkvist" not in path.read_bytes()


def test_each_partition_is_counted_and_doubles_across_partitions_told(place, source, tmp_path):
    table = process_partitions(source, tmp_path / "out", REGION, YEAR, workspace=place)
    counts = ["read", "kept", "rejected", "unreadable", "doubled"]
    assert table[["part", "file", *counts]].to_numpy().tolist() == [
        ["aaa", 1, 2, 2, 0, 0, 0],
        ["aab", 2, 2, 2, 0, 0, 1],
    ]
    everything = pd.read_parquet(tmp_path / "out" / "reports")
    assert everything["report_id"].is_unique
    assert len(everything) == 4


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_read(place, source, tmp_path):
    (source / "c.csv").write_text("nothing;known\n1;2\n", encoding="utf-8")
    table = process_partitions(source, tmp_path / "out", REGION, YEAR, workspace=place)
    assert table["kept"].tolist() == [2, 2, 0]
    assert table["unreadable"].tolist() == [0, 0, 1]
    assert table["faults"].tolist() == [0, 0, 1]


@pytest.mark.slow
def test_the_number_of_workers_changes_no_byte(place, source, tmp_path):
    # Real reports, and a workspace that has no key yet.
    (source / "SOURCE.toml").unlink()
    two = process_partitions(source, tmp_path / "two", REGION, YEAR, workers=2, workspace=place)
    one = process_partitions(source, tmp_path / "one", REGION, YEAR, workspace=place)
    pd.testing.assert_frame_equal(one, two)
    for path in (tmp_path / "one").rglob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_words_that_people_decided_about_are_left(place, source):
    from brister_analysis.intake.identifiers import remember
    from brister_analysis.intake.register import read_key

    key, _ = read_key(place.data, synthetic=True)
    remember(place.decisions(REGION, YEAR) / "identifiers.csv", key, {"väntade": False}, "AB", "2026-01-01")
    tables = process_partition(source / "a.csv", REGION, YEAR, source=source / "SOURCE.toml", workspace=place)
    assert not tables["reports"]["description"].str.contains("väntade").any()


def test_an_empty_folder_is_told(place, tmp_path):
    with pytest.raises(DataError, match="Mappen finns inte"):
        process_partitions(tmp_path / "none", tmp_path / "out", REGION, YEAR, workspace=place)
