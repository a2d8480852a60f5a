"""The finder: shapes first, then names, given back in the text's own code points."""

from __future__ import annotations

import re
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
    found = sorted(shapes + names + _birth_dates(reading.text, names))
    return [_placed(hit, reading) for hit in found], [_placed(hit, reading) for hit in doubtful]


_BESIDE = re.compile(
    r"[ ,(:/-]{1,4}((?:(?:18|19|20)\d\d|\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(?![\d:/-]))"
)


def _birth_dates(text: str, names: list[Identifier]) -> list[Identifier]:
    """Six or eight digits that are a date, right after a person's name, are a birth date."""
    found = []
    for name in names:
        beside = _BESIDE.match(text, name.end)
        if beside:
            found.append(Identifier(*beside.span(1), "PERSONNUMMER", "date_beside_name"))
    return found


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
