"""The map says where reports can be made, in drawing, list, words and table alike, and nothing else."""

import re

import pytest
from lxml import html

from brister_analysis.reference.places import areas, municipalities, regions
from brister_analysis.reporting.coverage_map import coverage_figure, coverage_table, place

PLACES = [
    place("stockholm", "stockholm", [2023, 2024]),
    place("skane", "nordvastra-skane", [2019, 2021]),
    place("vastra-gotaland", "vastra-gotaland", [2023]),
]


def figure(language="sv", places=PLACES):
    return html.fragment_fromstring(coverage_figure(places, language))


def test_an_area_has_its_municipalities_and_a_region_all_of_its_own():
    stockholm, skane, _ = PLACES
    assert skane.name == "Nordvästra Skåne"
    assert skane.county == "Skåne län"
    own = areas().query("area == 'nordvastra-skane'")["municipality_code"]
    assert sorted(skane.codes) == sorted(own)
    assert skane.names == (
        "Bjuv", "Båstad", "Helsingborg", "Höganäs", "Klippan", "Åstorp", "Ängelholm", "Örkelljunga",
    )  # fmt: skip
    whole = municipalities().query("region_code == '01'")["municipality_code"]
    assert sorted(stockholm.codes) == sorted(whole)


def test_the_table_tells_each_municipality_that_the_map_shows():
    table = html.fragment_fromstring(coverage_table(PLACES, "sv"))
    rows = [[cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr")]
    assert [row[0] for row in rows] == ["1 Stockholm", "2 Nordvästra Skåne", "3 Västra Götaland"]
    assert [row[2] for row in rows] == ["2023–2024", "2019, 2021", "2023"]
    assert [row[3] for row in rows] == ["26", "8", "49"]
    assert [row[4].split(", ") for row in rows] == [list(one.names) for one in PLACES]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_drawing_has_a_short_text_with_a_number_and_a_long_one(language):
    shown = figure(language)
    (alt,) = shown.xpath(".//svg[@role='img']/@aria-label")
    assert 20 <= len(alt) <= 150
    assert {"83", "290"} <= set(re.findall(r"\d+", alt))
    words = shown.xpath(".//details//li")
    assert len(words) == 3
    assert all(name in words[1].text_content() for name in PLACES[1].names)


def test_of_made_up_compilations_it_says_what_could_be():
    assert "skulle" not in figure().text_content()
    made_up = html.fragment_fromstring(coverage_figure(PLACES, "sv", made_up=True))
    assert "skulle det kunna gå att rapportera" in made_up.xpath("string(.//span[@class='message'])")


def test_covered_and_not_covered_differ_in_pattern_and_edge_too():
    shown = figure()
    others, own = (shown.xpath(".//svg/path")[number].get("style") for number in (0, 1))
    assert "url(#map-hatch)" in own
    assert "fill: #ffffff" in others
    widths = [float(re.search(r"stroke-width: ([\d.]+)", style)[1]) for style in (others, own)]
    assert widths[1] > 1.5 * widths[0]
    # 83 municipalities in one drawing and 207 in the other: each once.
    rings = [shown.xpath(".//svg/path")[number].get("d").count("M") for number in (0, 1)]
    assert sum(rings) == 296


def test_each_place_has_a_number_of_its_own_that_no_other_covers():
    circles = figure().xpath(".//svg/circle[@r='52']")
    assert figure().xpath(".//svg/text/text()") == ["1", "3", "2"]
    places = [(float(one.get("cx")), float(one.get("cy"))) for one in circles]
    apart = [
        ((x - a) ** 2 + (y - b) ** 2) ** 0.5
        for number, (x, y) in enumerate(places)
        for a, b in places[:number]
    ]
    assert min(apart) > 2 * 52


def test_the_whole_country_has_room_for_every_number():
    whole = [place(slug, slug, [2023]) for slug in regions()["slug"]]
    shown = figure(places=whole)
    places = [(float(one.get("cx")), float(one.get("cy"))) for one in shown.xpath(".//svg/circle[@r='52']")]
    assert len(places) == 21
    assert all(
        ((x - a) ** 2 + (y - b) ** 2) ** 0.5 > 100
        for number, (x, y) in enumerate(places)
        for a, b in places[:number]
    )
    left, top, width, height = map(float, shown.xpath(".//svg/@viewbox")[0].split())
    assert all(left + 52 < x < left + width - 52 and top + 52 < y < top + height - 52 for x, y in places)
    assert "Gotland: 1 kommun" in shown.text_content()


def test_the_same_places_give_the_same_bytes():
    assert coverage_figure(PLACES, "sv") == coverage_figure(list(PLACES), "sv")
    assert len(coverage_figure(PLACES, "sv")) < 60_000
