"""What the coding form does, without a widget: one case at a time, read from a coder's sheet and saved into
it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from brister_analysis.coding.cases import Case, load_cases
from brister_analysis.coding.choices import UNCLEAR, Reading, cause_choices, measure_choices
from brister_analysis.coding.collect import read_row
from brister_analysis.coding.sheet_editing import write_date, write_row
from brister_analysis.coding.sheet_identity import checked_coder, sheets_folder
from brister_analysis.coding.sheet_reading import read_sheet
from brister_analysis.coding.sheets import coding_sheet
from brister_analysis.coding.stored import load_suggestions, store_suggestions
from brister_analysis.coding.vignettes import vignette_cases
from brister_analysis.errors import DataError, Fault, UsageError
from brister_analysis.language import text
from brister_analysis.reference.crosswalk import HARMONISED
from brister_analysis.workspace import Workspace

# A suggestion's name beside the words it rests on.
_LETTERS = "abcdefghijklmnop"


@dataclass(frozen=True)
class Answers:
    """What a coder has chosen for one case; `causes` as the ledger keeps them, `pandemic` yes, no or ""."""

    causes: tuple[str, ...] = ()
    pandemic: str = ""
    themes: tuple[str, ...] = field(default=(), repr=False)
    note: str = field(default="", repr=False)


class CodingForm:
    """A coder's sheet, one case at a time.

    Parameters
    ----------
    workspace, region, year, coder, scheme, blind
        As `brister_analysis.coding.sheets.coding_sheet`. The coder's last sheet is opened where it has not
        been collected or nothing else is left; otherwise the next one is made.

    Raises
    ------
    UsageError
        There is nothing to code.
    DataError
        The sheet cannot be read.

    Notes
    -----
    The sheet is the only thing that is written: it can be opened in Excel in between, and is collected like
    any other.
    """

    def __init__(
        self,
        workspace: Workspace,
        region: str,
        year: int,
        coder: str | None = None,
        scheme: str | None = None,
        blind: bool = False,
    ) -> None:
        self._path = _sheet(workspace, region, year, coder, scheme, blind)
        filled = read_sheet(self._path, region, year, self._path.stem)
        missing = [fault for fault in filled.faults if fault.key != "sheets.no_date"]
        if filled.identity is None or missing:
            raise DataError(missing or filled.faults)
        self.identity, self.date = filled.identity, filled.date
        self.choices = cause_choices(self.identity.scheme)
        if not blind:
            store_suggestions(workspace, region, year)
        proposed = {} if blind else load_suggestions(workspace, region, year)
        known = {
            case.report_id: case
            for case in [*load_cases(workspace, region, year, proposed), *vignette_cases()]
        }
        measures = measure_choices()
        self._answers: dict[str, Answers] = {}
        # What cannot be read in a row is told when its case is shown.
        self._faults: dict[str, list[Fault]] = {}
        for row in filled.rows:
            if row.number in known:
                decision, faults = read_row(row, self.choices, measures)
                self._answers[row.number] = Answers(
                    decision["cause"],
                    "".join(decision["pandemic"]),
                    decision["theme"],
                    " ".join(said for said, _ in row.written("note")),
                )
                self._faults[row.number] = faults
        self.cases = [known[number] for number in self._answers]
        uncoded = (place for place, case in enumerate(self.cases) if not self._answers[case.report_id].causes)
        self.place = next(uncoded, 0)

    @property
    def case(self) -> Case:
        """The case that is shown."""
        return self.cases[self.place]

    @property
    def answers(self) -> Answers:
        """What the sheet says about the case that is shown."""
        return self._answers[self.case.report_id]

    @property
    def faults(self) -> Sequence[Fault]:
        """What somebody wrote about the case in Excel and cannot be read."""
        return self._faults[self.case.report_id]

    @property
    def coded(self) -> int:
        """How many cases have a cause."""
        return sum(bool(answers.causes) for answers in self._answers.values())

    def move(self, step: int) -> None:
        """Go to the next case (1) or back (-1); it stops at either end."""
        self.place = min(max(self.place + step, 0), len(self.cases) - 1)

    def read_entry(self, entry: str) -> Reading:
        """Return the causes of a quick entry: the numbers they are listed by, or anything a cell may hold."""
        numbers = re.fullmatch(r"\s*\d{1,2}(?:[\s,;+]+\d{1,2})*\s*", entry)
        if numbers is None:
            return self.choices.read(entry)
        listed = list(self.choices.shown)
        places = [int(number) - 1 for number in re.findall(r"\d+", entry)]
        if not all(0 <= place < len(listed) for place in places):
            return Reading((), "unknown", (f"1–{len(listed)}",))
        return Reading(tuple(dict.fromkeys(listed[place] for place in places)))

    def with_entry(self, chosen: Sequence[str], entered: Sequence[str]) -> tuple[str, ...]:
        """Return the causes chosen after an entry: what was chosen is taken away, the rest added.

        `unclear` stands alone: entering it clears the others, and entering another clears it.
        """
        kept = [cause for cause in chosen if cause not in entered]
        added = [cause for cause in entered if cause not in chosen]
        if UNCLEAR in added:
            return (UNCLEAR,)
        if added:
            kept = [cause for cause in kept if cause != UNCLEAR]
        return tuple(cause for cause in self.choices.shown if cause in {*kept, *added})

    def save(self, answers: Answers) -> None:
        """Write what was chosen for the case into the sheet.

        Raises
        ------
        DataError
            `unclear` stands beside another cause, or the sheet is open in Excel.
        """
        if UNCLEAR in answers.causes and len(answers.causes) > 1:
            raise DataError(Fault("sheets.unclear"))
        number = self.case.report_id
        if answers == self.answers and not self.faults:
            return
        write_row(
            self._path,
            number,
            {
                "cause": [self.choices.shown[cause] for cause in answers.causes],
                "pandemic": [text(f"sheets.choice.{answers.pandemic}")] if answers.pandemic else [],
                "theme": ["; ".join(answers.themes)],
                "note": [answers.note],
            },
        )
        self._answers[number], self._faults[number] = answers, []

    def finish(self, date: dt.date) -> None:
        """Write the day the coding was finished into the sheet.

        Raises
        ------
        DataError
            The sheet is open in Excel.
        """
        write_date(self._path, date)
        self.date = date

    def text_html(self) -> str:
        """Return the texts of the case, the words that suggestions rest on marked."""
        parts = [f"<p>{marked(self.case)}</p>"]
        for name, said in self.case.further.items():
            parts.append(f"<h4>{escape(text(f'sheets.text.{name}'))}</h4><p>{_lines(escape(said))}</p>")
        if self.case.proposed:
            words = cause_choices(HARMONISED).shown
            causes = ", ".join(
                f"{letter} {words[one.cause]}"
                for letter, one in zip(_LETTERS, self.case.proposed, strict=False)
            )
            parts.append(f"<p><small>{escape(text('sheets.form.marked', causes=causes))}</small></p>")
        return "".join(parts)


def _sheet(
    workspace: Workspace, region: str, year: int, coder: str | None, scheme: str | None, blind: bool
) -> Path:
    try:
        return coding_sheet(workspace, region, year, coder, scheme, blind)
    except UsageError as error:
        kept = {"sheets.waiting", "sheets.nothing_left"}
        named = f"kodning-{year}-{checked_coder(coder)}-*.xlsx"
        found = sorted(sheets_folder(workspace, region, year).glob(named))
        if not found or not {fault.key for fault in error.faults} <= kept:
            raise
        return found[-1]


def marked(case: Case) -> str:
    """Return the event as HTML, the words that a suggestion rests on in ``mark`` with the suggestion's
    letter.

    Examples
    --------
    >>> from brister_analysis.coding.cases import Proposed
    >>> marked(Case("1", "Ingen <svarade> oss", proposed=(Proposed("response_feedback", 0.7, ((7, 14),)),)))
    'Ingen &lt;<mark>svarade<sup>a</sup></mark>&gt; oss'
    """
    letters: dict[tuple[int, int], str] = {}
    for letter, one in zip(_LETTERS, case.proposed, strict=False):
        for span in one.reasons:
            letters[span] = letters.get(span, "") + letter
    written, end = [], 0
    for start, stop in sorted(letters):
        if start < end:
            continue  # Two suggestions may rest on words that overlap.
        word, letter = escape(case.event[start:stop]), letters[start, stop]
        written += [escape(case.event[end:start]), f"<mark>{word}<sup>{letter}</sup></mark>"]
        end = stop
    return _lines("".join([*written, escape(case.event[end:])]))


def _lines(written: str) -> str:
    return written.replace("\n", "<br>")
