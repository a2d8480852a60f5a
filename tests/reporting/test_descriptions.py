"""What figures say in words, by kind, people's own words, and the figures of change, areas and pairs."""

import pandas as pd
import pytest
from lxml import etree

from brister_analysis.analysis.change import change_between_years
from brister_analysis.analysis.co_occurrence import co_occurrence
from brister_analysis.analysis.disclosure import DisclosureClass
from brister_analysis.analysis.protected_pairs import protect_pairs
from brister_analysis.analysis.protection import PUBLISHED_ELSEWHERE, protect
from brister_analysis.errors import CheckRefused
from brister_analysis.reporting import funnel_figure
from brister_analysis.reporting.change_figure import change_figure
from brister_analysis.reporting.checks_access import access_faults
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.describe import ALT_LENGTH, describe, own_description
from brister_analysis.reporting.finding import Finding
from brister_analysis.reporting.matrix_figure import matrix_figure
from brister_analysis.reporting.section import Fragment
from tests.reporting.test_parts import CONTEXT

MARKS = {
    "share": [{"label": "Rutiner", "share": "29 %", "reports": "5", "base": "17", "interval": "10–56 %"}],
    "trend": [{"year": 2019, "reports": "30", "exact": "20–43", "adjusted": "10–88"}],
    "change": [{"pair": "2019–2020", "ratio": "1,60", "exact": "0,99–2,62", "adjusted": "0,61–4,20"}],
    "matrix": [{"first": "Rutiner", "second": "tillit", "both": "6", "base": "64"}],
    "funnel": [
        {"area": "Fyrbodal", "rate": "7,1", "inhabitants": "98 000", "position": "innanför gränserna"}
    ],
}
WHOLE = {
    "share": {"base": "17", "lowest": "6 %", "highest": "29 %"},
    "trend": {"lowest": "17", "lowest_year": 2023, "highest": "48", "highest_year": 2020},
    "change": {"lowest": "0,50", "highest": "1,60", "unchanged": 4},
    "matrix": {"base": "64", "hidden": 3},
    "funnel": {"inside": 9, "target": "6,4"},
}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", MARKS)
def test_each_kind_says_the_whole_and_then_each_mark(kind, language):
    told = describe(Context(language, "x", "2023", False, "x"), kind, MARKS[kind], **WHOLE[kind])
    assert len(told.alt) in ALT_LENGTH
    assert len(told.words) == 2
    assert all(str(value) in told.words[1] for value in MARKS[kind][0].values())


class TestOwnWords:
    told = describe(CONTEXT, "share", MARKS["share"], **WHOLE["share"])

    def test_without_any_the_program_speaks(self):
        assert own_description({}, "causes", CONTEXT)(self.told) == self.told

    def test_people_replace_the_short_and_the_long(self):
        texts = {"alt-causes": "Rutiner är i **29 %** av rapporterna.", "words-causes": "- Ett.\n- Två."}
        found = own_description(texts, "causes", CONTEXT)(self.told)
        assert found.alt == "Rutiner är i 29 % av rapporterna."
        assert found.words == ("Ett.", "Två.")

    def test_made_up_data_is_said_before_them(self):
        made_up = Context("sv", "x", "2023", True, "x")
        found = own_description({"alt-causes": "Rutiner är i 29 %."}, "causes", made_up)(self.told)
        assert found.alt == "Påhittade uppgifter. Rutiner är i 29 %."

    @pytest.mark.parametrize(
        "alt", ["För kort 29", "Ett tal som inte finns i figuren är 77 %.", "29 " + "x" * 150]
    )
    def test_too_short_too_long_or_without_a_number_is_refused_with_the_heading(self, alt):
        with pytest.raises(CheckRefused, match="## alt-causes"):
            own_description({"alt-causes": alt}, "causes", CONTEXT)(self.told)

    @pytest.mark.parametrize("heading", ["alt-causes", "words-causes"])
    def test_a_number_that_is_not_the_figures_could_tell_a_hidden_one(self, heading):
        texts = {heading: "Rutiner är i 29 % av rapporterna, och SIP är i 77 av dem."}
        with pytest.raises(CheckRefused, match="ett tal som inte står i figuren"):
            own_description(texts, "causes", CONTEXT)(self.told)

    def test_on_the_page(self, tmp_path):
        from tests.reporting.in_process import page_here
        from tests.reporting.small_year import make_workspace

        workspace = make_workspace(tmp_path)
        texts = workspace.decisions("skane", 2023) / "texts.md"
        own = "\n## alt-direction\nTolv av 17 går från kommun till region.\n"
        texts.write_text(texts.read_text(encoding="utf-8") + own, encoding="utf-8")
        page = etree.HTML(page_here(workspace, "yearly_report")[0])
        alts = page.xpath("//section[h2/@id='direction']//svg/@aria-label")
        assert set(alts) == {"Påhittade uppgifter. Tolv av 17 går från kommun till region."}


