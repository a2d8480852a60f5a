"""Take identifiers out of every free cell of a year's rows, before anything is written."""

from __future__ import annotations

from brister_analysis.intake.identifiers import deidentify
from brister_analysis.intake.identifiers.review import Decisions, Doubt, review_list
from brister_analysis.intake.received import Form

FREE_TEXTS = ("description", "measures", "dialogue_outcome", "consequence", "follow_up", "stated_cause")


def deidentified_rows(
    rows: list[dict], kept: list[Form], decisions: Decisions
) -> tuple[list[dict], list[dict], list[Doubt]]:
    """Return reports and actors without identifiers, and the doubtful words that nobody has decided about.

    Every free cell goes through, units too: people write names where they should not.
    """
    names = {form.report_id: list(form.record.known_names) for form in kept}
    actors = [
        {"report_id": form.report_id, **actor}
        for form in sorted(kept, key=lambda form: form.report_id)
        for actor in form.record.actors
    ]
    cells = [(row, column) for row in rows for column in FREE_TEXTS if row.get(column)]
    cells += [(actor, "unit") for actor in actors if actor.get("unit")]
    texts = [str(row[column]) for row, column in cells]
    clean = deidentify(texts, [names[str(row["report_id"])] for row, _ in cells], decisions)
    reports, units = [dict(row) for row in rows], [dict(actor) for actor in actors]
    place = {id(old): new for old, new in zip([*rows, *actors], [*reports, *units], strict=True)}
    for (row, column), one in zip(cells, clean, strict=True):
        place[id(row)][column] = one.text
    return reports, units, review_list(texts, clean)
