"""Suggest causes for reports. A suggestion is never a decision: it is stored apart and shown as what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brister_analysis.coding.suggest.classifier import Classifier, standard_classifier, windows_of
from brister_analysis.coding.suggest.features import tokens
from brister_analysis.coding.suggest.sentences import Sentence, sentences

UNCLEAR = "unclear"
CAUSES = (
    "information_transfer",
    "response_feedback",
    "absent_from_meeting",
    "plan_missing_or_misused",
    "shared_it_tool",
    "routines",
    "unclear_responsibility",
    "mutual_understanding",
    "competence",
    "individual_focus",
    "whole_person_view",
    "attitude_engagement",
    "trust",
    "resources_continuity",
    "rules_mandate_funding",
)
SLOPE, SHIFT = 1.8, -0.2
PROPOSED = 0.5
TOO_LITTLE = 0.35
CHUNK = 500


@dataclass(frozen=True)
class Suggestion:
    """A cause, how likely it is and why.

    Parameters
    ----------
    cause
        Code of the codebook.
    score
        0-1, the share of such suggestions that a coder is expected to agree with.
    chosen
        Whether the cause is proposed.
    reasons
        Spans (start, end) of code points in the text: the words that spoke for the cause, in the order of the text.
    """

    cause: str
    score: float
    chosen: bool
    reasons: tuple[tuple[int, int], ...]


def _reasons(model: Classifier, window: Sequence[Sentence], cause: int) -> tuple[tuple[int, int], ...]:
    words = [word for sentence in window for word in sentence.words]
    texts = [word.text for word in words]
    first = len(model.vectoriser.vocabularies[0])
    offsets = (0, first)
    weight = np.zeros(len(words))
    for place, token in enumerate(tokens(texts)):
        total = sum(
            model.vectoriser.idf[block][i] * model.coefficients[offsets[block] + i, cause]
            for block, found in enumerate(model.vectoriser.indices(token))
            for i in found
        )
        if place < len(words):
            weight[place] += total
        else:
            weight[place - len(words)] += total / 2
            weight[place - len(words) + 1] += total / 2
    strong = [i for i in np.argsort(-weight, kind="stable")[:4] if weight[i] > 0 and len(texts[i]) > 2]
    return tuple(sorted((words[i].start, words[i].end) for i in strong))


def suggest_causes(texts: Sequence[str]) -> list[list[Suggestion]]:
    """Suggest causes for each text.

    Parameters
    ----------
    texts
        Reports as written or de-identified.

    Returns
    -------
    list of list of Suggestion
        For each text all 16 codes, best first, ties in the codebook's order. `unclear` is chosen alone or not at all.
    """
    model = standard_classifier(CAUSES)
    found: list[list[Suggestion]] = []
    for start in range(0, len(texts), CHUNK):
        found.extend(_suggest_chunk(model, texts[start : start + CHUNK]))
    return found


def _suggest_chunk(model: Classifier, texts: Sequence[str]) -> list[list[Suggestion]]:
    divided = [sentences(text) for text in texts]
    spans = [windows_of(parts) for parts in divided]
    decided = model.decide(
        [
            [word.text for sentence in parts[a:b] for word in sentence.words]
            for parts, windows in zip(divided, spans, strict=True)
            for a, b in windows
        ]
    )
    found, row = [], 0
    for parts, windows in zip(divided, spans, strict=True):
        part = decided[row : row + len(windows)]
        row += len(windows)
        found.append(_suggest_one(model, parts, windows, part))
    return found


def _suggest_one(
    model: Classifier, parts: Sequence[Sentence], windows: Sequence[tuple[int, int]], decided: np.ndarray
) -> list[Suggestion]:
    if not windows:
        return [
            Suggestion(UNCLEAR, 1.0, True, ()),
            *(Suggestion(cause, 0.0, False, ()) for cause in model.causes),
        ]
    best = decided.argmax(axis=0)
    scores = 1 / (1 + np.exp(-(SLOPE * decided.max(axis=0) + SHIFT)))
    top = int(scores.argmax())
    unclear = bool(scores[top] < TOO_LITTLE)
    result = []
    for k, cause in enumerate(model.causes):
        a, b = windows[best[k]]
        chosen = not unclear and bool(scores[k] >= PROPOSED or k == top)
        result.append(Suggestion(cause, float(scores[k]), chosen, _reasons(model, parts[a:b], k)))
    result.append(Suggestion(UNCLEAR, float(1 - scores[top]), unclear, ()))
    return sorted(result, key=lambda suggestion: -suggestion.score)
