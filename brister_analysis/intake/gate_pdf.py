"""What the pages of a PDF say, read without a library: enough for what browsers print.

A browser's PDF keeps each page as compressed drawing orders and each font with a table from its own numbers
to Unicode. What is packed otherwise (object streams, encryption, fonts without such a table) is not read, and
that is told, since nobody then knows what the file says.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

_OBJECT = re.compile(rb"(\d+) 0 obj\b\s*")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?:\s+0\s+R)?")
_CONTENTS = re.compile(rb"/Contents\s*(?:(\d+\s+0\s+R)|\[([^\]]*)\])")
_FONTS = re.compile(rb"/Font\s*<<(.*?)>>", re.DOTALL)
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d+)\s+0\s+R")
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<(FEFF[0-9A-Fa-f\s]*)>", re.DOTALL)
_PART = re.compile(rb"<([0-9A-Fa-f\s]*)>|\(((?:\\.|[^\\()])*)\)|(-?[\d.]+)", re.DOTALL)
_ORDER = re.compile(
    rb"/(?P<font>[^\s/<>\[\]()]+)\s+(?P<size>-?[\d.]+)\s+Tf|(?P<matrix>(?:-?[\d.]+\s+){6})Tm|"
    rb"(?P<x>-?[\d.]+)\s+(?P<y>-?[\d.]+)\s+T[dD]|(?P<shown>\[(?:[^\]()]|\((?:\\.|[^\\()])*\))*\]|<[0-9A-Fa-f\s]*>|"
    rb"\((?:\\.|[^\\()])*\))\s*T[Jj]|(?P<moved>\b(?:cm|Q|T\*))(?!\w)",
    re.DOTALL,
)
_CODES = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
# Pieces of one line closer than this share of the letter size are one word, farther than the other are apart.
_ONE_WORD, _APART = 0.15, 0.4


class UnknownPdfError(Exception):
    """A PDF that is packed in a way this module does not read."""


class _Font(NamedTuple):
    codes: dict[int, str]
    size: int  # bytes a code
    widths: dict[int, float]
    usual: float

    def read(self, written: bytes) -> tuple[str, float]:
        """Return a string's text and its width in thousandths of the letter size."""
        numbers = [
            int.from_bytes(written[at : at + self.size], "big") for at in range(0, len(written), self.size)
        ]
        text = "".join(
            self.codes.get(number, chr(number) if self.size == 1 else "\ufffd") for number in numbers
        )
        return text, sum(self.widths.get(number, self.usual) for number in numbers)


def pdf_texts(content: bytes) -> Iterator[str]:
    """Return what stands between the pages (title, alternative texts, links), then each page's text.

    Raises
    ------
    UnknownPdfError
        The file is no PDF, or packed otherwise than browsers do.
    """
    if not content.startswith(b"%PDF-") or b"/Encrypt" in content or b"/ObjStm" in content:
        raise UnknownPdfError
    objects = _objects(content)
    yield "\n".join(_said(found) for head, _ in objects.values() for found in _STRING.finditer(head))
    pages = [head for head, _ in objects.values() if re.search(rb"/Type\s*/Page\b", head)]
    if not pages:
        raise UnknownPdfError
    fonts = _fonts(objects)
    for number in _drawing(pages, objects):
        head, body = objects[number]
        yield _drawn(_unpacked(head, body or b""), fonts)


def _objects(content: bytes) -> dict[int, tuple[bytes, bytes | None]]:
    """Return each object's head and, where it has one, its stream as packed."""
    lengths = {
        int(number): int(value) for number, value in re.findall(rb"(\d+) 0 obj\s+(\d+)\s+endobj", content)
    }
    found: dict[int, tuple[bytes, bytes | None]] = {}
    at = 0
    while (start := _OBJECT.search(content, at)) is not None:
        end, stream = content.find(b"endobj", start.end()), content.find(b"stream", start.end())
        if end < 0:
            raise UnknownPdfError
        head, body = content[start.end() : end], None
        if 0 <= stream < end:
            head = content[start.end() : stream]
            told = _LENGTH.search(head)
            if told is None:
                raise UnknownPdfError
            size = int(told.group(1))
            if told.group().endswith(b"R"):
                size = lengths.get(size, 0)
            begin = stream + 6 + (2 if content[stream + 6 : stream + 8] == b"\r\n" else 1)
            body = content[begin : begin + size]
            end = content.find(b"endobj", begin + size)
        found[int(start.group(1))] = (head, body)
        at = max(end, start.end())
    return found


def _drawing(pages: list[bytes], objects: dict[int, tuple[bytes, bytes | None]]) -> list[int]:
    """Return the streams that draw: the pages' own, and drawings that pages use."""
    own = [found for page in pages for found in _CONTENTS.findall(page)]
    numbers = [
        int(number) for one, several in own for number in re.findall(rb"(\d+)\s+0\s+R", one or several)
    ]
    used = [number for number, (head, _) in objects.items() if re.search(rb"/Subtype\s*/Form\b", head)]
    if any(number not in objects for number in numbers):
        raise UnknownPdfError
    return numbers + used


def _unpacked(head: bytes, body: bytes) -> bytes:
    if b"/FlateDecode" in head:
        return zlib.decompressobj().decompress(body)
    if b"/Filter" in head:
        return b""  # a picture
    return body


