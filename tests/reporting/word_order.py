"""The order in which Word wants settings of paragraphs, runs, tables and controls: another damages a file."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# From ISO/IEC 29500-1, the sequences of CT_PPr, CT_RPr, CT_TblPr and CT_SdtPr; only what is used here.
ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
        "tabs suppressAutoHyphens kinsoku wordWrap spacing ind contextualSpacing jc outlineLvl rPr sectPr"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike vanish color spacing w kern position sz szCs "
        "highlight u effect bdr shd vertAlign rtl cs em lang"
    ),
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "sdtPr": "alias tag id lock placeholder temporary showingPlcHdr",
}


def out_of_order(path: Path) -> list[str]:
    """Return the settings that stand where Word does not want them, in text and styles."""
    found = []
    with zipfile.ZipFile(path) as package:
        for part in ("word/document.xml", "word/styles.xml"):
            for element in etree.fromstring(package.read(part)).iter(*(W + name for name in ORDER)):
                kind = element.tag.removeprefix(W)
                wanted = ORDER[kind].split()
                names = [child.tag.removeprefix(W) for child in element]
                places = [wanted.index(name) for name in names if name in wanted]
                if places != sorted(places):
                    found.append(f"{part}: {kind} {' '.join(names)}")
    return found
