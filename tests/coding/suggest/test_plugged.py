from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest

from brister_analysis.coding.suggest import Suggestion, suggest_causes
from brister_analysis.coding.suggest.plugged import breaches
from brister_analysis.coding.suggest.suggestion import codes
from brister_analysis.errors import UsageError

TEXT = "Ingen svarade."


def own_model(texts):
    """Always answer the same; what a region's model looks like."""
    scores = [Suggestion(code, 0.9 if k == 0 else 0.1, k == 0, ((0, 5),)) for k, code in enumerate(codes())]
    return [list(scores) for _ in texts]


@pytest.fixture
def installed(monkeypatch):
    entry = EntryPoint("egen", f"{__name__}:own_model", "brister_analysis.suggesters")
    monkeypatch.setattr("brister_analysis.coding.suggest.plugged.entry_points", lambda group: (entry,))
    monkeypatch.setattr(EntryPoint, "load", lambda self: own_model)


@pytest.mark.usefixtures("installed")
def test_plugged_in_model_answers_instead():
    assert suggest_causes([TEXT, TEXT], suggester="egen") == own_model([TEXT, TEXT])


@pytest.mark.usefixtures("installed")
def test_unknown_model_is_told_with_those_installed():
    with pytest.raises(UsageError, match="egen"):
        suggest_causes([TEXT], suggester="annan")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda found: [], ["count"]),
        (lambda found: [found[0][1:]], ["codes"]),
        (lambda found: [found[0][::-1]], ["order"]),
        (lambda found: [[replace(found[0][0], score=1.5), *found[0][1:]]], ["score"]),
        (lambda found: [[*found[0][:-1], replace(found[0][-1], chosen=True)]], ["unclear"]),
        (lambda found: [[replace(found[0][0], reasons=((0, 99),)), *found[0][1:]]], ["reasons"]),
        (lambda found: found, []),
    ],
)
def test_each_breach_of_the_contract_is_named(change, expected):
    assert breaches(change(own_model([TEXT])), [TEXT], codes()) == expected


@pytest.mark.usefixtures("installed")
def test_model_that_breaks_the_contract_is_refused(monkeypatch):
    monkeypatch.setattr(EntryPoint, "load", lambda self: lambda texts: [])
    with pytest.raises(UsageError, match="text"):
        suggest_causes([TEXT], suggester="egen")
