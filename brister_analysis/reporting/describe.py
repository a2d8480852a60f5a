"""What a figure says to who cannot see it: a short text and a long one, made from the drawn numbers by kind.

Kinds: ``share`` (shares of one base), ``change`` (a ratio between two years), ``trend`` (counts over years),
``matrix`` (pairs), ``funnel`` (areas within limits). Their sentences lie in ``describe.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from brister_analysis.errors import CheckRefused, Fault
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.texts import plain_text

ALT_LENGTH = range(20, 151)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Description:
    """A figure in words.

    Parameters
    ----------
    alt
        What a screen reader says in the figure's place: 20 to 150 characters with a number of the figure.
    words
        Sentences: first what the whole figure shows, then each mark.
    """

    alt: str
    words: tuple[str, ...]


def describe(
    context: Context, kind: str, marks: Sequence[Mapping[str, object]], **whole: object
) -> Description:
    """Return a figure in words.

    Parameters
    ----------
    context
        The page.
    kind
        One of the kinds above.
    marks
        Values of each mark, already written in the language, in the order drawn; at least one.
    whole
        Values of the sentence on the whole figure.

    Examples
    --------
    >>> page = Context("sv", "Nordvästra Skåne", "2023", False, "nv")
    >>> marks = [{"pair": "2019–2020", "ratio": "1,60", "exact": "1,00–2,62", "adjusted": "0,57–4,50"}]
    >>> found = describe(page, "change", marks, lowest="1,60", highest="1,60", unchanged="1")
    >>> found.alt
    'Kvot mellan två år: 2019–2020: 1,60.'
    >>> found.words[1]
    '2019–2020: kvot 1,60, exakt intervall 1,00–2,62, justerat intervall 0,57–4,50.'
    """
    say = context.say
    short = [say(f"describe.{kind}.short", **mark) for mark in marks]
    words = [say(f"describe.{kind}.whole", count=context.number(len(marks)), **whole)]
    words += [say(f"describe.{kind}.mark", **mark) for mark in marks]
    return Description(shortened(context, say(f"describe.{kind}.alt"), short), tuple(words))


def shortened(context: Context, opening: str, parts: Sequence[str]) -> str:
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


def own_description(
    texts: Mapping[str, str], figure: str, context: Context
) -> Callable[[Description], Description]:
    """Return what puts people's words in place of the program's, for one figure.

    Parameters
    ----------
    texts
        What people wrote, by heading: ``alt-<figure>`` is the short text, ``words-<figure>`` the long one, a
        paragraph or a point of a list becoming a sentence. The figures of a yearly page are named as their
        table: ``direction``, ``causes``, ``causes-native``, ``measures``, ``actors``, ``principals``,
        ``agreements``.
    figure
        The figure's name.

    Raises
    ------
    CheckRefused
        When it is used: the short text is too long or too short, or holds no number of the figure, or either
        text holds a number that is not the figure's.
    """

    def replaced(told: Description) -> Description:
        alt, words = texts.get(f"alt-{figure}"), texts.get(f"words-{figure}")
        if alt is not None:
            alt = " ".join(plain_text(alt).split())
            alt = f"{context.say('synthetic.alt')} {alt}" if context.synthetic else alt
            if len(alt) not in ALT_LENGTH or not set(NUMBER.findall(alt)) & _numbers(told):
                values = {
                    "figure": figure,
                    "length": len(alt),
                    "least": ALT_LENGTH.start,
                    "most": ALT_LENGTH.stop - 1,
                }
                raise CheckRefused(Fault("describe.own.alt", values=values))
        unknown = _numbers(Description("", (f"{alt or ''} {words or ''}",))) - _numbers(told)
        unknown -= {*NUMBER.findall(context.period), *NUMBER.findall(context.say("figure.lines"))}
        if unknown:
            raise CheckRefused(Fault("describe.own.number", values={"figure": figure}))
        lines = (
            tuple(line.strip() for line in plain_text(words).splitlines() if line.strip()) if words else ()
        )
        return Description(alt or told.alt, lines or told.words)

    return replaced


def _numbers(told: Description) -> set[str]:
    return {number for sentence in told.words for number in NUMBER.findall(sentence)}
