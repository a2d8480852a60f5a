"""A year's texts, from Markdown and Word together: whichever of the two people wrote a section in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brister_analysis.errors import DataError, Fault
from brister_analysis.intake.source import FILE_NAME, read_source
from brister_analysis.reporting.texts import UNASKED, heading_slugs, plain_text, read_texts, texts_path
from brister_analysis.workspace import Workspace


@dataclass(frozen=True)
class YearTexts:
    """What people wrote about a year.

    Parameters
    ----------
    sections
        Slug to Markdown.
    notes
        What a page leaves out, and headings that are no sections.
    """

    sections: dict[str, str]
    notes: tuple[Fault, ...] = ()


def year_texts(workspace: Workspace, region: str, year: int, language: str) -> dict[str, str]:
    """Return what people wrote about a year, slug to Markdown.

    Raises
    ------
    DataError
        As `read_year_texts`.
    """
    return read_year_texts(workspace, region, year, language).sections


def earlier_texts(workspace: Workspace, region: str, year: int, language: str) -> dict[str, str]:
    """Return what people wrote about the year before: nothing where one of the two years is known to be made
    up and the other not, since invented words must not stand on a real page.

    Notes
    -----
    A year whose forms have been weeded out says no longer what it was; what was written about it is kept to
    be followed up.

    Raises
    ------
    DataError
        As `read_year_texts` and `read_source`.
    """
    folders = [workspace.raw(region, one) for one in (year - 1, year)]
    made_up = {read_source(folder).synthetic for folder in folders if (folder / FILE_NAME).is_file()}
    return {} if len(made_up) > 1 else year_texts(workspace, region, year - 1, language)


def read_year_texts(workspace: Workspace, region: str, year: int, language: str) -> YearTexts:
    """Read a year's texts from ``texts.md`` and ``texts.docx``.

    Parameters
    ----------
    workspace, region, year, language
        Where, and what; English texts lie in ``texts.en.md`` and ``texts.en.docx``.

    Returns
    -------
    YearTexts
        A section stands in one of the files, or in both with the same words; then Word's emphasis is taken.

    Raises
    ------
    DataError
        A file cannot be read, or a section stands in both with different words: neither is chosen, since the
        other's words would be lost.
    """
    from brister_analysis.reporting.what_to_write import section_titles

    path = texts_path(workspace, region, year, language)
    return merged(path, section_titles(workspace, region, year, language))


def merged(path: Path, titles: dict[str, str]) -> YearTexts:
    """Return the sections of a Markdown file and of the Word file beside it; `titles` are those known."""
    from brister_analysis.reporting.word_texts import WordTexts, read_word_texts

    faults: list[Fault] = []
    marked: dict[str, str] = {}
    typed = WordTexts({}, (), ())
    word = path.with_suffix(".docx")
    try:
        marked = read_texts(path)
    except DataError as error:
        faults += error.faults
    if word.is_file():
        try:
            typed = read_word_texts(word, titles)
        except DataError as error:
            faults += error.faults
    for slug in typed.sections:
        if slug in marked and _words(marked[slug]) != _words(typed.sections[slug]):
            values = {"markdown": path.name, "word": word.name}
            faults.append(Fault("documents.both", (titles.get(slug, slug),), values=values))
    if faults:
        raise DataError(faults)
    unknown = [
        Fault("documents.unknown", (path.name,), values={"number": number})
        for number, slug in enumerate(heading_slugs(path), start=1)
        if slug not in titles and not UNASKED.fullmatch(slug)
    ]
    return YearTexts(marked | typed.sections, (*unknown, *typed.notes))


def _words(markdown: str) -> str:
    return " ".join(plain_text(markdown).split())
