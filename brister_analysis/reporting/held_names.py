"""Names that no page may hold, those that stood in the forms' own name fields, the few that may stand on one,
and what looks like a name in what people write. They are read when a page is made and kept in memory only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache

from brister_analysis.errors import Fault
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.workspace import Workspace


def held_names(workspace: Workspace, request: ReportRequest) -> list[str]:
    """Return the names in the forms of every year that a page rests on, sorted.

    Raises
    ------
    DataError
        The region's profile is at fault.
    """
    years = request.rests_on(workspace.years())
    return sorted(set().union(*(_names(workspace, *year, _bytes_of(workspace, *year)) for year in years)))


def public_persons(workspace: Workspace, request: ReportRequest) -> dict[str, tuple[str, ...]]:
    """Return who has agreed to stand on a page of one year, by section of ``SOURCE.toml``."""
    from brister_analysis.intake.source import read_source

    return read_source(workspace.raw(request.region, request.year)).public_persons if request.year else {}


def possible_names(
    sections: Mapping[str, str], titles: Mapping[str, str], public: Mapping[str, Iterable[str]]
) -> list[Fault]:
    """Return one note for each Swedish section that may name somebody, with how many names; never the names.

    Parameters
    ----------
    sections
        Slug to Markdown.
    titles
        Slug to what a section is called; others are on no page.
    public
        As `public_persons`: they may stand in their own section.

    Notes
    -----
    Told and never refused: a lone first name may be a place or a project, which only the writer knows. The
    finder knows Swedish; where it finds nothing there may still be a name.
    """
    from brister_analysis.intake.gate import without_name
    from brister_analysis.intake.identifiers import find_identifiers
    from brister_analysis.reporting.texts import UNASKED, plain_text

    shown = [slug for slug in sections if slug in titles or UNASKED.fullmatch(slug)]
    written = []
    for slug in shown:
        words = plain_text(sections[slug])
        for name in public.get(slug, ()):
            words = without_name(words, name)
        written.append(words)
    counted = [sum(hit.kind == "PERSON" for hit in hits) for hits in find_identifiers(written)]
    return [
        Fault("documents.names", (titles.get(slug, slug),), values={"count": count})
        for slug, count in zip(shown, counted, strict=True)
        if count
    ]


def _bytes_of(workspace: Workspace, region: str, year: int) -> str:
    from brister_analysis.intake.form_files import form_files

    total = hashlib.sha256()
    for path in form_files(workspace.raw(region, year)).values():
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


# Reading the forms of a year takes longer than hashing them, and several pages rest on the same year.
@cache
def _names(workspace: Workspace, region: str, year: int, _content: str) -> frozenset[str]:
    from brister_analysis.intake.received import read_folder
    from brister_analysis.reference.profiles import load_profile

    profile = load_profile(region, workspace.data / "regions")
    forms = read_folder(workspace.raw(region, year), profile, year, workspace.decisions(region, year))
    return frozenset(name for form in forms for name in form.record.known_names)
