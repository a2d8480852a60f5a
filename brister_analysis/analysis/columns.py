"""The columns a function needs, told all at once when they aren't there."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from brister_analysis.errors import Fault, UsageError


def require(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Check that `frame` has the columns.

    Raises
    ------
    UsageError
        Some aren't there; each of them is told.
    """
    absent = [column for column in dict.fromkeys(columns) if column not in frame]
    if absent:
        raise UsageError(Fault("analysis.column_missing", values={"column": column}) for column in absent)
