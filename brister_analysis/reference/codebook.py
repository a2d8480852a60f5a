"""The harmonised codebook: areas, causes and decision rules; this project's proposal, no adopted standard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from brister_analysis.reference.tables import checked, load_toml


@dataclass(frozen=True)
class Codebook:
    """One version of the codebook.

    Parameters
    ----------
    version
        Written into every decision, so that decisions of two versions are never mixed.
    causes
        ``cause``, ``area`` (missing for ``unclear``), ``label_sv``, ``label_en``, ``definition_sv``,
        ``definition_en``, ``order``; 15 causes and ``unclear``, in the order of the codebook.
    areas
        ``area``, ``label_sv``, ``label_en``, ``definition_sv``, ``definition_en``, ``order``; 5 rows.
    rules
        ``rule`` (1-11), ``text_sv``, ``text_en``, ``causes`` (codes the rule helps to tell apart, "; "
        between).
    """

    version: str
    causes: pd.DataFrame
    areas: pd.DataFrame
    rules: pd.DataFrame


def codebook() -> Codebook:
    """Return the codebook in force.

    Returns
    -------
    Codebook
        ``version``; frames ``causes`` (``cause``, ``area``, labels and definitions in both languages,
        ``order``),
        ``areas`` and ``rules`` (``rule``, ``text_sv``, ``text_en``, ``causes``).

    Raises
    ------
    DataError
        The codebook file breaks its contract; every fault.

    Notes
    -----
    Wherever the codebook is printed it must say that it is this project's own proposal
    (``language.text("reference.codebook.proposal")``).
    """
    made = _codebook()
    return Codebook(made.version, made.causes.copy(), made.areas.copy(), made.rules.copy())


@cache
def _codebook() -> Codebook:
    source = load_toml("codebook")
    causes = _ordered(source["cause"], "cause", ["area"])
    areas = _ordered(source["area"], "area", [])
    rules = pd.DataFrame(
        [
            (str(rule["number"]), rule["text_sv"], rule["text_en"], "; ".join(rule["causes"]))
            for rule in source["rule"]
        ],
        columns=["rule", "text_sv", "text_en", "causes"],
        dtype="str",
    )
    return Codebook(
        source["version"],
        checked(causes, "causes"),
        checked(areas, "cause_areas"),
        checked(rules, "rules"),
    )


def _ordered(entries: list[dict], code: str, extra: list[str]) -> pd.DataFrame:
    columns = ["code", *extra, "label_sv", "label_en", "definition_sv", "definition_en"]
    frame = pd.DataFrame(entries, columns=columns, dtype="str").rename(columns={"code": code})
    return frame.assign(order=pd.Series(range(1, len(frame) + 1)).astype("str"))
