"""Train the finder's context model: ``python -m benchmarks.train_context``.

It learns from the texts in ``benchmarks/data`` (invented, written for the project), a copy of each with other
names and figures, some without capitals and stops, and example texts for causes, which hold no identifiers.
The same texts and lists give the same weights. A new set is measured by `benchmarks.first_run` before
anything is trained on it. ``--left-out`` prints instead how rules and model do on each set when the model has
learnt from other sets only.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pycrfsuite

from benchmarks.deidentification import CHECKS, measure, read_rows, unmark
from brister_analysis.coding.suggest.bank import snippets
from brister_analysis.intake.identifiers import context
from brister_analysis.intake.identifiers.context_traits import ONLY_NEAR, OUTSIDE, REACH, pieces_of, traits
from brister_analysis.intake.identifiers.look import looks_by_word
from brister_analysis.intake.identifiers.text import read
from brister_analysis.intake.identifiers.words import first_names, surnames

Marked = tuple[str, list[tuple[int, int, str]]]
NOTHING = "O"
# Weights are kept as whole numbers of this fraction.
SCALE = 16
_SETTINGS = {"c1": 0.05, "c2": 0.1, "max_iterations": 100, "feature.minfreq": 2}
_FOLDS = 5
_IN_LOWER_CASE, _WITHOUT_STOPS = 0.3, 0.4
_NAME = re.compile(r"[^\W\d_]{3,}")


def texts_of(sets: Iterable[Path]) -> list[Marked]:
    return [unmark(read(row["text"]).text) for path in sets for row in read_rows(path)]


def varied(marked: Marked, chance: random.Random) -> Marked:
    """Return a copy with other names and figures, so that the surroundings are learnt and not the names."""
    text, spans = marked
    firsts = sorted(name for name, weight in first_names().items() if weight >= 2)
    lasts = sorted(surnames())
    look_up = looks_by_word(False)

    def other_name(found: re.Match[str]) -> str:
        written = found.group()
        name = chance.choice(lasts if look_up[written].last and chance.random() < 0.7 else firsts)
        if written.isupper():
            return name.upper()
        return name.capitalize() if written[0].isupper() else name

    pieces, moved, at, size = [], [], 0, 0
    for start, end, kind in spans:
        held = text[start:end]
        if kind == "PERSON":
            held = _NAME.sub(other_name, held)
        elif kind != "EMAIL":
            held = re.sub(r"\d", lambda _: str(chance.randrange(10)), held)
        size += start - at
        moved.append((size, size + len(held), kind))
        pieces += [text[at:start], held]
        size, at = size + len(held), end
    copy = "".join([*pieces, text[at:]])
    if chance.random() < _IN_LOWER_CASE and len(copy.lower()) == len(copy):
        copy = copy.lower()
        if chance.random() < _WITHOUT_STOPS:
            copy = re.sub(r"[.,;:!?](?=\s)", " ", copy)
    return copy, moved


def items(marked: Marked) -> tuple[list[list[str]], list[str]]:
    """Return for each piece of a text what it and its neighbours are, and its label."""
    text, spans = marked
    pieces = pieces_of(text)
    own = [
        traits(written, glued, pieces.hand)
        for written, glued in zip(pieces.written, pieces.glued, strict=True)
    ]
    around = [[OUTSIDE]] * REACH + own + [[OUTSIDE]] * REACH
    told = [
        [
            f"{distance} {trait}"
            for distance in range(2 * REACH + 1)
            for trait in around[at + distance]
            if abs(distance - REACH) < 2 or not trait.startswith(ONLY_NEAR)
        ]
        for at in range(len(own))
    ]
    labels = [
        next((kind for a, b, kind in spans if a < end and start < b), NOTHING)
        for start, end in zip(pieces.starts, pieces.ends, strict=True)
    ]
    return told, labels


def train(sets: Iterable[Path], target: Path) -> None:
    """Train on the sets and write the weights."""
    chance = random.Random(1)
    trainer = pycrfsuite.Trainer(verbose=False)
    learnt_from = texts_of(sets)
    for marked in learnt_from:
        trainer.append(*items(marked))
        trainer.append(*items(varied(marked, chance)))
    # As many texts again show where no identifier stands.
    for snippet in chance.sample(snippets(), min(len(learnt_from), len(snippets()))):
        text = read(snippet.text).text
        trainer.append(*items((text.lower() if chance.random() < 0.5 else text, [])))
    trainer.set_params(_SETTINGS)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "model")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        tagger.open(file)
        model = tagger.info()
        labels = [NOTHING, *sorted(set(tagger.labels()) - {NOTHING})]
        tagger.close()
    names = sorted({feature.partition(" ")[2] for feature, _ in model.state_features} | {OUTSIDE})
    number = {name: at for at, name in enumerate(names)}
    weights = np.zeros((len(names), 2 * REACH + 1, len(labels)))
    for (feature, label), weight in model.state_features.items():
        distance, _, trait = feature.partition(" ")
        weights[number[trait], int(distance), labels.index(label)] = weight
    moves = np.zeros((len(labels), len(labels)))
    for (before, label), weight in model.transitions.items():
        moves[labels.index(before), labels.index(label)] = weight
    np.savez_compressed(
        target,
        labels="\n".join(labels),
        traits="\n".join(names),
        weights=np.rint(weights * SCALE).clip(-127, 127).astype(np.int8),
        moves=np.rint(moves * SCALE).astype(np.int16),
        scale=SCALE,
    )


@contextmanager
def weights(path: Path) -> Iterator[None]:
    """Let the finder use other weights for a while."""
    own = context.WEIGHTS
    try:
        context.WEIGHTS = path
        context.forget()
        yield
    finally:
        context.WEIGHTS = own
        context.forget()


def cross_validate(sets: list[Path]) -> None:
    """Print what rules and model find in each set when the model has learnt from other sets only.

    The rules have been mended by all sets but the newest, so the recall is no forecast; the price is one.
    """
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(_FOLDS):
            left_out = sets[fold::_FOLDS]
            target = Path(folder) / f"{fold}.npz"
            train([path for path in sets if path not in left_out], target)
            with weights(target):
                for path in left_out:
                    got = measure(read_rows(path))
                    found, total = sum(got["found"].values()), sum(got["total"].values())
                    price = 1000 * got["masked"] / got["words"]
                    print(
                        f"{path.stem:28} {found}/{total} {found / total:.3f}  {price:.1f} per 1,000",
                        flush=True,
                    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--left-out", action="store_true")
    sets = sorted(CHECKS.glob("*_narratives*.jsonl"))
    if parser.parse_args().left_out:
        cross_validate(sets)
    else:
        train(sets, Path(str(context.WEIGHTS)))


if __name__ == "__main__":
    main()
