"""Words that tell organisations and professional roles apart, as ``data/organisations.toml`` lists them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def matches(written: str, group: str) -> dict[str, tuple[int, int]]:
    """Return code → start and end of the longest words of that code found in a text.

    Parameters
    ----------
    written
        Any text.
    group
        ``principal``, ``hint``, ``activity`` or ``role``.
    """
    found = {}
    for code, patterns in _patterns(group).items():
        spans = [match.span() for pattern in patterns for match in pattern.finditer(written)]
        if spans:
            found[code] = max(spans, key=lambda span: (span[1] - span[0], -span[0]))
    return found


def longest(spans: Mapping[str, tuple[int, int]]) -> str | None:
    """Return the code whose words are longest, the first listed of equals; None when there is none."""
    return max(spans, key=lambda code: spans[code][1] - spans[code][0], default=None)


def is_only(written: str, group: str, code: str) -> bool:
    """Tell whether a text is a word of `code` and nothing else ("kommunen", "Arbetsförmedlingen")."""
    return any(pattern.fullmatch(written) for pattern in _patterns(group)[code])


def is_no_name(word: str) -> bool:
    """Tell whether a word before "kommun" is none of a name ("annan kommun")."""
    return word.casefold() in _words()["no_name"]["words"]


def resolve_role(written: str) -> str | None:
    """Return the code of the professional role, None when it is none of the dimension's.

    Examples
    --------
    >>> resolve_role("Leg. sjuksköterska"), resolve_role("enhetschef")
    ('nurse', None)
    """
    return longest(matches(written, "role"))


def without_roles(written: str) -> str:
    """Return text without words for professional roles, so that what is left of a name field is a name."""
    for patterns in _patterns("role").values():
        for pattern in patterns:
            written = pattern.sub(" ", written)
    return " ".join(written.split())


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    source = files("brister_analysis.intake").joinpath("data/organisations.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _patterns(group: str) -> dict[str, list[re.Pattern[str]]]:
    return {code: [_pattern(word) for word in listed] for code, listed in _words()[group].items()}


def _pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a word of the data file; ``*`` is the rest of a word."""
    rest = re.escape(word).replace(r"\*", r"[\w-]*")
    return re.compile(rf"(?<!\w){rest}(?!\w)", re.IGNORECASE)
