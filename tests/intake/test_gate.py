from __future__ import annotations

import base64
import io
import json
import zipfile
import zlib
from pathlib import Path

import pytest

from brister_analysis.intake.gate import gate
from brister_analysis.intake.identifiers import KINDS, scan
from brister_analysis.language import LANGUAGES, text

NAME, NUMBER = "Gustav Broman", "19450317-0019"


def png(**said: str) -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, value in said.items():
        info.add_text(key, value)
    sink = io.BytesIO()
    Image.new("RGB", (2, 2)).save(sink, "PNG", pnginfo=info)
    return sink.getvalue()


def parquet(value: str) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table({"description": [value]}), sink)
    return sink.getvalue()


def zipped(name: str, value: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(name, value)
    return sink.getvalue()


def portable(title: str, drawn: str) -> bytes:
    """A PDF with a title and one page, its drawing orders compressed as browsers do."""
    orders = zlib.compress(f"BT /F1 12 Tf 1 0 0 1 50 700 Tm ({drawn}) Tj ET".encode("latin-1"))
    parts = [
        f"<</Title ({title})>>".encode("latin-1"),
        b"<</Type /Page /Contents 3 0 R /Resources <</Font <</F1 4 0 R>>>>>>",
        b"<</Filter /FlateDecode /Length %d>>\nstream\n" % len(orders) + orders + b"\nendstream",
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
    ]
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, part) for at, part in enumerate(parts, start=1))
    return b"%PDF-1.7\n" + objects


def runs(kind: str, value: str) -> str:
    """A paragraph of Word or a text of Excel whose words are cut by formatting."""
    space = f"http://schemas.openxmlformats.org/{kind}/2006/main"
    block = "p" if kind == "wordprocessingml" else "si"
    pieces = "".join(f"<x:r><x:rPr><x:b/></x:rPr><x:t>{part}</x:t></x:r>" for part in (value[:3], value[3:]))
    return f'<x:doc xmlns:x="{space}"><x:{block}>{pieces}</x:{block}></x:doc>'


def uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


PLACES = {
    "text.html": lambda v: f"<html><body><p>Vi mötte {v}.</p></body></html>".encode(),
    "alt.html": lambda v: f'<html><body><img alt="Bild på {v}" src="x"></body></html>'.encode(),
    "comment.html": lambda v: f"<html><body><!-- {v} --><p>x</p></body></html>".encode(),
    "script.html": lambda v: f"<html><body><script>var a = '{v}';</script></body></html>".encode(),
    "split.html": lambda v: f"<html><body><p>{v[:3]}<b>{v[3:]}</b></p></body></html>".encode(),
    "image.html": lambda v: (
        f'<html><body><img src="{uri("image/png", png(Author=v))}"></body></html>'.encode()
    ),
    "download.html": lambda v: (
        f'<html><body><a href="{uri("text/csv", f"a;b{chr(10)}1;{v}".encode())}">x</a></body></html>'.encode()
    ),
    "figure.svg": lambda v: f'<svg xmlns="http://www.w3.org/2000/svg"><title>{v}</title></svg>'.encode(),
    "figure.png": lambda v: png(Description=v),
    "table.csv": lambda v: f"a,b\n1,{v}\n".encode(),
    "cp1252.csv": lambda v: f"a;b\nå;{v}\n".encode("cp1252"),
    "data.json": lambda v: json.dumps({"a": [{"b": v}]}).encode(),
    "note.ipynb": lambda v: json.dumps({"cells": [{"source": ["# x\n", v], "outputs": []}]}).encode(),
    "output.ipynb": lambda v: json.dumps(
        {"cells": [{"outputs": [{"data": {"image/png": base64.b64encode(png(Title=v)).decode()}}]}]}
    ).encode(),
    "book.xlsx": lambda v: zipped("xl/sharedStrings.xml", f"<sst><si><t>{v}</t></si></sst>"),
    "letter.docx": lambda v: zipped("docProps/core.xml", f"<p><creator>{v}</creator></p>"),
    "reports.parquet": parquet,
    "run.log": lambda v: f"fel i raden {v}\n".encode(),
    "title.pdf": lambda v: portable(v, "x"),
    "page.pdf": lambda v: portable("x", v),
    "runs.docx": lambda v: zipped("word/document.xml", runs("wordprocessingml", v)),
    "header.docx": lambda v: zipped("word/header1.xml", runs("wordprocessingml", v)),
    "comments.docx": lambda v: zipped("word/comments.xml", runs("wordprocessingml", v)),
    "runs.xlsx": lambda v: zipped("xl/sharedStrings.xml", runs("spreadsheetml", v)),
    "comments.xlsx": lambda v: zipped("xl/comments1.xml", runs("spreadsheetml", v)),
    "core.xlsx": lambda v: zipped("docProps/core.xml", f"<p><lastModifiedBy>{v}</lastModifiedBy></p>"),
    "page.datapackage.json": lambda v: json.dumps({"contributors": [{"title": v}]}).encode(),
}


