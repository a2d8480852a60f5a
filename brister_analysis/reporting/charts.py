"""A finding as a figure: what is drawn, what it is called, and the same in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from brister_analysis.reporting import figures
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.describe import Description, describe
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.section import Fragment


def share_figure(
    finding: Finding, message: str = "", own: Callable[[Description], Description] | None = None
) -> Fragment:
    """Return a finding drawn as shares with their intervals.

    Parameters
    ----------
    finding
        What is drawn; rows nobody reported and rows that were never collected are left to the table.
    message
        A sentence that `may_say` licensed, or a neutral title; what the finding shows, if empty.
    own
        Puts people's words in place of the program's, where they wrote any.
    """
    context = finding.context
    shown = finding.rows
    rows = [row for _, row in shown[(shown["reports"] > 0).fillna(False)].iterrows()]
    if len(rows) < 2:
        # A single row says no more drawn than in the table under it.
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
    marks = [
        {
            "label": share.label,
            "share": context.percent(share.value),
            "reports": context.number(row["reports"]),
            "base": context.number(row["n_reports"]),
            "interval": context.interval(share.low, share.high),
        }
        for share, row in zip(drawn, rows, strict=True)
    ]
    values = [share.value for share in drawn]
    ends = {"lowest": context.percent(min(values)), "highest": context.percent(max(values))}
    told = describe(context, "share", marks, base=marks[0]["base"], **ends)
    told = own(told) if own else told
    svg = figures.shares(drawn, finding.name.replace("_", "-"), told.alt, context.language)
    return Fragment(framed(context, svg, message or finding.caption, finding.what, told.words))


def framed(
    context: Context, svg: str, message: str, what: str, words: Sequence[str], lines: str | None = None
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
