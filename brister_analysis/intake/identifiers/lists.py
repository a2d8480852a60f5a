"""The lists of words that lie in ``data/``, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

_DATA = files("brister_analysis.intake.identifiers").joinpath("data")

_LAST = 3
# The lists of words for a person, after which a name may come.
FOR_PERSONS = ("titles", "roles", "kin", "clients")


def split(block: str) -> frozenset[str]:
    """Return the words of a block in lower case; "_" stands for a space inside one."""
    return frozenset(word.replace("_", " ").casefold() for word in block.split())


@cache
def toml(name: str) -> dict:
    """Return a file of lists as it is."""
    return tomllib.loads(_DATA.joinpath(name).read_text(encoding="utf-8"))


@cache
def listed(name: str) -> frozenset[str]:
    """Return one list of words of ``people.toml``, ``kept.toml`` or ``units.toml``; capital letters kept in
    acronyms."""
    for source in ("people.toml", "kept.toml", "units.toml"):
        block = toml(source).get(name)
        if block is not None:
            if name in ("acronyms", "mixed_short_forms", "numbered_sources"):
                return frozenset(block.split())
            return split(block)
    raise KeyError(name)


@cache
def endings(name: str) -> tuple[str, ...]:
    """Return one list as what `str.endswith` takes."""
    return tuple(sorted(listed(name)))


def ends(word: str, name: str) -> bool:
    """Return whether a word ends in one of a long list: only those with its last letters are tried."""
    return word.endswith(_by_last_letters(name).get(word[-_LAST:], ()))


@cache
def _by_last_letters(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for ending in endings(name):
        found[ending[-_LAST:]] = (*found.get(ending[-_LAST:], ()), ending)
    return found


def lines(name: str) -> list[str]:
    """Return the lines of a list that are no remarks."""
    return [line for line in everything(name) if line and not line.startswith("#")]


def everything(name: str) -> list[str]:
    """Return the lines of a list with its remarks."""
    return _DATA.joinpath(name).read_text(encoding="utf-8").splitlines()
