"""What a profile says of tables: the two regions that have them, and how mistakes in it are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from brister_analysis.errors import DataError
from brister_analysis.reference.dimensions import dimension
from brister_analysis.reference.profiles import load_profile
from brister_analysis.reference.published import published_figures
from brister_analysis.reference.schemes import schemes

EAST, WEST = load_profile("stockholm"), load_profile("vastra-gotaland")

ADDED = """\
[region]
slug = "halland"
answer_days = 30

[[area]]
slug = "norr"
id_part = "norr"
answer_within = "2 months"

[[area]]
slug = "syd"
id_part = "syd"

[report]
title_sv = "Brister {year}"
title_en = "Deficiencies {year}"
sections = ["time_to_answer"]

[[form]]
version = "web"
kind = "csv"
years = [2020]

[form.constants]
target_group = "children_young"

[form.fields.area]
labels = ["Del"]
codes = { Norr = "norr", "Syd*" = "syd" }

[form.fields.case_number]
labels = ["Nr"]
"""


def load(tmp_path: Path, content: str = ADDED):
    (tmp_path / "halland.toml").write_text(content, encoding="utf-8")
    return load_profile("halland", tmp_path)


def test_stockholm_has_its_agreements_and_bus_a_form_of_its_own() -> None:
    web, bus = EAST.forms
    fields = {spec.column: spec for spec in web.fields}
    rows = dimension("agreement")
    assert set(fields["agreement"].codes.values()) == set(rows.loc[rows["region_code"] == "01", "code"])
    assert bus.constants == {"agreement": "sthlm_bus", "target_group": "children_young"}
    printed = schemes()
    labels = printed.loc[printed["scheme"] == "storsthlm-2020", "label"].str.casefold()
    starts = [written.rstrip("*").casefold() for written in fields["agreement"].codes]
    assert all(any(label.startswith(start) for start in starts) for label in labels)


def test_stockholm_goes_by_agreement_before_causes() -> None:
    assert EAST.sections.index("agreements") < EAST.sections.index("causes")
    assert EAST.scheme(2022) == "harmonised"


def test_vastra_gotaland_answers_within_what_is_published() -> None:
    figures = published_figures()
    due = figures[figures["measure"] == "answer_deadline"]
    published = {row.area: f"{row.value} {row.unit}" for row in due.itertuples()}
    assert WEST.deadlines() == published
    assert "time_to_answer" in WEST.sections


def test_an_area_has_its_own_time_to_answer_or_the_regions(tmp_path: Path) -> None:
    profile = load(tmp_path)
    assert profile.deadlines() == {"norr": "2 months", "syd": "30 days"}
    assert profile.forms[0].constants == {"target_group": "children_young"}


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "line", "key"),
    [
        ('"2 months"', '"två månader"', "pattern", 8, "area.answer_within"),
        ('"2 months"', "60", "text", 8, "area.answer_within"),
        (
            'target_group = "children_young"',
            'description = "x"',
            "constant",
            25,
            "form.constants.description",
        ),
        ('"children_young"', '"barn"', "value", 25, "form.constants.target_group"),
        ('Norr = "norr"', 'Norr = "nord"', "value", 29, "form.fields.area.codes.Norr"),
        ('codes = { Norr = "norr", "Syd*" = "syd" }', "", "absent", 27, "form.fields.area.codes"),
        ("form.fields.case_number", "form.fields.case_nr", "column", 31, "form.fields.case_nr"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    right: str, wrong: str, kind: str, line: int, key: str, tmp_path: Path
) -> None:
    assert right in ADDED
    with pytest.raises(DataError) as raised:
        load(tmp_path, ADDED.replace(right, wrong))
    told = [(one.key, one.where[1:]) for one in raised.value.faults]
    assert (f"forms.profile.{kind}", (f"rad {line}", key)) in told


def test_what_is_allowed_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Tillåtet: norr, syd"):
        load(tmp_path, ADDED.replace('Norr = "norr"', 'Norr = "nord"'))
    with pytest.raises(DataError, match="Tillåtet: agreement, process_step, target_group, sip_state, area"):
        load(tmp_path, ADDED.replace('target_group = "children_young"', 'description = "x"'))
