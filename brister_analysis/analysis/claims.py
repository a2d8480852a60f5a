"""What the program itself may say: each sentence is licensed by a rule, or refused with the reason.

The rules' limits lie in ``claim_rules.toml``, the sentences in the catalogue. Where nothing is licensed a
title is neutral. No sentence repeats a number of the data, but each rests on cells of a table: one whose cell
is hidden may not be shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import pandas as pd

from brister_analysis.analysis.actors import direction_table
from brister_analysis.analysis.change import change_between_years, dispersion
from brister_analysis.analysis.coverage import REST, one_coding
from brister_analysis.analysis.intervals import FEWEST_REPORTS_TO_RESAMPLE, SEED, resampled_mentions
from brister_analysis.analysis.refusal import Refusal
from brister_analysis.analysis.tables import LEVELS, cause_mentions, cause_table, incidence_table
from brister_analysis.errors import Fault, UsageError
from brister_analysis.language import current_language, text
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.dimensions import dimension


@dataclass(frozen=True)
class Claim:
    """A licensed sentence.

    Parameters
    ----------
    key
        Which claim, as in ``claim_rules.toml``.
    values
        What it is about, as codes: also the cells it rests on (``{"cause": "routines"}``). A page may show it
        only when none of those cells is hidden.
    variant
        Which of the claim's sentences, for a change ``increase`` or ``decrease``.
    """

    key: str
    values: dict[str, object] = field(default_factory=dict)
    variant: str = "text"

    def text(self, language: str | None = None) -> str:
        """Return the sentence in the language."""
        return text(f"analysis.claims.{self.key}.{self.variant}", language, **_written(self.values, language))


@dataclass(frozen=True)
class Claims:
    """What may be said about one group, what may not, and the neutral title to fall back on."""

    licensed: list[Claim]
    refused: list[Refusal]
    neutral: Claim

    def title(self, language: str | None = None) -> str:
        """Return the first licensed sentence, or the neutral title."""
        return (self.licensed[0] if self.licensed else self.neutral).text(language)


@dataclass(frozen=True)
class _Data:
    """What a rule may look at."""

    causes: pd.DataFrame
    actors: pd.DataFrame
    counts: pd.DataFrame
    level: str
    spread: float | None
    seed: int


Found = tuple[dict[str, object], str]
"""What a sentence is about, and which of the claim's sentences it is."""

Verdict = tuple[list[Found], str]
"""What the rule found; and, used when that is nothing, why (a key below the claim's in the catalogue)."""


def may_say(
    claim_group: str,
    *,
    causes: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    counts: pd.DataFrame | None = None,
    level: str = "cause",
    dispersion: float | None = None,
    seed: int = SEED,
) -> Claims:
    """Return the sentences the data supports, and why the others are refused.

    Parameters
    ----------
    claim_group
        ``"causes"`` (needs `causes`, as for `cause_table`), ``"direction"`` (needs `actors`, as for
        `direction_table`) or ``"change"`` (needs `counts`, as for `change_between_years`).
    causes, actors, counts
        The group's frame.
    level
        For causes, as for `cause_table`.
    dispersion
        For change, as for `change_between_years`.
    seed
        Seed of the bootstrap.

    Returns
    -------
    Claims
        In the order of ``claim_rules.toml``.

    Raises
    ------
    UsageError
        Unknown group, or its frame isn't given.

    Notes
    -----
    A licensed sentence is still about *reported* deficiencies. Several claims are tested on the same reports,
    each at its own limit. Refused doesn't mean false: the reports are too few or too mixed to say it.
    """
    needs = {"causes": causes, "direction": actors, "change": counts}
    if claim_group not in needs:
        raise UsageError(Fault("analysis.unknown_claim_group", allowed=tuple(needs)))
    if needs[claim_group] is None:
        raise UsageError(Fault("analysis.claim_needs_frame", values={"group": claim_group}))
    empty = pd.DataFrame()
    data = _Data(
        causes if causes is not None else empty,
        actors if actors is not None else empty,
        counts if counts is not None else empty,
        level,
        dispersion,
        seed,
    )
    licensed: list[Claim] = []
    refused: list[Refusal] = []
    for rule in _rules():
        if rule["group"] != claim_group:
            continue
        found, why = RULES[rule["test"]](data, rule["limit"])
        licensed += [Claim(rule["key"], values, variant) for values, variant in found]
        if not found:
            refused.append(Refusal(rule["key"], f"analysis.claims.{rule['key']}.{why}"))
    return Claims(licensed, refused, Claim(f"neutral_{claim_group}"))


