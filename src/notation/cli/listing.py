"""What the dictionary holds, as lines for a person or as JSON: takes a dictionary, prints its entries, fields or resources."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from notation.cli import jsonl
from notation.cli.plain import padded, width
from notation.cli.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notation.dictionary import Dictionary
    from notation.listings import Entry

_WIDEST = 40


def show_entries(dictionary: Dictionary, kind: str, field: str, as_json: bool) -> bool:
    """Prints the entries of a kind and field; false where there are none."""
    entries = dictionary.entries(kind=kind, field=field)
    if as_json:
        _write({"counts": counted(entries), "entries": [entry.to_dict() for entry in entries]})
    else:
        named = (f"{entry.name} ({entry.field})" if entry.field else entry.name for entry in entries)
        rows = ((entry.kind, entry.id, name, entry.symbol) for entry, name in zip(entries, named, strict=True))
        _table(rows, _WIDEST)
    return bool(entries)


def counted(entries: Iterable[Entry]) -> dict[str, dict[str, int]]:
    """How many entries there are of each kind, together (``all``) and by what their signs are made of."""
    counts: dict[str, dict[str, int]] = {}
    for entry in entries:
        row = counts.setdefault(entry.kind, {"all": 0})
        row["all"] += 1
        if entry.group not in ("", entry.kind):
            row[entry.group] = row.get(entry.group, 0) + 1
    return counts


def show_fields(dictionary: Dictionary, as_json: bool) -> None:
    """Prints every field with the number of its entries."""
    fields = dictionary.fields()
    if as_json:
        _write({"fields": [field.to_dict() for field in fields]})
        return
    _table((str(it.count), it.name, f"also: {', '.join(it.aliases)}" if it.aliases else "") for it in fields)


def show_resources(dictionary: Dictionary, as_json: bool) -> None:
    """Prints every resource with the number of entries that point to it."""
    resources = dictionary.resources()
    if as_json:
        _write({"resources": [resource.to_dict() for resource in resources]})
        return
    _table((str(it.count), f"{it.title}, {it.author}  {it.url}") for it in resources)


def _write(data: dict[str, Any]) -> None:
    jsonl.write(data, sys.stdout, indent=2)


def _table(rows: Iterable[Sequence[str]], widest: int = _WIDEST) -> None:
    """Rows in columns, numbers to the right; a cell wider than ``widest`` pushes the others on, the last is as wide as it is."""
    lines = [list(map(one_line, row)) for row in rows]
    wide = [min(widest, max(map(width, column))) for column in zip(*lines, strict=True)][:-1]
    for *cells, last in lines:
        shown = [cell.rjust(room) if cell.isdecimal() else padded(cell, room) for cell, room in zip(cells, wide, strict=True)]
        print("  ".join([*shown, last]).rstrip())
