"""Parts of a yearly page that only some regions or years have: agreements, rates, no coding yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from brister_analysis.reporting.finding import Finding, shown_tables
from brister_analysis.reporting.section import Fragment, absent

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.disclosure import DisclosureClass
    from brister_analysis.reporting.year import YearReport

MAIN_TRACK = "main"
# A table of which more is hidden tells too little.
MOST_HIDDEN = 1 / 3


def agreements(report: YearReport) -> Fragment:
    """Return how the reports are spread over agreements; those with a form of their own are counted apart.

    Notes
    -----
    A form that sets the agreement itself is a track of its own (`FormVersion.constants`): its reports could
    not have been about another agreement, so they are no part of the distribution.
    """
    from brister_analysis.reference.dimensions import dimension

    listed = dimension("agreement")
    codes = listed.loc[listed["region_code"] == report.region.code, "code"].astype(str).tolist()
    own = own_tracks(report)
    known = report.reports["agreement"].dropna()
    main = known[~known.isin(own)]
    if known.empty:
        return report.words("no_agreements")
    tracked = {MAIN_TRACK: len(main), **{code: int((known == code).sum()) for code in own}}
    tracks = _finding(report, "tracks", _shares("track", tracked, len(known)), len(known)) if own else None
    counts = {code: int((main == code).sum()) for code in codes if code not in own}
    within: dict[str, object] = {"track": MAIN_TRACK} if own else {}
    spread = _finding(report, "agreements", _shares("agreement", counts, len(main)), len(known), within)
    parts = [
        written(report, "agreements"),
        report.words("agreements"),
        report.figure(spread),
        report.table(spread),
    ]
    if tracks is not None:
        parts += [report.words("own_track"), report.table(tracks)]
    return joined(parts)


def own_tracks(report: YearReport) -> list[str]:
    """Return the agreements that have a form of their own that year."""
    forms = [form for form in report.material.profile.forms if form.in_use(report.year)]
    return list(dict.fromkeys(form.constants["agreement"] for form in forms if "agreement" in form.constants))


def rate(report: YearReport) -> Fragment:
    """Return reports per 100,000 inhabitants with its exact interval, or why there is none."""
    import pandas as pd

    from brister_analysis.analysis.protection import protect
    from brister_analysis.analysis.rates import rates
    from brister_analysis.reference.population import population

    people = population("area" if report.request.area else "region")
    code = report.request.area or report.region.code
    counts = pd.DataFrame({"code": [code], "year": [report.year], "reports": [len(report.reports)]})
    table = rates(counts, people)
    if table["rate"].isna().all():
        return report.words("no_rate")
    # An area keeps its name in the labels of the page's other tables, so the number is the same cell there.
    found = protect(
        table[["reports", "population", "rate", "low", "high"]].rename(columns={"population": "inhabitants"}),
        threshold=rule(report, "agreements"),
        count="reports",
        within=page_labels(report),
        name="rate",
    ).frame.iloc[0]
    if found["hidden"]:
        return report.words("hidden_rate")
    number = report.context.number
    return report.words(
        "rate",
        rate=number(found["rate"], 1),
        low=number(found["low"], 1),
        high=number(found["high"], 1),
        inhabitants=number(found["inhabitants"]),
    )


def written(report: YearReport, slug: str) -> Fragment:
    """Return what people wrote under a section's heading; nothing where they have not."""
    return report.written(slug) if slug in report.material.texts else Fragment("")


def page_labels(report: YearReport) -> dict[str, object]:
    """Return what holds for every table of the page, by which a count is known again in another."""
    return {"region_code": report.region.code, "area": report.request.place, "data_year": report.year}


def rule(report: YearReport, table: str) -> DisclosureClass:
    """Return the disclosure class of one of the tables of ``tables.toml``."""
    return rule_of(report, shown_tables()["tables"][table]["dimensions"])


def rule_of(report: YearReport, dimensions: Sequence[str]) -> DisclosureClass:
    """Return the disclosure class of a table of the page by what its rows are."""
    from brister_analysis.analysis.protection import disclosure_class

    inhabitants, settings = report.material.inhabitants, report.workspace.settings()
    return disclosure_class(dimensions, inhabitants, len(report.reports), settings, report.request.region)


