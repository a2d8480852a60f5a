"""Time to answer on a yearly page: a curve over the days, and each area against its own time."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from brister_analysis.analysis.rungs import COMMON_DEADLINE
from brister_analysis.language import NBSP
from brister_analysis.reporting import charts
from brister_analysis.reporting.compared_tables import IN_TIME, answer_counts
from brister_analysis.reporting.context import HIDDEN, NOT_COLLECTED
from brister_analysis.reporting.csv_file import csv_file
from brister_analysis.reporting.describe import shortened
from brister_analysis.reporting.figures import GRID, INK, LINE, MUTED, both_sizes
from brister_analysis.reporting.finding import Finding, is_missing
from brister_analysis.reporting.material import area_names
from brister_analysis.reporting.region_parts import joined, page_labels, rule, written
from brister_analysis.reporting.section import Download, Fragment
from brister_analysis.reporting.tables_html import download_link, plain_table

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from brister_analysis.analysis.protection import ProtectedTable
    from brister_analysis.reporting.year import YearReport

STEP, LAST = 10, 120
NEAR = 3
AREAS = "areas_answered"
COLUMNS = ("deadline", "reports", "answered", "in_time", "in_time_interval", "median", "median_interval")


def time_to_answer_section(report: YearReport) -> Fragment:
    """Return how long answers take: the curve for the whole place, then area by area."""
    dated = report.reports.dropna(subset=["received_date"])
    if dated["answered_date"].isna().all():
        return joined([written(report, "time_to_answer"), report.words("no_answers")])
    curve = _curve(report, dated)
    return joined(
        [
            written(report, "time_to_answer"),
            report.words("answers", dated=report.context.number(len(dated))),
            _curve_figure(report, curve),
            report.table(curve),
            report.words("answers_by_area"),
            _area_table(report, dated),
        ]
    )


def _curve(report: YearReport, dated: pd.DataFrame) -> Finding:
    """Return the share answered within so many days, at days so far apart that no step is a small number."""
    import pandas as pd

    from brister_analysis.analysis.time_to_answer import time_to_answer

    disclosure = rule(report, "answered")
    days = (dated["answered_date"] - dated["received_date"]).dt.days
    edges = _edges(days, disclosure.threshold)
    rows, before = [], 0
    for edge in edges:
        answered = time_to_answer(dated.assign(area="all"), edge).iloc[0]
        within = int((days <= edge).sum())
        numbers = (answered["answered_in_time"], answered["low"], answered["high"])
        rows.append((report.context.say("answers.within", days=edge), within - before, *numbers))
        before = within
    columns = ["days_to_answer", "reports", "share_answered", "answered_low", "answered_high"]
    table = pd.DataFrame(rows, columns=columns).astype({"days_to_answer": "str", "reports": "Int64"})
    table["n_reports"] = pd.array([len(dated)] * len(table), dtype="Int64")
    return report.show(report.finding("answered", table, disclosure, _labels(report, dated)))


def _edges(days: pd.Series, threshold: int, kept: int = COMMON_DEADLINE) -> list[int]:
    """Return days between which nobody or at least `threshold` reports were answered.

    As many as there can be, `kept` among them where it can: readers look for the agreed time.
    """
    edges: list[int] = []
    for edge in range(STEP, LAST + 1, STEP):
        while edge == kept and edges and _between(days, edges[-1], edge) < threshold:
            edges.pop()
        if _between(days, edges[-1] if edges else -1, edge) >= threshold:
            edges.append(edge)
    before = int((days <= edges[-1]).sum()) if edges else 0
    while edges and 0 < len(days) - before < threshold:
        edges.pop()
        before = int((days <= edges[-1]).sum()) if edges else 0
    return edges


def _between(days: pd.Series, after: int, until: int) -> int:
    return int(((days > after) & (days <= until)).sum())


def _curve_figure(report: YearReport, curve: Finding) -> Fragment:
    """Return the curve drawn as steps between the days of the table, with its interval."""
    rows = [row for _, row in curve.rows.iterrows() if not is_missing(row["share_answered"])]
    if curve.refused or len(rows) < 2:
        return Fragment("")
    context = report.context
    days = [int("".join(c for c in row["label_shown"] if c.isdigit())) for row in rows]
    # Nothing is drawn before the first day of the table: how many were answered by then is not told.
    lines = {
        name: [float(row[name]) for row in rows]
        for name in ("share_answered", "answered_low", "answered_high")
    }
    agreed, areas = report.material.profile.deadlines(), report.material.profile.areas
    marks = _apart(sorted({_days(due) for due in agreed.values()}))
    mark_key = "deadline_mark_some" if len(agreed) < len(areas) else "deadline_mark"
    told = [f"{row['label_shown']} {context.percent(row['share_answered'])}" for row in rows]
    alt = shortened(context, context.say("answers.alt"), told)
    words = [
        context.say(
            "answers.word",
            within=row["label_shown"],
            share=context.percent(row["share_answered"]),
            interval=context.interval(row["answered_low"], row["answered_high"]),
        )
        for row in rows
    ]

    def draw(ax: Axes, size: str) -> None:
        for name in ("answered_low", "answered_high"):
            ax.step(days, lines[name], where="post", color=LINE, linewidth=0.8, linestyle=(0, (2, 2)))
        ax.step(days, lines["share_answered"], where="post", color=LINE, linewidth=2)
        ax.plot(days, lines["share_answered"], "o", color=LINE, markersize=5, markeredgecolor="white")
        for mark in marks:
            ax.plot([mark, mark], [0, 1.02], color=MUTED, linewidth=1, linestyle=(0, (3, 3)))
        if marks:
            label = context.say(f"answers.{mark_key}", some=len(agreed), all=len(areas))
            ax.text(marks[0] - 1, 1.05, label, ha="center", va="bottom", color=INK, fontsize=9)
        ax.axhline(0, color=INK, linewidth=1)
        ax.set_xlim(0, max([*days, *marks]) + 8)
        ax.set_ylim(0, 1.17)
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1], [context.percent(share) for share in (0, 0.25, 0.5, 0.75, 1)])
        every = 30 if size == "narrow" else 10
        ticks = range(0, max([*days, *marks]) + 1, every)
        told_days = context.say("answers.days", days=ticks[-1])
        ax.set_xticks(ticks, [told_days if tick == ticks[-1] else str(tick) for tick in ticks])
        ax.grid(axis="y", color=GRID, linewidth=0.8)

    heights = {"wide": 3.4, "narrow": 2.6}
    svg = both_sizes(draw, heights, {"wide": (0.07, 0.985), "narrow": (0.16, 0.985)}, "time-to-answer", alt)
    return Fragment(
        charts.framed(
            context, svg, curve.caption, curve.what, words, context.say("answers.lines", first=days[0])
        )
    )


def _apart(marks: list[int]) -> list[int]:
    """Return the marks that can be told from each other: two months end a day or two from sixty days."""
    return [mark for number, mark in enumerate(marks) if number == 0 or mark - marks[number - 1] > NEAR]


def _days(deadline: str) -> int:
    number, unit = deadline.split()
    # Two months are 59 to 62 days: the line is drawn where most of them end.
    return int(number) if unit.startswith("day") else int(number) * 61 // 2


def _area_table(report: YearReport, dated: pd.DataFrame) -> Fragment:
    """Return each area's time to answer against its own deadline; what could point at a report is hidden."""
    from brister_analysis.analysis.protection import protect

    say = report.context.say
    areas, states = _by_area(report, dated)
    labels, disclosure = _labels(report, dated), rule(report, "answered")
    whole = report.remember(_protected_areas(report, dated, areas))
    parts = protect(
        states, "answer", "sub_area", disclosure, count="reports", within=labels, name="answers_by_area",
        known=report.shown_tables,
    )  # fmt: skip
    report.remember(parts)
    answered = {row["sub_area"]: row for _, row in parts.frame[parts.frame["answer"] == IN_TIME].iterrows()}
    names, due = _names(report), report.material.profile.deadlines()
    by_slug = {row["sub_area"]: row for _, row in whole.frame.iterrows()}
    order = [slug for slug in names if slug in by_slug]
    rows = [
        [names[slug], *_cells(report, by_slug[slug], answered.get(slug), due.get(slug, ""))] for slug in order
    ]
    head = [(say("answers.row"), "", False)]
    head += [(say(f"answers.columns.{name}"), "", name != "deadline") for name in COLUMNS]
    html = plain_table(say("answers.caption"), report.context.what(say("answers.what")), head, rows)
    signs = {cell for row in rows for cell in row}
    under = []
    if HIDDEN in signs:
        under.append(escape(say("tables.signs.hidden", rule=parts.explain(report.context.language))))
    if say("answers.withheld") in signs:
        under.append(escape(say("answers.few", least=report.context.number(_least(report)))))
    if NOT_COLLECTED in signs:
        under.append(escape(say("answers.unknown")))
    download = _file(report, head, rows)
    under.append(download_link(report.context, download))
    return Fragment(html + "".join(f'<p class="under">{line}</p>' for line in under), (download,))


