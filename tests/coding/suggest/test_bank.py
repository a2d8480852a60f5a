import json
from collections import Counter
from importlib.resources import files

from sklearn.feature_extraction.text import CountVectorizer

from brister_analysis.coding.suggest.bank import NEUTRAL, snippets
from brister_analysis.coding.suggest.suggestion import UNCLEAR, codes

FOLDER = files("brister_analysis.coding.suggest").joinpath("data", "bank")


def rows():
    for file in sorted(FOLDER.iterdir(), key=lambda item: item.name):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield file.name.removesuffix(".jsonl"), json.loads(line)


def test_every_line_names_its_files_cause_first_and_known_causes_only():
    for name, row in rows():
        assert set(row) == {"causes", "text"}
        assert row["causes"][0] == name
        assert 1 <= len(set(row["causes"])) == len(row["causes"]) <= 2
        assert set(row["causes"]) <= {*codes(), NEUTRAL} - {UNCLEAR}


def test_bank_is_broad_enough_for_each_cause():
    counts = Counter(cause for snippet in snippets() for cause in snippet.causes or (NEUTRAL,))
    assert counts.pop(NEUTRAL) >= 250
    assert set(counts) == set(codes()) - {UNCLEAR}
    assert min(counts.values()) >= 150


def test_no_snippet_says_nearly_the_same_as_another():
    texts = [snippet.text for snippet in snippets()]
    words = CountVectorizer(binary=True, token_pattern=r"\w+").fit_transform(texts).astype(float)
    shared = (words @ words.T).tocoo()
    sizes = words.getnnz(axis=1)
    together = sizes[shared.row] + sizes[shared.col] - shared.data
    alike = (shared.data > 0.75 * together) & (shared.row < shared.col) & (together > 3)
    assert not [(texts[i], texts[j]) for i, j in zip(shared.row[alike], shared.col[alike], strict=True)]