def joined(parts: list[Fragment]) -> Fragment:
    """Return several fragments as one."""
    return Fragment(
        "".join(part.html for part in parts),
        tuple(download for part in parts for download in part.downloads),
    )


def not_coded(report: YearReport) -> Fragment:
    """Return that the working group has not coded the year, for the top of what is said of causes."""
    return absent(report.context.say("not_coded", year=report.year))


def stated_causes(report: YearReport) -> Fragment:
    """Return that the forms hold causes in words, which are not counted; nothing where they do not.

    The lists behind such a field are not public, and words do not say which cause of a codebook they mean: so
    nothing is taken from them without a person.
    """
    told = report.reports["stated_cause"].notna().any()
    return report.words("stated_causes") if told else Fragment("")


def services(report: YearReport) -> Fragment:
    """Return which services take part in any report by principal, without numbers; not of few reports.

    A principal that stands in no way whose number is shown is named alone: its services would name the only
    ones behind a number that is hidden.
    """
    from brister_analysis.reference.dimensions import dimension

    least = report.workspace.settings()["disclosure"]["whole_area_reports"]
    if len(report.reports) < least:
        return Fragment("")
    listed, label = dimension("activity"), f"label_{report.context.language}"
    present = listed[listed["code"].isin(set(report.actors["activity"].dropna()))]
    principals = dimension("principal").set_index("code")[label]
    shown = _in_open_ways(report)
    own = {
        principal: present.loc[present["parent"] == principal, label].tolist() if principal in shown else []
        for principal in principals.index
    }
    lines = [
        _service_line(str(principals[principal]), own[principal])
        for principal in principals.index
        if (present["parent"] == principal).any()
    ]
    return report.words("services", names="\n".join(lines)) if lines else Fragment("")


def _in_open_ways(report: YearReport) -> set[str]:
    """Return the principals that report, or are reported about, in a way whose number the page shows."""
    shown = [table for table in report.shown_tables if table.name == "direction"]
    ways = [table.frame[~table.hidden & (table.frame["reports"] > 0).fillna(False)] for table in shown]
    return {str(party) for frame in ways for name in ("reporter", "counterpart") for party in frame[name]}


def _service_line(principal: str, services: list[str]) -> str:
    alone = services in ([], [principal])
    return f"- **{principal}**" if alone else f"- **{principal}:** {', '.join(services)}"


def actors_finding(report: YearReport, activities: pd.DataFrame, principals: pd.DataFrame) -> Finding:
    """Return the services taking part, else the principals, else that neither can be shown.

    Parameters
    ----------
    activities, principals
        As from `actor_table`.

    Notes
    -----
    Principals stand in the table of who reports about whom too: how many reports a principal takes *no* part
    in is the number of the ways without it. So they are shown only where that is no small number either.
    """
    from brister_analysis.reporting.lacking import without_small_rests

    whole = report.weighed("actors", activities)
    # A service in nearly all reports is its principal in them: the rest would be ways that may be hidden.
    whole = replace(whole, table=without_small_rests(whole.table, whole="n_reports"))
    if not whole.refused and whole.rows["hidden"].mean() <= MOST_HIDDEN:
        return report.show(whole)
    threshold = whole.table.threshold
    without = principals["n_reports"] - principals["reports"]
    small = [counts.between(1, threshold - 1).any() for counts in (principals["reports"], without)]
    if not any(small):
        return report.show(report.weighed("principals", principals))
    nothing = report.weighed("actors", activities.iloc[:0])
    return replace(nothing, refused=report.context.say("actors.refused"))


def _finding(
    report: YearReport, name: str, table: pd.DataFrame, known: int, within: dict[str, object] | None = None
) -> Finding:
    labels = page_labels(report) | (within or {})
    if known != len(report.reports):
        # Reports that do not say which agreement make this another base than all reports.
        labels |= {"known": "agreement"}
    return report.show(report.finding(name, table, rule(report, name), labels))


def _shares(label: str, counts: dict[str, int], base: int) -> pd.DataFrame:
    import pandas as pd

    from brister_analysis.analysis.intervals import shares_of_reports

    table = pd.DataFrame({label: list(counts), "reports": list(counts.values())})
    table = table.astype({label: "str", "reports": "Int64"})
    table["n_reports"] = pd.array([base] * len(table), dtype="Int64")
    return table.join(shares_of_reports(table["reports"], base))
