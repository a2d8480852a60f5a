"""Take in more rows than fit in memory: an export cut into partitions, each read, worked on, written and
forgotten.

A partition goes through the same intake and the same suggestions as a year of a hundred reports. It depends
on no other, so that more rows are a matter of more workers, on one machine or many.
"""

from __future__ import annotations

import gc
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from brister_analysis.coding.stored import suggestions_of
from brister_analysis.errors import DataError, Fault
from brister_analysis.intake.register import KEPT, REJECTED, UNREADABLE, read_key, read_register
from brister_analysis.intake.source import FILE_NAME as SOURCE_FILE
from brister_analysis.intake.source import read_source
from brister_analysis.intake.take_in import IDENTIFIERS_FILE, IntakeResult, take_in
from brister_analysis.reference.places import region as find_region
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("reports", "actors", "suggestions", "register", "faults")
# Three letters name a partition within its reports' numbers.
_LETTERS = 3
_NUMBER = r"(?<=[a-z])(?=-\d{4}-\d{3,6}\b)"
# Partitions a process works on before a new one takes over: what it remembers of words grows slowly.
A_ROUND = 20


@dataclass(frozen=True)
class _Part(Workspace):
    """A workspace whose year is one partition: key and profiles are the real ones, the rest lies in
    `folder`."""

    folder: Path

    def raw(self, region: str, year: int) -> Path:
        return self.folder / "raw"

    def decisions(self, region: str, year: int) -> Path:
        return self.folder / "decisions" / "part"

    def processed(self, region: str, year: int) -> Path:
        return self.folder / "processed" / region / str(year)


def process_partition(
    rows: pd.DataFrame | Path,
    region: str,
    year: int,
    part: int = 0,
    source: Path | None = None,
    workspace: Workspace | None = None,
) -> dict[str, pd.DataFrame]:
    """Take in, de-identify and suggest causes for one partition.

    Parameters
    ----------
    rows
        Cells as exported: a frame whose columns are named as the labels of the region's form, or a file that
        intake reads.
    region, year
        As `take_in`.
    part
        Number of the partition, from 0: its letters stand in the reports' numbers.
    source
        ``SOURCE.toml`` of the rows; those without are taken for real ones.
    workspace
        Where key, decisions about words and the region's profile lie; the project around the current folder
        when None.

    Returns
    -------
    dict
        ``reports``, ``actors`` and ``suggestions`` as in ``docs/interface.md``; ``register`` (``report_id``,
        ``content``: a keyed fingerprint, ``status``, ``reason``, ``same_as``); ``faults`` (``kind``: fault or
        note, ``key``, ``message``); ``doubts`` (``reason``, ``words``: how many words may be names, by rule).

    Raises
    ------
    DataError
        There is nothing to read.

    Notes
    -----
    A row gets its number from its place among the partition's rows, and no register remembers it: add a
    partition, never rows to one. Doubles are found within the partition.
    """
    place = workspace or Workspace.find()
    with _beside_processed(place) as folder:
        return _taken(rows, region, year, part, source, place, folder)


def process_partitions(
    source: Path,
    target: Path,
    region: str,
    year: int,
    workers: int = 1,
    executor: Executor | None = None,
    workspace: Workspace | None = None,
) -> pd.DataFrame:
    """Take in, de-identify and suggest causes for every partition of a large export.

    Parameters
    ----------
    source
        Folder with a file a partition (10,000 rows is a good size), in the order of their names, and
        ``SOURCE.toml``.
    target
        Folder to write: ``reports/``, ``actors/``, ``suggestions/``, ``register/`` and ``faults/`` with a
        parquet file a partition, only for its owner's eyes; ``pandas.read_parquet(target / "reports")`` reads
        them all.
    region, year
        As `take_in`.
    workers
        Partitions worked on at the same time, each in a process of its own.
    executor
        What partitions are submitted to instead, such as that of `brister_analysis.cluster`; its workers see
        the same folders and are sent nothing but paths.
    workspace
        As `process_partition`.

    Returns
    -------
    DataFrame
        One row a partition, in order: ``part`` (letters), ``file`` (number of the file in order of name, from
        1), then counts: ``read``, ``kept``, ``rejected``, ``unreadable``, ``doubled`` (kept, but the same as
        a report of an earlier partition), ``doubts`` (words that may be names), ``faults``.

    Raises
    ------
    DataError
        The folder holds no file or more than 17,576, or its ``SOURCE.toml`` is at fault.

    Notes
    -----
    The tables are the same bytes whatever the number of workers. Reports that are the same in two partitions
    are counted here and taken out by nobody: their fingerprints stand in ``register/``.
    """
    import pandas as pd

    from brister_analysis.intake.form_files import form_files

    files = list(form_files(source).values()) if source.is_dir() else []
    if not files:
        raise DataError(Fault("partitions.none"))
    if len(files) > len(ascii_lowercase) ** _LETTERS:
        raise DataError(Fault("partitions.many", values={"most": len(ascii_lowercase) ** _LETTERS}))
    place = workspace or Workspace.find()
    # A workspace without a key gets one here: its workers would each make their own.
    read_key(place.data, (source / SOURCE_FILE).exists() and read_source(source).synthetic)
    # One folder for all: what a worker that was killed left there goes with it.
    with _beside_processed(place) as folder:
        jobs = [(file, target, region, year, number, place, folder) for number, file in enumerate(files)]
        if executor is not None:
            counted = _worked_on(executor, jobs)
        elif workers == 1:
            counted = [_process(*job) for job in jobs]
        else:
            counted = []
            for start in range(0, len(jobs), A_ROUND * workers):
                with ProcessPoolExecutor(workers, get_context("spawn"), _collect_seldom) as pool:
                    counted += _worked_on(pool, jobs[start : start + A_ROUND * workers])
    table = pd.DataFrame(counted).sort_values("file", ignore_index=True)
    table.insert(list(table).index("doubts"), "doubled", _doubled(target, table["part"].tolist()))
    return table


