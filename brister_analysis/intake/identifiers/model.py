"""What the finder hands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

KINDS = ("PERSON", "PERSONNUMMER", "PHONE", "EMAIL", "ADDRESS", "CASE", "OTHER")


class Identifier(NamedTuple):
    """One place in a text that points at a person.

    Parameters
    ----------
    start, end
        Code points of the text as given, end not included.
    kind
        One of `KINDS`.
    reason
        The rule that found it; ``language.text("identifiers.reason." + reason)`` is the sentence.
    """

    start: int
    end: int
    kind: str
    reason: str


@dataclass(frozen=True)
class Deidentified:
    """A text without its identifiers.

    Parameters
    ----------
    text
        The text with ``[PERSON 1]``, ``[PHONE]`` ... in the identifiers' places.
    identifiers
        What was masked, in order, as places in the text as given.
    doubtful
        Places a person should look at: masked on thin grounds, or left although they could be a name.
    """

    text: str
    identifiers: tuple[Identifier, ...]
    doubtful: tuple[Identifier, ...]
