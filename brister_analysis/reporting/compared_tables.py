"""The comparison's tables: what `compare_regions` found, as protected counts by region and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from brister_analysis.analysis.rungs import COMMON_DEADLINE
from brister_analysis.reporting.compared import Compared
from brister_analysis.reporting.finding import is_missing

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.protection import DisclosureClass, ProtectedTable

WHERE = ["region_code", "area", "data_year"]
SHARES = ["reports", "n_reports", "share_of_reports", "low", "high"]
IN_TIME, LATE, WAITING = "in_time", "late", "waiting"
HELD, NOT_HELD = "held", "not_held"
CAUSES = ("cause", "cause_area")


def dimensions_of(rung: str) -> list[str]:
    """Return the dimensions a rung's values are labels of."""
    return ["reporter", "counterpart"] if rung == "direction" else [rung]


def counted(compared: Compared, table: pd.DataFrame, rung: str) -> pd.DataFrame:
    """Return one rung of `Comparison.table` as a table to protect.

    Parameters
    ----------
    compared
        What the page is made from.
    table
        The rung's rows; causes and areas of causes are two rungs here.
    rung
        Its name, which is its dimension but for a direction.

    Returns
    -------
    pandas.DataFrame
        The dimensions, `region_code`, `area` (what the yearly page calls the place), `data_year`, `reports`,
        `n_reports`, `share_of_reports` (0-1), `low`, `high`.
    """
    frame = table.rename(columns={"year": "data_year", "share": "share_of_reports"})
    frame["area"] = [compared.places[code].slug for code in frame["region_code"]]
    if rung == "direction":
        frame[["reporter", "counterpart"]] = [value.split(">") for value in frame["value"]]
    else:
        frame[rung] = frame["value"]
    return frame[[*dimensions_of(rung), *WHERE, *SHARES]].reset_index(drop=True)


def both_answers(rung: str, held: pd.DataFrame) -> pd.DataFrame:
    """Return yes and no to whether a dialogue was held: where one is small the other says so too.

    Parameters
    ----------
    held
        As from `counted`: the reports in which one was.
    """
    import pandas as pd

    other = held.assign(reports=held["n_reports"] - held["reports"], **{rung: NOT_HELD})
    other[SHARES[2:]] = float("nan")
    return pd.concat([held.assign(**{rung: HELD}), other], ignore_index=True)


def answers(compared: Compared, rung: str, shares: pd.DataFrame) -> pd.DataFrame:
    """Return how many reports were answered in time, late, or still wait, behind the share in time.

    Parameters
    ----------
    shares
        As from `counted`: the share answered within the common time, which carries no count of its own since
        reports still waiting are taken along (Kaplan-Meier).

    Notes
    -----
    A report that has not been answered and has waited less than the time is neither in time nor late: it
    waits.
    """
    import pandas as pd

    rows = []
    for row in shares.to_dict("records"):
        own = compared.reports[
            (compared.reports["region_code"] == row["region_code"])
            & (compared.reports["data_year"] == row["data_year"])
        ]
        for state, count in answer_counts(own, COMMON_DEADLINE).items():
            shown = row | {rung: state, "reports": count}
            rows.append(shown if state == IN_TIME else shown | dict.fromkeys(SHARES[2:], float("nan")))
    return pd.DataFrame(rows, columns=shares.columns)


def answer_counts(reports: pd.DataFrame, deadline: int | str) -> dict[str, int]:
    """Return how many reports with a date were answered in time, answered late, and wait for an answer."""
    from brister_analysis.analysis.time_to_answer import last_day

    dated = reports.dropna(subset=["received_date"])
    answered = dated["answered_date"].notna()
    in_time = answered & (dated["answered_date"] <= last_day(dated["received_date"], deadline))
    return {
        IN_TIME: int(in_time.sum()),
        LATE: int((answered & ~in_time).sum()),
        WAITING: int((~answered).sum()),
    }


