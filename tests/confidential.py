"""What must never enter git: real forms and decisions, the key, processed data, pages, outputs in notebooks.

Run by the pre-commit hook and by ``test_setup.py``: ``python -m tests.confidential`` lists what breaks it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
_NEVER = ("data/processed/", "reports/", "data/.key")


def tracked() -> list[str]:
    """Return the paths git holds or is about to hold."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name]


def breaches(paths: list[str]) -> list[str]:
    """Return one line for each path that must not be in git, told by its folder."""
    found = [f"{Path(p).parent}: rebuilt or secret, not for git" for p in paths if p.startswith(_NEVER)]
    years = {tuple(Path(p).parts[2:4]) for p in paths if p.startswith(("data/raw/", "data/decisions/"))}
    for region, year in sorted(one for one in years if len(one) == 2 and one[1].isdigit()):
        source = ROOT / "data" / "raw" / region / year / "SOURCE.toml"
        if (
            not source.exists()
            or tomllib.loads(source.read_text(encoding="utf-8")).get("synthetic") is not True
        ):
            found.append(f"data/*/{region}/{year}: SOURCE.toml does not say synthetic = true")
    for path in paths:
        if path.endswith(".ipynb") and (ROOT / path).exists() and _has_outputs(ROOT / path):
            found.append(f"{path}: holds outputs")
    return found


def _has_outputs(path: Path) -> bool:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


if __name__ == "__main__":
    found = breaches(tracked())
    print("\n".join(found))
    sys.exit(1 if found else 0)
