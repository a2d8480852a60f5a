"""At which level two coded series may be compared: by cause, by area of causes, or not at all, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from brister_analysis.errors import DataError, Fault, shape_of
from brister_analysis.language import current_language, listed, text
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.crosswalk import HARMONISED, scheme_targets
from brister_analysis.reference.spelling import key, nearest
from brister_analysis.reference.tables import load_toml

Pair = tuple[str, str]


@dataclass(frozen=True)
class Comparability:
    """Whether two series measure the same thing.

    Parameters
    ----------
    level
        ``"cause"``, ``"area"`` (only whole areas of causes can be compared) or ``"none"``.
    targets
        Codes of the causes or areas to compare, in the order of the codebook; empty at level none.
    reason_key
        Key of the sentence that says why.
    values
        What the sentence is about: ``labels`` (pairs of scheme and label), ``causes``, ``areas`` (codes),
        ``uneven`` (causes of the areas that only one side's scheme counts), ``remarks`` (pairs whose remarks
        belong to the reason).
    """

    level: Literal["cause", "area", "none"]
    targets: tuple[str, ...]
    reason_key: str
    values: dict[str, tuple]

    def reason(self, language: str | None = None) -> str:
        """Return why, in a sentence for people who do not know the codebook."""
        said = [text(self.reason_key, language, **self._filled(language))]
        if self.values.get("uneven"):
            said.append(text("reference.compare.uneven", language, causes=self._named("uneven", language)))
        return " ".join([*said, *self.remarks(language)])

    def short(self, language: str | None = None) -> str:
        """Return why in a few words, for a table whose rules are told once beside it."""
        key = self.reason_key.rpartition(".")[2]
        return text(f"reference.compare_short.{key}", language, **self._filled(language))

    def notes(self, language: str | None = None) -> list[str]:
        """Return what belongs to the reason besides: an uneven area, and remarks."""
        found = self.remarks(language)
        if self.values.get("uneven"):
            named = {name: self._named(name, language) for name in ("areas", "uneven")}
            found.insert(0, text("reference.compare_short.uneven", language, **named))
        return found

    def remarks(self, language: str | None = None) -> list[str]:
        """Return the crosswalk's remarks on the labels, each with its label."""
        return [said for pair in self.values.get("remarks", ()) if (said := _remark(pair, language))]

    def _filled(self, language: str | None) -> dict[str, str]:
        labels = listed([_quoted(pair, language) for pair in self.values.get("labels", ())], language)
        return {"labels": labels} | {name: self._named(name, language) for name in ("causes", "areas")}

    def _named(self, name: str, language: str | None) -> str:
        words = _words(language)
        return listed([words[code] for code in self.values.get(name, ())], language)


def comparable_level(left: Iterable[Pair], right: Iterable[Pair]) -> Comparability:
    """Say at which level two series of labels may be compared.

    Parameters
    ----------
    left, right
        What each side counts, as (scheme, label); the scheme ``"harmonised"`` takes cause codes or the
        codebook's labels.

    Returns
    -------
    Comparability
        ``cause`` where every label is the same as one cause, or both sides have the same narrower one;
        ``area`` where a label holds several causes, is narrower than one on one side only, or is about the
        same as one, but stays within one area; otherwise ``none``.

    Raises
    ------
    UsageError
        There is no such scheme.
    DataError
        A label is not in its scheme; all of them at once.

    Notes
    ----- Both sides must stand for the same causes, or at level area for the same areas, else something would
    be compared that one side never counted. A label that was not counted, or that nobody knows whether it
    was, has no number: it is refused, never taken as zero. Level area means the whole area: all reports with
    any label in it, each counted once, whatever labels were given here; the reason says where one side's
    scheme covers more of the area. Percent of reports and percent of cause mentions cannot be turned into one
    another without the reports themselves: that both sides have the same base is not seen here.
    """
    sides = [list(dict.fromkeys((scheme, label) for scheme, label in side)) for side in (left, right)]
    pairs = list(dict.fromkeys([*sides[0], *sides[1]]))
    if not all(sides):
        return Comparability("none", (), "reference.compare.empty", {})
    statuses = _statuses(pairs)
    for status in ("never", "not_collected", "unknown", "agreement", "definition", "no_cause"):
        refused = tuple(pair for pair in pairs if statuses[pair] == status)
        if refused:
            return Comparability("none", (), f"reference.compare.{status}", {"labels": refused})

    targets = {pair: [cause for cause, _ in _targets(pair) if cause is not None] for pair in pairs}
    # What one side names more narrowly the other counts more of: the two would not be the same thing.
    narrower = {pair for pair in pairs if any(rel == "broad" for _, rel in _targets(pair))}
    named = [{key(label) for scheme, label in side if (scheme, label) in narrower} for side in sides]
    loose = tuple(
        pair
        for pair in pairs
        if any(rel in ("narrow", "related") for _, rel in _targets(pair))
        or (pair in narrower and named[0] != named[1])
    )
    area_of = _area_of()
    crossing = tuple(pair for pair in loose if len({area_of[cause] for cause in targets[pair]}) > 1)
    if crossing:
        across = _in_order({area_of[cause] for pair in crossing for cause in targets[pair]})
        values = {"labels": crossing, "areas": across, "remarks": crossing}
        return Comparability("none", (), "reference.compare.crosses", values)
    causes = [{cause for pair in side for cause in targets[pair]} for side in sides]
    # Whole areas are compared where a label is loose, so the sides need not name the same causes within them.
    meant = [{area_of[cause] for cause in side} for side in causes] if loose else causes
    if meant[0] != meant[1]:
        only_one = _in_order(causes[0] ^ causes[1])
        return Comparability("none", (), "reference.compare.different", {"causes": only_one})
    if not loose:
        same = _in_order(causes[0])
        return Comparability("cause", same, "reference.compare.same", {"causes": same})
    areas = _in_order(meant[0])
    joined = tuple(pair for pair in loose if len(targets[pair]) > 1)
    why = "joined" if joined else "narrower" if narrower.intersection(loose) else "related"
    covered = [_covered({scheme for scheme, _ in side}, areas) for side in sides]
    values = {
        "labels": joined or loose,
        "areas": areas,
        "remarks": loose,
        "uneven": _in_order(covered[0] ^ covered[1]),
    }
    return Comparability("area", areas, f"reference.compare.{why}", values)


