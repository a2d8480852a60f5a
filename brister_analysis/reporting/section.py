"""The pieces a notebook shows and a page is put together from: the head, and sections that know their place.

Each is an object that Jupyter shows as HTML. Beside the HTML it carries a small JSON part, by which `convert`
finds it again in the executed notebook, puts the sections in the order of the region's profile and writes the
files for download.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from html import escape

MIME = "application/vnd.brister.page+json"
# Between the sources in the page's ``<meta>`` element.
SOURCES_APART = " | "
# In JupyterLab the page's style sheet is not there, and both sizes of a figure would be seen.
IN_NOTEBOOK = "<style>svg.narrow { display: none } svg.wide { max-width: 46rem }</style>"


@dataclass(frozen=True)
class Download:
    """A file written beside the page.

    Parameters
    ----------
    name
        What it is called, without the page's own prefix.
    content
        The text; written as UTF-8.
    """

    name: str
    content: str


@dataclass(frozen=True)
class Fragment:
    """A piece of HTML made from protected tables only, and the files its links lead to."""

    html: str
    downloads: tuple[Download, ...] = ()

    def _repr_html_(self) -> str:
        return IN_NOTEBOOK + self.html


def absent(sentence: str) -> Fragment:
    """Return what stands where a page has nothing to show, and why."""
    return Fragment(f'<p class="absent">{escape(sentence)}</p>')


@dataclass(frozen=True)
class Head:
    """What stands above everything: the title, what the page is about, and what identifies it.

    Parameters
    ----------
    title
        The page's only h1.
    lead
        HTML under the title.
    notices
        HTML of each box that must be seen before anything else (made-up data, suggestions).
    meta
        Names and contents of the page's ``<meta>`` elements; identity among them.
    site
        Short name shown above the title.
    """

    title: str
    lead: str
    notices: tuple[str, ...]
    meta: dict[str, str]
    site: str

    def _repr_mimebundle_(self, **_: object) -> dict:
        shown = f"<h1>{escape(self.title)}</h1>{self.lead}{''.join(self.notices)}"
        return {"text/plain": self.title, "text/html": shown, MIME: {"part": "head", **asdict(self)}}


@dataclass(frozen=True)
class Section:
    """One section of a page.

    Parameters
    ----------
    slug
        Its id on the page; unique.
    heading
        Plain text.
    html
        What follows the heading.
    order
        Where it stands: smaller first.
    short
        What it is called in the list of contents; the heading when empty.
    downloads
        Files beside the page.
    """

    slug: str
    heading: str
    html: str
    order: int
    short: str = ""
    downloads: tuple[Download, ...] = field(default=())

    def _repr_mimebundle_(self, **_: object) -> dict:
        shown = f"{IN_NOTEBOOK}<h2>{escape(self.heading)}</h2>{self.html}"
        return {"text/plain": self.heading, "text/html": shown, MIME: {"part": "section", **asdict(self)}}
