"""Demonstration data: invented reports of three regions, and what people decided about them.

Nothing here is part of the package. ``python -m demo`` writes the same bytes each time into ``data/raw`` and
``data/decisions``: Nordvästra Skåne's Word forms 2019-2024, Stockholm county's spreadsheets and Västra
Götaland's text files 2021-2024. Every page made from them says that the data is synthetic.
"""
