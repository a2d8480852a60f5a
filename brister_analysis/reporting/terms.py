"""What terms and abbreviations mean, for the pages on which they stand."""

from __future__ import annotations

import re
from html import escape, unescape

from brister_analysis.language import catalogue
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.section import Fragment

_TAG = re.compile(r"<[^>]*>")


def terms(context: Context, html: str) -> Fragment:
    """Return what the terms that stand in a page mean, folded; nothing where none does.

    Parameters
    ----------
    context
        The page.
    html
        What the page shows. A term is one of the catalogue's; it stands there as a word of its own, as it is
        or with one of the language's endings.
    """
    said = unescape(_TAG.sub(" ", html)).casefold()
    listed = catalogue(context.language, "page")["terms"]
    endings = "|".join(listed["endings"])
    used = [
        term
        for term in listed["words"].values()
        if re.search(rf"(?<!\w){re.escape(term['word'].casefold())}(?:{endings})?(?!\w)", said)
    ]
    if not used:
        return Fragment("")
    shown = "".join(
        f"<li><strong>{escape(term['word'])}</strong>: {escape(term['means'])}</li>" for term in used
    )
    heading = escape(context.say("terms.heading"))
    return Fragment(f"<details><summary>{heading}</summary><ul>{shown}</ul></details>")
