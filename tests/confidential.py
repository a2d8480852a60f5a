"""What must never enter git: real forms and decisions, the key, processed data, pages, outputs in notebooks.

Run by the pre-commit hook and by ``test_setup.py``: ``python -m tests.confidential`` lists what breaks it.
Forms are looked at as they are about to be committed, not as they lie in the folder.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
_NEVER = ("data/processed/", "reports/", "data/.key")
_OF_A_YEAR = re.compile(r"data/(?:raw|decisions)/([^/]+)/(\d{4})/")


def tracked(root: Path = ROOT) -> list[str]:
    """Return the paths git holds or is about to hold."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name]


def breaches(paths: list[str], root: Path = ROOT) -> list[str]:
    """Return one line for each path that must not be in git, told by its folder."""
    found = [f"{Path(p).parent}: rebuilt or secret, not for git" for p in paths if p.startswith(_NEVER)]
    years: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        if inside := _OF_A_YEAR.match(path):
            years.setdefault((inside[1], inside[2]), []).append(path)
        elif path.startswith("data/") and not path.startswith(_NEVER):
            found.append(f"{Path(path).parent}: only the demonstration's years, not for git")
    for (region, year), held in sorted(years.items()):
        found += [f"data/*/{region}/{year}: {said}" for said in _of_a_year(region, year, held, root)]
    for path in paths:
        if path.endswith(".ipynb") and (root / path).exists() and _has_outputs(root / path):
            found.append(f"{path}: holds outputs")
    return found


def _of_a_year(region: str, year: str, held: list[str], root: Path) -> list[str]:
    """Return what is wrong with a year: only forms that its ``SOURCE.toml`` lists as made up may be there,
    and only their names in its register."""
    raw = f"data/raw/{region}/{year}/"
    written = _staged(f"{raw}SOURCE.toml", root)
    source = tomllib.loads(written.decode()) if written is not None else {}
    if source.get("synthetic") is not True:
        return ["SOURCE.toml does not say synthetic = true"]
    forms = [path for path in held if path.startswith(raw) and path != f"{raw}SOURCE.toml"]
    listed = source.get("forms", [])
    found = []
    if any(hashlib.sha256(_staged(path, root) or b"").hexdigest() not in listed for path in forms):
        found.append("holds a form that is none of the made-up ones SOURCE.toml lists")
    register = _staged(f"data/decisions/{region}/{year}/register.csv", root) or b""
    rows = csv.DictReader(io.StringIO(register.decode("utf-8-sig", "replace"), newline=""))
    if not _composed(row.get("file_name") for row in rows) <= _composed(p.removeprefix(raw) for p in forms):
        found.append("register.csv names a form that is not here")
    return found


def _composed(names: Iterable[str | None]) -> set[str]:
    return {unicodedata.normalize("NFC", name or "") for name in names}


def _staged(path: str, root: Path) -> bytes | None:
    """Return what is about to be committed under a path, None where nothing is."""
    shown = subprocess.run(["git", "show", f":{path}"], cwd=root, capture_output=True)
    return shown.stdout if shown.returncode == 0 else None


def _has_outputs(path: Path) -> bool:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


if __name__ == "__main__":
    found = breaches(tracked())
    print("\n".join(found))
    sys.exit(1 if found else 0)
