"""Names and other words that must not leave, known because the year's forms held them. They live in memory
only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from brister_analysis.intake.identifiers import dictionary, lists, words
from brister_analysis.intake.identifiers.model import Identifier

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


class Forbidden:
    """What the forms held, ready to be looked for.

    Parameters
    ----------
    given
        Names, numbers, addresses. A name of one word that is also an ordinary word, a place or a unit is
        passed over: pages hold "Lund" and "Hans" for other reasons, and the finder has masked the person.
    """

    def __init__(self, given: Iterable[str] = ()) -> None:
        singles: set[str] = set()
        longer: set[str] = set()
        for item in given:
            parts = _WORD.findall(item)
            if not parts or sum(map(len, parts)) < 3:
                continue
            if len(parts) > 1 or any(c.isdigit() for c in item):
                longer.add(r"[\s\W_]{1,3}".join(map(re.escape, parts)))
            elif not is_everyday(parts[0]):
                singles.add(parts[0].casefold())
        self._singles = frozenset(singles)
        self._longer = (
            re.compile(r"(?<!\w)(?:" + "|".join(sorted(longer)) + r")(?!\w)", re.I) if longer else None
        )

    def find(self, text: str) -> list[Identifier]:
        """Return where any of it stands in a text."""
        found = []
        if self._longer:
            found = [Identifier(*m.span(), "PERSON", "forbidden") for m in self._longer.finditer(text)]
        if self._singles:
            for m in _WORD.finditer(text):
                lowered = m.group().casefold()
                if lowered in self._singles or lowered.removesuffix("s") in self._singles:
                    found.append(Identifier(*m.span(), "PERSON", "forbidden"))
        return found


def is_everyday(name: str) -> bool:
    """Return whether a name is also an ordinary word, a place, a unit or a system."""
    lowered = name.casefold()
    listed = lowered in lists.listed("everyday") or lowered in words.places() or lowered in words.kept()
    return listed or dictionary.knows(lowered) or words.is_unit_word(lowered)
