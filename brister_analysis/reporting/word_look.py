"""How a stretch of text in Word looks, and where it links."""

from __future__ import annotations

import re
from typing import Any

from brister_analysis.intake.word_elements import below, is_on
from brister_analysis.reporting.word_parts import WordParts, safe_address

_FIELD_LINK = re.compile(r'HYPERLINK\s+"([^"]+)"')


class Look:
    """How a stretch of text looks and where it links; fields run over several runs of a paragraph."""

    def __init__(
        self, bold: bool = False, italic: bool = False, address: str = "", fields: list[str] | None = None
    ) -> None:
        self.bold, self.italic, self.address = bold, italic, address
        # The code of each open field, shared by all runs of the paragraph.
        self.fields: list[str] = [] if fields is None else fields

    @property
    def shown(self) -> tuple[bool, bool, str]:
        """Bold, italic and address as they are here."""
        address = self.address or next((a for code in self.fields if (a := field_address(code))), "")
        return self.bold, self.italic, address

    def of_run(self, properties: Any | None, parts: WordParts) -> Look:
        """Return the look of a run with these properties."""
        style = parts.style(properties, "rStyle")
        on = {"b": style.bold, "i": style.italic}
        for name in on:
            own = below(properties, name) if properties is not None else None
            on[name] = on[name] if own is None else is_on(own)
        return Look(on["b"], on["i"], self.address, self.fields)

    def linking(self, address: str) -> Look:
        """Return the same look within a link."""
        return Look(self.bold, self.italic, address or self.address, self.fields)

    def field(self, kind: str) -> None:
        """Open or close a field, as its character says."""
        if kind == "begin":
            self.fields.append("")
        elif kind == "end" and self.fields:
            self.fields.pop()

    def code(self, instruction: str) -> None:
        """Take a part of the open field's code."""
        if self.fields:
            self.fields[-1] += instruction


def field_address(code: str) -> str:
    """Return where a field's code links, empty when nowhere a page may link to."""
    found = _FIELD_LINK.search(code)
    return safe_address(found[1]) if found else ""
