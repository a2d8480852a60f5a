"""The elements of a Word document: their names, settings, alternatives, controls, boxes and characters."""

from __future__ import annotations

from typing import Any

TICKED, UNTICKED = "☒", "☐"
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# Boxes of the symbol fonts Word's own "insert symbol" offers, by the low byte of their code.
_SYMBOLS = {
    "Wingdings": {"A8": UNTICKED, "6F": UNTICKED} | dict.fromkeys(("FE", "FD", "FC", "FB"), TICKED),
    "Wingdings 2": {"A3": UNTICKED} | dict.fromkeys(("52", "51", "50", "4F", "53"), TICKED),
}
_OFF = ("0", "false", "off", "none")


def local_name(element: Any) -> str:
    """Return the local name of a Word element, the full name of any other."""
    tag = getattr(element, "tag", "")
    if not isinstance(tag, str):
        return ""
    for namespace in _WORD:
        if tag.startswith(namespace):
            return tag[len(namespace) :]
    return tag


def children(element: Any, name: str) -> list[Any]:
    """Return the child elements of that name."""
    return [child for child in element if local_name(child) == name]


def below(element: Any, *names: str) -> Any | None:
    """Return the element found by following child names, None when one is absent."""
    for name in names:
        found = children(element, name)
        if not found:
            return None
        element = found[0]
    return element


def value(element: Any | None, name: str = "val", default: str = "") -> str:
    """Return a Word attribute of an element that may be absent."""
    if element is None:
        return default
    return next(
        (element.get(space + name) for space in _WORD if element.get(space + name) is not None), default
    )


def number(element: Any | None, default: int) -> int:
    """Return the value of a setting as a whole number, `default` when it is absent or none."""
    written = value(element)
    return int(written) if written.isdecimal() else default


def is_on(element: Any | None) -> bool:
    """Tell whether a setting is on: present, and not said to be off."""
    return element is not None and value(element, default="1").lower() not in _OFF


def settle_boxes(root: Any) -> None:
    """Write the state of each check box control as its text, since any glyph may be shown for it."""
    for sdt in [one for one in root.iter() if local_name(one) == "sdt"]:
        box = below(sdt, "sdtPr", f"{_W14}checkbox")
        glyph = next((one for one in sdt.iter() if local_name(one) in ("t", "sym")), None)
        if box is None or glyph is None:
            continue
        state = below(box, f"{_W14}checked")
        on = state is not None and state.get(f"{_W14}val", "1").lower() not in _OFF
        glyph.tag = glyph.tag.rpartition("}")[0] + "}t"
        glyph.text = TICKED if on else UNTICKED


def choice(alternatives: Any) -> Any:
    """Return what Word itself shows of several alternatives: the first choice, else the fallback."""
    for name in ("Choice", "Fallback"):
        for found in children(alternatives, f"{COMPATIBILITY}{name}"):
            return found
    return []


def control(sdt: Any, muted: bool, entered: bool) -> tuple[Any, bool, bool]:
    """Return a control's content, whether to pass it over (a placeholder), and whether it is written in."""
    content = below(sdt, "sdtContent")
    placeholder = is_on(below(sdt, "sdtPr", "showingPlcHdr"))
    return ([] if content is None else content), muted or placeholder, entered or _is_entry(sdt)


def _is_entry(sdt: Any) -> bool:
    """Tell whether a control is a place to write in, not one that keeps a part of the form together."""
    properties = below(sdt, "sdtPr")
    names = [] if properties is None else [local_name(one).rpartition("}")[2] for one in properties]
    keeps = any(name.startswith(("group", "docPart", "repeatingSection")) for name in names)
    return not keeps and not any(local_name(one) in ("tbl", "tr") for one in sdt.iter())


def character(element: Any, name: str) -> str | None:
    """Return the text an element stands for; None when it only holds others."""
    if name == "t":
        return element.text or ""
    if name in ("tab", "ptab"):
        return "\t"
    if name in ("br", "cr"):
        return "\n"
    if name == "noBreakHyphen":
        return "-"
    if name == "softHyphen":
        return ""
    if name == "sym":
        return _SYMBOLS.get(value(element, "font"), {}).get(value(element, "char")[-2:].upper(), "")
    if name == "fldChar":
        return _form_field(element)
    return None


def _form_field(field_character: Any) -> str:
    """Return the state of a legacy check box or list; text fields have their text in the runs that follow."""
    data = below(field_character, "ffData")
    if data is None:
        return ""
    box = below(data, "checkBox")
    if box is not None:
        state = below(box, "checked")
        return TICKED if is_on(state if state is not None else below(box, "default")) else UNTICKED
    choices = below(data, "ddList")
    if choices is None:
        return ""
    chosen = below(choices, "result")
    at = number(chosen if chosen is not None else below(choices, "default"), 0)
    entries = [value(one) for one in children(choices, "listEntry")]
    return entries[at] if at < len(entries) else ""
