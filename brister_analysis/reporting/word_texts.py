"""What people wrote in Word, read back section by section.

A heading is known by its bookmark, else by its words. What cannot be placed is a fault and never dropped
without a word; a heading is told by its number, since it could hold a name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brister_analysis.errors import DataError, Fault
from brister_analysis.intake.word_file import main_document
from brister_analysis.language import LANGUAGES, catalogue
from brister_analysis.reporting.markdown import escaped
from brister_analysis.reporting.texts import UNASKED
from brister_analysis.reporting.word_blocks import Block, BlockReader
from brister_analysis.reporting.word_markdown import to_markdown
from brister_analysis.reporting.word_parts import read_parts

INSTRUCTION, INSTRUCTION_STYLE = "brister-anvisning", "brister anvisning"
# Word takes at most 40 characters.
_LONGEST_MARK = 40
_TOP = 1
_NUMBERING = re.compile(r"^[\d.)\s]+(?=\D)")


@dataclass(frozen=True)
class WordTexts:
    """What a Word file of texts holds.

    Parameters
    ----------
    sections
        Slug to Markdown, in the order of the file, without sections that are empty.
    headings
        Slug of every heading that stands there, empty ones too.
    notes
        What is left out of the page (pictures, footnotes), by section.
    """

    sections: dict[str, str]
    headings: tuple[str, ...]
    notes: tuple[Fault, ...]


def mark(slug: str) -> str:
    """Return the bookmark of a section's heading, which Word lets hold letters, digits and underscores.

    Examples
    --------
    >>> mark("cause-rutiner")
    'brister_cause__rutiner'
    """
    name = "brister_" + slug.replace("-", "__")
    if len(name) <= _LONGEST_MARK:
        return name
    return f"{name[: _LONGEST_MARK - 9]}_{hashlib.sha256(slug.encode()).hexdigest()[:8]}"


def instruction_tag(words: str) -> str:
    """Return the tag of an instruction, by which a changed one is known."""
    return f"{INSTRUCTION}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def read_word_texts(path: Path, titles: Mapping[str, str]) -> WordTexts:
    """Read a Word file of texts.

    Parameters
    ----------
    path
        A file made by `word_skeleton`, or any with headings of the same words; its name is the project's own.
    titles
        Slug to title of every section that may stand there.

    Raises
    ------
    DataError
        The file cannot be read, a heading of the top level is no section, a section stands twice, or
        something is written where it would be lost: all such faults at once.
    """
    root, fault = main_document(path)
    if fault is not None:
        kind = "closed" if fault.key.endswith(".closed") else "unreadable"
        raise DataError(Fault(f"documents.word.{kind}", (path.name,)))
    reader = BlockReader(read_parts(path), INSTRUCTION)
    reader.read(root)
    found = _Sections(path.name, titles)
    for number, block in enumerate(reader.blocks):
        found.take(number, block)
    found.finish()
    for tag, words in reader.controls:
        if tag != instruction_tag(words):
            found.faults.append(Fault("documents.word.instruction", (path.name,)))
    if found.faults:
        raise DataError(dict.fromkeys(found.faults))
    sections = {slug: to_markdown(blocks, _TOP + 1) for slug, blocks in found.sections.items()}
    return WordTexts(
        {slug: markdown for slug, markdown in sections.items() if markdown},
        tuple(found.sections),
        tuple(found.left_out(reader.pictures, "pictures") + found.left_out(reader.notes, "footnotes")),
    )


class _Sections:
    """Blocks put under the sections whose headings they follow."""

    def __init__(self, file: str, titles: Mapping[str, str]) -> None:
        self.file, self.titles = file, titles
        self.by_mark = {mark(slug): slug for slug in titles}
        self.by_title = {key: slug for slug in titles for key in _keys(titles[slug])}
        self.own_words = own_words()
        self.sections: dict[str, list[Block]] = {}
        self.starts: list[tuple[int, str]] = []
        self.faults: list[Fault] = []
        self.filled: list[str] = []
        self.current = ""
        self.control = ""
        self.headings = 0

    def take(self, number: int, block: Block) -> None:
        """Take the next block of the document."""
        top = block.kind == "heading" and block.level <= _TOP and not (block.title and not self.starts)
        self.headings += top
        slug = self._slug(block)
        if slug:
            self.begin(slug, number)
        elif top:
            self._fault("heading", number=self.headings)
        elif block.kind == "control":
            self.control = block.marks[0]
        elif block.style == INSTRUCTION_STYLE or block.markdown in self.own_words:
            # Other programs than Word drop the lock around the file's own words and keep the words.
            if block.markdown not in self.own_words:
                self._fault("instruction")
        elif self.current:
            self.sections[self.current].append(block)
            self._note_control()
        elif not block.title:
            self._fault("before")

    def begin(self, slug: str, number: int) -> None:
        """Begin a section; one that stands twice, with text both times, is a fault."""
        if slug in self.sections:
            self._fault("twice", self.titles.get(slug, slug))
        self.current, self.control = slug, ""
        self.sections.setdefault(slug, [])
        self.starts.append((number, slug))

    def _note_control(self) -> None:
        if self.control in self.by_mark:
            self.filled.append(self.by_mark[self.control])
        self.control = ""

    def finish(self) -> None:
        """Tell of boxes written in whose heading is gone: their text would stand in another section."""
        for slug in dict.fromkeys(self.filled):
            if slug not in self.sections:
                self._fault("lost_heading", self.titles[slug])

    def _slug(self, block: Block) -> str:
        """Return the section that a block is the heading of, empty when it is none."""
        if block.kind == "heading" and block.level <= _TOP and UNASKED.fullmatch(block.markdown):
            return block.markdown
        looks = block.kind == "heading" or (block.kind == "text" and block.strong)
        named = self.by_title.get(_key(block.markdown), "") if block.kind in ("heading", "text") else ""
        marked = next((self.by_mark[one] for one in block.marks if one in self.by_mark), "")
        if block.kind == "heading" and marked:
            if named and named != marked:
                names = f"{self.titles[marked]}, {self.titles[named]}"
                self._fault("two_names", number=self.headings, names=names)
            return marked
        # A heading of one's own deeper down may happen to be called as a section is.
        deeper = block.kind == "heading" and block.level > _TOP
        return named if named and (marked == named or (looks and not deeper)) else ""

    def left_out(self, places: list[int], kind: str) -> list[Fault]:
        """Return a note a section on what stands in it that a page cannot show."""
        counted: dict[str, int] = {}
        for place in places:
            section = next((slug for start, slug in reversed(self.starts) if start < place), "")
            counted[section] = counted.get(section, 0) + 1
        return [
            Fault(f"documents.word.{kind}", self._where(self.titles.get(slug, "")), values={"count": count})
            for slug, count in counted.items()
        ]

    def _where(self, title: str) -> tuple[str, ...]:
        return (self.file, title) if title else (self.file,)

    def _fault(self, key: str, title: str = "", **values: object) -> None:
        self.faults.append(Fault(f"documents.word.{key}", self._where(title), values=values))


def own_words() -> frozenset[str]:
    """Return the lines that the file itself says, as they are read from it: instructions and prompts."""
    said: list[str] = []
    for language in LANGUAGES:
        words = catalogue(language, "documents")
        asked = words["ask"]
        groups = [*(one for key, one in asked.items() if key != "easy"), *asked["easy"].values()]
        texts = [one["text"] for one in groups] + [words["easy"]["intro"]]
        said += [*texts, *(words["skeleton"][key] for key in ("intro", "here", "not_coded"))]
    lines = (line for one in said for line in one.strip().splitlines())
    return frozenset(escaped(line.removeprefix("- ")) for line in lines)


def _keys(title: str) -> list[str]:
    """Return what a heading may say for a title: the whole, or what follows "Orsak:"."""
    whole = _key(title)
    return [whole, _key(title.partition(":")[2])] if ":" in title else [whole]


def _key(title: str) -> str:
    """Return a title without what people change when they retype it: capitals, numbering, signs, emphasis."""
    plain = unicodedata.normalize("NFC", _NUMBERING.sub("", title)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
