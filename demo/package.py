"""Office files by hand: a package of XML parts with the same bytes each time.

Stored uncompressed with fixed times, since compressed bytes differ between builds of zlib.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FIXED_TIME = (2019, 1, 1, 0, 0, 0)


def relationships(rows: Sequence[tuple[str, str, str]]) -> str:
    """Return the part that links others: rows of id, type and target."""
    links = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in rows
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def write_package(path: Path, parts: Mapping[str, str], types: Sequence[tuple[str, str]]) -> None:
    """Write a package.

    Parameters
    ----------
    path
        Where to; the folder exists.
    parts
        Name → XML without its declaration.
    types
        Part with a leading slash, and its content type.
    """
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types)
    listed = {
        **parts,
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(listed):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.create_system, entry.external_attr = 0, 0
            package.writestr(entry, HEAD + listed[name])
