"""Rows get causes: suggested with reasons, decided by people, agreement measured."""
