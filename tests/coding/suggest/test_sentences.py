import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brister_analysis.coding.suggest.sentences import sentences


def cut(text):
    return [text[sentence.start : sentence.end] for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi kom kl. 13. Ingen var där.", ["Vi kom kl. 13.", "Ingen var där."]),
        ("Hon fick bl.a. Waran. Sedan inget.", ["Hon fick bl.a. Waran.", "Sedan inget."]),
        (
            "ringde enl. plan. ingen svarade. vi väntade",
            ["ringde enl. plan.", "ingen svarade.", "vi väntade"],
        ),
        ("Mötet var den 3. juni på avd. 4.", ["Mötet var den 3. juni på avd. 4."]),
        ("Boende, vc, soc m.fl. Ingen kom!", ["Boende, vc, soc m.fl.", "Ingen kom!"]),
        ("BAKGRUND\nMan, 40 år\n- ingen SIP", ["BAKGRUND", "Man, 40 år", "- ingen SIP"]),
        ('"Inte vårt bord." Så sa de.', ['"Inte vårt bord."', "Så sa de."]),
        ("Svar saknas… Ingen ringer", ["Svar saknas…", "Ingen ringer"]),
        ("  ...  ", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert cut(text) == expected


def test_masked_names_are_one_word():
    (sentence,) = sentences("[PERSON 1] bor på [ADDRESS]")
    assert [word.text for word in sentence.words] == ["[person 1]", "bor", "på", "[address]"]


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=200))
def test_sentences_hold_every_word_once_and_in_order(text):
    found = [word for sentence in sentences(text) for word in sentence.words]
    assert [(w.start, w.end) for w in found] == sorted({(w.start, w.end) for w in found})
    assert all(text[w.start : w.end].lower() == w.text for w in found)
    assert all(s.start <= w.start < w.end <= s.end for s in sentences(text) for w in s.words)
