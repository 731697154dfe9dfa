"""What the front end knows of symbols and commands: spellings, operator classes, constructs.

Takes the compiled tables of the dictionary; gives lookups. The same object reads input and, at build time, patterns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from notation import text as folding


class OperatorClass(NamedTuple):
    """How symbols of a class combine: ``fixity`` and how tightly (``strength``) they hold their operands."""

    name: str
    fixity: str
    strength: int = 0
    prefix: bool = False


class Known(NamedTuple):
    """What the front end needs of a symbol's entry."""

    entry: str
    glyph: str
    operator: str
    applied: bool


class _Entries(dict[str, Known]):
    """All entries by id, each made of its row when it is first asked for."""

    def __init__(self, rows: Mapping[str, Sequence[Any]]) -> None:
        self.rows = rows

    def __missing__(self, entry: str) -> Known:
        glyph, operator, applied = self.rows[entry]
        known = self[entry] = Known(entry, glyph, operator, bool(applied))
        return known


class Lexicon(NamedTuple):
    """Lookup tables, by what stands in a formula."""

    spellings: Mapping[str, str]
    styled: Mapping[str, str]
    sequences: Mapping[str, str]
    entries: Mapping[str, Known]
    operators: Mapping[str, OperatorClass]
    commands: Mapping[str, str]
    letter_styles: Mapping[str, str]
    style_switches: Mapping[str, str]
    sided: Mapping[str, tuple[str, str]]
    environments: Mapping[str, str]
    environments_with_argument: frozenset[str]
    environment_fences: Mapping[str, str]
    differentials: frozenset[str]
    raised_marks: Mapping[str, str]
    index_letters: Mapping[str, list[str]]
    index_runs: Mapping[str, frozenset[str]]
    noted_accents: Mapping[str, str]
    looks: Mapping[str, str]
    labelled_arrows: Mapping[str, str]
    noted_signs: Mapping[str, str]
    typed_words: Mapping[str, str]
    typed_alone: Mapping[str, str]
    typed_signs: Mapping[str, Mapping[str, str]]
    typed_neighbours: Mapping[str, frozenset[str]]
    characters: Mapping[str, str] = MappingProxyType({})

    @classmethod
    def load(cls, tables: Mapping[str, Any]) -> Lexicon:
        """The lexicon in the compiled dictionary's section ``lexicon``."""
        rest = {name: tables[name] for name in _PLAIN}
        return cls(
            entries=_Entries(tables["entries"]),
            operators={name: OperatorClass(name, *row) for name, row in tables["operators"].items()},
            sided={command: (side, plain) for command, (side, plain) in tables["sided"].items()},
            environments_with_argument=frozenset(tables["environments_with_argument"]),
            differentials=frozenset(tables["differentials"]),
            index_runs={kind: frozenset(letters) for kind, letters in tables["index_runs"].items()},
            typed_neighbours={kind: frozenset(signs) for kind, signs in tables["typed_neighbours"].items()},
            **rest,
        )

    def find(self, spelling: str) -> Known | None:
        """The entry that a command, character or word spells, or ``None``."""
        entry = self.spellings.get(spelling)
        return None if entry is None else self.entries[entry]

    def letter(self, char: str, style: str) -> tuple[Known | None, str, str]:
        """A character in a style: its entry (of its own in that style, else the plain one's), base and style."""
        if style == folding.PLAIN and (known := self.find(char)):
            return known, char, style
        base, own = folding.fold(char)
        style = stronger(style, own)
        if entry := self.styled.get(f"{style} {base}"):
            return self.entries[entry], base, folding.PLAIN
        return self.find(base), base, style


_PLAIN = (
    "spellings",
    "styled",
    "sequences",
    "commands",
    "letter_styles",
    "style_switches",
    "environments",
    "environment_fences",
    "raised_marks",
    "index_letters",
    "noted_accents",
    "looks",
    "labelled_arrows",
    "noted_signs",
    "typed_words",
    "typed_alone",
    "typed_signs",
    "characters",
)

_STRENGTH = {"plain": 0, "upright": 1, "bold": 2, "typewriter": 3, "sans": 4, "fraktur": 5, "calligraphic": 5, "blackboard": 5}


def stronger(outer: str, inner: str) -> str:
    """The style that shows where two are laid over each other; a style given by a macro's meaning always shows."""
    return inner if _STRENGTH.get(inner, 9) >= _STRENGTH.get(outer, 9) else outer
