"""Reports per 100,000 inhabitants, where the number of inhabitants is known."""

from __future__ import annotations

import pandas as pd

from brister_analysis.analysis.columns import require
from brister_analysis.analysis.intervals import poisson_interval
from brister_analysis.errors import DataError, Fault

PER = 100_000


def rates(counts: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Return reports per 100,000 inhabitants with exact limits, or the reason why there is no rate.

    Parameters
    ----------
    counts
        `code` (municipality, area or region, as in `population`), `year`, `reports` (count; missing where
        nothing was collected).
    population
        As from `population`: `code`, `year`, `population` (persons on 31 December).

    Returns
    -------
    pandas.DataFrame
        `code`, `year`, `reports`, `population`, `rate` (reports per 100,000 inhabitants) with `low`, `high`
        (Garwood, 95 %), `refusal` (key of the sentence that says why there is no rate; missing where there is
        one); sorted by code and year. The population of another year is never put in its place.

    Raises
    ------
    UsageError
        A column is not there.
    DataError
        A code has two rows for a year.

    Notes
    -----
    How it misleads. Inhabitants aren't the ones at risk: only people whom several parties meet can be the
    subject of a report, and staff must know the form. A high rate can mean good reporting. The limits assume
    independent reports (see `poisson_interval`); several about the same person or the same ward make them too
    narrow.

    Examples
    --------
    >>> counts = pd.DataFrame({"code": ["nw", "nw"], "year": [2019, 2020], "reports": [30, 48]})
    >>> inhabitants = pd.DataFrame({"code": ["nw"], "year": [2019], "population": [300000]})
    >>> rates(counts, inhabitants)[["year", "rate", "low", "high"]].round(2).values.tolist()
    [[2019, 10.0, 6.75, 14.28], [2020, nan, nan, nan]]
    """
    require(counts, ("code", "year", "reports"))
    require(population, ("code", "year", "population"))
    if counts.duplicated(["code", "year"]).any() or population.duplicated(["code", "year"]).any():
        raise DataError(Fault("analysis.year_twice"))
    table = counts[["code", "year", "reports"]].astype({"code": "str", "year": "Int64", "reports": "Int64"})
    inhabitants = population[["code", "year", "population"]]
    inhabitants = inhabitants.astype({"code": "str", "year": "Int64", "population": "Int64"})
    table = table.merge(inhabitants, how="left", on=["code", "year"])
    table = table.sort_values(["code", "year"], ignore_index=True)
    unknown = table["population"].isna() | (table["population"] == 0)
    per = PER / table["population"].mask(unknown).astype("float64")
    limits = [poisson_interval(count) for count in table["reports"].astype("float64")]
    table["rate"] = table["reports"].astype("float64") * per
    table["low"] = [low for low, _ in limits] * per
    table["high"] = [high for _, high in limits] * per
    table["refusal"] = pd.Series(pd.NA, index=table.index, dtype="str")
    table.loc[table["reports"].isna(), "refusal"] = "analysis.refused.not_collected"
    table.loc[unknown, "refusal"] = "analysis.refused.population_unknown"
    return table
