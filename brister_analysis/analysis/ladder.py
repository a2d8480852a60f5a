"""As much detail as small numbers allow: causes, joined causes or their areas, or no numbers at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from brister_analysis.analysis.coverage import coverage_status
from brister_analysis.analysis.disclosure import DisclosureClass, disclosure_rules
from brister_analysis.analysis.protection import ProtectedTable, TableSpec, protect_linked
from brister_analysis.analysis.tables import cause_mentions, cause_table, multiple_response
from brister_analysis.errors import CheckRefused, Fault, UsageError
from brister_analysis.language import format_percent, text

SHOWN = ["reports", "n_reports", "share_of_reports", "low", "high"]
LABELS = {"cause": "cause", "joined": "joined_cause", "area": "cause_area"}


@dataclass(frozen=True)
class Detail:
    """The finest table of causes that may be shown.

    Parameters
    ----------
    level
        ``cause``, ``joined``, ``area``, or None where even the areas would hide too much.
    table
        The protected table; None with `level`.
    passed
        The finer levels that were passed over.
    """

    level: str | None
    table: ProtectedTable | None
    passed: tuple[str, ...]

    def explain(self, language: str | None = None) -> str:
        """Return the sentence that says why the table is no finer; empty where it is as fine as can be."""
        if not self.passed:
            return ""
        most = format_percent(disclosure_rules()["most_hidden"], language=language)
        return text(f"disclosure.ladder.{self.level or 'none'}", language, most=most)


def joined_causes() -> pd.DataFrame:
    """Return the level between causes and areas: ``joined_cause``, ``cause``, ``label_sv``, ``label_en``."""
    rows = [
        {**{name: joined[name] for name in ("joined_cause", "label_sv", "label_en")}, "cause": cause}
        for joined in disclosure_rules()["joined_cause"]
        for cause in joined["causes"]
    ]
    return pd.DataFrame(rows).astype("str")


def finest_causes(
    causes: pd.DataFrame,
    threshold: int | DisclosureClass,
    by: str | None = None,
    *,
    n_reports: int | Mapping[object, int] | None = None,
    within: Mapping[str, object] | None = None,
    known: Sequence[ProtectedTable] = (),
    name: str = "causes",
) -> Detail:
    """Return the finest table of causes of which at most a third is hidden.

    Parameters
    ----------
    causes
        As for `cause_table`, with a column `by` where one is named.
    threshold, within, known, name
        As for `protect`.
    by
        Second dimension of the table (``"target_group"``).
    n_reports
        As for `cause_table`.

    Returns
    -------
    Detail
        The third is of the counts above zero: a table of nothing but zeros and hidden numbers tells nothing.
        The table holds the shares of reports only; mentions add up, and more would have to be hidden with
        them.
    """
    passed: list[str] = []
    for level, label in LABELS.items():
        counted = _cause_table(causes, level, by, n_reports)
        spec = TableSpec(counted, label, by, "reports", threshold, several=[label], within=within, name=name)
        try:
            table = protect_linked([spec], known)[0]
        except CheckRefused:
            passed.append(level)
            continue
        above_zero = int((table.hidden | (table.frame["reports"] > 0).fillna(False)).sum())
        if table.hidden.sum() <= disclosure_rules()["most_hidden"] * above_zero:
            return Detail(level, table, tuple(passed))
        passed.append(level)
    return Detail(None, None, tuple(passed))


@dataclass(frozen=True)
class Presence:
    """Which units the reports are about, without numbers; no `labels` where there are too few reports."""

    labels: tuple[str, ...]
    reports_needed: int

    def explain(self, language: str | None = None) -> str:
        """Return the sentence that stands with the list or instead of it."""
        key = "shown" if self.labels else "refused"
        return text(f"disclosure.presence.{key}", language, reports=self.reports_needed)


def presence(units: pd.Series, reports: int) -> Presence:
    """Return the units concerned as a list without numbers, sorted by name, from 10 reports on.

    Parameters
    ----------
    units
        One dimension only, as in `load_actors`: presence is never crossed with anything.
    reports
        Reports the list rests on.

    Raises
    ------
    UsageError
        More than one column was given.

    Notes
    -----
    How it misleads. A unit that is not in the list may have had no deficiencies, or none that anybody
    reported.
    """
    if not isinstance(units, pd.Series):
        raise UsageError(Fault("disclosure.crossed_presence"))
    needed = int(disclosure_rules()["presence_from_reports"])
    found = sorted(units.dropna().astype(str).unique()) if reports >= needed else []
    return Presence(tuple(found), needed)


def _cause_table(
    causes: pd.DataFrame, level: str, by: str | None, n_reports: int | Mapping[object, int] | None
) -> pd.DataFrame:
    """Return a table of causes with what may be shown of it, rows that were never collected left out."""
    if level != "joined":
        table = cause_table(causes, level, by, n_reports)
        table = table[table["collected"] != "not_collected"]
    elif by is None:
        table = _joined_table(causes, n_reports)  # type: ignore[arg-type]
    else:
        table = pd.concat(
            [
                _joined_table(
                    group, n_reports.get(value) if isinstance(n_reports, Mapping) else n_reports
                ).assign(**{by: value})
                for value, group in causes.groupby(by, sort=True)
            ],
            ignore_index=True,
        )
    return table[[name for name in (by, LABELS[level]) if name] + SHOWN]


def _joined_table(causes: pd.DataFrame, n_reports: int | None) -> pd.DataFrame:
    joined_of = joined_causes().set_index("cause")["joined_cause"]
    status = coverage_status(causes, "cause")
    collected = joined_of[status.reindex(joined_of.index) != "not_collected"]
    mentions = cause_mentions(causes, "cause")
    mentions = mentions.assign(joined_cause=mentions["cause"].map(joined_of))
    return multiple_response(
        mentions[["report_id", "joined_cause"]].drop_duplicates(),
        "joined_cause",
        collected.unique().tolist(),
        n_reports,
    )
