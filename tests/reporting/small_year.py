"""A small made-up year written straight into a workspace: what the pages of the tests are made from."""

from __future__ import annotations

import shutil
from pathlib import Path

from brister_analysis.analysis.coverage import scheme_labels
from brister_analysis.intake.contracts import shaped
from brister_analysis.intake.store import write_tables
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.profiles import load_profile
from brister_analysis.workspace import Workspace

ROOT = Path(__file__).parents[2]
SOURCE = """producer = "Arbetsgruppen"
area = "nordvastra-skane"
synthetic = {synthetic}
licence = "CC BY 4.0"
"""
TEXTS = """## title
Kommunikationen **brister** oftast

## purpose
Vi samlar brister för att lära av dem.

### Vem läser?
Chefer och medarbetare. <script>alert(1)</script>

## cause-rutiner
Rutiner fanns men var inte kända.

## open_questions
1. Vem kallar till möte?
2. Hur vet vi att svaret kom fram?
"""


def make_workspace(root: Path, year: int = 2023, reports: int = 17, synthetic: bool = True) -> Workspace:
    """Write a workspace with one year of `reports` reports in Nordvästra Skåne."""
    shutil.copy(ROOT / "brister.toml", root / "brister.toml")
    shutil.copytree(ROOT / "notebooks", root / "notebooks", dirs_exist_ok=True)
    workspace = Workspace(root, root / "data")
    ids = [f"skane-nordvastra-{year}-{number:03d}" for number in range(1, reports + 1)]
    write_tables(
        workspace.processed("skane", year),
        {
            "reports": shaped([_report(report_id, year, synthetic) for report_id in ids], "reports"),
            "actors": shaped([row for n, i in enumerate(ids) for row in _actors(n, i)], "actors"),
            "accounting": shaped(_accounting(year, reports), "accounting"),
        },
    )
    raw = workspace.raw("skane", year)
    raw.mkdir(parents=True)
    (raw / "SOURCE.toml").write_text(SOURCE.format(synthetic=str(synthetic).lower()), encoding="utf-8")
    coding = workspace.decisions("skane", year) / "coding"
    coding.mkdir(parents=True)
    (coding / "decisions.csv").write_text(_decisions(ids, year), encoding="utf-8")
    (coding.parent / "texts.md").write_text(TEXTS, encoding="utf-8")
    return workspace


def _report(report_id: str, year: int, synthetic: bool) -> dict:
    return {
        "report_id": report_id,
        "region_code": "12",
        "area": "nordvastra-skane",
        "data_year": year,
        "description": "Hemlig händelsetext som aldrig får lämna projektet.",
        "scheme": load_profile("skane").scheme(year),
        "form_version": "nv-2019",
        "synthetic": synthetic,
    }


def _actors(number: int, report_id: str) -> list[dict]:
    reporter, counterpart = [("kommun", "region"), ("kommun", "region"), ("region", "kommun")][number % 3]
    return [
        {"report_id": report_id, "role": "reporter", "principal": reporter},
        {"report_id": report_id, "role": "counterpart", "principal": counterpart},
    ]


def _accounting(year: int, kept: int) -> list[dict]:
    counts = {
        "kept": kept,
        "not_a_deficiency": 1,
        "insufficient_information": 0,
        "duplicate": 2,
        "test_case": 0,
    }
    return [
        {
            "region_code": "12",
            "area": "nordvastra-skane",
            "data_year": year,
            "reason": reason,
            "reports": count,
        }
        for reason, count in (counts | {"other": 0}).items()
    ]


def _decisions(ids: list[str], year: int) -> str:
    scheme = load_profile("skane").scheme(year)
    labels = scheme_labels(scheme) or codebook().causes["cause"].tolist()[:-1]
    lines = ["report_id,kind,scheme,value,decided_by,coder,sheet,decided_at,codebook_version,note"]
    for number, report_id in enumerate(ids):
        for place, label in enumerate(labels):
            if number % (place + 2) == 0 or (place == 0 and number % 4):
                lines.append(f"{report_id},cause,{scheme},{label},consensus,,s1,{year + 1}-03-01,1,")
        lines.append(f"{report_id},measure,,parties_met,consensus,,s1,{year + 1}-03-01,1,")
        lines.append(
            f"{report_id},theme,,{'Akut' if number % 2 else 'Skola'},consensus,,s1,{year + 1}-03-01,1,"
        )
    return "\n".join(lines) + "\n"
