"""Where a page comes from: a fingerprint of its data and texts, and the versions that made it. No time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

PACKAGES = ("brister_analysis", "pandas", "scipy", "statsmodels", "matplotlib", "papermill", "nbconvert")


def data_hash(tables: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> str:
    """Return a SHA-256 over everything a page is made from.

    Parameters
    ----------
    tables
        Frames by name; the order of their rows does not matter.
    texts
        What people wrote, by section.

    Returns
    -------
    str
        64 hexadecimal digits. Two pages from different rows never have the same.

    Notes
    -----
    Since the texts of the reports go into it, the hash could confirm a guess of a whole record, but only
    together with every other record of the year: it gives nothing away on its own.
    """
    total = hashlib.sha256()
    for name in sorted(tables):
        frame = tables[name]
        lines = [",".join(frame.columns)]
        lines += sorted("\x1f".join(row) for row in frame.astype("str").fillna("").itertuples(index=False))
        total.update(f"{name}\x1e".encode() + "\x1e".join(lines).encode())
    for slug in sorted(texts):
        total.update(f"{slug}\x1e{texts[slug]}\x1e".encode())
    return total.hexdigest()


def lock_hash(workspace: Workspace) -> str:
    """Return the first 12 digits of the SHA-256 of ``requirements.lock``; empty where there is none."""
    lock = workspace.root / "requirements.lock"
    return file_hash(lock)[:12] if lock.is_file() else ""


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, whatever its line ends."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def package_versions(names: Iterable[str] = PACKAGES) -> list[tuple[str, str]]:
    """Return each package with its version, in the order given."""
    return [(name, version(name)) for name in names]
