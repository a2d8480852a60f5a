"""Parts of the page on data quality that are no counts by year: what waits, what holds, what compares."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from brister_analysis.reporting.breaks import place_breaks
from brister_analysis.reporting.finding import is_missing
from brister_analysis.reporting.labels_compared import labels_compared
from brister_analysis.reporting.quality_tables import WORDS
from brister_analysis.reporting.section import Fragment
from brister_analysis.reporting.tables_html import plain_table

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.reporting.data_quality import DataQualityPage
    from brister_analysis.reporting.year import YearReport

# A field that is filled in less often than this is named as one to read with care, and to ask for.
WELL_FILLED = 0.8
MEASURES = ("percent", "alpha", "ac1")
# What alpha is usually asked for firm conclusions, and for tentative ones: K. Krippendorff, Content Analysis
# (2nd ed., 2004), ch. 11.
RELIABLE, TENTATIVE = 0.8, 0.667


def forms(report: YearReport) -> list[str]:
    """Return the versions of the forms that a year's reports were written on."""
    return sorted(report.reports["form_version"].dropna().unique())


def waiting(page: DataQualityPage) -> Fragment:
    """Return what waits in words, or that nothing does."""
    say = page.context.say
    if not page.tables["waiting"]:
        return page.absent("waiting.unknown")
    found = page.by_year("waiting").rows | page.by_year("words").rows
    lines = []
    for task in (*page.by_year("waiting").labels, WORDS):
        years = [
            (year, "" if row["hidden"] else page.context.number(row["reports"]))
            for (code, year), row in found.items()
            if code == task and (row["hidden"] or row["reports"] > 0)
        ]
        if years:
            told = ", ".join(
                say("waiting.year", year=year, count=count) if count else say("waiting.few", year=year)
                for year, count in sorted(years)
            )
            lines.append((say(f"waiting.tasks.{task}"), told, say(f"waiting.do.{task}")))
    lines += _empty_fields(page)
    if not lines:
        return Fragment(f"<p>{escape(say('waiting.nothing'))}</p>")
    head = [(say(f"waiting.columns.{name}"), "", False) for name in ("what", "where", "do")]
    return Fragment(plain_table(say("waiting.caption"), "", head, [list(line) for line in lines]))


def _empty_fields(page: DataQualityPage) -> list[tuple[str, str, str]]:
    """Return the latest year's fields that are often empty, as something to ask for."""
    say, (year, often) = page.context.say, often_empty(page)
    if not often:
        return []
    told = say("waiting.fields", year=year, fields=", ".join(often))
    return [(say("waiting.tasks.fields"), told, say("waiting.do.fields"))]


def often_empty(page: DataQualityPage) -> tuple[int, list[str]]:
    """Return the latest year whose form is known, and its fields that are often empty, by name."""
    one = page.by_year("completeness")
    year = max(page.tables["completeness"], default=0)
    often = [
        one.labels[code]
        for code in one.shown
        if (row := one.rows.get((code, year))) is not None
        and not row["hidden"]
        and row["share"] < WELL_FILLED
    ]
    return year, often


def trust(page: DataQualityPage) -> Fragment:
    """Return a line for each kind of figure: whether it holds, and why."""
    say = page.context.say
    body = [
        [
            say(f"trust.{what}.what"),
            say(f"trust.states.{state}"),
            say(f"trust.{what}.why{'_' + variant if variant else ''}", **values),
        ]
        for what, state, variant, values in _judged(page)
    ]
    head = [(say(f"trust.columns.{name}"), "", False) for name in ("what", "state", "why")]
    return Fragment(plain_table(say("trust.caption"), "", head, body))


def states(page: DataQualityPage) -> list[tuple[str, str]]:
    """Return each kind of figure with whether it holds: yes, partly or no."""
    return [(what, state) for what, state, _, _ in _judged(page)]


