"""A finding as an HTML table a screen reader can follow, and as a CSV file a spreadsheet opens as it is."""

from __future__ import annotations

from html import escape

from brister_analysis.language import NBSP, text
from brister_analysis.reporting.context import HIDDEN, NOT_COLLECTED, Context
from brister_analysis.reporting.csv_file import csv_file, decimal
from brister_analysis.reporting.finding import OTHER, Finding, is_missing, shown_tables
from brister_analysis.reporting.section import Download, Fragment, absent

TEXTUAL = {"text", "status"}
PERCENT = {"share", "interval"}


def table(finding: Finding) -> Fragment:
    """Return a finding as a table with caption, scoped headings, explained signs and a file to download."""
    columns = finding.spec["columns"]
    rows = finding.rows
    if finding.refused or rows.empty:
        why = finding.refused or finding.context.say("tables.empty")
        return absent(why)
    if rows["hidden"].all():
        return _unnumbered(finding, rows["label_shown"].tolist())
    head = [(finding.context.say(f"tables.{finding.name}.row"), "", False)]
    head += [(*finding.heading(column), _numeric(column)) for column in columns]
    body = [
        [str(row["label_shown"]), *(finding.cell(row, column) for column in columns)]
        for _, row in rows.iterrows()
    ]
    download = to_csv(finding)
    under = [*_signs(finding, body), download_link(finding.context, download)]
    html = plain_table(finding.caption, finding.what, head, body, finding.label_language)
    return Fragment(html + "".join(f'<p class="under">{line}</p>' for line in under), (download,))


def rows_left_out(finding: Finding) -> Fragment:
    """Return why rows are lacking where a table leaves out those whose number is hidden, else nothing."""
    if not finding.leaves_out:
        return Fragment("")
    return Fragment(
        f'<p class="remark">{escape(finding.context.say("tables.left_out", rule=_rule(finding)))}</p>'
    )


def _unnumbered(finding: Finding, labels: list[str]) -> Fragment:
    """Return what is present where every number is hidden: a table of nothing but dots would help nobody."""
    say = finding.context.say
    rule = _rule(finding)
    base, least = finding.base(), finding.table.disclosure_class.reports
    shown = f'<p class="remark">{escape(say("tables.all_hidden", rule=rule))}</p>'
    if base is not None and base >= least:
        # In the order of the alphabet, never of the hidden numbers.
        listed = "".join(f"<li>{escape(label)}</li>" for label in sorted(labels))
        spoken = f' lang="{finding.label_language}"' if finding.label_language else ""
        shown = f"<p>{escape(say('tables.present'))}</p><ul{spoken}>{listed}</ul>{shown}"
    return Fragment(shown)


def _rule(finding: Finding) -> str:
    """Return why numbers are hidden where no sign for it stands, so that none is explained."""
    table, context = finding.table, finding.context
    if table.threshold < 2:
        return table.explain(context.language)
    rule = table.disclosure_class
    inhabitants = context.number(rule.inhabitants)
    numbers = {"threshold": table.threshold, "highest": table.threshold - 1, "reports": rule.reports}
    values = {**numbers, "inhabitants": inhabitants}
    return text(f"disclosure.class.{rule.name}", context.language, **values)


def plain_table(
    caption: str,
    what: str,
    head: list[tuple[str, str, bool]],
    body: list[list[str]],
    first_language: str = "",
    finished: bool = False,
) -> str:
    """Return a table of finished text.

    Parameters
    ----------
    caption, what
        The table's name, and a line under it; the line may be empty.
    head
        Each column's heading, a line under it, and whether its cells are numbers.
    body
        Rows of cells; the first cell of a row is its heading.
    first_language
        Language of the first column where it is not the page's own.
    finished
        Whether all cells but a row's first are HTML already.
    """
    line = f'<span class="what">{escape(what)}</span>' if what else ""
    # The roles repeat what the elements say: a narrow screen shows each row as a block of lines, and then a
    # browser forgets that it is a table.
    spoken = f' lang="{first_language}"' if first_language else ""
    written = [
        f'<div class="table"><table role="table"><caption>{escape(caption)}{line}</caption>'
        '<thead role="rowgroup"><tr role="row">'
    ]
    for name, note, number in head:
        small = f"<small>{escape(note)}</small>" if note else ""
        written.append(f'<th scope="col" role="columnheader"{_class(number)}>{escape(name)}{small}</th>')
    written.append('</tr></thead><tbody role="rowgroup">')
    for first, *cells in body:
        written.append(f'<tr role="row"><th scope="row" role="rowheader"{spoken}>{escape(first)}</th>')
        for cell, (name, _, number) in zip(cells, head[1:], strict=True):
            label = f' data-label="{escape(name)}"'
            shown = cell if finished else escape(cell)
            written.append(f'<td role="cell"{_class(number)}{label}>{shown}</td>')
        written.append("</tr>")
    written.append("</tbody></table></div>")
    return "".join(written)


