"""How much the finder finds, what it costs in ordinary words, and how fast it is.

``python -m benchmarks.deidentification`` prints a table for each set of check texts in ``benchmarks/data``,
written by people who had not seen the rules, with what the first run over it gave, and one for the
development texts, which lie beside the project.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from brister_analysis.intake.identifiers import Identifier, find_identifiers
from brister_analysis.intake.identifiers.measured import FirstRun, first_runs, quoted_runs

SHARED = Path(__file__).parents[1] / ".." / "shared"
NARRATIVES = SHARED / "evaluation" / "dev_narratives.jsonl"
CHECKS = Path(__file__).parent / "data"
NEWS = SHARED / "corpora" / "swedish_ner" / "test.txt"
_MARK = re.compile(r"\[\[([A-Z]+):(.*?)\]\]", re.DOTALL)
# Names of units and things that must survive, as shapes only: the word before or after makes the unit.
_UNIT = re.compile(
    r"(?:[Vv]årdcentralen|[Mm]ottagningen|[Gg]ruppbostaden|Villa|Sankt|Träffpunkt|Rehab) [A-ZÅÄÖ][\w-]+|"
    r"[A-ZÅÄÖ][\w-]+(?:s)? (?:sjukhus|lasarett|stödboende|syndrom|sjukdom|vårdcentral|kommun)\b|"
    r"[A-ZÅÄÖ][a-zåäö]+(?:skolan|gården|mottagningen|kliniken|sjukhuset)\b"
)


def unmark(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a marked text without its marks, and the marked spans."""
    pieces, spans, at, length = [], [], 0, 0
    for mark in _MARK.finditer(marked):
        pieces.append(marked[at : mark.start()])
        length += mark.start() - at
        spans.append((length, length + len(mark.group(2)), mark.group(1)))
        pieces.append(mark.group(2))
        length += len(mark.group(2))
        at = mark.end()
    return "".join([*pieces, marked[at:]]), spans


def covered(text: str, hits: list[Identifier]) -> list[bool]:
    """Return for each code point whether it is masked."""
    under = [False] * len(text)
    for hit in hits:
        under[hit.start : hit.end] = [True] * (hit.end - hit.start)
    return under


def measure(rows: list[dict]) -> dict[str, Any]:
    """Recall and precision by kind, ordinary words masked, and traps that survived."""
    texts, golds = zip(*(unmark(row["text"]) for row in rows), strict=True)
    found: Counter[str] = Counter()
    total, precise, given = found.copy(), found.copy(), found.copy()
    words = masked = traps = survived = 0
    for text, gold, hits in zip(texts, golds, find_identifiers(texts), strict=True):
        under = covered(text, hits)
        true = [False] * len(text)
        for start, end, kind in gold:
            true[start:end] = [True] * (end - start)
            total[kind] += 1
            found[kind] += all(under[at] or not text[at].isalnum() for at in range(start, end))
        for hit in hits:
            given[hit.kind] += 1
            precise[hit.kind] += any(hit.start < end and start < hit.end for start, end, _ in gold)
        for word in re.finditer(r"\w+", text):
            if not any(true[word.start() : word.end()]):
                words += 1
                masked += any(under[word.start() : word.end()])
        for unit in _UNIT.finditer(text):
            if not any(true[unit.start() : unit.end()]):
                traps += 1
                survived += not any(under[unit.start() : unit.end()])
    return {
        "found": found,
        "total": total,
        "precise": precise,
        "given": given,
        "words": words,
        "masked": masked,
        "traps": traps,
        "survived": survived,
    }


def measure_news(path: Path) -> dict[str, float]:
    """Token-level recall, precision and F2 of person names in news text."""
    sentences, sentence = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            parts = line.split()
            sentence.append((parts[0], parts[-1]))
        elif sentence:
            sentences.append(sentence)
            sentence = []
    texts, places = [], []
    for sentence in sentences:
        text, spots = "", []
        for token, tag in sentence:
            text += " " if text and token not in ".,:;!?)" else ""
            spots.append((len(text), len(text) + len(token), tag))
            text += token
        texts.append(text)
        places.append(spots)
    right = missed = wrong = 0
    for hits, spots in zip(find_identifiers(texts), places, strict=True):
        persons = [hit for hit in hits if hit.kind == "PERSON"]
        for start, end, tag in spots:
            hit = any(h.start < end and start < h.end for h in persons)
            right += hit and tag == "PER"
            missed += not hit and tag == "PER"
            wrong += hit and tag != "PER"
    recall, precision = right / (right + missed), right / (right + wrong)
    return {"recall": recall, "precision": precision, "f2": 5 * precision * recall / (4 * precision + recall)}


