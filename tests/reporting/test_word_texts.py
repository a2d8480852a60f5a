"""What people wrote in Word comes back as Markdown by section, and nothing is lost without a word."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from brister_analysis.errors import DataError
from brister_analysis.language import text
from brister_analysis.reporting.markdown import Words, inline
from brister_analysis.reporting.texts import plain_text, read_texts
from brister_analysis.reporting.what_to_write import TextPart
from brister_analysis.reporting.word_skeleton import with_parts, word_skeleton
from brister_analysis.reporting.word_texts import mark, read_word_texts
from brister_analysis.reporting.year_texts import merged
from tests.reporting.word_order import out_of_order

TITLES = {
    "purpose": "Varför bristerna rapporteras",
    "summary": "Sammanfattning och analys",
    "open_questions": "Frågor att ta upp på arbetsplatsen",
    "cause-rutiner": "Orsak: Rutiner",
}
PARTS = [
    TextPart("purpose", TITLES["purpose"], ("Varför ni samlar in.", "- Vem läser?")),
    TextPart("cause-rutiner", TITLES["cause-rutiner"], ("Vad ni har sett.",)),
    # What people wrote may hold lines to fill in, soft hyphens and letters in two parts.
    TextPart(
        "open_questions",
        TITLES["open_questions"],
        ("Frågor.",),
        quoted="- Vem ringer?\n- **När?**\n- A\u030ar ____ mo\u00adte ..... ?",
    ),
]


def skeleton(path):
    path.write_bytes(word_skeleton("Texter", ["Så här gör du."], PARTS, "sv", "Förra året:"))
    return Document(path)


def box(document, slug):
    """The content of a section's box, as Word leaves it once somebody writes in it: without its prompt."""
    for control in document.element.body.iter(qn("w:sdt")):
        if _tag(control) == mark(slug):
            properties, content = control[0], control[1]
            for prompt in properties.findall(qn("w:showingPlcHdr")):
                properties.remove(prompt)
            for old in list(content):
                content.remove(old)
            return content
    raise AssertionError(slug)


def _tag(control):
    return control[0].find(qn("w:tag")).get(qn("w:val"))


def add(document, content, *runs, style=None):
    """Add a paragraph to a box; a run is text, or text with ``b``, ``i`` or ``bi``."""
    paragraph = document.add_paragraph(style=style)
    for run in runs:
        words, look = run if isinstance(run, tuple) else (run, "")
        added = paragraph.add_run(words)
        added.bold, added.italic = ("b" in look) or None, ("i" in look) or None
    if content is not None:
        content.append(paragraph._p)
    return paragraph


def written(tmp_path, *paragraphs, heading="Varför bristerna rapporteras"):
    """The Markdown of one section with the paragraphs given as (style, runs)."""
    document = Document()
    document.add_heading(heading, 1)
    for style, *runs in paragraphs:
        add(document, None, *runs, style=style)
    document.save(tmp_path / "texts.docx")
    return read_word_texts(tmp_path / "texts.docx", TITLES).sections["purpose"]


def faults(path):
    with pytest.raises(DataError) as refused:
        read_word_texts(path, TITLES)
    return [fault.key.removeprefix("documents.word.") for fault in refused.value.faults]


def test_an_untouched_skeleton_holds_every_heading_and_no_text(tmp_path):
    skeleton(tmp_path / "texts.docx")
    found = read_word_texts(tmp_path / "texts.docx", TITLES)
    assert (found.sections, found.headings) == ({}, ("purpose", "cause-rutiner", "open_questions"))


def test_the_skeleton_has_real_headings_last_years_words_and_nobodys_name(tmp_path):
    document = skeleton(tmp_path / "texts.docx")
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [part.title for part in PARTS]
    said = "".join(words.text for words in document.element.body.iter(qn("w:t")))
    assert "Förra året:Vem ringer?När?" in said
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.language) == (
        "brister",
        "brister",
        "sv-SE",
    )


def test_the_skeleton_is_the_same_bytes_each_time(tmp_path):
    first, second = (word_skeleton("Texter", ["Så."], PARTS, "sv", "Förra året:") for _ in range(2))
    assert first == second


