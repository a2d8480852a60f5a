"""A coding sheet as an Excel workbook: for people who read in one column and choose in the next.

Read by `sheet_reading`, which finds everything by headings and report numbers, so the layout may change.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from brister_analysis.coding.cases import Case, Proposed
from brister_analysis.coding.choices import Choices, cause_choices, measure_choices
from brister_analysis.coding.package import fixed_package
from brister_analysis.coding.rules import SchemeRules, scheme_rules
from brister_analysis.coding.sheet_identity import GROUP, SheetIdentity
from brister_analysis.coding.translation import to_native
from brister_analysis.coding.vignettes import PREFIX
from brister_analysis.language import format_number, text
from brister_analysis.reference.crosswalk import HARMONISED

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.worksheet import Worksheet

CAUSES, MEASURES = 4, 2
_WIDTHS = {"id": 16, "event": 62, "further": 42, "suggestion": 34, "state": 16, "decided": 24, "cause": 24}
_WIDTHS |= {"pandemic": 10, "theme": 20, "measure": 20, "note": 34}
_HEADER = 2
_LINE_HEIGHT, _MOST_HEIGHT = 15, 400
_BLUE, _YELLOW, _GREEN, _GREY = "FFDCE6F1", "FFFFF2CC", "FFE8F3E8", "FFF2F2F2"


def sheet_bytes(identity: SheetIdentity, cases: Sequence[Case], language: str | None = None) -> bytes:
    """Return the workbook: the cases to code, the rules, what the sheet is, and the lists to choose from.

    Parameters
    ----------
    identity
        Whose sheet it is.
    cases
        In the order of the rows. A column of suggestions appears when any case has some, a column for each
        coder when any case has decisions.
    language
        Of headings and causes; native labels stay as printed.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.properties.title = identity.sheet
    workbook.properties.creator = "brister"
    _coding(workbook.active, identity, cases, language)
    _rules(workbook.create_sheet(text("sheets.sheet.rules", language)), identity.scheme, language)
    _about(workbook.create_sheet(text("sheets.sheet.about", language)), identity, cases, language)
    _lists(workbook, identity.scheme, language)
    written = io.BytesIO()
    workbook.save(written)
    return fixed_package(written.getvalue())


def _columns(cases: Sequence[Case], language: str | None) -> list[tuple[str, str, str]]:
    """Return role, what it is about (a coder, a number) and heading of each column."""
    coders = sorted({coder for case in cases for coder in case.decided})
    roles = [("id", ""), ("event", "")]
    roles += [("further", "")] if any(case.further for case in cases) else []
    roles += [("suggestion", "")] if any(case.proposed for case in cases) else []
    roles += [("state", "")] if coders else []
    roles += [("decided", coder) for coder in coders]
    roles += [("cause", str(number)) for number in range(1, CAUSES + 1)]
    roles += [("pandemic", ""), ("theme", "")]
    roles += [("measure", str(number)) for number in range(1, MEASURES + 1)]
    roles += [("note", "")]
    return [
        (role, about, text(f"sheets.heading.{role}", language, coder=about, number=about))
        for role, about in roles
    ]


