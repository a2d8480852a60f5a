"""What the words around tell: a sequence model that finds identifiers which no list and no shape holds.

The model is a linear-chain conditional random field, trained by `benchmarks/train_context.py`; its weights
are read and applied here, many texts at a time: one by one they would take as long as all rules together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from brister_analysis.intake.identifiers import lists
from brister_analysis.intake.identifiers.context_traits import OUTSIDE, REACH, Hand, Pieces, pieces_of, traits
from brister_analysis.intake.identifiers.look import looks_by_word
from brister_analysis.intake.identifiers.model import Identifier
from brister_analysis.intake.identifiers.numbers import is_explained, is_reading
from brister_analysis.intake.identifiers.tokens import PLACEHOLDER

WEIGHTS = files("brister_analysis.intake.identifiers").joinpath("data", "context.npz")
# A piece is masked when the model gives it at least this probability of being part of an identifier.
LIKELY = 0.25
# In fewer words than this there is no context: a heading, a unit, a role.
_FEWEST_PIECES = 16
# An address told in ordinary words alone takes at least so many ("röda huset vid sjön").
_FEWEST_TOLD = 4
# Shorter than this only a person's initials are, and those in capitals.
_FEWEST_SIGNS = 3
_LONE_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzåäö")
_MOST_WORDS = 50_000
_AT_ONCE = 256
_WITHIN_NUMBERS = "-/:.,+"
_REST_OF_WORD = re.compile(r"(?:-?[^\W\d_])+")
_MANY_FIGURES = re.compile(r"\d{6}")
# Beyond this nothing changes, and exponentials stay within what numbers can hold.
_MOST = 30


class Weights(NamedTuple):
    """The model as it lies in the file."""

    number: dict[str, int]  # of each trait
    told: np.ndarray  # trait, distance of its piece, label
    moves: np.ndarray  # from label, to label; exponential
    kinds: list[str]  # of each label; the first is no identifier


@cache
def weights() -> Weights:
    """Read the weights, once."""
    with WEIGHTS.open("rb") as file, np.load(file) as read:
        labels = str(read["labels"]).split("\n")
        number = {trait: at for at, trait in enumerate(str(read["traits"]).split("\n"))}
        told = read["weights"].astype(np.float32) / read["scale"]
        moves = np.exp(read["moves"].astype(np.float64) / read["scale"])
    kinds = [label.rpartition("-")[2] for label in labels]
    return Weights(number, told, moves, kinds)


class _Table:
    """What each word met so far says of itself and of its neighbours: a row of numbers for each."""

    def __init__(self) -> None:
        self._rows: dict[tuple[bool, Hand], _Rows] = {}
        _, distances, labels = weights().told.shape
        self.values = np.zeros((distances, 1024, labels), np.float32)
        self.used = 0
        self.add([OUTSIDE])

    def rows(self, pieces: Pieces) -> list[int]:
        """Return the number of each piece's row; the first row is what lies outside a text."""
        hand = pieces.hand
        free, glued = (self._rows.setdefault((how, hand), _Rows(self, how, hand)) for how in (False, True))
        both = zip(pieces.written, pieces.glued, strict=True)
        return [(glued if is_glued else free)[written] for written, is_glued in both]

    def add(self, told: list[str]) -> int:
        """Add a row for these traits and return its number."""
        if self.used == self.values.shape[1]:
            self.values = np.concatenate([self.values, np.zeros_like(self.values)], axis=1)
        model = weights()
        known = [model.number[trait] for trait in told if trait in model.number]
        self.values[:, self.used] = model.told[known].sum(axis=0)
        self.used += 1
        return self.used - 1


class _Rows(dict[str, int]):
    """The row of each word written one way, made when the word first comes."""

    def __init__(self, table: _Table, glued: bool, hand: Hand) -> None:
        self._table, self._how = table, (glued, hand)

    def __missing__(self, written: str) -> int:
        row = self[written] = self._table.add(traits(written, *self._how))
        return row


@cache
def _table() -> _Table:
    return _Table()


def forget() -> None:
    """Read the weights anew."""
    weights.cache_clear()
    _table.cache_clear()


def by_context(texts: Sequence[str]) -> list[list[Identifier]]:
    """Find what stands where identifiers stand.

    Parameters
    ----------
    texts
        As `read` gives them. Short ones and those already masked are passed over.

    Returns
    -------
    list of list of Identifier
        For each text, sorted, not overlapping.
    """
    if _table().used > _MOST_WORDS:
        _table.cache_clear()
    found: list[list[Identifier]] = [[] for _ in texts]
    pieces = {
        at: cut
        for at, text in enumerate(texts)
        if not PLACEHOLDER.search(text) and len((cut := pieces_of(text)).written) >= _FEWEST_PIECES
    }
    # Texts of like length together, since the longest of them sets the work.
    order = sorted(pieces, key=lambda at: len(pieces[at].written))
    for begin in range(0, len(order), _AT_ONCE):
        some = order[begin : begin + _AT_ONCE]
        for at, likely in zip(some, likely_labels([pieces[at] for at in some]), strict=True):
            found[at] = _joined(texts[at], pieces[at], likely)
    return found


