"""A token that may be a name, with its neighbours, and the marks that rules leave on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from operator import attrgetter

from brister_analysis.intake.identifiers import dictionary, lists
from brister_analysis.intake.identifiers.look import Look
from brister_analysis.intake.identifiers.tokens import NOTHING, Tokens

_TELLING = attrgetter("telling")
# What may stand between a title, a role or a relative and the name.
_NEAR = frozenset((" ", ": ", ", ", " (", ' "', ". ", " - ", "/"))
_PAST = ("ade", "ades", "rde", "rdes", "lde", "ldes", "kte", "ktes", "pte", "ste", "stes", "tte", "ttes")


@dataclass(slots=True)
class Marks:
    """The tokens of a text, which of them are persons and why, and which belong to a unit's name."""

    tokens: Tokens
    reason: list[str] = field(init=False)
    doubtful: list[bool] = field(init=False)
    shielded: list[bool] = field(init=False)
    uncapitalised: bool = field(init=False)  # most sentences open with a small letter, so that names may too
    telling: list[Spot] = field(init=False)  # all but the ordinary words in lower case

    def __post_init__(self) -> None:
        looks = self.tokens.looks
        size = len(looks)
        self.reason, self.doubtful, self.shielded = [""] * size, [False] * size, [False] * size
        openings = [look.shape for look in compress(looks, self.tokens.initials)]
        self.uncapitalised = openings.count("lower") > 0.6 * len(openings)
        self.telling = [Spot(self, at) for at in compress(range(size), map(_TELLING, looks))]
        self.uncapitalised = self.uncapitalised or self._writes_names_small()

    def _writes_names_small(self) -> bool:
        """Names within sentences open with a small letter, and none with a capital one."""
        small = False
        for spot in self.telling:
            word = spot.word
            if word.first > 1 and not spot.initial:
                if word.shape == "Title":
                    return False
                plain = word.known or word.explained or dictionary.is_definite(word.lowered)
                small = small or (word.shape == "lower" and not plain)
        return small

    def mark(self, at: int, reason: str, doubtful: bool = False) -> None:
        """Mark a token as a person's name; the first rule to do so gives the reason."""
        if not self.reason[at]:
            self.reason[at], self.doubtful[at] = reason, doubtful


class Spot:
    """One token with what the rules ask of it and its neighbours."""

    __slots__ = (
        "after",
        "at",
        "before",
        "cue",
        "glue",
        "glue_after",
        "initial",
        "marks",
        "next_word",
        "touches_before",
        "word",
    )

    def __init__(self, marks: Marks, at: int) -> None:
        tokens = marks.tokens
        looks, glues = tokens.looks, tokens.glues
        self.marks, self.at = marks, at
        self.word: Look = looks[at]
        self.before: Look = looks[at - 1]
        self.after: Look = looks[at + 1]
        self.glue = glue = glues[at]  # what stands before
        self.glue_after = glue_after = glues[at + 1]
        self.initial: bool = tokens.initials[at]  # first of a sentence
        # Only a space stands between this word and the one before.
        self.touches_before: bool = at > 0 and glue == " "
        # The next word, where only a space stands between.
        self.next_word: Look = looks[at + 1] if glue_after == " " else NOTHING
        # The kind of title, role or relative that stands before, or "".
        self.cue: str = looks[at - 1].cue if glue in _NEAR else ""

    @property
    def two_before(self) -> Look:
        """The word before the one before."""
        return self.marks.tokens.looks[self.at - 2]

    @property
    def two_after(self) -> Look:
        """The word after the next."""
        return self.marks.tokens.looks[self.at + 2]

    @property
    def before_initial(self) -> bool:
        """The word before is the first of a sentence."""
        return self.marks.tokens.initials[self.at - 1]

    @property
    def after_single_role(self) -> bool:
        """A title or role of one person stands before, not one that is written for a unit ("vc", "psyk")."""
        role = self.before
        if self.cue not in ("titles", "roles") or self.glue not in (" ", ". "):
            return False
        # "LARO-läkare", "Dr": of one person also with a capital
        written = role.shape == "lower" or self.before_initial or "-" in role.lowered or self.cue == "titles"
        return written and role.lowered not in lists.listed("soft_roles")

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
        return bool(self.marks.reason[self.at - 1]) and self.glue in (" ", ' "', '" ')

    @property
    def is_place(self) -> bool:
        """A place; a word that is a first name as well is the place only after a preposition."""
        if not self.word.place:
            return False
        prepositions = "sure_place_prepositions" if self.word.first == 3 else "place_prepositions"
        return self.word.first < 2 or self.before.lowered in lists.listed(prepositions)

    @property
    def is_kept(self) -> bool:
        """Kept or cut short; a month that is a first name is the month after a figure or a preposition."""
        word = self.word
        if word.shared and word.lowered in lists.listed("named_systems") and self._is_called_system():
            return True
        if self.glue_after.startswith("- "):  # "Budget- och skuldrådgivningen"
            return True
        unit = word.unit and word.known  # "Rehab"
        if not word.kept or word.first < 2 or unit or word.shape != "Title" or self.initial:
            return word.kept
        digits = any(c.isdigit() for c in self.glue)
        return digits or self.before.lowered in lists.listed("month_prepositions")

    def _is_called_system(self) -> bool:
        """ "i Elvis", "systemet Viva", "bytet till Viva", "mellan Elvis och SAMSA"."""
        before = self.before.lowered
        if self.next_word.shape == "Title" or not self.touches_before:
            return False
        if before in lists.listed("system_words"):
            return True
        if before in ("till", "från") and self.two_before.lowered in lists.listed("changing"):
            return True
        return before == "mellan" and self.two_after.lowered in lists.listed("systems")

    def mark(self, reason: str, doubtful: bool = False) -> bool:
        """Mark this token; True, so that a rule can end with it."""
        self.marks.mark(self.at, reason, doubtful)
        return True
