"""Tables people write, made so that a screen reader and a narrow screen can follow them as the page's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "td": "cell",
}


def with_readable_tables(fragment: str) -> str:
    """Return HTML made from people's Markdown with caption, scopes and labels on each table.

    A line of bold text right above a table is its caption; else its headings are.
    """
    if "<table" not in fragment:
        return fragment
    from lxml import html

    root = html.fromstring(f"<div>{fragment}</div>")
    for table in root.xpath("//table"):
        labels = _headings(table)
        _caption(table, labels)
        _rows(table, labels)
        for element in table.iter():
            if element.tag in _ROLES and not element.get("role"):
                element.set("role", _ROLES[element.tag])
        box = html.Element("div", {"class": "table"})
        table.addprevious(box)
        box.tail, table.tail = table.tail, None
        box.append(table)
    written = html.tostring(root, encoding="unicode")
    return written.removeprefix("<div>").removesuffix("</div>")


def _headings(table: HtmlElement) -> list[str]:
    labels = []
    for cell in table.xpath("./thead//th"):
        labels.append(cell.text_content().strip())
        if labels[-1]:
            cell.set("scope", "col")
            cell.set("role", "columnheader")
        else:
            # A heading without words is none.
            cell.tag = "td"
    return labels


def _caption(table: HtmlElement, labels: list[str]) -> None:
    from lxml import html

    above = table.getprevious()
    caption = html.Element("caption")
    caption.text = ", ".join(label for label in labels if label)
    if above is not None and above.tag == "p" and len(above) == 1 and above[0].tag == "strong":
        words = above[0].text_content().strip()
        if words == above.text_content().strip():
            caption.text = words
            above.getparent().remove(above)
    table.insert(0, caption)


def _rows(table: HtmlElement, labels: list[str]) -> None:
    for row in table.xpath("./tbody/tr"):
        for cell, label in zip(row, labels, strict=False):
            first = cell is row[0]
            if first and cell.text_content().strip():
                cell.tag = "th"
                cell.set("scope", "row")
                cell.set("role", "rowheader")
            elif label and not first:
                cell.set("data-label", label)
