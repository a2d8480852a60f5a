"""A TOML file that people write, checked in one go: every mistake with its line and what is allowed there.

`tomllib` tells the line of a mistake in the notation only. Here the lines of keys are found by reading the
file once more, so that a wrong value or a misspelt key is told with its line as well.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brister_analysis.errors import DataError, Fault, shape_of
from brister_analysis.language import text


def read_checked(path: Path) -> CheckedTable:
    """Read a TOML file for checking.

    Parameters
    ----------
    path
        The file; its name stands in the faults.

    Returns
    -------
    CheckedTable
        The top of the file. Ask it for every value, then call `CheckedTable.close`.

    Raises
    ------
    DataError
        The file is not UTF-8 or not TOML.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(source)
    except UnicodeDecodeError:
        raise DataError(Fault("forms.profile.encoding", (path.name,))) from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(Fault("forms.profile.syntax", (path.name,), values={"detail": str(error)})) from None
    return CheckedTable(values, (), TomlFile(path.name, line_numbers(source), []))


@dataclass(frozen=True)
class TomlFile:
    """The file while it is checked: its name, the line of each key, and the faults so far with theirs."""

    name: str
    lines: Mapping[tuple[str | int, ...], int]
    faults: list[tuple[int, Fault]]


class CheckedTable:
    """One table of the file: hands out values of the right kind and tells everything else when it is closed.

    A value of the wrong kind becomes the empty one and a fault, so that reading goes on and all faults are
    found.
    """

    def __init__(self, values: dict[str, Any], path: tuple[str | int, ...], file: TomlFile) -> None:
        self.values, self.path, self.file = values, path, file
        self._below: list[CheckedTable] = []
        self._asked: list[str] = []

    def fault(
        self,
        key: str,
        kind: str,
        got: str | None = None,
        allowed: tuple[str, ...] = (),
        written: str | None = None,
    ) -> None:
        """Note what is wrong with `key` (with the table itself when empty); of what is allowed, what is most
        like `written` is told."""
        path = (*self.path, key) if key else self.path
        # A key that is absent has no line of its own: the nearest table above has.
        line = next(
            (self.file.lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.file.lines), 1
        )
        named = ".".join(str(part) for part in path if isinstance(part, str))
        where = (self.file.name, text("forms.profile.line", line=line), named)
        near = tuple(difflib.get_close_matches(written, allowed, 3)) if written else ()
        fault = Fault(f"forms.profile.{kind}", where, got, allowed, nearest=near)
        self.file.faults.append((line, fault))

    def table(self, key: str, required: bool = False) -> CheckedTable:
        """Return the table `key`, an empty one when it is absent."""
        return self._child(self._value(key, dict, "table", required) or {}, (*self.path, key))

    def tables(self, key: str, required: bool = False) -> list[CheckedTable]:
        """Return the tables of the array ``[[key]]``."""
        found = self._value(key, list, "tables", required) or []
        if any(not isinstance(one, dict) for one in found):
            self.fault(key, "tables")
            return []
        return [self._child(one, (*self.path, key, number)) for number, one in enumerate(found)]

    def children(self) -> list[tuple[str, CheckedTable]]:
        """Return every key with its table, in the file's order."""
        return [(key, self.table(key)) for key in self.values]

    def text(self, key: str, required: bool = False, allowed: tuple[str, ...] = (), pattern: str = "") -> str:
        """Return a text; with `allowed` one of those, with `pattern` one that matches it whole."""
        found = self._value(key, str, "text", required) or ""
        if found and allowed and found not in allowed:
            self.fault(key, "value", shape_of(found), allowed)
        if found and pattern and not re.fullmatch(pattern, found):
            self.fault(key, "pattern", shape_of(found), (pattern,))
        return found

    def texts(self, key: str, required: bool = False, allowed: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts, none empty and none twice."""
        found = self._value(key, list, "texts", required) or []
        if any(not isinstance(one, str) or not one.strip() for one in found):
            self.fault(key, "texts")
            return ()
        for one in found:
            if allowed and one not in allowed:
                self.fault(key, "value", shape_of(one), allowed)
        if len(set(found)) < len(found):
            self.fault(key, "twice")
        return tuple(found)

    def whole(self, key: str) -> int | None:
        """Return a whole number from 1, None when absent."""
        found = self._value(key, int, "whole", False)
        if found is not None and (isinstance(found, bool) or found < 1):
            self.fault(key, "whole", shape_of(found))
            return None
        return found

    def flag(self, key: str) -> bool:
        """Return true or false, false when absent."""
        return bool(self._value(key, bool, "flag", False))

    def years(self, key: str) -> tuple[int, int | None]:
        """Return first and last year of ``[from, to]``; the last is None in ``[from]``."""
        found = self._value(key, list, "years", True) or []
        right = len(found) in (1, 2) and all(type(year) is int and 1900 < year < 2200 for year in found)
        if found and not (right and found == sorted(found)):
            self.fault(key, "years")
        return (found[0], found[1] if len(found) == 2 else None) if right else (0, None)

    def close(self) -> None:
        """Tell all that is wrong, and every key nobody asked for.

        Raises
        ------
        DataError
            Something is wrong; faults in the file's order.
        """
        self._tell_unasked()
        if self.file.faults:
            raise DataError(fault for _, fault in sorted(self.file.faults, key=lambda pair: pair[0]))

    def _tell_unasked(self) -> None:
        known = tuple(dict.fromkeys(self._asked))
        for key in self.values:
            if key not in known:
                self.fault(key, "unknown", got=key, allowed=known, written=key)
        for below in self._below:
            below._tell_unasked()

    def _child(self, values: dict[str, Any], path: tuple[str | int, ...]) -> CheckedTable:
        self._below.append(CheckedTable(values, path, self.file))
        return self._below[-1]

    def _value(self, key: str, kind: type, fault: str, required: bool) -> Any:
        self._asked.append(key)
        found = self.values.get(key)
        if found in (None, "", [], {}):
            if required:
                self.fault(key, "absent")
            return None
        if not isinstance(found, kind):
            self.fault(key, fault, shape_of(found))
            return None
        return found


_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def line_numbers(source: str) -> dict[tuple[str | int, ...], int]:
    """Return path → line of every table and key; `tomllib` tells no lines, and a profile is written plainly
    enough.

    Tables of an array are numbered from 0: ``("form", 1, "fields", "event_date", "labels")``.
    """
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[str, int] = {}
    here: tuple[str | int, ...] = ()
    for number, line in enumerate(source.splitlines(), start=1):
        if header := _HEADER.match(line):
            parts = [part.strip("\"'") for part in _PART.findall(header[2])]
            if header[1] == "[[":
                counts[parts[0]] = counts.get(parts[0], -1) + 1
            first: tuple[str | int, ...] = (parts[0], counts[parts[0]]) if parts[0] in counts else (parts[0],)
            here = (*first, *parts[1:])
            lines.setdefault(here, number)
        elif key := _KEY.match(line):
            lines.setdefault((*here, *(part.strip("\"'") for part in _PART.findall(key[1]))), number)
    return lines
