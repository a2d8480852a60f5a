"""Blocks of a Word document as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from brister_analysis.reporting.word_blocks import Block


def to_markdown(blocks: Iterable[Block], top: int) -> str:
    """Return blocks as Markdown; a heading of level `top` becomes ``###``."""
    written: list[str] = []
    rest = [one for one in blocks if one.kind != "control"]
    while rest:
        first = rest[0]
        if first.kind == "item":
            items = list(takewhile(lambda one: one.kind == "item", rest))
            written.append(_list(items))
            rest = rest[len(items) :]
            continue
        if first.kind == "heading":
            written.append("#" * min(max(first.level - top + 3, 3), 6) + " " + first.markdown)
        else:
            written.append(first.markdown)
        rest = rest[1:]
    return "\n\n".join(written)


def _list(items: list[Block]) -> str:
    """Return items as one list, nested as deep as they stand."""
    lines: list[str] = []
    # For each open level: how far in its text begins, whether it is numbered, and its last number.
    open_levels: list[tuple[int, bool, int]] = []
    for item in items:
        depth = min(item.level, len(open_levels))
        del open_levels[depth + 1 :]
        inset = open_levels[depth - 1][0] if depth else 0
        last = open_levels[depth][2] if len(open_levels) > depth and open_levels[depth][1] else 0
        sign = f"{last + 1}. " if item.numbered else "- "
        open_levels[depth:] = [(inset + len(sign), item.numbered, last + 1 if item.numbered else 0)]
        lines.append(" " * inset + sign + item.markdown)
    return "\n".join(lines)
