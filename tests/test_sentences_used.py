"""No sentence of the catalogues is left behind when what said it is gone."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "brister_analysis"
CODE = [path.read_text(encoding="utf-8") for path in (*PACKAGE.rglob("*.py"), *ROOT.glob("notebooks/*.py"))]
DATA = [
    path.read_text(encoding="utf-8")
    for kind in ("toml", "tsv", "csv")
    for path in PACKAGE.rglob(f"*.{kind}")
    if "languages" not in path.parts
]


def composed() -> re.Pattern[str]:
    """Return what the f-strings of the code can become: ``f"why_{kind}"`` names many sentences."""
    patterns = set()
    for node in (node for code in CODE for node in ast.walk(ast.parse(code))):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            # One of nothing but dots and placeholders would name every sentence.
            if len(re.findall("[a-z]", "".join(str(part) for part in parts if part))) >= 2:
                patterns.add("".join(".+" if part is None else re.escape(str(part)) for part in parts))
    return re.compile("|".join(sorted(patterns)))


def keys(group: Mapping, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, value in group.items():
        if isinstance(value, Mapping):
            yield from keys(value, (*path, name))
        else:
            # A fault is named by its key, which has two sentences.
            yield path if name in ("what", "do") else (*path, name)


def test_every_sentence_has_a_caller():
    words, patterns = set(re.findall(r"[\w-]+", "\n".join([*CODE, *DATA]))), composed()
    unused = []
    for room in sorted(PACKAGE.glob("languages/sv/*.toml")):
        for path in keys(tomllib.loads(room.read_text(encoding="utf-8")), (room.stem,)):
            tails = [".".join(path[first:]) for first in range(len(path))]
            if path[-1] not in words and not any(patterns.fullmatch(tail) for tail in tails):
                unused.append(tails[0])
    assert unused == []
