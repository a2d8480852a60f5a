"""Which pages lie under ``reports``, read from the pages themselves, and the files that belong to each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brister_analysis.language import file_ending, text
from brister_analysis.reporting.checks_identity import figure_data, page_identity
from brister_analysis.reporting.request import page_kinds
from brister_analysis.workspace import Workspace

DOCUMENTS = (".docx", ".pdf", ".xlsx")
PACKAGE = ".datapackage.json"


@dataclass(frozen=True)
class Document:
    """A file beside a page that is no page: its path under ``reports``, format and size in bytes."""

    path: str
    format: str
    size: int


@dataclass(frozen=True)
class BuiltPage:
    """A page under ``reports`` and what it says of itself.

    Parameters
    ----------
    path
        Under ``reports``, with forward slashes.
    title
        Its title.
    kind
        One of ``pages.toml``, those beside a page among them; else what its file name says.
    region, place, period
        Slug of the region (several with spaces between), slug of the place, year or span of years.
    language
        ``"sv"`` or ``"en"``.
    synthetic
        Made up.
    data_hash
        Fingerprint of what it is made from.
    figures
        Digest of what its figures say, without place and year; empty where it has none.
    documents
        The same in other formats, and its workbook.
    package
        Path of the description of its tables; empty where it has none.
    """

    path: str
    title: str
    kind: str
    region: str
    place: str
    period: str
    language: str
    synthetic: bool
    data_hash: str
    figures: str
    documents: tuple[Document, ...]
    package: str

    @property
    def of_one_year(self) -> bool:
        """Whether it lies in the folder of its year; a page over time may hold a single year too."""
        return self.path.split("/")[1:2] == [self.period]

    @property
    def name(self) -> str:
        """What this kind of page is called; a kind nobody knows by its title."""
        try:
            return text(f"site.kinds.{self.kind}", self.language)
        except KeyError:
            return self.title


def built_pages(workspace: Workspace) -> list[BuiltPage]:
    """Return every page under ``reports`` that says what it is of, sorted by path."""
    pages = sorted(
        path for path in workspace.reports().rglob("*.html") if not _is_hidden(path, workspace.reports())
    )
    return [page for path in pages if (page := _read(path, workspace.reports())) is not None]


def read_packages(workspace: Workspace, pages: Iterable[BuiltPage]) -> dict[str, dict[str, Any]]:
    """Return the description of each page's tables by the page's path; pages without tables are left out."""
    return {
        page.path: json.loads((workspace.reports() / page.package).read_text(encoding="utf-8"))
        for page in pages
        if page.package
    }


def _is_hidden(path: Path, reports: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(reports).parts)


def _read(path: Path, reports: Path) -> BuiltPage | None:
    from lxml import html

    page = html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
    told = page_identity(page)
    if "place" not in told:
        # The front page, or something a person put there: not ours to list.
        return None
    stem, shown = path.name.split(".")[0], path.relative_to(reports)
    language = page.get("lang", "sv")
    ending = file_ending(language)
    region, place, period = (told.get(part, "") for part in ("region", "place", "year"))
    package = path.with_name(f"{stem}{ending}{PACKAGE}")
    said = figure_data(page)
    return BuiltPage(
        shown.as_posix(),
        page.findtext(".//title") or stem,
        _kind((shown.parent / stem).as_posix(), region, place, period),
        region,
        place,
        period,
        language,
        told.get("synthetic") == "true",
        told.get("data", ""),
        hashlib.sha256(said.encode()).hexdigest() if said else "",
        _documents(path, stem, ending, reports),
        package.relative_to(reports).as_posix() if package.is_file() else "",
    )


def _kind(stem: str, region: str, place: str, period: str) -> str:
    for kind, one in page_kinds().items():
        if one["page"].format(region=region, place=place, year=period) == stem:
            return kind
    word = Path(stem).name.replace(place, "").strip("-")
    beside = {ending: kind for kind, ending in page_kinds()["yearly_report"]["beside"].items()}
    return beside.get(word, word)


def _documents(path: Path, stem: str, ending: str, reports: Path) -> tuple[Document, ...]:
    """Return the files named as the page, or as the page and a word more, in its own language."""
    others = {one.name.split(".")[0] for one in path.parent.glob("*.html")} - {stem}
    found = []
    for one in sorted(path.parent.glob(f"{stem}*")):
        first, _, rest = one.name.partition(".")
        mine = first == stem or not any(first.startswith(other) for other in others if len(other) > len(stem))
        if mine and one.suffix in DOCUMENTS and f".{rest}" == f"{ending}{one.suffix}":
            found.append(Document(one.relative_to(reports).as_posix(), one.suffix[1:], one.stat().st_size))
    return tuple(found)
