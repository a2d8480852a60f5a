"""The site around the pages: everything there is is found from the front page, by name, year and size."""

from __future__ import annotations

import datetime as dt
import json
import re

import frictionless
import pandas as pd
import pytest
from lxml import html

from brister_analysis.analysis.protection import protect
from brister_analysis.analysis.published_tables import write_published
from brister_analysis.pipeline import build
from brister_analysis.reporting.built_pages import built_pages
from brister_analysis.reporting.checks import check_folder
from brister_analysis.reporting.convert import fill_template, site_html
from brister_analysis.reporting.downloads import add_downloads
from brister_analysis.reporting.revisions import revision_log
from brister_analysis.reporting.section import Head, Section
from brister_analysis.reporting.site import build_index
from brister_analysis.workspace import Workspace
from tests.conftest import new_project
from tests.reporting.test_downloads import RIGHTS, sections

PAGES = {
    "skane/2022/nordvastra-skane": ("skane", "nordvastra-skane", "2022"),
    "skane/2023/nordvastra-skane": ("skane", "nordvastra-skane", "2023"),
    "skane/2023/nordvastra-skane-blad": ("skane", "nordvastra-skane", "2023"),
    "skane/trends-nordvastra-skane": ("skane", "nordvastra-skane", "2019–2023"),
    "skane/datakvalitet-nordvastra-skane": ("skane", "nordvastra-skane", "2022–2023"),
    "stockholm/2023/stockholm": ("stockholm", "stockholm", "2023"),
    "stockholm/datakvalitet-stockholm": ("stockholm", "stockholm", "2023"),
    "jamforelse": ("skane stockholm", "jamforelse", "2022–2023"),
}


