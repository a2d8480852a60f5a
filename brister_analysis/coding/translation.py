"""From harmonised causes back to a native scheme, where the relation between them allows it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from brister_analysis.reference.crosswalk import HARMONISED, crosswalk, to_harmonised

if TYPE_CHECKING:
    import pandas as pd

# The label means the cause, or holds it among others: whoever chose the cause would have chosen the label.
_ALLOWS = ("exact", "narrow")


def to_native(scheme: str, causes: Iterable[str]) -> pd.DataFrame:
    """Return the labels of a native scheme that causes of the codebook would have been coded with.

    Parameters
    ----------
    scheme
        Id of a native scheme.
    causes
        Codes of the codebook; one given twice is answered once.

    Returns
    -------
    DataFrame
        ``cause``, ``label`` (missing where no label, or more than one, is sure to hold the cause),
        ``relation`` (of the label to the cause as in `crosswalk`: exact or narrow where there is a label,
        broad and related where there is one that does not allow it, none otherwise); one row a cause, in the
        order given.

    Raises
    ------
    UsageError
        There is no such scheme.
    DataError
        A cause is not in the codebook.

    Notes
    -----
    A label narrower than the cause (``Mina planer`` of ``shared_it_tool``) and one that only resembles it
    (``kompetens``) do not lead back: the cause may have been chosen for something the label does not cover.
    Several causes may lead to one label, which then counts a report once: drop duplicates before counting.
    """
    import pandas as pd

    wanted = list(dict.fromkeys(to_harmonised(HARMONISED, causes)["cause"]))
    known = _labels_of(scheme)
    rows: list[tuple[str, str | None, str]] = []
    for cause in wanted:
        found = known.get(cause, [])
        sure = [(label, relation) for label, relation in found if relation in _ALLOWS]
        if len(sure) == 1:
            rows.append((cause, *sure[0]))
        else:
            rows.append((cause, None, found[0][1] if found else "none"))
    return pd.DataFrame(rows, columns=["cause", "label", "relation"]).astype("str")


@cache
def _labels_of(scheme: str) -> dict[str, list[tuple[str, str]]]:
    """Return {cause: [(label, relation)]} of one scheme."""
    to_harmonised(scheme, ())  # Tells an unknown scheme.
    table = crosswalk().query("scheme == @scheme and label.notna() and cause.notna()")
    found: dict[str, list[tuple[str, str]]] = {}
    for cause, label, relation in zip(table["cause"], table["label"], table["relation"], strict=True):
        found.setdefault(cause, []).append((label, relation))
    return found
