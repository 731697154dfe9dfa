"""What a look-up answers with: frozen values, with ``to_dict`` in the shape that scripts rely on.

A ``LookupResult`` holds ``Match``es; in a notebook it shows itself as a table. Pointers are shared with ``explanations``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


def plain(value: Any) -> Any:
    """A result, or what stands in one, as plain data for JSON (``dataclasses.asdict`` also copies every string, at four times the
    cost)."""
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    if hasattr(value, "__slots__"):
        return {name: plain(getattr(value, name)) for name in value.__slots__}
    return value


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place that explains a meaning: ``where`` it is in the resource ``title``, and its ``url``."""

    id: str
    title: str
    where: str
    url: str


@dataclass(frozen=True, slots=True)
class SenseInfo:
    """One meaning of a symbol, in its ``field``.

    ``meaning`` is one plain sentence, ``say`` how it is read aloud, ``example`` LaTeX in which the symbol means this, and
    ``example_reading`` that example read aloud, ``around`` the prose around the example that makes it clear, if it needs any.
    """

    id: str
    name: str
    field: str
    meaning: str
    say: str
    example: str
    resources: tuple[Pointer, ...] = ()
    example_reading: str = ""
    around: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """How to type a symbol: HTML entity and Typst name, "" where there is none."""

    html: str = ""
    typst: str = ""


@dataclass(frozen=True, slots=True)
class Confusion:
    """A look-alike of a symbol, and how to tell the two apart."""

    id: str
    symbol: str
    name: str
    tell: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a query found. ``score`` is 0 to 100; ``matched`` says what the query hit, ``matched_text`` the words.

    ``kind`` is symbol, notation or formula; ``source`` is dictionary, or unicode for a character without an entry.
    """

    id: str
    kind: str
    symbol: str
    name: str
    latex: tuple[str, ...]
    codepoint: str | None
    score: float
    matched: str
    matched_text: str
    senses: tuple[SenseInfo, ...]
    say: str = ""
    aliases: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    confused: tuple[Confusion, ...] = ()
    typed: Typed = Typed()
    source: str = "dictionary"

    def to_dict(self) -> dict[str, Any]:
        """The match as plain data."""
        return {name: plain(getattr(self, name)) for name in self.__slots__}

    def _repr_markdown_(self) -> str:
        from notation.notebook import match_markdown

        return match_markdown(self)

    def _repr_html_(self) -> str:
        from notation.notebook import match_html

        return match_html(self)


@dataclass(frozen=True, slots=True)
class LookupResult:
    """The matches of a query, best first. Iterating gives the matches; false where there are none."""

    query: str
    matches: tuple[Match, ...]
    suggestions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Any:
        return iter(self.matches)

    def __len__(self) -> int:
        return len(self.matches)

    def __getitem__(self, index: int) -> Match:
        return self.matches[index]

    def to_dict(self) -> dict[str, Any]:
        """The shape of ``notation lookup --json``."""
        return {name: plain(getattr(self, name)) for name in self.__slots__}

    def _repr_markdown_(self) -> str:
        from notation.notebook import lookup_markdown

        return lookup_markdown(self)

    def _repr_html_(self) -> str:
        from notation.notebook import lookup_html

        return lookup_html(self)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in a list of entries. ``kind`` is symbol, sense, concept, notation or formula.

    ``group`` says of a symbol and its senses what the sign is made of: greek, latin, word or sign; of a sense that a style
    alone gives, style. ``learn`` has the ids of the parts of resources that explain it.
    """

    id: str
    kind: str
    symbol: str
    name: str
    field: str
    meaning: str
    group: str = ""
    latex: tuple[str, ...] = ()
    learn: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain data, a row of ``notation list --json``."""
        return {name: plain(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field, the one that it is ``under``, and how many senses, notations and formulas it has, together and by kind."""

    id: str
    name: str
    under: str
    aliases: tuple[str, ...]
    count: int
    counts: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        """The field as plain data, a row of ``notation fields --json``."""
        return {name: plain(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class PartInfo:
    """A place in a resource, and how many senses, notations and formulas point to it."""

    id: str
    title: str
    where: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class ResourceInfo:
    """A book, course or series of videos, its ``parts``, and how many senses, notations and formulas point to any of them."""

    id: str
    title: str
    author: str
    kind: str
    url: str
    about: str
    count: int
    parts: tuple[PartInfo, ...]

    def to_dict(self) -> dict[str, Any]:
        """The resource as plain data, a row of ``notation resources --json``."""
        return {name: plain(getattr(self, name)) for name in self.__slots__}
