"""The finder: shapes first, then names, given back in the text's own code points."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from brister_analysis.intake.identifiers.context import by_context
from brister_analysis.intake.identifiers.forbidden import Forbidden
from brister_analysis.intake.identifiers.model import Identifier
from brister_analysis.intake.identifiers.names import find_names, full_names
from brister_analysis.intake.identifiers.numbers import unexplained_numbers
from brister_analysis.intake.identifiers.patterns import find_shapes, shapes_of
from brister_analysis.intake.identifiers.text import Reading, read
from brister_analysis.intake.identifiers.widening import widened

_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
# Years of two figures that are seldom those of an event.
_YY = r"(?:0\d|1[0-4]|[3-9]\d)"
# "Saga (hjälpmedel, hörapparat, 180925)": the last in brackets that a name stands in or before.
_IN_BRACKETS = re.compile(
    rf"(?: ?\([^()\n]{{1,40}}?|[^()\n]{{0,40}}?)[ ,](?:f\.? )?((?:(?:19|20)\d\d|\d\d){_MONTH}{_DAY})\)"
)
_BESIDE = re.compile(
    rf" ?\(((?:(?:19\d\d|200\d)|\d\d)-{_MONTH}-{_DAY})(?=[,)])|"
    rf"[ ,(:/-]{{1,4}}((?:(?:18|19|20)\d\d|\d\d){_MONTH}{_DAY}(?![\d/-]|:\w))|"
    rf"[ ,(:/-]{{1,4}}(?:f\.? ?)?((?:19\d\d|{_YY})[- ]{_MONTH}[- ]{_DAY}(?![\d/-]|:\w)|"
    rf"\d{{1,2}}/\d{{1,2}}[- ](?:19\d\d|{_YY})(?!\d))|"
    rf"[ ,(]{{1,3}}f\.? ?(-?(?:19\d\d|20\d\d|\d\d)(?!\d))|"
    r"[ ,(:]{1,3}([-']\d\d)(?=[,.;:)!?\n]|$| [^\W\d_])"
)


_HOLDS_FIGURE = re.compile(r"\d")
# So many texts are looked at together.
_AT_ONCE = 1024


def find_identifiers(
    texts: Iterable[str], known_names: Sequence[Iterable[str]] | None = None
) -> list[list[Identifier]]:
    """Find what points at a person in each text.

    Parameters
    ----------
    texts
        Free texts as written; a missing one (None, NaN) counts as empty.
    known_names
        For each text the names that its form's own name field held: they are found wherever they stand,
        also in lower case.

    Returns
    -------
    list of list of Identifier
        For each text, sorted, not overlapping, in code points of that text.

    Notes
    -----
    Rules find most, never all: a person reads the texts before anybody else sees them.
    ``docs/deidentification.md`` holds the measured figures.

    Examples
    --------
    >>> find_identifiers(["Ring Anna Berg, 070-174 06 99."])
    [[Identifier(start=5, end=14, kind='PERSON', reason='name_list'), \
Identifier(start=16, end=29, kind='PHONE', reason='phone')]]
    """
    return [found for found, _ in examine(with_names(texts, known_names))]


def with_names(
    texts: Iterable[str], known_names: Sequence[Iterable[str]] | None
) -> list[tuple[str, tuple[str, ...]]]:
    """Return each text with its known names; a missing text is empty."""
    given = [text if isinstance(text, str) else "" for text in texts]
    names = [()] * len(given) if known_names is None else [tuple(each or ()) for each in known_names]
    return list(zip(given, names, strict=True))


def examine(
    given: Sequence[tuple[str, Iterable[str]]],
) -> Iterator[tuple[list[Identifier], list[Identifier]]]:
    """Yield for each text, given with its known names, what is to be masked and which of it rests on thin
    grounds; both sorted."""
    for begin in range(0, len(given), _AT_ONCE):
        with _nothing_collected():
            done = _examined(given[begin : begin + _AT_ONCE])
        yield from done


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Hold back the search for objects that refer to each other: none are left behind here, and over all
    that is held for many texts it takes a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _examined(
    some: Sequence[tuple[str, Iterable[str]]],
) -> list[tuple[list[Identifier], list[Identifier]]]:
    readings = [read(text) for text, _ in some]
    texts = [reading.text for reading in readings]
    # One step over all texts before the next one: an eighth faster than text by text, since what
    # a step works with then stays at hand in the processor.
    shapes = [widened(text, hits) for text, hits in zip(texts, shapes_of(texts), strict=True)]
    named = [
        find_names(text, [(hit.start, hit.end) for hit in hits], names)
        for text, hits, (_, names) in zip(texts, shapes, some, strict=True)
    ]
    ruled = [
        _ruled(text, hits, names) for text, hits, (names, _, _) in zip(texts, shapes, named, strict=True)
    ]
    around = by_context(texts)
    done = []
    for reading, hits, (_, doubtful, shielded), more in zip(readings, ruled, named, around, strict=True):
        found, thin = _with_context(reading.text, hits, doubtful, shielded, more)
        done.append(([_placed(hit, reading) for hit in found], [_placed(hit, reading) for hit in thin]))
    return done


def _ruled(text: str, shapes: list[Identifier], names: list[Identifier]) -> list[Identifier]:
    known = shapes + _birth_dates(text, names, shapes)
    return known + names + unexplained_numbers(text, known)


def _with_context(
    text: str,
    ruled: list[Identifier],
    doubtful: list[Identifier],
    shielded: list[tuple[int, int]],
    around: list[Identifier],
) -> tuple[list[Identifier], list[Identifier]]:
    for hit in around:
        met = [each for each in ruled if hit.start < each.end and each.start < hit.end]
        if met:
            ruled.append(met[0]._replace(start=hit.start, end=hit.end))
        elif _HOLDS_FIGURE.search(text, hit.start, hit.end) or not any(
            hit.start < end and start < hit.end for start, end in shielded
        ):
            ruled.append(hit)
            doubtful += [hit] if hit.kind == "PERSON" else []
    return widened(text, ruled), sorted(doubtful)


def scan(text: str, forbidden: Forbidden | None = None) -> list[Identifier]:
    """Find what surely must not leave: numbers, addresses, whole names, and what the year's forms held.

    Parameters
    ----------
    text
        Any text on its way out.
    forbidden
        What the forms held.

    Returns
    -------
    list of Identifier
        Sorted; hits of different rules may overlap. Names of units, places and methods are not among them.
    """
    reading = read(text)
    found = find_shapes(reading.text, sure_only=True) + full_names(reading.text)
    if forbidden is not None:
        found += forbidden.find(reading.text)
    return sorted(_placed(hit, reading) for hit in found)


def _birth_dates(text: str, names: list[Identifier], taken: list[Identifier]) -> list[Identifier]:
    """Six or eight digits that are a date, right after a person's name, are a birth date."""
    found = []
    closed = ")" in text
    for name in names:
        beside = _BESIDE.match(text, name.end) or (closed and _IN_BRACKETS.match(text, name.end))
        if beside:
            start, end = beside.span(beside.lastindex or 0)
            if not any(hit.start < end and start < hit.end for hit in taken):
                found.append(Identifier(start, end, "PERSONNUMMER", "date_beside_name"))
    return found


def _placed(hit: Identifier, reading: Reading) -> Identifier:
    if reading.origin is None:
        return hit
    start, end = reading.place(hit.start, hit.end)
    return hit._replace(start=start, end=end)
