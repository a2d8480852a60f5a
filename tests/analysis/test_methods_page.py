import doctest
from pathlib import Path

import pytest

from brister_analysis.analysis import (
    actors,
    change,
    co_occurrence,
    completeness,
    intervals,
    rates,
    tables,
    time_to_answer,
)

PAGE = Path(__file__).parents[2] / "docs" / "methods.md"


def test_the_worked_examples_of_the_page_are_what_the_code_gives():
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 50
    assert result.failed == 0


def test_every_measure_has_a_formula_a_source_or_rule_and_how_it_misleads():
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    assert len(sections) >= 12
    for section in sections:
        assert "*Misleads*" in section, section.splitlines()[0]


@pytest.mark.parametrize(
    "module",
    [actors, change, co_occurrence, completeness, intervals, rates, tables, time_to_answer],
    ids=lambda module: module.__name__.rpartition(".")[2],
)
def test_the_examples_of_the_functions_hold(module):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
