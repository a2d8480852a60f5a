"""Closed lists for everything but causes."""

import pytest

from brister_analysis.errors import UsageError
from brister_analysis.reference.dimensions import dimension
from brister_analysis.reference.places import regions
from brister_analysis.reference.schemes import schemes

SIZES = {
    "agreement": 10,
    "process_step": 17,
    "principal": 4,
    "activity": 20,
    "professional_role": 11,
    "target_group": 7,
    "measure": 9,
    "lens": 14,
}


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_each_dimension_has_unique_codes_and_both_labels(name, size):
    table = dimension(name)
    assert table.columns.tolist() == ["code", "label_sv", "label_en", "parent", "region_code"]
    assert len(table) == size
    assert table["code"].is_unique
    assert table["label_sv"].is_unique
    assert table["label_en"].is_unique


def test_an_activity_belongs_to_a_principal():
    table = dimension("activity")
    assert set(table["parent"]) == set(dimension("principal")["code"])
    assert table.set_index("code")["parent"][["school_health", "emergency", "social_insurance"]].tolist() == [
        "kommun",
        "region",
        "stat",
    ]


def test_a_step_belongs_to_sip_or_to_discharge_which_has_eight():
    table = dimension("process_step")
    assert table["parent"].value_counts().to_dict() == {"discharge": 8, "sip": 7}
    assert table.loc[table["parent"].isna(), "code"].tolist() == ["sip", "discharge"]


def test_an_agreement_belongs_to_a_region():
    table = dimension("agreement")
    assert table["region_code"].value_counts().to_dict() == {"01": 5, "14": 4, "12": 1}
    assert set(table["region_code"]) <= set(regions()["region_code"])


def test_a_lens_belongs_to_a_scheme_of_the_literature():
    assert set(dimension("lens")["parent"]) == set(schemes().query("kind == 'literature'")["scheme"])


def test_an_unknown_dimension_names_the_nearest():
    with pytest.raises(UsageError, match="measure"):
        dimension("measures")
