"""One coding sheet a coder: what is left to code, in the scheme of the year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from brister_analysis.coding.cases import Case, load_cases
from brister_analysis.coding.ledger import VIGNETTE_LEDGER, read_ledger, written_decisions
from brister_analysis.coding.sheet_identity import (
    SheetIdentity,
    checked_coder,
    parse_sheet,
    sheets_folder,
)
from brister_analysis.coding.sheet_layout import sheet_bytes
from brister_analysis.coding.stored import load_suggestions, store_suggestions
from brister_analysis.coding.vignettes import vignette_cases
from brister_analysis.errors import Fault, UsageError
from brister_analysis.reference.crosswalk import HARMONISED
from brister_analysis.workspace import Workspace


def coding_sheet(
    workspace: Workspace,
    region: str,
    year: int,
    coder: str | None = None,
    scheme: str | None = None,
    blind: bool = False,
    language: str | None = None,
) -> Path:
    """Write a coder's next sheet: the reports that this coder has not coded yet.

    Parameters
    ----------
    workspace, region, year
        As `brister_analysis.intake.store.load_reports`; region is a slug.
    coder
        A letter, never a name; None for the sheet that the group fills in together.
    scheme
        Scheme to code in; None for the scheme that the region's profile names for the year.
    blind
        Without the computer's suggestions.
    language
        Of headings, rules and the codebook's causes.

    Returns
    -------
    Path
        ``data/decisions/<region>/<year>/coding/sheets/kodning-2023-A-01.xlsx``; readable by its owner only,
        the same bytes each time. The first sheet of a coder holds the practice cases too, last.

    Raises
    ------
    UsageError
        Nothing is left to code, the coder's last sheet has not been collected, or the coder or scheme is not
        one.
    """
    found = next_sheet(workspace, region, year, checked_coder(coder), scheme)
    if not blind:
        store_suggestions(workspace, region, year)
    cases = load_cases(workspace, region, year, {} if blind else load_suggestions(workspace, region, year))
    if not cases:
        raise UsageError(Fault("sheets.no_reports"))
    left = _left(workspace, found, cases)
    if not left:
        raise UsageError(Fault("sheets.nothing_left"))
    return write_sheet(workspace, found, left, language)


def next_sheet(
    workspace: Workspace, region: str, year: int, coder: str, scheme: str | None = None
) -> SheetIdentity:
    """Return the identity of a coder's next sheet.

    Raises
    ------
    UsageError
        The last one lies in the folder and has not been collected, or the scheme holds no causes.
    """
    folder = sheets_folder(workspace, region, year)
    names = {path.stem.removeprefix("kodning-") for path in folder.glob("kodning-*.xlsx")}
    collected = _collected(workspace, region, year)
    parsed = {name: parse_sheet(name) for name in sorted(names | collected)}
    own = {name: found[2] for name, found in parsed.items() if found and found[1] == coder}
    if any(name in names and name not in collected for name in own):
        raise UsageError(Fault("sheets.waiting"))
    chosen = scheme or year_scheme(workspace, region, year)
    version = ""
    if chosen == HARMONISED:
        from brister_analysis.reference.codebook import codebook

        version = codebook().version
    else:
        _check_scheme(chosen)
    return SheetIdentity(region, year, coder, max(own.values(), default=0) + 1, chosen, version)


def write_sheet(
    workspace: Workspace, identity: SheetIdentity, cases: Sequence[Case], language: str | None
) -> Path:
    """Write a sheet where sheets lie; only its owner may read it."""
    from brister_analysis.intake.store import write_private

    path = identity.path(workspace)
    write_private(path, sheet_bytes(identity, cases, language))
    return path


def year_scheme(workspace: Workspace, region: str, year: int) -> str:
    """Return the scheme the region codes a year in; the codebook where its profile names none."""
    from brister_analysis.reference.profiles import load_profile

    return load_profile(region, workspace.data / "regions").schemes.get(year, HARMONISED)


def _check_scheme(scheme: str) -> None:
    from brister_analysis.reference.schemes import schemes

    allowed = list(dict.fromkeys(schemes().query("kind == 'cause'")["scheme"]))
    if scheme not in allowed:
        raise UsageError(Fault("sheets.scheme", allowed=(HARMONISED, *allowed)))


def _collected(workspace: Workspace, region: str, year: int) -> set[str]:
    """Return the sheets that the ledgers hold decisions of, without the number of a correction."""
    ledgers = [
        written_decisions(workspace, region, year),
        written_decisions(workspace, region, year, VIGNETTE_LEDGER),
    ]
    return {str(sheet).partition(".")[0] for rows in ledgers for sheet in rows["sheet"]}


def _left(workspace: Workspace, identity: SheetIdentity, cases: Sequence[Case]) -> list[Case]:
    from brister_analysis.intake.register import read_register

    register = read_register(workspace.decisions(identity.region, identity.year) / "register.csv")
    changed = {entry.report_id for entry in register if entry.review}
    rows = read_ledger(workspace, identity.region, identity.year)
    own = rows[
        (rows["kind"] == "cause")
        & (rows["scheme"] == identity.scheme)
        & (rows["decided_by"] == identity.decided_by)
        & (rows["coder"] == identity.coder_in_ledger)
        & (rows["value"] != "")
    ]
    done = set(own["report_id"]) - changed
    practice = vignette_cases() if identity.number == 1 else []
    left = [case for case in cases if case.report_id not in done]
    return [*left, *practice] if left else []
