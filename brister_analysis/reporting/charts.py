"""A finding as a figure: what is drawn, what it is called, and the same in words."""

from __future__ import annotations

from html import escape

from brister_analysis.reporting import figures
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.section import Fragment

ALT_LENGTH = range(20, 151)


def share_figure(finding: Finding, message: str = "") -> Fragment:
    """Return a finding drawn as shares with their intervals.

    Parameters
    ----------
    finding
        What is drawn; rows nobody reported and rows that were never collected are left to the table.
    message
        A sentence that `may_say` licensed, or a neutral title.
    """
    context = finding.context
    shown = finding.rows
    rows = [row for _, row in shown[(shown["reports"] > 0).fillna(False)].iterrows()]
    if not rows:
        return Fragment("")
    drawn = [
        figures.Share(
            row["label_shown"],
            float(row["share_of_reports"]),
            float(row["low"]),
            float(row["high"]),
            f"{context.number(row['reports'])} · {context.percent(row['share_of_reports'])}",
        )
        for row in rows
    ]
    parts = [
        context.say("alt.share", label=share.label, share=context.percent(share.value)) for share in drawn
    ]
    alt = shortened(context, context.say("alt.shares"), parts)
    words = [
        context.say(
            "alt.share_long",
            label=share.label,
            share=context.percent(share.value),
            count=context.number(row["reports"]),
            base=context.number(row["n_reports"]),
            interval=context.interval(share.low, share.high),
        )
        for share, row in zip(drawn, rows, strict=True)
    ]
    svg = figures.shares(drawn, finding.name.replace("_", "-"), alt, context.language)
    return Fragment(framed(context, svg, message, finding.what, words))


def framed(
    context: Context, svg: str, message: str, what: str, words: list[str], lines: str | None = None
) -> str:
    """Return a figure with its titles and its description in words.

    Parameters
    ----------
    svg
        The drawing.
    message, what
        Title, and statistical title (what, place, period).
    words
        Long description, a sentence a mark.
    lines
        What the lines of the figure are; that they are intervals, if not given.
    """
    shown = f'<span class="message">{escape(message)}</span>' if message else ""
    described = "".join(f"<li>{escape(sentence)}</li>" for sentence in words)
    lines = context.say("figure.lines") if lines is None else lines
    spoken = f"<summary>{escape(context.say('figure.words'))}</summary><ul>{described}</ul>"
    return (
        f'<figure><figcaption>{shown}<span class="what">{escape(f"{what}. {lines}")}</span>'
        f'</figcaption>{svg}<details class="words">{spoken}</details></figure>'
    )


def shortened(context: Context, opening: str, parts: list[str]) -> str:
    """Return an alternative text of at most 150 characters: the opening and as many whole parts as fit."""
    start = f"{context.say('synthetic.alt')} {opening}" if context.synthetic else opening
    for count in range(len(parts), 0, -1):
        rest = len(parts) - count
        ending = context.say("alt.more", count=rest) if rest else "."
        alt = f"{start} {', '.join(parts[:count])}{ending}"
        if len(alt) in ALT_LENGTH:
            return alt
    # A single label too long to fit is cut; the full words stand in the description below the figure.
    return f"{start} {parts[0]}"[: ALT_LENGTH.stop - 2] + "…"


def lead(sentence: str, facts: list[tuple[str, str]]) -> str:
    """Return the paragraph under a title and the key figures; a figure is its number and what it counts."""
    shown = "".join(f"<div><dt>{escape(what)}</dt><dd>{escape(number)}</dd></div>" for number, what in facts)
    return f'<p class="lead">{escape(sentence)}</p>' + (f'<dl class="facts">{shown}</dl>' if facts else "")


def pairs(lines: list[tuple[str, str, bool]]) -> str:
    """Return a list of names with what they are; the last of a line tells a fingerprint."""
    shown = [
        f"<dt>{escape(name)}</dt>" + ('<dd class="hash">' if mark else "<dd>") + f"{escape(value)}</dd>"
        for name, value, mark in lines
    ]
    return f'<dl class="pairs">{"".join(shown)}</dl>'
