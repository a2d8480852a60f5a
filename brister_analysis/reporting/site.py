"""The site around the pages: the front page, the list of all tables, the method and the accessibility
statement."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from brister_analysis.errors import CheckRefused, Fault
from brister_analysis.files import write_whole
from brister_analysis.language import LANGUAGES
from brister_analysis.reporting.built_pages import built_pages, read_packages
from brister_analysis.reporting.checks import check_page
from brister_analysis.reporting.convert import site_html
from brister_analysis.reporting.datapackage import site_package
from brister_analysis.reporting.front_page import front_page
from brister_analysis.reporting.request import ACCESSIBILITY, METHOD, TABLES, index_name, site_name
from brister_analysis.reporting.section import Head, Section
from brister_analysis.reporting.site_pages import (
    SITE_PACKAGE,
    accessibility_page,
    method_page,
    tables_page,
)
from brister_analysis.workspace import Workspace


def build_index(workspace: Workspace) -> Path:
    """Write the front page and the pages around it, in both languages, from the pages that lie there.

    Returns
    -------
    Path
        The Swedish front page.

    Raises
    ------
    CheckRefused
        A check found something in one of them, such as a name in the reason for a revision; the old ones
        stand.
    """
    pages = built_pages(workspace)
    packages = read_packages(workspace, pages)
    reports = workspace.reports()
    described = json.dumps(site_package(packages, "sv"), ensure_ascii=False, indent=1) + "\n"
    size = len(described.encode())
    written: dict[str, str] = {}
    faults: list[Fault] = []
    for language in LANGUAGES:
        own = [page for page in pages if page.language == language]
        parts = {
            index_name(language): front_page(workspace, own, packages, size, language),
            site_name(TABLES, language): tables_page(own, packages, size, language),
            site_name(METHOD, language): method_page(language),
            site_name(ACCESSIBILITY, language): accessibility_page(own, language, workspace.data / "regions"),
        }
        for name, (head, sections) in parts.items():
            written[name] = _page(name, head, sections, language)
            faults += [
                replace(fault, where=(name, *fault.where))
                for fault in check_page(written[name], language, {})
            ]
    if faults:
        raise CheckRefused(faults)
    for name, html in {SITE_PACKAGE: described, **written}.items():
        write_whole(reports / name, html.encode())
    return reports / index_name("sv")


def _page(name: str, head: Head, sections: list[Section], language: str) -> str:
    stem = name.split(".")[0]
    other = next(site_name(stem, one) for one in LANGUAGES if one != language)
    home = "" if name == index_name(language) else index_name(language)
    return site_html(head, sections, language, other, home)
