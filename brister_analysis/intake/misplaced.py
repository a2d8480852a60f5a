"""Forms that lie where nobody reads them: beside the year folders, or in a folder that is not named as its
region."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from brister_analysis.errors import Fault, UsageError
from brister_analysis.intake.form_files import form_files
from brister_analysis.workspace import REGION_FOLDER, YEAR_FOLDER, Workspace

_SOME_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def misplaced(workspace: Workspace, regions: Iterable[str] = ()) -> list[Fault]:
    """Return what lies among the forms and is not read, told by counts: names of files and folders may hold
    anything.

    Parameters
    ----------
    workspace
        Where the forms lie.
    regions
        Those asked for, written in any way; all where none is named. What may be of any region is always
        told.
    """
    raw = workspace.data / "raw"
    if not raw.is_dir():
        return []
    wanted = {_slug(name) for name in regions}
    faults = _told("top", workspace, raw, len(form_files(raw)))
    for folder in _folders(raw):
        slug = _slug(folder.name)
        if wanted and slug and slug not in wanted:
            continue
        if YEAR_FOLDER.fullmatch(folder.name):
            faults += _told("year", workspace, raw, _forms_below(folder), year=folder.name)
        elif slug and folder.name != slug:
            faults += _told("spelling", workspace, raw, _forms_below(folder), slug=slug)
        elif REGION_FOLDER.fullmatch(folder.name):
            faults += _beside_years(workspace, folder)
        else:
            faults += _told("folder", workspace, raw, _forms_below(folder))
    return faults


def _beside_years(workspace: Workspace, folder: Path) -> list[Fault]:
    """Return what of a region's folder lies in no year's folder."""
    faults = _told("region", workspace, folder, len(form_files(folder)))
    for inside in _folders(folder):
        if not YEAR_FOLDER.fullmatch(inside.name):
            found = _SOME_YEAR.search(inside.name)
            key, named = ("named_year", {"year": found[0]}) if found else ("no_year", {})
            faults += _told(key, workspace, folder, _forms_below(inside), **named)
    return faults


def _told(key: str, workspace: Workspace, folder: Path, forms: int, **values: str) -> list[Fault]:
    if not forms:
        return []
    return [Fault(f"intake.misplaced.{key}", (workspace.shown(folder),), values={"forms": forms, **values})]


def _slug(name: str) -> str | None:
    """Return the slug of the region a name stands for, if any."""
    profile = files("brister_analysis.reference").joinpath("profiles", f"{name}.toml")
    if REGION_FOLDER.fullmatch(name) and profile.is_file():
        return name
    # The table of regions takes longer to read than all else a command does that has nothing to do.
    from brister_analysis.reference.places import region

    try:
        return region(name).slug
    except UsageError:
        return None


def _folders(folder: Path) -> Iterator[Path]:
    """Return the folders people made in a folder."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith((".", "__MACOSX")):
            yield path


def _forms_below(folder: Path) -> int:
    return len(form_files(folder)) + sum(_forms_below(inside) for inside in _folders(folder))
