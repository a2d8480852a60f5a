"""``datapackage.json``: what each file for download holds, told to programs as Frictionless Data does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from brister_analysis.language import text
from brister_analysis.reporting.downloads import DescribedTable, Origin

KINDS = {"text": "string", "whole": "integer", "number": "number"}
LICENCES = {"CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")}
LICENCES |= {"CC0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")}


def page_package(about: Origin, tables: Sequence[DescribedTable]) -> dict[str, Any]:
    """Return the description of one page's tables.

    Parameters
    ----------
    about
        What holds for all of them.
    tables
        In the order of the page.
    """
    return {
        "profile": "data-package",
        "name": _name(f"brister-{about.region}-{about.place}-{about.period}-{about.language}"),
        "title": about.title,
        "description": " ".join(part for part in (about.description, about.made_up) if part),
        **_rights(about),
        "synthetic": about.synthetic,
        "language": about.language,
        "region": about.region,
        "place": about.place,
        "period": about.period,
        "fingerprint": about.data_hash,
        "resources": [_resource(about, table) for table in tables],
    }


def site_package(packages: Mapping[str, Mapping[str, Any]], language: str) -> dict[str, Any]:
    """Return the description of every table of the site.

    Parameters
    ----------
    packages
        A page's path under ``reports`` → the description of its tables; in order.
    language
        Of the title.
    """
    resources = []
    for page, package in packages.items():
        for resource in package["resources"]:
            path = (PurePosixPath(page).parent / resource["path"]).as_posix()
            own = {"name": _name(path.removesuffix(".csv").replace("/", "-")), "path": path}
            shared = {key: package[key] for key in ("synthetic", "licenses", "sources") if key in package}
            resources.append({**resource, **own, **shared})
    return {
        "profile": "data-package",
        "name": "brister-i-samverkan",
        "title": text("page.index.title", language),
        "description": text("page.index.lead", language),
        "synthetic": any(resource["synthetic"] for resource in resources),
        "resources": resources,
    }


def _rights(about: Origin) -> dict[str, Any]:
    name, path = LICENCES.get(about.licence, (re.sub(r"[^\w.-]+", "-", about.licence), ""))
    licence = {"name": name, "title": about.licence, **({"path": path} if path else {})}
    sources = [{"title": source} for source in (about.producer, *about.sources) if source]
    return {
        **({"licenses": [licence]} if about.licence else {}),
        **({"sources": sources} if sources else {}),
    }


def _resource(about: Origin, table: DescribedTable) -> dict[str, Any]:
    comma = {"decimalChar": ","} if about.language == "sv" else {}
    return {
        "name": _name(table.file.removesuffix(".csv")),
        "path": table.file,
        "profile": "tabular-data-resource",
        "title": table.title,
        "description": " ".join([f"{table.what}.", *table.notes]),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": table.size,
        "dialect": {"delimiter": ";" if about.language == "sv" else ",", "lineTerminator": "\r\n"},
        "schema": {
            "fields": [
                {
                    "name": field.name,
                    "type": KINDS[field.kind],
                    "description": field.description,
                    **(comma if field.kind == "number" else {}),
                }
                for field in table.fields
            ],
            "missingValues": list(table.missing),
        },
    }


def _name(written: str) -> str:
    """Return a name of small letters, digits, dots, hyphens and underscores only."""
    plain = unicodedata.normalize("NFKD", written.lower().replace("–", "-"))
    return re.sub(r"[^a-z0-9._-]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
