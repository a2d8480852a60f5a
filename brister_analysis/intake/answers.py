"""What an answer in a form says when it says little: nothing, yes or no."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from brister_analysis.intake.word_text import clean
from brister_analysis.reference.form_versions import label_key


@cache
def _words() -> dict[str, list[str]]:
    source = files("brister_analysis.intake").joinpath("data/answers.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def placeholder_keys() -> frozenset[str]:
    """Return the keys (`label_key`) of what Word shows where nothing was entered."""
    return frozenset(map(label_key, _words()["placeholders"]))


def is_missing(answer: str) -> bool:
    """Tell whether an answer says nothing: empty, a dash, "vet ej".

    Examples
    --------
    >>> [is_missing(answer) for answer in ("", " – ", "Vet ej.", "Okänt", "Nej", "Vet ej vem")]
    [True, True, True, True, False, False]
    """
    plain = re.sub("[\u2010-\u2015\u2212]", "-", clean(answer)).casefold()
    return plain.rstrip(" .") in ("", *_words()["missing"])


def is_beside_names(word: str) -> bool:
    """Tell whether a word stands beside names in a form's name fields ("tel", "mobil") and is none."""
    return word.casefold().strip(".:") in _words()["beside_names"]


def yes_or_no(answer: str) -> bool | None:
    """Return what a tick or a word says; None when it says nothing or both.

    Examples
    --------
    >>> [yes_or_no(answer) for answer in ("☒", "☐", "☒ Ja ☐ Nej", "☐ Ja ☒ Nej", "☐ Ja ☐ Nej")]
    [True, False, True, False, None]
    >>> [yes_or_no(answer) for answer in ("Nej.", "ja, per telefon", "kanske")]
    [False, True, None]

    Notes
    -----
    A single empty box says no: that is what the box is for. Of several boxes the ticked one counts.
    """
    ticked = [word for word, on in _boxes(answer) if on]
    unticked = [word for word, on in _boxes(answer) if not on]
    if len(ticked) == 1:
        return True if not ticked[0] else _word(ticked[0])
    if ticked or unticked:
        return False if len(unticked) == 1 and not ticked and _word(unticked[0]) is not False else None
    return _word(answer)


def _boxes(answer: str) -> list[tuple[str, bool]]:
    """Return the word after each box, and whether it is ticked."""
    signs = {sign: on for on, name in ((True, "ticked"), (False, "unticked")) for sign in _words()[name]}
    pattern = "|".join(re.escape(sign) for sign in sorted(signs, key=lambda sign: (-len(sign), sign)))
    parts = re.split(f"({pattern})", clean(answer).casefold())
    return [(parts[i + 1].strip(" .,:/\n"), signs[parts[i]]) for i in range(1, len(parts) - 1, 2)]


def _word(answer: str) -> bool | None:
    first = re.match(r"\w+", clean(answer).casefold())
    word = first[0] if first else ""
    if word in _words()["yes"]:
        return True
    return False if word in _words()["no"] else None
