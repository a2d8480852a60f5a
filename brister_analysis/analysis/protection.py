"""The gate for small numbers: nothing is shown, printed or downloaded except as a `ProtectedTable`.

A count n with 1 <= n < threshold is hidden with everything computed from it; zero is open. The threshold
follows from what the table is about (`disclosure_class`). What was hidden is nowhere in a `ProtectedTable`:
its frame is built anew from the open values, since a masked pandas array keeps the number beneath its mask.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import combinations

import numpy as np
import pandas as pd

from brister_analysis.analysis.linked_cells import Cell, CountedTable, Key, link
from brister_analysis.analysis.suppression import Unprotectable, suppress
from brister_analysis.errors import CheckRefused, DataError, Fault, UsageError
from brister_analysis.language import format_number, text

TOTAL = "total"
BASES = ("n_reports", "n_mentions")
MENTIONS = "mentions"


@dataclass(frozen=True)
class DisclosureClass:
    """Why a table has its threshold.

    Parameters
    ----------
    name
        ``whole_area`` (shown in full), ``detailed``, ``few_reports``, ``small_area``,
        ``published_elsewhere``.
    threshold
        Counts from 1 up to but not including this are hidden; 1 hides nothing.
    inhabitants, reports
        The limits of the rule, for the sentence on the page.
    """

    name: str
    threshold: int
    inhabitants: int = 0
    reports: int = 0


PUBLISHED_ELSEWHERE = DisclosureClass("published_elsewhere", 1)
"""Figures that others have published: exempt, and said so on the page."""


@cache
def _dimension_rules() -> dict[str, list[str]]:
    source = files("brister_analysis.analysis").joinpath("disclosure_rules.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def latest_inhabitants(population: pd.DataFrame, code: str, year: int) -> int | None:
    """Return the inhabitants of a place in a year or, where that year is unknown, in the latest known year.

    Parameters
    ----------
    population
        As `reference.population` gives it: ``code``, ``year``, ``population`` (persons).

    Returns
    -------
    int or None
        None where nothing is known; `disclosure_class` then takes the place for a small one.
    """
    known = population[(population["code"] == code) & population["population"].notna()].sort_values("year")
    if known.empty:
        return None
    same_year = known[known["year"] == year]
    return int((known if same_year.empty else same_year)["population"].iloc[-1])


def disclosure_class(
    dimensions: Sequence[str],
    inhabitants: int | None,
    reports: int,
    settings: Mapping,
    region: str | None = None,
) -> DisclosureClass:
    """Return the class and threshold of a table by the rule in ``brister.toml``.

    Parameters
    ----------
    dimensions
        What the counts are broken down by, all of them: ``["cause"]``, ``["reporter", "counterpart"]``. None
        at all for a bare number of reports. Who reported about whom crosses two dimensions.
    inhabitants
        Inhabitants of the area, the smallest one where there are several; None when unknown, which counts as
        few.
    reports
        Reports the table rests on, in the smallest area and year where there are several.
    settings
        ``Workspace.settings()``. ``[disclosure.regions.<slug>] threshold_whole_area`` and
        ``threshold_detailed`` may raise a region's thresholds, never lower them.
    region
        Region slug.

    Returns
    -------
    DisclosureClass
        ``name`` and ``threshold``, with the limits that were used.

    Examples
    --------
    >>> rule = {"disclosure": {"whole_area_inhabitants": 50000, "whole_area_reports": 10,
    ...                        "threshold_whole_area": 1, "threshold_detailed": 5}}
    >>> disclosure_class(["cause"], 144000, 24, rule).threshold
    1
    >>> disclosure_class(["reporter", "counterpart"], 144000, 24, rule).name
    'detailed'
    """
    rule = settings["disclosure"]
    raised = rule.get("regions", {}).get(region, {})
    thresholds = {
        key: max(int(rule[key]), int(raised.get(key, 1)))
        for key in ("threshold_whole_area", "threshold_detailed")
    }
    limits = int(rule["whole_area_inhabitants"]), int(rule["whole_area_reports"])
    dimension_rules = _dimension_rules()
    crossing = [name for name in dict.fromkeys(dimensions) if name not in dimension_rules["place_and_year"]]
    one_way = len(crossing) <= 1 and all(name in dimension_rules["one_way"] for name in crossing)
    if not one_way:
        name = "detailed"
    elif inhabitants is None or inhabitants < limits[0]:
        name = "small_area"
    elif reports < limits[1]:
        name = "few_reports"
    else:
        return DisclosureClass("whole_area", thresholds["threshold_whole_area"], *limits)
    return DisclosureClass(name, max(thresholds.values()), *limits)


@dataclass(frozen=True)
class TableSpec:
    """A table that is to be protected, and how its counts belong together.

    Parameters
    ----------
    frame
        Long table: one row a cell. A row whose label is ``"total"`` in one or more dimensions is a total that
        is printed with the table. Combinations that are left out are zero, and known to be.
    rows, columns
        Dimensions: names of columns. The bases ``n_reports`` and ``n_mentions`` are totals over `rows` within
        `columns`, unless `base_over` names the dimensions they go over.
    count
        The column of counts (whole numbers, missing where already hidden).
    threshold
        Counts from 1 up to but not including this are hidden: 1 hides nothing, 2 is not taken (a hidden
        number would be 1). Or a `DisclosureClass`.
    derived
        Columns computed from the count (shares, intervals, ranks): hidden with it, and with their base. None
        means every column that is neither label, count nor base. A column that is not named is left out.
    several
        Dimensions under which one report may count more than once (causes): a total of reports is then at
        least the largest of its parts and at most their sum.
    partial
        Dimensions that leave some reports out (unknown target group): a total is then at least the sum of its
        parts.
    within
        What holds for the whole table (``{"region_code": "12", "data_year": 2023}``): by this a cell is known
        again in another table.
    counts
        What is counted: ``reports`` or another word; only counts of the same thing are linked.
    name
        What messages call the table.
    """

    frame: pd.DataFrame
    rows: str | Sequence[str]
    columns: str | Sequence[str] | None = None
    count: str = "count"
    threshold: int | DisclosureClass = 5
    derived: Sequence[str] | None = None
    base_over: Sequence[str] | None = None
    several: Sequence[str] = ()
    partial: Sequence[str] = ()
    within: Mapping[str, object] | None = None
    counts: str = "reports"
    name: str = "table"


@dataclass(frozen=True, eq=False)
class ProtectedTable:
    """A table that may leave: hidden numbers are not in it.

    Parameters
    ----------
    frame
        Long table sorted by label (never by count, which would tell the order of hidden numbers): dimensions,
        count, bases, derived columns, and ``hidden`` (bool: the count is hidden). Hidden counts and all that
        is computed from them are missing.
    rows, columns
        Names of the dimensions.
    threshold
        The threshold that was used.
    disclosure_class
        Why.
    count
        Name of the column of counts.
    base_over, within, counts, name
        As in `TableSpec`.
    adds_up
        What is counted, a set of dimensions, and how totals over them relate to their parts: ``sum``,
        ``several``, ``partial``, ``both`` or ``none`` (see `linked_cells`).
    """

    frame: pd.DataFrame
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    threshold: int
    disclosure_class: DisclosureClass
    count: str
    base_over: tuple[str, ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    counts: str = "reports"
    name: str = "table"
    adds_up: tuple[tuple[tuple[str, tuple[str, ...]], str], ...] = ()

    @property
    def hidden(self) -> pd.Series:
        """Which rows of `frame` have their count hidden."""
        return self.frame["hidden"]

    def explain(self, language: str | None = None) -> str:
        """Return the sentences that say which rule was used and what ``..`` means where it stands."""
        rule = self.disclosure_class
        sentences = [
            text(
                f"disclosure.class.{rule.name}",
                language,
                threshold=self.threshold,
                inhabitants=format_number(rule.inhabitants, language=language),
                reports=rule.reports,
            )
        ]
        if self.hidden.any():
            sentences.append(text("disclosure.hidden", language, highest=self.threshold - 1))
        return " ".join(sentences)


def protect(
    table: pd.DataFrame | ProtectedTable,
    rows: str | Sequence[str] = (),
    columns: str | Sequence[str] | None = None,
    threshold: int | DisclosureClass = 5,
    *,
    count: str = "count",
    derived: Sequence[str] | None = None,
    base_over: Sequence[str] | None = None,
    several: Sequence[str] = (),
    partial: Sequence[str] = (),
    within: Mapping[str, object] | None = None,
    counts: str = "reports",
    name: str = "table",
    known: Sequence[ProtectedTable] = (),
) -> ProtectedTable:
    """Protect one table, given everything that is already printed.

    Parameters
    ----------
    table
        Long table; a `ProtectedTable` comes back unchanged.
    known
        What an outsider can already read: other tables of the page, what stands in ``published/``.
    rows, columns, threshold, count, derived, base_over, several, partial, within, counts, name
        As in `TableSpec`.

    Returns
    -------
    ProtectedTable
        Cells with 1 <= n < threshold are hidden. Row, column and label order change nothing.

    Raises
    ------
    UsageError
        A column is missing or the threshold is below 1 or 2.
    DataError
        A cell stands twice or a count is not a whole number from 0.
    """
    if isinstance(table, ProtectedTable):
        return table
    spec = TableSpec(
        table, rows, columns, count, threshold, derived, base_over, several, partial, within, counts, name
    )
    return protect_linked([spec], known=known)[0]


def protect_linked(tables: Sequence[TableSpec], known: Sequence[ProtectedTable] = ()) -> list[ProtectedTable]:
    """Protect tables that share cells or totals together; see `protect`.

    Returns
    -------
    list of ProtectedTable
        In the order given.
    """
    checked = [_checked(spec) for spec in tables]
    counted = [_counted(spec) for spec in checked] + [_counted_again(table) for table in known]
    linked = link(counted)
    try:
        hidden_groups = suppress(linked)
    except Unprotectable as failure:
        raise CheckRefused(Fault("disclosure.unprotectable", (linked.tables[failure.cell],))) from None
    hidden = hidden_groups[linked.groups] if len(hidden_groups) else np.empty(0, dtype=bool)
    return [
        _without_hidden(spec, _hidden_rows(spec, table, places, hidden), kinds)
        for spec, table, places, kinds in zip(checked, counted, linked.places, linked.kinds, strict=False)
    ]


def _names(names: str | Sequence[str] | None) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else tuple(names)


def _rule(spec: TableSpec) -> DisclosureClass:
    given = spec.threshold
    return given if isinstance(given, DisclosureClass) else DisclosureClass("chosen", int(given))


def _dimensions(spec: TableSpec) -> tuple[str, ...]:
    return _names(spec.rows) + _names(spec.columns)


def _checked(spec: TableSpec) -> TableSpec:
    """Return the spec with its frame sorted by label, or raise all faults at once."""
    frame, dimensions = spec.frame.reset_index(drop=True), _dimensions(spec)
    missing = [name for name in (*dimensions, spec.count, *(spec.derived or ())) if name not in frame.columns]
    faults = [Fault("disclosure.column", (spec.name,), name) for name in missing]
    if _rule(spec).threshold < 1 or _rule(spec).threshold == 2:
        faults.append(Fault("disclosure.threshold", (spec.name,), str(_rule(spec).threshold)))
    if faults:
        raise UsageError(faults)
    for column in (spec.count, *(name for name in BASES if name in frame.columns)):
        numbers = pd.to_numeric(frame[column], errors="coerce")
        if (numbers.isna() & frame[column].notna()).any() or (numbers < 0).any() or (numbers % 1 > 0).any():
            faults.append(Fault("disclosure.count", (spec.name, column)))
    labels = frame[list(dimensions)].astype("str").fillna("")
    if len(frame) > 1 if not dimensions else labels.duplicated().any():
        faults.append(Fault("disclosure.duplicate", (spec.name,)))
    if faults:
        raise DataError(faults)
    order = labels.sort_values(list(dimensions)).index if dimensions else frame.index
    return _replace_frame(spec, frame.loc[order].reset_index(drop=True))


def _replace_frame(spec: TableSpec, frame: pd.DataFrame) -> TableSpec:
    return TableSpec(**{**{name: getattr(spec, name) for name in spec.__dataclass_fields__}, "frame": frame})


def _row_labels(frame: pd.DataFrame, dimensions: Sequence[str]) -> list[dict[str, str]]:
    """Return the labels of each row; a total lacks the labels it is a total over."""
    labels = frame[list(dimensions)].astype("str").fillna("")
    return [
        {name: label for name, label in zip(dimensions, row, strict=True) if label != TOTAL}
        for row in labels.itertuples(index=False, name=None)
    ]


def _counted(spec: TableSpec) -> CountedTable:
    """Return the cells of a table with all that is printed about its totals."""
    frame, dimensions, over = spec.frame, _dimensions(spec), _over(spec)
    protected = "hidden" in frame.columns
    cells: list[Cell] = []
    bases: dict[Key, int | None] = {}
    within = {name: str(label) for name, label in (spec.within or {}).items() if label is not None}
    for row, labels in enumerate(_row_labels(frame, dimensions)):
        names = {**within, **labels}
        total_names = {name: label for name, label in names.items() if name not in over}
        hidden = protected and bool(frame["hidden"].iloc[row])
        for column, counts in _count_columns(spec):
            value = frame[column].iloc[row]
            if hidden or not pd.isna(value):
                found = None if hidden else int(value)
                cells.append(Cell(_key(counts, names), found, row, len(labels) < len(dimensions)))
        for column, counts in _base_columns(spec).items():
            value = frame[column].iloc[row]
            if protected or not pd.isna(value):
                bases[_key(counts, total_names)] = None if pd.isna(value) else int(value)
    cells += [
        Cell(key, value, -1 - number, True) for number, (key, value) in enumerate(sorted(bases.items()))
    ]
    return CountedTable(
        spec.name, tuple(cells), dimensions, _rule(spec).threshold, False, _declared_kinds(spec)
    )


def _key(counts: str, names: Mapping[str, str]) -> Key:
    return counts, tuple(sorted(names.items()))


def _over(spec: TableSpec) -> tuple[str, ...]:
    return _names(spec.rows) if spec.base_over is None else tuple(spec.base_over)


def _mentions_of(spec: TableSpec) -> str:
    return f"{MENTIONS} {' '.join(sorted(_over(spec)))}"


def _base_columns(spec: TableSpec) -> dict[str, str]:
    counted = dict(zip(BASES, (spec.counts, _mentions_of(spec)), strict=True))
    return {column: counts for column, counts in counted.items() if column in spec.frame.columns}


def _count_columns(spec: TableSpec) -> list[tuple[str, str]]:
    """Return columns of counts and what each counts; mentions only where they or their base are printed.

    Where only their base is printed, a report is taken to mention a label once.
    """
    present = set(spec.frame.columns)
    printed = MENTIONS in present and (spec.derived is None or MENTIONS in spec.derived)
    counted = [(spec.count, spec.counts)]
    if printed or BASES[1] in present:
        counted.append((MENTIONS if MENTIONS in present else spec.count, _mentions_of(spec)))
    return counted


def _declared_kinds(spec: TableSpec) -> dict[tuple[str, tuple[str, ...]], str]:
    """Return for each set of dimensions how a total over it relates to its parts, as the caller says."""
    kinds = {}
    dimensions, several, partial = _dimensions(spec), set(spec.several), set(spec.partial)
    for size in range(1, len(dimensions) + 1):
        for over in combinations(sorted(dimensions), size):
            whole = "partial" if partial & set(over) else "sum"
            kinds[_mentions_of(spec), over] = whole
            if several & set(over):
                whole = "both" if partial & set(over) else "several"
            kinds[spec.counts, over] = whole
    if len(_count_columns(spec)) > 1:
        kinds[_mentions_of(spec), ()] = "sum"
    return kinds


def _counted_again(table: ProtectedTable) -> CountedTable:
    """Return the cells of a table that is printed already."""
    spec = TableSpec(
        table.frame,
        table.rows,
        table.columns,
        table.count,
        replace(table.disclosure_class, threshold=table.threshold),
        base_over=table.base_over,
        within=dict(table.within),
        counts=table.counts,
        name=table.name,
    )
    return replace(_counted(spec), printed=True, adds_up=dict(table.adds_up))


def _hidden_rows(
    spec: TableSpec, table: CountedTable, places: Sequence[int], hidden: np.ndarray
) -> tuple[list[bool], dict[Key, bool]]:
    """Return which rows and which bases are hidden."""
    rows, bases = [False] * len(spec.frame), {}
    for cell, place in zip(table.cells, places, strict=True):
        if cell.row >= 0:
            rows[cell.row] |= bool(hidden[place])
        else:
            bases[cell.key] = bool(hidden[place])
    return rows, bases


def _rebuilt(values: pd.Series, hidden: Sequence[bool]) -> pd.Series:
    """Return a column built from its open values alone, so that nothing lies beneath a mask."""
    if pd.api.types.is_bool_dtype(values.dtype):
        dtype = "boolean"
    elif pd.api.types.is_integer_dtype(values.dtype):
        dtype = "Int64"
    elif pd.api.types.is_float_dtype(values.dtype):
        dtype = "Float64"
    else:
        dtype = "str"
    open_values = [
        None if hide or pd.isna(value) else str(value) if dtype == "str" else value
        for value, hide in zip(values.tolist(), hidden, strict=True)
    ]
    return pd.Series(open_values, dtype=dtype)


def _without_hidden(
    spec: TableSpec,
    hidden: tuple[list[bool], dict[Key, bool]],
    kinds: Mapping[tuple[str, tuple[str, ...]], str],
) -> ProtectedTable:
    """Return the table built from what is open."""
    frame, dimensions, rule = spec.frame, _dimensions(spec), _rule(spec)
    rows, hidden_bases = hidden
    within = {name: str(label) for name, label in (spec.within or {}).items() if label is not None}
    columns = {name: _rebuilt(frame[name], [False] * len(frame)) for name in dimensions}
    columns[spec.count] = _rebuilt(pd.to_numeric(frame[spec.count]).astype("Int64"), rows)
    computed = list(rows)
    for base, counts in _base_columns(spec).items():
        without = []
        for labels in _row_labels(frame, dimensions):
            names = {name: label for name, label in {**within, **labels}.items() if name not in _over(spec)}
            without.append(hidden_bases.get(_key(counts, names), False))
        columns[base] = _rebuilt(pd.to_numeric(frame[base]).astype("Int64"), without)
        computed = [one or other for one, other in zip(computed, without, strict=True)]
    for name in frame.columns:
        if name not in (*columns, "hidden") and (spec.derived is None or name in spec.derived):
            columns[name] = _rebuilt(frame[name], rows if name == MENTIONS else computed)
    columns["hidden"] = pd.Series(rows, dtype=bool)
    return ProtectedTable(
        frame=pd.DataFrame(columns),
        rows=_names(spec.rows),
        columns=_names(spec.columns),
        threshold=rule.threshold,
        disclosure_class=rule,
        count=spec.count,
        base_over=_over(spec),
        within=tuple(sorted(within.items())),
        counts=spec.counts,
        name=spec.name,
        adds_up=tuple(sorted(kinds.items())),
    )
