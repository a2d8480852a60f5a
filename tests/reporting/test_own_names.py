"""A group's own names on a page in another language, and the terms a page explains."""

from brister_analysis.reporting.context import Context
from brister_analysis.reporting.own_names import mark_names, with_translation
from brister_analysis.reporting.terms import terms
from tests.reporting.test_parts import CONTEXT

SCHEME = "nv-skane-2023"


def test_a_name_has_the_codebooks_beside_it_in_another_language_only():
    assert with_translation(SCHEME, "rutiner", "en") == "rutiner (Routine missing or not followed)"
    assert with_translation(SCHEME, "kommunikation/information", "en") == (
        "kommunikation/information (Communication)"
    )
    assert with_translation(SCHEME, "SIP", "en") == "SIP (several causes)"
    assert with_translation(SCHEME, "rutiner", "sv") == "rutiner"


def test_names_are_marked_in_running_text_but_not_in_attributes_and_drawings():
    html = (
        '<svg aria-label="SIP (several causes) 2"><text>SIP (several causes)</text></svg>'
        '<td data-label="SIP (several causes)">SIP (several causes)</td><p>SIP is a plan.</p>'
        "<li>“SIP” (Nordvästra Skåne 2022)</li>"
    )
    marked = mark_names(html, SCHEME, "en")
    assert marked.count('<span lang="sv">') == 2
    assert ">" + '<span lang="sv">SIP</span> (several causes)</td>' in marked
    assert '<span lang="sv">“SIP”</span> (Nordvästra Skåne 2022)' in marked
    assert mark_names(html, SCHEME, "sv") == html
    assert mark_names(html, "", "en") == html


def test_only_terms_that_stand_on_the_page_are_explained():
    said = terms(CONTEXT, "<p>Andelen har ett <em>95 procents intervall</em> och en siptur.</p>").html
    assert "<strong>95 procents intervall</strong>" in said
    assert "<strong>SIP</strong>" not in said
    assert terms(CONTEXT, "<p>Ingenting.</p>").html == ""


def test_a_term_is_known_with_the_languages_endings():
    assert "<strong>Varians</strong>" in terms(CONTEXT, "<p>Här är variansen stor.</p>").html
    english = Context("en", "x", "2023", False, "x")
    assert "<strong>break</strong>" in terms(english, "<p>Two breaks are known.</p>").html
    assert terms(english, "<p>A breakfast.</p>").html == ""
