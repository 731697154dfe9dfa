"""What a look-up answers with: frozen values, with ``to_dict`` in the shape that scripts rely on.

A ``LookupResult`` holds ``Match``es; in a notebook it shows itself as a table. Pointers are shared with ``explanations``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


def plain(value: Any) -> Any:
    """A result, or what stands in one, as plain data for JSON (``dataclasses.asdict`` also copies every string, at four times the
    cost)."""
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        return tuple(map(plain, value)) if names is None else dict(zip(names, map(plain, value), strict=True))
    if hasattr(value, "__slots__"):
        return {name: plain(getattr(value, name)) for name in value.__slots__}
    return value


class Pointer(NamedTuple):
    """A place that explains a meaning: ``where`` it is in the resource ``title``, and its ``url``."""

    id: str
    title: str
    where: str
    url: str


class SenseInfo(NamedTuple):
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


class Typed(NamedTuple):
    """How to type a symbol: HTML entity and Typst name, "" where there is none."""

    html: str = ""
    typst: str = ""


class Confusion(NamedTuple):
    """A look-alike of a symbol, and how to tell the two apart."""

    id: str
    symbol: str
    name: str
    tell: str


class Match(NamedTuple):
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
        return dict(plain(self))

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
        return dict(plain(self))

    def _repr_markdown_(self) -> str:
        from notation.notebook import lookup_markdown

        return lookup_markdown(self)

    def _repr_html_(self) -> str:
        from notation.notebook import lookup_html

        return lookup_html(self)
