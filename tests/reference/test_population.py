"""Inhabitants, and the file a user may add for years that are not here."""

import pandas as pd
import pytest

from brister_analysis.errors import DataError, UsageError
from brister_analysis.reference.places import areas, municipalities
from brister_analysis.reference.population import population

# SCB's totals for the country: the sums of all municipalities must equal them to the person.
COUNTRY = {
    2015: 9_851_017,
    2016: 9_995_153,
    2017: 10_120_242,
    2018: 10_230_185,
    2019: 10_327_589,
    2024: 10_587_710,
}


def test_municipalities_add_up_to_the_country():
    table = population()
    assert table.columns.tolist() == ["code", "year", "population"]
    assert table.groupby("year")["population"].sum().to_dict() == COUNTRY
    assert population("region").groupby("year")["population"].sum().to_dict() == COUNTRY


def test_areas_add_up_their_municipalities():
    members = areas().query("area == 'skaraborg'")["municipality_code"]
    one_year = population().query("year == 2019").set_index("code")["population"]
    expected = one_year[members].sum()
    assert population("area").query("year == 2019 and code == 'skaraborg'")["population"].item() == expected


def test_no_year_is_made_up():
    assert set(population()["year"]) == set(COUNTRY)


def test_order_is_code_then_year():
    table = population("area")
    assert table.equals(table.sort_values(["code", "year"], ignore_index=True))


def write(path, rows, header="municipality_code,year,population", separator=","):
    lines = [header, *(",".join(row) for row in rows)]
    path.write_text("\n".join(lines).replace(",", separator) + "\n", encoding="utf-8")
    return path


def test_an_extra_year_is_added_and_incomplete_sums_stay_missing(tmp_path):
    gotland = write(tmp_path / "p.csv", [("0980", "2021", "61001")])
    table = population("region", extra=gotland).query("year == 2021").set_index("code")["population"]
    assert table["09"] == 61001
    assert table.drop("09").isna().all()


def test_an_area_is_missing_until_all_its_municipalities_are_known(tmp_path):
    members = areas().query("area == 'simba'")["municipality_code"].tolist()
    some = write(tmp_path / "some.csv", [(code, "2021", "10") for code in members[:-1]])
    every = write(tmp_path / "all.csv", [(code, "2021", "10") for code in members])
    question = "code == 'simba' and year == 2021"
    assert population("area", some).query(question)["population"].isna().all()
    assert population("area", every).query(question)["population"].item() == 10 * len(members)


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path):
    file = write(tmp_path / "p.csv", [("980", "2021", "61001")], separator=";")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert population(extra=file).query("code == '0980' and year == 2021")["population"].item() == 61001


def test_all_faults_of_the_extra_file_are_told_at_once(tmp_path):
    rows = [
        ("9999", "2021", "5"),
        ("0980", "2019", "60000"),
        ("0980", "tjugo", "60000"),
        ("0114", "2021", "Anna"),
        ("0115", "2021", ""),
        ("0117", "2021", "7"),
        ("0117", "2021", "8"),
    ]
    with pytest.raises(DataError) as raised:
        population(extra=write(tmp_path / "p.csv", rows))
    message = str(raised.value)
    for line, what in [
        (2, "ingen kommun"),
        (3, "2019 finns redan"),
        (4, "årtal"),
        (5, "heltal"),
        (6, "tom"),
        (7, "två gånger"),
        (8, "två gånger"),
    ]:
        assert any(f"rad {line}" in told and what in told for told in message.split("\n")), (
            line,
            what,
            message,
        )
    assert "Anna" not in message
    assert "p.csv" not in message


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"municipality_code,year\n0980,2021\n", "population saknas"),
        (b"municipality_code,year,population,note\n0980,2021,5,x\n", "note h"),
        (b"municipality_code,year,population\n0980,2021,5\xe5\n", "CSV UTF-8"),
        (b"", "CSV UTF-8"),
        (b"municipality_code,year,population\n0980,2021,5,6\n", "CSV UTF-8"),
        (b"municipality_code,year,population\n0980,2021,5\n0980,2022,5,6\n", "CSV UTF-8"),
    ],
)
def test_a_file_of_the_wrong_shape_is_told(tmp_path, content, told):
    file = tmp_path / "p.csv"
    file.write_bytes(content)
    with pytest.raises(DataError, match=told):
        population(extra=file)


def test_no_such_file_or_level(tmp_path):
    with pytest.raises(UsageError, match="finns inte"):
        population(extra=tmp_path / "none.csv")
    with pytest.raises(UsageError, match="nivå"):
        population("county")  # type: ignore[arg-type]


def test_row_order_of_the_extra_file_does_not_matter(tmp_path):
    rows = [
        (code, "2021", str(number)) for number, code in enumerate(municipalities()["municipality_code"], 1)
    ]
    straight = population("area", write(tmp_path / "a.csv", rows))
    turned = population("area", write(tmp_path / "b.csv", rows[::-1]))
    pd.testing.assert_frame_equal(straight, turned)