def test_what_is_written_in_the_boxes_comes_back(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    purpose = box(document, "purpose")
    add(document, purpose, "Vi vill ", ("lära", "b"), " av ", ("allt", "i"), ".")
    add(document, purpose, "Vem läser?", style="Heading 2")
    add(document, purpose, "Alla.")
    questions = box(document, "open_questions")
    add(document, questions, "Vem ringer?", style="List Bullet")
    add(document, questions, "Och när?", style="List Bullet 2")
    add(document, questions, "Hur?", style="List Bullet")
    document.save(path)
    assert read_word_texts(path, TITLES).sections == {
        "purpose": "Vi vill **lära** av *allt*.\n\n### Vem läser?\n\nAlla.",
        "open_questions": "- Vem ringer?\n  - Och när?\n- Hur?",
    }


@pytest.mark.parametrize(
    ("paragraphs", "markdown"),
    [
        ([("List Number", "Ett"), ("List Number", "Två")], "1. Ett\n2. Två"),
        ([(None, "• Ett"), (None, "•\tTvå")], "- Ett\n- Två"),
        ([(None, "1. Inte en lista, # inte en rubrik")], "1\\. Inte en lista, # inte en rubrik"),
        ([(None, "# Inte en *rubrik*")], "\\# Inte en \\*rubrik\\*"),
        ([(None, "<b>A & B</b>")], "\\<b\\>A \\& B\\</b\\>"),
        ([(None, "Ett\nTvå")], "Ett\\\nTvå"),
        ([(None, ("fet ", "b"), ("båda", "bi"), ".")], "**fet** ***båda***."),
        ([(None, "  "), (None, "Text"), (None, "")], "Text"),
    ],
)
def test_text_means_no_more_than_it_says(tmp_path, paragraphs, markdown):
    assert written(tmp_path, *paragraphs) == markdown


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.text("ab *_#-+>1.)\\[]()<&|~`!\n", max_size=8), st.booleans(), st.booleans())))
def test_no_sign_is_lost_or_gets_a_meaning(runs):
    """Whatever people type, the words on the page are the words in Word, emphasised or not."""
    said = "".join(words for words, _, _ in runs)
    lines = (" ".join(line.split()) for line in said.split("\n"))
    shown = plain_text(inline([Words(*run) for run in runs]))
    assert " ".join(shown.split()) == " ".join(" ".join(lines).split())


def test_a_table_keeps_its_cells(tmp_path):
    document = Document()
    document.add_heading(TITLES["purpose"], 1)
    table = document.add_table(2, 2)
    for cell, words in zip(
        [c for row in table.rows for c in row.cells], ["Vad", "Vem", "Ring | mejla", "Alla"], strict=True
    ):
        cell.text = words
    document.save(tmp_path / "texts.docx")
    markdown = read_word_texts(tmp_path / "texts.docx", TITLES).sections["purpose"]
    assert markdown == "| Vad | Vem |\n|---|---|\n| Ring \\| mejla | Alla |"


def test_links_lead_where_they_did_and_only_out(tmp_path):
    document = Document()
    document.add_heading(TITLES["purpose"], 1)
    paragraph = document.add_paragraph("Läs ")
    for target in ("https://example.se/a b", "file:///C:/hemligt.docx"):
        relation = document.part.relate_to(
            target, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", True
        )
        link = parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:t>här</w:t></w:r></w:hyperlink>'
        )
        paragraph._p.append(link)
        paragraph.add_run(" ")
    document.save(tmp_path / "texts.docx")
    markdown = read_word_texts(tmp_path / "texts.docx", TITLES).sections["purpose"]
    assert markdown == "Läs [här](<https://example.se/a%20b>) här"


def test_tracked_changes_count_as_shown_and_comments_and_hidden_text_not_at_all(tmp_path):
    document = Document()
    document.add_heading(TITLES["purpose"], 1)
    paragraph = document.add_paragraph("Vi ")
    for xml in (
        '<w:del w:id="1" w:author="A"><w:r><w:delText>samlade</w:delText></w:r></w:del>',
        '<w:ins w:id="2" w:author="A"><w:r><w:t>samlar</w:t></w:r></w:ins>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> hemligt</w:t></w:r>",
        '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        "<w:r><w:t xml:space='preserve'> brister.</w:t></w:r>",
    ):
        holder = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")
        for element in list(holder):
            paragraph._p.append(element)
    document.save(tmp_path / "texts.docx")
    assert read_word_texts(tmp_path / "texts.docx", TITLES).sections == {"purpose": "Vi samlar brister."}


def test_pictures_and_footnotes_are_left_out_and_told(tmp_path):
    document = Document()
    document.add_heading(TITLES["summary"], 1)
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    document.add_paragraph("Se bilden.").add_run().add_picture(picture, Inches(1))
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    document.add_paragraph("Text").add_run()._r.append(reference)
    document.save(tmp_path / "texts.docx")
    found = read_word_texts(tmp_path / "texts.docx", TITLES)
    assert found.sections == {"summary": "Se bilden.\n\nText"}
    assert [(note.key, note.where[-1]) for note in found.notes] == [
        ("documents.word.pictures", TITLES["summary"]),
        ("documents.word.footnotes", TITLES["summary"]),
    ]


