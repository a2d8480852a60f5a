"""Which region or municipality a written name stands for."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.errors import UsageError
from brister_analysis.reference.places import areas, municipalities, region, regions, resolve_municipalities

MUNICIPALITIES = list(municipalities().itertuples(index=False))


def codes(*names: object) -> list:
    return resolve_municipalities(names)["municipality_code"].tolist()


@pytest.mark.parametrize(
    ("written", "code", "rule"),
    [
        ("Malmö", "1280", "name"),
        ("malmö", "1280", "name"),
        ("  MALMÖ ", "1280", "name"),
        ("Malmö stad", "1280", "form"),
        ("MALMÖ STAD", "1280", "form"),
        ("Malmö kommun", "1280", "form"),
        ("Malmo\u0308\u00a0kommun", "1280", "form"),
        ("Malmö-stad", "1280", "form"),
        ("Malmös", "1280", "form"),
        ("Malmo", "1280", "accents"),
        ("malmo stad", "1280", "accents"),
        ("1280", "1280", "code"),
        ("1280 Malmö", "1280", "code"),
        ("Helsingborgs kommun", "1283", "form"),
        ("Helsingborgs stads", "1283", "form"),
        ("Kommunen i Ängelholm", "1292", "form"),
        ("Ängelholms kommun", "1292", "form"),
        ("Angelholms kommun", "1292", "accents"),
        ("Borås stad", "1490", "form"),
        ("Upplands Bro", "0139", "name"),
        ("Falu kommun", "2080", "form"),
        ("Region Gotland", "0980", "form"),
        ("Gotlands kommun", "0980", "form"),
        ("Habo", "0643", "name"),
        ("Håbo kommun", "0305", "form"),
    ],
)
def test_written_names_find_their_municipality(written, code, rule):
    row = resolve_municipalities([written]).iloc[0]
    assert (row["municipality_code"], row["rule"]) == (code, rule)


@pytest.mark.parametrize(
    ("written", "rule", "nearest"),
    [
        ("Upplands", "ambiguous", "Upplands Väsby; Upplands-Bro"),
        ("Hábo", "unknown", "Håbo; Habo"),
        ("Malmå", "unknown", "Malå; Malmö; Salem"),
        ("Malmmö", "unknown", "Malmö; Hammarö; Malå"),
        ("Stockholms län", "unknown", "Stockholm"),
        ("Region Stockholm", "unknown", None),
        ("1281 Malmö", "unknown", "Malmö"),
        ("okänt", "unknown", None),
        ("", "empty", None),
        (None, "empty", None),
        (float("nan"), "empty", None),
    ],
)
def test_what_does_not_resolve_is_listed_with_its_nearest(written, rule, nearest):
    row = resolve_municipalities([written]).iloc[0]
    assert row.isna()["municipality_code"]
    assert row["rule"] == rule
    if nearest is not None:
        assert row["nearest"] == nearest
    elif rule == "empty":
        assert row.isna()["nearest"]


def test_every_given_name_gets_a_row_in_the_order_given():
    table = resolve_municipalities(["Lund", "?", "Lund", None])
    assert table["name"].tolist()[:3] == ["Lund", "?", "Lund"]
    assert table["rule"].tolist() == ["name", "unknown", "name", "empty"]
    assert resolve_municipalities([]).columns.tolist() == ["name", "municipality_code", "nearest", "rule"]


@settings(max_examples=400, derandomize=True, deadline=None)
@given(
    st.sampled_from(MUNICIPALITIES),
    st.booleans(),
    st.sampled_from(["", " kommun", " stad", " kommuns", " stads"]),
    st.sampled_from(["", "kommunen i "]),
    st.sampled_from([str, str.upper, str.lower, str.title]),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([" ", "\u00a0", "  "]),
)
def test_every_spelling_of_every_municipality(entry, genitive, after, before, case, form, space):
    name = entry.municipality + ("s" if genitive and not entry.municipality.endswith("s") else "")
    written = before + entry.municipality if before else name + after
    written = unicodedata.normalize(form, case(written).replace(" ", space))
    assert codes(written) == [entry.municipality_code]


def test_all_290_in_every_form():
    forms = {
        form.format(
            entry.municipality, "" if entry.municipality.endswith("s") else "s"
        ): entry.municipality_code
        for entry in MUNICIPALITIES
        for form in (
            "{0}",
            "{0}{1}",
            "{0} kommun",
            "{0}{1} kommun",
            "{0} stad",
            "{0}{1} stad",
            "Kommunen i {0}",
        )
    }
    table = resolve_municipalities(forms)
    assert table["municipality_code"].tolist() == list(forms.values())
    assert set(table["rule"]) == {"name", "form"}


def test_all_290_without_accents_are_found_or_named_among_the_nearest():
    plain = {
        entry.municipality_code: "".join(
            letter for letter in unicodedata.normalize("NFD", entry.municipality) if letter.isascii()
        )
        for entry in MUNICIPALITIES
    }
    wrong = {
        plain[code]: found for code, found in zip(plain, codes(*plain.values()), strict=True) if found != code
    }
    # Håbo without its ring is how Habo is spelt: the only pair of names that differ by accents alone.
    assert wrong == {"Habo": "0643"}


def test_lan_with_dots_and_lan_with_a_ring_do_not_collide():
    assert region("Skåne län").slug == "skane"
    with pytest.raises(UsageError, match="Skåne län"):
        region("Skåne lån")


def test_regions():
    table = regions()
    assert table.columns.tolist() == ["region_code", "slug", "name", "county", "authority"]
    assert len(table) == 21
    assert table["region_code"].is_monotonic_increasing
    gotland = region("gotland")
    assert (gotland.code, gotland.county, gotland.authority) == ("09", "Gotlands län", "Region Gotland")


@pytest.mark.parametrize("column", ["region_code", "slug", "name", "county", "authority"])
def test_a_region_is_found_by_any_of_its_names(column):
    for row in regions().itertuples():
        assert region(getattr(row, column)).code == row.region_code
        assert region(getattr(row, column).upper()).code == row.region_code


def test_an_unknown_region_names_the_nearest_and_not_what_was_written():
    with pytest.raises(UsageError) as raised:
        region("Skaane")
    assert "Skaane" not in str(raised.value)
    # Near misses are asked about: they are not all that is allowed.
    assert "Menade du: skane eller Skåne" in str(raised.value)
    assert "Tillåtet" not in str(raised.value)


def test_where_no_region_is_near_all_are_named():
    with pytest.raises(UsageError, match=r"Tillåtet: stockholm, uppsala, .*, norrbotten"):
        region("xyz")


def test_municipalities_lie_in_their_region():
    table = municipalities()
    assert table.columns.tolist() == ["municipality_code", "municipality", "region_code"]
    assert len(table) == 290
    assert (table["municipality_code"].str[:2] == table["region_code"]).all()
    assert set(table["region_code"]) == set(regions()["region_code"])


def test_areas_hold_municipalities_of_their_own_region():
    table = areas()
    assert table.columns.tolist() == ["area", "area_name", "region_code", "municipality_code", "source"]
    assert table.groupby("area").size().to_dict() == {
        "fyrbodal": 14,
        "goteborgsomradet": 5,
        "nordvastra-skane": 8,
        "simba": 4,
        "skaraborg": 15,
        "sodra-alvsborg": 8,
    }
    assert (table["municipality_code"].str[:2] == table["region_code"]).all()


def test_the_caller_may_change_what_it_gets():
    table = municipalities()
    table["municipality"] = ""
    assert municipalities()["municipality"].ne("").all()