def _coding(sheet: Worksheet, identity: SheetIdentity, cases: Sequence[Case], language: str | None) -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Border, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet.title = text("sheets.sheet.coding", language)
    columns = _columns(cases, language)
    last = _HEADER + len(cases)
    _write(sheet, 1, 1, text("sheets.about.date", language), bold=True)
    sheet.row_dimensions[1].height = 3 * _LINE_HEIGHT
    date = sheet.cell(1, 2)
    date.fill, date.number_format = PatternFill("solid", fgColor=_YELLOW), "yyyy-mm-dd"
    thin = Side(style="thin", color="FFBFBFBF")
    for place, (role, _, heading) in enumerate(columns, start=1):
        cell = _write(sheet, _HEADER, place, heading, bold=True)
        cell.fill, cell.border = PatternFill("solid", fgColor=_BLUE), Border(bottom=thin)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[role]
    causes, measures = cause_choices(identity.scheme, language), measure_choices(language)
    for row, case in enumerate(cases, start=_HEADER + 1):
        lines = 1
        for place, (role, about, _) in enumerate(columns, start=1):
            written = _content(case, role, about, identity, causes, measures, language)
            cell = _write(sheet, row, place, written)
            cell.border = Border(bottom=thin)
            if role in ("suggestion", "state", "decided"):
                cell.fill = PatternFill("solid", fgColor=_GREY)
            lines = max(lines, _lines(written, _WIDTHS[role]))
        sheet.row_dimensions[row].height = min(_LINE_HEIGHT * lines + 4, _MOST_HEIGHT)
    for role, name in (("cause", "Orsaker"), ("measure", "Atgarder"), ("pandemic", "JaNej")):
        _drop_down(sheet, columns, role, name, last, language)
    first_cause = get_column_letter(1 + [role for role, _, _ in columns].index("cause"))
    sheet.conditional_formatting.add(
        f"A{_HEADER + 1}:A{max(last, _HEADER + 1)}",
        FormulaRule(formula=[f'${first_cause}{_HEADER + 1}<>""'], fill=PatternFill("solid", bgColor=_GREEN)),
    )
    sheet.freeze_panes = sheet.cell(_HEADER + 1, 2)
    sheet.auto_filter.ref = f"A{_HEADER}:{get_column_letter(len(columns))}{last}"
    _printed(sheet, identity, f"{_HEADER}:{_HEADER}")


def _content(
    case: Case,
    role: str,
    about: str,
    identity: SheetIdentity,
    causes: Choices,
    measures: Choices,
    language: str | None,
) -> str:
    if role == "id":
        return case.report_id
    if role == "event":
        return case.event
    if role == "further":
        return case.further_text(language)
    if role == "suggestion":
        return "\n".join(_suggestion(case, one, identity.scheme, language) for one in case.proposed)
    if role == "decided":
        return case.decided.get(about, "")
    if role == "state":
        return case.state
    prefilled = case.prefilled.get(role, ())
    if role in ("cause", "measure"):
        # What does not fit into the columns stands in the last one, as people would write it.
        columns, number = (CAUSES, int(about)) if role == "cause" else (MEASURES, int(about))
        chosen = prefilled[number - 1 : number] if number < columns else prefilled[number - 1 :]
        shown = (causes if role == "cause" else measures).shown
        return "; ".join(shown.get(value, value) for value in chosen)
    if role == "pandemic":
        return "".join(text(f"sheets.choice.{value}", language) for value in prefilled)
    return "; ".join(prefilled)


def _suggestion(case: Case, proposed: Proposed, scheme: str, language: str | None) -> str:
    cause = cause_choices(HARMONISED, language).shown[proposed.cause]
    if scheme != HARMONISED:
        label = to_native(scheme, [proposed.cause])["label"].iloc[0]
        if isinstance(label, str):
            cause = text("sheets.suggestion.native", language, cause=cause, label=label)
    words = ", ".join(case.reason_words(proposed))
    score = format_number(proposed.score, 2, language)
    return text(
        f"sheets.suggestion.{'line' if words else 'bare'}", language, cause=cause, score=score, words=words
    )


