from __future__ import annotations

import pytest

from brister_analysis.intake.identifiers import deidentify, find_identifiers


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "Gustav Broman kom. Gustavs syster Siv ringde Broman.",
            "[PERSON 1] kom. [PERSON 1] syster [PERSON 2] ringde [PERSON 1].",
        ),
        ("Mejla anna.k@example.se eller ring 070-174 06 99.", "Mejla [EMAIL] eller ring [PHONE]."),
        ("Ingen kom till mötet.", "Ingen kom till mötet."),
    ],
)
def test_a_person_keeps_the_number_within_a_text(text: str, masked: str) -> None:
    assert deidentify([text])[0].text == masked


def test_the_name_field_raises_what_is_found() -> None:
    text = "sol var ledsen och Ask visste inget"
    assert [text[h.start : h.end] for h in find_identifiers([text], [["Ask Solander"]])[0]] == ["Ask"]


def test_every_reason_has_a_sentence() -> None:
    import re
    from pathlib import Path

    from brister_analysis.intake import identifiers
    from brister_analysis.intake.identifiers.patterns import patterns
    from brister_analysis.language import catalogue

    code = "".join(p.read_text(encoding="utf-8") for p in Path(identifiers.__file__).parent.glob("*.py"))
    marked = re.findall(r'(?:mark\((?:[a-z.]+(?: \+ 1)?, )?|, "PERSON(?:NUMMER)?", )"([a-z_]+)"', code)
    reasons = {pattern.reason for pattern in patterns()} | set(marked)
    assert len(reasons) > 40
    for language in ("sv", "en"):
        assert reasons <= set(catalogue(language, "identifiers")["reason"])


def test_each_hit_says_why_in_both_languages() -> None:
    from brister_analysis.language import text as sentence

    hits = find_identifiers(["Mamman nasra (070-174 06 99) ringde Zxqvina. Dnr 2023/1184, KRT 41L."])[0]
    assert len(hits) >= 5
    for hit in hits:
        assert sentence(f"identifiers.reason.{hit.reason}", "sv") != sentence(
            f"identifiers.reason.{hit.reason}", "en"
        )
