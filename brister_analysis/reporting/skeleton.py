"""Write the skeleton of what people write about a year, as Markdown and as Word, or add what one lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.errors import DataError, Fault
from brister_analysis.files import replace_file
from brister_analysis.language import text
from brister_analysis.reporting.texts import heading_slugs, plain_text, texts_path
from brister_analysis.reporting.what_to_write import CAUSES, TextPart, parts_to_write, section_titles
from brister_analysis.reporting.year_texts import merged
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.year import YearReport


@dataclass(frozen=True)
class Written:
    """What became of one file: made anew, or with which headings added."""

    path: Path
    new: bool
    headings: tuple[str, ...]

    def told(self) -> str:
        """Return it in words."""
        if self.new:
            return text("documents.told.created", file=self.path.name, headings=len(self.headings))
        if self.headings:
            names = ", ".join(self.headings)
            return text("documents.told.added", file=self.path.name, names=names)
        return text("documents.told.complete", file=self.path.name)


def write_skeletons(
    workspace: Workspace, region: str, year: int, area: str | None, language: str
) -> list[Written]:
    """Write what is missing of the year's texts beside its decisions, as Markdown and as Word.

    Parameters
    ----------
    workspace, region, year, area, language
        As `ReportRequest`; the year has been taken in. With Swedish texts comes the page in easy Swedish.

    Returns
    -------
    list of Written
        What became of each file. No word that stood there is changed.

    Raises
    ------
    DataError
        A file that exists cannot be read.
    """
    from brister_analysis.analysis.tables import cause_table
    from brister_analysis.reporting.easy_page import LANGUAGE, easy_parts, easy_path, easy_titles
    from brister_analysis.reporting.material import DECIDED, gather
    from brister_analysis.reporting.request import ReportRequest
    from brister_analysis.reporting.year import YearReport

    request = ReportRequest("yearly_report", region, year, area, language).checked(workspace)
    report = YearReport(workspace, request, gather(workspace, request, suggest=False))
    decided = report.material.causes_by == DECIDED and not report.causes.empty
    causes = report.cause_finding(cause_table(report.causes, level=report.level)) if decided else None
    path = texts_path(workspace, region, year, language)
    lacking = not decided and CAUSES in report.order
    notes: tuple[str, ...] = (text("documents.skeleton.not_coded", language),) if lacking else ()
    skeleton = _skeleton(report, "title", tuple(parts_to_write(report, causes)), path, notes)
    written = write_both(path, skeleton, section_titles(workspace, region, year, language))
    if language == LANGUAGE:
        path = easy_path(workspace, region, year)
        notes = tuple(text("documents.easy.intro", language).strip().splitlines())
        skeleton = _skeleton(report, "easy_title", tuple(easy_parts(report, causes)), path, notes)
        written += write_both(path, skeleton, easy_titles())
    return written


def _skeleton(
    report: YearReport, title: str, parts: tuple[TextPart, ...], path: Path, notes: tuple[str, ...]
) -> Skeleton:
    """Return a skeleton of a year's page; `notes` are lines that only this file has."""
    say, language, year = report.context.say, report.context.language, report.year
    named = text(f"documents.skeleton.{title}", language, place=report.context.place, year=year)
    if report.context.synthetic:
        named = f"{say('synthetic.title')} {named}"
    word = path.with_suffix(".docx").name
    in_word = text("documents.skeleton.intro", language).strip().splitlines()
    in_text = text("documents.skeleton.intro_markdown", language, word=word).strip().splitlines()
    quoted = text("documents.skeleton.quoted", language, year=year - 1)
    return Skeleton(named, (*in_word, *notes), (*in_text, *notes), parts, language, quoted)


@dataclass(frozen=True)
class Skeleton:
    """What a file to write in holds: its title, how to write in Word and in Markdown, its sections, and what
    is said over what people wrote the year before.
    """

    title: str
    intro: tuple[str, ...]
    intro_markdown: tuple[str, ...]
    parts: tuple[TextPart, ...]
    language: str
    quoted: str


def write_both(path: Path, skeleton: Skeleton, titles: dict[str, str]) -> list[Written]:
    """Write a skeleton to a Markdown file and the Word file beside it, or add what they lack."""
    from brister_analysis.reporting.word_skeleton import with_parts, word_skeleton
    from brister_analysis.reporting.word_texts import read_word_texts

    word = path.with_suffix(".docx")
    marked = set(merged(path, titles).sections) if path.is_file() else set()
    there = set(heading_slugs(path))
    missing = [part for part in skeleton.parts if part.slug not in there]
    written = [_markdown(path, skeleton, missing)]
    typed = read_word_texts(word, titles) if word.is_file() else None
    there = set(typed.headings) if typed else set()
    # What is written in Markdown already is pointed to, so that nobody writes it twice.
    only_marked = marked - set(typed.sections if typed else ())
    note = text("documents.skeleton.written_elsewhere", skeleton.language, file=path.name)
    lacking = [
        replace(part, asked=(note,), quoted="") if part.slug in only_marked else part
        for part in skeleton.parts
        if part.slug not in there
    ]
    if typed is None:
        content = word_skeleton(skeleton.title, skeleton.intro, lacking, skeleton.language, skeleton.quoted)
        _replace(word, content)
    elif lacking:
        _replace(word, with_parts(word.read_bytes(), lacking, skeleton.language, skeleton.quoted))
    return [*written, Written(word, typed is None, tuple(part.title for part in lacking))]


def _markdown(path: Path, skeleton: Skeleton, missing: Sequence[TextPart]) -> Written:
    new = not path.is_file()
    sections = "\n".join(_section(part, skeleton.quoted) for part in missing)
    if new:
        _replace(path, f"# {skeleton.title}\n\n{_comment(skeleton.intro_markdown)}\n\n{sections}".encode())
    elif missing:
        before = path.read_bytes()
        # A file from Notepad keeps its own line ends.
        end = b"\r\n" if b"\r\n" in before else b"\n"
        added = sections.encode().replace(b"\n", end)
        _replace(path, before + (b"" if before.endswith(b"\n") else end) + end + added)
    return Written(path, new, tuple(part.title for part in missing))


def _section(part: TextPart, quoted: str) -> str:
    lines = [part.title, *part.asked]
    if part.quoted:
        lines += [quoted, *(f"  {line}" for line in plain_text(part.quoted).splitlines() if line.strip())]
    return f"## {part.slug}\n\n{_comment(lines)}\n"


def _comment(lines: Sequence[str]) -> str:
    # Two hyphens could end the comment before its end.
    inside = "\n".join(lines).replace("--", "–")
    return f"<!--\n{inside}\n-->"


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(content)
    try:
        replace_file(partial, path)
    except PermissionError:
        # Windows locks a file that is open in Word.
        partial.unlink(missing_ok=True)
        raise DataError(Fault("documents.word.closed", (path.name,))) from None
