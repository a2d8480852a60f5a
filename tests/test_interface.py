"""What the package promises: every public name exists, is described, and stands in docs/interface.md."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import brister_analysis

PAGE = (Path(__file__).parents[1] / "docs" / "interface.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", brister_analysis.__all__)
def test_a_public_function_is_there_and_described(name):
    function = getattr(brister_analysis, name)
    described = inspect.getdoc(function) or ""
    assert len(described) > 60, f"{name} has no docstring"
    if inspect.signature(function).parameters:
        assert "Parameters" in described, f"{name} does not describe its arguments"
    assert "Returns" in described or "Examples" in described, f"{name} does not say what it gives"
    written = re.search(rf"`{name}\(([^)]*)\)`", PAGE)
    assert written is not None, f"{name} is not in docs/interface.md"
    arguments = [part.strip() for part in written[1].split(",") if part.strip()]
    assert arguments == list(inspect.signature(function).parameters), (
        f"{name}: docs/interface.md is out of date"
    )


def test_what_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="no_such_name"):
        brister_analysis.no_such_name  # noqa: B018
