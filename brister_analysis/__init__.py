"""Reproducible analysis of reported deficiencies in collaboration (rapporterade brister i samverkan).

What a notebook calls, room by room; ``docs/interface.md`` gives arguments, columns and units.

==============
================================================================================================ reference
  `regions`, `municipalities`, `areas`, `population`, `published_figures`, `codebook`, `crosswalk` intake
      `load_reports`, `load_actors`, `load_accounting`, `find_identifiers`, `deidentify`
coding          `load_causes`, `load_themes`, `load_measures`, `suggest_causes`
analysis        `cause_table`, `direction_table`, `co_occurrence`, `change_between_years`, `protect`, `audit`
==============
================================================================================================

Names are imported when first used, so that ``import brister_analysis`` is fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "regions": "reference.places",
    "municipalities": "reference.places",
    "areas": "reference.places",
    "population": "reference.population",
    "published_figures": "reference.published",
    "codebook": "reference.codebook",
    "crosswalk": "reference.crosswalk",
    "load_reports": "intake.store",
    "load_actors": "intake.store",
    "load_accounting": "intake.store",
    "find_identifiers": "intake.identifiers",
    "deidentify": "intake.identifiers",
    "load_causes": "coding.ledger",
    "load_themes": "coding.ledger",
    "load_measures": "coding.ledger",
    "suggest_causes": "coding.suggest",
    "cause_table": "analysis.tables",
    "direction_table": "analysis.actors",
    "co_occurrence": "analysis.co_occurrence",
    "change_between_years": "analysis.change",
    "protect": "analysis.protection",
    "audit": "analysis.audit",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return __all__
