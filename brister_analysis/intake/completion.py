"""What to ask for: the fields each reporter left empty, as a text ready to send back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from brister_analysis.language import format_date, text

MASKED = re.compile(r"(?:\[[A-Z]+(?: \d+)?\]|\W)+")


@dataclass(frozen=True)
class Missing:
    """A report that lacks fields its form demands; `fields` are the form's own labels."""

    report_id: str
    reporter: str
    received_date: dt.date | None
    fields: tuple[str, ...]


def completion_letter(missing: list[Missing]) -> str:
    """Return one text with a section for each reporter, to copy into a message.

    Parameters
    ----------
    missing
        The reports that lack something; `reporter` is the unit as resolved and de-identified, empty when
        unknown. One that was nothing but a name is unknown too.

    Returns
    -------
    str
        Plain text, reporters in alphabetical order, those without a known unit last.
    """
    if not missing:
        return text("intake.completion.nothing") + "\n"
    missing = [replace(one, reporter="") if MASKED.fullmatch(one.reporter) else one for one in missing]
    parts = []
    for reporter in sorted({one.reporter for one in missing}, key=lambda name: (not name, name)):
        theirs = sorted((one for one in missing if one.reporter == reporter), key=lambda one: one.report_id)
        parts.append(
            "\n".join(
                [
                    text("intake.completion.to", reporter=reporter or text("intake.completion.unknown")),
                    "",
                    text("intake.completion.intro"),
                    *(_line(one) for one in theirs),
                    "",
                    text("intake.completion.ask"),
                ]
            )
        )
    return ("\n\n" + "-" * 60 + "\n\n").join(parts) + "\n"


def _line(one: Missing) -> str:
    sent = format_date(one.received_date) if one.received_date else text("intake.completion.undated")
    return text("intake.completion.line", report=one.report_id, sent=sent, fields="; ".join(one.fields))
