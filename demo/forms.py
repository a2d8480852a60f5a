"""A report becomes a filled-in Word form, each written a little differently, beside a ``SOURCE.toml``."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from demo import docx
from demo.material import AREA, chance, toml
from demo.reports import Report, reports
from demo.source import remove_forms, write_source

NBSP = "\N{NO-BREAK SPACE}"
FIRST_PAGE_NOTE = "Sidan tas bort innan blanketten lämnas till arbetsgruppen."


def write_raw(folder: Path, year: int) -> None:
    """Write a year's forms and ``SOURCE.toml`` into `folder`, instead of those of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    remove_forms(folder)
    written = [folder / report.file_name for report in reports(year)]
    for path, report in zip(written, reports(year), strict=True):
        write_form(path, report, year)
    sent = [report.sent_day for report in reports(year)]
    write_source(folder, toml("forms")["source"], form_version(year), sent, written, AREA)


def form_version(year: int) -> str:
    """Return the version of the form in use in `year`."""
    return next(name for name, form in toml("forms").items() if year in form.get("years", ()))


def write_form(path: Path, report: Report, year: int) -> None:
    """Write one form. The same report gives the same bytes: a form sent twice is the same file twice."""
    rng = chance("form", report.row["key"])
    hand = _Hand(report, rng)
    form = toml("forms")[form_version(year)]
    cast = report.cast
    number = cast.number if year < 2024 else f"{cast.birth}"
    first = {"name": cast.person.full, "number": number, "sender": report.contact}
    first_page = [(hand.label(form["first_page"][name]), hand.plain(value)) for name, value in first.items()]
    rows = [
        (hand.label(label), hand.cell(name, _value(report, name))) for name, label in form["fields"].items()
    ]
    title = docx.paragraph(docx.run(form["title"]))
    note = docx.paragraph(docx.run(FIRST_PAGE_NOTE))
    heading = hand.plain(form["part_two"])
    if rng.random() < 0.5:
        body = f"{title}{note}{docx.table(first_page)}{heading}{docx.table(rows)}"
    else:
        body = f"{title}{note}{docx.table(first_page)}{docx.table([(heading,), *rows])}"
    comment = (cast.sender.full, report.comment) if report.comment else None
    docx.write_docx(path, body, f"Avvikelse {cast.person.full}", cast.sender.full, comment)


def _value(report: Report, name: str) -> str | bool:
    """Return what a field of either version holds; a checkbox holds True or False."""
    split = report.sent_day.year >= 2024
    values: dict[str, str | bool] = {
        "event_date": report.event,
        "sent_date": report.sent,
        "reporter": report.reporter[0] if split else _joined(report.reporter, report.key),
        "counterpart": report.counterpart[0] if split else _joined(report.counterpart, report.key),
        "reporter_unit": report.reporter[1],
        "counterpart_unit": report.counterpart[1],
        "reporter_role": report.role,
        "description": report.description,
        "measures": report.measures,
        "outcome": report.outcome,
        "contact_first": "nothing_yet" not in report.row.get("measures", ["nothing_yet"]),
        "officials_meeting": "parties_met" in report.row.get("measures", []),
        "pandemic": report.row.get("pandemic", False),
    }
    return values[name]


def _joined(organisation: tuple[str, str], key: str) -> str:
    """Write principal and unit in one cell."""
    principal, unit = organisation
    patterns = ["{0}, {1}", "{0}, {1}", "{0} – {1}", "{0} {1}"]
    return chance("joined", key, unit).choice(patterns).format(principal, unit)


class _Hand:
    """How one person fills in the form: accents, spaces, and the Word features that get in by themselves."""

    def __init__(self, report: Report, rng: random.Random) -> None:
        self.report, self.rng = report, rng
        self.signature = (report.cast.sender.full, f"{report.sent_day}")
        self.decomposed = rng.random() < 0.1
        self.hard_spaces = rng.random() < 0.15
        self.label_style = rng.choice(["plain", "plain", "plain", "colon", "upper", "hard_spaces"])
        self.checkbox_style = rng.choice(["controls", "signs", "word"])
        self.styles: dict[str, Callable[[str], str]] = {
            "plain": lambda text: docx.paragraph(docx.run(text)),
            "split": lambda text: docx.paragraph(*(docx.run(part) for part in _halves(text))),
            "inline_control": lambda text: docx.paragraph(docx.content_control(docx.run(text), "Svar")),
            "block_control": lambda text: (
                docx.content_control(docx.paragraph(docx.run(text)), "Svar") + "<w:p/>"
            ),
            "text_field": lambda text: docx.paragraph(docx.text_field(text)),
            "inserted": self._inserted,
        }

    def label(self, label: str) -> str:
        """Write a label cell."""
        if self.label_style == "colon":
            label = label if label.endswith("?") else f"{label}:"
        elif self.label_style == "upper":
            label = label.upper()
        elif self.label_style == "hard_spaces":
            label = label.replace(" ", NBSP, 1)
        return docx.paragraph(docx.run(self._accents(label)))

    def plain(self, text: str) -> str:
        """Write a cell of the first page, or a heading."""
        return docx.paragraph(docx.run(self._accents(text)))

    def cell(self, name: str, value: str | bool) -> str:
        """Write an answer's cell."""
        if isinstance(value, bool):
            return self._ticked(value)
        if not value:
            return "<w:p/>"
        text = self._accents(value)
        if self.hard_spaces:
            text = re.sub(r"(?<=\b\w) (?=\w)|(?<=\d) (?=\w)", NBSP, text)
        style = self.rng.choice(sorted(self.styles))
        if name != "description":
            return self.styles[style](text)
        if self.report.comment:
            first, rest = _halves(text)
            return docx.paragraph(docx.commented(docx.run(first)), docx.run(rest))
        if self.report.struck:
            first, rest = _halves(text)
            struck = docx.deleted(self.report.struck, *self.signature)
            return docx.paragraph(docx.run(first), struck, docx.run(rest))
        if self.rng.random() < 0.25:
            parts = re.split(r"(?<=[.!?]) ", text)
            separated = "\n".join(parts) if self.rng.random() < 0.5 else ""
            return (
                docx.paragraph(docx.run(separated))
                if separated
                else "".join(map(self.styles["plain"], parts))
            )
        return self.styles[style](text)

    def _accents(self, text: str) -> str:
        return unicodedata.normalize("NFD", text) if self.decomposed else text

    def _inserted(self, text: str) -> str:
        first, rest = _halves(text)
        return docx.paragraph(docx.run(first), docx.inserted(rest, *self.signature))

    def _ticked(self, value: bool) -> str:
        if self.checkbox_style == "word":
            return docx.paragraph(docx.run("Ja" if value else "Nej"))
        if self.checkbox_style == "signs":
            return docx.paragraph(docx.run("☒ Ja  ☐ Nej" if value else "☐ Ja  ☒ Nej"))
        return docx.paragraph(
            docx.checkbox(value), docx.run(" Ja  "), docx.checkbox(not value), docx.run(" Nej")
        )


def _halves(text: str) -> tuple[str, str]:
    """Cut a text at the space nearest its middle; a text without a space is not cut."""
    spaces = [place for place, sign in enumerate(text) if sign == " "]
    if not spaces:
        return "", text
    place = min(spaces, key=lambda at: abs(at - len(text) // 2)) + 1
    return text[:place], text[place:]
