"""What decoding answers with: frozen values, with ``to_dict`` in the shape that scripts rely on.

A ``Decoding`` holds ``Row``s; in a notebook it shows itself as a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from notation.results import Pointer, plain

Span = tuple[int, int]


class Alternative(NamedTuple):
    """Another sense that the symbol could have had."""

    id: str
    name: str
    meaning: str
    field: str


class Row(NamedTuple):
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


class Recognised(NamedTuple):
    """A well-known formula that the snippet is or contains."""

    id: str
    name: str
    meaning: str
    spans: tuple[Span, ...]
    resources: tuple[Pointer, ...] = ()


class Unknown(NamedTuple):
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
        return dict(plain(self))

    def _repr_markdown_(self) -> str:
        from notation.notebook import decoding_markdown

        return decoding_markdown(self)

    def _repr_html_(self) -> str:
        from notation.notebook import decoding_html

        return decoding_html(self)
