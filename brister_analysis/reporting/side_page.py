"""Short pages beside a yearly page, made with it: the workplace sheet and the page in easy Swedish.

Both are made in the yearly page's own run, from the tables it shows, so that they can never tell more.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from brister_analysis.language import text
from brister_analysis.reporting.section import MIME

PART = "side_page"


@dataclass(frozen=True)
class SidePage:
    """A short page.

    Parameters
    ----------
    kind
        One of ``pages.toml`` under the yearly page's ``beside``.
    file
        Its name; empty when it is only linked to, since it is made in another language's run.
    link
        What the yearly page calls it.
    target
        The file the yearly page links to.
    title, lead
        Plain text.
    notice
        What must be seen first, plain text; empty where there is nothing.
    sections
        Slug, heading and HTML of each.
    meta
        Names and contents of the page's ``<meta>`` elements; identity among them.
    other_language
        File name of the same page in the other language; empty where there is none.
    """

    kind: str
    file: str
    link: str
    target: str
    title: str = ""
    lead: str = ""
    notice: str = ""
    sections: tuple[tuple[str, str, str], ...] = ()
    meta: dict[str, str] | None = None
    other_language: str = ""

    def _repr_mimebundle_(self, **_: object) -> dict:
        inner = "".join(f"<h2>{escape(heading)}</h2>{html}" for _, heading, html in self.sections)
        shown = f"<h1>{escape(self.title)}</h1><p>{escape(self.lead)}</p>{inner}"
        return {"text/plain": self.link, "text/html": shown, MIME: {"part": PART, **asdict(self)}}


@dataclass(frozen=True)
class _Shown:
    """What the template takes."""

    language: str
    part: SidePage
    report: str
    css: str

    def say(self, key: str) -> str:
        return escape(text(key, self.language))


def side_page(part: dict[str, Any]) -> SidePage:
    """Return a side page from what a cell of the notebook gave."""
    return SidePage(**{name: value for name, value in part.items() if name != "part"})


def page_html(one: SidePage, language: str, report: str) -> str:
    """Return a side page as HTML; `report` is the file name of the page it goes beside."""
    import nbformat
    from nbconvert.exporters.templateexporter import TemplateExporter

    folder = files(__package__).joinpath("template")
    css = folder.joinpath("page", "side.css").read_text(encoding="utf-8")
    with as_file(folder) as place:
        exporter = TemplateExporter(
            template_name="page", template_file="side.html.j2", extra_template_basedirs=[str(Path(place))]
        )
        shown = _Shown(language, one, report, css)
        html, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(), resources={"page": shown})
    return html.strip() + "\n"


def links(pages: list[SidePage], others: tuple[str, str] | None = None) -> str:
    """Return links to the side pages, for the head of the page they go beside, and to `others` of the place.

    `others` is an address and what it is called.
    """
    targets = [(one.target, one.link) for one in pages] + ([others] if others else [])
    shown = [f'<a href="{escape(target)}">{escape(name)}</a>' for target, name in targets]
    return f'<p class="also">{" · ".join(shown)}</p>' if shown else ""
