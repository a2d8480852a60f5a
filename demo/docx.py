"""Word files by hand: the least XML that Word opens, with the ways people's forms really differ.

Written without a library, since a library would write only its own kind of file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from demo.package import OFFICE, PACKAGE, relationships, write_package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text: str, tag: str = "t") -> str:
    """Return a run; a line feed becomes a soft line break. `tag` is ``delText`` inside a deletion."""
    parts = (f'<w:{tag} xml:space="preserve">{escape(part)}</w:{tag}>' for part in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(parts)}</w:r>"


def paragraph(*content: str) -> str:
    """Return a paragraph of runs and the like."""
    return f"<w:p>{''.join(content)}</w:p>"


def content_control(content: str, name: str) -> str:
    """Return a content control around runs (inline) or paragraphs (block)."""
    named = f"<w:sdtPr><w:alias w:val={quoteattr(name)}/></w:sdtPr>"
    return f"<w:sdt>{named}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def text_field(text: str) -> str:
    """Return a legacy form field: instruction, then what was typed."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return (
        '<w:r><w:fldChar w:fldCharType="begin">'
        '<w:ffData><w:name w:val="Text1"/><w:enabled/><w:textInput/></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r>'
        f"{mark('separate')}{run(text)}{mark('end')}"
    )


def inserted(text: str, author: str, day: str) -> str:
    """Return a tracked insertion: text that counts."""
    return f'<w:ins w:id="901" w:author={quoteattr(author)} w:date="{day}T09:00:00Z">{run(text)}</w:ins>'


def deleted(text: str, author: str, day: str) -> str:
    """Return a tracked deletion: text that must not be read."""
    mark = f'w:id="902" w:author={quoteattr(author)} w:date="{day}T09:00:00Z"'
    return f"<w:del {mark}>{run(text, 'delText')}</w:del>"


def commented(content: str) -> str:
    """Return runs with the file's one comment attached."""
    begin, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    return f'{begin}{content}{end}<w:r><w:commentReference w:id="0"/></w:r>'


def checkbox(ticked: bool) -> str:
    """Return a checkbox as Word 2010 and later makes it."""
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run('☒' if ticked else '☐')}</w:sdtContent></w:sdt>"
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table of two columns; a row of one cell spans both. Cells end with a paragraph."""
    written = []
    for cells in rows:
        span = '<w:gridSpan w:val="2"/>' if len(cells) == 1 else ""
        written.append("".join(f"<w:tc><w:tcPr>{span}</w:tcPr>{cell}</w:tc>" for cell in cells))
    grid = '<w:tblGrid><w:gridCol w:w="3200"/><w:gridCol w:w="6000"/></w:tblGrid>'
    body = "".join(f"<w:tr>{row}</w:tr>" for row in written)
    return f'<w:tbl><w:tblPr><w:tblW w:w="9200" w:type="dxa"/></w:tblPr>{grid}{body}</w:tbl><w:p/>'


def write_docx(
    path: Path, body: str, title: str, author: str, comment: tuple[str, str] | None = None
) -> None:
    """Write a Word file.

    Parameters
    ----------
    path
        Where to; the folder exists.
    body
        Paragraphs and tables as XML.
    title, author
        Document properties; people's names get in there by themselves.
    comment
        Author and text of a comment, or None.
    """
    namespaces = (
        f'xmlns:w="{W}" xmlns:w14="{W14}" mc:Ignorable="w14" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    types = [("/word/document.xml", f"{WORD_TYPE}.document.main+xml")]
    types.append(("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    related = [
        ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
        ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ]
    parts = {
        "_rels/.rels": relationships(related),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
            f"<cp:lastModifiedBy>{escape(author)}</cp:lastModifiedBy></cp:coreProperties>"
        ),
        "word/document.xml": f"<w:document {namespaces}><w:body>{body}</w:body></w:document>",
    }
    if comment:
        who, said = comment
        types.append(("/word/comments.xml", f"{WORD_TYPE}.comments+xml"))
        parts["word/_rels/document.xml.rels"] = relationships(
            [("rId1", f"{OFFICE}/comments", "comments.xml")]
        )
        parts["word/comments.xml"] = (
            f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author={quoteattr(who)}>'
            f"{paragraph(run(said))}</w:comment></w:comments>"
        )
    write_package(path, parts, types)
