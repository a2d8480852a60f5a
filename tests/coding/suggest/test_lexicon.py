import pytest

from brister_analysis.coding.suggest.bank import snippets
from brister_analysis.coding.suggest.lexicon import REACH_OF_NEGATION, WEIGHTS, Lexicon, _match, lexicon
from brister_analysis.coding.suggest.sentences import sentences
from brister_analysis.coding.suggest.suggestion import codes

SMALL = Lexicon(
    {
        "negators": ["inte", "ingen", "utan"],
        "clause_starts": ["men"],
        "classes": {"svara": ["svarar", "svarade"]},
        "response_feedback": {
            "strong": ["ingen <svara>", "telefonsvarar*", "bett ... svar", "ring|ringt gånger"]
        },
    }
)


def found(small, text):
    return [
        " ".join(sentence.words[i].text for i in hit.words)
        for sentence in sentences(text)
        for hit in small.hits(sentence, text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ingen svarar.", ["ingen svarar"]),
        ("Där finns bara telefonsvararen", ["telefonsvararen"]),
        ("Vi har bett dem om ett svar", ["bett svar"]),
        ("Vi har bett dem att till sist ge oss ett svar", []),
        ("Ringt gånger", ["ringt gånger"]),
        # A negation before it makes an expression void, in the same clause only.
        ("Det var inte telefonsvarare", []),
        ("Det gick inte bra, telefonsvarare igen", ["telefonsvarare"]),
        ("Det gick inte bra men telefonsvararen gick på", ["telefonsvararen"]),
        # An expression that is a negation itself stands.
        ("Utan chef ingen svarade", ["ingen svarade"]),
        ("Ingen. Svarade de?", []),
    ],
)
def test_patterns_match_words_classes_gaps_and_scope(text, expected):
    assert found(SMALL, text) == expected


def test_shipped_lexicon_knows_only_the_codebook_and_its_own_classes():
    shipped = lexicon()
    assert {pattern.cause for pattern in shipped.patterns} == set(codes())
    assert {pattern.strength for pattern in shipped.patterns} == set(WEIGHTS)
    assert all(element.words or element.beginnings for p in shipped.patterns for element in p.elements)


def test_shipped_lexicon_holds_no_expression_twice_for_a_cause():
    written = [(p.cause, p.elements) for p in lexicon().patterns]
    assert sorted({str(w) for w in written}) == sorted(str(w) for w in written)


def test_what_is_not_tried_would_not_have_been_found():
    shipped = lexicon()
    for snippet in snippets()[::60]:
        for sentence in sentences(snippet.text):
            words = [word.text for word in sentence.words]
            found = {hit.words for hit in shipped.hits(sentence, snippet.text)}
            for pattern in shipped.patterns:
                for start, word in enumerate(words):
                    if pattern.elements[0].takes(word) and (places := _match(pattern, words, start)):
                        # Only a negation within reach keeps what fits from being found.
                        near = words[max(0, start - REACH_OF_NEGATION) : start]
                        assert places in found or shipped.negators.intersection(near)
