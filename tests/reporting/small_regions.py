"""Three small made-up regions written straight into a workspace, for the tests of the comparison."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from brister_analysis.intake.contracts import shaped
from brister_analysis.intake.store import write_tables
from brister_analysis.reference.places import region
from brister_analysis.workspace import Workspace

ROOT = Path(__file__).parents[2]
HEADER = "report_id,kind,scheme,value,decided_by,coder,sheet,decided_at,codebook_version,note"
# Region, year, reports, the scheme people coded in: "" where nobody has.
YEARS = [
    ("stockholm", 2023, 30, "harmonised"),
    ("stockholm", 2024, 30, "harmonised"),
    ("skane", 2023, 17, "nv-skane-2023"),
    ("skane", 2024, 20, "harmonised"),
    ("vastra-gotaland", 2023, 40, ""),
    ("vastra-gotaland", 2024, 40, "harmonised"),
]
AGREEMENTS = {
    "stockholm": ["sthlm_substance_use", "sthlm_substance_use", "sthlm_gambling"],
    "vastra-gotaland": ["vgr_sip", "vgr_routine", "vgr_routine"],
}
AREAS = ["goteborgsomradet", "goteborgsomradet", "sodra-alvsborg", "skaraborg"]


def make_regions(root: Path) -> Workspace:
    """Write a workspace with `YEARS`."""
    shutil.copy(ROOT / "brister.toml", root / "brister.toml")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    workspace = Workspace(root, root / "data")
    for slug, year, number, scheme in YEARS:
        _write(workspace, slug, year, number, scheme)
    return workspace


def _write(workspace: Workspace, slug: str, year: int, number: int, scheme: str) -> None:
    ids = [f"{slug}-{year}-{one:03d}" for one in range(1, number + 1)]
    reports = [_report(slug, year, place, report_id) for place, report_id in enumerate(ids)]
    actors = [row for place, report_id in enumerate(ids) for row in _actors(slug, place, report_id)]
    accounting = {"region_code": region(slug).code, "data_year": year, "reason": "kept", "reports": number}
    write_tables(
        workspace.processed(slug, year),
        {
            "reports": shaped(reports, "reports"),
            "actors": shaped(actors, "actors"),
            "accounting": shaped([accounting], "accounting"),
        },
    )
    raw = workspace.raw(slug, year)
    raw.mkdir(parents=True)
    area = 'area = "nordvastra-skane"\n' if slug == "skane" else ""
    (raw / "SOURCE.toml").write_text(f'producer = "Gruppen"\n{area}synthetic = true\n', encoding="utf-8")
    coding = workspace.decisions(slug, year) / "coding"
    coding.mkdir(parents=True)
    labels = {"harmonised": ["information_transfer", "routines"], "nv-skane-2023": ["SIP", "rutiner"], "": []}
    lines = [
        f"{report_id},cause,{scheme},{label},consensus,,s1,{year + 1}-03-01,1,"
        for place, report_id in enumerate(ids)
        for label in labels[scheme][: 1 + place % 2]
    ]
    (coding / "decisions.csv").write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")


def _report(slug: str, year: int, place: int, report_id: str) -> dict:
    received = dt.datetime(year, 1, 1) + dt.timedelta(days=place)
    told: dict[str, object] = {
        "form_version": {"skane": "nv-2019", "stockholm": "sthlm-2020"}.get(slug, "vgr-avvikelse")
    }
    if slug == "skane":
        told["area"] = "nordvastra-skane"
    else:
        told["agreement"] = AGREEMENTS[slug][place % 3]
    if slug == "stockholm" and place % 5 == 0:
        told |= {"agreement": "sthlm_bus", "target_group": "children_young", "form_version": "sthlm-bus-2021"}
    if slug == "vastra-gotaland":
        told["area"] = AREAS[place % 4]
        if place % 4 != 3:
            told["answered_date"] = received + dt.timedelta(days=5 + 3 * place)
    return {
        "report_id": report_id,
        "region_code": region(slug).code,
        "data_year": year,
        "received_date": received,
        "description": "Hemlig händelsetext som aldrig får lämna projektet.",
        "scheme": "harmonised",
        "synthetic": True,
        **told,
    }


def _actors(slug: str, place: int, report_id: str) -> list[dict]:
    reporter, counterpart = [("kommun", "region"), ("region", "kommun"), ("kommun", "region")][place % 3]
    municipality = f"{region(slug).code}80" if reporter == "kommun" else None
    return [
        {
            "report_id": report_id,
            "role": "reporter",
            "principal": reporter,
            "municipality_code": municipality,
        },
        {"report_id": report_id, "role": "counterpart", "principal": counterpart},
    ]
