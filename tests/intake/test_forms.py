"""Whole forms in, records out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from brister_analysis.intake.contracts import column_types
from brister_analysis.intake.forms import FormRecord, read_form
from brister_analysis.language import catalogue
from brister_analysis.reference.profiles import load_profile
from tests.intake.word_xml import (
    COUNTERPART,
    REPORTER,
    cell,
    checkbox,
    control,
    old_form,
    p,
    row,
    run,
    table,
    write_docx,
)

SKANE = load_profile("skane")
PLANTED = ("Orvar", "Planterad", "Vivi", "Nedgrävd", "19850302", "070-123")


def read(path: Path, *body: str, year: int = 2023, parts: dict[str, str] | None = None) -> FormRecord:
    (record,) = read_form(write_docx(path / "form.docx", *body, parts=parts), SKANE, year)
    return record


def keys(record: FormRecord) -> list[str]:
    return [one.key for one in record.faults]


def test_an_old_form(tmp_path: Path) -> None:
    record = read(tmp_path, *old_form())
    assert record.readable
    assert record.form_version == "nv-2019"
    assert record.values == {"event_date": dt.date(2023, 5, 3), "received_date": dt.date(2023, 5, 20)}
    assert record.texts == {
        "description": "Kallelsen kom inte fram.",
        "measures": "Vi ringde upp.",
        "dialogue_outcome": "En ny rutin.",
    }
    assert record.actors == (
        {
            "role": "reporter",
            "principal": "kommun",
            "activity": "housing",
            "professional_role": None,
            "unit": "boendestöd",
            "municipality_code": "1284",
        },
        {
            "role": "counterpart",
            "principal": "region",
            "activity": "adult_psychiatry",
            "professional_role": None,
            "unit": "vuxenpsykiatrin",
            "municipality_code": None,
        },
    )
    assert record.missing == ()
    assert record.faults == ()
    assert record.known_names == ("Orvar Planterad", "Vivi Nedgrävd")


NEW = {
    "Händelsedatum": "3/5 2024",
    "Skickat datum": "den 20 maj 2024",
    "Rapportör – kommun eller del av regionen": "Höganäs kommun",
    "Rapportör – enhet": "socialförvaltningen\nvuxenenheten",
    "Rapportörens yrkesroll": "Socialsekreterare",
    "Motpart – kommun eller del av regionen": "Region Skåne; Bjuvs kommun",
    "Motpart – enhet": "vuxenpsykiatrin; LSS",
    "Händelsen (beskriv sakligt, utan namn)": "Ingen kallelse skickades.",
    "Åtgärder som vidtagits": "Inga ännu.",
    "Kontakt togs med motparten före rapporten": p(checkbox(True)),
    "Tjänstemannamöte har hållits": p("☐ Ja ☒ Nej"),
    "Dialogens resultat": "Pågår.",
    "Händelsen påverkades av pandemin": p(checkbox(False)),
}


def new_form(**replaced: str) -> list[str]:
    filled = NEW | replaced
    rows = []
    for label, answer in filled.items():
        content = answer if answer.startswith("<") else "".join(p(line) for line in answer.split("\n"))
        rows.append(row(label, cell(control(content) if "checkbox" not in content else content)))
    first = p("Den enskildes namn: ", run("orvar planterad")) + p("Rapportörens namn och kontaktuppgifter:")
    return [
        first + p("Vivi Nedgrävd, vivi@example.org, Höganäs"),
        p("Del 2: Beskrivning av bristen"),
        table(*rows),
    ]


def test_a_new_form(tmp_path: Path) -> None:
    record = read(tmp_path, *new_form(), year=2024)
    assert (record.form_version, record.missing, record.faults) == ("nv-2024", (), ())
    assert record.values == {
        "event_date": dt.date(2024, 5, 3),
        "received_date": dt.date(2024, 5, 20),
        "contact_first": True,
        "officials_meeting": False,
        "pandemic": False,
    }
    told = [(one["role"], one["principal"], one["activity"], one["unit"]) for one in record.actors]
    assert told == [
        ("reporter", "kommun", "social_services_adult", "socialförvaltningen, vuxenenheten"),
        ("counterpart", "region", "adult_psychiatry", "vuxenpsykiatrin"),
        ("counterpart", "kommun", "lss", "LSS"),
    ]
    assert record.actors[0]["professional_role"] == "social_secretary"
    assert record.known_names == ("orvar planterad", "Vivi Nedgrävd")


def test_columns_are_those_of_the_record(tmp_path: Path) -> None:
    record = read(tmp_path, *new_form(), year=2024)
    assert set(record.values) | set(record.texts) <= set(column_types("reports"))
    assert {"report_id", *record.actors[0]} == set(column_types("actors"))


def test_demanded_answers_that_are_missing_are_listed_by_label(tmp_path: Path) -> None:
    body = new_form(**{"Händelsedatum": "den 3 maj i fjol", "Dialogens resultat": "-", "Motpart – enhet": ""})
    record = read(tmp_path, *body, year=2024)
    assert record.missing == ("Händelsedatum", "Motpart – enhet", "Dialogens resultat")
    assert [(one.key, one.where) for one in record.faults] == [
        ("forms.date.relative", ("tabell 1, rad 1", "Händelsedatum"))
    ]
    assert "till exempel 2024-05-03" in str(record.faults[0])
    assert [one["principal"] for one in record.actors] == ["kommun", "region", "kommun"]


def test_an_old_form_of_the_new_year_is_read_and_told(tmp_path: Path) -> None:
    dates = {"Datum för händelsen": "2024-01-03", "Datum då blanketten skickades": "2024-01-20"}
    record = read(tmp_path, *old_form(dates), year=2024)
    assert record.form_version == "nv-2019"
    assert keys(record) == ["forms.form.other_version"]


def test_a_form_without_the_end_of_its_first_page_gives_nothing(tmp_path: Path) -> None:
    first, _, fields = old_form()
    record = read(tmp_path, first, fields)
    assert record == FormRecord(readable=False, faults=record.faults)
    assert keys(record) == ["forms.docx.no_first_page"]
    assert "Uppgifter om händelsen" in str(record.faults[0])


def test_a_truncated_file_gives_one_record_that_cannot_be_read(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "form.docx", *old_form())
    path.write_bytes(path.read_bytes()[:-100])
    (record,) = read_form(path, SKANE, 2023)
    assert not record.readable
    assert keys(record) == ["forms.docx.truncated"]


def test_a_region_without_a_word_form_takes_none(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "form.docx", *old_form())
    (record,) = read_form(path, replace(SKANE, forms=()), 2023)
    assert keys(record) == ["forms.form.no_word_form"]


def test_a_form_whose_labels_are_all_unknown_cannot_be_read(tmp_path: Path) -> None:
    record = read(tmp_path, p("Uppgifter om händelsen"), p("Ny etikett: svar"))
    assert keys(record) == ["forms.form.no_fields"]


SENT, EVENT = "Datum då blanketten skickades", "Datum för händelsen"
ANOTHER_YEAR = [
    # sent, event, kept in 2023
    ("2023-01-10", "2022-12-28", True),
    ("2022-12-30", "2022-12-28", False),
    ("2024-01-02", "2023-12-28", False),
    ("2019-05-20", "2019-05-03", False),
    ("", "2022-11-28", True),
    ("", "2022-03-28", False),
    ("", "2024-01-02", False),
    ("", "2019-05-03", False),
    ("", "", True),
    ("okänt", "3/5", True),
]


@pytest.mark.parametrize(("sent", "event", "kept"), ANOTHER_YEAR)
def test_a_form_of_another_year_is_not_kept(sent: str, event: str, kept: bool, tmp_path: Path) -> None:
    record = read(tmp_path, *old_form({SENT: sent, EVENT: event}))
    assert record.readable is kept
    assert ("forms.form.another_year" in keys(record)) is not kept


def test_a_year_that_was_assumed_and_cannot_be_right_is_not_used(tmp_path: Path) -> None:
    record = read(tmp_path, *old_form({SENT: "2023-01-10", EVENT: "28/12"}))
    assert "event_date" not in record.values
    assert keys(record) == ["forms.form.year_unclear"]


def test_an_event_after_the_form_was_sent_is_told(tmp_path: Path) -> None:
    record = read(tmp_path, *old_form({SENT: "2023-01-10", EVENT: "2023-02-28"}))
    assert record.values["event_date"] == dt.date(2023, 2, 28)
    assert keys(record) == ["forms.form.event_after_sent"]


def test_the_same_field_twice_with_different_answers_is_not_guessed(tmp_path: Path) -> None:
    again = table(row(EVENT, "2023-05-04"), row("Vilka åtgärder har vidtagits?", "Vi skrev."))
    record = read(tmp_path, *old_form(), again)
    assert "event_date" not in record.values
    assert keys(record) == ["forms.form.two_answers"]
    assert record.texts["measures"] == "Vi ringde upp.\n\nVi skrev."


def test_an_unknown_municipality_is_told_with_the_nearest(tmp_path: Path) -> None:
    record = read(tmp_path, *old_form({REPORTER: "Högenäs kommun, Orvargården"}))
    (fault,) = record.faults
    assert fault.where == ("tabell 2, rad 3", REPORTER)
    assert fault.nearest[0] == "Höganäs"
    assert "Högenäs" not in str(fault)


def test_counterparts_and_units_that_do_not_match_are_told(tmp_path: Path) -> None:
    record = read(tmp_path, *new_form(**{"Motpart – enhet": "vuxenpsykiatrin; LSS; BUP"}), year=2024)
    assert keys(record) == ["forms.organisation.uneven"]
    assert len(record.actors) == 3


def test_several_counterparts_in_an_old_form(tmp_path: Path) -> None:
    record = read(tmp_path, *old_form({COUNTERPART: p("Region Skåne, BUP") + p("Bjuvs kommun, LSS")}))
    assert [one["activity"] for one in record.actors] == ["housing", "child_psychiatry", "lss"]


def test_an_answer_that_is_neither_yes_nor_no_is_told(tmp_path: Path) -> None:
    record = read(tmp_path, *new_form(**{"Tjänstemannamöte har hållits": "kanske"}), year=2024)
    assert keys(record) == ["forms.form.yes_or_no"]
    assert record.missing == ("Tjänstemannamöte har hållits",)


def test_units_go_by_the_names_people_keep(tmp_path: Path) -> None:
    (tmp_path / "unit_aliases.csv").write_text("written,unit\nboendestöd,Boendestöd Norr\n", encoding="utf-8")
    path = write_docx(tmp_path / "form.docx", *old_form())
    (record,) = read_form(path, SKANE, 2023, tmp_path / "unit_aliases.csv")
    assert record.actors[0]["unit"] == "Boendestöd Norr"


NAME_FIELDS = {
    "Orvar Planterad": ("Orvar Planterad",),
    "Orvar Planterad, tel 070-123 45 67": ("Orvar Planterad",),
    "Sjuksköterska Vivi Nedgrävd\nvivi@example.org": ("Vivi Nedgrävd",),
    "Vivi Nedgrävd (boendestöd Norr, Höganäs kommun)": ("Vivi Nedgrävd",),
    "Vivi Nedgrävd / Orvar Planterad-Ek": ("Vivi Nedgrävd", "Orvar Planterad-Ek"),
    "A.N. D'Orvar": ("A.N. D'Orvar",),
    "okänd": (),
    "850302-1234": (),
}


@pytest.mark.parametrize("written", NAME_FIELDS)
def test_names_of_the_first_page(written: str, tmp_path: Path) -> None:
    first = table(row("Uppgiftslämnare", "".join(p(line) for line in written.split("\n"))))
    assert read(tmp_path, *old_form(first_page=first)).known_names == NAME_FIELDS[written]


def test_no_name_planted_anywhere_is_seen(tmp_path: Path) -> None:
    """In comments, properties, deleted and hidden text, on the first page and in the wrong field."""
    planted = "Orvar Planterad"
    answers = {
        "Beskriv vad som hände": p(
            "Kallelsen kom inte.",
            f"<w:del w:id='1' w:author='{planted}'><w:r><w:delText>{planted}</w:delText></w:r></w:del>",
            run(planted, "<w:vanish/>"),
        ),
        EVENT: f"{planted} vet",
        REPORTER: planted,
    }
    parts = {"word/comments.xml": planted, "docProps/core.xml": planted, "word/header1.xml": planted}
    record = read(tmp_path, *old_form(answers), p(planted), parts=parts)
    assert record.texts["description"] == "Kallelsen kom inte."
    assert set(keys(record)) == {
        "forms.docx.unplaced",
        "forms.date.unreadable",
        "forms.organisation.unknown_principal",
    }
    seen = repr(record) + "".join(map(str, record.faults)) + repr(record.values) + repr(record.texts)
    assert not any(name in seen for name in PLANTED)


def test_every_message_of_a_form_exists_in_both_languages() -> None:
    def sentences(table: dict, path: str = "") -> set[str]:
        return {
            one
            for key, value in table.items()
            for one in (sentences(value, f"{path}{key}.") if isinstance(value, dict) else {path + key})
        }

    assert sentences(catalogue("sv", "forms")) == sentences(catalogue("en", "forms"))
