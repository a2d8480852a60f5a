"""A small made-up year and its pages, made once for all tests of this room."""

from __future__ import annotations

import pytest

from brister_analysis.workspace import Workspace
from tests.reporting.in_process import page_here
from tests.reporting.small_year import make_workspace


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return make_workspace(tmp_path_factory.mktemp("small year"))


@pytest.fixture(scope="session")
def yearly(workspace: Workspace) -> tuple[str, dict[str, str]]:
    return page_here(workspace, "yearly_report")


@pytest.fixture(scope="session")
def yearly_english(workspace: Workspace) -> tuple[str, dict[str, str]]:
    return page_here(workspace, "yearly_report", language="en")


@pytest.fixture(scope="session")
def trends(workspace: Workspace) -> tuple[str, dict[str, str]]:
    return page_here(workspace, "trends")
