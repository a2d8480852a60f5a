"""Where everything lies: one object that knows the folders, so that no other module writes a path."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from brister_analysis.errors import Fault, UsageError, toml_line
from brister_analysis.language import text

SETTINGS_FILE = "brister.toml"
STAGING = ".staging"
REGION_FOLDER = re.compile(r"[a-z]+(?:-[a-z]+)*")
YEAR_FOLDER = re.compile(r"[12]\d{3}")


@dataclass(frozen=True)
class Workspace:
    """The folders of one project.

    Parameters
    ----------
    root
        Folder that holds ``brister.toml``, ``notebooks``, ``reports`` and ``published``.
    data
        Folder that holds ``raw``, ``decisions`` and ``processed``: ``root/data``, or what ``BRISTER_DATA``
        names.
    """

    root: Path
    data: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Workspace:
        """Return the workspace of the nearest folder upwards that holds ``brister.toml``.

        Raises
        ------
        UsageError
            No such folder: the command was started outside a project. Or ``BRISTER_DATA`` names a folder that
            is not there: a drive that is not connected must not look like a year without forms.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / SETTINGS_FILE).is_file():
                # People copy the path with the quotation marks that Windows puts around it.
                named = os.environ.get("BRISTER_DATA", "").strip().strip('"')
                data = Path(named).expanduser().resolve() if named else folder / "data"
                if named and not data.is_dir():
                    raise UsageError(Fault("workspace.data"))
                return cls(folder, data)
        raise UsageError(Fault("workspace.outside"))

    def settings(self) -> dict:
        """Return ``brister.toml`` as nested dictionaries.

        Raises
        ------
        UsageError
            The file is not TOML; the message gives the line.
        """
        try:
            return tomllib.loads((self.root / SETTINGS_FILE).read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            detail = text("workspace.encoding")
        except tomllib.TOMLDecodeError as error:
            line = toml_line(error)
            detail = text("workspace.line", line=line) if line else text("workspace.end")
        raise UsageError(Fault("workspace.settings", values={"detail": detail}))

    def raw(self, region: str, year: int) -> Path:
        """Return the folder of forms as received."""
        return self.data / "raw" / region / str(year)

    def decisions(self, region: str, year: int) -> Path:
        """Return the folder of what people decided: input too, never rebuilt."""
        return self.data / "decisions" / region / str(year)

    def processed(self, region: str, year: int) -> Path:
        """Return the folder of cleaned, de-identified rows: can be deleted and rebuilt."""
        return self.data / "processed" / region / str(year)

    def reports(self, region: str | None = None, year: int | None = None) -> Path:
        """Return the folder of built pages: the site's, or one region's and year's."""
        parts = [part for part in (region, str(year) if year is not None else None) if part]
        return self.root.joinpath("reports", *parts)

    def staging(self) -> Path:
        """Return the folder in which pages are made before they are checked; nothing in it is a page yet."""
        return self.reports() / STAGING

    def is_taken_in(self, region: str, year: int) -> bool:
        """Return whether intake has left rows of a year."""
        return (self.processed(region, year) / "reports.parquet").exists()

    def published(self, region: str, year: int) -> Path:
        """Return the folder of protected tables that were really published."""
        return self.root / "published" / region / str(year)

    def notebook(self, name: str) -> Path:
        """Return the path of a notebook by its name without ending."""
        return self.root / "notebooks" / f"{name}.ipynb"

    def shown(self, path: Path) -> str:
        """Return a path among the data as messages name it: from the folder that holds the data."""
        return path.relative_to(self.data.parent).as_posix()

    def years(self) -> list[tuple[str, int]]:
        """Return every (region, year) that has a folder of forms, sorted; `intake.misplaced` tells of forms
        in others."""
        return sorted(
            (folder.parent.name, int(folder.name))
            for folder in (self.data / "raw").glob("*/*")
            if YEAR_FOLDER.fullmatch(folder.name)
            and REGION_FOLDER.fullmatch(folder.parent.name)
            and folder.is_dir()
        )
