"""The Word draft says what the page says: the same headings, texts and numbers."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from docx import Document
from docx.table import Table
from lxml import html as parser

from brister_analysis.reporting.svg_picture import png
from brister_analysis.reporting.word_report import OWN, SHOWN, word_report
from tests.reporting.word_order import out_of_order

# A file writes 47,1 where the page writes 47 %, and has the limits of an interval in columns of their own.
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@pytest.fixture(scope="module")
def content(yearly):
    return word_report(yearly[0])


@pytest.fixture(scope="module")
def document(content):
    return Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def page(yearly):
    return parser.fromstring(yearly[0])


def tables(document):
    """Caption and rows of each table of a document."""
    found, caption = [], ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            found.append((caption, [[cell.text for cell in row.cells] for row in block.rows]))
        elif block.style.name == "Caption":
            caption = block.text
    return found


def rounded(cell):
    return [round(float(one.replace(",", "."))) for one in NUMBER.findall(cell.replace("\xa0", ""))]


def test_every_number_of_the_files_stands_in_the_documents_table(yearly, page, document):
    """Row by row: the file of each table has the same label and the same numbers."""
    in_word = dict(tables(document))
    checked = 0
    for link in page.xpath("//p/a[@download]"):
        caption = link.xpath("preceding::caption[1]/text()")[0]
        rows = list(csv.reader(io.StringIO(yearly[1][link.get("href")].lstrip("\ufeff")), delimiter=";"))
        head, *body = rows
        labels = {row[0]: row[1:] for row in in_word[caption]}
        wanted = [place for place, name in enumerate(head) if name not in ("område", "år", "påhittat")]
        for row in body:
            shown = [number for cell in labels[row[wanted[0]]] for number in rounded(cell)]
            filed = [number for place in wanted[1:] for number in rounded(row[place])]
            assert len(shown) == len(filed), (caption, row[wanted[0]])
            # A file keeps a decimal, the page rounds to whole percent.
            assert all(abs(a - b) <= 1 for a, b in zip(shown, filed, strict=True))
            checked += len(filed)
    assert checked > 100


def test_every_cell_is_the_pages_own(page, document):
    on_page = [
        [["".join(cell.itertext()) for cell in row.xpath("./th | ./td")] for row in table.iter("tr")]
        for table in page.xpath(f"{SHOWN}//table")
    ]
    in_word = [[[cell.replace("\n", "") for cell in row] for row in rows] for _, rows in tables(document)]
    assert in_word == on_page


def test_headings_are_real_and_stand_in_the_pages_order(page, document):
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == page.xpath(f"{SHOWN}/h2/text()")


def test_peoples_words_are_marked_as_theirs(document):
    assert "Vi samlar brister för att lära av dem." in [
        p.text for p in document.paragraphs if p.style.name == OWN
    ]


def test_made_up_data_says_so_on_every_sheet(document):
    assert document.paragraphs[0].text.startswith("Påhittat: ")
    assert document.sections[0].header.paragraphs[0].text.startswith("Påhittat: ")
    assert any(p.text.startswith("Påhittade uppgifter.") for p in document.paragraphs)


def test_tables_repeat_their_head_and_no_cell_is_merged(document):
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert not table._tbl.xpath(".//w:gridSpan | .//w:vMerge")


def test_figures_are_sharp_and_say_what_they_show(page, document):
    alts = page.xpath("//svg[@class='wide']/@aria-label")
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == alts != []
    first = document.part.related_parts[
        document.inline_shapes[0]._inline.xpath(".//a:blip/@r:embed")[0]
    ].image
    assert first.px_width / document.inline_shapes[0].width.inches > 200


def test_what_belongs_to_a_screen_is_left_out(document):
    said = "\n".join(p.text for p in document.paragraphs)
    assert "Hämta tabellen" not in said
    assert "Figuren i ord" not in said
    assert "Innehåll" not in said
    assert "Excel" not in said


def test_it_names_nobody_no_time_and_its_language(document, content):
    properties = document.core_properties
    assert {properties.author, properties.last_modified_by} == {"brister"}
    assert properties.created == properties.modified
    assert properties.language == "sv-SE"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {one.date_time for one in package.infolist()} == {(2019, 1, 1, 0, 0, 0)}
        assert b'w:lang w:val="sv-SE"' in package.read("word/styles.xml")


def test_the_same_page_gives_the_same_bytes(yearly, content):
    assert word_report(yearly[0]) == content


def test_word_finds_every_setting_where_it_wants_it(tmp_path, content):
    (tmp_path / "report.docx").write_bytes(content)
    assert out_of_order(tmp_path / "report.docx") == []


def test_swedish_names_on_an_english_page_are_spoken_in_swedish(yearly_english):
    document = Document(io.BytesIO(word_report(yearly_english[0])))
    assert document.core_properties.language == "en-GB"
    spoken = document.element.body.xpath(".//w:tbl//w:r[w:rPr/w:lang/@w:val='sv-SE']/w:t/text()")
    assert "rutiner" in spoken


def test_a_numbered_list_counts_from_one_again():
    lists = "<ol><li>Ett</li><li>Två</li></ol><p>Mellan</p><ol><li>Ett igen</li></ol>"
    page = (
        f"<html lang='sv'><head><title>T</title></head><body><header></header>"
        f"<main><section><h2>H</h2>{lists}</section></main></body></html>"
    )
    document = Document(io.BytesIO(word_report(page)))
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_drawing_becomes_the_same_picture_each_time(page):
    drawing = page.xpath("//svg[@class='wide']")[0]
    picture = png(drawing)
    assert picture.startswith(b"\x89PNG")
    assert picture == png(drawing)


def test_links_within_the_page_lead_to_their_headings(document):
    places = document.element.body.xpath(".//w:bookmarkStart/@w:name")
    led_to = document.element.body.xpath(".//w:hyperlink/@w:anchor")
    assert "intervals" in led_to
    assert set(led_to) <= set(places)
    assert len(places) == len(set(places))
