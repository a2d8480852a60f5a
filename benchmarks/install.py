"""Measure what an installation weighs: ``python -m benchmarks.install`` sets up fresh environments (it needs
a package index, a few minutes and two gigabytes) and prints megabytes on disk, with the largest packages.

Measured are the core with the versions of the lock, each extra on top of it, and beside them the plain set of
Jupyter tools that a notebook project starts from. What a fresh environment holds anyway (pip) is not counted.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLAIN = ("jupyterlab", "pandas", "seaborn", "papermill", "nbconvert")
EXTRAS = ("cluster",)
LARGEST = 15
# Made by pip while it installs, unless it is told --no-compile: Python then makes what it uses, once.
BYTECODE = "__pycache__"


def constraints(folder: Path) -> Path:
    """Write the versions of the lock without their hashes, which pip takes for whole sets only."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = [line.split("\\")[0].strip() for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    path = folder / "constraints.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def environment(folder: Path) -> Path:
    """Make a fresh environment and return its Python."""
    venv.create(folder, with_pip=True)
    return next(folder.glob("[Bb]in/python")) if sys.platform != "win32" else folder / "Scripts/python.exe"


def install(python: Path, limits: Path, *wanted: str) -> bool:
    """Install, and tell whether that worked."""
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, "-c", str(limits), *wanted], cwd=ROOT, capture_output=True)
    return done.returncode == 0


def weights(folder: Path) -> Counter[str]:
    """Return bytes by package folder of an environment, and of what Python compiled for itself."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            if path.suffix == ".pyc":
                found[BYTECODE] += path.stat().st_size
                continue
            parts = path.relative_to(folder).parts
            place = parts.index("site-packages") + 1 if "site-packages" in parts else 0
            name = parts[place].split("-")[0].removesuffix(".libs").removesuffix(".py")
            found[name] += path.stat().st_size
    return found


def told(found: Counter[str]) -> str:
    """Say how many megabytes (10^6 bytes) there are, bytecode apart."""
    compiled = found[BYTECODE] / 1e6
    return f"{sum(found.values()) / 1e6 - compiled:.0f} MB, and {compiled:.0f} MB of bytecode"


def main() -> None:
    """Print the weight of the plain set, the core and each extra."""
    with tempfile.TemporaryDirectory(prefix="brister-install-") as name:
        folder = Path(name)
        limits = constraints(folder)
        python = environment(folder / "plain")
        fresh = weights(folder / "plain")
        if not install(python, limits, *PLAIN):
            print("The package index cannot be reached: nothing measured.")
            return
        plain = weights(folder / "plain") - fresh
        print(f"{', '.join(PLAIN)}: {told(plain)}")
        python = environment(folder / "core")
        install(python, limits, ".")
        core = weights(folder / "core") - fresh
        print(f"core: {told(core)}, of which")
        for package, size in core.most_common(LARGEST):
            also = "" if package in plain else "  (not in the plain set)"
            print(f"  {package}: {size / 1e6:.0f} MB{also}")
        for extra in EXTRAS:
            worked = install(python, limits, f".[{extra}]")
            more = weights(folder / "core") - fresh - core
            print(f"with [{extra}]: {told(more)} more" if worked else f"[{extra}] is not to be had here")
            core += more


if __name__ == "__main__":
    main()