def _lines(written: str, width: int) -> int:
    """Return about how many lines a text takes in a column."""
    return sum(1 + int(len(line) * 1.1) // width for line in written.split("\n"))


def _drop_down(
    sheet: Worksheet,
    columns: Sequence[tuple[str, str, str]],
    role: str,
    name: str,
    last: int,
    language: str | None,
) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    # A warning, not a stop: abbreviations and several causes in a cell are read all the same.
    found = DataValidation(type="list", formula1=f"={name}", allow_blank=True, errorStyle="warning")
    found.errorTitle = text("sheets.choice.of_list_title", language)
    found.error = text("sheets.choice.of_list", language)
    found.showErrorMessage = True
    for place, (other, _, _) in enumerate(columns, start=1):
        if other == role and last > _HEADER:
            letter = get_column_letter(place)
            found.add(f"{letter}{_HEADER + 1}:{letter}{last}")
    sheet.add_data_validation(found)


def _rules(sheet: Worksheet, scheme: str, language: str | None) -> None:
    found: SchemeRules = scheme_rules(scheme, language)
    for place, width in enumerate((34, 44, 80), start=1):
        sheet.column_dimensions["ABC"[place - 1]].width = width
    row = 1
    _write(sheet, row, 1, found.source, wrap=False)
    row += 2
    for place, heading in enumerate(found.headings, start=1):
        _write(sheet, row, place, heading, bold=True)
    for entry in found.causes:
        row += 1
        for place, written in enumerate(entry, start=1):
            _write(sheet, row, place, written, bold=place == 1)
    row += 2
    _write(sheet, row, 1, text("sheets.rules.decision_rules", language), bold=True, wrap=False)
    for number, rule in found.rules:
        row += 1
        _write(sheet, row, 1, number)
        _write(sheet, row, 2, rule)
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        sheet.row_dimensions[row].height = _LINE_HEIGHT * _lines(rule, 124) + 4
    _printed(sheet, None, None)


def _about(sheet: Worksheet, identity: SheetIdentity, cases: Sequence[Case], language: str | None) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
    _write(sheet, 1, 1, text("sheets.about.title", language), bold=True, wrap=False)
    row = 2
    for name, value in (
        ("sheet", identity.sheet),
        ("region", identity.region),
        ("year", str(identity.year)),
        ("coder", identity.coder),
        ("scheme", identity.scheme),
        ("codebook_version", identity.codebook_version),
    ):
        row += 1
        _write(sheet, row, 1, text(f"sheets.about.{name}", language), bold=True)
        _write(sheet, row, 2, value)
    row += 2
    _write(sheet, row, 1, text("sheets.about.how", language), bold=True)
    told = text("sheets.about.steps", language).strip().split("\n")
    told.append(text(f"sheets.about.{'together' if identity.coder == GROUP else 'alone'}", language))
    example = dt.date(identity.year + 1, 1, 12).isoformat()
    told.append(text("sheets.about.date_hint", language, example=example))
    if any(case.report_id.startswith(PREFIX) for case in cases):
        told.append(text("sheets.about.practice", language, prefix=PREFIX))
    if any(case.proposed for case in cases):
        told.append(text("sheets.about.not_decisions", language))
    told.append(text("sheets.about.sensitive", language))
    for sentence in told:
        row += 1
        _write(sheet, row, 1, sentence)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.row_dimensions[row].height = _LINE_HEIGHT * _lines(sentence, 124) + 4
    _printed(sheet, None, None)


def _lists(workbook: Workbook, scheme: str, language: str | None) -> None:
    """Write what can be chosen on a hidden sheet, under the names that the drop-downs use."""
    from openpyxl.workbook.defined_name import DefinedName

    sheet = workbook.create_sheet("Listor")
    sheet.sheet_state = "hidden"
    yes_no = [text(f"sheets.choice.{name}", language) for name in ("yes", "no")]
    lists = {
        "Orsaker": list(cause_choices(scheme, language).shown.values()),
        "Atgarder": list(measure_choices(language).shown.values()),
        "JaNej": yes_no,
    }
    for place, (name, values) in enumerate(lists.items(), start=1):
        for row, value in enumerate(values, start=1):
            _write(sheet, row, place, value)
        letter = "ABC"[place - 1]
        workbook.defined_names[name] = DefinedName(
            name, attr_text=f"Listor!${letter}$1:${letter}${len(values)}"
        )


def _printed(sheet: Worksheet, identity: SheetIdentity | None, repeated: str | None) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = repeated
    sheet.oddFooter.right.text = "&P (&N)"
    if identity is not None:
        sheet.oddFooter.left.text = identity.sheet


def _write(
    sheet: Worksheet, row: int, column: int, written: str, bold: bool = False, wrap: bool = True
) -> Cell:
    """Write a text as a text: what begins with an equals sign must not become a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(row, column)
    if written:
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", written)
        cell.data_type = "s"
    cell.font, cell.alignment = _style(bold, wrap)
    return cell


@cache
def _style(bold: bool, wrap: bool) -> tuple[Font, Alignment]:
    from openpyxl.styles import Alignment, Font

    return Font(name="Calibri", size=11, bold=bold), Alignment(wrap_text=wrap, vertical="top")
