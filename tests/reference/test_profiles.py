"""A region's profile: what Skåne's says, how a region is added, and how mistakes are told."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from brister_analysis.errors import DataError, UsageError
from brister_analysis.reference.checked_toml import line_numbers
from brister_analysis.reference.form_versions import label_key
from brister_analysis.reference.profiles import load_profile

SKANE = load_profile("skane")

# A region that reports in spreadsheets and text files, as a coordinator would write it.
ADDED = """\
[region]
slug = "stockholm"
answer_days = 60

[report]
title_sv = "Brister {year}"
title_en = "Deficiencies {year}"
sections = ["purpose", "agreements", "summary"]

[scheme]
2023 = "storsthlm-2020"

[[form]]
version = "web-2020"
kind = "xlsx"
years = [2020]
sheet = "Svar"
header_row = 3
separators = [";", "/"]

[form.fields.event_date]
labels = ["Händelsedatum", "Datum för händelsen"]

[form.fields.agreement]
labels = ["Överenskommelse"]
required = true

[form.fields.agreement.codes]
"Missbruk/beroende" = "sthlm_substance_use"
"BUS" = "sthlm_bus"

[form.fields.dialogue_held]
labels = ["Dialog"]
codes = { J = "yes", N = "no" }

[[form]]
version = "export"
kind = "csv"
years = [2015, 2019]
delimiter = ";"
encoding = "cp1252"

