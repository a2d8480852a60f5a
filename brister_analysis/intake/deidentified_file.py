"""De-identify a file outside the yearly flow: a text or Word file in, plain text out."""

from __future__ import annotations

from pathlib import Path

from brister_analysis.errors import DataError, Fault
from brister_analysis.intake.identifiers import deidentify
from brister_analysis.intake.word_file import main_document
from brister_analysis.intake.word_text import read_text

TEXT_FILES = (".txt", ".md", ".csv")


def deidentify_file(path: Path) -> str:
    """Return the text of a file without identifiers.

    Parameters
    ----------
    path
        A Word file (``.docx``) or a text file in UTF-8, UTF-16 or Windows' own encoding.

    Raises
    ------
    DataError
        The file does not exist, cannot be read or is of another kind.
    """
    if not path.is_file():
        raise DataError(Fault("intake.file.missing"))
    written = _word(path) if path.suffix.lower() == ".docx" else _text(path)
    return deidentify([written])[0].text + "\n"


def _word(path: Path) -> str:
    root, fault = main_document(path)
    if root is None:
        raise DataError(fault or Fault("intake.file.kind"))
    pieces = read_text(root, lambda _: False).pieces
    lines = {piece.line: "" for piece in pieces}
    for piece in pieces:
        lines[piece.line] = f"{lines[piece.line]}\t{piece.text}".strip("\t")
    return "\n".join(lines.values())


def _text(path: Path) -> str:
    if path.suffix.lower() not in TEXT_FILES:
        raise DataError(Fault("intake.file.kind", allowed=(".docx", *TEXT_FILES)))
    from charset_normalizer import from_bytes

    raw = path.read_bytes()
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return raw.decode(encoding).rstrip("\n")
        except UnicodeDecodeError:
            continue
    # Windows' own encoding is what a Swedish text that is not UTF-8 is in; a guess is only made when it does
    # not fit.
    guess = from_bytes(raw, cp_isolation=["cp1252", "mac_roman"]).best()
    if guess is None:
        raise DataError(Fault("intake.file.kind", allowed=(".docx", *TEXT_FILES)))
    return str(guess).rstrip("\n")
