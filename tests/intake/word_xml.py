"""Word forms written by hand, since what a library makes lacks most of what real forms are made of."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)

REPORTER = "Rapporterande verksamhet (kommun och enhet, eller del av Region Skåne)"
COUNTERPART = "Motpart (kommun och enhet, eller del av Region Skåne)"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph; what is no markup becomes a run."""
    inner = "".join(one if one.startswith("<") else run(one) for one in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    blocks = (
        one if one.startswith(("<w:p>", "<w:tbl>", "<w:sdt>", "<mc:")) else p(one) for one in content or ("",)
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    whole = ("<w:tc>", "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:tc>")
    made = "".join(one if one.startswith(whole) else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def control(content: str, properties: str = "<w:text/>") -> str:
    """A content control around runs, paragraphs, a cell or a table."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def checkbox(on: bool, glyph: str | None = None) -> str:
    shown = glyph if glyph is not None else ("☒" if on else "☐")
    return control(run(shown), f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>')


def text_box(*paragraphs: str) -> str:
    """A text box as Word writes it: once for new readers and once more for old ones."""
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline>"
        "<wp:docPr id='1' name='Ruta' descr='Alternativtext Orvar Planterad'/>"
        f"<wps:txbx>{inner}</wps:txbx></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def write_docx(path: Path, *body: str, parts: dict[str, str] | None = None) -> Path:
    """Zip a document; `parts` are further parts of the package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"
        )
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return path


def old_form(answers: dict[str, str] | None = None, first_page: str | None = None) -> list[str]:
    """The body of Skåne's form of 2019-2023, filled in; `answers` replaces some (label → text or markup)."""
    filled = {
        "Datum för händelsen": "2023-05-03",
        "Datum då blanketten skickades": "2023-05-20",
        REPORTER: "Höganäs kommun, boendestöd",
        COUNTERPART: "Region Skåne, vuxenpsykiatrin",
        "Beskriv vad som hände": "Kallelsen kom inte fram.",
        "Vilka åtgärder har vidtagits?": "Vi ringde upp.",
        "Vad ledde dialogen fram till?": "En ny rutin.",
    } | (answers or {})
    first = first_page or table(
        row("Namn på den enskilde", "Orvar Planterad"),
        row("Personnummer", "19850302-1234"),
        row("Uppgiftslämnare", "Kurator Vivi Nedgrävd, boendestöd, 070-123 45 67"),
    )
    return [first, p("Uppgifter om händelsen"), table(*(row(label, filled[label]) for label in filled))]