def _targets(pair: Pair) -> list[tuple[str | None, str]]:
    return scheme_targets(pair[0])[key(pair[1])]


def _statuses(pairs: list[Pair]) -> dict[Pair, str]:
    """Return what hinders each label from being compared, or ``""``; labels no scheme knows are faults."""
    found, faults = {}, []
    for scheme, label in pairs:
        known, source = scheme_targets(scheme), _sources().get(scheme, {})
        form = key(label)
        listed = {
            state: [key(other) for other in source.get(state, ())] for state in ("not_collected", "unknown")
        }
        if form in listed["not_collected"] and form not in known:
            found[scheme, label] = "never" if form in scheme_targets(HARMONISED) else "not_collected"
        elif form in listed["unknown"]:
            found[scheme, label] = "unknown"
        elif form not in known:
            labels = tuple(entry["label"] for entry in source.get("labels", ()))
            near = tuple(nearest(label, labels))
            faults.append(Fault("reference.label.unknown", (scheme,), shape_of(label), labels, nearest=near))
        elif any(cause is None for cause, _ in known[form]):
            told = source["kind"] in ("agreement", "definition")
            found[scheme, label] = source["kind"] if told else "no_cause"
        else:
            found[scheme, label] = ""
    if faults:
        raise DataError(faults)
    return found


def _sources() -> dict[str, dict]:
    return {scheme["id"]: scheme for scheme in load_toml("schemes")["scheme"]}


@cache
def _area_of() -> dict[str, str]:
    causes = codebook().causes
    # `unclear` belongs to no area and is compared by itself.
    areas = causes["area"].where(causes["area"].notna(), causes["cause"])
    return dict(zip(causes["cause"], areas, strict=True))


def _covered(schemes: set[str], areas: tuple[str, ...]) -> set[str]:
    """Return the causes that count in the areas; a label of causes in several areas counts in none."""
    area_of, found = _area_of(), set()
    for scheme in schemes:
        for pairs in scheme_targets(scheme).values():
            causes = {cause for cause, _ in pairs if cause is not None}
            if len({area_of[cause] for cause in causes}) == 1:
                found |= causes
    return {cause for cause in found if area_of[cause] in areas}


def _in_order(codes: set[str]) -> tuple[str, ...]:
    book = codebook()
    return tuple(code for code in [*book.areas["area"], *book.causes["cause"]] if code in codes)


def _words(language: str | None) -> dict[str, str]:
    """Return {code of a cause or area: its label in quotation marks}."""
    book, label = codebook(), f"label_{language or current_language()}"
    codes = [*book.areas["area"], *book.causes["cause"]]
    labels = [*book.areas[label], *book.causes[label]]
    return {code: _quote(word, language) for code, word in zip(codes, labels, strict=True)}


def _quoted(pair: Pair, language: str | None) -> str:
    scheme, label = pair
    if scheme == HARMONISED:
        ((cause, _),) = _targets(pair)
        return _words(language)[str(cause)]
    source = _sources()[scheme]
    # A code that no label stands for (trust) is told by the codebook's word for it.
    own = _words(language).get(label) or _quote(label, language)
    return f"{own} ({source[f'title_{language or current_language()}']})"


def _quote(word: str, language: str | None) -> str:
    return text("reference.compare.quoted", language, word=word)


def _remark(pair: Pair, language: str | None) -> str:
    for entry in _sources().get(pair[0], {}).get("labels", ()):
        remark = entry.get(f"remark_{language or current_language()}")
        if key(entry["label"]) == key(pair[1]) and remark:
            return f"{_quoted(pair, language)}: {remark}"
    return ""
