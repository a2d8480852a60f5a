"""Parts of a yearly page that the program writes: causes, reconciling, comparability and quality."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.errors import CheckRefused, Fault
from brister_analysis.language import listed
from brister_analysis.reference.published_series import areas_with_series
from brister_analysis.reporting.breaks import place_breaks
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.labels_compared import labels_compared
from brister_analysis.reporting.lacking import answered_fields, lacking_hidden, without_small_rests
from brister_analysis.reporting.material import SUGGESTED
from brister_analysis.reporting.own_names import with_translation
from brister_analysis.reporting.real_figures import published_count
from brister_analysis.reporting.request import index_name, place_id
from brister_analysis.reporting.section import Fragment, absent
from brister_analysis.reporting.tables_html import plain_table, table
from brister_analysis.reporting.texts import text_slug, to_html
from brister_analysis.reporting.year_texts import earlier_texts

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.reporting.year import YearReport


def reconciliation(report: YearReport) -> Fragment:
    """Return how the number of reports agrees with the published one.

    Raises
    ------
    CheckRefused
        It does not: the page would contradict what its readers know.
    """
    found = published_count(report.region.code, report.request.area, report.year, report.context.language)
    if found is None:
        return report.words("not_published")
    stated, source = found
    if stated != len(report.reports):
        values = {"read": len(report.reports), "published": stated, "source": source}
        raise CheckRefused(
            Fault("page.reconcile.differs", (report.context.place, str(report.year)), values=values)
        )
    made_up = report.words("reconciled_synthetic").html if report.context.synthetic else ""
    agrees = report.words("reconciled", published=report.context.number(stated), source=source)
    return Fragment(agrees.html + made_up)


def each_cause(report: YearReport, finding: Finding) -> Fragment:
    """Return a part for each cause people wrote about, most common first, then those they did not."""
    say, parts, without = report.context.say, [], []
    for _, row in reported_causes(finding).iterrows():
        slug = text_slug(str(row[finding.spec["label"][0]]))
        line = _cause_line(report, finding, row)
        if slug in report.material.texts:
            parts.append(f'<h3 id="{slug}">{escape(_capital(row["label_shown"]))}</h3>')
            parts.append(f'<p class="remark">{escape(line)}</p>{report.written(slug, 3).html}')
        else:
            without.append(_capital(row["label_shown"]))
    if without:
        parts.append(_without(report, without))
    return Fragment("".join(parts)) if parts else absent(finding.refused or say("tables.empty"))


def reported_causes(finding: Finding) -> pd.DataFrame:
    """Return the rows of causes that are reported, the most common first, hidden numbers last."""
    shown = finding.rows.sort_values("reports", ascending=False, na_position="last", kind="stable")
    return shown[shown["hidden"] | (shown["reports"] > 0).fillna(False)]


def _without(report: YearReport, causes: list[str]) -> str:
    """Return which causes nobody has written about."""
    named = report.context.say("texts.without", names=", ".join(causes))
    return absent(named).html


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _cause_line(report: YearReport, finding: Finding, row: pd.Series) -> str:
    if row["hidden"]:
        return report.context.say("texts.cause_hidden")
    return report.context.say(
        "texts.cause_line",
        count=finding.cell(row, "reports"),
        base=report.context.number(row["n_reports"]),
        share=finding.cell(row, "share_of_reports"),
        interval=finding.cell(row, "reports_interval"),
    )


def comparability(report: YearReport) -> Fragment:
    """Return breaks, and which of the year's causes can be compared with the year before, and why."""
    say, before = report.context.say, report.year - 1
    breaks = place_breaks(report.material.profile, report.request.area, [before, report.year])
    listed = "".join(f"<li>{escape(one.text(report.context.language))}</li>" for one in breaks)
    told = (
        f"<h3>{escape(say('comparability.breaks', year=report.year))}</h3><ul>{listed}</ul>" if breaks else ""
    )
    # The front page, in the page's language: it has every other page of the place.
    home = f"../../{index_name(report.context.language)}#{place_id(report.request.place)}"
    series = report.request.area in areas_with_series(report.request.region)
    elsewhere = report.words("elsewhere" if series else "elsewhere_no_series", home=home)
    html = report.words("comparability").html + elsewhere.html + told
    if report.material.causes_by == SUGGESTED:
        return Fragment(html + report.words("compare_suggested").html)
    if before not in report.material.profile.schemes or not report.decided_before():
        return Fragment(html + report.words("compare_first", before=before).html)
    rows, notes = _compared(report, before)
    head = [(say(f"comparability.{key}", before=before), "", False) for key in ("cause", "level", "why")]
    caption = say("comparability.caption", year=report.year, before=before)
    html += plain_table(caption, say("comparability.what"), head, rows)
    under = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return Fragment(f'{html}<ul class="under">{under}</ul>' if under else html)


