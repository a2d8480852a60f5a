"""Multiple-response tables: a report can have several causes, so there are two bases and both are printed.

Percent of *reports* answers "in how many reports does this occur"; the column sums to more than 100 percent.
Percent of *mentions* answers "of all causes named, how large a part is this"; it sums to 100. They aren't
interchangeable and one can't be computed from the other without the reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from brister_analysis.analysis.columns import require
from brister_analysis.analysis.coverage import areas_of_causes, coverage_status, one_coding
from brister_analysis.analysis.intervals import SEED, share_of_mentions_interval, shares_of_reports
from brister_analysis.errors import DataError, Fault, UsageError
from brister_analysis.reference.dimensions import dimension

LEVELS = {"cause": "cause", "area": "cause_area", "native": "native_label"}
COUNTS = ["reports", "mentions", "n_reports", "n_mentions"]


def multiple_response(
    mentions: pd.DataFrame, label: str, labels: Sequence[str], n_reports: int | None = None, seed: int = SEED
) -> pd.DataFrame:
    """Count reports and mentions of each label, with both shares.

    Parameters
    ----------
    mentions
        One row a mention, no duplicates: `report_id` and `label`. A missing label is a mention that can't be
        placed: it counts in the bases and in no row.
    label
        Name of the column with the labels.
    labels
        Every row of the table, in its order; a label nobody mentioned gets 0.
    n_reports
        Number of reports the shares are of; default the reports in `mentions`.
    seed
        Seed of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        `label`, `reports` and `mentions` (counts), `n_reports` and `n_mentions` (their bases),
        `share_of_reports` (0-1) with `low` and `high` (Clopper-Pearson, 95 %), `share_of_mentions` (0-1) with
        `mentions_low` and `mentions_high` (bootstrap over reports, 95 %).

    Raises
    ------
    DataError
        A label isn't in `labels`, or there are more reports in `mentions` than `n_reports`.
    """
    coded = mentions["report_id"].nunique()
    base = coded if n_reports is None else int(n_reports)
    foreign = mentions[label].dropna().loc[lambda found: ~found.isin(labels)]
    faults = []
    if len(foreign):
        faults.append(Fault("analysis.foreign_label", (label,), values={"count": foreign.nunique()}))
    if base < coded:
        faults.append(Fault("analysis.base_too_small", values={"base": base, "coded": coded}))
    if faults:
        raise DataError(faults)
    incidence = incidence_table(mentions, label, labels, base)
    table = pd.DataFrame(
        {
            label: pd.array(labels, dtype="str"),
            "reports": (incidence > 0).sum().to_numpy(),
            "mentions": incidence.sum().to_numpy(),
            "n_reports": base,
            "n_mentions": len(mentions),
        }
    ).astype(dict.fromkeys(COUNTS, "Int64"))
    table = table.join(shares_of_reports(table["reports"], base))
    table["share_of_mentions"] = table["mentions"].astype("float64") / (len(mentions) or float("nan"))
    unplaced = mentions.loc[mentions[label].isna()].groupby("report_id").size()
    resampled = incidence.assign(**{"\N{NULL}": unplaced.reindex(incidence.index, fill_value=0)})
    bounds = share_of_mentions_interval(resampled, seed=seed).loc[list(labels)]
    return table.join(bounds.reset_index(drop=True))


def incidence_table(
    mentions: pd.DataFrame, label: str, labels: Sequence[str], n_reports: int
) -> pd.DataFrame:
    """Return how often each report mentions each label: `n_reports` rows, a column a label, counts."""
    placed = mentions.dropna(subset=[label])
    counted = pd.crosstab(placed["report_id"], placed[label])
    bare = [f"\N{NULL}{number}" for number in range(n_reports - len(counted))]
    return counted.reindex([*counted.index, *bare], columns=pd.Index(labels), fill_value=0)


def cause_table(
    causes: pd.DataFrame,
    level: str = "cause",
    by: str | None = None,
    n_reports: int | Mapping[object, int] | None = None,
    seed: int = SEED,
) -> pd.DataFrame:
    """Count how often each cause was given for the reported deficiencies.

    Parameters
    ----------
    causes
        Frame as from `load_causes`; `report_id` and `cause` (level area: or `cause_area`; level native:
        `native_label`, `scheme`) are needed. Without `scheme` it counts as coded with the harmonised
        codebook.
    level
        ``"cause"``: the codes of the codebook; ``"area"``: their five areas; ``"native"``: the labels of the
        scheme.
    by
        Name of a column, for example ``"data_year"``: a table for each of its values, sorted, stacked.
    n_reports
        Base, if other than the reports in `causes`; with `by` a mapping from its values.
    seed
        Seed of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        `by` if given; `cause`, `cause_area` or `native_label`; then as `multiple_response`, and `collected`
        (``collected``, ``partly``, ``not_collected``). Every code appears, in the codebook's order or the
        scheme's. 0 is a real zero; where the scheme of the year didn't collect a cause, all its numbers are
        missing.

    Raises
    ------
    UsageError
        Unknown `level` or `by`, or a column needed is not there.
    DataError
        A code outside the codebook or scheme, causes decided in different ways in one frame, or a base too
        small.

    Notes
    -----
    How it misleads. The shares are of *reported* deficiencies: a cause staff have learnt to report looks
    common. Shares of reports add up to more than 100 %. A report counts once for a cause, however many labels
    led there; a joined label that can't be split counts in no cause but once for its area. `unclear` is a row
    like the others and a report coded only so is in the base. ``partly`` rows hold only what the scheme's
    narrower or joined label caught.

    Examples
    --------
    >>> causes = pd.DataFrame({"report_id": ["a", "a", "b"], "cause": ["routines", "trust", "routines"]})
    >>> table = cause_table(causes).query("reports > 0")
    >>> table[["cause", "reports", "n_reports", "n_mentions"]].values.tolist()
    [['routines', 2, 2, 3], ['trust', 1, 2, 3]]
    """
    if level not in LEVELS:
        raise UsageError(Fault("analysis.unknown_level", allowed=tuple(LEVELS)))
    needed = [column for column in ("report_id", by, _source(causes, level)) if column is not None]
    require(causes, needed)
    _one_kind_of_decision(causes)
    if by is None:
        if isinstance(n_reports, Mapping):
            raise UsageError(Fault("analysis.base_needs_by"))
        return _cause_table(causes, level, n_reports, seed)
    parts = []
    for value, group in causes.groupby(by, sort=True, dropna=False):
        base = n_reports.get(value) if isinstance(n_reports, Mapping) else n_reports
        parts.append((value, _cause_table(group, level, base, seed)))
    if not parts:
        parts.append(("", _cause_table(causes, level, 0, seed).iloc[:0]))
    for value, part in parts:
        part.insert(0, by, pd.Series([value] * len(part), dtype=causes[by].dtype))
    return pd.concat([part for _, part in parts], ignore_index=True)


def measure_table(measures: pd.DataFrame, n_reports: int, seed: int = SEED) -> pd.DataFrame:
    """Count the measures taken after the reported deficiencies.

    Parameters
    ----------
    measures
        Frame as from `load_measures`: `report_id`, `measure` (code of the dimension ``measure``).
    n_reports
        All reports of the year, those without a coded measure too.
    seed
        Seed of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        `measure`, then as `multiple_response`; every code of the dimension, in its order.

    Notes
    -----
    How it misleads. A report without a coded measure may have had one that nobody wrote down: the share is of
    reports where a measure was *told*, and grows when forms are filled in better.
    """
    require(measures, ["report_id", "measure"])
    pairs = measures[["report_id", "measure"]].drop_duplicates()
    return multiple_response(
        pairs, "measure", dimension("measure")["code"].astype(str).tolist(), n_reports, seed
    )


def _cause_table(causes: pd.DataFrame, level: str, n_reports: int | None, seed: int) -> pd.DataFrame:
    label = LEVELS[level]
    causes = one_coding(causes, level)
    status = coverage_status(causes, level)
    table = multiple_response(cause_mentions(causes, level), label, status.index.tolist(), n_reports, seed)
    table["collected"] = status.to_numpy()
    numbers = table.columns.difference([label, "collected", "n_reports", "n_mentions"], sort=False)
    table.loc[table["collected"] == "not_collected", list(numbers)] = pd.NA
    return table


def cause_mentions(causes: pd.DataFrame, level: str) -> pd.DataFrame:
    """One row a mention: a report's cause, or a native label that can't be split into causes."""
    if level == "native":
        return causes[["report_id", "native_label"]].drop_duplicates()
    columns = ["report_id", "cause", "cause_area", "native_label"]
    rows = causes.reindex(columns=columns).astype(dict.fromkeys(columns, "str"))
    if level == "area":
        rows["cause_area"] = rows["cause"].map(areas_of_causes()).fillna(rows["cause_area"])
    # Two labels that lead to the same cause are one mention of it.
    rows["native_label"] = rows["native_label"].where(rows["cause"].isna())
    return rows.drop_duplicates(["report_id", "cause", "native_label"])[["report_id", LEVELS[level]]]


def _source(causes: pd.DataFrame, level: str) -> str:
    """Return the column the level is counted from: areas follow from causes where those are given."""
    if level == "area" and "cause" in causes:
        return "cause"
    return LEVELS[level]


def _one_kind_of_decision(causes: pd.DataFrame) -> None:
    """Refuse to add what people decided to what was merely suggested, or one coder's view to another's."""
    kinds = sorted(causes["decided_by"].dropna().astype(str).unique()) if "decided_by" in causes else []
    if len(kinds) > 1:
        raise DataError(Fault("analysis.mixed_decisions", values={"kinds": ", ".join(kinds)}))
    if "coder" in causes:
        coders = causes[["report_id", "coder"]].dropna().drop_duplicates()
        if coders["report_id"].duplicated().any():
            raise DataError(Fault("analysis.several_coders", values={"count": coders["coder"].nunique()}))