def _worked_on(executor: Executor, jobs: list[tuple]) -> list[dict[str, Any]]:
    return [done.result() for done in as_completed([executor.submit(_process, *job) for job in jobs])]


def _process(
    file: Path, target: Path, region: str, year: int, number: int, place: Workspace, folder: Path
) -> dict[str, Any]:
    """Work on one partition, write its tables and return their counts alone."""
    from brister_analysis.intake.store import write_private

    with tempfile.TemporaryDirectory(dir=folder) as own:
        tables = _taken(file, region, year, number, file.parent / SOURCE_FILE, place, Path(own))
    for name in TABLES:
        write_private(
            target / name / f"{_letters(number)}.parquet", tables[name].to_parquet(None, index=False)
        )
    status = tables["register"]["status"].value_counts()
    return {
        "part": _letters(number),
        "file": number + 1,
        "read": int(status.reindex([KEPT, REJECTED, UNREADABLE], fill_value=0).sum()),
        **{one: int(status.get(one, 0)) for one in (KEPT, REJECTED, UNREADABLE)},
        "doubts": int(tables["doubts"]["words"].sum()),
        "faults": int((tables["faults"]["kind"] == "fault").sum()),
    }


def _collect_seldom() -> None:
    """Rows, words and suggestions hold no cycles: looking for them takes a quarter of the time."""
    gc.set_threshold(200_000, 50, 50)


@contextmanager
def _beside_processed(place: Workspace) -> Iterator[Path]:
    """Yield a folder of the owner's that is on the same protected disk, and remove it."""
    (place.data / "processed").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.data / "processed", prefix=".part-") as folder:
        yield Path(folder)


def _taken(
    rows: pd.DataFrame | Path,
    region: str,
    year: int,
    part: int,
    source: Path | None,
    place: Workspace,
    folder: Path,
) -> dict[str, pd.DataFrame]:
    """Lay out `folder` as the data of one year, with what people decided about words and units, and take it
    in."""
    slug = find_region(region).slug
    own = _Part(place.root, place.data, folder)
    raw, decided, real = own.raw(slug, year), own.decisions(slug, year), place.decisions(slug, year)
    raw.mkdir()
    decided.mkdir(parents=True)
    for known, copy in (
        (source, raw / SOURCE_FILE),
        (real / IDENTIFIERS_FILE, decided / IDENTIFIERS_FILE),
        (real.parent / "unit_aliases.csv", decided.parent / "unit_aliases.csv"),
    ):
        if known is not None and known.exists():
            shutil.copyfile(known, copy)
    if isinstance(rows, Path):
        shutil.copyfile(rows, raw / f"part{rows.suffix.lower()}")
    else:
        rows.to_csv(raw / "part.csv", sep=";", index=False, lineterminator="\r\n")
    result = take_in(own, slug, year)
    return _tables(result, read_register(decided / "register.csv"), _letters(part))


def _tables(result: IntakeResult, register: list, letters: str) -> dict[str, pd.DataFrame]:
    import pandas as pd

    def named(ids: pd.Series) -> pd.Series:
        """Put the partition's letters before the year: the numbers of two partitions never meet."""
        return ids.str.replace(_NUMBER, f"-{letters}", regex=True)

    reports, actors = (
        frame.assign(report_id=named(frame["report_id"])) for frame in (result.reports, result.actors)
    )
    columns = ["report_id", "content", "status", "reason", "same_as"]
    rows = [[getattr(one, name) for name in columns] for one in register]
    known = pd.DataFrame(rows, columns=columns, dtype="str")
    told = [
        (kind, fault.key, str(fault)) for kind in ("fault", "note") for fault in getattr(result, f"{kind}s")
    ]
    faults = pd.DataFrame(told, columns=["kind", "key", "message"], dtype="str")
    doubts = pd.Series([doubt.reason for doubt in result.doubts], dtype="str").value_counts().sort_index()
    return {
        "reports": reports,
        "actors": actors,
        "suggestions": suggestions_of(reports),
        "register": known.assign(report_id=named(known["report_id"]), same_as=named(known["same_as"])),
        "faults": faults.assign(message=named(faults["message"])),
        "doubts": doubts.rename_axis("reason").reset_index(name="words"),
    }


def _doubled(target: Path, parts: list[str]) -> list[int]:
    """Count for each partition the kept reports whose content an earlier one holds already."""
    import numpy as np
    import pandas as pd

    found = []
    for part in parts:
        rows = pd.read_parquet(target / "register" / f"{part}.parquet", columns=["content", "status"])
        kept = rows.loc[rows["status"] == KEPT, "content"]
        found.append(np.array([int(content, 16) for content in kept], np.uint64))
    every = np.concatenate(found)
    repeated = np.ones(len(every), int)
    repeated[np.unique(every, return_index=True)[1]] = 0
    ends = np.cumsum([len(one) for one in found])
    return [int(one.sum()) for one in np.split(repeated, ends[:-1])]


def _letters(number: int) -> str:
    """Name a partition: 0 is aaa, 1 aab, 26 aba."""
    name = ""
    for _ in range(_LETTERS):
        number, last = divmod(number, len(ascii_lowercase))
        name = ascii_lowercase[last] + name
    return name