def faults_of(html):
    page = f"<html lang='sv'><body><main>{html}</main></body></html>"
    keys = [fault.key for fault in access_faults(etree.HTML(page), "sv")]
    return [
        key for key in keys if key.rpartition(".")[2] in ("alt", "alt_number", "picture_role", "id_twice")
    ]


def test_change_is_drawn_with_both_intervals_on_one_scale():
    counts = pd.DataFrame({"year": range(2019, 2024), "reports": [30, 48, 24, 29, 17]})
    table = change_between_years(counts)
    pair = table["year_before"].astype("str") + "–" + table["year_after"].astype("str")
    frame = table.assign(pair=pair).drop(columns=["year_before", "year_after"])
    shown = protect(frame, "pair", threshold=PUBLISHED_ELSEWHERE, count="after", name="change")
    names = {"pair": {one: one for one in pair}}
    html = change_figure(Finding("change", shown, names, {}, CONTEXT)).html
    assert "5 av 5 justerade intervall innehåller 1." in html
    assert "2020–2021: kvot 0,50, exakt intervall 0,29–0,83, justerat intervall 0,12–2,17." in html
    assert faults_of(html) == []


class Page:
    """As much of a page as the figure of areas takes."""

    def __init__(self, reports):
        self.context, self.remembered = Context("sv", "Sverige", "2019", False, "x"), []
        self.compared = type("Compared", (), {"reports": reports})
        self.rule = lambda: DisclosureClass("whole_area", 5)
        self.remember = self.remembered.append

    def words(self, key, **values):
        return Fragment(self.context.say(f"prose.{key}", **values))


def areas(number, each=12):
    names = [f"omrade-{code}" for code in range(number) for _ in range(each)]
    return pd.DataFrame({"area": names, "data_year": 2019})


@pytest.fixture
def known_people(monkeypatch):
    people = [20_000 + 15_000 * code for code in range(30)]
    codes = [f"omrade-{code}" for code in range(30)]
    table = pd.DataFrame({"code": codes, "year": 2019, "population": people})
    monkeypatch.setattr("brister_analysis.reference.population.population", lambda level: table)


class TestFunnel:
    def test_fewer_than_ten_areas_are_told_why_not(self, known_people):
        said = funnel_figure.funnel_part(Page(areas(6))).html
        assert "minst 10 delområden" in said
        assert "som mest 6" in said

    def test_ten_areas_are_drawn_within_their_limits(self, known_people):
        page = Page(areas(12))
        html = funnel_figure.funnel_part(page).html
        drawn = etree.HTML(html)
        assert len(drawn.xpath("//svg")) == 2
        assert len(drawn.xpath("//details//li")) == 13
        assert "omrade-0: 60,0 per 100 000 (20 000 invånare), utanför 99,8-procentsgränsen." in html.replace(
            "\xa0", " "
        )
        assert faults_of(html) == []
        assert [table.name for table in page.remembered] == ["funnel"]

    def test_a_small_number_is_nowhere_in_it(self, known_people):
        reports = pd.concat([areas(12), areas(14, each=2).query("area == 'omrade-13'")], ignore_index=True)
        html = funnel_figure.funnel_part(Page(reports)).html
        assert "omrade-12" not in html
        assert "omrade-13" not in html

    def test_areas_without_a_population_do_not_count(self):
        assert (
            funnel_figure.latest_year(funnel_figure.rated_years(funnel_figure.area_counts(areas(12)))) is None
        )


def test_pairs_are_points_in_a_grid_and_hidden_ones_are_not_there():
    causes = pd.DataFrame(
        [
            (f"r{n}", cause)
            for n in range(30)
            for cause in (["routines"] if n < 15 else []) + ["competence"] * (n > 8)
        ]
        + [(f"r{n}", "trust") for n in (1, 2)],
        columns=["report_id", "cause"],
    )
    counts = causes.groupby("cause")["report_id"].nunique().rename("reports").reset_index()
    one_way = protect(
        counts.astype({"cause": "str"}), "cause", threshold=1, count="reports", several=["cause"]
    )
    pairs = co_occurrence(causes)
    pairs = pairs[pairs["cause_a"].isin(counts["cause"]) & pairs["cause_b"].isin(counts["cause"])]
    table = protect_pairs(pairs, one_way, DisclosureClass("detailed", 5))
    labels = {"routines": "Rutiner", "competence": "Kompetens", "trust": "Tillit"}
    finding = Finding("pairs", table, {"cause_a": labels, "cause_b": labels}, {}, CONTEXT)
    html = matrix_figure(finding, 30).html
    assert "Rutiner och kompetens: 6 av 30 rapporter har båda." in html
    assert "2 par till är dolda." in html
    assert "Tillit" not in html
    assert faults_of(html) == []
