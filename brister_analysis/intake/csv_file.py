"""Read a text file of cells without knowing who wrote it: encoding, separator and quotation marks are found.

What tells is the header: the right encoding and separator are those in which the most known labels stand in
one row. Among the ways to read quotation marks the first that fits every row is taken; a file that two ways
fit, with different cells, is refused, and so is each row that fits none.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from charset_normalizer import from_bytes

from brister_analysis.errors import Fault
from brister_analysis.intake.table_rows import SourceRow, table_words
from brister_analysis.language import text

DELIMITERS = (";", "\t", ",", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# å, ä, ö and their capitals in UTF-8: letters that no other encoding makes of ordinary text.
_SWEDISH_UTF8 = re.compile(b"\xc3[\xa5\xa4\xb6\x85\x84\x96]")
_SAMPLE, _SAMPLE_ROWS = 100_000, 60


class Dialect(NamedTuple):
    """One way to part a text into cells: `quote` stands around a cell, `escape` before a character."""

    delimiter: str
    quote: str | None = '"'
    escape: str | None = None
    spaced: bool = False


class Judged(NamedTuple):
    """How well rows fit the known forms: labels in the best header, and rows that don't fit that header."""

    labels: int
    misfits: int


def read_csv(
    content: bytes, judge: Callable[[list[SourceRow]], Judged], encoding: str | None, delimiter: str | None
) -> tuple[list[SourceRow], Fault | None]:
    """Read a text file of cells.

    Parameters
    ----------
    content
        The file.
    judge
        Tells how well rows fit the known forms.
    encoding, delimiter
        What the profile says is usual; taken first where several fit.

    Returns
    -------
    tuple
        The rows and None, or no rows and the fault. A row whose quotation marks do not match is `broken`.
    """
    texts, fault = decoded(content, encoding)
    if fault:
        return [], fault
    best = max((_best(written, delimiter, judge) for written in texts), key=lambda one: one[0], default=None)
    if (best is None or best[0] < 2) and (guess := from_bytes(content[:_SAMPLE]).best()):
        best = _best(content.decode(guess.encoding, errors="replace"), delimiter, judge)
    if best is None or best[0] < 2:
        return [], Fault("tables.header.none")
    most, parted, written = best
    ways = [one for one in _dialects(parted) if _labels(written, one, judge) == most]
    return _chosen(written, ways, judge)


def _best(
    written: str, delimiter: str | None, judge: Callable[[list[SourceRow]], Judged]
) -> tuple[int, str, str]:
    """Return the most labels that a separator finds in a text, the separator and the text."""
    likely = dict.fromkeys((*([delimiter] if delimiter else []), *DELIMITERS))
    tried = [
        (_labels(written, Dialect(one, quote), judge), one, written) for one in likely for quote in ('"', "'")
    ]
    return max(tried, key=lambda one: one[0])


def _labels(written: str, dialect: Dialect, judge: Callable[[list[SourceRow]], Judged]) -> int:
    return judge(list(islice(_rows(written[:_SAMPLE], dialect), _SAMPLE_ROWS))).labels


def decoded(content: bytes, encoding: str | None = None) -> tuple[list[str], Fault | None]:
    """Return what the bytes may say: one text where the encoding is certain, else the likeliest first."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], name)
    if b"\0" in content[:4096]:
        start = content[:4096]
        if max(start[1::2].count(0), start[::2].count(0)) < len(start) // 5:
            return [], Fault("tables.csv.binary")
        return _strictly(content, "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be")
    try:
        return [content.decode("utf-8")], None
    except UnicodeDecodeError as error:
        if _SWEDISH_UTF8.search(content):
            cut = error.reason == "unexpected end of data"
            line = content[: error.start].count(b"\n") + 1
            where = () if cut else (text("tables.place.text_line", first=line),)
            return [], Fault("tables.csv.truncated" if cut else "tables.csv.mixed", where)
    likely = [encoding] if encoding in table_words()["encodings"] else []
    texts = []
    for name in dict.fromkeys([*likely, *table_words()["encodings"]]):
        try:
            texts.append(content.decode(name))
        except UnicodeDecodeError:
            continue
    return list(dict.fromkeys(texts)), None


def _strictly(content: bytes, name: str) -> tuple[list[str], Fault | None]:
    try:
        return [content.decode(name)], None
    except UnicodeDecodeError:
        return [], Fault("tables.csv.truncated")


def _dialects(delimiter: str) -> list[Dialect]:
    """Return every way to read quotation marks, the usual ones first."""
    return [
        Dialect(delimiter),
        Dialect(delimiter, escape="\\"),
        Dialect(delimiter, "'"),
        Dialect(delimiter, "'", "\\"),
        Dialect(delimiter, spaced=True),
        Dialect(delimiter, None, "\\"),
        Dialect(delimiter, None),
    ]


def _rows(written: str, dialect: Dialect) -> Iterator[SourceRow]:
    """Yield the rows of a text; a line whose quotation marks do not match is broken and the next goes on."""
    lines = io.StringIO(written, newline="").readlines()
    number = done = 0
    while done < len(lines):
        start = done
        reader = csv.reader(
            (lines[at] for at in range(start, len(lines))),
            delimiter=dialect.delimiter,
            quotechar=dialect.quote,
            escapechar=dialect.escape,
            doublequote=dialect.escape is None,
            quoting=csv.QUOTE_NONE if dialect.quote is None else csv.QUOTE_MINIMAL,
            skipinitialspace=dialect.spaced,
            strict=True,
        )
        try:
            for cells in reader:
                first, done, number = done + 1, start + reader.line_num, number + 1
                last = lines[done - 1]
                yield SourceRow(number, tuple(cells), (first, done), end=last[len(last.rstrip("\r\n")) :])
        except csv.Error:
            number, done = number + 1, done + 1
            yield SourceRow(number, (), (done, done), broken=True)


def _chosen(
    written: str, ways: list[Dialect], judge: Callable[[list[SourceRow]], Judged]
) -> tuple[list[SourceRow], Fault | None]:
    """Return the rows in the first way that fits all of them, else in the one that fits most."""
    # The csv module is not strict about marks that are escaped, so such a way needs a text that bears it out.
    ways = [one for one in ways if not one.escape or _is_marked(written, one)]
    tried: list[tuple[int, int, list[SourceRow]]] = []
    for rank, dialect in enumerate(ways):
        rows = list(_rows(written, dialect))
        tried.append((judge(rows).misfits, rank, rows))
        if not tried[-1][0]:
            break
    misfits, rank, rows = min(tried, key=lambda one: one[:2])
    for other in ways:
        if other != ways[rank] and _is_marked(written, other):
            others = list(_rows(written, other))
            differ = [row.cells for row in others] != [row.cells for row in rows]
            if differ and judge(others).misfits <= misfits:
                return [], Fault("tables.csv.ambiguous")
    return rows, None


def _is_marked(written: str, way: Dialect) -> bool:
    """Tell whether a text bears the marks of a way to read it: cells in single quotes that need them, or a
    backslash that always stands before what needs one."""
    special = re.escape(way.delimiter + "\r\n" + (way.quote or "") + (way.escape or ""))
    if way.escape:
        return "\\" in written and bool(re.fullmatch(rf"(?:[^\\]|\\[{special}])*", written))
    if way.quote == "'":
        edge = rf"(?:^|[{re.escape(way.delimiter)}\r\n])"
        return bool(re.search(rf"{edge}'(?:[^']|'')*[{special}](?:[^']|'')*'", written))
    return False
