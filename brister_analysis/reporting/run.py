"""From a request to a checked page in a staging folder: notebook, conversion, checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brister_analysis.errors import Fault
from brister_analysis.intake.source import FILE_NAME, read_source
from brister_analysis.language import LANGUAGES
from brister_analysis.reporting.checks import check_page, source_facts
from brister_analysis.reporting.convert import to_html
from brister_analysis.reporting.downloads import Rights
from brister_analysis.reporting.execute import run_notebook
from brister_analysis.reporting.history import CLOSING, SincePublished, take_out
from brister_analysis.reporting.request import ReportRequest, index_name
from brister_analysis.workspace import Workspace


@dataclass(frozen=True)
class RenderedPage:
    """A page in staging.

    Parameters
    ----------
    path
        The page; what it links to lies beside it.
    faults
        What the checks found; a page with any must not replace an older one.
    since
        How it differs from what was published; None where the year never was.
    """

    path: Path
    faults: tuple[Fault, ...]
    since: SincePublished | None = None


def render(
    workspace: Workspace,
    request: ReportRequest,
    staging: Path,
    started: Callable[[int, str], None] = lambda number, heading: None,
) -> RenderedPage:
    """Run the notebook, convert it and check the page.

    Parameters
    ----------
    workspace
        Where data and notebooks lie.
    request
        What is asked for; checked here before any kernel starts.
    staging
        An existing folder of this page's own.
    started
        Called with the number and the heading of each cell before it runs.

    Raises
    ------
    UsageError
        Something asked for does not exist.
    ReportError
        A cell failed; nothing is written.
    """
    asked = request.checked(workspace)
    published = asked.year is not None and workspace.published(asked.region, asked.year).is_dir()
    executed = run_notebook(
        workspace.notebook(asked.notebook), asked.parameters, workspace, started, CLOSING if published else ""
    )
    since = take_out(executed) if published else None
    name = Path(asked.page).name
    other = next(Path(replace(asked, language=one).page).name for one in LANGUAGES if one != asked.language)
    home = "../" * asked.page.count("/") + index_name(asked.language)
    html, beside = to_html(executed, asked.language, other, home, _rights(workspace, asked))
    for file, content in beside.items():
        (staging / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    (staging / name).write_text(html, encoding="utf-8", newline="\n")
    expected: dict[str, Any] = {"region": asked.region or None, "place": asked.place, "year": asked.year}
    if asked.year is not None:
        expected |= source_facts(workspace, asked.region, asked.year)
    pages = {name: html} | {file: str(one) for file, one in beside.items() if file.endswith(".html")}
    files = {
        file: content if isinstance(content, str) and file not in pages else ""
        for file, content in beside.items()
    }
    faults = [
        replace(fault, where=fault.where if file == name else (file, *fault.where))
        for file, page in pages.items()
        for fault in check_page(page, asked.language, expected, files)
    ]
    return RenderedPage(staging / name, tuple(faults), since)


def _rights(workspace: Workspace, request: ReportRequest) -> Rights:
    """Return who gathered the forms that a page rests on, and under which licence its findings are."""
    sources = [
        read_source(workspace.raw(*one))
        for one in request.rests_on(workspace.years())
        if (workspace.raw(*one) / FILE_NAME).is_file()
    ]
    return Rights(
        "; ".join(dict.fromkeys(one.producer for one in sources if one.producer)),
        "; ".join(dict.fromkeys(one.licence for one in sources if one.licence)),
        any(one.synthetic for one in sources),
    )
