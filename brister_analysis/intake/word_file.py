"""Open what was received as a Word form: find the XML of its text, or tell what the file is instead.

Of the whole package only the main document is read. Comments, properties, headers, footers and notes lie in
parts of their own, so the names in them are never even loaded.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

from lxml import etree

from brister_analysis.errors import Fault

# A form of a few pages unpacks to some hundred kilobytes; a zip bomb to gigabytes.
LARGEST_XML = 40_000_000
LARGEST_FILE = 200_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = (
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"{\\rtf", "rtf"),
    (b"RIFF", "image"),
    (b"L\0\0\0\x01\x14", "link"),
    (b"[InternetShortc", "link"),
    (b"7z\xbc\xaf", "packed"),
    (b"Rar!", "packed"),
)
# Names in an OLE file's directory, which is written in UTF-16.
_OLE_KINDS = (("EncryptedPackage", "password"), ("__properties_version1.0", "mail"), ("WordDocument", "doc"))
# What zipfile, its unpackers and lxml raise on bytes that are not what they should be.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    etree.XMLSyntaxError,
    EOFError,
    KeyError,
    RuntimeError,
    ValueError,
)
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def main_document(path: Path) -> tuple[Any | None, Fault | None]:
    """Return the root of the main document's XML, or the fault that tells why there is none.

    Parameters
    ----------
    path
        The file as received, whatever it is.

    Returns
    -------
    tuple
        The lxml element and None, or None and the fault.

    Notes
    -----
    Entities are not expanded, nothing is fetched, and sizes are held before anything is unpacked.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
        if not start:
            return None, Fault("forms.docx.empty")
        if path.stat().st_size > LARGEST_FILE:
            return None, Fault("forms.docx.large")
        if not start.startswith(b"PK"):
            return None, Fault(f"forms.docx.{_kind(start, path)}")
        return _from_zip(path)
    except OSError:
        return None, Fault("forms.docx.closed")


def _kind(start: bytes, path: Path) -> str:
    if start.startswith(_OLE):
        content = path.read_bytes()
        return next((kind for name, kind in _OLE_KINDS if name.encode("utf-16-le") in content), "doc")
    if start[4:8] == b"ftyp":
        return "image"
    return next((kind for begins, kind in _STARTS if start.startswith(begins)), "unknown")


def _from_zip(path: Path) -> tuple[Any | None, Fault | None]:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "word/document.xml" not in names and (other := _other_zip(package, names)):
                return None, Fault(f"forms.docx.{other}")
            part = _main_part(package, names)
            if part is None:
                return None, Fault("forms.docx.not_word")
            if package.getinfo(part).flag_bits & 1:
                return None, Fault("forms.docx.password")
            return _parsed(_unpacked(package, part))
    except _DAMAGED:
        return None, Fault("forms.docx.truncated")
    except _TooLarge:
        return None, Fault("forms.docx.large")


def _other_zip(package: zipfile.ZipFile, names: set[str]) -> str | None:
    if "mimetype" in names and b"opendocument" in _unpacked(package, "mimetype"):
        return "odt"
    if any(name.startswith("xl/") for name in names):
        return "sheet"
    if any(name.endswith(".iwa") for name in names):
        return "pages"
    whole = (".docx", ".doc", ".pdf", ".docm", ".odt", ".rtf", ".xlsx")
    return "packed" if any(name.lower().endswith(whole) for name in names) else None


def _main_part(package: zipfile.ZipFile, names: set[str]) -> str | None:
    """Return the name of the main document: what the package says, else the usual one."""
    if "_rels/.rels" in names:
        root, _ = _parsed(_unpacked(package, "_rels/.rels"))
        for relation in () if root is None else root.iter(_RELATIONS):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in names:
                return target if target.startswith("word/") else None
    return "word/document.xml" if "word/document.xml" in names else None


class _TooLarge(Exception):
    """A part unpacks to more than `LARGEST_XML` bytes."""


def _unpacked(package: zipfile.ZipFile, part: str) -> bytes:
    # The size a package states may be a lie, so what is unpacked is counted too.
    if package.getinfo(part).file_size > LARGEST_XML:
        raise _TooLarge
    with package.open(part) as stream:
        content = stream.read(LARGEST_XML + 1)
    if len(content) > LARGEST_XML:
        raise _TooLarge
    return content


def _parsed(content: bytes) -> tuple[Any | None, Fault | None]:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        # Word never writes a document type: entities in one are an attack or a broken tool.
        return None, Fault("forms.docx.not_word")
    return root, None
