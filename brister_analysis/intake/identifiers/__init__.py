"""De-identification: find what points at a person, take it out, and say what a person should look at."""

from brister_analysis.intake.identifiers.finder import find_identifiers, scan
from brister_analysis.intake.identifiers.forbidden import Forbidden
from brister_analysis.intake.identifiers.model import KINDS, Deidentified, Identifier
from brister_analysis.intake.identifiers.pseudonyms import deidentify
from brister_analysis.intake.identifiers.review import Decisions, Doubt, read_decisions, remember, review_list

__all__ = [
    "KINDS",
    "Decisions",
    "Deidentified",
    "Doubt",
    "Forbidden",
    "Identifier",
    "deidentify",
    "find_identifiers",
    "read_decisions",
    "remember",
    "review_list",
    "scan",
]
