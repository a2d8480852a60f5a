"""Themes are the only words about a report that people write freely and a page prints: none may point at a
person."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache


def names_someone(themes: Iterable[str]) -> bool:
    """Return whether something in the themes points at a person.

    Notes
    -----
    Rules find most, never all: a place or a diagnosis that points somebody out goes unseen, so people read
    the themes before a page is published.
    """
    return any(_has_identifier(theme) for theme in themes)


@cache
def _has_identifier(theme: str) -> bool:
    from brister_analysis.intake.identifiers import find_identifiers

    return bool(find_identifiers([theme])[0])
