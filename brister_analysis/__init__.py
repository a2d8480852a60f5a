"""Reproducible analysis of reported deficiencies in collaboration."""
