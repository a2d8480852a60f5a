"""Everything one page is made from, read once: rows, decisions, people's texts, and facts about the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brister_analysis.reporting.context import Context
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.year_texts import year_texts
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.intake.source import Source
    from brister_analysis.reference.places import Region
    from brister_analysis.reference.profiles import RegionProfile

DECIDED, SUGGESTED = "consensus", "suggestion"


@dataclass(frozen=True)
class Material:
    """What a yearly page is made from.

    Parameters
    ----------
    reports, actors, accounting, causes, themes, measures
        Frames as in ``docs/interface.md``, of this region, area and year only.
    causes_by
        ``"consensus"`` where people decided the causes, ``"suggestion"`` where nobody has yet: never mixed.
    texts
        What people wrote, by section.
    region, profile, source
        What is known of the region, how it works, and of the year's forms.
    place
        The area or region as printed.
    inhabitants
        Of the place in the year, or in the latest year known; None when unknown.
    """

    reports: pd.DataFrame
    actors: pd.DataFrame
    accounting: pd.DataFrame
    causes: pd.DataFrame
    themes: pd.DataFrame
    measures: pd.DataFrame
    causes_by: str
    texts: dict[str, str]
    region: Region
    profile: RegionProfile
    source: Source
    place: str
    inhabitants: int | None

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the frames by name, for the data hash."""
        names = ("reports", "actors", "accounting", "causes", "themes", "measures")
        return {name: getattr(self, name) for name in names}


def gather(workspace: Workspace, request: ReportRequest, suggest: bool = True) -> Material:
    """Read what a yearly page is made from; `request` is checked already.

    `suggest` asks for suggested causes where nobody has decided any.
    """
    from brister_analysis.coding.ledger import load_causes, load_measures, load_themes
    from brister_analysis.intake.source import read_source
    from brister_analysis.intake.store import load_accounting, load_actors, load_reports
    from brister_analysis.reference.places import region
    from brister_analysis.reference.profiles import load_profile

    assert request.year is not None
    where = (request.region, request.year)
    reports = _of_area(load_reports(*where, workspace=workspace), request.area)
    ids = set(reports["report_id"])
    causes = _of_reports(load_causes(*where, workspace=workspace), ids)
    causes_by = DECIDED if len(causes) or reports.empty else SUGGESTED
    if causes_by == SUGGESTED and suggest:
        causes = suggested_causes(reports)
    found = region(request.region)
    return Material(
        reports=reports,
        actors=_of_reports(load_actors(*where, workspace=workspace), ids),
        accounting=_of_area(load_accounting(*where, workspace=workspace), request.area),
        causes=causes,
        themes=_of_reports(load_themes(*where, workspace=workspace), ids),
        measures=_of_reports(load_measures(*where, workspace=workspace), ids),
        causes_by=causes_by,
        texts=year_texts(workspace, *where, request.language),
        region=found,
        profile=load_profile(request.region, workspace.data / "regions"),
        source=read_source(workspace.raw(*where)),
        place=place_name(found, request.area),
        inhabitants=inhabitants_of(found.code, request.area, request.year),
    )


def place_name(region: Region, area: str | None) -> str:
    """Return the area's or region's name as printed."""
    return region.name if area is None else area_names()[area]


def area_names() -> dict[str, str]:
    """Return slug to name of every area."""
    from brister_analysis.reference.places import areas

    listed = areas().drop_duplicates("area")
    return dict(zip(listed["area"], listed["area_name"].astype(str), strict=True))


def credit_lines(material: Material, context: Context) -> dict[str, str]:
    """Return who gathered a page's reports, the licence and whom to ask, or that nobody has told."""
    return {
        "contact": material.profile.contact or context.say("prose.no_contact"),
        "licence": material.source.licence or context.say("prose.no_licence"),
        "producer": material.source.producer or material.profile.contact or material.place,
    }


def inhabitants_of(region_code: str, area: str | None, year: int) -> int | None:
    """Return the inhabitants of the place; an area of a year without figures takes the latest year known."""
    from brister_analysis.analysis.protection import latest_inhabitants
    from brister_analysis.reference.population import population

    if area is not None:
        return latest_inhabitants(population("area"), area, year)
    return latest_inhabitants(population("region"), region_code, year)


def suggested_causes(reports: pd.DataFrame) -> pd.DataFrame:
    """Return the suggested causes of reports nobody has coded, with the columns that a table needs."""
    import pandas as pd

    from brister_analysis.coding.suggest import suggest_causes

    written = reports["description"].fillna("").tolist()
    rows = [
        {"report_id": report_id, "cause": suggestion.cause, "decided_by": SUGGESTED, "scheme": "harmonised"}
        for report_id, suggestions in zip(reports["report_id"], suggest_causes(written), strict=True)
        for suggestion in suggestions
        if suggestion.chosen
    ]
    frame = pd.DataFrame(rows, columns=["report_id", "cause", "decided_by", "scheme"]).astype("str")
    known = reports[["report_id", "region_code", "area", "data_year"]]
    return frame.merge(known, on="report_id", how="left").assign(native_label=pd.Series(pd.NA, dtype="str"))


def _of_area(frame: pd.DataFrame, area: str | None) -> pd.DataFrame:
    return frame if area is None else frame[frame["area"] == area].reset_index(drop=True)


def _of_reports(frame: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    return frame[frame["report_id"].isin(ids)].reset_index(drop=True)
