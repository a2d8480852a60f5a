"""Measure large volumes: ``python -m benchmarks.volume [texts] [workers]``.

Writes synthetic texts of 80 words as the export of an incident system, a file for every 10,000, then takes
them in, removes identifiers and suggests causes through `process_partitions`. Prints cost a text, memory and
where the time goes. The texts are put together from the project's own demonstration and snippets; what does
not repeat there (numbers, days, names, compounds and slips of the pen) is drawn anew for each, so that the
vocabulary goes on growing as it does in real texts.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
import re
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from benchmarks.table_intake import LABELS
from brister_analysis.coding.partitions import process_partitions
from brister_analysis.coding.suggest.bank import snippets
from brister_analysis.workspace import Workspace

REGION, YEAR = "vastra-gotaland", 2023
PART = 10_000
WORDS = 80
SIZES = (10_000, 50_000)
_DEMONSTRATION = Path(__file__).parents[1] / "demo" / "data"


@cache
def _listed(name: str) -> list[str]:
    source = files("brister_analysis.intake.identifiers").joinpath("data", name)
    lines = source.read_text(encoding="utf-8").splitlines()
    return [line.split()[0].capitalize() for line in lines if line and not line.startswith("#")]


@cache
def sentences() -> list[str]:
    """Return sentences of the bank and of the demonstration's narratives, with their placeholders."""
    told = [
        json.loads(line)["text"]
        for path in sorted(_DEMONSTRATION.rglob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if '"text"' in line
    ]
    written = [piece for text in told for piece in re.split(r"(?<=[.!?])\s+", text)]
    return [*(snippet.text for snippet in snippets()), *written]


def narrative(rng: random.Random) -> str:
    """Return a text of about 80 words that no other is like."""
    pieces: list[str] = []
    words = 0
    while words < WORDS - 15:
        piece = re.sub(r"\{(\w+)\}", lambda found: _filled(found[1], rng), rng.choice(sentences()))
        pieces.append(piece)
        words += piece.count(" ") + 1
    first, last = rng.choice(_listed("first_names.txt")), rng.choice(_listed("surnames.txt"))
    pieces.insert(
        rng.randrange(len(pieces)),
        f"{first} {last} väntade på {_compound(rng)} i {rng.randint(2, 60)} dagar.",
    )
    return _slip(" ".join(pieces), rng)


def _filled(placeholder: str, rng: random.Random) -> str:
    if placeholder.startswith("d"):
        return f"{rng.randint(1, 28)} maj"
    if placeholder in ("tel", "pnr", "case", "adr", "mail"):
        return f"{rng.randint(1000, 9999)}-{rng.randint(1000, 999999)}"
    first = rng.choice(_listed("first_names.txt"))
    return f"{first} {rng.choice(_listed('surnames.txt'))}" if placeholder in ("P", "k") else first


def _compound(rng: random.Random) -> str:
    return rng.choice(_stems()) + rng.choice(_stems())


@cache
def _stems() -> list[str]:
    return sorted({word for text in sentences() for word in re.findall(r"\b[a-zåäö]{4,8}\b", text)})


def _slip(text: str, rng: random.Random) -> str:
    """Return `text` with two neighbouring letters of one place exchanged."""
    at = rng.randrange(1, len(text) - 2)
    return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" if text[at : at + 2].isalpha() else text


def rows(part: int) -> Iterator[list[str]]:
    """Yield the rows of one file, every one its own."""
    rng = random.Random(part)
    for number in range(part * PART, (part + 1) * PART):
        day = dt.date(YEAR, 1, 1) + dt.timedelta(days=rng.randrange(300))
        unit, other = f"Göteborgs Stad, boendestöd {number % 400}", f"Närhälsan vårdcentral {number % 300}"
        yield [
            f"AVV-{number}", f"{day}", f"{day + dt.timedelta(days=9)}", "", "Göteborgsområdet", unit, other,
            "Rutin: utskrivning", narrative(rng), "", "", "", "",
        ]  # fmt: skip


def write_source(folder: Path, texts: int) -> None:
    """Write the export: a text file for every 10,000 rows, the last one shorter."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "SOURCE.toml").write_text("synthetic = true\n", encoding="utf-8")
    for part in range(-(-texts // PART)):
        with (folder / f"{part:05d}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(LABELS)
            writer.writerows(row for row, _ in zip(rows(part), range(texts - part * PART), strict=False))


class Memory(threading.Thread):
    """Watches the memory of this process and its children together, five times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.stopped = 0, threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.stopped.wait(0.2):
            self.most = max(self.most, sum(map(_resident, [os.getpid(), *_children(os.getpid())])))


def _children(process: int) -> list[int]:
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [one for child in map(int, listed) for one in (child, *_children(child))]


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def measure(folder: Path, texts: int, workers: int) -> float:
    """Print what `texts` cost, and return the processor time a text."""
    source, target = folder / f"{texts}", folder / f"{texts}-out"
    if not source.exists():
        write_source(source, texts)
    root = Path(__file__).parents[1]
    workspace = Workspace(root, folder / "data")
    memory = Memory()
    memory.start()
    clock, worked = time.perf_counter(), _processor()
    table = process_partitions(source, target, REGION, YEAR, workers, workspace=workspace)
    clock, worked = time.perf_counter() - clock, _processor() - worked
    memory.stopped.set()
    memory.join()
    written = sum(path.stat().st_size for path in target.rglob("*.parquet"))
    print(
        f"{texts:>9,} texts, {workers} workers: {clock:,.0f} s, of them {worked:,.0f} s processor time, "
        f"{1000 * worked / texts:.3f} ms a text, {texts / clock:,.0f} texts a second; "
        f"most memory of all processes {memory.most / 1e6:,.0f} MB; kept {table['kept'].sum():,}, "
        f"written {written / 1e6:,.0f} MB",
        flush=True,
    )
    return worked / texts


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def where_the_time_goes(folder: Path) -> None:
    """Print the share of each stage, in one process and one partition."""
    from brister_analysis.coding import partitions
    from brister_analysis.intake import deidentified_rows, received, take_in

    seconds: dict[str, float] = {}

    def timed(module: object, name: str, stage: str) -> None:
        inner = getattr(module, name)

        def outer(*given: object, **named: object) -> object:
            start = time.process_time()
            try:
                return inner(*given, **named)
            finally:
                seconds[stage] = seconds.get(stage, 0) + time.process_time() - start

        setattr(module, name, outer)

    source = folder / f"{SIZES[0]}"
    if not source.exists():
        write_source(source, SIZES[0])
    workspace = Workspace(Path(__file__).parents[1], folder / "data")
    file = source / "00000.csv"
    partitions._collect_seldom()
    partitions.process_partition(file, REGION, YEAR, workspace=workspace)
    timed(received, "read_table", "reading the file")
    timed(take_in, "numbered", "numbers and doubles")
    timed(deidentified_rows, "deidentify", "de-identification")
    timed(partitions, "suggestions_of", "suggestions")
    timed(partitions, "process_partition", "all")
    partitions.process_partition(file, REGION, YEAR, workspace=workspace)
    every = seconds.pop("all")
    seconds["checks, tables and files"] = every - sum(seconds.values())
    for stage, spent in seconds.items():
        print(f"  {stage}: {100 * spent / every:.0f} %, {1000 * spent / PART:.3f} ms a text")


def main(texts: int | None = None, workers: int = 2) -> None:
    """Measure two sizes, or the one asked for beside 10,000."""
    with tempfile.TemporaryDirectory(prefix="brister-volume-") as name:
        folder = Path(name)
        costs = [measure(folder, size, workers) for size in (SIZES if texts is None else (SIZES[0], texts))]
        print(f"cost a text, largest beside smallest: {costs[-1] / costs[0]:.2f}")
        print("where the processor time goes:")
        where_the_time_goes(folder)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
