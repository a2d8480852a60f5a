"""The booklet for the meeting, as Word and as HTML."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from lxml import html

from brister_analysis.coding.booklet import booklet, word_booklet
from brister_analysis.coding.cases import Case
from brister_analysis.coding.rules import scheme_rules
from brister_analysis.errors import UsageError
from brister_analysis.workspace import Workspace
from tests.coding.coded_year import REGION, TEXTS, make_workspace, number


def test_the_page_is_self_contained_and_holds_one_case_an_article(tmp_path):
    _, path = booklet(make_workspace(tmp_path), REGION, 2023)
    page = path.read_text(encoding="utf-8")
    tree = html.fromstring(page)
    assert tree.get("lang") == "sv"
    assert tree.xpath("//script | //link | //img | //@src | //@href | //@onclick") == []
    assert "http" not in page
    articles = tree.xpath("//article")
    assert [article.xpath("string(h2)") for article in articles] == [
        f"Rapport {n} av 4: {number(n)}" for n in range(1, 5)
    ]
    assert TEXTS[2] in articles[2].text_content()
    for article in articles:
        foot = article.xpath("string(section[@class='foot'])")
        assert "bemötande/bristande engagemang" in foot
        assert "eget förslag" in foot
        assert len(article.xpath("section//ol/li")) == 11


def test_the_word_file_has_a_page_a_case_and_the_rules_in_its_footer(tmp_path):
    path, _ = booklet(make_workspace(tmp_path), REGION, 2023)
    with zipfile.ZipFile(path) as package:
        body = package.read("word/document.xml").decode()
        footer = next(package.read(name).decode() for name in package.namelist() if "footer" in name)
        styles = package.read("word/styles.xml").decode()
    assert body.count("w:pageBreakBefore") == 4
    assert TEXTS[0] in body
    assert "bemötande/bristande engagemang" in footer
    assert len(re.findall(r">\d+\. ", footer)) == 11
    assert 'w:lang w:val="sv-SE"' in styles


def test_both_are_the_same_bytes_each_time_and_private(tmp_path):
    workspace = make_workspace(tmp_path)
    paths = booklet(workspace, REGION, 2023)
    first = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in booklet(workspace, REGION, 2023)] == first
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


def test_english_and_signs_that_neither_format_may_hold():
    rules = scheme_rules("harmonised", "en")
    case = Case("x-1", "a <b> & \x0b c", {"measures": "none"})
    content = word_booklet([case], rules, "Title", "en")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert "a &lt;b&gt; &amp;   c" in package.read("word/document.xml").decode()
        assert 'w:lang w:val="en-GB"' in package.read("word/styles.xml").decode()


def test_a_year_without_reports_has_no_booklet(tmp_path):
    workspace = make_workspace(tmp_path)
    with pytest.raises(UsageError, match="inga inlästa rapporter"):
        booklet(Workspace(workspace.root, workspace.data), REGION, 2024)
