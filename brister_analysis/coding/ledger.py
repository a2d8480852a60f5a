"""The ledger of decisions: ``coding/decisions.csv`` beside a year's data, append-only, the latest decision in
force.

People's decisions are input. Nothing here writes over a row; a later sheet replaces an earlier one only when
read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from brister_analysis.coding.themes import names_someone
from brister_analysis.errors import DataError, Fault, shape_of
from brister_analysis.files import read_whole, write_private
from brister_analysis.intake.decided_rows import decided_rows
from brister_analysis.language import text
from brister_analysis.reference.places import region as find_region
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "report_id",
    "kind",
    "scheme",
    "value",
    "decided_by",
    "coder",
    "sheet",
    "decided_at",
    "codebook_version",
    "note",
)
LEDGER, VIGNETTE_LEDGER = "decisions.csv", "vignettes.csv"
KINDS = ("cause", "theme", "measure", "pandemic")
DECIDED_BY = ("consensus", "coder", "reporter")
_ONE_DECISION = ["report_id", "kind", "scheme", "decided_by", "coder"]


def read_ledger(workspace: Workspace, region: str, year: int, file: str = LEDGER) -> pd.DataFrame:
    """Return the decisions in force of one region and year.

    Parameters
    ----------
    workspace
        Where the data lies.
    region
        Slug of the region.
    year
        Year the reports were received.
    file
        ``vignettes.csv`` for the codings of the practice cases, which have a ledger of their own.

    Returns
    -------
    DataFrame
        Columns as in the file, all text, missing as "" except ``decided_at`` (datetime64[s]); of each
        (report, kind, scheme, decided_by, coder) only the rows of the latest date, then of the last sheet by
        name. A row with an empty ``value`` says that an earlier decision was taken back. Sorted by report,
        kind, scheme, decided_by, coder, then as written.
    """
    rows = written_decisions(workspace, region, year, file)
    stamp = rows["decided_at"].dt.strftime("%Y-%m-%d").fillna("") + " " + rows["sheet"]
    latest = stamp.groupby([rows[name] for name in _ONE_DECISION]).transform("max")
    return rows[stamp == latest].sort_values([*_ONE_DECISION, "row"], kind="stable", ignore_index=True)


def append_decisions(
    workspace: Workspace, region: str, year: int, rows: Iterable[Mapping[str, str]], file: str = LEDGER
) -> None:
    """Add decisions at the end of the ledger, all or none; what stands there is not touched.

    Parameters
    ----------
    workspace, region, year, file
        As `read_ledger`.
    rows
        Values of `COLUMNS`; what a row leaves out is empty. ``decided_at`` is an ISO date.
    """
    path = workspace.decisions(region, year) / "coding" / file
    before = read_whole(path) if path.exists() else b""
    columns = _header(before)
    if before and columns is None:
        # A spreadsheet program saved it in its own way: the same rows, as they were written at first.
        earlier = [row for _, row in decided_rows(path, COLUMNS)]
        before, columns = b"", list(earlier[0] if earlier else COLUMNS)
        rows = [*earlier, *rows]
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, columns or COLUMNS, restval="", lineterminator="\n")
    if not before:
        writer.writeheader()
    writer.writerows(rows)
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    write_private(path, before + gap + written.getvalue().encode())


def _header(content: bytes) -> list[str] | None:
    """Return the columns in the order of the file, which people may have moved in a spreadsheet; None when it
    is not as this program writes it."""
    try:
        first = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))), [])
    except UnicodeDecodeError:
        return None
    while first and not first[-1]:
        first.pop()  # Spreadsheets add empty cells at the end.
    return first if set(first) >= set(COLUMNS) and b'\n"' not in content else None


def written_decisions(workspace: Workspace, region: str, year: int, file: str = LEDGER) -> pd.DataFrame:
    """Return every row ever written, with ``row``: the line in the file, as a spreadsheet counts it.

    Raises
    ------
    DataError
        A row has more cells than the file has columns, or a quotation mark that nothing closes: nobody knows
        what is meant.
    """
    rows, faults = _rows_and_faults(workspace, region, year, file)
    if faults:
        raise DataError(faults)
    return rows


def _rows_and_faults(
    workspace: Workspace, region: str, year: int, file: str
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the rows that can be read, as `written_decisions`, and what is wrong with the others."""
    import pandas as pd

    path = workspace.decisions(region, year) / "coding" / file
    content = read_whole(path) if path.exists() else b""
    header = _header(content)
    faults: list[Fault] = []
    if content and header is None:
        decided = [(place, [row[name] for name in COLUMNS]) for place, row in decided_rows(path, COLUMNS)]
    else:
        decided, faults = _decided(content, header or [], file)
    rows = pd.DataFrame([cells for _, cells in decided], columns=list(COLUMNS), dtype="str")
    dates = pd.to_datetime(rows["decided_at"], format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    places = pd.array([place for place, _ in decided], dtype="int64")
    return rows.assign(decided_at=dates, row=places), faults


def _decided(content: bytes, header: list[str], file: str) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    """Return each row's number and its `COLUMNS`, and the rows that cannot be read."""
    found, faults, place = [], [], 0
    # Strict, since a quotation mark that nothing closes would swallow the rows below it.
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    try:
        for place, cells in enumerate(lines, start=1):
            if any(cell.strip() for cell in cells[len(header) :]):
                faults.append(Fault("coding.ledger.cells", (_place(file, place),)))
            elif place > 1 and any(cells):
                row = dict(zip(header, cells, strict=False))
                found.append((place, [row.get(name, "") for name in COLUMNS]))
    except csv.Error:
        faults.append(Fault("coding.ledger.quotes", (_place(file, place + 1),)))
    return found, faults


def _place(file: str, row: object) -> str:
    return text("coding.ledger.place", file=file, row=row)


def check_ledger(workspace: Workspace, region: str, year: int, report_ids: list[str]) -> list[Fault]:
    """Return every fault of a year's ledger: unknown report, kind, scheme or label, no date, too many cells.

    Parameters
    ----------
    workspace, region, year
        As `read_ledger`.
    report_ids
        The numbers that the year's register holds.
    """
    import pandas as pd

    from brister_analysis.reference.dimensions import dimension
    from brister_analysis.reference.schemes import schemes

    rows, faults = _rows_and_faults(workspace, region, year, LEDGER)
    known = set(report_ids)
    labels = {str(name): set(map(str, rows)) for name, rows in schemes().groupby("scheme")["label"]}
    codes = _harmonised_codes()
    measures = set(dimension("measure")["code"])
    for row in rows.itertuples(index=False):
        where = (_place(LEDGER, row.row),)
        if row.report_id not in known:
            faults.append(Fault("coding.ledger.report", where, shape_of(row.report_id)))
        if row.kind not in KINDS:
            faults.append(Fault("coding.ledger.kind", where, shape_of(row.kind), KINDS))
        if row.decided_by not in DECIDED_BY:
            faults.append(Fault("coding.ledger.decided_by", where, shape_of(row.decided_by), DECIDED_BY))
        if row.decided_at is pd.NaT:
            faults.append(Fault("coding.ledger.date", where))
        if row.kind == "cause":
            allowed = codes if row.scheme == "harmonised" else labels.get(str(row.scheme))
            if allowed is None:
                faults.append(
                    Fault("coding.ledger.scheme", where, shape_of(row.scheme), tuple(sorted(labels)))
                )
            elif row.value and row.value not in allowed:
                faults.append(
                    Fault("coding.ledger.label", where, shape_of(row.value), tuple(sorted(allowed)))
                )
        if row.kind == "measure" and row.value and row.value not in measures:
            faults.append(Fault("coding.ledger.measure", where, shape_of(row.value), tuple(sorted(measures))))
        if row.kind == "theme" and names_someone([str(row.value)]):
            faults.append(Fault("coding.ledger.theme", where, shape_of(row.value)))
    return faults


def _harmonised_codes() -> set[str]:
    from brister_analysis.reference.codebook import codebook

    return set(codebook().causes["cause"])


def load_causes(
    region: str | None = None,
    year: int | None = None,
    decided_by: str = "consensus",
    workspace: Workspace | None = None,
) -> pd.DataFrame:
    """Read the causes that people decided, native labels beside harmonised codes.

    Parameters
    ----------
    region, year, workspace
        As `brister_analysis.intake.load_reports`.
    decided_by
        ``consensus`` (the working group), ``coder`` (each coder alone) or ``reporter``. Suggestions are never
        here.

    Returns
    -------
    DataFrame
        One row a report, native label and harmonised cause: ``report_id``, ``region_code``, ``area``,
        ``data_year``,
        ``native_label`` (missing when coded in the harmonised codebook), ``cause`` (missing when the label is
        broader than one cause and cannot be split afterwards), ``cause_area`` (missing when the label's
        causes lie in several areas),
        ``relation`` (exact, broad, narrow, related, none), ``decided_by``, ``coder``, ``sheet``,
        ``decided_at``,
        ``scheme``, ``codebook_version``. Sorted by report, coder, order in the ledger.

    Notes
    -----
    A label with relation ``narrow`` stands for several causes at once: counting it as one of them misleads,
    therefore
    ``cause`` is missing and only ``cause_area`` may be counted.
    """
    import pandas as pd

    from brister_analysis.intake.store import load_reports
    from brister_analysis.reference.crosswalk import counted_as

    place = workspace or Workspace.find()
    reports = load_reports(region, year, place)
    rows = _in_force(place, region, year, kind="cause", decided_by=decided_by)
    rows = rows.merge(reports[["report_id", "region_code", "area", "data_year"]], on="report_id", how="inner")
    counted = [
        counted_as(str(scheme), dict.fromkeys(group["value"])).assign(scheme=scheme)
        for scheme, group in rows.groupby("scheme")
    ]
    harmonised = pd.concat([counted_as("harmonised", []).assign(scheme=""), *counted], ignore_index=True)
    merged = rows.merge(harmonised.rename(columns={"label": "value"}), on=["scheme", "value"], how="left")
    native = merged["value"].where(merged["scheme"] != "harmonised")
    return merged.assign(native_label=native)[
        [
            "report_id",
            "region_code",
            "area",
            "data_year",
            "native_label",
            "cause",
            "cause_area",
            "relation",
            "decided_by",
            "coder",
            "sheet",
            "decided_at",
            "scheme",
            "codebook_version",
        ]
    ]


def load_themes(
    region: str | None = None, year: int | None = None, workspace: Workspace | None = None
) -> pd.DataFrame:
    """Read the working group's themes, as decided by consensus.

    Parameters
    ----------
    region, year, workspace
        As `load_causes`.

    Returns
    -------
    DataFrame
        ``report_id``, ``data_year``, ``theme`` (free tag); one row a report and theme.

    Raises
    ------
    DataError
        A theme holds what points at a person.
    """
    themes = _load_kind("theme", region, year, workspace)
    # People may write the file by hand, so what collecting refuses is looked for once more.
    named = [row for row in themes.itertuples(index=False) if names_someone([str(row.theme)])]
    if named:
        faults = [
            Fault("coding.ledger.theme", (LEDGER, str(row.report_id)), shape_of(row.theme)) for row in named
        ]
        raise DataError(faults)
    return themes


def load_measures(
    region: str | None = None, year: int | None = None, workspace: Workspace | None = None
) -> pd.DataFrame:
    """Read the coded measures, as decided by consensus.

    Parameters
    ----------
    region, year, workspace
        As `load_causes`.

    Returns
    -------
    DataFrame
        ``report_id``, ``data_year``, ``measure`` (code of ``dimension("measure")``); one row a report and
        measure.
    """
    return _load_kind("measure", region, year, workspace)


def _load_kind(kind: str, region: str | None, year: int | None, workspace: Workspace | None) -> pd.DataFrame:
    from brister_analysis.intake.store import load_reports

    place = workspace or Workspace.find()
    rows = _in_force(place, region, year, kind=kind, decided_by="consensus")
    years = load_reports(region, year, place)[["report_id", "data_year"]]
    merged = rows.merge(years, on="report_id", how="inner").rename(columns={"value": kind})
    return merged[["report_id", "data_year", kind]]


def _in_force(
    place: Workspace, region: str | None, year: int | None, kind: str, decided_by: str
) -> pd.DataFrame:
    """Return the decisions in force of one kind over all regions and years asked for."""
    import pandas as pd

    slug = find_region(region).slug if region is not None else None
    wanted = [one for one in place.years() if slug in (None, one[0]) and year in (None, one[1])]
    empty = pd.DataFrame({name: pd.array([], dtype="str") for name in COLUMNS}).astype(
        {"decided_at": "datetime64[s]"}
    )
    rows = pd.concat([empty, *(read_ledger(place, *one) for one in wanted)], ignore_index=True)
    return rows[(rows["kind"] == kind) & (rows["decided_by"] == decided_by) & (rows["value"] != "")]
