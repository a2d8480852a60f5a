"""What people are asked to write: the sections of each file, their titles, and what belongs in them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from brister_analysis.language import text
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.texts import text_slug
from brister_analysis.reporting.year_texts import earlier_texts
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.finding import Finding
    from brister_analysis.reporting.year import YearReport

TEXTS, EASY = "texts", "easy"
TITLE, CAUSES = "title", "cause_sections"


@dataclass(frozen=True)
class TextPart:
    """One section to be written.

    Parameters
    ----------
    slug
        What the file calls it.
    title
        What people read.
    asked
        What belongs there, a line each; a line that starts with ``- `` is a question.
    quoted
        What people wrote there the year before, Markdown; empty where there is nothing to follow up.
    """

    slug: str
    title: str
    asked: tuple[str, ...]
    quoted: str = ""


@cache
def written_sections(kind: str) -> dict[str, Any]:
    """Return what ``written.toml`` says of one of the files people write."""
    return tomllib.loads(files(__package__).joinpath("written.toml").read_text(encoding="utf-8"))[kind]


def section_titles(workspace: Workspace, region: str, year: int, language: str) -> dict[str, str]:
    """Return slug to title of every section that may stand among a year's texts, causes too."""
    from brister_analysis.analysis.coverage import scheme_labels
    from brister_analysis.reference.codebook import codebook
    from brister_analysis.reference.profiles import load_profile

    fixed = [slug for slug in written_sections(TEXTS)["sections"] if slug != CAUSES]
    titles = {slug: section_title(slug, language) for slug in fixed}
    named = codebook().causes.set_index("cause")[f"label_{language}"].to_dict()
    own = scheme_labels(load_profile(region, workspace.data / "regions").scheme(year))
    labels = {one: one for one in own} or named
    return titles | {
        text_slug(str(label)): cause_title(str(name), language) for label, name in labels.items()
    }


def section_title(slug: str, language: str) -> str:
    """Return what a section of the page is called."""
    if slug == TITLE:
        return text("documents.ask.title.heading", language)
    return Context(language, "", "", False, "").say(f"sections.{slug}.heading")


def cause_title(name: str, language: str) -> str:
    """Return what the section about one cause is called among the texts."""
    return text("documents.skeleton.cause", language, name=name[:1].upper() + name[1:])


def parts_to_write(report: YearReport, causes: Finding | None) -> list[TextPart]:
    """Return the sections people are asked for, in the order of the region's page.

    `causes` is what the page shows of the causes people decided, None where they have not: each of them has
    a section, the most common first, those whose number is hidden last.
    """
    language, wanted = report.context.language, written_sections(TEXTS)
    earlier = earlier_texts(report.workspace, report.request.region, report.year, language)
    parts = [TextPart(TITLE, section_title(TITLE, language), asked("title", language))]
    for slug in report.order:
        if slug == CAUSES:
            parts += _causes(causes, language) if causes is not None else []
        elif slug in wanted["sections"]:
            quoted = earlier.get(slug, "") if slug in wanted["carried"] else ""
            parts.append(TextPart(slug, section_title(slug, language), asked(slug, language), quoted))
    return parts


def asked(name: str, language: str) -> tuple[str, ...]:
    """Return the lines of an instruction of the catalogue."""
    return tuple(text(f"documents.ask.{name}.text", language).strip().splitlines())


def _causes(finding: Finding, language: str) -> list[TextPart]:
    from brister_analysis.reporting.year_parts import reported_causes

    lines, first = asked("cause", language), asked("cause_first", language)
    parts: list[TextPart] = []
    for _, row in reported_causes(finding).iterrows():
        slug = text_slug(str(row[finding.spec["label"][0]]))
        title = cause_title(row["label_shown"], language)
        parts.append(TextPart(slug, title, lines if parts else first + lines))
    return parts
