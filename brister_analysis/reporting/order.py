"""In which order a page's sections stand: the region's own, with what every page has put in its place."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.resources import files


def section_order(profile_sections: Sequence[str]) -> list[str]:
    """Return the slugs of all sections in order.

    Parameters
    ----------
    profile_sections
        The region's own sections in its own order.

    Examples
    --------
    >>> section_order(["purpose", "causes", "provenance"])[:4]
    ['purpose', 'direction', 'accounting', 'causes']
    """
    source = files(__package__).joinpath("sections.toml").read_text(encoding="utf-8")
    order = list(profile_sections)
    for slug, places in tomllib.loads(source)["before"].items():
        before = next((place for place in places if place in order), None)
        order.insert(order.index(before) if before else len(order), slug)
    return order
