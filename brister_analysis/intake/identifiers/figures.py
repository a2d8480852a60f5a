"""Letters that stand for figures ("o7o-174 o6 22", "076-000 41 3O"), read as the figures they stand for."""

from __future__ import annotations

import re

# Begins with the figure, since few places of a text hold one.
_NEAR_FIGURE = re.compile(r"\d(?:[oOlI]|(?<=[oOlI]\d)(?<![^\W\d_][oOlI]\d)|(?<=\d[ -][oOlIi]\d))")
_GROUP = r"(?=[oOlIi]*\d)[\doOlIi]+"
_RUN = re.compile(rf"(?<![\w.]){_GROUP}(?:[ ./-]{{1,3}}{_GROUP})*(?!\w)")
_FIGURES = str.maketrans("oOlIi", "00111")


def with_figures(text: str) -> str:
    """Return the text with figures where letters stand for them, at the same places.

    Examples
    --------
    >>> with_figures("ring o7o-174 o6 22 om O2")
    'ring 070-174 06 22 om O2'
    """
    return _RUN.sub(_read_as_figures, text) if _NEAR_FIGURE.search(text) else text


def _read_as_figures(run: re.Match[str]) -> str:
    written = run.group()
    figures = sum(map(str.isdigit, written))
    size = sum(map(str.isalnum, written))
    long = (size >= 5 and figures >= 3) or (size == 4 == len(written) and figures == 2)
    return written.translate(_FIGURES) if long and not written.isdigit() else written