def to_csv(finding: Finding) -> Download:
    """Return a finding as a file: shares as percent with one decimal, and the page's own signs."""
    context = finding.context
    sources = [(column, name) for column in finding.spec["columns"] for name in _from(column)]
    keys = ["place", "period", finding.name, *(_file_column(column, name) for column, name in sources)]
    rows = [
        [
            context.place,
            context.period,
            row["label_shown"],
            *(_plain(finding, row, column, name) for column, name in sources),
        ]
        for _, row in finding.rows.iterrows()
    ]
    names = [context.say(f"tables.file_columns.{key}") for key in keys]
    return csv_file(context, context.say(f"tables.{finding.name}.file"), names, rows)


def _from(column: str) -> list[str]:
    return shown_tables()["columns"][column]["from"]


def _file_column(column: str, name: str) -> str:
    """Return the key of a column's name in the file: limits of a share are percent, others plain numbers."""
    percent = shown_tables()["columns"][column]["kind"] in PERCENT
    return name if percent or name not in ("low", "high") else f"plain_{name}"


def _plain(finding: Finding, row, column: str, name: str) -> str:  # type: ignore[no-untyped-def]
    value = row[name]
    kind = shown_tables()["columns"][column]["kind"]
    if kind == "status":
        return finding.cell(row, column)
    if is_missing(value):
        return HIDDEN if row["hidden"] else NOT_COLLECTED
    if kind == "text":
        return str(value)
    if kind == "count":
        return str(int(value))
    number = f"{float(value) * 100:.1f}" if kind in PERCENT else f"{float(value):.4g}"
    return decimal(number, finding.context)


def _numeric(column: str) -> bool:
    return shown_tables()["columns"][column]["kind"] not in TEXTUAL


def _class(number: bool) -> str:
    return ' class="number"' if number else ""


def _signs(finding: Finding, body: list[list[str]]) -> list[str]:
    """Explain every sign that stands in the table."""
    cells = {cell for row in body for cell in row}
    explained = []
    if HIDDEN in cells:
        explained.append(
            escape(
                finding.context.say(
                    "tables.signs.hidden", rule=finding.table.explain(finding.context.language)
                )
            )
        )
    if (finding.rows[finding.spec["label"][0]] == OTHER).any():
        least = finding.context.number(finding.table.threshold)
        explained.append(escape(finding.context.say("tables.together.sign", threshold=least)))
    if NOT_COLLECTED in cells:
        never = finding.rows["status"] == "not_collected"
        sources = [name for column in finding.spec["columns"] for name in _from(column)]
        missing = finding.rows.loc[~never & ~finding.rows["hidden"], sources].isna().any(axis=1)
        if never.any():
            explained.append(escape(finding.context.say("tables.signs.not_collected")))
        if missing.any():
            from brister_analysis.analysis.intervals import FEWEST_MENTIONS_TO_RESAMPLE

            values = {"least": FEWEST_MENTIONS_TO_RESAMPLE}
            explained.append(escape(finding.context.say("tables.signs.not_computed", **values)))
    return explained


def download_link(context: Context, download: Download) -> str:
    """Return the link to a file beside the page, with its size."""
    size = context.number(len(download.content.encode()) / 1000, 1) + NBSP + "kB"
    return (
        f'<a href="{escape(download.name)}" download>{escape(context.say("tables.download", size=size))}</a>'
    )
