"""The pieces a page is put together from: tables, figures, alternative texts, texts, fingerprints."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from brister_analysis.analysis.protection import protect
from brister_analysis.errors import DataError
from brister_analysis.reporting import charts, figures
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.describe import ALT_LENGTH, shortened
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.order import section_order
from brister_analysis.reporting.provenance import data_hash
from brister_analysis.reporting.session import message
from brister_analysis.reporting.tables_html import rows_left_out, table, to_csv
from brister_analysis.reporting.texts import first_line, read_texts, text_slug, to_html

CONTEXT = Context("sv", "Nordvästra Skåne", "2023", False, "nv")


def finding(counts, threshold=1, context=CONTEXT, status=None, name="measures"):
    base, row = 20, name.removesuffix("s")
    frame = pd.DataFrame(
        {
            row: list(counts),
            "reports": pd.array(list(counts.values()), dtype="Int64"),
            "n_reports": base,
            "share_of_reports": [count / base for count in counts.values()],
            "low": [max(0, count / base - 0.1) for count in counts.values()],
            "high": [min(1, count / base + 0.1) for count in counts.values()],
        }
    )
    protected = protect(frame, rows=row, threshold=threshold, count="reports", several=[row])
    return Finding(name, protected, {row: {code: code for code in counts}}, status or {}, context)


class TestTable:
    def test_an_unprotected_frame_is_refused(self):
        with pytest.raises(TypeError):
            Finding("themes", pd.DataFrame({"theme": ["a"], "reports": [1]}), {}, {}, CONTEXT)  # type: ignore[arg-type]

    def test_a_hidden_number_is_hidden_with_all_that_is_computed_from_it(self):
        shown = table(finding({"Skola": 12, "Akut": 3, "LVM": 2}, threshold=5))
        cells = etree.HTML(shown.html).xpath("//tbody/tr[th='Akut']/td/text()")
        assert cells == ["..", "..", ".."]
        assert "Antal som är 1–4 visas inte" in shown.html

    def test_the_largest_stands_first_and_hidden_ones_in_the_order_of_their_names(self):
        shown = table(finding({"Ö": 4, "A": 2, "M": 3, "Stor": 12, "Större": 15}, threshold=5))
        assert etree.HTML(shown.html).xpath("//tbody//th/text()") == ["Större", "Stor", "A", "M", "Ö"]

    def test_nothing_but_hidden_numbers_becomes_a_list(self):
        shown = table(finding({"Skola": 2, "Akut": 3}, threshold=5))
        assert "<table" not in shown.html
        assert not shown.downloads

    def test_free_words_whose_number_is_hidden_are_left_out_with_the_rule(self):
        few = finding({"Skola": 12, "Akut": 3, "LVM": 2}, threshold=5, name="themes")
        some = table(few)
        assert "Skola" in some.html
        hidden = finding({"Akut": 2, "LVM": 3}, threshold=5, name="themes")
        none = table(hidden)
        assert none.downloads == ()
        written = some.html + none.html + "".join(str(one) for one in some.downloads)
        assert "Akut" not in written
        assert "LVM" not in written
        assert "Rader vars antal är för litet" in rows_left_out(few).html
        assert "Rader vars antal är för litet" in rows_left_out(hidden).html
        assert rows_left_out(finding({"Skola": 12}, threshold=5, name="themes")).html == ""

    def test_a_row_nobody_reported_is_left_out_of_themes(self):
        assert "Akut" not in table(finding({"Skola": 12, "Akut": 0}, name="themes")).html

    def test_an_empty_table_says_so(self):
        assert "Det finns inget att visa" in table(finding({"Skola": 0})).html

    @pytest.mark.parametrize(
        ("language", "lines"),
        [
            ("sv", ["\ufeffområde;år;åtgärd;rapporter;andel av rapporterna, %;nedre gräns, %;övre gräns, %"]),
            ("en", ['\ufeffplace,year,measure,reports,"share of reports, %","low, %","high, %"']),
        ],
    )
    def test_the_file_opens_in_a_spreadsheet_of_its_language(self, language, lines):
        context = Context(language, "Nordvästra Skåne", "2023", False, "nv")
        written = to_csv(finding({"Skola": 12, "Akut": 3}, threshold=5, context=context)).content.split(
            "\r\n"
        )
        first = {
            "sv": "Nordvästra Skåne;2023;Skola;12;60,0;50,0;70,0",
            "en": "Nordvästra Skåne,2023,Skola,12,60.0,50.0,70.0",
        }
        hidden = {
            "sv": "Nordvästra Skåne;2023;Akut;..;..;..;..",
            "en": "Nordvästra Skåne,2023,Akut,..,..,..,..",
        }
        assert written == [*lines, first[language], hidden[language], ""]


SHARES = [
    figures.Share("Rutiner", 0.4, 0.2, 0.6, "8 · 40 %"),
    figures.Share("SIP", 0.1, 0.01, 0.3, "2 · 10 %"),
]


class TestFigure:
    def test_the_same_data_gives_the_same_bytes(self):
        first = figures.shares(SHARES, "a", "alt", "sv")
        figures.shares(list(reversed(SHARES)), "b", "alt", "sv")
        assert figures.shares(SHARES, "a", "alt", "sv") == first

    def test_it_comes_in_two_sizes_with_ids_of_their_own(self):
        drawn = etree.HTML(figures.shares(SHARES, "a", "alt", "sv"))
        assert drawn.xpath("//svg/@class") == ["wide", "narrow"]
        ids = drawn.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert all(one.startswith(("a-wide-", "a-narrow-")) for one in ids)

    def test_labels_and_numbers_are_text(self):
        words = etree.HTML(figures.shares(SHARES, "a", "alt", "sv")).xpath("//text/text()")
        assert {"Rutiner", "SIP", "8 · 40 %", "2 · 10 %"} <= set(words)

    def test_it_is_small_and_holds_no_date(self):
        drawn = figures.shares(SHARES, "a", "alt", "sv")
        assert len(drawn) < 12_000
        assert "dc:date" not in drawn
        assert "DejaVu" not in drawn

    def test_a_series_is_not_joined_by_a_line(self):
        points = [figures.Point(2019 + n, count, count - 5, count + 5) for n, count in enumerate([30, 48])]
        drawn = figures.series(points, [figures.Break(2020, "A")], "s", "alt", "sv")
        assert {"2019", "2020", "30", "48", "A"} <= set(etree.HTML(drawn).xpath("//text/text()"))

    def test_a_figure_of_nothing_is_no_figure(self):
        assert charts.share_figure(finding({"Skola": 0})).html == ""

    def test_a_single_row_is_left_to_the_table(self):
        assert charts.share_figure(finding({"Skola": 12})).html == ""

    def test_a_hidden_number_is_nowhere_in_it(self):
        drawn = charts.share_figure(finding({"Skola": 12, "BUP": 9, "Akut": 3, "LVM": 2}, threshold=5)).html
        assert "Skola" in drawn
        assert "Akut" not in drawn


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    labels=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=200),
        min_size=1,
        max_size=20,
    ),
    synthetic=st.booleans(),
    language=st.sampled_from(["sv", "en"]),
)
def test_an_alternative_text_is_never_too_long_or_too_short(labels, synthetic, language):
    context = Context(language, "Nordvästra Skåne", "2023", synthetic, "nv")
    parts = [f"{label} 12 %" for label in labels]
    assert len(shortened(context, context.say("describe.share.alt"), parts)) in ALT_LENGTH


def test_an_alternative_text_tells_how_many_it_leaves_out():
    parts = [f"En orsak med ett långt namn {number} %" for number in range(9)]
    alt = shortened(CONTEXT, "Andelar av rapporterna:", parts)
    assert alt.startswith("Andelar av rapporterna: En orsak med ett långt namn 0 %")
    assert alt.endswith("och 6 till.")


class TestMessage:
    def claims(self, values):
        from brister_analysis.analysis.claims import Claim, Claims

        return Claims([Claim("share_above_half", values)], [], Claim("neutral_causes"))

    def test_a_licensed_sentence_is_the_title(self):
        said = message(finding({"Skola": 12}), self.claims({"cause": "routines"}))
        assert (
            said == "Mer än hälften av de rapporterade bristerna har orsaken ”Rutin saknas eller följs inte”."
        )

    def test_one_that_rests_on_a_hidden_number_is_not(self):
        hidden = finding({"Skola": 12, "Akut": 3, "LVM": 2}, threshold=5)
        claims = self.claims({"measure": "Akut"})
        assert message(hidden, claims) == "Orsaker till rapporterade brister i samverkan"


class TestTexts:
    def test_sections_are_read_by_their_slug(self, tmp_path):
        path = tmp_path / "texts.md"
        path.write_text(
            "# Rubrik\r\n\r\n## purpose\r\nEtt.\r\n\r\n### Egen\r\nTvå.\r\n## summary\n<!-- skriv här -->\n"
        )
        assert read_texts(path) == {"purpose": "Ett.\n\n### Egen\nTvå."}

    def test_no_file_is_no_texts(self, tmp_path):
        assert read_texts(tmp_path / "texts.md") == {}

    def test_all_faults_at_once_and_no_heading_repeated(self, tmp_path):
        path = tmp_path / "texts.md"
        path.write_text("## Anna Andersson\nx\n## purpose\nx\n## purpose\nx\n", encoding="utf-8")
        with pytest.raises(DataError) as error:
            read_texts(path)
        assert [fault.key for fault in error.value.faults] == ["page.texts.slug", "page.texts.twice"]
        assert "Anna" not in str(error.value)

    def test_another_encoding_is_told(self, tmp_path):
        path = tmp_path / "texts.md"
        path.write_bytes("## purpose\nså\n".encode("cp1252"))
        with pytest.raises(DataError, match="UTF-8"):
            read_texts(path)

    @pytest.mark.parametrize(
        ("markdown", "html"),
        [
            ("Ett *ord* och **två**.", "<p>Ett <em>ord</em> och <strong>två</strong>.</p>"),
            ("### Rubrik", "<h3>Rubrik</h3>"),
            ("# För hög rubrik", "<h3>För hög rubrik</h3>"),
            ("<b onclick='x'>fet</b>", "<p>&lt;b onclick='x'&gt;fet&lt;/b&gt;</p>"),
            ("[länk](javascript:alert(1))", '<p><a href="#harmful-link">länk</a></p>'),
            ("![bild](https://example.org/a.png)", "<p>bild</p>"),
            ("Så & så", "<p>Så &amp; så</p>"),
        ],
    )
    def test_markdown_becomes_html_that_can_do_no_harm(self, markdown, html):
        assert to_html(markdown, 2) == html

    def test_headings_go_below_the_one_they_stand_under(self):
        assert to_html("### A\n\n#### B", 3) == "<h4>A</h4>\n<h5>B</h5>"

    def test_a_title_is_plain_text(self):
        assert first_line("**Kommunikationen** brister\n\nMer text") == "Kommunikationen brister"

    @pytest.mark.parametrize(
        ("label", "slug"),
        [("information_transfer", "cause-information-transfer"), ("förståelse", "cause-forstaelse")],
    )
    def test_a_cause_is_written_under_its_label(self, label, slug):
        assert text_slug(label) == slug


def test_sections_of_a_profile_that_lacks_the_usual_ones_still_have_a_place():
    order = section_order(["purpose", "answer_times"])
    assert order[:3] == ["highlights", "purpose", "answer_times"]
    assert {"direction", "accounting", "intervals", "cite"} <= set(order)


class TestHash:
    frame = pd.DataFrame({"report_id": ["a", "b"], "cause": ["routines", None]})

    def test_the_order_of_rows_does_not_matter(self):
        assert data_hash({"causes": self.frame}, {}) == data_hash({"causes": self.frame.iloc[::-1]}, {})

    def test_any_other_value_does(self):
        other = self.frame.assign(cause=["routines", "trust"])
        assert data_hash({"causes": self.frame}, {}) != data_hash({"causes": other}, {})

    def test_so_does_a_text(self):
        assert data_hash({}, {"summary": "A"}) != data_hash({}, {"summary": "B"})
