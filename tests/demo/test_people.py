"""The invented people cannot be real, and are not only people that lists of names know."""

import datetime as dt
import re

import pytest

from brister_analysis.workspace import Workspace
from demo.cases import cases
from demo.material import DATA, REGION, REGION_YEARS, YEARS, chance, toml
from demo.people import Cast, genitive, personal_number
from demo.planted import planted
from demo.reports import reports


def cast(number: int) -> Cast:
    return Cast(chance("test", number), "woman", "adult", 2023, dt.date(2023, 3, 1))


@pytest.mark.parametrize(
    ("name", "expected"), [("Ylvasara", "Ylvasaras"), ("Pelegrinus", "Pelegrinus"), ("Aziz", "Aziz")]
)
def test_genitive(name, expected):
    assert genitive(name) == expected


def test_personal_numbers_have_the_serials_kept_for_tests():
    numbers = [personal_number(chance(n), dt.date(1987, 3, 14), "woman") for n in range(40)]
    assert all(re.fullmatch(r"19870314-98[02468]\d", number) for number in numbers)
    assert len({number[-1] for number in numbers}) > 3


def test_telephone_numbers_are_kept_for_fiction():
    for number in range(60):
        digits = re.sub(r"\D", "", cast(number).phone()).removeprefix("46").removeprefix("0")
        assert re.fullmatch(r"70174060[5-9]|701740[6]\d\d|84650040[4-9]|8465004\d\d|3139006\d\d", digits)


def test_the_same_person_keeps_the_name_within_a_report():
    told = cast(1).fill("{p} {p} {P}")
    first, again, full = told.split(" ", 2)
    assert first == again
    assert full.startswith(f"{first} ")


def test_unknown_placeholder_is_a_mistake_in_the_material():
    with pytest.raises(ValueError, match="no such placeholder"):
        cast(1).fill("{x}")


def test_at_least_half_of_the_names_are_on_no_list():
    from importlib.resources import files

    lists = files("brister_analysis.intake.identifiers").joinpath("data")
    for ours, theirs in (("woman", "first_names"), ("man", "first_names"), ("surname", "surnames")):
        listed = {
            line.split()[0]
            for line in lists.joinpath(f"{theirs}.txt").read_text("utf-8").splitlines()
            if line
        }
        listed = {name.casefold() for name in listed}
        names = toml("names")[ours]
        assert sum(name.casefold() in listed for name in names) <= len(names) / 2


@pytest.mark.parametrize("year", YEARS)
def test_planted_surfaces_are_in_the_forms_and_not_in_the_material(year):
    material = (
        "".join(report.row["text"] for report in reports(year)) + str(toml("answers")) + str(toml("units"))
    )
    material += str(toml("coding"))
    found = planted(year)
    assert found == sorted(set(found))
    assert all(len(surface) >= 6 or not surface.isascii() for surface in found)
    assert [surface for surface in found if surface in material] == []
    told = "".join(report.description for report in reports(year))
    assert sum(surface in told for surface in found) > 10


@pytest.mark.parametrize(
    ("region", "year"),
    [(one, year) for one in ("stockholm", "vastra-gotaland") for year in REGION_YEARS[one]],
)
def test_planted_surfaces_of_exports_are_in_them_and_not_in_the_material(region, year):
    told = cases(region, year)
    names = [path.stem for path in sorted((DATA / region).glob("*.toml"))]
    material = "".join(case.row["text"] for case in told) + str(toml("answers"))
    material += "".join(str(toml(f"{region}/{name}")) for name in names)
    found = planted(year, region)
    assert found == sorted(set(found))
    assert all(len(surface) >= 6 or not surface.isascii() for surface in found)
    assert [surface for surface in found if surface in material] == []
    texts = "".join(case.description for case in told)
    assert sum(surface in texts for surface in found) > 20


def test_the_incident_systems_numbers_are_planted():
    content = b"".join(
        path.read_bytes() for path in sorted(Workspace.find().raw("vastra-gotaland", 2024).glob("*.csv"))
    )
    numbers = {one.decode() for one in re.findall(rb"AVV-2024-\d+", content)}
    assert len(numbers) == 52
    assert numbers <= set(planted(2024, "vastra-gotaland"))


@pytest.mark.parametrize("region", sorted(REGION_YEARS))
def test_public_persons_are_never_planted(region):
    source = toml("forms" if region == REGION else f"{region}/plan")["source"]
    words = {word for name in source["group"] + source["contact"] for word in name.split()}
    assert not words & {surface for year in REGION_YEARS[region] for surface in planted(year, region)}