def likely_labels(many: list[Pieces]) -> list[list[int]]:
    """Return for each piece of each text the label it most likely has, 0 where it is likely no identifier."""
    moves = weights().moves
    onward = np.ascontiguousarray(moves.T)
    lengths = np.array([len(pieces.written) for pieces in many])
    shortest = lengths.min()
    scores = np.ascontiguousarray(scores_of(many, lengths).transpose(0, 2, 1))  # step, label, text
    shares = np.empty_like(scores)
    reached = scores[0]
    for step, score in enumerate(scores):
        reached = (onward @ reached) * score if step else score
        reached /= reached.sum(axis=0)
        shares[step] = reached
    back = np.ones_like(scores[0])
    for step in range(len(scores) - 1, -1, -1):
        if step + 1 >= shortest:
            back[:, step + 1 >= lengths] = 1  # the text ends with this step: nothing is known from behind
        shares[step] *= back
        back = moves @ (scores[step] * back)
        back /= back.sum(axis=0)
    unlikely = shares[:, 0] >= (1 - LIKELY) * shares.sum(axis=1)
    likely = np.where(unlikely, 0, shares[:, 1:].argmax(axis=1) + 1)
    return [likely[:length, at].tolist() for at, length in enumerate(lengths)]


def scores_of(many: list[Pieces], lengths: np.ndarray) -> np.ndarray:
    """Return how much the pieces around speak for each label beside no identifier: step, text, label.

    Behind a text's end every label has 1.
    """
    table = _table()
    longest = lengths.max()
    rows = np.zeros((longest + 2 * REACH, len(many)), np.intp)
    for at, pieces in enumerate(many):
        rows[REACH : REACH + lengths[at], at] = table.rows(pieces)
    total = table.values[0].take(rows[:longest], axis=0)
    beside = np.empty_like(total)
    for distance, values in enumerate(table.values[1:], 1):
        # mode="clip" writes straight into `beside`; no row lies outside.
        total += values.take(rows[distance : distance + longest], axis=0, out=beside, mode="clip")
    np.subtract(total, total[:, :, :1], out=beside)
    # In double precision, so that how many texts stand side by side never shows in a label.
    scores = np.exp(beside.clip(-_MOST, _MOST, out=beside), dtype=np.float64)
    scores[np.arange(longest)[:, None] >= lengths] = 1
    return scores


def _joined(text: str, pieces: Pieces, likely: list[int]) -> list[Identifier]:
    """Join neighbouring pieces of one kind; what is a place or a unit and nothing else is none."""
    kinds = weights().kinds
    found: list[Identifier] = []
    past = 0
    for at, label in enumerate(likely):
        if not label or at < past:
            continue
        past = at + 1
        while past < len(likely) and likely[past] == label and pieces.written[past] != "\n":
            past += 1
        if held := _held(text, pieces, at, past, kinds[label]):
            start, end = pieces.starts[held[0]], pieces.ends[held[-1]]
            if kinds[label] == "PERSON":
                start, end = _whole_word(text, start, end)
            if not is_reading(text, start, end):
                found.append(Identifier(start, end, kinds[label], "context"))
    return found


def _held(text: str, pieces: Pieces, at: int, past: int, kind: str) -> list[int]:
    """Return the pieces among these that are worth masking, in order; none where all is accounted for."""
    held = [each for each in range(at, past) if pieces.written[each].isalnum()]
    if all(_is_accounted_for(text, pieces, each) for each in held):
        return []
    size = sum(len(pieces.written[each]) for each in held)
    if size < _FEWEST_SIGNS and (kind != "PERSON" or pieces.written[held[0]] in _LONE_LETTERS):
        return []
    ordinary = {each for each in held if _is_ordinary(pieces.written[each], pieces.hand)}
    if kind == "ADDRESS":
        told = sum(pieces.written[each].isalpha() for each in held) >= _FEWEST_TOLD
        named = any(not _is_short(pieces.written[each]) for each in held if each not in ordinary)
        return held if told or named else []
    figures = [each for each in held if pieces.written[each].isdigit()]
    if kind == "PERSON" or not figures:
        return held
    # "IVO:s ärende 3.5.1-11822": what leads in stays, and what goes on behind.
    leading = [each for each in ordinary if each < figures[0]]
    following = [each for each in ordinary if each > figures[-1] and not pieces.glued[each]]
    begin, end = max(leading, default=-1), min(following, default=past)
    return [each for each in held if begin < each < end]


def _is_ordinary(written: str, hand: Hand) -> bool:
    """Return whether a word in lower case is one of the language and no name."""
    look = looks_by_word(hand.folded)[written] if written.isalpha() else None
    return look is not None and look.shape == "lower" and look.known and look.first < 2 and not look.last


def _is_short(written: str) -> bool:
    return len(written) == 1 or written.isdigit()


def _is_accounted_for(text: str, pieces: Pieces, at: int) -> bool:
    """Return whether a piece is something else than an identifier by all that is known."""
    written = pieces.written[at]
    if not written.isdigit():
        look = looks_by_word(pieces.hand.folded)[written]
        return look.explained or look.shared or look.lowered in lists.listed("person_verbs")
    start, end = _whole_number(text, pieces.starts[at], pieces.ends[at])
    # So many figures in a row could be a date, and are as often something else.
    return not _MANY_FIGURES.search(text, start, end) and is_explained(text, start, end)


def _whole_word(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the whole of a word of which a part stands here: "Marie" of "Charcot-Marie-Tooth"."""
    while start > 1 and (text[start - 1].isalpha() or (text[start - 1] == "-" and text[start - 2].isalpha())):
        start -= 1
    further = _REST_OF_WORD.match(text, end)
    return start, further.end() if further else end


def _whole_number(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the whole of a number of which some figures stand here."""
    while start and (text[start - 1].isalnum() or text[start - 1] in _WITHIN_NUMBERS):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in _WITHIN_NUMBERS):
        end += 1
    while text[end - 1] in _WITHIN_NUMBERS:
        end -= 1
    return start, end
