"""Names as people write them: which entry of a register is meant, and what lies nearest when none is."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence


def key(written: str) -> str:
    """Return what two spellings of one name share: composed letters, no case, words with one space between.

    Examples
    --------
    >>> key(" MALMÖ  Stad ") == key("Malmo\\u0308-stad") == "malmö stad"
    True
    >>> key("län") == key("lån")
    False
    """
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold())
    return " ".join("".join(letter if letter.isalnum() else " " for letter in composed).split())


def without_accents(letters: str) -> str:
    """Return the letters without rings and dots; only for comparing, since ``län`` and ``lån`` become one.

    Examples
    --------
    >>> without_accents("ängelholm")
    'angelholm'
    """
    parts = unicodedata.normalize("NFD", letters)
    return "".join(part for part in parts if not unicodedata.combining(part))


class Spellings:
    """A register of names and every way each is written.

    Parameters
    ----------
    written
        (spelling, code, rule): `rule` says what kind of spelling it is. The first rule given for a spelling
        holds.
    """

    def __init__(self, written: Iterable[tuple[str, str, str]]) -> None:
        self._exact: dict[str, dict[str, str]] = {}
        for spelling, code, rule in written:
            self._exact.setdefault(key(spelling), {}).setdefault(code, rule)
        self._plain: dict[str, list[str]] = {}
        for letters in self._exact:
            self._plain.setdefault(without_accents(letters), []).append(letters)

    def find(self, written: str) -> dict[str, str]:
        """Return {code: rule} of the entries a spelling may stand for: one, several when ambiguous, or none.

        Accents are restored only when nothing is spelt so, and only from a plain letter: ``Malmo`` may be
        Malmö, ``Malmå`` is nothing.
        """
        letters = key(written)
        if letters in self._exact:
            return dict(self._exact[letters])
        found: dict[str, str] = {}
        for form in self._plain.get(without_accents(letters), []):
            pairs = zip(letters, form, strict=True) if len(letters) == len(form) else [("", "x")]
            if all(given in (meant, without_accents(meant)) for given, meant in pairs):
                found.update(dict.fromkeys(self._exact[form], "accents"))
        return dict(sorted(found.items()))


def nearest(written: str, names: Sequence[str], most: int = 3) -> list[str]:
    """Return the names most like a spelling, best first; names that begin with its words come before others.

    Examples
    --------
    >>> nearest("Upplands", ["Uppsala", "Upplands Väsby", "Upplands-Bro"])
    ['Upplands Väsby', 'Upplands-Bro', 'Uppsala']
    """
    letters = key(written)
    by_key = {key(name): name for name in names}
    begins = [name for form, name in by_key.items() if form.startswith(f"{letters} ")]
    close = [by_key[form] for form in difflib.get_close_matches(letters, list(by_key), n=most, cutoff=0.6)]
    return list(dict.fromkeys([*begins, *close]))[:most]
