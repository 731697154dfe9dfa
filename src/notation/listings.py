"""What lists of entries, fields and resources hold: frozen values, with ``to_dict`` in the shape that scripts rely on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from notation.results import plain


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
        return dict(plain(self))


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
        return dict(plain(self))


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
        return dict(plain(self))