def _judged(page: DataQualityPage) -> list[tuple[str, str, str, dict[str, str]]]:
    """Return each kind of figure, whether it holds, which reason tells why, and what the reason takes."""
    decided = page.decided_years
    some = "yes" if len(decided) == len(page.years) else "partly" if decided else "no"
    undecided = [str(year) for year in page.years if year not in decided]
    directed = min(_directed(report) for report in page.reports.values())
    adjacent = adjacent_years(page)
    return [
        ("reports", "yes", "", {}),
        (
            "direction",
            "yes" if directed > WELL_FILLED else "partly",
            "all" if directed == 1 else "few" if _few_lack(page, directed) else "",
            {"share": page.context.percent(directed)},
        ),
        # Judgements hold only partly, however many of the years people have decided.
        ("causes", "partly" if decided else "no", some, {"years": ", ".join(undecided) or "–"}),
        ("agreement", *_agreed(page)),
        ("change", "no", "", {}),
        ("compare", *_some(adjacent), {"pairs": ", ".join(adjacent)}),
    ]


def _agreed(page: DataQualityPage) -> tuple[str, str, dict[str, str]]:
    """Return whether coders judge alike, by the lowest alpha of the measured years, with what tells why."""
    known = [(year, row) for year, row in page.agreement if not is_missing(row["alpha"])]
    years = ", ".join(dict.fromkeys(str(year) for year, _ in page.agreement))
    if not known:
        return ("no", "undefined" if page.agreement else "none", {"years": years})
    least = min(float(row["alpha"]) for _, row in known)
    told = "; ".join(f"{year}: {_measured(page, row, 'alpha')}" for year, row in known)
    others = set(page.years) - {year for year, _ in known}
    values = {
        "measured": told,
        "others": page.context.say("trust.agreement.others") if others else "",
        **alpha_bounds(page),
    }
    if least < TENTATIVE:
        return "no", "below", values
    return "partly", "reliable" if least >= RELIABLE else "tentative", values


def alpha_bounds(page: DataQualityPage) -> dict[str, str]:
    """Return what alpha is usually asked, written out."""
    bounds = {"reliable": RELIABLE, "tentative": TENTATIVE}
    return {name: page.context.number(bound, 2) for name, bound in bounds.items()}


def _some(found: list) -> tuple[str, str]:
    """Return the state and the reason of what holds for some years, or for none."""
    return ("partly", "some") if found else ("no", "none")


def _few_lack(page: DataQualityPage, directed: float) -> bool:
    """Return whether a share tells that a small number of a year's reports lack a party."""
    least = page.workspace.settings()["disclosure"]["threshold_detailed"]
    lacking = [(1 - directed) * len(report.reports) for report in page.reports.values()]
    return any(0.5 < one < least - 0.5 for one in lacking)


def _directed(report: YearReport) -> float:
    """Return in how many of a year's reports both who reports and whom it concerns are known."""
    known = report.actors.dropna(subset=["principal"]).groupby("report_id")["role"].nunique()
    return float((known > 1).sum()) / len(report.reports) if len(report.reports) else 0.0


def adjacent_years(page: DataQualityPage) -> list[str]:
    """Return the pairs of years after each other of which any cause can be compared by itself."""
    return [
        f"{before}–{year}"
        for before, year in zip(page.years, page.years[1:], strict=False)
        if page.levels.get((year, before), Counter())["cause"]
    ]


def coders(page: DataQualityPage) -> Fragment:
    """Return a row a year and scheme that two coded: how many reports, and each measure with its interval."""
    say, number = page.context.say, page.context.number
    rows = []
    for year, row in page.agreement:
        measured = [_measured(page, row, name) for name in MEASURES]
        rows.append([str(year), number(row["n_units"]), number(row["n_coders"]), *measured])
    if not rows:
        return page.absent("coders.none")
    head = [(say("coders.columns.year"), "", False)]
    head += [(say(f"coders.columns.{name}"), "", True) for name in ("units", "coders", *MEASURES)]
    what = page.context.what(say("coders.what"))
    return Fragment(plain_table(say("coders.caption"), what, head, rows))


def agreement(page: DataQualityPage) -> list[tuple[int, pd.Series]]:
    """Return each year that two coded, a row for each of its schemes, with the measures over all causes."""
    from brister_analysis.coding.agreement import ALL
    from brister_analysis.coding.meeting import coder_agreement

    rows = []
    for year in page.years:
        found = coder_agreement(page.request.region, year, page.workspace)
        found = found[(found["cause"] == ALL) & (found["n_units"] > 0)]
        rows += [(year, row) for _, row in found.iterrows()]
    return rows


