"""What people write: Markdown beside the year's data, one heading a section, shown as theirs.

A section nobody has written shows what is missing and where to write it.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from pathlib import Path

from brister_analysis.errors import DataError, Fault
from brister_analysis.language import file_ending
from brister_analysis.reporting.own_tables import with_readable_tables
from brister_analysis.workspace import Workspace

HEADING = re.compile(r"^##[ \t]+(?!#)(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
# What people may write without being asked: their own words for a figure, by its name.
UNASKED = re.compile(r"(?:alt|words)-[a-z0-9-]+")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def texts_path(workspace: Workspace, region: str, year: int, language: str) -> Path:
    """Return the path of a year's texts: ``texts.md``, or ``texts.en.md`` for English."""
    return workspace.decisions(region, year) / f"texts{file_ending(language)}.md"


def read_texts(path: Path) -> dict[str, str]:
    """Read the sections of a file of texts.

    Parameters
    ----------
    path
        A Markdown file with one ``## section-slug`` heading a section; may be absent.

    Returns
    -------
    dict
        Slug to Markdown, in the order of the file, without sections that are empty or hold only a comment.

    Raises
    ------
    DataError
        The file is not UTF-8, a heading is not a slug, or one stands twice. Headings are told by their line,
        not repeated.
    """
    if not path.is_file():
        return {}
    try:
        written = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise DataError(Fault("page.texts.encoding", (path.name,))) from None
    headings = list(HEADING.finditer(written))
    if not headings:
        if COMMENT.sub("", written).strip():  # text under no heading would be lost
            raise DataError(Fault("page.texts.slug", (path.name,), values={"line": "1"}))
        return {}
    sections: dict[str, str] = {}
    faults = []
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        slug = heading[1].strip()
        line = str(written.count("\n", 0, heading.start()) + 1)
        if not SLUG.fullmatch(slug):
            faults.append(Fault("page.texts.slug", (path.name,), values={"line": line}))
        elif slug in sections:
            faults.append(Fault("page.texts.twice", (path.name,), slug, values={"line": line}))
        body = COMMENT.sub("", written[heading.end() : following.start() if following else None]).strip()
        sections[slug] = body
    if faults:
        raise DataError(faults)
    return {slug: body for slug, body in sections.items() if body}


def heading_slugs(path: Path) -> list[str]:
    """Return the headings of a file of texts in its order, empty sections too; none where it is absent."""
    if not path.is_file():
        return []
    return [found[1].strip() for found in HEADING.finditer(path.read_text(encoding="utf-8-sig"))]


def to_html(markdown: str, under: int) -> str:
    """Return people's Markdown as HTML that can do no harm.

    Parameters
    ----------
    markdown
        Headings (from ``###``), paragraphs, emphasis, lists, tables and links. HTML in it is shown as text;
        an image becomes its alternative text, since a page fetches nothing.
    under
        Level of the heading the text stands under; its own headings start one below.
    """
    import mistune

    class Renderer(mistune.HTMLRenderer):
        """mistune's renderer with headings moved to where they stand on the page."""

        def heading(self, text: str, level: int, **attrs: object) -> str:
            moved = min(max(level - 2 + under, under + 1), 6)
            return f"<h{moved}>{text}</h{moved}>\n"

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return escape(text)

    written = mistune.create_markdown(renderer=Renderer(escape=True), plugins=["table"])(markdown)
    return with_readable_tables(str(written).strip())


def plain_text(markdown: str) -> str:
    """Return the words of Markdown without any sign of its own."""
    from lxml import html

    return str(html.fromstring(f"<div>{to_html(markdown, 2)}</div>").text_content())


def first_line(markdown: str) -> str:
    """Return the first line as plain text, for a title."""
    return re.sub(r"[*_`#]+", "", markdown.strip().splitlines()[0]).strip()


def text_slug(label: str) -> str:
    """Return the heading under which people write about a label: ``cause-bristande-helhetssyn``.

    Examples
    --------
    >>> text_slug("Bemötande/bristande engagemang")
    'cause-bemotande-bristande-engagemang'
    """
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    return "cause-" + "-".join("".join(c if c.isalnum() else " " for c in plain).split())