@dataclass(frozen=True)
class RungTables:
    """A rung's protected tables, one for all regions and years under the same rule, read as one."""

    parts: tuple[ProtectedTable, ...]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows of all parts."""
        import pandas as pd

        return pd.concat([part.frame for part in self.parts], ignore_index=True)

    @property
    def threshold(self) -> int:
        """The highest threshold that was used."""
        return max(part.threshold for part in self.parts)

    def explain(self, language: str | None = None) -> str:
        """Return what ``..`` means, by the rule of a part that hides something."""
        hiding = [part for part in self.parts if part.hidden.any()] or list(self.parts)
        return max(hiding, key=lambda part: part.threshold).explain(language)


def unit_rule(
    compared: Compared, unit: tuple[str, int], rung: str, settings: Mapping[str, Any]
) -> DisclosureClass:
    """Return the disclosure class that a rung has on the region's own page of the year.

    Tables of several regions and years that each say one thing of a whole area are no more detailed side by
    side than each by itself, and a number must not be hidden on one page and shown on the other.
    """
    from brister_analysis.analysis.protection import disclosure_class
    from brister_analysis.reporting.material import inhabitants_of

    code, year = unit
    place = compared.places[code]
    inhabitants, reports = inhabitants_of(code, place.area, year), reports_of(compared, unit)
    return disclosure_class(dimensions_of(rung), inhabitants, reports, settings, place.region.slug)


def reports_of(compared: Compared, unit: tuple[str, int]) -> int:
    """Return how many reports a region has in a year."""
    reports = compared.reports
    return int(((reports["region_code"] == unit[0]) & (reports["data_year"] == unit[1])).sum())


def protected_rung(
    compared: Compared,
    rung: str,
    table: pd.DataFrame,
    settings: Mapping[str, Any],
    known: Sequence[ProtectedTable],
) -> RungTables:
    """Return a rung's table protected, given all that is printed already.

    Raises
    ------
    CheckRefused
        What is printed already gives a small number away.
    """
    import pandas as pd

    from brister_analysis.analysis.protection import protect

    rows = dimensions_of(rung)
    groups: dict[tuple[DisclosureClass, bool], list[pd.DataFrame]] = {}
    for (code, year), own in table.groupby(["region_code", "data_year"], sort=True):
        unit = (str(code), int(str(year)))
        # Reports in which the field is known are another base than all reports.
        every = rung in CAUSES and bool((own["n_reports"] == reports_of(compared, unit)).all())
        same = every or rung == "direction"
        groups.setdefault((unit_rule(compared, unit, rung, settings), same), []).append(own)
    parts: list[ProtectedTable] = []
    for (rule, same), frames in groups.items():
        found = protect(
            pd.concat(frames, ignore_index=True),
            rows,
            WHERE,
            rule,
            count="reports",
            several=rows if rung in CAUSES else (),
            within={} if same else {"known": rung},
            name=rung,
            known=(*known, *parts),
        )
        parts.append(found if same else _without_small_unknown(compared, found))
    return RungTables(tuple(parts))


def _without_small_unknown(compared: Compared, table: ProtectedTable) -> ProtectedTable:
    """Return the table without the regions and years in which a small number of reports lack the field.

    What their shares are of would tell that number beside the number of all reports.
    """
    from brister_analysis.analysis.table_cells import row_labels, without_hidden

    frame, limit = table.frame, table.threshold
    units = zip(frame["region_code"].astype(str), frame["data_year"].astype(str), strict=True)
    lacking = [
        0 if is_missing(base) else reports_of(compared, (code, int(year))) - int(base)
        for (code, year), base in zip(units, frame["n_reports"], strict=True)
    ]
    small = [0 < number < limit for number in lacking]
    if not any(small):
        return table
    layout = table.layout
    bases = {
        layout.base_key(counts, labels): True
        for _, counts in layout.base_columns(frame.columns)
        for labels, hide in zip(row_labels(frame, layout.dimensions), small, strict=True)
        if hide
    }
    rows = [hide or already for hide, already in zip(small, frame["hidden"].tolist(), strict=True)]
    return replace(table, frame=without_hidden(frame, layout, rows, bases))


def protected_volume(
    table: pd.DataFrame, rule: DisclosureClass, counts: str, known: Sequence[ProtectedTable]
) -> ProtectedTable:
    """Return numbers by region and year protected: of reports, or of the municipalities that reported."""
    from brister_analysis.analysis.protection import protect

    return protect(table, (), WHERE, rule, count="reports", counts=counts, name=counts, known=known)
