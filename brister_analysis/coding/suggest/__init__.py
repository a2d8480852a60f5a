"""Suggestions of causes with reasons; never decisions."""

from brister_analysis.coding.suggest.suggestion import Suggestion, suggest_causes

__all__ = ["Suggestion", "suggest_causes"]