@pytest.mark.parametrize("planted", [NAME, NUMBER])
@pytest.mark.parametrize("file", sorted(PLACES))
def test_a_hit_in_any_layer_is_refused_and_not_repeated(tmp_path: Path, file: str, planted: str) -> None:
    (tmp_path / file).write_bytes(PLACES[file](planted))
    faults = gate([tmp_path])
    assert faults
    assert all(fault.where[0] == file for fault in faults)
    told = " ".join(map(str, faults)) + repr(faults)
    assert not [part for part in planted.split() if part in told]


@pytest.mark.parametrize("file", sorted(PLACES))
def test_what_holds_no_identifier_passes(tmp_path: Path, file: str) -> None:
    (tmp_path / file).write_bytes(PLACES[file]("Vårdcentralen Kung Karl"))
    assert gate([tmp_path]) == []


def test_a_file_name_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "gustav_broman.html").write_text("<p>x</p>", encoding="utf-8")
    (fault,) = gate([tmp_path])
    assert fault.key == "identifiers.gate.file_name"
    assert "gustav" not in f"{fault}{fault!r}".casefold()


def test_a_name_that_may_be_printed_passes_in_its_section_only(tmp_path: Path) -> None:
    page = '<section id="{}"><p>Sammanställt av <a href="mailto:x">Siv Ek</a>.</p></section>'
    (tmp_path / "a.html").write_text(page.format("group"), encoding="utf-8")
    assert gate([tmp_path], allowed={"group": ["Siv Ek"]}) == []
    (tmp_path / "a.html").write_text(page.format("causes"), encoding="utf-8")
    (fault,) = gate([tmp_path], allowed={"group": ["Siv Ek"]})
    assert (fault.where, fault.got) == (("a.html", "#causes"), "namn")


def test_what_the_forms_held_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Det sa zxqvina, och numret är 7 781 204.</p>", encoding="utf-8")
    assert len(gate([tmp_path], forbidden=["Zxqvina"])) == 1
    assert gate([tmp_path], forbidden=["Lund", "Hans", "Malmö"]) == []


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"not a workbook")
    assert [fault.key for fault in gate([tmp_path])] == ["identifiers.gate.unreadable"]


@pytest.mark.parametrize(
    "content",
    [
        b"not a PDF",
        b"%PDF-1.7\nno page",
        portable("x", "y") + b"trailer <</Encrypt 9 0 R>>",
        portable("x", "y").replace(b"/Title", b"/Type /ObjStm /Title"),
        portable("x", "y").replace(b"/Subtype /Type1", b"/Subtype /Type3"),
        portable("x", "y").replace(b"/Contents 3", b"/Contents 8"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    assert [fault.key for fault in gate([tmp_path])] == ["identifiers.gate.unreadable"]


def test_what_a_browser_prints_is_read(tmp_path: Path) -> None:
    from brister_analysis.reporting.printing import find_browser, pdf

    if find_browser() is None:
        pytest.skip("no browser to print with")
    printed = pdf(f"<html lang='sv'><body><p>Vi mötte {NAME[:3]}<b>{NAME[3:]}</b>.</p></body></html>")
    (tmp_path / "a.pdf").write_bytes(printed)
    assert [(fault.where, fault.got) for fault in gate([tmp_path])] == [(("a.pdf", "sida 1"), "namn")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_told_in_words(language: str) -> None:
    told = [text(f"identifiers.kind.{kind}", language) for kind in KINDS]
    assert all(word == word.lower() for word in told)


@pytest.mark.parametrize(
    "text",
    [
        "Rapport skane-nordvastra-2023-007 från 2023-03-14T10:22:05.123456+01:00",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "550e8400-e29b-41d4-a716-446655440000",
        "[PERSON 1] ringde [PERSON 2], [PHONE] och [PERSONNUMMER]",
        "Vårdcentralen Kung Karl, Villa Agnes, Tegnérskolan, Maria Ungdom och Sankt Görans sjukhus",
        "Region Skåne, Västra Götalandsregionen, Upplands Väsby, Dals-Ed, Lilla Edet och Mora",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "12 345 invånare, 0,25 till 0,40, 95 % KI 3.1-14.2, p = 0,19, 2019-2023: 30 48 24 29 17",
        "2023;30;0,25;12 345\n2022;48;0,40;9 876",
        "Josefsson (2004), Matscheck och Axelsson (2012), Alzheimers sjukdom, C-SSRS",
        "Kommunikation Rutiner Helhetssyn Individfokus Kompetens Bemötande Samordnad individuell plan",
        "https://www.scb.se/vara-tjanster/oppna-data/ CC BY 4.0, version 1.2.3",
    ],
)
def test_what_pages_hold_anyway_passes(text: str) -> None:
    assert scan(text) == []


def test_ids_of_cells_pass(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(
        json.dumps({"cells": [{"id": "09378613", "source": []}]}), encoding="utf-8"
    )
    assert gate([tmp_path]) == []


def test_reference_tables_pass() -> None:
    from importlib.resources import files

    folder = files("brister_analysis.reference").joinpath("data")
    for name in ("municipalities.csv", "areas.csv", "codebook.toml"):
        assert scan(folder.joinpath(name).read_text(encoding="utf-8")) == []
