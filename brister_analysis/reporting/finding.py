"""A finding: one protected table with what is needed to show it as table, figure, words and file.

Everything that leaves the project as a number goes through here, and a finding takes nothing but a
`ProtectedTable`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from brister_analysis.language import NBSP
from brister_analysis.reporting.context import HIDDEN, NOT_COLLECTED, Context
from brister_analysis.reporting.own_names import with_translation

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.protection import ProtectedTable

# The code of small ways from a reporter to a counterpart that are shown together; no list has it.
OTHER = "other_ways"


@cache
def shown_tables() -> dict:
    """Return ``tables.toml``: the tables a page can show and how their columns are written."""
    return tomllib.loads(files(__package__).joinpath("tables.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Finding:
    """One protected table, ready to be shown.

    Parameters
    ----------
    name
        Key in ``tables.toml`` and in the catalogue.
    table
        What `protect` gave.
    names
        For each dimension, code to what it is called in the language of the page.
    status
        Code to ``partly`` or ``not_collected``, from the scheme and not from the reports, so nothing to
        protect; empty where everything was collected.
    context
        The page it stands on.
    refused
        Why the table is not shown at all; empty where it is.
    scheme
        Of labels as printed, so that a page in another language can say what the codebook calls them.

    Raises
    ------
    TypeError
        `table` is not a `ProtectedTable`: an unprotected frame must never reach a page.
    """

    name: str
    table: ProtectedTable
    names: Mapping[str, Mapping[str, str]]
    status: Mapping[str, str]
    context: Context
    refused: str = ""
    scheme: str = ""

    def __post_init__(self) -> None:
        from brister_analysis.analysis.protection import ProtectedTable

        if not isinstance(self.table, ProtectedTable):
            raise TypeError("only a ProtectedTable may be shown")

    @property
    def spec(self) -> dict:
        """The entry of ``tables.toml``."""
        return shown_tables()["tables"][self.name]

    @property
    def leaves_out(self) -> bool:
        """Rows are lacking, since this table does not show those whose number is hidden."""
        return not self.spec.get("hidden_rows", True) and bool(self.table.hidden.any())

    # A page asks for them dozens of times.
    @cached_property
    def rows(self) -> pd.DataFrame:
        """The protected rows in the order they are shown, with `label_shown` and `status`.

        Rows are sorted by their number where the table says so, hidden and not collected ones last; a table
        of many possible pairs leaves out those that nobody reported.
        """
        import pandas as pd

        frame = self.table.frame
        absent = [code for code, status in self.status.items() if status == "not_collected"]
        never = pd.DataFrame({self.spec["label"][0]: absent}).astype("str").assign(hidden=False)
        frame = (
            pd.concat([frame, never.astype({"hidden": bool})], ignore_index=True) if absent else frame.copy()
        )
        frame["label_shown"] = [self._label(row) for _, row in frame.iterrows()]
        frame["status"] = [
            self.status.get(row[self.spec["label"][0]], "collected") for _, row in frame.iterrows()
        ]
        if self.leaves_out:
            frame = frame[~frame["hidden"]]
        if not self.spec["zeros"]:
            frame = frame[~(frame[self.spec["count"]] == 0).fillna(False)]
        if self.spec["sort"]:
            # Hidden ones keep the order of their labels: their place must not tell their size.
            frame = frame.sort_values(self.spec["count"], ascending=False, na_position="last", kind="stable")
        else:
            order = {code: place for place, code in enumerate(self.names[self.spec["label"][0]])}
            frame = frame.sort_values(
                self.spec["label"][0], key=lambda codes: codes.map(order), kind="stable"
            )
        together = frame[self.spec["label"][0]] == OTHER
        return pd.concat([frame[~together], frame[together]], ignore_index=True)

    @property
    def open_rows(self) -> pd.DataFrame:
        """Those of `rows` whose number is open and not zero."""
        return self.rows[~self.rows["hidden"] & (self.rows["reports"] > 0).fillna(False)]

    def _label(self, row: pd.Series) -> str:
        if all(row[name] == OTHER for name in self.spec["label"]):
            return self.context.say("tables.together.label")
        unknown = self.context.say("tables.unknown")
        parts = [
            unknown if is_missing(row[d]) else self.names[d].get(row[d], row[d]) for d in self.spec["label"]
        ]
        if len(parts) == 1:
            return with_translation(self.scheme, parts[0], self.context.language) if self.scheme else parts[0]
        return self.context.say(f"tables.{self.name}.pair", first=parts[0], second=parts[1].lower())

    def base(self, column: str = "n_reports") -> int | None:
        """Return the base the shares are of, or None in an empty table or where the base is hidden."""
        if column not in self.table.frame:
            return None
        values = self.table.frame[column].dropna()
        return int(values.iloc[0]) if len(values) else None

    def cell(self, row: pd.Series, column: str) -> str:
        """Write one cell as it is printed: a number, ``..`` where hidden, a dash where never collected."""
        how = shown_tables()["columns"][column]
        if how["kind"] == "status":
            return self.context.say(f"tables.status.{row['status']}")
        values = [row[name] for name in how["from"]]
        if any(is_missing(value) for value in values):
            return HIDDEN if row["hidden"] else NOT_COLLECTED
        return written(self.context, how["kind"], values)

    def heading(self, column: str) -> tuple[str, str]:
        """Return a column's heading and its base, such as ("Andel av rapporterna", "av 29")."""
        say = self.context.say
        if column in ("share_of_reports", "share_of_mentions"):
            base = self.base("n_reports" if column == "share_of_reports" else "n_mentions")
            note = (
                say(f"tables.columns.{column}_base", base=self.context.number(base))
                if base is not None
                else ""
            )
            return say(f"tables.columns.{column}"), note
        return say(f"tables.columns.{column}"), ""

    @property
    def label_language(self) -> str:
        """Language of the labels where it is not the page's own; empty where it is.

        Where the codebook's name stands beside a label its own part is marked by itself (`own_names`).
        """
        printed = self.spec.get("as_printed") and not self.scheme
        return "sv" if printed and self.context.language != "sv" else ""

    @property
    def caption(self) -> str:
        """What the table shows."""
        return self.context.say(f"tables.{self.name}.caption")

    @property
    def what(self) -> str:
        """Statistical title: what, place, period."""
        return self.context.what(self.context.say(f"tables.{self.name}.what"))


def written(context: Context, kind: str, values: Sequence) -> str:
    """Write a cell of one of the kinds of ``tables.toml``."""
    if kind == "text":
        return str(values[0])
    if kind == "count":
        return context.number(values[0])
    if kind == "share":
        return context.percent(values[0])
    if kind == "interval":
        return context.interval(*values)
    if kind == "count_interval":
        return "–".join(context.number(value) for value in values)
    if kind == "ratio":
        return context.number(values[0], 2)
    if kind == "ratio_interval":
        return "–".join(context.number(value, 2) for value in values)
    if kind == "p":
        least = context.number(0.001, 3)
        return f"<{NBSP}{least}" if values[0] < 0.001 else context.number(values[0], 3)
    raise KeyError(kind)


def is_missing(value: object) -> bool:
    """Return True for None, NaN, NaT and pandas' NA."""
    import pandas as pd

    return bool(pd.isna(value))  # type: ignore[call-overload]
