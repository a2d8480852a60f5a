"""What of a sheet is new to the ledger: nothing twice, corrections under a number of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brister_analysis.coding.ledger import written_decisions
from brister_analysis.coding.sheet_identity import SheetIdentity
from brister_analysis.coding.sheet_reading import FilledSheet
from brister_analysis.errors import Fault
from brister_analysis.language import text
from brister_analysis.workspace import Workspace

# Kind of decision → its values, as read from one row.
Decision = dict[str, tuple[str, ...]]
# A row of the ledger, all text.
Row = dict[str, str]


def new_rows(
    workspace: Workspace, file: str, sheet: FilledSheet, decisions: Mapping[str, tuple[Decision, str]]
) -> tuple[list[Row], int, list[Fault]]:
    """Compare a sheet with what the ledger holds from the same sheet.

    Parameters
    ----------
    workspace, file
        Which ledger.
    sheet
        Whose decisions they are, and of which day.
    decisions
        Report → its decisions and the coder's note.

    Returns
    -------
    tuple
        The rows to add, how many decisions stand already, and a fault for each change whose sheet is dated
        before what it would change.
    """
    identity, date = sheet.identity, sheet.date
    if identity is None or date is None:
        return [], 0, []
    before = _collected(workspace, identity, file)
    new: list[Row] = []
    same, faults = 0, []
    for number in sorted(decisions):
        decision, note = decisions[number]
        for kind, values in decision.items():
            scheme = identity.scheme if kind == "cause" else ""
            own = before.get((number, kind, scheme), [])
            kept = [value for value in values if value]
            said = note if kind == "cause" and kept else ""
            stands, stood_note, stood_at = _in_force(own)
            if sorted(stands) == sorted(kept) and stood_note == said:
                same += bool(kept)
            elif stood_at > date.isoformat():
                where = (text("sheets.place.sheet", sheet=identity.sheet), number)
                faults.append(Fault("sheets.early_date", where))
            else:
                base = {
                    "report_id": number,
                    "kind": kind,
                    "scheme": scheme,
                    "decided_by": identity.decided_by,
                    "coder": identity.coder_in_ledger,
                    "sheet": _revision(identity.sheet, own),
                    "decided_at": date.isoformat(),
                    "codebook_version": identity.codebook_version if kind == "cause" else "",
                    "note": said,
                }
                # What was taken back leaves a row without a value, so that the history shows it.
                new += [{**base, "value": value} for value in kept or [""]]
    return new, same, faults


def _collected(
    workspace: Workspace, identity: SheetIdentity, file: str
) -> dict[tuple[str, str, str], list[Row]]:
    """Return the rows that came from this sheet and its corrections, by report, kind and scheme."""
    rows = written_decisions(workspace, identity.region, identity.year, file)
    own = rows[(rows["decided_by"] == identity.decided_by) & (rows["coder"] == identity.coder_in_ledger)]
    own = own.assign(decided_at=own["decided_at"].dt.strftime("%Y-%m-%d").fillna(""))
    found: dict[tuple[str, str, str], list[Row]] = {}
    for record in own.to_dict("records"):
        row = {str(name): str(value) for name, value in record.items()}
        if row["sheet"].partition(".")[0] == identity.sheet:
            found.setdefault((row["report_id"], row["kind"], row["scheme"]), []).append(row)
    return found


def _in_force(rows: Sequence[Row]) -> tuple[list[str], str, str]:
    """Return the values of the latest correction, its note and date."""
    if not rows:
        return [], "", ""
    last = max((row["decided_at"], row["sheet"]) for row in rows)
    latest = [row for row in rows if (row["decided_at"], row["sheet"]) == last]
    return [row["value"] for row in latest if row["value"]], latest[0]["note"], last[0]


def _revision(sheet: str, own: Sequence[Row]) -> str:
    """Return the name of the sheet, with a number when this decision was collected from it before."""
    earlier = len({row["sheet"] for row in own})
    return f"{sheet}.{earlier + 1:02}" if earlier else sheet
