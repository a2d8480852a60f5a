"""Checks of a finished page that need no browser: does it stand alone, is it itself, does it leak.

`check_page` gathers every fault. What a reader with a disability needs is in `checks_access`, colours in
`checks_colour`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brister_analysis.errors import Fault
from brister_analysis.language import LANGUAGES, catalogue, text
from brister_analysis.reporting.built_pages import built_pages
from brister_analysis.reporting.checks_access import access_faults
from brister_analysis.reporting.checks_colour import colour_faults
from brister_analysis.reporting.checks_identity import figures_alike, identity_faults, page_identity
from brister_analysis.reporting.context import CATALOGUES
from brister_analysis.reporting.request import page_kinds
from brister_analysis.workspace import STAGING, Workspace

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BYTES = 400_000
FETCHING = ("script", "iframe", "object", "embed", "audio", "video", "source", "base", "form", "portal")
# A path of somebody's machine, an address in memory, a Python error: each tells of a page that was not made
# as it should.
STRAY = re.compile(
    r"file:|(?<![\w/.])/(?:home|work|tmp|usr|Users)/|\b[A-Z]:\\|\b0x[0-9a-f]{6,}|Traceback \(most|NaN|<NA>"
)
# Names of working group and contact may stand in these sections; the finder's name for each section in
# SOURCE.toml.
PUBLIC_SECTIONS = {"group": ("group", "compiled_by"), "contact": ("cite",)}
# Sentences shorter than this may be the same word in both languages.
TELLING_LENGTH = 14


def check_page(
    html: str, language: str, expected: Mapping[str, Any], files: Mapping[str, str] | None = None
) -> list[Fault]:
    """Return every fault of a page.

    Parameters
    ----------
    html
        The page.
    language
        Language it should be in.
    expected
        What it should say of itself: `region`, `place`, `year` (None for all years); `synthetic` (bool) and
        `public_persons` (section of ``SOURCE.toml`` to names) where they are known.
    files
        Text by name of the files beside it; None leaves its links to them unchecked.

    Returns
    -------
    list of Fault
        Empty when it may replace an older page. No fault repeats a text of the page.
    """
    from lxml import html as parser

    page = parser.fromstring(html)
    faults = [
        *access_faults(page, language),
        *colour_faults(page),
        *_alone(page, html, files),
        *identity_faults(page, expected, files or {}),
        *_made_up(page, files or {}),
        *_leaks(page, expected.get("public_persons", {}), files or {}),
        *_other_language(page, language),
    ]
    if len(html.encode()) > MOST_BYTES:
        faults.append(_fault("size", got=str(len(html.encode())), values={"most": MOST_BYTES}))
    return faults


def check_folder(workspace: Workspace, folder: Path) -> tuple[int, list[Fault]]:
    """Check every page in a folder, or one page.

    Parameters
    ----------
    workspace
        Whose ``reports`` the folder lies in; the place of a page says what it should be.
    folder
        A folder or one ``.html`` file.

    Returns
    -------
    int, list of Fault
        How many pages, and their faults, each with the page's path in front.
    """
    pages = (
        [folder] if folder.is_file() else sorted(p for p in folder.rglob("*.html") if STAGING not in p.parts)
    )
    faults = []
    for path in pages:
        name = (
            path.relative_to(workspace.reports()).as_posix()
            if path.is_relative_to(workspace.reports())
            else path.name
        )
        html = path.read_text(encoding="utf-8")
        language = next((one for one in LANGUAGES if path.name.endswith(f".{one}.html")), "sv")
        beside = _files_beside(path.parent)
        for fault in check_page(html, language, _expected(workspace, name), beside):
            faults.append(replace(fault, where=(name, *fault.where)))
    if folder.is_dir() and folder.is_relative_to(workspace.reports()):
        shown = {path.relative_to(workspace.reports()).as_posix() for path in pages}
        alike = figures_alike(built_pages(workspace))
        faults += [fault for fault in alike if fault.where[0] in shown]
    return len(pages), faults


def _files_beside(folder: Path) -> dict[str, str]:
    """Return every file that a page's links may lead to; the text of tables and their descriptions only."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        read = path.suffix in (".csv", ".json") and path.parent == folder
        found[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8") if read else ""
    return found


def _expected(workspace: Workspace, name: str) -> dict[str, Any]:
    """Return what the place of a page under ``reports`` says it should be."""
    parts = name.split("/")
    known: dict[str, Any] = {"region": parts[0]} if len(parts) > 1 else {}
    if len(parts) == 3 and parts[1].isdigit():
        known |= {"year": int(parts[1]), "place": _place(parts[2].split(".")[0])}
        known |= source_facts(workspace, parts[0], int(parts[1]))
    return known


def _place(stem: str) -> str:
    """Return the place of a page by its file name; the pages made beside a yearly one end in a word more."""
    endings = page_kinds()["yearly_report"]["beside"].values()
    return next((stem.removesuffix(f"-{one}") for one in endings if stem.endswith(f"-{one}")), stem)


def source_facts(workspace: Workspace, region: str, year: int) -> dict[str, Any]:
    """Return what ``SOURCE.toml`` says of a page: whether it is made up, and whose names may stand on it."""
    from brister_analysis.intake.source import read_source

    folder = workspace.raw(region, year)
    if not folder.is_dir():
        return {}
    source = read_source(folder)
    return {"synthetic": source.synthetic, "public_persons": source.public_persons}


def _fault(
    key: str, where: tuple[str, ...] = (), got: str | None = None, values: dict | None = None
) -> Fault:
    return Fault(f"page.check.{key}", where, got, values=values or {})


def _alone(page: HtmlElement, html: str, files: Mapping[str, str] | None) -> Iterator[Fault]:
    """The page fetches nothing, runs nothing, and each of its links leads somewhere."""
    for tag in FETCHING:
        if page.xpath(f"//{tag}"):
            yield _fault("fetches", (f"<{tag}>",))
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if name.lower().startswith("on") or value.strip().lower().startswith("javascript:"):
                yield _fault("runs", (f"<{element.tag} {name}>",))
            if name in ("src", "srcset", "poster", "data", "xlink:href") and not value.startswith(
                ("data:", "#")
            ):
                yield _fault("fetches", (f"<{element.tag} {name}>",))
    for link in page.xpath("//link/@href"):
        if link != "data:,":
            yield _fault("fetches", ("<link>",))
    styles = " ".join([*page.xpath("//style/text()"), *page.xpath("//@style")])
    if re.search(r"@import|url\((?!['\"]?(?:#|data:))", styles):
        yield _fault("fetches", ("<style>",))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    if not policy or "default-src 'none'" not in policy[0]:
        yield _fault("policy")
    if STRAY.search(html):
        yield _fault("stray")
    ids = set(page.xpath("//@id"))
    for target in page.xpath("//a/@href"):
        if target.startswith("#"):
            if target[1:] not in ids:
                yield _fault("link", got=target)
        elif (
            not re.match(r"(https?|mailto|tel):", target) and files is not None and not _beside(target, files)
        ):
            yield _fault("link", got=target)


def _beside(target: str, files: Mapping[str, str]) -> bool:
    # The same page in the other language, and the front page, are made after this one.
    return target in files or bool(re.fullmatch(r"(\.\./)*[\w.-]+\.html(#[\w-]+)?", target))


def _made_up(page: HtmlElement, files: Mapping[str, str]) -> Iterator[Fault]:
    """Made-up data says so in everything that can be taken from the page on its own."""
    if page_identity(page).get("synthetic") != "true":
        return
    language = page.get("lang") if page.get("lang") in LANGUAGES else "sv"
    say = {
        key: text(f"page.synthetic.{key}", language)
        for key in ("banner", "easy", "title", "subtitle", "alt", "column")
    }
    banner = say["easy" if page.xpath("//body[@class='easy']") else "banner"]
    title = page.findtext(".//title") or ""
    if banner not in page.text_content() or not title.startswith(say["title"]):
        yield _fault("made_up", ("h1",))
    for place in page.xpath("//figcaption"):
        if say["subtitle"] not in place.text_content():
            yield _fault("made_up", ("figcaption",))
    for alt in page.xpath("//svg/@aria-label"):
        if say["alt"] not in alt:
            yield _fault("made_up", ("aria-label",))
    for name in sorted(set(page.xpath("//a[@download]/@href")) & set(files)):
        said = {".csv": say["column"], ".json": '"synthetic": true'}.get(Path(name).suffix, "")
        seen = files[name].split("\n", 1)[0] if name.endswith(".csv") else files[name]
        if said not in seen:
            yield _fault("made_up", (name,))


def _leaks(
    page: HtmlElement, persons: Mapping[str, tuple[str, ...]], files: Mapping[str, str]
) -> Iterator[Fault]:
    """Nothing points at a person in page or files, but for those who agreed, in their own section."""
    from brister_analysis.intake.gate import kind_word
    from brister_analysis.intake.identifiers import scan

    for section in page.xpath("//main/section | //header | //footer"):
        slug = next(iter(section.xpath("./h2/@id")), section.tag)
        allowed = [
            name for key, names in persons.items() if slug in PUBLIC_SECTIONS.get(key, ()) for name in names
        ]
        # The program's own words, version numbers and fingerprints are not people's.
        shown = " ".join(section.xpath(".//text()[not(ancestor::*[@class='hash' or self::pre])]"))
        for name in sorted(allowed, key=len, reverse=True):
            shown = shown.replace(name, " ")
        for found in scan(shown):
            yield _fault("leak", (slug,), kind_word(found.kind))
    for value in page.xpath("//@aria-label | //@alt | //@title | //meta[not(@name='brister-data')]/@content"):
        for found in scan(str(value)):
            yield _fault("leak", ("meta",), kind_word(found.kind))
    for name in sorted(files):
        for found in scan(files[name]):
            yield _fault("leak", (name,), kind_word(found.kind))


def _other_language(page: HtmlElement, language: str) -> Iterator[Fault]:
    """No sentence of the other language's catalogue is left on the page."""
    own = {sentence for room in CATALOGUES for sentence in _sentences(catalogue(language, room))}
    shown = " ".join(page.text_content().split())
    for other in LANGUAGES:
        if other == language:
            continue
        for key, sentence in (pair for room in CATALOGUES for pair in _keyed(catalogue(other, room))):
            telling = max(re.split(r"\{[^{}]*\}|[\n*]+", sentence), key=len).strip()
            if len(telling) >= TELLING_LENGTH and sentence not in own and telling in shown:
                yield _fault("language", (key,))


def _keyed(group: Mapping, path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in group.items():
        if isinstance(value, Mapping):
            yield from _keyed(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value)


def _sentences(group: Mapping) -> Iterator[str]:
    return (sentence for _, sentence in _keyed(group))
