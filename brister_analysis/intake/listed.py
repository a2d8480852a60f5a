"""Several values in one cell, whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from brister_analysis.intake.table_rows import table_words
from brister_analysis.reference.form_versions import label_key


def split_values(
    cell: str, codes: Mapping[str, str], separators: Iterable[str] = ()
) -> tuple[list[str], list[str]]:
    """Part a cell into the values of a list.

    Parameters
    ----------
    cell
        Text of the cell.
    codes
        Written value → code; a written value that ends with ``*`` is how a value begins.
    separators
        What stands between values beside the usual signs and words.

    Returns
    -------
    tuple
        The codes found, in the cell's order and none twice, and the parts that are none of the values.

    Notes
    -----
    A value that itself holds a separator ("kommunikation/information") is found whole, the longest first.

    Examples
    --------
    >>> codes = {"rutiner": "rutiner", "kommunikation/information": "kommunikation", "SIP*": "sip"}
    >>> split_values("Kommunikation/information, rutiner och annat; SIP uteblev", codes)
    (['kommunikation', 'rutiner', 'sip'], ['annat'])
    """
    exact, begins = _keys(tuple(codes.items()))
    parts, between = _parts(cell, (*table_words()["separators"], *separators))
    found: list[str] = []
    unknown: list[str] = []
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            joined = "".join(parts[at] + between[at] for at in range(start, end - 1)) + parts[end - 1]
            code = exact.get(label_key(joined)) or (_beginning(joined, begins) if end == start + 1 else None)
            if code is not None:
                found.append(code)
                break
        else:
            end = start + 1
            if parts[start].strip():
                unknown.append(parts[start].strip())
        start = end
    return list(dict.fromkeys(found)), unknown


def match_value(cell: str, codes: Mapping[str, str]) -> str | None:
    """Return the code of a cell that holds one value, None when it is none of them."""
    exact, begins = _keys(tuple(codes.items()))
    return exact.get(label_key(cell)) or _beginning(cell, begins)


@lru_cache
def _keys(codes: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Return key → code of whole values, and of how values begin."""
    exact = {label_key(written): code for written, code in codes if not written.endswith("*")}
    return exact, {label_key(written[:-1]): code for written, code in codes if written.endswith("*")}


def _beginning(written: str, begins: Mapping[str, str]) -> str | None:
    plain = label_key(written)
    fitting = [start for start in begins if plain.startswith(start)]
    return begins[max(fitting, key=len)] if fitting else None


def _parts(cell: str, separators: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the parts of a cell and what stands after each of them."""
    pattern = "|".join(re.escape(one) for one in sorted(separators, key=lambda one: (-len(one), one)))
    pieces = re.split(f"({pattern})", cell, flags=re.IGNORECASE)
    return pieces[::2], [*pieces[1::2], ""]
