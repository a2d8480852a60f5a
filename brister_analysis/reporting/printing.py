"""A finished page as PDF, printed by a browser that is on the machine: tagged, without dates, the same bytes.

No browser comes with the project. Where none is found the message says how to print by hand.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from brister_analysis.errors import Fault, ReportError

# By the names they have on a path, those built on Chromium only: no other prints from a command.
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium")
_WINDOWS = (
    r"Microsoft\Edge\Application\msedge.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
)
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
SECONDS = 120
_FIXED_DATE = b"20190101000000+00'00'"
_DATES = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)([^)]*)\)")
# The browser tells which system it runs on there.
_CREATOR = re.compile(rb"(/Creator ?\()((?:\\.|[^\\)])*)\)")
_NUMBERS = re.compile(rb"(/ID ?\[ ?<)([0-9A-Fa-f]*)(> ?<)([0-9A-Fa-f]*)(>)")


def find_browser() -> Path | None:
    """Return a browser that can print, from the path or the usual places of the system; None without any."""
    for place in _places():
        if place.is_file():
            return place
    return None


def _places() -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            for name in _MAC:
                yield folder / f"{name}.app" / "Contents" / "MacOS" / name
    for variable in _WINDOWS_FOLDERS:
        if variable in os.environ:
            for part in _WINDOWS:
                yield Path(os.environ[variable]).joinpath(*part.split("\\"))


def pdf(page: str) -> bytes:
    """Return a page printed as PDF.

    Parameters
    ----------
    page
        HTML of a page this package made. Links to files beside it are printed as words, since they would
        hold the machine's own path.

    Raises
    ------
    ReportError
        There is no browser, or it did not print.
    """
    browser = find_browser()
    if browser is None:
        raise ReportError(Fault("documents.pdf.no_browser"))
    with tempfile.TemporaryDirectory(prefix="brister-", ignore_cleanup_errors=True) as scratch:
        source, printed = Path(scratch) / "page.html", Path(scratch) / "page.pdf"
        source.write_text(_without_beside(page), encoding="utf-8")
        command = [
            str(browser),
            "--headless",
            "--disable-gpu",
            "--disable-extensions",
            "--disable-background-networking",
            "--no-first-run",
            "--no-pdf-header-footer",
            "--export-tagged-pdf",
            f"--user-data-dir={Path(scratch) / 'profile'}",
            f"--print-to-pdf={printed}",
            *(["--no-sandbox"] if _is_root() else []),
            source.as_uri(),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            raise ReportError(Fault("documents.pdf.failed")) from None
        if not printed.is_file():
            raise ReportError(Fault("documents.pdf.failed"))
        return without_chance(printed.read_bytes())


def without_chance(content: bytes) -> bytes:
    """Return a PDF whose dates and number are the same each time, and that does not tell of the machine; no
    byte is moved.
    """

    def date(found: re.Match[bytes]) -> bytes:
        return found[1] + _FIXED_DATE[: len(found[2])].ljust(len(found[2])) + b")"

    def number(found: re.Match[bytes]) -> bytes:
        return found[1] + b"0" * len(found[2]) + found[3] + b"0" * len(found[4]) + found[5]

    def creator(found: re.Match[bytes]) -> bytes:
        return found[1] + b"brister"[: len(found[2])].ljust(len(found[2])) + b")"

    return _CREATOR.sub(creator, _NUMBERS.sub(number, _DATES.sub(date, content)))


def _without_beside(page: str) -> str:
    from lxml import html

    root = html.document_fromstring(page)
    for link in root.xpath("//a[@href]"):
        if not re.match(r"#|https?:|mailto:|tel:", link.get("href")):
            del link.attrib["href"]
    return html.tostring(root, encoding="unicode", doctype="<!doctype html>")


def _is_root() -> bool:
    # Chromium's own sandbox does not start for the superuser.
    return hasattr(os, "geteuid") and os.geteuid() == 0
