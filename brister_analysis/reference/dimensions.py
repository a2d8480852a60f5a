"""Closed lists for all but causes: agreements, process steps, principals, activities, roles, measures."""

from __future__ import annotations

import pandas as pd

from brister_analysis.errors import Fault, UsageError
from brister_analysis.reference.spelling import nearest
from brister_analysis.reference.tables import load


def dimension(name: str) -> pd.DataFrame:
    """Return the codes of one dimension.

    Parameters
    ----------
    name
        ``"agreement"``, ``"process_step"``, ``"principal"``, ``"activity"``, ``"professional_role"``,
        ``"target_group"``, ``"measure"`` or ``"lens"``.

    Returns
    -------
    pandas.DataFrame
        ``code``, ``label_sv``, ``label_en``, ``parent`` (an activity's principal, a step's process, a lens's
        scheme; missing otherwise), ``region_code`` (of an agreement; missing otherwise); in the order of the
        list.

    Raises
    ------
    UsageError
        There is no such dimension; the message gives the nearest.
    """
    table = load("dimensions")
    names = list(table["dimension"].unique())
    if name not in names:
        near = tuple(nearest(name, names))
        raise UsageError(Fault("reference.dimension.unknown", allowed=tuple(names), nearest=near))
    chosen = table.loc[table["dimension"] == name, ["code", "label_sv", "label_en", "parent", "region_code"]]
    return chosen.reset_index(drop=True)
