"""An executed notebook becomes a page: nbconvert with the template beside this module.

The page shows what the notebook's cells gave (`section.Head`, `section.Section`) in the order of the region's
profile, and the code folded at the end. Markdown cells are for readers of the notebook and stay there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brister_analysis.errors import Fault, ReportError
from brister_analysis.language import text
from brister_analysis.reporting.downloads import NO_RIGHTS, Rights, add_downloads
from brister_analysis.reporting.request import ACCESSIBILITY, METHOD, place_id, site_name
from brister_analysis.reporting.section import MIME, Download, Head, Section
from brister_analysis.reporting.side_page import PART, links, page_html, side_page

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Page:
    """What the template takes.

    Parameters
    ----------
    language
        ``"sv"`` or ``"en"``.
    head, sections
        The page's parts, sections in order.
    code
        Heading and highlighted source of each cell that gave a part of the page.
    other_language
        File name of the same page in the other language, relative to this one.
    home
        Relative address of the front page; empty on the front page itself.
    css
        The page's style sheet.
    """

    language: str
    head: Head
    sections: list[Section]
    code: list[tuple[str, str]]
    other_language: str
    home: str
    css: str

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the template, escaped."""
        return escape(text(f"page.{key}", self.language, **values))

    def site_links(self) -> list[tuple[str, str]]:
        """Return addresses and names of the method and the accessibility statement, which every page links
        to."""
        root = "".join(self.home.rpartition("/")[:2])
        return [
            (root + site_name(stem, self.language), escape(text(f"site.front.about.{key}", self.language)))
            for stem, key in ((METHOD, "method"), (ACCESSIBILITY, "accessibility"))
        ]


def to_html(
    executed: NotebookNode,
    language: str,
    other_language: str,
    home: str,
    rights: Rights = NO_RIGHTS,
) -> tuple[str, dict[str, str | bytes]]:
    """Return the page and the files that go beside it.

    Parameters
    ----------
    executed
        A notebook in which one cell gave a `Head` and others gave `Section`.
    language
        Language of the template's own words.
    other_language
        File name of the page's other language, for the link at the top.
    home
        Relative address of the front page.
    rights
        Who gathered what the page rests on, and its licence.

    Returns
    -------
    html, files
        The page, and what each file beside it holds, by name.

    Raises
    ------
    ReportError
        The notebook gave no head, or two sections with one name.
    """
    parts = [(part, cell) for cell in executed.cells for part in _parts(cell)]
    heads = [part for part, _ in parts if part["part"] == "head"]
    sections = sorted((p for p, _ in parts if p["part"] == "section"), key=lambda part: part["order"])
    slugs = [section["slug"] for section in sections]
    if len(heads) != 1 or len(set(slugs)) != len(slugs):
        raise ReportError(Fault("page.convert.parts", got=f"{len(heads)}, {len(slugs) - len(set(slugs))}"))
    code = [(_title(part), highlighted(cell.source)) for part, cell in parts if part["part"] != PART]
    sides = [side_page(part) for part, _ in parts if part["part"] == PART]
    head = Head(**{name: value for name, value in heads[0].items() if name != "part"})
    shown = [_section(one) for one in sections]
    stem = Path(other_language).name.split(".")[0]
    shown, beside = add_downloads(head, shown, language, stem, rights)
    head = replace(head, lead=head.lead + links(sides, _others(head, language, home)))
    beside |= {one.file: page_html(one, language, site_name(stem, language)) for one in sides if one.file}
    return fill_template(head, shown, code, language, other_language, home), beside


def _others(head: Head, language: str, home: str) -> tuple[str, str] | None:
    """Return the address of the place's part of the front page; None on a page of several places.

    No page links to another year's: it would change when that one is built, and lead nowhere until then.
    """
    place, region = (head.meta.get(f"brister-{name}", "") for name in ("place", "region"))
    if not place or not region or " " in region:
        return None
    return f"{home}#{place_id(place)}", text("page.template.others", language)


def fill_template(
    head: Head,
    sections: list[Section],
    code: list[tuple[str, str]],
    language: str,
    other_language: str,
    home: str,
) -> str:
    """Return a page of finished parts; `code` is heading and highlighted source, and may be empty."""
    import nbformat
    from nbconvert.exporters.templateexporter import TemplateExporter

    page = Page(language, head, sections, code, other_language, home, _style())
    # TemplateExporter, not HTMLExporter: the latter rewrites the finished page with BeautifulSoup, which
    # lowercases the attributes of SVG, and adds a style sheet that would have to be taken out again.
    with as_file(files(__package__).joinpath("template")) as folder:
        exporter = TemplateExporter(
            template_name="page", template_file="page.html.j2", extra_template_basedirs=[str(Path(folder))]
        )
        html, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(), resources={"page": page})
    return html.strip() + "\n"


def site_html(head: Head, sections: list[Section], language: str, other_language: str, home: str) -> str:
    """Return a page of finished parts that no notebook gave, in the same template.

    It is filled in without nbconvert, which needs seconds to start.
    """
    from jinja2 import Environment

    template = files(__package__).joinpath("template", "page", "page.html.j2").read_text(encoding="utf-8")
    page = Page(language, head, sections, [], other_language, home, _style())
    # The template escapes by itself, as nbconvert expects of it.
    filled = Environment().from_string(template).render(resources={"page": page})
    return filled.strip() + "\n"


def _parts(cell: NotebookNode) -> list[dict[str, Any]]:
    if cell.cell_type != "code":
        return []
    bundles = [output.get("data", {}) for output in cell.outputs]
    return [bundle[MIME] for bundle in bundles if MIME in bundle]


def _section(part: dict[str, Any]) -> Section:
    downloads = tuple(Download(**file) for file in part["downloads"])
    kept = {name: value for name, value in part.items() if name != "part"}
    return Section(**kept | {"downloads": downloads})


def _title(part: dict[str, Any]) -> str:
    return part["title"] if part["part"] == "head" else part["heading"]


def highlighted(source: str) -> str:
    """Return Python source as HTML with the page's own few classes."""
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

    return highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")


def _style() -> str:
    return files(__package__).joinpath("template", "page", "page.css").read_text(encoding="utf-8")
