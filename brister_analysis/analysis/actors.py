"""Who reports about whom, and which actors the reports concern."""

from __future__ import annotations

import pandas as pd

from brister_analysis.analysis.columns import require
from brister_analysis.analysis.intervals import SEED, shares_of_reports
from brister_analysis.analysis.tables import multiple_response
from brister_analysis.errors import DataError, Fault, UsageError
from brister_analysis.reference.dimensions import dimension

ROLES = ("reporter", "counterpart")
CLOSED_LISTS = ("principal", "activity", "professional_role")


def direction_table(actors: pd.DataFrame) -> pd.DataFrame:
    """Count who reports about whom: the first table of every report.

    Parameters
    ----------
    actors
        Frame as from `load_actors`: `report_id`, `role`, `principal`.

    Returns
    -------
    pandas.DataFrame
        `reporter`, `counterpart` (principals: every pair, in the dimension's order, then pairs where one is
        missing), `reports`, `n_reports` (all reports in `actors`), `share_of_reports` (0-1), `low`, `high`
        (Clopper-Pearson, 95 %).

    Raises
    ------
    UsageError
        A column is not there.
    DataError
        A role or principal outside its list.

    Notes
    -----
    How it misleads. It shows who *writes* reports. If only municipalities have been told about the form,
    every report goes from kommun to region, and that says nothing about where collaboration fails. A report
    about two principals counts once for each pair, so shares can add up to more than 100 %.

    Examples
    --------
    >>> actors = pd.DataFrame({"report_id": ["a", "a"], "role": ["reporter", "counterpart"],
    ...                        "principal": ["kommun", "region"]})
    >>> direction_table(actors).query("reports > 0")[["reporter", "counterpart", "reports", "n_reports"]]
      reporter counterpart  reports  n_reports
    4   kommun      region        1          1
    """
    _check(actors, "principal")
    principals = dimension("principal")["code"].astype(str).tolist()
    sides = {
        role: actors.loc[actors["role"] == role, ["report_id", "principal"]].rename(
            columns={"principal": role}
        )
        for role in ROLES
    }
    reports = actors[["report_id"]].drop_duplicates()
    pairs = (
        reports.merge(sides["reporter"], how="left").merge(sides["counterpart"], how="left").drop_duplicates()
    )
    counted = pairs.groupby(list(ROLES), dropna=False).size()
    wanted = pd.MultiIndex.from_product([principals, principals], names=ROLES).to_frame(index=False)
    found = counted.rename("reports").reset_index().astype(dict.fromkeys(ROLES, "str"))
    table = wanted.astype("str").merge(found, how="outer", on=list(ROLES))
    table["reports"] = table["reports"].fillna(0).astype("Int64")
    order = {code: number for number, code in enumerate(principals)}
    table["missing"] = table[list(ROLES)].isna().any(axis=1)
    table = table.sort_values(
        ["missing", *ROLES],
        key=lambda column: column if column.name == "missing" else column.map(order),
        ignore_index=True,
    ).drop(columns="missing")
    base = len(reports)
    table["n_reports"] = pd.array([base] * len(table), dtype="Int64")
    return table.join(shares_of_reports(table["reports"], base))


def actor_table(
    actors: pd.DataFrame, by: str = "activity", role: str | None = None, seed: int = SEED
) -> pd.DataFrame:
    """Count in how many reports each activity, principal, professional role or unit takes part.

    Parameters
    ----------
    actors
        Frame as from `load_actors`: `report_id`, `role` and the column `by`.
    by
        ``"activity"``, ``"principal"``, ``"professional_role"``, ``"municipality_code"`` or ``"unit"``.
    role
        ``"reporter"`` or ``"counterpart"``; default both.
    seed
        Seed of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        `by`, then as `multiple_response`. Every code of a closed list appears; of units and municipalities
        those that occur, sorted. The base is all reports in `actors`.

    Raises
    ------
    UsageError
        A column is not there, or an unknown role.
    DataError
        A role or value outside its list.

    Notes
    -----
    How it misleads. An activity that meets many people is in many reports; without knowing how many contacts
    it has, the share isn't a measure of quality. Units and municipalities are small numbers: nothing of this
    leaves without `protect`.
    """
    if role is not None and role not in ROLES:
        raise UsageError(Fault("analysis.unknown_role", allowed=ROLES))
    _check(actors, by)
    chosen = actors if role is None else actors[actors["role"] == role]
    pairs = chosen[["report_id", by]].dropna().drop_duplicates()
    labels = (
        dimension(by)["code"].astype(str).tolist()
        if by in CLOSED_LISTS
        else sorted(pairs[by].astype(str).unique().tolist())
    )
    return multiple_response(pairs, by, labels, actors["report_id"].nunique(), seed)


def _check(actors: pd.DataFrame, column: str) -> None:
    require(actors, ("report_id", "role", column))
    lists: dict[str, tuple[str, ...]] = {"role": ROLES}
    if column in CLOSED_LISTS:
        lists[column] = tuple(dimension(column)["code"].astype(str))
    faults = []
    for name, allowed in lists.items():
        foreign = actors[name].dropna().loc[lambda found, allowed=allowed: ~found.isin(allowed)]
        if len(foreign):
            faults.append(
                Fault("analysis.foreign_label", (name,), values={"count": foreign.nunique()}, allowed=allowed)
            )
    if faults:
        raise DataError(faults)