def measure_speed(texts: list[str]) -> dict[str, float]:
    """Texts of 80 words a second, warm, beside the same patterns bare; seconds from process start to the
    first text."""
    from brister_analysis.intake.identifiers.patterns import patterns

    stock = " ".join(texts).split()
    eighty = [" ".join(stock[at : at + 80]) for at in range(0, len(stock) - 80, 40)]
    find_identifiers(eighty[:20])

    def rate(work: list[str]) -> float:
        start = time.process_time()
        find_identifiers(work)
        return len(work) / (time.process_time() - start)

    first = rate(eighty)
    many = rate(eighty * 10)
    start = time.process_time()
    for text in eighty:
        for pattern in patterns():
            sum(1 for _ in pattern.find.finditer(text))
    bare = len(eighty) / (time.process_time() - start)
    code = "from brister_analysis.intake.identifiers import find_identifiers as f; f(['Ring Anna Berg.'])"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return {
        "texts_a_second": first,
        "texts_a_second_ten_times_as_many": many,
        "bare_patterns_a_second": bare,
        "seconds_to_first_text": time.perf_counter() - start,
    }


def interval(x: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Clopper-Pearson)."""
    from scipy.stats import beta

    low = float(beta.ppf(0.025, x, n - x + 1)) if x else 0.0
    return low, float(beta.ppf(0.975, x + 1, n - x)) if x < n else 1.0


def print_found(rows: list[dict], heading: str, first: FirstRun | None = None) -> dict[str, float]:
    """Print the table of some texts, beside it their first run where there is one, and return its figures.

    Notes
    -----
    Identifiers of one text hang together, so that the true intervals are somewhat wider than those printed.
    """
    figures: dict[str, float] = {}
    got = measure(rows)
    found, total, precise, given = (got[name] for name in ("found", "total", "precise", "given"))
    print(heading)
    beside = "  first run" if first else ""
    print(f"{'kind':14}{'spans':>7}{'found':>7}{'recall':>9}  {'95 % interval':17}{'precision':>10}{beside}")
    structured = [kind for kind in sorted(total) if kind != "PERSON"]
    for name, kinds in [(k, [k]) for k in sorted(total)] + [
        ("structured", structured),
        ("all", sorted(total)),
    ]:
        x, n = sum(found[k] for k in kinds), sum(total[k] for k in kinds)
        low, high = interval(x, n)
        right = sum(precise[k] for k in kinds) / max(1, sum(given[k] for k in kinds))
        beside = _first(first, kinds) if first else ""
        print(f"{name:14}{n:7}{x:7}{x / n:9.3f}  {low:.3f} to {high:.3f}   {right:10.3f}{beside}")
        figures[f"recall_{name}"], figures[f"low_{name}"], figures[f"precision_{name}"] = x / n, low, right
    figures["masked_per_1000"] = 1000 * got["masked"] / got["words"]
    figures["traps_survived"] = got["survived"] / max(1, got["traps"])
    low, high = (1000 * end for end in interval(got["masked"], got["words"]))
    price = f"{low:.2f} to {high:.2f}; {got['masked']} of {got['words']}"
    beside = f"; first run {1000 * first.masked[0] / first.masked[1]:.2f}" if first else ""
    print(f"ordinary words masked per 1,000: {figures['masked_per_1000']:.2f} ({price}){beside}")
    print(f"unit names and eponyms that survived: {got['survived']} of {got['traps']}\n")
    return figures


def _first(run: FirstRun, kinds: list[str]) -> str:
    x = sum(run.found.get(kind, (0, 0))[0] for kind in kinds)
    n = sum(run.found.get(kind, (0, 0))[1] for kind in kinds)
    low, high = interval(x, n)
    return f"  {x} of {n}, {x / n:.3f} ({low:.3f} to {high:.3f})"


def print_checks() -> dict[str, object]:
    """Print every set of check texts: unseen in its first run only, since rules were mended after each."""
    figures: dict[str, object] = {}
    for run in first_runs():
        rows = read_rows(CHECKS / run.file)
        seen = "unseen in the first run, no longer now"
        if run in quoted_runs():
            seen += "; the first run is what pages quote"
        made = f"first run {run.date} ({run.version})"
        heading = f"De-identification, {run.name} set: {len(rows)} texts, {made}; {seen}"
        got = print_found(rows, heading, run)
        figures |= {f"{run.name}_{name}": value for name, value in got.items()}
        found, total = run.all_found
        figures[f"{run.name}_first_run"] = found / total
    return figures


def read_rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> dict[str, object]:
    """Print the tables and return the figures; what cannot be measured here is said and left out."""
    figures = print_checks()
    if not NARRATIVES.exists():
        print("The development texts are not here (../shared/evaluation); nothing more measured.")
        return figures
    rows = read_rows(NARRATIVES)
    figures |= print_found(
        rows, f"De-identification, {len(rows)} development texts (rules were tuned on them)"
    )
    if NEWS.exists():
        news = measure_news(NEWS)
        figures |= {f"news_{name}": value for name, value in news.items()}
        told = ", ".join(f"{name} {value:.3f}" for name, value in news.items())
        print(f"names in news text, tokens: {told}")
        print("  for comparison: lists and unknown words R .952 P .606, a trained CRF R .94 P .94")
    else:
        print("names in news text: the corpus is not here (../shared/corpora/swedish_ner); not measured.")
    speed = measure_speed([unmark(row["text"])[0] for row in rows])
    figures |= speed
    for name, value in speed.items():
        print(f"{name.replace('_', ' ')}: {value:,.2f}")
    return figures


if __name__ == "__main__":
    main()
