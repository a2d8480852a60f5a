"""The native schemes and the coverage that keeps "not counted" apart from zero."""

import pytest

from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.places import areas, regions
from brister_analysis.reference.schemes import scheme_coverage, schemes


def status(label: str) -> dict[int, str]:
    table = scheme_coverage().query("label == @label and area == 'nordvastra-skane'")
    return dict(zip(table["year"], table["status"], strict=True))


def test_labels_are_kept_as_printed():
    table = schemes()
    assert table.columns.tolist() == ["scheme", "label", "order", "kind", "remark_sv", "remark_en"]
    assert table.query("scheme == 'nv-skane-2022'")["label"].tolist() == [
        "kommunikation/information",
        "rutiner",
        "helhetssyn/individfokus",
        "kompetens och förståelse",
        "bemötande",
    ]
    assert table.groupby("scheme").size().to_dict() == {
        "josefsson-2004": 4,
        "matscheck-axelsson-2012": 5,
        "nv-skane-2019": 9,
        "nv-skane-2020": 8,
        "nv-skane-2022": 5,
        "nv-skane-2023": 9,
        "storsthlm-2020": 5,
        "vgr-avvikelse": 1,
        "vgr-hinder-2015": 5,
    }


def test_only_the_schemes_of_nordvastra_skane_count_causes():
    kinds = schemes().drop_duplicates("scheme").set_index("scheme")["kind"].to_dict()
    assert {scheme for scheme, kind in kinds.items() if kind == "cause"} == {
        "nv-skane-2019",
        "nv-skane-2020",
        "nv-skane-2022",
        "nv-skane-2023",
    }
    assert kinds["storsthlm-2020"] == "agreement"
    assert kinds["vgr-avvikelse"] == "definition"


def test_a_remark_is_in_both_languages_or_in_none():
    table = schemes()
    assert table["remark_sv"].notna().equals(table["remark_en"].notna())


@pytest.mark.parametrize(
    ("label", "by_year"),
    [
        (
            "resurser",
            {
                2019: "collected",
                2020: "not_collected",
                2021: "unknown",
                2022: "unknown",
                2023: "not_collected",
            },
        ),
        (
            "Mina planer",
            {
                2019: "not_collected",
                2020: "not_collected",
                2021: "unknown",
                2022: "unknown",
                2023: "collected",
            },
        ),
        (
            "trust",
            {
                2019: "not_collected",
                2020: "not_collected",
                2021: "unknown",
                2022: "not_collected",
                2023: "not_collected",
            },
        ),
        ("SIP", {2019: "collected", 2021: "unknown", 2022: "unknown", 2023: "collected"}),
        (
            "rutiner",
            {2019: "collected", 2020: "collected", 2021: "unknown", 2022: "collected", 2023: "collected"},
        ),
    ],
)
def test_coverage_by_year(label, by_year):
    assert status(label) == by_year


def test_the_scheme_of_2021_is_unknown_entirely():
    table = scheme_coverage().query("year == 2021")
    assert table["scheme"].isna().all()
    assert set(table["status"]) == {"unknown"}


def test_every_label_of_a_counted_scheme_is_collected_in_its_years():
    collected = scheme_coverage().query("status == 'collected'")
    causes = schemes().query("kind == 'cause'")
    assert set(zip(causes["scheme"], causes["label"], strict=True)) <= set(
        zip(collected["scheme"], collected["label"], strict=True)
    )


def test_bus_is_a_track_of_its_own():
    table = scheme_coverage().query("scheme == 'storsthlm-2020'").set_index("label")["status"]
    assert table["BUS"] == "not_collected"
    assert (table.drop("BUS") == "collected").all()
    assert len(table) == 5


def test_coverage_names_known_places_and_labels():
    table = scheme_coverage()
    assert set(table["region_code"]) <= set(regions()["region_code"])
    assert set(table["area"].dropna()) <= set(areas()["area"])
    assert set(table["label"]) <= {*schemes()["label"], *codebook().causes["cause"]}
