"""What pages and taken-in data are made from, each part told apart by a digest of its bytes.

Every byte is read each time. A year's forms are a few megabytes, which takes milliseconds; remembering sizes
and times instead would save little and could miss a change.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from sysconfig import get_paths
from typing import TYPE_CHECKING

from brister_analysis.reporting.history import ACCEPTED
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    from brister_analysis.reporting.request import ReportRequest

# Written while a person has a form open, or by the system; nobody takes them for forms.
_PASSING = (".", "~$")
SOURCE, REGISTER = "SOURCE.toml", "register.csv"


def digest_files(paths: Iterable[Path], root: Path) -> str:
    """Return one digest of many files: their names relative to `root` and their bytes, in order of name."""
    total = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.relative_to(root).as_posix()):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


class Inputs:
    """The digests of everything in a workspace, each worked out once.

    A part is named by its kind, the region and the year it is of, such as ``texts/skane/2023``.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._known: dict[str, str] = {}

    def again(self) -> Inputs:
        """Return the digests worked out anew, but for those of the program, which does not change as it
        runs."""
        fresh = Inputs(self.workspace)
        fresh.program = self.program
        return fresh

    def page(self, request: ReportRequest) -> dict[str, str]:
        """Return part → digest of all that a page is made from."""
        there = request.rests_on(self.workspace.years())
        parts = {**self.program, "notebook": self._notebook(request)}
        for region in dict.fromkeys(region for region, _ in there):
            parts |= self._region(region)
        for region, year in there:
            parts |= self._year(region, year)
        if request.year:
            # A yearly page carries over last year's recommendations, where that year was no more made up than
            # this one, and says what compares with it.
            parts |= self._source(request.region, request.year - 1)
            parts |= self._texts(request.region, request.year - 1)
            parts |= self._decisions(request.region, request.year - 1)
        return parts

    def year(self, region: str, year: int) -> dict[str, str]:
        """Return part → digest of all that a year's taken-in data is made from."""
        key = [path for path in [self.workspace.data / ".key"] if path.exists()]
        parts = {**self.program, **self._region(region), **self._year(region, year)}
        return {**parts, "key": self._files("key", key)}

    @cached_property
    def program(self) -> dict[str, str]:
        """The parts that every page has in common: library, installed packages, settings and lock."""
        package = Path(__file__).parent
        code = (path for path in package.rglob("*") if "__pycache__" not in path.parts)
        # How long a page may take changes nothing on it.
        settings = {name: value for name, value in self.workspace.settings().items() if name != "build"}
        installed = sorted(path.name for path in Path(get_paths()["purelib"]).glob("*.dist-info"))
        return {
            "library": digest_files((path for path in code if path.is_file()), package),
            "packages": _digest([sys.version, *installed]),
            "settings": _digest(settings),
            "lock": self._files("lock", [self.workspace.root / "requirements.lock"]),
        }

    def _region(self, region: str) -> dict[str, str]:
        own = self.workspace.decisions(region, 0).parent
        published = self.workspace.published(region, 0).parent
        profiles = self.workspace.data / "regions"
        return {
            f"profile/{region}": self._files(
                f"profile/{region}", [*profiles.rglob("*"), *own.glob("*.*")], self.workspace.data
            ),
            f"published/{region}": self._files(f"published/{region}", published.rglob("*"), published),
        }

    def _year(self, region: str, year: int) -> dict[str, str]:
        raw, decided = self.workspace.raw(region, year), self.workspace.decisions(region, year)
        forms = [
            path for path in raw.rglob("*") if not path.name.startswith(_PASSING) and path.name != SOURCE
        ]
        place = f"{region}/{year}"
        return {
            f"forms/{place}": self._files(f"forms/{place}", forms, raw),
            f"register/{place}": self._files(f"register/{place}", [decided / REGISTER], decided),
            **self._source(region, year),
            **self._decisions(region, year),
            **self._texts(region, year),
        }

    def _source(self, region: str, year: int) -> dict[str, str]:
        raw, name = self.workspace.raw(region, year), f"source/{region}/{year}"
        return {name: self._files(name, raw.glob(SOURCE), raw)}

    def _decisions(self, region: str, year: int) -> dict[str, str]:
        decided, name = self.workspace.decisions(region, year), f"decisions/{region}/{year}"
        files = (
            path
            for path in decided.rglob("*")
            if path.name not in (REGISTER, ACCEPTED) and not path.name.startswith(("texts", *_PASSING))
        )
        return {name: self._files(name, files, decided)}

    def _texts(self, region: str, year: int) -> dict[str, str]:
        decided, name = self.workspace.decisions(region, year), f"texts/{region}/{year}"
        return {name: self._files(name, decided.glob("texts*"), decided)}

    def _files(self, name: str, paths: Iterable[Path], root: Path | None = None) -> str:
        if name not in self._known:
            found = [path for path in paths if path.is_file()]
            self._known[name] = digest_files(found, root or self.workspace.root)
        return self._known[name]

    def _notebook(self, request: ReportRequest) -> str:
        path = self.workspace.notebook(request.notebook)
        return self._files(f"notebook/{request.notebook}", [path])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
