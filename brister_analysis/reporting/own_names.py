"""Names of causes as a group printed them, in Swedish, with the codebook's name in another language."""

from __future__ import annotations

import re
from functools import cache
from html import escape

from brister_analysis.language import text

PRINTED_IN = "sv"
# A name quoted with the place and year it was used, as comparisons between years do.
_OF_A_YEAR = r"“[^“”<]+”(?= \([^()<]+ \d{4}\))"
_APART = re.compile(r"(<svg\b.*?</svg>|<[^>]*>)", re.DOTALL)


def translated(scheme: str, label: str, language: str) -> str:
    """Return what the codebook calls a group's own name; empty in Swedish and where it has nothing for it.

    The cause where the name stands for one, else the area of its causes, else that there are several.

    Examples
    --------
    >>> translated("nv-skane-2023", "rutiner", "en")
    'Routine missing or not followed'
    >>> translated("nv-skane-2023", "kommunikation/information", "en")
    'Communication'
    """
    return "" if language == PRINTED_IN else _translations(scheme, language).get(label.casefold(), "")


def with_translation(scheme: str, label: str, language: str) -> str:
    """Return a group's own name with the codebook's beside it in brackets."""
    said = translated(scheme, label, language)
    return f"{label} ({said})" if said else label


def mark_names(html: str, scheme: str, language: str) -> str:
    """Return HTML in which each of the group's own names, with its translation or its year, is marked.

    Only running text is touched: no attribute, and no drawing, whose words a screen reader gets as one label.
    """
    if not scheme or language == PRINTED_IN:
        return html
    known = [
        rf"{re.escape(escape(label))}(?= \({re.escape(escape(said))}\))"
        for label, said in _translations(scheme, language).items()
    ]
    name = re.compile("|".join([*known, _OF_A_YEAR]), re.IGNORECASE)
    parts = _APART.split(html)
    # Every other part is a tag or a drawing.
    parts[::2] = [name.sub(rf'<span lang="{PRINTED_IN}">\g<0></span>', part) for part in parts[::2]]
    return "".join(parts)


@cache
def _translations(scheme: str, language: str) -> dict[str, str]:
    from brister_analysis.analysis.coverage import areas_of_causes, scheme_labels
    from brister_analysis.reference.codebook import codebook
    from brister_analysis.reference.crosswalk import to_harmonised

    labels = scheme_labels(scheme)
    if not labels:
        return {}
    book, area_of, name = codebook(), areas_of_causes(), f"label_{language}"
    causes = book.causes.set_index("cause")[name]
    areas = book.areas.set_index("area")[name]
    found = {}
    for label, targets in to_harmonised(scheme, labels).dropna(subset=["cause"]).groupby("label", sort=False):
        meant = list(targets["cause"])
        within = sorted({area_of[cause] for cause in meant})
        if len(meant) == 1:
            said = str(causes[meant[0]])
        elif len(within) == 1:
            said = str(areas[within[0]])
        else:
            said = text("page.own_names.several", language)
        found[str(label).casefold()] = said
    return found
