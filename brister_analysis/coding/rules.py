"""The causes and decision rules of a scheme, as people read them beside the texts they code."""

from __future__ import annotations

from dataclasses import dataclass

from brister_analysis.language import current_language, text
from brister_analysis.reference.codebook import Codebook, codebook
from brister_analysis.reference.crosswalk import HARMONISED, to_harmonised
from brister_analysis.reference.schemes import schemes


@dataclass(frozen=True)
class SchemeRules:
    """What is printed about a scheme.

    Parameters
    ----------
    source
        What kind of scheme it is: the codebook says that it is a proposal.
    headings
        Of the three columns of `causes`.
    causes
        Cause; its area, or what a native label corresponds to; its definition, or what to think of.
    rules
        Number and text of each decision rule.
    """

    source: str
    headings: tuple[str, str, str]
    causes: tuple[tuple[str, str, str], ...]
    rules: tuple[tuple[str, str], ...]


def scheme_rules(scheme: str, language: str | None = None) -> SchemeRules:
    """Return what people need to know to code in a scheme.

    Parameters
    ----------
    scheme
        ``harmonised`` or a native scheme.
    language
        ``"sv"`` or ``"en"``; native labels stay as printed.
    """
    told, book = language or current_language(), codebook()
    rules = tuple(zip(map(str, book.rules["rule"]), book.rules[f"text_{told}"], strict=True))
    proposal = text("reference.codebook.proposal", told)
    if scheme == HARMONISED:
        names = ("cause", "area", "definition")
        return SchemeRules(proposal, _headings(names, told), _harmonised(book, told), rules)
    names = ("cause", "means", "remark")
    return SchemeRules(proposal, _headings(names, told), _native(scheme, book, told), rules)


def _headings(names: tuple[str, str, str], language: str) -> tuple[str, str, str]:
    first, second, third = (text(f"sheets.rules.{name}", language) for name in names)
    return first, second, third


def _harmonised(book: Codebook, language: str) -> tuple[tuple[str, str, str], ...]:
    areas = dict(zip(book.areas["area"], book.areas[f"label_{language}"], strict=True))
    causes = book.causes
    return tuple(
        (label, areas.get(area, ""), definition)
        for label, area, definition in zip(
            causes[f"label_{language}"], causes["area"], causes[f"definition_{language}"], strict=True
        )
    )


def _native(scheme: str, book: Codebook, language: str) -> tuple[tuple[str, str, str], ...]:
    words = dict(zip(book.causes["cause"], book.causes[f"label_{language}"], strict=True))
    labels = schemes().query("scheme == @scheme")
    targets = to_harmonised(scheme, labels["label"])
    found = []
    for label, remark in zip(labels["label"], labels[f"remark_{language}"], strict=True):
        rows = targets[targets["label"] == label]
        causes = "; ".join(words[cause] for cause in rows["cause"].dropna())
        relation = rows["relation"].iloc[0]
        if not causes:
            means = text("sheets.rules.nothing", language)
        elif relation == "exact" or (relation == "narrow" and len(rows) == 1):
            means = causes
        else:
            means = text(f"sheets.rules.relation_{relation}", language, causes=causes)
        found.append((label, means, remark if isinstance(remark, str) else ""))
    return tuple(found)
