"""What a comparison refuses, told to a reader: what, why, and what would make it possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brister_analysis.reporting.context import Context

if TYPE_CHECKING:
    from brister_analysis.analysis.refusal import Refusal

Unit = tuple[str, int]


@dataclass(frozen=True)
class RefusedPart:
    """One thing that is not compared: `what` it is, `why`, and what to `do` for it to be possible."""

    what: str
    why: str
    do: str


def refused_parts(
    refusals: Sequence[Refusal],
    rung: str,
    names: Mapping[str, str],
    regions: Mapping[str, str],
    own_names: Sequence[Unit],
    asked: Mapping[Unit, frozenset[str]],
    context: Context,
) -> list[RefusedPart]:
    """Return a rung's refusals, those with the same reason told together.

    Parameters
    ----------
    refusals
        As `compare_regions` gives them; those of other rungs are passed over.
    rung
        Of `RUNGS`.
    names
        Code of a value to its label.
    regions
        Region code to name.
    own_names
        Regions and years whose causes have only the group's own names.
    asked
        Regions and years to the fields that their forms ask for, where that is known.
    context
        The page.
    """
    together: dict[tuple[str, str, str], list[tuple[str, Unit | None]]] = {}
    own = [one for one in refusals if one.key.partition(":")[0] == rung]
    for refusal in own:
        value, unit = _about(refusal.key)
        kind = _kind(refusal.reason_key.rpartition(".")[2], rung, unit, own_names)
        because = refusal.because.reason(context.language) if refusal.because else ""
        if kind == "not_collected" and unit is not None and unit in asked:
            kind, near = _not_collected(value or rung, asked[unit])
            if near:
                fields = ", ".join(context.say(f"fields.{name}") for name in near)
                because = context.say(f"refusals.{kind}.why", fields=fields)
        shared = value if unit is not None else ""
        together.setdefault((kind, because, shared), []).append((value, unit))
    # That nothing is left to put side by side is told only where no other reason says why.
    told = {key: about for key, about in together.items() if key[0] != "nothing_beside"} or together
    return [
        RefusedPart(
            _what(rung, about, names, regions, context),
            because or context.say(f"refusals.{kind}.why"),
            context.say(f"refusals.{kind}.do"),
        )
        for (kind, because, _), about in told.items()
    ]


def spans(years: Sequence[int]) -> str:
    """Write years with runs joined.

    Examples
    --------
    >>> spans([2021, 2023, 2022, 2019])
    '2019, 2021–2023'
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def placed(units: Sequence[Unit], regions: Mapping[str, str]) -> str:
    """Write regions and years: "Stockholm 2021–2022; Skåne 2024"."""
    parts = [
        f"{regions[code]} {spans([year for one, year in units if one == code])}"
        for code in regions
        if any(one == code for one, _ in units)
    ]
    return "; ".join(parts)


def _about(key: str) -> tuple[str, Unit | None]:
    """Return what a refusal's key is about: a value, a region and year, or both."""
    words = key.partition(":")[2].split()
    if len(words) >= 2:
        return (words[0] if len(words) > 2 else ""), (words[-2], int(words[-1]))
    return (words[0] if words else ""), None


def _kind(reason: str, rung: str, unit: Unit | None, own_names: Sequence[Unit]) -> str:
    if rung != "causes" or reason != "not_collected":
        return reason
    return "own_names" if unit in own_names else "not_coded"


def _not_collected(value: str, asked: frozenset[str]) -> tuple[str, list[str]]:
    """Return why no report has a value, by what its forms ask, and the fields that ask in another way."""
    from brister_analysis.analysis.breaks import comparison_rules

    known = {one["value"]: one for one in comparison_rules()["rests_on"]}
    rests_on = known.get(value, {"field": value, "near": []})
    if rests_on["field"] in asked:
        return "not_filled_in", []
    near = [name for name in rests_on["near"] if name in asked]
    return ("asked_differently", near) if near else ("not_asked", [])


def _what(
    rung: str,
    about: Sequence[tuple[str, Unit | None]],
    names: Mapping[str, str],
    regions: Mapping[str, str],
    context: Context,
) -> str:
    name = context.say(f"rungs.{rung}")
    units = [unit for _, unit in about if unit is not None]
    values = [names.get(value, value) for value, _ in about if value]
    parts = [", ".join(dict.fromkeys(values)), placed(units, regions)]
    told = ". ".join(part for part in parts if part)
    return f"{name}: {told}" if told else name
