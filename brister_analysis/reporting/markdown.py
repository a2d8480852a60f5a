"""Text with emphasis and links written as Markdown that gives the same text back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

# A sign that Markdown could take for its own.
_SIGNS = re.compile(r"([\\`*_\[\]<>&|~])")
# What would make a line a heading, a list, a quotation or a rule.
_STARTS = re.compile(r"(?m)^([ \t]*)(?:([-+#>=])|(\d{1,9})([.)]))")


class Words(NamedTuple):
    """A stretch of text that looks the same throughout; `address` is where it links, empty when nowhere."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""


def escaped(text: str) -> str:
    r"""Return text as Markdown that means no more than it says.

    Examples
    --------
    >>> print(escaped("1. *A* & B"))
    1\. \*A\* \& B
    """
    signs = _SIGNS.sub(r"\\\1", text)
    return _STARTS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", signs)


def inline(words: Iterable[Words]) -> str:
    """Return stretches of text as one Markdown paragraph; emphasis that Markdown cannot express is left out.

    Examples
    --------
    >>> inline([Words("Ring "), Words("först ", bold=True), Words("alltid.")])
    'Ring **först** alltid.'
    """
    from brister_analysis.reporting.texts import plain_text

    merged = [
        Words("".join(one.text for one in group), *look)
        for look, group in groupby(words, key=lambda one: one[1:])
    ]
    plain = _lines(escaped("".join(one.text for one in merged)))
    marked = _lines("".join(_marked(one) for one in merged))
    # Signs next to letters can make emphasis show as asterisks: then the words are worth more than the look.
    return marked if plain_text(marked) == plain_text(plain) else plain


def _marked(words: Words) -> str:
    core = words.text.strip()
    if not core:
        return words.text
    before, _, after = words.text.partition(core)
    sign = "*" * (2 * words.bold + words.italic)
    shown = f"{sign}{escaped(core)}{sign}"
    return f"{before}{f'[{shown}](<{words.address}>)' if words.address else shown}{after}"


def _lines(text: str) -> str:
    """Return text whose line breaks are kept by Markdown, without the spaces that would mean something."""
    lines = [" ".join(line.split()) for line in text.strip().split("\n")]
    return "\\\n".join(line for line in lines if line)
