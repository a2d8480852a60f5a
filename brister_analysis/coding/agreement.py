"""How far coders who read the same reports chose the same causes, with intervals that can be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brister_analysis.language import format_number, format_percent, text

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("percent", "positive", "negative", "kappa", "fleiss", "alpha", "ac1")
ALL = "all"
_SAMPLES = 2000


def agreement(
    decisions: pd.DataFrame,
    units: str = "report_id",
    coder: str = "coder",
    label: str = "cause",
    seed: int = 20190101,
) -> pd.DataFrame:
    """Measure agreement between coders, for each cause and for all together.

    Parameters
    ----------
    decisions
        One row a unit, coder and label. A unit without a row for a coder was not coded by that coder; so
        was a unit whose only label is missing.
    units, coder, label
        Names of the columns. For a native scheme give ``label="native_label"``: what people chose between.
    seed
        Of the bootstrap over units.

    Returns
    -------
    DataFrame
        ``cause`` (each label that somebody chose, then ``all``), ``n_units`` (coded by at least two coders;
        no others enter any measure), ``n_coders`` (who coded any of these), and with ``_low`` and ``_high``
        (95 % percentile interval of 2,000 bootstrap samples of units) each of

        - ``percent``: share of pairs of coders, averaged over units, that agree;
        - ``positive``, ``negative``: specific agreement, of those who chose (left out) the cause, how many
          of the others did too;
        - ``kappa``: Cohen's, missing unless there are exactly two coders;
        - ``fleiss``: Fleiss' kappa, with units weighted alike where some were coded by fewer;
        - ``alpha``: Krippendorff's, nominal;
        - ``ac1``: Gwet's.

        For a cause the decision is yes or no. In the row ``all`` the decision is the whole set of causes
        chosen, and two sets agree as much as MASI says (Jaccard's share, times 2/3 when one holds the
        other, 1/3 when they only overlap); where everybody chose one cause a unit these are the ordinary
        measures for many categories. ``positive`` and ``negative`` of ``all`` add up the causes. Sorted by
        cause, ``all`` last.

    Notes
    -----
    Nothing is defined without two coders of one unit: one coder, no overlap and only missing labels give
    the row ``all`` with 0 units. Where everybody chose alike without exception, chance agreement is 1 and
    kappa, Fleiss' kappa and alpha are missing (0/0), percent and AC1 are 1; positive agreement is missing
    where nobody chose the cause. An interval is missing below two units and where most samples leave the
    measure undefined.

    How it misleads: percent is high for any rare cause; kappa, Fleiss' kappa and alpha fall when a cause is
    rare or common although coders agree as often; AC1 does not, and flatters instead. Read positive
    agreement first for a rare cause. With few units the interval is too narrow, and one of no width only
    says that nobody disagreed in this sample. Agreement of the same two people says nothing about two
    others.

    References
    ----------
    Cohen 1960; Fleiss 1971; Krippendorff 2011, "Computing Krippendorff's alpha-reliability"; Gwet 2008;
    Cicchetti and Feinstein 1990 (specific agreement); Passonneau 2006 (MASI).
    """
    import pandas as pd

    rows = decisions[[units, coder, label]].dropna().astype("str").drop_duplicates()
    coders_of = rows.groupby(units)[coder].transform("nunique")
    rows = rows[coders_of > 1].sort_values([units, coder, label])
    chosen = rows.groupby([units, coder])[label].agg(frozenset)
    n_units = chosen.index.get_level_values(0).nunique()
    coders = sorted(rows[coder].unique())
    if n_units == 0:
        return pd.DataFrame([_row(ALL, 0, len(decisions[coder].dropna().unique()), {})])
    samples = _samples(n_units, seed)
    labels = sorted(rows[label].unique())
    found, specific = [], []
    for name in labels:
        yes = chosen.map(lambda choice, name=name: int(name in choice))
        table, pair = _tables(yes, [0, 1], coders)
        measured = _measures(table, np.eye(2), samples, pair)
        counts = _specific_counts(table, samples)
        specific.append(counts)
        found.append(_row(name, n_units, len(coders), {**measured, **_specific(counts)}))
    sets = sorted(set(chosen), key=sorted)
    table, pair = _tables(chosen, sets, coders)
    alike = np.array([[_masi(one, other) for other in sets] for one in sets])
    together = _specific(np.sum(specific, axis=0))
    found.append(_row(ALL, n_units, len(coders), {**_measures(table, alike, samples, pair), **together}))
    return pd.DataFrame(found)


def _samples(n_units: int, seed: int) -> np.ndarray:
    """Return how often each unit is drawn: first every unit once, then each bootstrap sample."""
    drawn = np.random.default_rng(seed).multinomial(n_units, np.full(n_units, 1 / n_units), size=_SAMPLES)
    return np.vstack([np.ones((1, n_units)), drawn])


def _tables(
    choices: pd.Series, categories: list, coders: list[str]
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray] | None]:
    """Return coders counted by unit and category, and of two coders each one's own table."""
    units = choices.index.get_level_values(0)
    rows = {unit: i for i, unit in enumerate(units.unique())}
    columns, places = ({name: i for i, name in enumerate(names)} for names in (coders, categories))
    each = np.zeros((len(coders), len(rows), len(categories)))
    for unit, coder, choice in zip(units, choices.index.get_level_values(1), choices, strict=True):
        each[columns[coder], rows[unit], places[choice]] = 1
    return each.sum(axis=0), (each[0], each[1]) if len(coders) == 2 else None


