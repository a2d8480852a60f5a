"""Contrast of every colour a page uses, by the formula of WCAG 2: text 4.5:1, marks in figures 3:1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from brister_analysis.errors import Fault
from brister_analysis.reporting.figures import GRID

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
HEX = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# Grid lines help the eye but carry nothing; white is the paper.
DECORATION = {GRID, "#ffffff"}


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def colour_faults(page: HtmlElement) -> Iterator[Fault]:
    """Yield a fault for each colour of text or mark with too little contrast.

    A rule's colour is held against the rule's own background, else against every background of the page that
    text of the page's own colour stands on: stricter than where it really stands.
    """
    css = " ".join(page.xpath("//style/text()"))
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    named = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-fA-F]{3,6})", css))
    css = re.sub(r"var\((--[\w-]+)\)", lambda match: named.get(match[1], match[0]), css)
    papers = {"#ffffff"} | {named[name] for name in ("--soft",) if name in named}
    for selector, body in RULE.findall(css):
        colours = re.findall(r"(?<![\w-])color:\s*(#[0-9a-fA-F]{3,6})", body)
        own = HEX.findall(" ".join(re.findall(r"background(?:-color)?:\s*([^;]+)", body)))
        for colour in colours:
            if any(contrast(colour, paper) < TEXT_CONTRAST for paper in own or papers):
                yield Fault("page.check.contrast", (selector.strip(),), colour)
    for style in sorted({*page.xpath("//svg//text/@style")}):
        for colour in re.findall(r"fill:\s*(#[0-9a-fA-F]{6})", style):
            if contrast(colour, "#ffffff") < TEXT_CONTRAST:
                yield Fault("page.check.contrast", ("<text>",), colour)
    marks = {
        colour.lower()
        for style in page.xpath("//svg//*[not(self::text)]/@style")
        for colour in HEX.findall(style)
    }
    for colour in sorted(marks - DECORATION):
        if contrast(colour, "#ffffff") < MARK_CONTRAST:
            yield Fault("page.check.contrast", ("<svg>",), colour)
