"""The finder: shapes first, then names, given back in the text's own code points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from brister_analysis.intake.identifiers.model import Identifier
from brister_analysis.intake.identifiers.names import find_names
from brister_analysis.intake.identifiers.patterns import find_shapes
from brister_analysis.intake.identifiers.text import Reading, read


def examine(text: str, known_names: Iterable[str] = ()) -> tuple[list[Identifier], list[Identifier]]:
    """Return what is to be masked in one text, and what a person should look at; both sorted."""
    if not isinstance(text, str) or not text:
        return [], []
    reading = read(text)
    shapes = list(find_shapes(reading.text))
    names, doubtful = find_names(reading.text, [(hit.start, hit.end) for hit in shapes], known_names)
    found = sorted(shapes + names)
    return [_placed(hit, reading) for hit in found], [_placed(hit, reading) for hit in doubtful]


def find_identifiers(
    texts: Iterable[str], known_names: Sequence[Iterable[str]] | None = None
) -> list[list[Identifier]]:
    """Find what points at a person in each text."""
    texts = list(texts)
    names = known_names if known_names is not None else [()] * len(texts)
    return [examine(text, given or ())[0] for text, given in zip(texts, names, strict=True)]


def scan(text: str, forbidden: Iterable[str] = ()) -> list[Identifier]:
    """Find what surely must not leave."""
    reading = read(text)
    return [_placed(hit, reading) for hit in find_shapes(reading.text, sure_only=True)]


def _placed(hit: Identifier, reading: Reading) -> Identifier:
    start, end = reading.place(hit.start, hit.end)
    return hit._replace(start=start, end=end)
