"""What has been published, kept as it stood: ``published/<region>/<year>/<revision>/``.

An outsider keeps what was printed, so every revision stays and enters as known when later tables are
protected. Beside the tables ``revisions.toml`` says when and why each revision was published.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brister_analysis.analysis.audit import check_publishable
from brister_analysis.analysis.protected_table import ProtectedTable
from brister_analysis.analysis.published_files import files_of, readable, revision_files, toml_value
from brister_analysis.analysis.table_changes import TableChange, changed_tables
from brister_analysis.errors import DataError, Fault, UsageError
from brister_analysis.workspace import Workspace

REVISIONS = "revisions.toml"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Revision:
    """One time a page was published: when, why, and what differs from the time before, if it is not the
    first."""

    number: int
    date: dt.date
    reason: str
    first: bool
    changes: tuple[TableChange, ...]


def read_published(workspace: Workspace, region: str, year: int | None = None) -> list[ProtectedTable]:
    """Return every table ever published for a region and year, newest revision first, each content once.

    Parameters
    ----------
    region
        Slug.
    year
        Default: every year, oldest first.

    Raises
    ------
    DataError
        A file in ``published/`` has been changed so that it can't be read; every such table.
    """
    if year is None:
        folder = workspace.published(region, 0).parent
        years = sorted(int(found.name) for found in folder.glob("[12][0-9][0-9][0-9]"))
        return [table for each in years for table in read_published(workspace, region, each)]
    tables: list[ProtectedTable] = []
    faults: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for number in reversed(_revisions(workspace.published(region, year))):
        where = (region, str(year), str(number))
        for name, layout, written in files_of(workspace.published(region, year) / str(number), where, faults):
            content = (json.dumps(layout, sort_keys=True), written)
            if content not in seen:
                tables += readable(name, layout, written, where, faults)
                seen.add(content)
    if faults:
        raise DataError(faults)
    return tables


def latest_published(
    workspace: Workspace, region: str, year: int, within: Mapping[str, object]
) -> list[ProtectedTable]:
    """Return the tables of a page as they were last published; empty where it never was.

    Parameters
    ----------
    within
        What holds for every table of the page: ``region_code``, ``area`` (or the region's slug) and
        ``data_year``.

    Raises
    ------
    DataError
        As `read_published`.
    """
    kept = _revisions_of(workspace, region, year, _labels(within))
    return kept[-1][1] if kept else []


def published_pages(workspace: Workspace) -> list[tuple[str, int, Labels]]:
    """Return region's slug, year and common labels of every page that was published, sorted."""
    years = sorted((workspace.published("x", 0).parents[1]).glob("*/[12][0-9][0-9][0-9]"))
    return [
        (folder.parent.name, int(folder.name), labels)
        for folder in years
        for labels in sorted(
            {_common(tables) for _, tables in _kept(workspace, folder.parent.name, int(folder.name))}
        )
    ]


def read_revisions(
    workspace: Workspace, region: str, year: int, within: Mapping[str, object]
) -> list[Revision]:
    """Return when and why a page was published and what differed each time, oldest first.

    Parameters
    ----------
    within
        As `latest_published`.

    Raises
    ------
    DataError
        As `read_published`; or the log of revisions can't be read.
    """
    log = _log(workspace, region, year)
    found: list[Revision] = []
    before: list[ProtectedTable] = []
    for number, tables in _revisions_of(workspace, region, year, _labels(within)):
        date, reason = log[number]
        changes = changed_tables(before, tables) if found else ()
        found.append(Revision(number, date, reason, not found, changes))
        before = tables
    return found


def write_published(
    workspace: Workspace,
    region: str,
    year: int,
    tables: Sequence[ProtectedTable],
    reason: str,
    date: dt.date,
) -> int:
    """Keep the tables of a page that is being published, and return the revision's number.

    Parameters
    ----------
    tables
        Every table of the page, each with its own name (small letters, digits, ``_`` and ``-``).
    reason
        Why this is published, in words; public.
    date
        Day of publication.

    Returns
    -------
    int
        A new number, or that of the latest revision of the same tables where nothing has changed since.

    Raises
    ------
    CheckRefused
        Something hidden follows from these tables and all that the region has published before.
    UsageError
        Two tables of one name, or a name that is no file name.
    """
    names = [table.name for table in tables]
    wrong = [name for name in dict.fromkeys(names) if names.count(name) > 1 or not NAME.fullmatch(name)]
    if wrong:
        raise UsageError([Fault("disclosure.table_name", (name,)) for name in wrong])
    check_publishable(tables, read_published(workspace, region))
    folder = workspace.published(region, year)
    kept = _revisions_of(workspace, region, year, _common(tables))
    if kept and not changed_tables(kept[-1][1], tables):
        return kept[-1][0]
    number = max(_revisions(folder), default=0) + 1
    (folder / str(number)).mkdir(parents=True)
    for name, content in sorted(revision_files(tables).items()):
        (folder / str(number) / name).write_text(content, encoding="utf-8", newline="\n")
    entry = {"number": number, "date": date.isoformat(), "reason": reason, "tables": sorted(names)}
    log = folder / REVISIONS
    before = log.read_text(encoding="utf-8") + "\n" if log.is_file() else ""
    written = "".join(f"{name} = {toml_value(value)}\n" for name, value in entry.items())
    log.write_text(f"{before}[[revision]]\n{written}", encoding="utf-8", newline="\n")
    return number


def _revisions(folder: Path) -> list[int]:
    return sorted(int(found.name) for found in folder.glob("[1-9]*") if found.name.isdigit())


def _kept(workspace: Workspace, region: str, year: int) -> list[tuple[int, list[ProtectedTable]]]:
    """Return number and tables of each revision, oldest first: a year has some for each area."""
    faults: list[Fault] = []
    found = []
    for number in _revisions(workspace.published(region, year)):
        where = (region, str(year), str(number))
        files = files_of(workspace.published(region, year) / str(number), where, faults)
        found.append((number, [table for one in files for table in readable(*one, where, faults)]))
    if faults:
        raise DataError(faults)
    return found


def _revisions_of(
    workspace: Workspace, region: str, year: int, page: Labels
) -> list[tuple[int, list[ProtectedTable]]]:
    """Return number and tables of each revision of one page, oldest first."""
    return [one for one in _kept(workspace, region, year) if _common(one[1]) == page]


def _labels(within: Mapping[str, object]) -> Labels:
    return tuple(sorted((name, str(value)) for name, value in within.items()))


def _common(tables: Sequence[ProtectedTable]) -> Labels:
    """Return what holds for all tables of a page."""
    shared = set.intersection(*(set(table.within) for table in tables)) if tables else set()
    return tuple(sorted(shared))


def _log(workspace: Workspace, region: str, year: int) -> dict[int, tuple[dt.date, str]]:
    """Return date and reason of each revision by its number."""
    path = workspace.published(region, year) / REVISIONS
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["revision"]
        return {
            int(one["number"]): (dt.date.fromisoformat(one["date"]), str(one["reason"])) for one in entries
        }
    except (KeyError, TypeError, ValueError):
        raise DataError(Fault("disclosure.published", (region, str(year), REVISIONS))) from None
