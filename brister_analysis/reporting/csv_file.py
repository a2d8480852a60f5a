"""The CSV files beside a page: as a spreadsheet opens them, in the language of the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from brister_analysis.language import file_ending
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.section import Download


def csv_file(
    context: Context,
    stem: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    real: Iterable[Sequence[str]] = (),
) -> Download:
    """Return a table as a CSV file: semicolons in Swedish, commas in English.

    Starts with a byte order mark, without which Excel reads å, ä and ö wrongly. Made-up data says so in a
    column of its own.

    Parameters
    ----------
    context
        The page.
    stem
        What the file is called after the page's own prefix.
    head, rows
        Names of the columns, and cells written already.
    real
        For each row the columns whose numbers are real although the page is made up; none, if not given.
    """
    say = context.say
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if context.language == "sv" else ",", lineterminator="\r\n")
    writer.writerow([*head, *([say("synthetic.column")] if context.synthetic else [])])
    for row, columns in zip_longest(rows, real, fillvalue=()):
        known = say("synthetic.except", columns=", ".join(columns)) if columns else say("synthetic.yes")
        writer.writerow([*row, *([known] if context.synthetic else [])])
    return Download(f"{context.prefix}-{stem}{file_ending(context.language)}.csv", "\ufeff" + out.getvalue())


def decimal(number: str, context: Context) -> str:
    """Return a number written with a point as the language's spreadsheets read it."""
    return number.replace(".", ",") if context.language == "sv" else number
