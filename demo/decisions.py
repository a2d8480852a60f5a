"""What the working group decided about the invented reports: their true causes, written as people would."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.coding.ledger import COLUMNS
from demo.cases import Case
from demo.material import REGION, chance, toml
from demo.received import received
from demo.reports import Report

if TYPE_CHECKING:
    import pandas as pd


def write_decisions(decisions_folder: Path, register: pd.DataFrame, year: int, region: str = REGION) -> None:
    """Write ``rejected.csv``, ``coding/decisions.csv`` where the year was coded and, where a date is vague,
    ``corrections.toml``.

    Parameters
    ----------
    decisions_folder
        The year's folder under ``data/decisions``.
    register
        The register that intake made: ``report_id``, ``file_name``, ``row`` and, where it exists,
        ``same_as`` (the report of which the form is a copy, else empty).
    year
        Year the reports were received.
    region
        Slug of the region.
    """
    by_place = received(region, year)
    copies = register["same_as"].fillna("") != "" if "same_as" in register else register["report_id"] == ""
    own = register[~copies].sort_values("report_id")
    places = zip(own["report_id"], own["file_name"], own["row"].astype(int), strict=True)
    numbered = [(number, by_place[file, row]) for number, file, row in places]
    # Of a form sent twice either file may be the one that counts: it is the other that intake calls the copy.
    kept = [(number, report) for number, report in numbered if report.reason in ("", "duplicate")]
    set_aside = [(number, report) for number, report in numbered if report.reason not in ("", "duplicate")]
    decisions_folder.mkdir(parents=True, exist_ok=True)
    coded = coded_year(region, year)
    if coded:
        (decisions_folder / "coding").mkdir(exist_ok=True)
        _write_csv(decisions_folder / "coding" / "decisions.csv", COLUMNS, _decisions(kept, coded, year))
        _write_corrections(decisions_folder / "corrections.toml", kept, coded["meetings"][0])
    notes = toml("coding")["notes"]
    rejected = [(number, report.reason, notes[report.reason]) for number, report in set_aside]
    _write_csv(decisions_folder / "rejected.csv", ("report_id", "reason", "note"), rejected)


def coded_year(region: str, year: int) -> dict:
    """Return how a year was coded: scheme, days of the meetings, coders alone; empty when it was not."""
    years = toml("coding")["years"] if region == REGION else toml(f"{region}/plan")["coding"]
    return years.get(str(year), {})


def native_labels(causes: Sequence[str], scheme: str) -> list[str]:
    """Return the labels a scheme has for harmonised causes, each once.

    >>> native_labels(["information_transfer", "response_feedback", "trust"], "nv-skane-2022")
    ['kommunikation/information']
    >>> native_labels(["trust"], "nv-skane-2022")
    ['kompetens och förståelse']
    """
    if scheme == "harmonised":
        return list(causes)
    labels = toml("coding")[scheme]
    found = [labels[cause] for cause in causes if cause in labels]
    return list(dict.fromkeys(found or [labels["nearest"][cause] for cause in causes]))


def _decisions(kept: Iterable[tuple[str, Report | Case]], coded: dict, year: int) -> list[tuple[str, ...]]:
    """Return the ledger's rows: two coders alone where the year had them, then the group's two meetings."""
    scheme, (first, second) = coded["scheme"], coded["meetings"]
    alone: list[tuple[str, ...]] = []
    early: list[tuple[str, ...]] = []
    late: list[tuple[str, ...]] = []
    for number, report in kept:
        labels = native_labels(report.row["causes"], scheme)
        for coder, habits in coded.get("coders", {}).items():
            own = _alone(labels, scheme, habits, report.key, coder)
            who = (scheme, "coder", coder, f"{year}-{coder}", coded["coded_alone"])
            alone += _rows(number, "cause", own, who)
        rng = chance("decision", report.key)
        group = ("consensus", "")
        if len(labels) > 1 and rng.random() < 0.25:
            # The group came back to the report: the later sheet replaces the earlier one.
            early += _rows(number, "cause", labels[:1], (scheme, *group, f"{year}-1", first))
            late += _rows(number, "cause", labels, (scheme, *group, f"{year}-2", second), "Kodad på nytt.")
        else:
            early += _rows(number, "cause", labels, (scheme, *group, f"{year}-1", first))
        others = {"theme": report.row["themes"], "measure": report.row["measures"]}
        if "pandemic" in report.row:
            others["pandemic"] = ["yes" if report.row["pandemic"] else "no"]
        for kind, values in others.items():
            early += _rows(number, kind, values, ("", *group, f"{year}-1", first))
    return [*alone, *early, *late]


def _rows(
    number: str, kind: str, values: Sequence[str], who: tuple[str, str, str, str, str], note: str = ""
) -> list[tuple[str, ...]]:
    scheme, decided_by, coder, sheet, decided_at = who
    # Native schemes were coded before the codebook existed.
    version = _codebook_version() if scheme == "harmonised" else ""
    return [
        (number, kind, scheme, value, decided_by, coder, sheet, decided_at, version, note) for value in values
    ]


def _alone(labels: Sequence[str], scheme: str, habits: dict, key: str, coder: str) -> list[str]:
    """Return what one coder saw before the group met: now and then a label missed or added, never
    none; that a text tells too little they agree on."""
    if labels == ["unclear"]:
        return labels
    rng = chance("alone", key, coder)
    every = _labels(scheme)
    seen = []
    for label in every:
        draw = rng.random()
        if draw >= habits["misses"] if label in labels else draw < habits["adds"]:
            seen.append(label)
    return seen or [rng.choice(every)]


def _labels(scheme: str) -> list[str]:
    """Return every label of a scheme that goes with others."""
    if scheme == "harmonised":
        from brister_analysis.reference.codebook import codebook

        return [cause for cause in codebook().causes["cause"] if cause != "unclear"]
    return list(dict.fromkeys(label for cause, label in toml("coding")[scheme].items() if cause != "nearest"))


def _codebook_version() -> str:
    from brister_analysis.reference.codebook import codebook

    return codebook().version


def _write_corrections(path: Path, kept: Sequence[tuple[str, Report | Case]], decided: str) -> None:
    """Write what the group found out about dates that forms tell vaguely."""
    lines = ["# Rättelser av kända fel i blanketterna, med det värde som stod där.", ""]
    for number, report in kept:
        # An export has a date or none, never words in its place.
        if not isinstance(report, Report) or report.event not in toml("forms")["writing"]["vague_dates"]:
            continue
        lines += [
            "[[correction]]",
            f'report_id = "{number}"',
            'column = "event_date"',
            'expected = ""',
            f"value = {report.event_day}",
            'reason = "Datumet i blanketten är vagt. Rapportören har svarat på telefon."',
            'by = "A"',
            f"date = {decided}",
            "",
        ]
    if len(lines) > 2:
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
