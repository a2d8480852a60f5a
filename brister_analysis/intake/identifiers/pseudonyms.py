"""Put stable pseudonyms where identifiers stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from brister_analysis.intake.identifiers.finder import examine
from brister_analysis.intake.identifiers.model import Deidentified, Identifier


def deidentify(texts: Iterable[str], known_names: Sequence[Iterable[str]] | None = None, decisions: Mapping[str, bool] | None = None) -> list[Deidentified]:
    """Mask each text."""
    texts = list(texts)
    names = known_names if known_names is not None else [()] * len(texts)
    out = []
    for text, given in zip(texts, names, strict=True):
        found, doubtful = examine(text, given or ())
        out.append(Deidentified(_masked(text, found), tuple(found), tuple(doubtful)))
    return out


def _masked(text: str, found: list[Identifier]) -> str:
    numbers: dict[str, int] = {}
    pieces, at = [], 0
    for hit in found:
        pieces.append(text[at : hit.start])
        if hit.kind == "PERSON":
            key = text[hit.start : hit.end].casefold().split()[0].rstrip("s")
            pieces.append(f"[PERSON {numbers.setdefault(key, len(numbers) + 1)}]")
        else:
            pieces.append(f"[{hit.kind}]")
        at = hit.end
    return "".join([*pieces, text[at:]])