def _measures(
    table: np.ndarray, alike: np.ndarray, samples: np.ndarray, pair: tuple[np.ndarray, np.ndarray] | None
) -> dict[str, np.ndarray]:
    """Return each measure for every row of `samples`; `alike` says how much two categories agree (0-1)."""
    coders = table.sum(axis=1)
    pairs = coders * (coders - 1)
    agreeing = (table * (table @ alike - 1)).sum(axis=1)
    drawn = samples.sum(axis=1)
    percent = samples @ (agreeing / pairs) / drawn
    share = samples @ (table / coders[:, None]) / drawn[:, None]
    categories = max(len(alike), 2)
    spread = alike.sum() / (categories * (categories - 1)) * (share * (1 - share)).sum(axis=1)
    found = {
        "percent": percent,
        "fleiss": _beyond_chance(percent, ((share @ alike) * share).sum(axis=1)),
        "alpha": _alpha(table, alike, samples, (pairs - agreeing) / (coders - 1)),
        "ac1": _beyond_chance(percent, spread),
    }
    if pair is not None:
        first, second = pair
        observed = samples @ (first * (second @ alike)).sum(axis=1) / drawn
        by_chance = ((samples @ first @ alike) * (samples @ second)).sum(axis=1) / drawn**2
        found["kappa"] = _beyond_chance(observed, by_chance)
    return found


def _alpha(table: np.ndarray, alike: np.ndarray, samples: np.ndarray, disagreement: np.ndarray) -> np.ndarray:
    values = samples @ table
    total = values.sum(axis=1)
    expected = ((values @ (1 - alike)) * values).sum(axis=1) / (total - 1)
    return _ratio(expected - samples @ disagreement, expected)


def _beyond_chance(observed: np.ndarray, by_chance: np.ndarray) -> np.ndarray:
    return _ratio(observed - by_chance, 1 - by_chance)


def _specific_counts(table: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Return per sample the pairs that agree and all pairs, of who left a cause out and who chose it."""
    others = table.sum(axis=1, keepdims=True) - 1
    return np.stack([samples @ (table * (table - 1)), samples @ (table * others)])


def _specific(counts: np.ndarray) -> dict[str, np.ndarray]:
    agreeing, every = counts
    return {
        "negative": _ratio(agreeing[:, 0], every[:, 0]),
        "positive": _ratio(agreeing[:, 1], every[:, 1]),
    }


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divide; missing where there is nothing to divide by, up to rounding."""
    return np.divide(above, below, out=np.full(len(below), np.nan), where=below > 1e-9)


def _masi(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two sets agree: 1 for the same set, 0 for nothing in common."""
    if one == other:
        return 1.0
    common = one & other
    held = 2 / 3 if common in (one, other) else 1 / 3
    return held * len(common) / len(one | other)


def _row(cause: str, n_units: int, n_coders: int, measured: dict[str, np.ndarray]) -> dict:
    row: dict[str, object] = {"cause": cause, "n_units": n_units, "n_coders": n_coders}
    for name in MEASURES:
        values = measured.get(name, np.array([np.nan]))
        point, drawn = float(values[0]), values[1:][~np.isnan(values[1:])]
        told = n_units > 1 and not np.isnan(point) and len(drawn) > _SAMPLES / 2
        low, high = np.percentile(drawn, [2.5, 97.5]) if told else (np.nan, np.nan)
        row |= {name: point, f"{name}_low": float(low), f"{name}_high": float(high)}
    return row


def describe_agreement(table: pd.DataFrame, language: str | None = None) -> str:
    """Say in a few sentences what `agreement` found, or that there was no double coding.

    Parameters
    ----------
    table
        From `agreement`.
    language
        ``"sv"`` or ``"en"``; default as `language.current_language`.
    """
    together = table[table["cause"] == ALL].iloc[0]
    if together["n_units"] == 0:
        return text("agreement.none", language)
    said = [
        text(
            "agreement.double",
            language,
            reports=int(together["n_units"]),
            coders=int(together["n_coders"]),
            percent=format_percent(together["percent"], language=language),
        )
    ]
    if np.isnan(together["alpha"]):
        said.append(text("agreement.undefined", language))
    else:
        alpha, low, high = (
            format_number(together[name], 2, language) for name in ("alpha", "alpha_low", "alpha_high")
        )
        key = "agreement.alpha_alone" if np.isnan(together["alpha_low"]) else "agreement.alpha"
        said.append(text(key, language, alpha=alpha, low=low, high=high))
    said.append(text("agreement.reading_help", language))
    return " ".join(said)
