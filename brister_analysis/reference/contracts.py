"""What each table of this room must hold, as pandera contracts. Imported only when a table is read.

Cells are checked as text, before numbers are made of them, so that a fault can be told with its line.
"""

from __future__ import annotations

import pandera.pandas as pa

_REGION, _MUNICIPALITY, _YEAR = r"\d{2}", r"\d{4}", r"(?:19|20)\d{2}"
_SLUG, _CODE = r"[a-z]+(?:-[a-z]+)*", r"[a-z]+(?:_[a-z]+)*"


def _column(pattern: str, error: str, missing: bool = False, unique: bool = False) -> pa.Column:
    return pa.Column(
        "str", pa.Check.str_matches(rf"^(?:{pattern})$", error=error), nullable=missing, unique=unique
    )


def _words(missing: bool = False, unique: bool = False) -> pa.Column:
    # A stray space at either end would make two spellings of one word.
    return _column(r"\S(?:.*\S)?", "sentence", missing, unique)


def _one_of(*allowed: str) -> pa.Column:
    return pa.Column("str", pa.Check.isin(allowed, error="vocabulary"))


def _table(
    columns: dict[str, pa.Column], unique: list[str] | None = None, numbers: tuple[str, ...] = ()
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, strict=True, unique=unique, metadata={"numbers": numbers})


POPULATION = _table(
    {
        "year": _column(_YEAR, "year"),
        "municipality_code": _column(_MUNICIPALITY, "code"),
        "population": _column(r"[1-9]\d*", "number"),
    },
    unique=["year", "municipality_code"],
    numbers=("year", "population"),
)

CONTRACTS: dict[str, pa.DataFrameSchema] = {
    "regions": _table(
        {
            "region_code": _column(_REGION, "code", unique=True),
            "slug": _column(_SLUG, "slug", unique=True),
            "name": _words(unique=True),
            "county": _column(r"\S.* län", "sentence", unique=True),
            "authority": _words(unique=True),
        }
    ),
    "municipalities": _table(
        {
            "municipality_code": _column(_MUNICIPALITY, "code", unique=True),
            "region_code": _column(_REGION, "code"),
            "municipality": _words(unique=True),
            "also_written": _words(missing=True),
        }
    ),
    "areas": _table(
        {
            "region_code": _column(_REGION, "code"),
            "area": _column(_SLUG, "slug"),
            "area_name": _words(),
            "municipality_code": _column(_MUNICIPALITY, "code"),
            "source": _words(),
        },
        unique=["area", "municipality_code"],
    ),
    "population": POPULATION,
    "municipality_outlines": _table(
        {
            "municipality_code": _column(_MUNICIPALITY, "code", unique=True),
            "path": _column(r"(?:M\d+ \d+l-?\d+(?:[ -]\d+|-\d+)*z)+", "sentence"),
        }
    ),
    "published_figures": _table(
        {
            "check_id": _words(unique=True),
            "region_code": _column(_REGION, "code"),
            "area": _column(_SLUG, "slug", missing=True),
            "data_year": _column(_YEAR, "year", missing=True),
            "measure": _words(),
            "value": _column(r"\d+", "number"),
            "unit": _one_of("count", "days", "months"),
            "how_known": _one_of("read", "counted"),
            "source": _words(),
        },
        numbers=("data_year", "value"),
    ),
    "published_ranks": _table(
        {
            "region_code": _column(_REGION, "code"),
            "area": _column(_SLUG, "slug"),
            "data_year": _column(_YEAR, "year"),
            "native_label": _words(),
            "rank": _column(r"\d+", "number", missing=True),
            "wording": _words(),
            "source": _words(),
        },
        unique=["area", "data_year", "native_label"],
        numbers=("data_year", "rank"),
    ),
    "dimensions": _table(
        {
            "dimension": _column(_CODE, "code"),
            "code": _column(_CODE, "code"),
            "parent": _words(missing=True),
            "region_code": _column(_REGION, "code", missing=True),
            "label_sv": _words(),
            "label_en": _words(),
        },
        unique=["dimension", "code"],
    ),
    "causes": _table(
        {
            "cause": _column(_CODE, "code", unique=True),
            "area": _column(_CODE, "code", missing=True),
            "label_sv": _words(unique=True),
            "label_en": _words(unique=True),
            "definition_sv": _words(),
            "definition_en": _words(),
            "order": _column(r"\d+", "number", unique=True),
        },
        numbers=("order",),
    ),
    "cause_areas": _table(
        {
            "area": _column(_CODE, "code", unique=True),
            "label_sv": _words(unique=True),
            "label_en": _words(unique=True),
            "definition_sv": _words(),
            "definition_en": _words(),
            "order": _column(r"\d+", "number", unique=True),
        },
        numbers=("order",),
    ),
    "rules": _table(
        {
            "rule": _column(r"\d+", "number", unique=True),
            "text_sv": _words(),
            "text_en": _words(),
            "causes": _column(rf"{_CODE}(?:; {_CODE})*", "code"),
        },
        numbers=("rule",),
    ),
    "schemes": _table(
        {
            "scheme": _words(),
            "label": _words(),
            "order": _column(r"\d+", "number"),
            "kind": _one_of("cause", "agreement", "definition", "obstacle", "literature"),
            "remark_sv": _words(missing=True),
            "remark_en": _words(missing=True),
        },
        unique=["scheme", "label"],
        numbers=("order",),
    ),
    "scheme_coverage": _table(
        {
            "scheme": _words(missing=True),
            "region_code": _column(_REGION, "code"),
            "area": _column(_SLUG, "slug", missing=True),
            "year": _column(_YEAR, "year", missing=True),
            "label": _words(),
            "status": _one_of("collected", "not_collected", "unknown"),
        },
        unique=["scheme", "region_code", "year", "label"],
        numbers=("year",),
    ),
    "crosswalk": _table(
        {
            "subject_id": _column(r"scheme:\S+|sssom:NoTermFound", "code"),
            "subject_label": _words(missing=True),
            "predicate_id": _one_of(
                "skos:exactMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"
            ),
            "object_id": _column(rf"cause:{_CODE}|sssom:NoTermFound", "code"),
            "object_label": _words(missing=True),
            "mapping_justification": _one_of("semapv:ManualMappingCuration"),
            "subject_source": _column(r"scheme:\S+", "code"),
            "comment": _words(missing=True),
        },
        unique=["subject_id", "object_id", "subject_source"],
    ),
}