def first_rank(data: _Data, at_least: float) -> Verdict:
    """The same cause is alone in the first rank in at least this part of the resamples of reports."""
    table = cause_table(data.causes, level=data.level, seed=data.seed)
    label = LEVELS[data.level]
    if (table["collected"] != "collected").any():
        return [], "not_collected"
    if table.empty or table["n_reports"].max() < FEWEST_REPORTS_TO_RESAMPLE:
        return [], "too_few"
    labels = table[label].tolist()
    mentions = cause_mentions(one_coding(data.causes, data.level), data.level)
    incidence = incidence_table(mentions, label, labels, int(table["n_reports"].max())).clip(upper=1)
    drawn = resampled_mentions(incidence, data.seed)
    first = int(incidence.sum().to_numpy().argmax())
    others = [number for number in range(len(labels)) if number != first]
    if (drawn[:, first] > drawn[:, others].max(axis=1)).mean() < at_least:
        return [], "uncertain"
    if labels[first] == REST:
        return [], "rest_first"
    return [({label: labels[first]}, "text")], ""


def share_of_reports_above(data: _Data, at_least: float) -> Verdict:
    """The low end of a cause's exact interval lies above the limit."""
    label = LEVELS[data.level]
    table = cause_table(data.causes, level=data.level, seed=data.seed)
    above = table[(table["low"] > at_least) & (table[label] != REST)].sort_values(
        "reports", ascending=False, kind="stable"
    )
    return [({label: found}, "text") for found in above[label]], "interval"


def direction_above(data: _Data, at_least: float) -> Verdict:
    """The low end of a direction's exact interval lies above the limit."""
    table = direction_table(data.actors).dropna(subset=["reporter", "counterpart"])
    above = table[table["low"] > at_least]
    return [
        ({"reporter": reporter, "counterpart": counterpart}, "text")
        for reporter, counterpart in zip(above["reporter"], above["counterpart"], strict=True)
    ], "interval"


def change_established(data: _Data, below: float) -> Verdict:
    """Holm's p of the dispersion-adjusted ratio lies below the limit."""
    change = change_between_years(data.counts, data.spread)
    if change["p_adjusted_holm"].isna().all():
        return [], "too_short"
    found = change[change["p_adjusted_holm"] < below]
    directions = ["increase" if ratio > 1 else "decrease" for ratio in found["ratio"]]
    return [
        ({"year_before": int(before), "year_after": int(after)}, direction)
        for before, after, direction in zip(
            found["year_before"], found["year_after"], directions, strict=True
        )
    ], "adjusted"


def varies_beyond_chance(data: _Data, below: float) -> Verdict:
    """The years differ more than a constant rate would make them."""
    spread = dispersion(data.counts)
    if pd.isna(spread.p):
        return [], "too_short"
    return ([({}, "text")], "") if spread.ratio > 1 and spread.p < below else ([], "chance")


def varies_without_established_change(data: _Data, below: float) -> Verdict:
    """The years differ more than chance makes them, but no pair of years is established as different."""
    varies, why = varies_beyond_chance(data, below)
    if not varies:
        return [], why
    return ([], "established") if change_established(data, below)[0] else (varies, "")


RULES: dict[str, Callable[[_Data, float], Verdict]] = {
    rule.__name__: rule
    for rule in (
        first_rank,
        share_of_reports_above,
        direction_above,
        change_established,
        varies_beyond_chance,
        varies_without_established_change,
    )
}


@cache
def _rules() -> list[dict]:
    source = files("brister_analysis.analysis").joinpath("claim_rules.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))["claim"]


def _written(values: dict[str, object], language: str | None) -> dict[str, str]:
    """Return what a sentence takes: codes by their label in the language, anything else as it stands."""
    column = f"label_{language or current_language()}"
    frames = {
        "cause": codebook().causes.set_index("cause")[column],
        "cause_area": codebook().areas.set_index("area")[column],
        "reporter": dimension("principal").set_index("code")[column].str.lower(),
        "counterpart": dimension("principal").set_index("code")[column].str.lower(),
    }
    written = {
        name: str(frames[name][str(value)]) if name in frames else str(value)
        for name, value in values.items()
    }
    for name in LEVELS.values():
        if name in written:
            written["label"] = written.pop(name)
    return written
