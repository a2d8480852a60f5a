"""Each way a Word form may be made, and what comes out of it."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.intake.docx import DocxForm, read_docx
from brister_analysis.intake.word_text import clean
from tests.intake.word_xml import cell, checkbox, control, p, row, run, table, text_box, write_docx

LABELS = ("Datum", "Vad hände?", "Motpart – enhet", "Möte hölls", "Namn")
ENDS = ("Del 2: Händelsen",)
END = p("Del 2: Händelsen")


def read(path: Path, *body: str, template_texts: tuple[str, ...] = ()) -> DocxForm:
    return read_docx(write_docx(path / "form.docx", *body), LABELS, ENDS, template_texts)


def answers(form: DocxForm) -> dict[str, str]:
    assert not form.faults
    return {one.label: one.value for one in form.fields}


LAYOUTS = {
    "label to the left": table(row("Datum", "3 maj"), row("Vad hände?", "Inget svar.")),
    "four cells in a row": table(row("Datum", "3 maj", "Vad hände?", "Inget svar.")),
    "labels in a row above": table(row("Datum", "Vad hände?"), row("3 maj", "Inget svar.")),
    "label over the answer, all across": table(
        row(cell("Datum", properties='<w:gridSpan w:val="2"/>')),
        row(cell("3 maj", properties='<w:gridSpan w:val="2"/>')),
        row(cell("Vad hände?", properties='<w:gridSpan w:val="2"/>')),
        row("Inget", "svar."),
    ),
    "label above the answer in the cell": table(
        row(cell(p("Datum"), p("3 maj")), cell(p("Vad hände?"), p("Inget svar.")))
    ),
    "label and answer on one line": table(row("Datum: 3 maj"), row("Vad hände? Inget svar.")),
    "no table": p("Datum: 3 maj") + p("Vad hände?") + p("Inget svar."),
    "tabs": p(run("Datum:"), "<w:r><w:tab/></w:r>", run("3 maj"), "<w:r><w:tab/></w:r>", run("Vad hände?"))
    + p("Inget svar."),
    "a table within a cell": table(row(table(row("Datum", "3 maj"), row("Vad hände?", "Inget svar.")))),
    "a box under the label": p("Datum") + table(row("3 maj")) + p("Vad hände?") + table(row("Inget svar.")),
    "a label merged over two rows": table(
        row("Datum", "3 maj"),
        row(cell("Vad hände?", properties='<w:vMerge w:val="restart"/>'), "Inget"),
        row(cell(properties="<w:vMerge/>"), "svar."),
    ),
    "text boxes": p("Datum", text_box(p("3 maj"))) + p("Vad hände?", text_box(p("Inget svar."))),
    "capitals, numbers, hints and odd spaces": table(
        row("1. DATUM\u00a0 (åååå-mm-dd):", "3 maj"), row("2. Vad ha\u0308nde? *", "Inget svar.")
    ),
    "a label broken over lines": table(row(cell(p("Motpart –"), p("enhet")), "x"), row("Datum", "3 maj"))
    + p("Vad hände?")
    + p("Inget svar."),
    "numbered rows": table(row("1", "Datum", "3 maj"), row("2", "Vad hände?", "Inget svar.")),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_answers(layout: str, tmp_path: Path) -> None:
    found = answers(read(tmp_path, END, LAYOUTS[layout]))
    assert found["Datum"] == "3 maj"
    assert " ".join(found["Vad hände?"].split()) == "Inget svar."


FORM_TEXT = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Text1"/><w:textInput/></w:ffData>'
    "</w:fldChar></w:r>"
    '<w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
FORM_BOX = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{}"/>{}</w:checkBox>'
    "</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
FORM_LIST = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="BUP"/><w:listEntry w:val="Akuten"/></w:ddList></w:ffData></w:fldChar></w:r>'
)

CONTENTS = [
    # what the answer's cell holds, what is read
    ("plain", "plain"),
    (p(control("in a control")), "in a control"),
    (control(p("a block") + p("of two")), "a block\nof two"),
    (p(control("Klicka här", "<w:showingPlcHdr/><w:text/>")), ""),
    ("Klicka eller tryck här för att ange text.", ""),
    (p(control("3 maj", '<w:date w:fullDate="2023-05-03T00:00:00Z"/>')), "3 maj"),
    (p(FORM_TEXT.format(run("an old field"))), "an old field"),
    (p(FORM_TEXT.format(run("\u2002\u2002\u2002\u2002\u2002"))), ""),
    (p(FORM_LIST), "Akuten"),
    (p(FORM_BOX.format(0, "<w:checked/>")), "☒"),
    (p(FORM_BOX.format(0, '<w:checked w:val="0"/>')), "☐"),
    (p(FORM_BOX.format(1, "")), "☒"),
    (p(checkbox(True, "✿"), "Ja ", checkbox(False), "Nej"), "☒Ja ☐Nej"),
    (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', " Ja"), "☒ Ja"),
    (p("kept", "<w:ins w:id='1' w:author='X'>" + run(" and added") + "</w:ins>"), "kept and added"),
    (p("kept", "<w:del w:id='1'><w:r><w:delText> but deleted</w:delText></w:r></w:del>"), "kept"),
    (
        p("<w:moveFrom>" + run("moved ") + "</w:moveFrom>", "here", "<w:moveTo>" + run("!") + "</w:moveTo>"),
        "here!",
    ),
    (p("one ", properties="<w:rPr><w:del w:id='3'/></w:rPr>") + p("line"), "one line"),
    (p("seen", run(" hidden", "<w:vanish/>")), "seen"),
    (p("<w:hyperlink r:id='4' xmlns:r='r'>" + run("a link") + "</w:hyperlink>"), "a link"),
    (p("a", "<w:r><w:br/></w:r>", "b", "<w:r><w:tab/></w:r>", "c"), "a\nb c"),
    (
        p("soft", "<w:r><w:softHyphen/></w:r>", "hy\u00adphen", "<w:r><w:noBreakHyphen/></w:r>", "ed"),
        "softhyphen-ed",
    ),
    (p("note", "<w:r><w:footnoteReference w:id='2'/></w:r>"), "note"),
    (p("_______", "on a line", "_______"), "on a line"),
    (p("Först.") + p("Möte hölls") + p("sedan."), "Först.\nMöte hölls\nsedan."),
    (p(control("Möte hölls")), "Möte hölls"),
    (table(row("a"), row("b")), "a\nb"),
]


@pytest.mark.parametrize(("content", "value"), CONTENTS)
def test_what_a_cell_may_hold(content: str, value: str, tmp_path: Path) -> None:
    form = read(tmp_path, END, table(row("Motpart – enhet", content)))
    assert answers(form) == {"Motpart – enhet": value}


def test_controls_around_cells_rows_and_the_whole_form(tmp_path: Path) -> None:
    around_cell = control(cell("3 maj"))
    around_row = control(row("Vad hände?", "Inget svar."), "<w:text/>")
    grouped = control(END + table(row("Datum", around_cell)) + table(around_row), "<w:group/>")
    assert answers(read(tmp_path, grouped)) == {"Datum": "3 maj", "Vad hände?": "Inget svar."}


@pytest.mark.parametrize("line", ["☒ Möte hölls", "Möte hölls ☒", "Möte hölls: ☒"])
def test_a_box_on_the_line_of_its_label(line: str, tmp_path: Path) -> None:
    assert answers(read(tmp_path, END, p(line))) == {"Möte hölls": "☒"}


def test_a_box_in_a_paragraph_that_runs_on_is_kept(tmp_path: Path) -> None:
    runs_on = p("Vad", text_box(p("Datum: 3 maj")), properties="<w:rPr><w:del w:id='3'/></w:rPr>")
    assert answers(read(tmp_path, END, runs_on, p(" hände? Inget."))) == {
        "Datum": "3 maj",
        "Vad hände?": "Inget.",
    }


def test_deleted_rows_are_not_read(tmp_path: Path) -> None:
    gone = row("Datum", "4 maj", properties="<w:del w:id='1'/>")
    assert answers(read(tmp_path, END, table(gone, row("Datum", "3 maj")))) == {"Datum": "3 maj"}


def test_the_same_label_twice_gives_two_fields(tmp_path: Path) -> None:
    form = read(tmp_path, END, table(row("Datum", "3 maj"), row("Datum", "4 maj")))
    assert [(one.value, one.place) for one in form.fields] == [
        ("3 maj", "tabell 1, rad 1"),
        ("4 maj", "tabell 1, rad 2"),
    ]


def test_text_without_a_label_is_told_by_its_place(tmp_path: Path) -> None:
    form = read(tmp_path, END, table(row("Datum", "3 maj"), row("Ny etikett", "Orvar Planterad")), p("Slut"))
    assert {one.label: one.value for one in form.fields} == {"Datum": "3 maj"}
    assert [(one.key, one.where) for one in form.faults] == [
        ("forms.docx.unplaced", ("tabell 1, rad 2", "stycke 6"))
    ]
    assert "Orvar" not in str(form.faults[0])


def test_printed_instructions_are_no_answers(tmp_path: Path) -> None:
    body = END + p("Skriv inga namn!") + table(row(cell(p("Datum"), p("Skriv inga namn!")), "3 maj"))
    assert answers(read(tmp_path, body, template_texts=("Skriv inga namn",))) == {"Datum": "3 maj"}


def test_the_first_page_is_kept_apart(tmp_path: Path) -> None:
    first = table(row("Namn", "Orvar Planterad"), row("Datum", "1 maj"))
    form = read(tmp_path, first, p("Vad hände? Inget."), END, table(row("Datum", "3 maj")))
    assert answers(form) == {"Datum": "3 maj"}
    assert [(one.label, one.value) for one in form.first_page] == [
        ("Namn", "Orvar Planterad"),
        ("Datum", "1 maj"),
        ("Vad hände?", "Inget."),
    ]
    assert "Orvar" not in repr(form)


def test_the_end_of_the_first_page_may_stand_in_the_table(tmp_path: Path) -> None:
    form = read(tmp_path, table(row("Namn", "Orvar"), row("Del 2: Händelsen"), row("Datum", "3 maj")))
    assert answers(form) == {"Datum": "3 maj"}


def test_a_box_beside_the_end_of_the_first_page_belongs_to_the_first_page(tmp_path: Path) -> None:
    form = read(tmp_path, p("Namn"), p("Del 2: Händelsen", text_box(p("Orvar Planterad"))), p("Datum: 3 maj"))
    assert answers(form) == {"Datum": "3 maj"}
    assert form.first_page[0].value == "Orvar Planterad"


@pytest.mark.parametrize(
    "line",
    [
        "Det som ska in under Del 2: Händelsen skrivs i tabellen",
        "Del 2: Händelsen\t2",
        "Del 2: Händelsen: nu",
    ],
)
def test_what_only_mentions_the_end_does_not_end_the_first_page(line: str, tmp_path: Path) -> None:
    content = line.replace("\t", "</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>")
    form = read(tmp_path, f"<w:p><w:r><w:t>{content}</w:t></w:r></w:p>", table(row("Datum", "3 maj")))
    assert [one.key for one in form.faults] == ["forms.docx.no_first_page"]
    assert not form.fields
    assert not form.first_page


def test_two_reports_in_one_file_are_refused(tmp_path: Path) -> None:
    form = read(tmp_path, END, p("Datum: 3 maj"), p("Namn: Orvar"), END, p("Datum: 4 maj"))
    assert [one.key for one in form.faults] == ["forms.docx.several"]
    assert not form.fields
    assert "2 rapporter" in str(form.faults[0])


def test_nothing_but_the_main_document_is_read(tmp_path: Path) -> None:
    name = "Orvar Planterad"
    beside = ("comments", "header1", "footer1", "footnotes", "endnotes", "glossary/document")
    parts = {f"word/{part}.xml": name for part in beside} | {
        "docProps/core.xml": name,
        "docProps/custom.xml": name,
    }
    body = p(
        "<w:commentRangeStart w:id='1'/>",
        "Datum: ",
        run("3 maj"),
        "<w:r><w:commentReference w:id='1'/></w:r>",
    )
    path = write_docx(tmp_path / "form.docx", END, body, p(text_box(p("Motpart – enhet: BUP"))), parts=parts)
    form = read_docx(path, LABELS, ENDS)
    assert answers(form) == {"Datum": "3 maj", "Motpart – enhet": "BUP"}
    assert not form.first_page


def _ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name.encode("utf-16-le") + bytes(200)


def _zip(**parts: str) -> bytes:
    import io

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


FILES = {
    "empty": b"",
    "pdf": b"%PDF-1.7 ...",
    "image": b"\xff\xd8\xff\xe0 ...",
    "rtf": b"{\\rtf1 ...}",
    "password": _ole("EncryptedPackage"),
    "doc": _ole("WordDocument"),
    "mail": _ole("__properties_version1.0"),
    "odt": _zip(mimetype="application/vnd.oasis.opendocument.text", content_xml="<a/>"),
    "sheet": _zip(xl__workbook_xml="<a/>"),
    "packed": _zip(**{"januari/Blankett.docx": "x"}),
    "pages": _zip(**{"Index/Document.iwa": "x"}),
    "link": b"[InternetShortcut]\r\nURL=x",
    "not_word": _zip(a_xml="<a/>"),
    "unknown": b"Namn: Orvar Planterad",
    "truncated": _zip(word__document_xml="<w:document>" + "text " * 1000)[:200],
}


@pytest.mark.parametrize("kind", FILES)
def test_what_is_no_word_form_is_told_with_advice(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(FILES[kind])
    form = read_docx(path, LABELS, ENDS)
    assert [one.key for one in form.faults] == [f"forms.docx.{kind}"]
    assert "Orvar" not in str(form.faults[0])


def test_broken_xml_and_a_missing_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(_zip(word__document_xml="<w:document>"))
    assert [one.key for one in read_docx(path, LABELS, ENDS).faults] == ["forms.docx.truncated"]
    assert [one.key for one in read_docx(tmp_path / "none", LABELS, ENDS).faults] == ["forms.docx.closed"]


def test_a_main_document_by_another_name_is_found(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "first.docx", END, p("Datum: 3 maj"))
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode()
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    path.write_bytes(_zip(_rels__="x", **{"_rels/.rels": relation, "word/document2.xml": xml}))
    assert answers(read_docx(path, LABELS, ENDS)) == {"Datum": "3 maj"}


def test_entities_and_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(
        _zip(word__document_xml='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    )
    assert [one.key for one in read_docx(path, LABELS, ENDS).faults] == ["forms.docx.not_word"]
    path.write_bytes(_zip(word__document_xml=" " * 41_000_000))
    assert [one.key for one in read_docx(path, LABELS, ENDS).faults] == ["forms.docx.large"]


def test_no_damage_is_a_crash(tmp_path: Path) -> None:
    whole = write_docx(tmp_path / "whole.docx", END, table(*[row("Datum", "3 maj")] * 20)).read_bytes()
    damaged = tmp_path / "damaged.docx"
    chance = random.Random(20190101)
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 10)):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        damaged.write_bytes(content)
        form = read_docx(damaged, LABELS, ENDS)
        assert form.fields or form.faults


def test_deep_nesting_is_no_crash(tmp_path: Path) -> None:
    nested = p("Datum: 3 maj")
    for _ in range(60):
        nested = table(row(cell(nested)))
    assert answers(read(tmp_path, END, nested)) == {"Datum": "3 maj"}


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text())
def test_cleaning_is_done_once_and_for_all(written: str) -> None:
    assert clean(clean(written)) == clean(written)
    assert "\xa0" not in clean(written)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=40))
def test_what_is_written_beside_a_label_is_read_whole(written: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = answers(read(Path(folder), END, table(row("Motpart – enhet", p(run(written))))))
    assert found == {"Motpart – enhet": clean(written)}
