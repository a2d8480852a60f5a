"""Organisations as written, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from brister_analysis.errors import DataError
from brister_analysis.intake.organisation_words import _words, resolve_role, without_roles
from brister_analysis.intake.organisations import (
    Organisation,
    names_organisation,
    resolve_organisation,
    split_organisations,
)
from brister_analysis.intake.unit_aliases import read_aliases
from brister_analysis.reference.dimensions import dimension
from brister_analysis.reference.profiles import load_profile

SKANE = load_profile("skane")

# written: principal, activity, unit, municipality
READ = {
    "Helsingborgs stad, socialförvaltningen, boendestöd": (
        "kommun", "housing", "socialförvaltningen, boendestöd", "1283",
    ),
    "HELSINGBORGS STAD, BOENDESTÖD": ("kommun", "housing", "BOENDESTÖD", "1283"),
    "Ängelholms kommun socialförvaltningen vuxenenheten": (
        "kommun", "social_services_adult", "socialförvaltningen vuxenenheten", "1292",
    ),
    "A\u0308ngelholms kommun, vuxenenheten": ("kommun", "social_services_adult", "vuxenenheten", "1292"),
    "Klippan – boendestöd": ("kommun", "housing", "boendestöd", "1276"),
    "helsingborg boendestöd": ("kommun", "housing", "boendestöd", "1283"),
    "Elevhälsan, Åstorp": ("kommun", "school_health", "Elevhälsan", "1277"),
    "Boendestöd i Helsingborgs stad": ("kommun", "housing", "Boendestöd", "1283"),
    "Östra Göinge kommun, hemtjänsten": ("kommun", "elderly_care", "hemtjänsten", "1256"),
    "Halmstads kommun, IFO": ("kommun", None, "IFO", "1380"),
    "Region Skåne, vuxenpsykiatrin Helsingborg": (
        "region", "adult_psychiatry", "vuxenpsykiatrin Helsingborg", "1283",
    ),
    "BUP": ("region", "child_psychiatry", "BUP", None),
    "Helsingborg, vuxenpsykiatrin": ("region", "adult_psychiatry", "vuxenpsykiatrin", "1283"),
    "Helsingborgs lasarett, akutmottagningen": (
        "region", "emergency", "Helsingborgs lasarett, akutmottagningen", "1283",
    ),
    "Arbetsförmedlingen": ("stat", "employment_service", None, None),
    "Försäkringskassan, Helsingborg": ("stat", "social_insurance", None, "1283"),
    "Attendo boende Solgården": ("privat", "private_provider", "Attendo boende Solgården", None),
    "Capio vårdcentral, Höganäs": ("privat", "private_provider", "Capio vårdcentral", "1284"),
    "Bjuvs kommun, Barn- och familjeenheten, 042-123 45 67": (
        "kommun", "social_services_family", "Barn- och familjeenheten", "1260",
    ),
}  # fmt: skip


@pytest.mark.parametrize("written", READ)
def test_organisations_as_people_write_them(written: str) -> None:
    found = resolve_organisation(written, SKANE)
    assert (found.principal, found.activity, found.unit, found.municipality_code) == READ[written]
    assert found.fault is None


FAULTS = {
    "Helsingbrogs kommun, boendestöd": ("unknown_municipality", "Helsingborg"),
    "Helsingbrog": ("unknown_municipality", "Helsingborg"),
    "Höganäs kommun": ("no_unit", None),
    "Region Skåne": ("no_unit", None),
    "socialförvaltningen": ("no_municipality", None),
    "annan kommun, boendet": ("no_municipality", None),
    "Orvar Planterad": ("unknown_principal", "Region"),
}


@pytest.mark.parametrize("written", FAULTS)
def test_what_is_unclear_is_told_without_repeating_it(written: str) -> None:
    fault = resolve_organisation(written, SKANE).fault
    assert fault is not None
    reason, first_told = FAULTS[written]
    assert fault.key == f"forms.organisation.{reason}"
    assert (fault.nearest or fault.allowed or (None,))[0] == first_told
    assert not any(word in str(fault) for word in ("Orvar", "Helsingbrog", "boendestöd,"))


@pytest.mark.parametrize("written", ["", "-", "vet ej", "Okänt"])
def test_nothing_written_is_nothing_known(written: str) -> None:
    assert resolve_organisation(written, SKANE) == Organisation()


def test_the_unit_is_not_shown() -> None:
    assert "Solgården" not in repr(resolve_organisation("Höganäs kommun, Solgården", SKANE))


SEVERAL = {
    "Region Skåne, BUP; Höganäs kommun, LSS": ["Region Skåne, BUP", "Höganäs kommun, LSS"],
    "Region Skåne, BUP\nHöganäs kommun, LSS": ["Region Skåne, BUP", "Höganäs kommun, LSS"],
    "Höganäs kommun\nsocialförvaltningen\nLSS": ["Höganäs kommun, socialförvaltningen, LSS"],
    "Helsingborgs stad och Region Skåne": ["Helsingborgs stad", "Region Skåne"],
    "Höganäs kommun, barn och familj": ["Höganäs kommun, barn och familj"],
    "BUP; Vuxenpsykiatrin": ["BUP", "Vuxenpsykiatrin"],
    "": [],
}


@pytest.mark.parametrize("written", SEVERAL)
def test_several_organisations_in_one_field(written: str) -> None:
    assert split_organisations(written) == SEVERAL[written]


def test_every_word_leads_to_a_code_of_the_dimension() -> None:
    words = _words()
    assert set(words["activity"]) <= set(dimension("activity")["code"])
    assert set(words["role"]) == set(dimension("professional_role")["code"])
    assert set(words["principal"]) == set(dimension("principal")["code"])
    assert set(words["hint"]) < set(dimension("principal")["code"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Kurator", "counsellor"), ("leg. sjuksköterska", "nurse"), ("Överläkare", "physician"),
        ("LSS-handläggare", "case_officer"), ("undersköterska", "care_assistant"), ("ordförande", None),
    ],
)  # fmt: skip
def test_professional_roles(written: str, code: str | None) -> None:
    assert resolve_role(written) == code


def test_names_are_told_from_roles_and_organisations() -> None:
    assert without_roles("Kurator Vivi Nedgrävd") == "Vivi Nedgrävd"
    assert names_organisation("boendestöd Norr")
    assert names_organisation("Höganäs")
    assert not names_organisation("Vivi Nedgrävd")


def test_people_keep_spellings_of_their_units(tmp_path: Path) -> None:
    path = tmp_path / "unit_aliases.csv"
    path.write_text("written;unit\nbo-stödet;boendestöd Norr\nHbg BUP;BUP Helsingborg\n", encoding="cp1252")
    aliases = read_aliases(path)
    assert resolve_organisation("Höganäs kommun, Bo-Stödet", SKANE, aliases).unit == "boendestöd Norr"
    assert resolve_organisation("HBG BUP", SKANE, aliases).unit == "BUP Helsingborg"
    assert read_aliases(tmp_path / "none.csv") == read_aliases(None) == {}


@pytest.mark.parametrize(
    ("content", "key"),
    [("a,b\n1,2\n", "columns"), ("written,unit\nBUP,BUP Norr\nbup,BUP Syd\n", "twice"), ("", "columns")],
)
def test_a_file_of_spellings_at_fault_stops(content: str, key: str, tmp_path: Path) -> None:
    path = tmp_path / "unit_aliases.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_aliases(path)
    assert [one.key for one in raised.value.faults] == [f"forms.aliases.{key}"]
