"""What the library answers with: frozen values, each with ``to_dict`` in the shape that scripts rely on.

``LookupResult`` holds ``Match``es, a ``Decoding`` holds ``Row``s. In a notebook both show themselves as a table.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

Span = tuple[int, int]


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
    ``example_reading`` that example read aloud.
    """

    id: str
    name: str
    field: str
    meaning: str
    say: str
    example: str
    resources: tuple[Pointer, ...] = ()
    example_reading: str = ""


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
        return asdict(self)

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
        return asdict(self)

    def _repr_markdown_(self) -> str:
        from notation.notebook import lookup_markdown

        return lookup_markdown(self)

    def _repr_html_(self) -> str:
        from notation.notebook import lookup_html

        return lookup_html(self)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another sense that the symbol could have had."""

    id: str
    name: str
    meaning: str
    field: str


@dataclass(frozen=True, slots=True)
class Row:
    """One symbol or construct of a formula with the meaning that it has there.

    ``kind`` is symbol or notation; ``why`` is the reason for this sense; ``source`` is dictionary, context, macro or
    unicode; ``confidence`` is certain, likely or guess; ``spans`` are half-open character offsets into the input.
    ``elementary`` marks what everybody knows (``=``, ``+``).
    """

    latex: str
    symbol: str
    kind: str
    name: str
    say: str
    meaning: str
    field: str
    id: str | None
    why: str
    source: str
    confidence: str
    spans: tuple[Span, ...]
    alternatives: tuple[Alternative, ...] = ()
    resources: tuple[Pointer, ...] = ()
    elementary: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """A well-known formula that the snippet is or contains."""

    id: str
    name: str
    meaning: str
    spans: tuple[Span, ...]
    resources: tuple[Pointer, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A symbol that is in no dictionary, and where it stands."""

    latex: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Decoding:
    """A formula explained: how it is read aloud, and a row for every symbol and construct in it."""

    input: str
    reading: str
    symbols: tuple[Row, ...]
    recognised: tuple[Recognised, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The shape of ``notation decode --json``."""
        return asdict(self)

    def _repr_markdown_(self) -> str:
        from notation.notebook import decoding_markdown

        return decoding_markdown(self)

    def _repr_html_(self) -> str:
        from notation.notebook import decoding_html

        return decoding_html(self)