def _compared(report: YearReport, before: int) -> tuple[list[list[str]], list[str]]:
    """Return cause, level and reason of each of the year's labels against last year's for the same causes.

    And what holds for several of them, each once: the rule of a level, and remarks on a label.
    """
    profile, language, say = report.material.profile, report.context.language, report.context.say
    scheme = profile.scheme(report.year)
    rows, levels, notes = [], set(), []
    for label, found in labels_compared(scheme, profile.scheme(before)):
        own = _name(label, language) if scheme == "harmonised" else with_translation(scheme, label, language)
        shown = _capital(own)
        level = found.level if found else "none"
        area = _area_names(found.targets, language) if found and level == "area" else ""
        why = found.short(language) if found else say("comparability.not_asked", before=before)
        rows.append([shown, say(f"comparability.levels.{level}", area=area), why])
        levels.add(level)
        notes += found.notes(language) if found else []
    rules = [say(f"comparability.rules.{level}") for level in ("area", "none") if level in levels]
    return rows, [*rules, *dict.fromkeys(notes)]


def _area_names(areas: tuple[str, ...], language: str) -> str:
    from brister_analysis.reference.codebook import codebook

    label = codebook().areas.set_index("area")[f"label_{language}"]
    return listed([str(label[area]) for area in areas], language)


def crosswalk_table(report: YearReport) -> Fragment:
    """Return how the year's own names are translated to the common codebook; nothing where it was used."""
    from brister_analysis.analysis.coverage import scheme_labels
    from brister_analysis.reference.crosswalk import to_harmonised

    say, scheme = report.context.say, report.material.profile.scheme(report.year)
    labels = scheme_labels(scheme)
    if not labels or report.level != "native":
        return Fragment("")
    rows = []
    for label, targets in to_harmonised(scheme, labels).groupby("label", sort=False):
        causes = [_name(cause, report.context.language) for cause in targets["cause"].dropna()]
        relation = say(f"crosswalk.relations.{targets['relation'].iloc[0]}")
        rows.append([_capital(str(label)), "; ".join(causes) or "–", relation])
    head = [(say(f"crosswalk.{key}"), "", False) for key in ("label", "cause", "relation")]
    html = plain_table(say("crosswalk.caption"), say("crosswalk.what"), head, rows, _spoken(report))
    return Fragment(html)


def names_across_areas(report: YearReport) -> Fragment:
    """Return which of the year's names hold causes of several areas: their reports count in no area's row."""
    from brister_analysis.analysis.coverage import areas_of_causes, scheme_labels
    from brister_analysis.reference.crosswalk import to_harmonised

    scheme, area_of = report.material.profile.scheme(report.year), areas_of_causes()
    held = to_harmonised(scheme, scheme_labels(scheme)).dropna(subset=["cause"])
    crossing = [
        str(label)
        for label, targets in held.groupby("label", sort=False)
        if len({area_of[cause] for cause in targets["cause"]}) > 1
    ]
    return report.words("across_areas", names=", ".join(crossing)) if crossing else Fragment("")


def _spoken(report: YearReport) -> str:
    """Return the language of the year's own names where it is not the page's."""
    return "sv" if report.context.language != "sv" and report.level == "native" else ""


def _name(cause: str, language: str) -> str:
    from brister_analysis.reference.codebook import codebook

    return str(codebook().causes.set_index("cause").loc[cause, f"label_{language}"])


def before_report(report: YearReport) -> Fragment:
    """Return how often the other party was contacted, or officials met, before the report was written."""
    import pandas as pd

    from brister_analysis.analysis.intervals import proportion_interval

    rows = []
    for field in ("contact_first", "officials_meeting"):
        answers = report.reports[field].dropna()
        # Every form of the year must ask, or the shares would have different bases.
        if len(answers) and len(answers) == len(report.reports):
            low, high = proportion_interval(int(answers.sum()), len(answers))
            rows.append((field, int(answers.sum()), len(answers), float(answers.mean()), low, high))
    if not rows:
        return Fragment("")
    columns = ["field", "reports", "n_reports", "share_of_reports", "low", "high"]
    found = report.weighed("before_report", pd.DataFrame(rows, columns=columns))
    # Those who answered no are a number too.
    both = replace(found, table=without_small_rests(found.table, whole="n_reports"))
    return table(report.show(both))


