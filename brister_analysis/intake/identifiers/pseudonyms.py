"""Put stable pseudonyms where identifiers stood, so that the text stays readable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from brister_analysis.intake.identifiers.finder import examine, with_names
from brister_analysis.intake.identifiers.model import Deidentified, Identifier
from brister_analysis.intake.identifiers.review import Decisions

_PART = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")


def deidentify(
    texts: Iterable[str],
    known_names: Sequence[Iterable[str]] | None = None,
    decisions: Decisions | None = None,
) -> list[Deidentified]:
    """Mask what points at a person in each text.

    Parameters
    ----------
    texts
        Free texts as written; a missing one counts as empty.
    known_names
        For each text the names that its form's own name field held.
    decisions
        What people decided about doubtful words: a word that may stay is left, a word that is a name is
        masked wherever it stands.

    Returns
    -------
    list of Deidentified
        One for each text, same order. Nothing outside the identifiers' places is changed, and masking a
        masked text changes nothing.

    Notes
    -----
    The same person keeps the number within a text, as far as the name shows it: "Anna Berg", "Annas" and
    "Berg" are one, two sisters called Berg may become one. Numbers say nothing across texts.

    Examples
    --------
    >>> deidentify(["Anna Berg ringde. Annas mamma Siv kom inte."])[0].text
    '[PERSON 1] ringde. [PERSON 1] mamma [PERSON 2] kom inte.'
    """
    given = with_names(texts, known_names)
    once = list(dict.fromkeys(given))  # a unit stands in report after report
    done = {}
    for (text, names), (found, doubtful) in zip(once, examine(once), strict=True):
        if decisions is not None:
            found, doubtful = _decided(text, found, doubtful, decisions)
        done[text, names] = Deidentified(_masked(text, found), tuple(found), tuple(doubtful))
    return [done[each] for each in given]


def _decided(
    text: str, found: list[Identifier], doubtful: list[Identifier], decisions: Decisions
) -> tuple[list[Identifier], list[Identifier]]:
    kept = [
        hit for hit in found if hit.kind != "PERSON" or decisions.keeps(text[hit.start : hit.end]) is not True
    ]
    thin = [hit for hit in doubtful if decisions.keeps(text[hit.start : hit.end]) is None]
    if decisions.masks_some:
        for word in _WORD.finditer(text):
            taken = any(hit.start < word.end() and word.start() < hit.end for hit in kept)
            if not taken and decisions.keeps(word.group()) is False:
                kept.append(Identifier(word.start(), word.end(), "PERSON", "decided"))
    return sorted(kept), thin


def _masked(text: str, found: list[Identifier]) -> str:
    persons: list[set[str]] = []
    pieces, at = [], 0
    for hit in found:
        pieces.append(text[at : hit.start])
        if hit.kind == "PERSON":
            pieces.append(f"[PERSON {_number(text[hit.start : hit.end], persons)}]")
        else:
            pieces.append(f"[{hit.kind}]")
        at = hit.end
    return "".join([*pieces, text[at:]])


def _number(name: str, persons: list[set[str]]) -> int:
    """Return the person's number: of whom the parts of this name belong to, else a new one."""
    lowered = [part.casefold() for part in _PART.findall(name)] or [name.casefold()]
    parts = {part.removesuffix("s") for part in lowered}
    for number in range(len(persons), 0, -1):
        known = persons[number - 1]
        if parts <= known or known <= parts:
            known |= parts
            return number
    persons.append(parts)
    return len(persons)
