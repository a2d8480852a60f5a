"""A token that may be a name, with its neighbours, and the marks that rules leave on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from brister_analysis.intake.identifiers import lists
from brister_analysis.intake.identifiers.look import Look
from brister_analysis.intake.identifiers.tokens import Token

NOBODY = Token(0, 0, Look("", "", "", 0, False, False, False, False, False, "", False), False, "")
# What may stand between a title, a role or a relative and the name.
_NEAR = frozenset((" ", ": ", ", ", " (", ' "', ". ", " - ", "/"))
_PAST = ("ade", "ades", "rde", "rdes", "lde", "ldes", "kte", "ktes", "pte", "ste", "stes", "tte", "ttes")


@dataclass
class Marks:
    """The tokens of a text, which of them are persons and why, and which belong to a unit's name."""

    tokens: list[Token]
    reason: list[str] = field(init=False)
    doubtful: list[bool] = field(init=False)
    shielded: list[bool] = field(init=False)
    uncapitalised: bool = field(init=False)  # most sentences open with a small letter, so that names may too

    def __post_init__(self) -> None:
        size = len(self.tokens)
        self.reason, self.doubtful, self.shielded = [""] * size, [False] * size, [False] * size
        openings = [token.look.shape for token in self.tokens if token.initial]
        self.uncapitalised = openings.count("lower") > 0.6 * len(openings)

    def mark(self, at: int, reason: str, doubtful: bool = False) -> None:
        """Mark a token as a person's name; the first rule to do so gives the reason."""
        if not self.reason[at]:
            self.reason[at], self.doubtful[at] = reason, doubtful


class Spot:
    """One token with what the rules ask of it and its neighbours."""

    __slots__ = ("after", "at", "before", "marks", "token", "word")

    def __init__(self, marks: Marks, at: int) -> None:
        tokens = marks.tokens
        self.marks, self.at = marks, at
        self.token = tokens[at]
        self.word = self.token.look
        self.before = tokens[at - 1] if at else NOBODY
        self.after = tokens[at + 1] if at + 1 < len(tokens) else NOBODY

    @property
    def cue(self) -> str:
        """The kind of title, role or relative that stands before, or ""."""
        return self.before.look.cue if self.token.glue in _NEAR else ""

    @property
    def after_single_role(self) -> bool:
        """A title or role of one person stands before, not one that is written for a unit ("vc", "psyk")."""
        role = self.before
        if self.cue not in ("titles", "roles") or self.token.glue not in (" ", ". "):
            return False
        written = role.look.shape == "lower" or role.initial
        return written and role.look.lowered not in lists.listed("soft_roles")

    @property
    def touches_before(self) -> bool:
        """Only a space stands between this word and the one before."""
        return bool(self.at) and self.token.glue == " "

    @property
    def next_word(self) -> Look:
        """The next word, where only a space stands between."""
        return self.after.look if self.after.glue == " " else NOBODY.look

    @property
    def before_verb(self) -> bool:
        """The next word is something that persons do."""
        return self.next_word.lowered in lists.listed("person_verbs")

    @property
    def before_past_verb(self) -> bool:
        """The next word is something persons do, or looks like a verb in the past."""
        following = self.next_word
        past = len(following.lowered) > 4 and following.lowered.endswith(_PAST) and following.cue != "kin"
        return self.before_verb or past

    @property
    def after_person(self) -> bool:
        """The word before is marked as a person and stands right before, or before a quotation mark."""
        return bool(self.at and self.marks.reason[self.at - 1]) and self.token.glue in (" ", ' "', '" ')

    @property
    def is_place(self) -> bool:
        """A place; a word that is a first name as well is the place only after a preposition."""
        if not self.word.place:
            return False
        prepositions = "sure_place_prepositions" if self.word.first == 3 else "place_prepositions"
        return self.word.first < 2 or self.before.look.lowered in lists.listed(prepositions)

    @property
    def is_kept(self) -> bool:
        """Kept or cut short; a month that is a first name is the month after a figure or a preposition."""
        word = self.word
        if word.shared and word.lowered in lists.listed("named_systems") and self._is_called_system():
            return True
        if self.after.glue.startswith("- "):  # "Budget- och skuldrådgivningen"
            return True
        unit = word.unit and word.known  # "Rehab"
        if not word.kept or word.first < 2 or unit or word.shape != "Title" or self.token.initial:
            return word.kept
        digits = any(c.isdigit() for c in self.token.glue)
        return digits or self.before.look.lowered in lists.listed("month_prepositions")

    def _is_called_system(self) -> bool:
        """ "i Elvis", "systemet Viva", "bytet till Viva", "mellan Elvis och SAMSA"."""
        tokens, at, before = self.marks.tokens, self.at, self.before.look.lowered
        if self.next_word.shape == "Title" or not self.touches_before:
            return False
        if before in lists.listed("system_words"):
            return True
        if before in ("till", "från") and at > 1 and tokens[at - 2].look.lowered in lists.listed("changing"):
            return True
        beside = tokens[at + 2].look if at + 2 < len(tokens) else NOBODY.look
        return before == "mellan" and beside.lowered in lists.listed("systems")

    def mark(self, reason: str, doubtful: bool = False) -> bool:
        """Mark this token; True, so that a rule can end with it."""
        self.marks.mark(self.at, reason, doubtful)
        return True
