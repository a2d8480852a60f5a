"""Suggestions of causes with reasons; never decisions.

`suggest_causes` ranks all causes for each text; `Decided` is what teaches it the group's own way of
coding and `what_changed` logs what that changed.
"""

from brister_analysis.coding.suggest.learning import Decided, what_changed
from brister_analysis.coding.suggest.suggestion import Suggestion, suggest_causes

__all__ = ["Decided", "Suggestion", "suggest_causes", "what_changed"]
