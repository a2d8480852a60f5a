"""Record the first run of the finder over a new set of texts, and quote it in README and docs.

``python -m benchmarks.first_run texts.jsonl`` measures, copies the texts to ``benchmarks/data``, writes the
figures to ``measured.toml``, and puts them into both documents. ``--documents`` only writes the documents.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.deidentification import CHECKS, interval, measure, read_rows
from brister_analysis.intake.identifiers import KINDS
from brister_analysis.intake.identifiers.measured import first_runs, quoted, sentence

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "brister_analysis" / "intake" / "identifiers" / "data" / "measured.toml"
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
]
_NAMES = {
    "PERSON": "names",
    "PERSONNUMMER": "personal numbers and birth dates",
    "PHONE": "phones",
    "EMAIL": "e-mails",
    "ADDRESS": "addresses",
    "CASE": "case numbers",
    "OTHER": "cars, user names, links and the like",
}


def record(texts: Path, hard: bool) -> None:
    """Measure a set nobody has tuned the rules for, and add it to ``measured.toml`` as the one to quote."""
    at = len(first_runs())
    name, file = _ORDINALS[at], f"check_narratives_{at + 1}.jsonl"
    rows = read_rows(texts)
    got = measure(rows)
    version = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    right = sum(got["precise"].values()) / sum(got["given"].values())
    lines = ["", "[[set]]", f'name = "{name}"', f'file = "{file}"', f"texts = {len(rows)}"]
    lines += [f"date = {dt.date.today()}", f'version = "{version}"', *(["hard = true"] if hard else [])]
    lines += [f"masked = [{got['masked']}, {got['words']}]", f"precision = {right:.3f}", "[set.found]"]
    lines += [f"{kind} = [{got['found'][kind]}, {got['total'][kind]}]" for kind in KINDS]
    written = FIGURES.read_text(encoding="utf-8").rstrip("\n") + "\n" + "\n".join(lines) + "\n"
    FIGURES.write_text(written, encoding="utf-8")
    shutil.copy(texts, CHECKS / file)


def write_documents() -> None:
    """Put what is quoted into README and docs/deidentification.md, and every run into the latter's tables."""
    for name in ("README.md", "docs/deidentification.md"):
        path = ROOT / name
        said = path.read_text(encoding="utf-8")
        said = _between(said, "quoted", sentence("en"))
        said = _between(said, "first runs", f"\n{_runs()}\n")
        said = _between(said, "quoted by kind", f"\n{_by_kind()}\n")
        path.write_text(said, encoding="utf-8")


def _between(said: str, mark: str, new: str) -> str:
    return re.sub(
        rf"(<!-- {mark} -->\n).*?(<!-- end -->)",
        lambda found: f"{found[1]}{new}\n{found[2]}",
        said,
        flags=re.S,
    )


def _runs() -> str:
    rows = [
        "| first run | texts | found | recall | 95 % interval | "
        "ordinary words masked per 1,000 | precision |",
        "|---|---:|---:|---:|---|---:|---:|",
    ]
    for run in first_runs():
        found, total = run.all_found
        low, high = interval(found, total)
        hard = ", written to be hard" if run.hard else ""
        rows.append(
            f"| {run.name} set{hard} | {run.texts} | {found} of {total} | {found / total:.3f} | "
            f"{low:.3f} to {high:.3f} | {1000 * run.masked[0] / run.masked[1]:.1f} | {run.precision:.3f} |"
        )
    return "\n".join(rows)


def _by_kind() -> str:
    rows = [
        "| first runs together | found | recall | 95 % interval | found where written to be hard | recall |",
        "|---|---:|---:|---|---:|---:|",
    ]
    plain, hard = quoted(), quoted(hard=True)
    for kind, name in _NAMES.items():
        found, total = plain.found[kind]
        low, high = interval(found, total)
        hard_found, hard_total = hard.found[kind]
        rows.append(
            f"| {name} | {found} of {total} | {found / total:.3f} | {low:.3f} to {high:.3f} | "
            f"{hard_found} of {hard_total} | {hard_found / hard_total:.3f} |"
        )
    return "\n".join(rows)


def main() -> None:
    """Read the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("texts", nargs="?", type=Path, help="marked texts, one JSON object a line")
    reader.add_argument("--hard", action="store_true", help="written to be hard: quoted apart")
    reader.add_argument("--documents", action="store_true", help="write the documents anew only")
    given = reader.parse_args()
    if given.texts:
        record(given.texts, given.hard)
        # The figures are read once in a run, so the documents are written by another.
        subprocess.run([sys.executable, "-m", "benchmarks.first_run", "--documents"], cwd=ROOT, check=True)
    else:
        write_documents()


if __name__ == "__main__":
    main()
