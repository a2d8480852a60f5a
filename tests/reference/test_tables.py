"""Every data file holds to its contract, and a broken one tells all its faults."""

import pandas as pd
import pytest

from brister_analysis.errors import DataError
from brister_analysis.reference.contracts import CONTRACTS
from brister_analysis.reference.tables import DATA, checked, load, read_text_table

FILES = (
    "regions",
    "municipalities",
    "areas",
    "population",
    "municipality_outlines",
    "published_figures",
    "published_ranks",
    "dimensions",
)


@pytest.mark.parametrize("name", FILES)
def test_every_csv_file_holds_to_its_contract(name):
    table = load(name)
    assert len(table) > 0
    assert table.columns.tolist() == list(CONTRACTS[name].columns)


@pytest.mark.parametrize("name", [*FILES, "codebook", "schemes", "crosswalk"])
def test_files_are_utf8_with_plain_line_ends(name):
    (path,) = (file for file in DATA.iterdir() if file.name.split(".")[0] == name)
    content = path.read_bytes()
    assert content.decode("utf-8").endswith("\n")
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")


def test_codes_stay_text():
    assert load("municipalities")["municipality_code"].iloc[0] == "0114"
    assert load("regions")["region_code"].iloc[0] == "01"


def test_all_faults_of_a_table_are_told_at_once_without_its_values():
    broken = read_text_table(
        "region_code,slug,name,county,authority\n"
        "1,skane,Skåne,Skåne län,Region Skåne\n"
        "13,Halland,Halland,Hallands län,\n"
        "14,skane,Västra Götaland,Kalle,Västra Götalandsregionen\n"
    )
    with pytest.raises(DataError) as raised:
        checked(broken, "regions")
    places = [fault.where for fault in raised.value.faults]
    assert places == [
        ("regions", "rad 2", "kolumn region_code"),
        ("regions", "rad 2", "kolumn slug"),
        ("regions", "rad 3", "kolumn authority"),
        ("regions", "rad 3", "kolumn slug"),
        ("regions", "rad 4", "kolumn county"),
        ("regions", "rad 4", "kolumn slug"),
    ]
    assert "Kalle" not in str(raised.value)


def test_a_missing_and_an_extra_column_are_told():
    frame = load("regions").drop(columns="slug").assign(note="x")
    with pytest.raises(DataError, match=r"note hör inte(.|\n)*slug saknas"):
        checked(frame, "regions")


def test_numbers_get_their_type_only_after_the_check():
    frame = pd.DataFrame(
        {"year": ["2021"], "municipality_code": ["0980"], "population": ["61001"]}, dtype="str"
    )
    assert checked(frame, "population").dtypes.astype("str").to_dict() == {
        "year": "Int64",
        "municipality_code": "str",
        "population": "Int64",
    }
