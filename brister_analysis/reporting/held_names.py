"""Names that no page may hold, those that stood in the forms' own name fields, and the few that may stand on
one. They are read when a page is checked and kept in memory only."""

from __future__ import annotations

import hashlib
from functools import cache

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


def _bytes_of(workspace: Workspace, region: str, year: int) -> str:
    from brister_analysis.intake.received import form_files

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