def _measured(page: DataQualityPage, row: pd.Series, name: str) -> str:
    """Write a measure with its interval: percent as percent, the others with two decimals."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if is_missing(row[name]):
        return page.context.say("coders.undefined")
    if name == "percent":
        value, limits = page.context.percent(row[name]), (page.context.number(x * 100) for x in (low, high))
    else:
        value, limits = page.context.number(row[name], 2), (page.context.number(x, 2) for x in (low, high))
    if is_missing(low):
        return value
    return page.context.say("coders.interval", value=value, limits="–".join(limits))


def scheme_coverage(page: DataQualityPage) -> Fragment:
    """Return each area and cause of the codebook with whether each year's scheme asked for it."""
    import pandas as pd

    from brister_analysis.analysis.coverage import coverage_status
    from brister_analysis.reference.codebook import codebook

    say, label = page.context.say, f"label_{page.context.language}"
    status: dict[int, dict[str, str]] = {}
    for year in page.decided_years:
        coded = page.reports[year].causes[["scheme", "region_code", "area", "data_year"]].drop_duplicates()
        found = [coverage_status(coded, level) for level in ("area", "cause")]
        status[year] = pd.concat(found).to_dict()
    book = codebook()
    body = []
    for area in book.areas.to_dict("records"):
        own = book.causes[book.causes["area"] == area["area"]].sort_values("order")
        for code, name in [(area["area"], area[label]), *zip(own["cause"], own[label], strict=True)]:
            shown = say("scheme_coverage.area", name=name) if code == area["area"] else str(name)
            states = [
                status[year].get(str(code), "not_collected") if year in status else "" for year in page.years
            ]
            body.append([shown, *(say(f"scheme_coverage.states.{one or 'not_decided'}") for one in states)])
    # To the right like numbers: on a narrow screen a word as short as theirs stands beside its year.
    head = [(say("scheme_coverage.row"), "", False), *((str(year), "", True) for year in page.years)]
    return Fragment(plain_table(say("scheme_coverage.caption"), say("scheme_coverage.what"), head, body))


def which_years(page: DataQualityPage) -> Fragment:
    """Return years against earlier years: how many of the year's causes can be compared, and how."""
    say = page.context.say
    head = [(say("which_years.row"), "", False)]
    head += [(str(year), "", False) for year in page.years[:-1]]
    body = []
    for year in page.years[1:]:
        cells = []
        for other in page.years[:-1]:
            found = page.levels.get((year, other))
            same = "same" if other == year else "later"
            cells.append(say(f"which_years.{same}") if other >= year else _told(page, found))
        body.append([str(year), *cells])
    if not body:
        return page.absent("which_years.one_year")
    return Fragment(plain_table(say("which_years.caption"), say("which_years.what"), head, body))


def _told(page: DataQualityPage, found: Counter | None) -> str:
    say = page.context.say
    if found is None:
        return say("which_years.not_decided")
    if not found["cause"] and not found["area"]:
        return say("which_years.none")
    key = "all" if found["cause"] == found.total() else "some"
    return say(f"which_years.{key}", **{level: found[level] for level in ("cause", "area", "none")})


def levels(page: DataQualityPage) -> dict[tuple[int, int], Counter]:
    """Return for each two years that people decided how many causes compare at which level."""
    profile, found = page.latest.profile, {}
    decided = page.decided_years
    for year in decided:
        for other in (one for one in decided if one < year):
            compared = labels_compared(profile.scheme(year), profile.scheme(other))
            found[year, other] = Counter(one.level if one else "none" for _, one in compared)
    return found


def break_list(page: DataQualityPage) -> Fragment:
    """Return what makes the years differ, of what is known of the place and of its forms and schemes."""
    found = place_breaks(page.latest.profile, page.request.area, page.years)
    if not found:
        return page.absent("quality_breaks.none")
    lines = "".join(
        f"<dt>{escape(one.when(page.context))}</dt><dd>{escape(one.text(page.context.language))}</dd>"
        for one in found
    )
    return Fragment(f'<dl class="pairs">{lines}</dl>')