def areas_shown(report: YearReport) -> ProtectedTable | None:
    """Return the number of reports by area as the page shows or will show it; None where it shows none."""
    shown = next((table for table in report.shown_tables if table.name == AREAS), None)
    dated = report.reports.dropna(subset=["received_date"])
    if shown is not None or "time_to_answer" not in report.order or dated["answered_date"].isna().all():
        return shown
    return _protected_areas(report, dated, _by_area(report, dated)[0])


def _labels(report: YearReport, dated: pd.DataFrame) -> dict[str, object]:
    all_dated = len(dated) == len(report.reports)
    return page_labels(report) | ({} if all_dated else {"known": "received_date"})


def _protected_areas(report: YearReport, dated: pd.DataFrame, areas: pd.DataFrame) -> ProtectedTable:
    from brister_analysis.analysis.protection import protect

    return protect(
        areas, "sub_area", threshold=rule(report, "answered"), count="reports", within=_labels(report, dated),
        name=AREAS, known=report.shown_tables,
    )  # fmt: skip


def _by_area(report: YearReport, dated: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a row an area, and a row an area and state of answer."""
    import pandas as pd

    from brister_analysis.analysis.time_to_answer import time_to_answer

    deadlines, least = report.material.profile.deadlines(), _least(report)
    known = dated[["received_date", "answered_date"]].max().max()
    wholes, states = [], []
    for name, group in dated.assign(area=dated["area"].fillna("")).groupby("area", sort=True):
        area = str(name)
        due: Any = deadlines.get(area)
        found = time_to_answer(group, due or LAST, known).iloc[0]
        # The median and its limits are the days of single reports: of a few reports they could be told apart.
        named = len(group) >= least
        medians = [
            found[name] if named else float("nan") for name in ("median_days", "median_low", "median_high")
        ]
        wholes.append((area, len(group), len(dated), *medians))
        for answer, count in answer_counts(group, due or LAST).items():
            numbers = [found[name] for name in ("answered_in_time", "low", "high")]
            shown = numbers if due and answer == IN_TIME else [float("nan")] * 3
            states.append((area, answer, count, len(group), *shown))
    whole = pd.DataFrame(
        wholes, columns=["sub_area", "reports", "n_reports", "median_days", "median_low", "median_high"]
    )
    state = pd.DataFrame(
        states,
        columns=["sub_area", "answer", "reports", "n_reports", "in_time", "in_time_low", "in_time_high"],
    )
    return whole.astype({"sub_area": "str"}), state.astype({"sub_area": "str", "answer": "str"})


def _names(report: YearReport) -> dict[str, str]:
    listed = area_names()
    own = {one.slug: listed.get(one.slug, one.slug) for one in report.material.profile.areas}
    return {**own, "": report.context.say("tables.unknown")}


def _cells(report: YearReport, whole: pd.Series, answered: pd.Series | None, due: str) -> list[str]:
    context = report.context
    withheld = [context.say("answers.withheld")] * 2
    if whole["hidden"]:
        # Without an agreed time nothing is in time, and then nothing is hidden either.
        return [_deadline(report, due), HIDDEN, *[HIDDEN if due else NOT_COLLECTED] * 3, *withheld]
    in_time = [NOT_COLLECTED, NOT_COLLECTED]
    count = HIDDEN
    if answered is not None and not answered["hidden"]:
        count = context.number(answered["reports"])
        if due and not is_missing(answered["in_time"]):
            in_time = [
                context.percent(answered["in_time"]),
                context.interval(answered["in_time_low"], answered["in_time_high"]),
            ]
    elif due:
        in_time = [HIDDEN, HIDDEN]
    if not due:
        count = NOT_COLLECTED
    low, middle, high = (whole[f"median_{name}"] for name in ("low", "days", "high"))
    median = context.number(middle) if not is_missing(middle) else NOT_COLLECTED
    limits = NOT_COLLECTED if is_missing(middle) else f"{_limit(report, low)}–{_limit(report, high)}"
    medians = [median, limits] if whole["reports"] >= _least(report) else withheld
    return [_deadline(report, due), context.number(whole["reports"]), count, *in_time, *medians]


def _least(report: YearReport) -> int:
    """Return from how many reports on a median of days is given."""
    return int(report.workspace.settings()["disclosure"]["whole_area_reports"])


def _limit(report: YearReport, value: float) -> str:
    return report.context.say("answers.not_reached") if is_missing(value) else report.context.number(value)


def _deadline(report: YearReport, due: str) -> str:
    if not due:
        return report.context.say("answers.no_deadline")
    number, unit = due.split()
    return report.context.say(
        f"answers.units.{'days' if unit.startswith('day') else 'months'}", number=number
    )


def _file(report: YearReport, head: list[tuple[str, str, bool]], rows: list[list[str]]) -> Download:
    """Return the table as it is printed."""
    plain = [[cell.replace(NBSP, " ") for cell in row] for row in rows]
    return csv_file(report.context, report.context.say("answers.file"), [name for name, _, _ in head], plain)