def last_year(report: YearReport, slug: str) -> Fragment:
    """Return what people wrote under a section the year before, folded, to be followed up."""
    written = earlier_texts(report.workspace, report.request.region, report.year, report.context.language)
    earlier = written.get(slug)
    if earlier is None:
        return Fragment("")
    heading = escape(f"{report.context.say(f'last_year.{slug}')} ({report.year - 1})")
    return Fragment(
        f'<details><summary>{heading}</summary><div class="own">{to_html(earlier, 3)}</div></details>'
    )


def agreement(report: YearReport) -> Fragment:
    """Return how well the coders agreed, a paragraph a scheme, or that nobody coded the year twice."""
    from brister_analysis.coding.agreement import describe_agreement
    from brister_analysis.coding.meeting import coder_agreement

    language = report.context.language
    found = coder_agreement(report.request.region, report.year, report.workspace)
    said = [describe_agreement(table, language) for _, table in found.groupby("scheme", dropna=False)]
    heading = f"<h3>{escape(report.context.say('agreement.heading'))}</h3>"
    return Fragment(heading + "".join(f"<p>{escape(one)}</p>" for one in said))


def completeness_finding(report: YearReport) -> Finding | None:
    """Return how completely the forms are filled in; None where no form of the year is described."""
    from brister_analysis.analysis.completeness import completeness

    reports, asked = answered_fields(report)
    if not any(asked.values()):
        return None
    filled = report.weighed("completeness", completeness(reports, asked))
    return report.show(lacking_hidden(report, filled, reports, asked))


def quality(report: YearReport) -> Fragment:
    """Return the quality declaration, with how completely the forms are filled in computed from them."""
    filled = completeness_finding(report)
    computed = {"nonresponse": _nonresponse(report, filled), "not_counted": _not_counted(report)}
    kind = "suggested" if report.material.causes_by == SUGGESTED else "decided"
    computed["coherence"] = report.context.say(f"prose.coherence_{kind}")
    words = report.words("quality", timeliness=_timeliness(report), **computed)
    if filled is None:
        return words
    shown = table(filled)
    heading = f"<h3>{escape(report.context.say('quality.completeness'))}</h3>"
    return Fragment(words.html + heading + report.words("nonresponse").html + shown.html, shown.downloads)


def _nonresponse(report: YearReport, filled: Finding | None) -> str:
    """Return the share of all asked fields that is filled in; empty where a number in it is hidden."""
    if filled is None or filled.refused or filled.table.hidden.any() or filled.table.frame.empty:
        return ""
    share = filled.table.frame["filled"].sum() / filled.table.frame["asked"].sum()
    return report.context.say("prose.nonresponse_computed", share=report.context.percent(share))


def _not_counted(report: YearReport) -> str:
    """Return how many of the forms read are not counted; empty where a number in it is hidden."""
    read, kept = _read_and_kept(report)
    if read == kept:
        return ""
    number = report.context.number
    return report.context.say("prose.not_counted", rejected=number(read - kept), read=number(read))


def read_in(report: YearReport) -> str:
    """Return how many reports were read in all; empty where a number in it is hidden."""
    read, _ = _read_and_kept(report)
    return report.context.say("prose.read_in", read=report.context.number(read)) if read else ""


def _read_and_kept(report: YearReport) -> tuple[int, int]:
    """Return how many reports were read and how many are counted; zeros where a number is hidden."""
    counts = report.weighed("accounting", report.accounting).table
    if counts.hidden.any():
        return 0, 0
    kept = counts.frame["reason"] == "kept"
    return int(counts.frame["reports"].sum()), int(counts.frame.loc[kept, "reports"].sum())


def measure_words(report: YearReport, finding: Finding) -> Fragment:
    """Return that a report can have several measures; how many have any where no small number follows."""
    coded, threshold = report.measures["report_id"].nunique(), finding.table.threshold
    told = not any(0 < count < threshold for count in (coded, len(report.reports) - coded))
    number = report.context.number(coded)
    return report.words("measures_base", coded=number) if told else report.words("measures_base_hidden")


def _timeliness(report: YearReport) -> str:
    """Return within how many days half of the reports came in, where enough of them have both dates."""
    days = (report.reports["received_date"] - report.reports["event_date"]).dt.days.dropna()
    if len(days) < report.workspace.settings()["disclosure"]["whole_area_reports"]:
        return ""
    number = report.context.number
    middle = number(float(days.quantile(0.5, interpolation="higher")))
    return report.context.say("prose.timeliness_computed", days=middle, known=number(len(days)))