def _fonts(objects: dict[int, tuple[bytes, bytes | None]]) -> dict[bytes, _Font]:
    names: dict[bytes, int] = {}
    for head, _ in objects.values():
        for block in _FONTS.finditer(head):
            for name, number in _NAMED.findall(block.group(1)):
                if names.setdefault(name, int(number)) != int(number):
                    raise UnknownPdfError  # the name means another font on another page
    return {name: _font(objects, number) for name, number in names.items()}


def _font(objects: dict[int, tuple[bytes, bytes | None]], number: int) -> _Font:
    head = objects[number][0]
    table = re.search(rb"/ToUnicode\s+(\d+)\s+0\s+R", head)
    if table is None:
        if b"Identity" in head or b"/Type3" in head:
            raise UnknownPdfError
        return _Font({}, 1, {}, 500.0)
    packed = objects[int(table.group(1))]
    told = _unpacked(packed[0], packed[1] or b"")
    size = _CODES.search(told)
    codes: dict[int, str] = {}
    for block in _CHARS.finditer(told):
        codes |= {int(code, 16): _utf16(text) for code, text in _PAIR.findall(block.group(1))}
    for block in _RANGES.finditer(told):
        for first, last, text in _RANGE.findall(block.group(1)):
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                codes[code] = _in_range(text, step)
    below = re.search(rb"/DescendantFonts\s*\[\s*(\d+)\s+0\s+R", head)
    widths, usual = _widths(objects[int(below.group(1))][0] if below else b"")
    return _Font(codes, len(size.group(1)) // 2 if size else 2, widths, usual)


def _in_range(text: bytes, step: int) -> str:
    if text.startswith(b"["):
        return _utf16(re.findall(rb"<([0-9A-Fa-f]+)>", text)[step])
    first = _utf16(text.strip(b"<>"))
    return first[:-1] + chr(ord(first[-1]) + step)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")


def _widths(head: bytes) -> tuple[dict[int, float], float]:
    """Return the widths of a font's letters, in thousandths of its size, and that of all others."""
    usual = re.search(rb"/DW\s+([\d.]+)", head)
    found: dict[int, float] = {}
    array = re.search(rb"/W\s*\[((?:[^\[\]]|\[[^\[\]]*\])*)\]", head)
    for first, several, last, same in re.findall(
        rb"(\d+)\s*(?:\[([^\]]*)\]|(\d+)\s+([\d.]+))", array.group(1) if array else b""
    ):
        if last:
            found |= dict.fromkeys(range(int(first), int(last) + 1), float(same))
        else:
            found |= {int(first) + step: float(width) for step, width in enumerate(several.split())}
    return found, float(usual.group(1)) if usual else 1000.0


def _said(found: re.Match[bytes]) -> str:
    """A string that stands outside the pages."""
    if found.group(2) is not None:
        return bytes.fromhex(re.sub(rb"\s", b"", found.group(2)).decode("ascii")).decode("utf-16", "replace")
    plain = _unescaped(found.group(1))
    return plain.decode("utf-16" if plain[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1", "replace")


def _unescaped(written: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return _ESCAPED.sub(
        lambda found: (
            bytes([int(found[1], 8) & 255]) if found[1].isdigit() else named.get(found[1], found[1])
        ),
        written,
    )


def _drawn(orders: bytes, fonts: dict[bytes, _Font]) -> str:
    """Follow the drawing orders of a page: what stands on one line and close together is one word."""
    said: list[str] = []
    font, size = None, 0.0
    line_x = line_y = 0.0  # where the line began
    end: tuple[float, float] | None = None  # where the last letter ended
    scale = 1.0
    for order in _ORDER.finditer(orders):
        kind = order.lastgroup
        if order["font"]:
            font, size = fonts.get(order["font"]), abs(float(order["size"]))
        elif kind == "matrix":
            a, _, _, _, line_x, line_y = map(float, order["matrix"].split())
            scale = abs(a) or 1.0
        elif order["y"]:
            line_x, line_y = line_x + scale * float(order["x"]), line_y + scale * float(order["y"])
        elif order["moved"]:
            end = None
        elif order["shown"]:
            if font is None:
                raise UnknownPdfError
            text, width = _shown(order["shown"], font)
            said.append(_joint(end, line_x, line_y, size * scale) + text)
            end = (line_x + width * size * scale / 1000, line_y)
    return "".join(said)


def _joint(end: tuple[float, float] | None, x: float, y: float, size: float) -> str:
    """Return what stands between two pieces: nothing within a word, a space, or a line break."""
    if end is None or abs(y - end[1]) > size / 3 or not -size <= x - end[0] <= _APART * size:
        return "\n"
    return "" if x - end[0] < _ONE_WORD * size else " "


def _shown(written: bytes, font: _Font) -> tuple[str, float]:
    text, width = "", 0.0
    for digits, letters, moved in _PART.findall(written):
        if moved:
            width -= float(moved)
            text += " " if float(moved) < -1000 * _ONE_WORD and text[-1:] != " " else ""
            continue
        piece = _unescaped(letters) if letters else bytes.fromhex(re.sub(rb"\s", b"", digits).decode("ascii"))
        read, wide = font.read(piece)
        text, width = text + read, width + wide
    return text, width
