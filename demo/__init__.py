"""Demonstration data for Nordvästra Skåne 2019-2024: invented forms, and what people decided about them.

Nothing here is part of the package. ``python -m demo`` writes the same bytes each time into
``data/raw/skane`` and ``data/decisions/skane``; every page made from them says that the data is synthetic.
"""
