"""Reproducible analysis of reported deficiencies in collaboration (rapporterade brister i samverkan).

What a notebook calls, in the order of the work; ``docs/interface.md`` gives arguments, columns and units.

=========  ===================================================================================
reference  places, population, published figures, the codebook, native schemes, the crosswalk
intake     reading forms, finding identifiers, loading what was taken in
coding     suggested causes, decided causes, agreement between coders
analysis   tables with intervals, changes, comparisons, disclosure control
=========  ===================================================================================

Names are imported when first used, so that ``import brister_analysis`` is fast. They are exported here and
not by the rooms, since a room's module often has the name of its one function.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "reference.places": ("regions", "region", "municipalities", "areas", "resolve_municipalities"),
    "reference.population": ("population",),
    "reference.published": ("published_figures", "published_ranks"),
    "reference.codebook": ("codebook",),
    "reference.schemes": ("schemes", "scheme_coverage"),
    "reference.crosswalk": ("crosswalk", "to_harmonised", "counted_as"),
    "reference.comparability": ("comparable_level",),
    "reference.dimensions": ("dimension",),
    "reference.profiles": ("load_profile",),
    "intake.identifiers": ("find_identifiers", "deidentify"),
    "intake.take_in": ("take_in",),
    "intake.store": ("load_reports", "load_actors", "load_accounting"),
    "coding.suggest": ("suggest_causes",),
    "coding.ledger": ("load_causes", "load_themes", "load_measures"),
    "coding.partitions": ("process_partition", "process_partitions"),
    "coding.agreement": ("agreement",),
    "coding.vignettes": ("vignettes",),
    "analysis.intervals": ("poisson_interval", "proportion_interval", "share_of_mentions_interval"),
    "analysis.tables": ("cause_table", "measure_table"),
    "analysis.actors": ("direction_table", "actor_table"),
    "analysis.co_occurrence": ("co_occurrence",),
    "analysis.change": ("change_between_years",),
    "analysis.rates": ("rates",),
    "analysis.funnel": ("funnel",),
    "analysis.time_to_answer": ("time_to_answer",),
    "analysis.completeness": ("completeness",),
    "analysis.claims": ("may_say",),
    "analysis.comparison": ("compare_regions",),
    "analysis.lenses": ("read_through",),
    "analysis.protection": ("protect", "protect_linked"),
    "analysis.audit": ("audit",),
}
_WHERE = {name: module for module, names in _PUBLIC.items() for name in names}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return __all__
