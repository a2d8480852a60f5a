"""What public documents state is carried over as it is, each figure with its source."""

from brister_analysis.reference.places import areas, regions
from brister_analysis.reference.published import published_figures, published_ranks


def test_reports_of_nordvastra_skane():
    figures = published_figures().query("measure == 'reports'")
    assert dict(zip(figures["data_year"], figures["value"], strict=True)) == {
        2019: 30,
        2020: 48,
        2021: 24,
        2022: 29,
        2023: 17,
    }
    assert set(figures["area"]) == {"nordvastra-skane"}


def test_every_figure_has_a_source_and_a_known_place():
    for table in (published_figures(), published_ranks()):
        assert table["source"].notna().all()
        assert set(table["region_code"]) <= set(regions()["region_code"])
        assert set(table["area"].dropna()) <= set(areas()["area"])
    assert len(published_figures()) == 17
    assert len(published_ranks()) == 11


def test_the_order_a_text_names_causes_in_is_not_a_rank():
    ranked = published_ranks().dropna(subset="rank")
    assert list(zip(ranked["data_year"], ranked["native_label"], strict=True)) == [
        (2019, "kommunikation"),
        (2023, "kommunikation/information"),
    ]
