"""A checked page as a Word draft or a PDF beside it, let out only when the leak gate finds nothing."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from pathlib import Path

from brister_analysis.coding.package import FIXED_TIME
from brister_analysis.errors import CheckRefused, Fault, ReportError
from brister_analysis.files import replace_file
from brister_analysis.reporting.request import ReportRequest, page_kinds
from brister_analysis.workspace import Workspace

KINDS = ("docx", "pdf")
_DOWNLOAD = re.compile(r'href="([^"/:#]+\.(?:csv|xlsx|json))"')


def make_document(workspace: Workspace, request: ReportRequest, kind: str) -> Path:
    """Write a page that has been made as ``docx`` or ``pdf`` beside it.

    Parameters
    ----------
    workspace, request
        Whose page, and which; it lies under ``reports``.
    kind
        ``"docx"`` or ``"pdf"``.

    Returns
    -------
    Path
        The document; what lay there before is replaced only by a whole one.

    Raises
    ------
    ReportError
        No browser that can print, or it did not; or people have worked in the document that lies there.
    CheckRefused
        The gate found something that points at a person.
    """
    from brister_analysis.intake.gate import gate
    from brister_analysis.reporting.held_names import held_names, public_persons
    from brister_analysis.reporting.printing import pdf
    from brister_analysis.reporting.word_report import word_report

    page = workspace.reports() / request.page
    target = page.with_suffix(f".{kind}")
    if target.exists() and not is_untouched(target):
        raise ReportError(Fault("documents.edited", (target.name,)))
    html = page.read_text(encoding="utf-8")
    content = word_report(html) if kind == "docx" else pdf(html)
    staged = workspace.staging() / page.with_suffix(f".{kind}").name
    staged.parent.mkdir(parents=True, exist_ok=True)
    staged.write_bytes(content)
    try:
        forbidden = held_names(workspace, request)
        # A document has no sections that the gate could tell apart; in the page it is made from each name has
        # been held to its own.
        agreed = [name for names in public_persons(workspace, request).values() for name in names]
        faults = gate([staged], {"": agreed}, forbidden)
        if faults:
            raise CheckRefused(faults)
        replace_file(staged, target)
        return target
    except PermissionError:
        # Windows locks a file that is open.
        raise ReportError(Fault("documents.word.closed", (target.name,))) from None
    finally:
        staged.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            # Another page's is being made there.
            staged.parent.rmdir()


def is_untouched(document: Path) -> bool:
    """Tell whether a document is as it was written here: a draft that people have worked in is theirs."""
    content = document.read_bytes()
    if document.suffix == ".pdf":
        return b"/Creator (brister" in content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return {one.date_time for one in package.infolist()} == {FIXED_TIME}
    except zipfile.BadZipFile:
        return False


def drop_outdated(page: Path, renewed: Path) -> None:
    """Take away what lies beside a page that is about to be replaced by another and is not renewed with it:
    its documents would tell old figures, a short page could be one that people have withdrawn, and a table
    that it no longer shows may be one that may no longer be shown.

    A draft that people have worked in stays.
    """
    if not page.exists() or page.read_bytes() == renewed.read_bytes():
        return
    for name in _DOWNLOAD.findall(page.read_text(encoding="utf-8")):
        if not renewed.with_name(name).exists():
            page.with_name(name).unlink(missing_ok=True)
    for word in page_kinds()["yearly_report"]["beside"].values():
        stem, dot, ending = page.name.partition(".")
        side = f"{stem}-{word}{dot}{ending}"
        if not renewed.with_name(side).exists():
            page.with_name(side).unlink(missing_ok=True)
    for kind in KINDS:
        document = page.with_suffix(f".{kind}")
        if document.exists() and is_untouched(document):
            document.unlink()