[form.fields.description]
labels = ["Händelse"]
"""


def added(tmp_path: Path, content: str = ADDED) -> Path:
    (tmp_path / "stockholm.toml").write_text(content, encoding="utf-8")
    return tmp_path


def faults(tmp_path: Path, content: str) -> list[tuple[str, tuple[str, ...]]]:
    with pytest.raises(DataError) as raised:
        load_profile("stockholm", added(tmp_path, content))
    assert "stockholm.toml, rad" in str(raised.value)
    return [(one.key.removeprefix("forms.profile."), one.where[1:]) for one in raised.value.faults]


def test_skane() -> None:
    assert (SKANE.slug, SKANE.region_code) == ("skane", "12")
    assert [(area.slug, area.id_part) for area in SKANE.areas] == [("nordvastra-skane", "nordvastra")]
    assert [(form.version, form.kind, form.years) for form in SKANE.forms] == [
        ("nv-2019", "docx", (2019, 2023)),
        ("nv-2024", "docx", (2024, None)),
    ]
    assert [SKANE.scheme(year) for year in range(2018, 2026)] == [
        "harmonised", "nv-skane-2019", "nv-skane-2020", "harmonised", "nv-skane-2022", "nv-skane-2023",
        "harmonised", "harmonised",
    ]  # fmt: skip
    assert SKANE.sections == (
        "purpose", "compiled_by", "causes", "cause_sections", "themes", "good_examples", "actors", "summary",
        "open_questions", "recommendations", "group", "comparability", "method", "quality", "provenance",
    )  # fmt: skip
    assert all(spec.required for spec in SKANE.forms[1].fields)
    assert all(form.first_page_ends and form.name_labels for form in SKANE.forms)


def test_versions_know_their_years_and_labels() -> None:
    old, new = SKANE.forms
    assert [year for year in range(2017, 2027) if old.in_use(year)] == [2019, 2020, 2021, 2022, 2023]
    assert [year for year in range(2017, 2027) if new.in_use(year)] == [2024, 2025, 2026]
    found = new.field_of("MOTPART - enhet:")
    assert found is not None
    assert (found.column, found.type) == ("counterpart_unit", "unit")
    assert new.field_of("Motpart") is None


@pytest.mark.parametrize(
    "written",
    ["Motpart – enhet", "motpart - ENHET", "Motpart –\u00a0enhet :", "3. Motpart — enhet *",
     "Motp\u00adart − enhet.", "  Motpart   –   enhet"],
)  # fmt: skip
def test_spellings_of_a_label(written: str) -> None:
    assert label_key(written) == "motpart - enhet"


def test_letters_are_kept_apart() -> None:
    assert label_key("Åtgärd") == label_key("A\u030atga\u0308rd") != label_key("Atgard")


def test_a_region_is_added_without_code(tmp_path: Path) -> None:
    profile = load_profile("stockholm", added(tmp_path))
    sheet, export = profile.forms
    assert (profile.region_code, profile.answer_days, profile.areas) == ("01", 60, ())
    assert profile.scheme(2023) == "storsthlm-2020"
    assert (sheet.sheet, sheet.header_row, sheet.separators) == ("Svar", 3, (";", "/"))
    assert (export.delimiter, export.encoding, export.years) == (";", "cp1252", (2015, 2019))
    codes = {spec.column: dict(spec.codes) for spec in sheet.fields}
    assert codes == {
        "event_date": {},
        "agreement": {"Missbruk/beroende": "sthlm_substance_use", "BUS": "sthlm_bus"},
        "dialogue_held": {"J": "yes", "N": "no"},
    }
    assert [spec.required for spec in sheet.fields] == [False, True, False]


def test_a_profile_beside_the_data_is_taken_before_the_packages_own(tmp_path: Path) -> None:
    own = (
        Path(str(load_profile.__globals__["files"]("brister_analysis.reference"))) / "profiles" / "skane.toml"
    )
    changed = own.read_text(encoding="utf-8").replace('contact = "', 'contact = "Ny ')
    (tmp_path / "skane.toml").write_text(changed, encoding="utf-8-sig")
    assert (load_profile("skane", tmp_path).contact or "").startswith("Ny ")
    assert load_profile("skane", tmp_path / "none") == SKANE


def test_a_profile_goes_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(SKANE)) == SKANE


def test_an_unknown_region_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="skane"):
        load_profile("skone")


# what is changed in the added region, what is told and on which line
MISTAKES = [
    ('slug = "stockholm"', 'slug = "sthlm"', "value", 2, "region.slug"),
    ("answer_days = 60", 'answer_days = "60"', "whole", 3, "region.answer_days"),
    ("answer_days = 60", "answer_day = 60", "unknown", 3, "region.answer_day"),
    ('title_en = "Deficiencies {year}"\n', "", "absent", 5, "report.title_en"),
    ('"agreements", ', '"agreement", ', "value", 8, "report.sections"),
    ('"agreements", ', '"summary", ', "twice", 8, "report.sections"),
    ('"storsthlm-2020"', '"storsthlm"', "value", 11, "scheme.2023"),
    ("2023 =", "23 =", "unknown", 11, "scheme.23"),
    ('kind = "xlsx"', 'kind = "excel"', "value", 15, "form.kind"),
    ("years = [2020]", "years = [2023, 2020]", "years", 16, "form.years"),
    ("years = [2020]", "years = []", "absent", 16, "form.years"),
    ("header_row = 3", "header_row = 0", "whole", 18, "form.header_row"),
    ('separators = [";", "/"]', 'separators = ";"', "texts", 19, "form.separators"),
    ("[form.fields.event_date]", "[form.fields.event_dat]", "column", 21, "form.fields.event_dat"),
    (
        'labels = ["Överenskommelse"]',
        'labels = ["händelsedatum:"]',
        "twice",
        25,
        "form.fields.agreement.labels",
    ),
    ('labels = ["Överenskommelse"]', 'labels = [""]', "texts", 25, "form.fields.agreement.labels"),
    ("required = true", 'required = "ja"', "flag", 26, "form.fields.agreement.required"),
    ('"sthlm_bus"', '"bus"', "value", 30, "form.fields.agreement.codes.BUS"),
    ('N = "no"', 'N = "nej"', "value", 34, "form.fields.dialogue_held.codes.N"),
    ('version = "export"', 'version = "web-2020"', "twice", 37, "form.version"),
    ('version = "export"', 'version = "Å"', "pattern", 37, "form.version"),
    ('kind = "csv"', 'kind = "docx"', "absent", 36, "form.first_page_ends"),
    ('delimiter = ";"', 'delimiter = "semikolon"', "value", 40, "form.delimiter"),
]


@pytest.mark.parametrize(("right", "wrong", "kind", "line", "key"), MISTAKES)
def test_a_mistake_is_told_with_its_line(
    right: str, wrong: str, kind: str, line: int, key: str, tmp_path: Path
) -> None:
    assert right in ADDED
    assert (kind, (f"rad {line}", key)) in faults(tmp_path, ADDED.replace(right, wrong))


def test_all_mistakes_are_told_at_once_in_the_files_order(tmp_path: Path) -> None:
    wrong = (
        ADDED.replace('"xlsx"', '"excel"')
        .replace("answer_days = 60", "answer_days = 0")
        .replace("cp1252", "latin")
    )
    told = faults(tmp_path, wrong)
    assert [kind for kind, _ in told] == ["whole", "value", "value"]
    assert [where[0] for _, where in told] == ["rad 3", "rad 15", "rad 41"]


def test_what_is_allowed_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"stockholm\.toml, rad 15, form\.kind: .*Tillåtet: docx, xlsx, csv"):
        load_profile("stockholm", added(tmp_path, ADDED.replace('"xlsx"', '"excel"')))


@pytest.mark.parametrize(("content", "key"), [("[region", "syntax"), (b"# \xe5", "encoding"), ("", "absent")])
def test_what_is_no_profile_is_told(content: str | bytes, key: str, tmp_path: Path) -> None:
    (tmp_path / "stockholm.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataError) as raised:
        load_profile("stockholm", tmp_path)
    assert {one.key for one in raised.value.faults} == {f"forms.profile.{key}"}


def test_a_profile_for_a_region_that_does_not_exist_is_told(tmp_path: Path) -> None:
    (tmp_path / "stokholm.toml").write_text(ADDED.replace('"stockholm"', '"stokholm"'), encoding="utf-8")
    with pytest.raises(DataError, match="stockholm"):
        load_profile("stokholm", tmp_path)


def test_line_numbers() -> None:
    lines = line_numbers('a = 1\n[[b]]\nc = [\n  "x = 1",\n]\n[b.d]\n"e f" = 2\n[[b]]\nc.g = 3\n')
    assert lines == {
        ("a",): 1,
        ("b", 0): 2,
        ("b", 0, "c"): 3,
        ("b", 0, "d"): 6,
        ("b", 0, "d", "e f"): 7,
        ("b", 1): 8,
        ("b", 1, "c", "g"): 9,
    }