def page(stem: str, language: str, synthetic: bool = True) -> tuple[str, dict[str, str | bytes]]:
    region, slug, period = PAGES[stem]
    meta = {
        "description": "Vad personal rapporterade.",
        "brister-region": region,
        "brister-place": slug,
        "brister-year": period,
        "brister-data": f"{list(PAGES).index(stem):064d}",
        "brister-synthetic": "true" if synthetic else "false",
    }
    head = Head(f"Påhittat: {stem.rpartition('/')[2]} {period}", "", (), meta, "Brister")
    with_tables = "-blad" not in stem and "trends" not in stem
    own = sections(language) if with_tables else [Section("provenance", "Ursprung", "<p>Slut</p>", 0)]
    shown, files = add_downloads(head, own, language, stem.rpartition("/")[2], RIGHTS)
    return fill_template(head, shown, [], language, "other.html", "../../index.html"), files


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    root = tmp_path_factory.mktemp("site")
    found = Workspace(root, root / "data")
    for stem in PAGES:
        for language in ("sv", "en"):
            ending = ".html" if language == "sv" else f".{language}.html"
            written, files = page(stem, language, synthetic="trends" not in stem)
            path = found.reports() / f"{stem}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written, encoding="utf-8", newline="\n")
            for name, content in files.items():
                (path.parent / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (found.reports() / "skane/2023/nordvastra-skane.docx").write_bytes(b"0" * 2100)
    (found.reports() / "own.html").write_text("<html><body><p>Mine</p></body></html>", encoding="utf-8")
    build_index(found)
    return found


def opened(workspace, name):
    return html.fromstring((workspace.reports() / name).read_text(encoding="utf-8"))


def test_each_page_is_known_by_its_kind_and_what_lies_beside_it(workspace):
    found = {one.path: one for one in built_pages(workspace) if one.language == "sv"}
    kinds = {path: one.kind for path, one in found.items()}
    assert kinds == {
        "jamforelse.html": "region_comparison",
        "skane/2022/nordvastra-skane.html": "yearly_report",
        "skane/2023/nordvastra-skane-blad.html": "workplace",
        "skane/2023/nordvastra-skane.html": "yearly_report",
        "skane/datakvalitet-nordvastra-skane.html": "data_quality",
        "skane/trends-nordvastra-skane.html": "trends",
        "stockholm/2023/stockholm.html": "yearly_report",
        "stockholm/datakvalitet-stockholm.html": "data_quality",
    }
    beside = found["skane/2023/nordvastra-skane.html"].documents
    assert [one.path for one in beside] == [
        "skane/2023/nordvastra-skane-tabeller.xlsx",
        "skane/2023/nordvastra-skane.docx",
    ]
    assert found["skane/2023/nordvastra-skane-blad.html"].documents == ()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_and_document_is_on_the_front_page_of_its_language(workspace, language):
    name = "index.html" if language == "sv" else "index.en.html"
    links = set(opened(workspace, name).xpath("//main//a/@href"))
    for one in built_pages(workspace):
        assert (one.path in links) == (one.language == language)
        if one.language == language and one.of_one_year:
            assert {document.path for document in one.documents} <= links


def test_a_place_has_a_table_of_its_years_with_a_column_for_each_kind(workspace):
    shown = opened(workspace, "index.html")
    (table,) = shown.xpath("//table[contains(caption, 'Nordvästra Skåne, år')]")
    assert table.xpath(".//thead//th/text()") == [
        "År",
        "Årets sammanställning",
        "Arbetsplatsblad",
        "Word",
        "Excel",
    ]
    rows = [[cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr")]
    assert [row[0] for row in rows] == ["2023", "2022"]
    assert rows[0][1:4] == ["Årets sammanställning 2023", "Arbetsplatsblad 2023", "Word 2023 2,1\xa0kB"]
    assert rows[1][2:4] == ["Finns inte", "Finns inte"]
    # A page over time is in the list below, though so far it holds a single year.
    (over_time,) = shown.xpath("//h3[.='Stockholm']/following::ul[@class='pages'][1]")
    assert over_time.xpath(".//a/@href") == ["stockholm/datakvalitet-stockholm.html"]
    assert shown.xpath("//section[h2/@id='pages']/h3/text()") == [
        "Stockholm",
        "Nordvästra Skåne",
        "Områdena tillsammans",
    ]


def test_every_page_of_a_place_can_link_to_its_part_of_the_front_page(workspace):
    for name in ("index.html", "index.en.html"):
        shown = opened(workspace, name)
        places = {slug for region, slug, _ in PAGES.values() if " " not in region}
        assert {f"place-{slug}" for slug in places} <= set(shown.xpath("//h3/@id"))


def test_every_table_of_the_site_is_listed_with_its_size(workspace):
    shown = opened(workspace, "tabeller.html")
    listed = {
        (link.get("href"), link.getnext().text)
        for link in shown.xpath("//main//a")
        if link.get("href").endswith(".csv")
    }
    files = [path for path in workspace.reports().rglob("*.csv") if not path.name.endswith(".en.csv")]
    assert len(listed) == len(files) == 6
    for path in files:
        size = f"{path.stat().st_size / 1000:.1f}\xa0kB".replace(".", ",")
        assert (path.relative_to(workspace.reports()).as_posix(), size) in listed
    assert f"{len(files)} tabeller går att hämta" in opened(workspace, "index.html").text_content()


def test_one_description_covers_every_table_in_both_languages(workspace):
    path = workspace.reports() / "datapackage.json"
    report = frictionless.validate(str(path))
    assert report.valid, report.to_summary()
    package = json.loads(path.read_text(encoding="utf-8"))
    paths = {resource["path"] for resource in package["resources"]}
    assert paths == {
        one.relative_to(workspace.reports()).as_posix() for one in workspace.reports().rglob("*.csv")
    }
    assert package["synthetic"] is True


def test_the_pages_of_the_site_have_no_fault(workspace):
    for stem in ("index", "tabeller", "metod", "tillganglighet"):
        for ending in (".html", ".en.html"):
            _, faults = check_folder(workspace, workspace.reports() / f"{stem}{ending}")
            assert [str(fault) for fault in faults] == []
            assert (workspace.reports() / f"{stem}{ending}").stat().st_size < 400_000


def test_made_up_pages_are_announced_on_top(workspace):
    for name in ("index.html", "tabeller.html"):
        assert "påhittade uppgifter" in " ".join(opened(workspace, name).xpath("//header//text()"))


def test_what_is_made_up_is_told_as_what_could_be_and_what_is_real_is_marked(workspace):
    shown = opened(workspace, "index.html")
    said = " ".join(shown.text_content().split())
    assert "skulle kunna rapportera" in said
    assert "skulle kunna gå att rapportera" in " ".join(shown.xpath("//header//text()"))
    assert not re.search(r"(?<!kunna )kan rapportera|kommuner går det att rapportera", said)
    (real,) = shown.xpath("//li[contains(., 'verkliga tal')]//a/@href")
    assert real == "skane/trends-nordvastra-skane.html"
    assert "staff could report" in opened(workspace, "index.en.html").text_content()


def test_that_texts_have_been_read_is_counted_and_never_just_said(workspace):
    for name, page_name in (("metod.html", "Datakvalitet"), ("metod.en.html", "Data quality")):
        (section,) = opened(workspace, name).xpath("//section[h2/@id='deidentification']")
        assert page_name in section.text_content()
        assert not re.search(r"en människa läser|a person reads", section.text_content())


def test_building_again_gives_the_same_bytes(workspace):
    names = ("index.html", "tabeller.en.html", "metod.html", "tillganglighet.en.html", "datapackage.json")
    before = [(workspace.reports() / name).read_bytes() for name in names]
    build_index(workspace)
    assert [(workspace.reports() / name).read_bytes() for name in names] == before


def test_the_statement_says_what_the_law_asks_for(workspace):
    said = opened(workspace, "tillganglighet.html").text_content()
    for words in ("2018:1937", "WCAG 2.1", "Digg", "Kända brister", "Vårdsamverkan Skåne", "november 2026"):
        assert words in said


def test_a_contact_without_an_address_is_said_to_lack_one(workspace):
    said = opened(workspace, "tillganglighet.html").text_content()
    assert "Vårdsamverkan Skåne, Nordvästra Skåne (adress är inte angiven)" in said
    assert "läggs till i områdets profil" in said


def test_a_long_heading_can_break_on_a_narrow_screen_and_the_window_title_is_whole(workspace):
    shown = opened(workspace, "tillganglighet.html")
    assert shown.xpath("//h1/text()") == ["Tillgänglighets\N{SOFT HYPHEN}redogörelse"]
    assert shown.xpath("//title/text()") == ["Tillgänglighetsredogörelse"]


def test_the_method_page_defines_every_cause(workspace):
    from brister_analysis.reference.codebook import codebook

    for name, label in (("metod.html", "label_sv"), ("metod.en.html", "label_en")):
        assert opened(workspace, name).xpath("//tbody//th/text()") == list(codebook().causes[label])


class TestRevisions:
    @pytest.fixture
    def published(self, tmp_path):
        found = Workspace(tmp_path, tmp_path / "data")
        within = {"region_code": "12", "area": "nordvastra-skane", "data_year": 2023}
        for day, count, reason in ((3, 12, "Årsrapport"), (9, 14, "Två kom sent <b>")):
            frame = pd.DataFrame({"cause": ["routines", "sip"], "reports": [count, 20]})
            table = protect(frame, "cause", threshold=1, count="reports", within=within, name="causes")
            write_published(found, "skane", 2023, [table], reason, dt.date(2024, 5, day))
        return found

    def test_the_page_tells_when_why_and_what(self, published):
        shown = revision_log(published, "skane", "nordvastra-skane", 2023, "sv").html
        said = [one.text_content() for one in html.fragments_fromstring(shown)[1]]
        assert said == [
            "Version 2, publicerad 9 maj 2024. Ändrat: Orsaker i den gemensamma kodboken (rader: 1). "
            "Skäl: Två kom sent <b>",
            "Version 1, publicerad 3 maj 2024. Publicerad första gången. Skäl: Årsrapport",
        ]

    def test_a_page_that_was_never_published_tells_nothing(self, published):
        assert revision_log(published, "skane", "skane", 2023, "sv").html == ""

    def test_the_front_page_tells_the_latest_first(self, published):
        build_index(published)
        assert not (published.reports() / "skane").exists()
        path = published.reports() / "skane/2023"
        path.mkdir(parents=True)
        written, _ = page("skane/2023/nordvastra-skane", "sv")
        (path / "nordvastra-skane.html").write_text(written, encoding="utf-8")
        build_index(published)
        lines = opened(published, "index.html").xpath("//ul[@class='revisions']/li")
        assert [one.text_content()[:45] for one in lines] == [
            "9 maj 2024: Nordvästra Skåne 2023, version 2.",
            "3 maj 2024: Nordvästra Skåne 2023, version 1.",
        ]


def test_a_name_in_a_reason_keeps_the_old_front_page(tmp_path):
    found = new_project(tmp_path, {})
    (found.reports() / "skane/2023").mkdir(parents=True)
    made, _ = page("skane/2023/nordvastra-skane", "sv")
    (found.reports() / "skane/2023/nordvastra-skane.html").write_text(made, encoding="utf-8")
    before = build_index(found).read_bytes()
    within = {"region_code": "12", "area": "nordvastra-skane", "data_year": 2023}
    table = protect(pd.DataFrame({"cause": ["sip"], "reports": [9]}), "cause", count="reports", within=within)
    write_published(found, "skane", 2023, [table], "Ring 070-174 06 35", dt.date(2024, 5, 3))
    (outcome,) = build(found, [])
    assert outcome.refused
    assert "page.check.leak" in {fault.key for fault in outcome.faults}
    assert (found.reports() / "index.html").read_bytes() == before


class TestPagesAlike:
    """A year that was given another year's forms shows its figures: a build says so until it is mended."""

    def written(self, found: Workspace, shown: dict[str, int]) -> None:
        for stem, count in shown.items():
            made, _ = page(stem, "sv")
            figure = (
                f'<figure><details class="words"><ul><li>SIP: {count} av 20.</li></ul></details></figure>'
            )
            path = found.reports() / f"{stem}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made.replace("</main>", f"{figure}</main>"), encoding="utf-8")

    def test_a_build_is_refused_until_the_figures_differ(self, tmp_path):
        found = new_project(tmp_path, {})
        years = ("skane/2022/nordvastra-skane", "skane/2023/nordvastra-skane")
        self.written(found, dict.fromkeys(years, 12))
        for _ in range(2):
            (outcome,) = build(found, [])
            assert outcome.refused
            assert [fault.key for fault in outcome.faults] == ["site.check.figures_alike"]
            assert "skane/2022/nordvastra-skane.html" in str(outcome.faults[0])
        assert (found.reports() / "index.html").is_file()
        self.written(found, dict(zip(years, (12, 13), strict=True)))
        assert build(found, []) == []


def test_the_template_gives_the_same_page_with_and_without_nbconvert():
    head = Head("Rubrik", "<p>Ingress</p>", ("<p>Obs</p>",), {"description": "x & y"}, "Brister")
    parts = (head, [Section("one", "Ett", "<p>Ord</p>", 0)])
    for home in ("", "../../index.html"):
        plain = site_html(*parts, "sv", "other.html", home)
        assert plain == fill_template(*parts, [], "sv", "other.html", home)
        root = home.removesuffix("index.html")
        assert f'href="{root}tillganglighet.html"' in plain
