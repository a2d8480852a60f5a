"""De-identification: find what points at a person, take it out, and say what a person should look at."""

from brister_analysis.intake.identifiers.finder import find_identifiers, scan
from brister_analysis.intake.identifiers.model import KINDS, Deidentified, Identifier
from brister_analysis.intake.identifiers.pseudonyms import deidentify

__all__ = ["KINDS", "Deidentified", "Identifier", "deidentify", "find_identifiers", "scan"]
