"""Twelve invented cases with a reasoned key: groups that code them alike may compare their causes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from brister_analysis.coding.cases import Case
from brister_analysis.language import current_language

if TYPE_CHECKING:
    import pandas as pd

# How the number of a practice case begins; no report's number does.
PREFIX = "ovningsfall"


@cache
def _source() -> dict:
    source = files("brister_analysis.coding").joinpath("data/vignettes.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def vignettes(language: str | None = None) -> pd.DataFrame:
    """Return the practice cases.

    Parameters
    ----------
    language
        Of the reasons; the texts are Swedish, as the reports are.

    Returns
    -------
    DataFrame
        ``vignette`` (number, as in the ledger of practice cases), ``text``, ``causes`` (the key: codes of the
        codebook, "; " between), ``rules`` (decision rules that settle it, "; " between, empty where none
        does), ``reason``; in the order of the numbers.

    Notes
    -----
    The key is reasoned, not true: what counts is whether two groups code alike, not whether they are right.
    """
    import pandas as pd

    reason = f"reason_{language or current_language()}"
    rows = [
        (
            one["id"],
            one["text_sv"].strip(),
            "; ".join(one["causes"]),
            "; ".join(map(str, one["rules"])),
            one[reason],
        )
        for one in _source()["vignette"]
    ]
    return pd.DataFrame(rows, columns=["vignette", "text", "causes", "rules", "reason"], dtype="str")


def vignette_cases() -> list[Case]:
    """Return the practice cases as cases to code, without their key."""
    return [Case(one["id"], one["text_sv"].strip()) for one in _source()["vignette"]]
