"""Rows of the tables that look-ups read, as text: one string is read faster than a list, and most of them are never looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def entry_row(entry: list[Any]) -> list[Any]:
    """An entry as it stands in the table, its senses and relatives as text."""
    name, kind, common, glyph, senses, kin, field = entry
    told = "\n".join(f"{key} {often} {area}" for key, often, area in senses)
    return [name, kind, common, glyph, told, numbers(kin), field]


def group_row(group: Iterable[list[int]]) -> str:
    """What a phrase leads to: entries, each with the number of a sense or -1."""
    return " ".join(f"{at}.{order}" for at, order in group)


def numbers(row: Iterable[int]) -> str:
    """Numbers in one text."""
    return " ".join(map(str, row))


def expression_row(row: list[Any]) -> str:
    """A pattern or example of an entry, with the forms of its holes."""
    at, tokens, holes = row
    return f"{at}\t{' '.join(tokens)}\t" + ";".join(f"{hole} {' '.join(forms)}" for hole, forms in holes.items())
