"""The people of a report: invented names, numbers and addresses, all remembered so that a leak can be found.

No number can belong to anybody: personal numbers have the serials 980-989, set aside for tests, half of them
with a wrong check digit; telephone numbers come from series that are kept free for fiction; e-mail goes to
``example.org``.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from dataclasses import dataclass

from demo.material import toml

AGES = {"child": (8, 17), "adult": (19, 62), "old": (71, 93)}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Person:
    """An invented person."""

    first: str
    last: str

    @property
    def full(self) -> str:
        """First name and surname."""
        return f"{self.first} {self.last}"


class Cast:
    """The people one report names, drawn when a text first asks for them.

    Parameters
    ----------
    rng
        The report's own chance.
    gender
        ``woman`` or ``man``: the person the report is about.
    age
        A key of `AGES`.
    year
        Year the report was received.
    event
        Day of the event, which ``{d14}`` counts from.

    Notes
    -----
    Placeholders: ``{p}`` first name of the person concerned, ``{ps}`` its genitive, ``{P}`` full name,
    ``{pnr}`` personal number, ``{k}`` and ``{kf}`` a colleague's full and first name, ``{mor}`` and ``{far}``
    a relative's first name, ``{tel}``, ``{mail}``, ``{adr}``, ``{case}``, and ``{d0}``, ``{d14}`` ... a day
    counted from the event.
    """

    def __init__(self, rng: random.Random, gender: str, age: str, year: int, event: dt.date) -> None:
        names = toml("names")
        self.rng, self.year, self.event = rng, year, event
        self.women = rng.sample(names["woman"], 8)
        self.men = rng.sample(names["man"], 8)
        self.surnames = rng.sample(names["surname"], 12)
        self.person = Person(self._first(gender), self.surnames.pop())
        self.sender = Person(self._first(), self.surnames.pop())
        low, high = AGES[age]
        day = event - dt.timedelta(days=rng.randint(low * 365, high * 365))
        self.birth = day
        self.number = personal_number(rng, day, gender)
        self.filled: dict[str, str] = {}
        self.surfaces = {*_names(self.person), *_names(self.sender), *_written(self.number), f"{day}"}

    def fill(self, text: str) -> str:
        """Return `text` with its placeholders filled in, the same person each time within a report."""
        return PLACEHOLDER.sub(lambda found: self._value(found[1]), text)

    def remember(self, surface: str) -> str:
        """Return `surface`, remembered as something that must never leave."""
        self.surfaces.add(surface)
        return surface

    def phone(self) -> str:
        """Draw a telephone number from the series kept free for fiction."""
        number = self.rng.choice(
            [
                f"070-174 06 {self.rng.randint(5, 99):02d}",
                f"08-465 004 {self.rng.randint(4, 99):02d}",
                f"031-390 06 {self.rng.randint(0, 50):02d}",
            ]
        )
        digits = number.replace("-", "").replace(" ", "")
        written = [number, number, number.replace("-", " "), digits, f"+46 {digits[1:3]} {number[4:]}"]
        return self.remember(self.rng.choice(written[: 5 if number.startswith("070") else 4]))

    def mail(self, person: Person) -> str:
        """Return a person's e-mail address."""
        name = unicodedata.normalize("NFD", f"{person.first}.{person.last}".lower())
        ascii_name = "".join(c for c in name if not unicodedata.combining(c))
        return self.remember(f"{ascii_name}@{self.rng.choice(['example.org', 'example.se'])}")

    def _value(self, name: str) -> str:
        if name not in self.filled:
            self.filled[name] = self._draw(name)
        return self.filled[name]

    def _draw(self, name: str) -> str:
        if re.fullmatch(r"d\d+", name):
            day = self.event + dt.timedelta(days=int(name[1:]))
            return f"{day.day} {toml('forms')['writing']['months'][day.month - 1]}"
        match name:
            case "p":
                return self.person.first
            case "ps":
                return genitive(self.person.first)
            case "P":
                return self.person.full
            case "pnr":
                return self.rng.choice(_written(self.number)[:3])
            case "mor" | "far":
                return self.remember(self._first("woman" if name == "mor" else "man"))
            case "k":
                return self._colleague().full
            case "kf":
                return self._colleague().first
            case "tel":
                return self.phone()
            case "mail":
                return self.mail(self._colleague())
            case "adr":
                letter = self.rng.choice(["", "", " B", "C"])
                return self.remember(
                    f"{self.rng.choice(toml('names')['street'])} {self.rng.randint(2, 48)}{letter}"
                )
            case "case":
                number = self.rng.randint(1100, 9899)
                forms = [
                    f"SN {self.year}-0{number}",
                    f"dnr {self.year}/0{number}",
                    f"VUX {self.year}-{number}-3",
                ]
                return self.remember(self.rng.choice(forms))
        raise ValueError(f"no such placeholder: {name}")

    def _colleague(self) -> Person:
        person = Person(self._first(), self.surnames.pop())
        self.surfaces.update(_names(person))
        return person

    def _first(self, gender: str = "") -> str:
        return (self.women if (gender or self.rng.choice(["woman", "man"])) == "woman" else self.men).pop()


def genitive(name: str) -> str:
    """Return the Swedish genitive of a name: no s after s, x or z.

    >>> genitive("Xiomarella"), genitive("Pelegrinus")
    ('Xiomarellas', 'Pelegrinus')
    """
    return name if name.endswith(("s", "x", "z")) else f"{name}s"


def personal_number(rng: random.Random, birth: dt.date, gender: str) -> str:
    """Return a personal number nobody has, as ``19870314-9812``, half with a wrong check digit."""
    serial = 980 + 2 * rng.randint(0, 4) + (gender == "man")
    digits = f"{birth:%y%m%d}{serial}"
    doubled = (int(digit) * (2 - position % 2) for position, digit in enumerate(digits))
    check = -sum(product - 9 if product > 9 else product for product in doubled) % 10
    wrong = rng.randint(1, 9) if rng.random() < 0.5 else 0
    return f"{birth:%Y%m%d}-{serial}{(check + wrong) % 10}"


def _written(number: str) -> tuple[str, ...]:
    return number, number[2:], number[2:].replace("-", ""), number.replace("-", "")


def _names(person: Person) -> tuple[str, ...]:
    return person.full, person.first, person.last
