"""What a person decides about doubtful words, once, and the file that remembers it without holding a name
in clear."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from brister_analysis.errors import DataError, Fault, shape_of
from brister_analysis.files import write_private
from brister_analysis.intake.decided_rows import decided_rows
from brister_analysis.intake.identifiers.model import Deidentified

FILE_NAME = "identifiers.csv"
COLUMNS = ("word", "keep", "by", "date")
_ANSWERS = {"yes": True, "no": False, "ja": True, "nej": False}
_AROUND = 40


class Doubt(NamedTuple):
    """One word for a person to decide: is it a name?

    Parameters
    ----------
    word
        As written; for the screen of the person who decides, never for a file that stays.
    reason
        The rule that found it.
    context
        What stands around it, with every identifier masked.
    """

    word: str
    reason: str
    context: str


class Decisions:
    """Remembered decisions: which words may stay and which are names.

    Parameters
    ----------
    key
        The workspace's key; without it nobody can tell which words the file is about.
    kept
        Keyed hash of a word → True when it may stay, False when it is a name.
    """

    def __init__(self, key: bytes, kept: Mapping[str, bool]) -> None:
        self._key, self._kept = key, dict(kept)
        self._look = lru_cache(maxsize=50_000)(lambda word: self._kept.get(fingerprint(word, key)))
        self.masks_some = not all(self._kept.values())

    def keeps(self, word: str) -> bool | None:
        """Return True when the word may stay, False when it is a name, None when nobody has decided."""
        return self._look(word)


def fingerprint(word: str, key: bytes) -> str:
    """Return the keyed hash (HMAC-SHA256) of a word, however it is capitalised or composed.

    Examples
    --------
    >>> fingerprint("Anna", b"k") == fingerprint(" anna ", b"k") != fingerprint("Anna", b"other")
    True
    """
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFC", word)).strip().casefold()
    return hmac.new(key, plain.encode("utf-8"), hashlib.sha256).hexdigest()


def read_decisions(path: Path, key: bytes) -> Decisions:
    """Read ``identifiers.csv``; a file that does not exist holds no decision.

    Raises
    ------
    DataError
        A column is missing or an answer is neither yes nor no; all faults at once.
    """
    if not path.exists():
        return Decisions(key, {})
    rows = decided_rows(path, COLUMNS)
    faults = [
        Fault("identifiers.review.answer", (FILE_NAME, str(line)), shape_of(row["keep"]), ("yes", "no"))
        for line, row in rows
        if row["keep"].strip().lower() not in _ANSWERS
    ]
    if faults:
        raise DataError(faults)
    return Decisions(key, {row["word"]: _ANSWERS[row["keep"].strip().lower()] for _, row in rows})


def remember(path: Path, key: bytes, answers: Mapping[str, bool], by: str, date: str) -> None:
    """Add a person's answers (word → may stay) to ``identifiers.csv``; a new answer replaces an earlier one.

    Parameters
    ----------
    path
        The year's ``identifiers.csv``.
    key
        The workspace's key.
    answers
        Word as written → True when it may stay.
    by, date
        Who decided (a role or initials) and when (ISO date), as given by the caller.
    """
    rows: dict[str, tuple[str, str, str]] = {}
    if path.exists():
        for _, row in decided_rows(path, COLUMNS):
            rows[row["word"]] = (row["keep"], row["by"], row["date"])
    for word, keep in answers.items():
        rows[fingerprint(word, key)] = ("yes" if keep else "no", by, date)
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((word, *rest) for word, rest in sorted(rows.items()))
    write_private(path, sink.getvalue().encode())


def review_list(texts: Iterable[str], results: Iterable[Deidentified]) -> list[Doubt]:
    """Return each doubtful word once, with its first context; other identifiers in the context are masked."""
    seen: dict[str, Doubt] = {}
    for text, result in zip(texts, results, strict=True):
        for hit in result.doubtful:
            word = text[hit.start : hit.end]
            if word.casefold() in seen:
                continue
            start, end = max(0, hit.start - _AROUND), min(len(text), hit.end + _AROUND)
            pieces, at = [], start
            for other in result.identifiers:
                if other.end <= start or other.start >= end:
                    continue
                pieces.append(text[at : max(at, other.start)])
                same = other.start <= hit.start and hit.end <= other.end
                pieces.append(word if same else f"[{other.kind}]")
                at = other.end
            pieces.append(text[at:end])
            context = re.sub(r"\s+", " ", "".join(pieces)).strip()
            seen[word.casefold()] = Doubt(word, hit.reason, context)
    return sorted(seen.values(), key=lambda doubt: (doubt.word.casefold(), doubt.word))