@pytest.mark.parametrize(
    "heading",
    ["VARFÖR BRISTERNA RAPPORTERAS:", "2. Varför  bristerna rapporteras", "Varför bristerna rapporteras"],
)
def test_a_retyped_heading_is_known_by_its_words(tmp_path, heading):
    assert written(tmp_path, (None, "Text"), heading=heading) == "Text"


def test_a_renamed_heading_is_known_by_its_bookmark(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    next(p for p in document.paragraphs if p.text == TITLES["purpose"]).runs[0].text = "Syftet i år"
    add(document, box(document, "purpose"), "Text")
    document.save(path)
    assert read_word_texts(path, TITLES).sections == {"purpose": "Text"}


def test_a_heading_restyled_as_bold_text_is_still_one(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    heading = next(p for p in document.paragraphs if p.text == TITLES["cause-rutiner"])
    heading.style = document.styles["Normal"]
    add(document, box(document, "cause-rutiner"), "Text")
    document.save(path)
    assert read_word_texts(path, TITLES).sections == {"cause-rutiner": "Text"}


def test_an_unknown_heading_is_told_by_its_number_and_never_repeated(tmp_path):
    document = Document()
    document.add_heading(TITLES["purpose"], 1)
    document.add_heading("Hedvig Solbergius", 1)
    document.add_paragraph("Text")
    document.save(tmp_path / "texts.docx")
    with pytest.raises(DataError) as refused:
        read_word_texts(tmp_path / "texts.docx", TITLES)
    assert "nummer 2" in str(refused.value)
    assert "Hedvig" not in str(refused.value)


def test_text_before_the_first_heading_is_told(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    document.paragraphs[0].insert_paragraph_before("Utkast")
    document.save(path)
    assert faults(path) == ["before"]


def test_a_section_twice_is_told(tmp_path):
    document = Document()
    for _ in range(2):
        document.add_heading(TITLES["purpose"], 1)
        document.add_paragraph("Text")
    document.save(tmp_path / "texts.docx")
    assert faults(tmp_path / "texts.docx") == ["twice"]


def test_text_whose_heading_is_gone_is_not_put_in_another_section(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    add(document, box(document, "cause-rutiner"), "Text")
    heading = next(p for p in document.paragraphs if p.text == TITLES["cause-rutiner"])
    heading._p.getparent().remove(heading._p)
    document.save(path)
    assert faults(path) == ["lost_heading"]


def test_a_heading_called_as_another_section_is_told(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    next(p for p in document.paragraphs if p.text == TITLES["purpose"]).runs[0].text = TITLES["summary"]
    document.save(path)
    assert faults(path) == ["two_names"]


def test_what_is_written_into_an_instruction_is_told(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    instruction = next(
        one for one in document.element.body.iter(qn("w:sdt")) if _tag(one).startswith("brister-anvisning")
    )
    next(instruction.iter(qn("w:t"))).text += " Min text."
    document.save(path)
    assert faults(path) == ["instruction"]


def test_what_is_written_over_a_prompt_is_read_even_if_word_still_calls_it_one(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    for control in document.element.body.iter(qn("w:sdt")):
        if _tag(control) == mark("purpose"):
            next(control.iter(qn("w:r"))).find(qn("w:rPr")).clear()
            next(control.iter(qn("w:t"))).text = "Min text."
    document.save(path)
    assert read_word_texts(path, TITLES).sections == {"purpose": "Min text."}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 damaged"])
def test_a_file_that_is_no_word_document_is_told(tmp_path, content):
    (tmp_path / "texts.docx").write_bytes(content)
    assert faults(tmp_path / "texts.docx") == ["unreadable"]


def test_headings_added_later_leave_what_is_written(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    add(document, box(document, "purpose"), "Text")
    document.save(path)
    more = TextPart("summary", TITLES["summary"], ("A.",))
    path.write_bytes(with_parts(path.read_bytes(), [more], "sv", ""))
    found = read_word_texts(path, TITLES)
    assert found.sections == {"purpose": "Text"}
    assert found.headings == ("purpose", "cause-rutiner", "open_questions", "summary")
    numbers = Document(path).element.xpath("//w:sdtPr/w:id/@w:val | //w:bookmarkStart/@w:id")
    assert len(numbers) == len(set(numbers))


def test_the_two_files_complete_each_other(tmp_path):
    (tmp_path / "texts.md").write_text("## purpose\n\nI text.\n\n## summary\n\n<!-- Skriv här -->\n")
    document = skeleton(tmp_path / "texts.docx")
    add(document, box(document, "open_questions"), "I Word.")
    document.save(tmp_path / "texts.docx")
    found = merged(tmp_path / "texts.md", TITLES)
    assert found.sections == {"purpose": "I text.", "open_questions": "I Word."}


def test_a_section_written_differently_in_both_is_refused_and_the_same_words_are_not(tmp_path):
    (tmp_path / "texts.md").write_text("## purpose\n\nSamma **ord**.\n")
    document = skeleton(tmp_path / "texts.docx")
    content = box(document, "purpose")
    add(document, content, "Samma ord.")
    document.save(tmp_path / "texts.docx")
    assert merged(tmp_path / "texts.md", TITLES).sections == {"purpose": "Samma ord."}
    add(document, content, "Ett till.")
    document.save(tmp_path / "texts.docx")
    with pytest.raises(DataError) as refused:
        merged(tmp_path / "texts.md", TITLES)
    assert [(fault.key, fault.where) for fault in refused.value.faults] == [
        ("documents.both", (TITLES["purpose"],))
    ]


def test_a_heading_of_the_text_file_that_is_no_section_is_told(tmp_path):
    (tmp_path / "texts.md").write_text("## purpose\n\nText\n\n## sumary\n\nBorta?\n")
    assert read_texts(tmp_path / "texts.md").keys() == {"purpose", "sumary"}
    notes = merged(tmp_path / "texts.md", TITLES).notes
    assert [(note.key, note.values) for note in notes] == [("documents.unknown", {"number": 2})]


def test_people_may_write_their_own_words_for_a_figure_without_being_asked(tmp_path):
    (tmp_path / "texts.md").write_text("## words-causes\n\nEn mening.\n")
    document = Document()
    document.add_heading("alt-causes", 1)
    document.add_paragraph("Kort text.")
    document.save(tmp_path / "texts.docx")
    found = merged(tmp_path / "texts.md", TITLES)
    assert found.sections == {"words-causes": "En mening.", "alt-causes": "Kort text."}
    assert found.notes == ()


def test_headings_can_be_added_to_a_document_of_peoples_own(tmp_path):
    document = Document()
    heading = document.styles["Heading 1"]
    heading.element.getparent().remove(heading.element)
    body = document.element.body
    body.remove(body.sectPr)
    document.save(tmp_path / "texts.docx")
    added = with_parts((tmp_path / "texts.docx").read_bytes(), PARTS, "sv", "")
    (tmp_path / "texts.docx").write_bytes(added)
    assert read_word_texts(tmp_path / "texts.docx", TITLES).headings == tuple(part.slug for part in PARTS)


def test_word_finds_every_setting_of_the_skeleton_where_it_wants_it(tmp_path):
    skeleton(tmp_path / "texts.docx")
    assert out_of_order(tmp_path / "texts.docx") == []


def test_an_instruction_that_word_has_cut_into_other_runs_is_not_a_changed_one(tmp_path):
    path = tmp_path / "texts.docx"
    document = skeleton(path)
    for words in list(document.element.body.iter(qn("w:t"))):
        run, whole = words.getparent(), words.text
        rest = parse_xml(f'<w:r {nsdecls("w")}><w:t xml:space="preserve"/></w:r>')
        words.text, rest[0].text = whole[:3], whole[3:]
        words.set(qn("xml:space"), "preserve")
        run.addnext(rest)
    document.save(path)
    assert read_word_texts(path, TITLES).sections == {}


def test_a_file_whose_controls_another_program_has_dropped_still_holds_only_peoples_words(tmp_path):
    path = tmp_path / "texts.docx"
    asked_for = tuple(text("documents.ask.purpose.text", "sv").strip().splitlines())
    path.write_bytes(
        word_skeleton("Texter", asked_for, [TextPart("purpose", TITLES["purpose"], asked_for)], "sv", "")
    )
    document = Document(path)
    add(document, box(document, "purpose"), "Min text.")
    for control in list(document.element.body.iter(qn("w:sdt"))):
        for paragraph in control[1]:
            control.addprevious(paragraph)
        control.getparent().remove(control)
    document.save(path)
    assert read_word_texts(path, TITLES).sections == {"purpose": "Min text."}
    next(p for p in document.paragraphs if p.text == asked_for[0]).add_run(" Och mer.")
    document.save(path)
    assert faults(path) == ["instruction"]
