"""The section ``macros``: known macro sets as definitions, letter families written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notation.compile.load import Data

_LETTER = "#letter"
_NAME = "#name"


def macro_section(data: Data) -> dict[str, dict[str, list[Any]]]:
    """For each set, for each macro: body or whole definition, number of arguments, style (the meaning that its name gives), and
    the body where the last argument is left out."""
    return {name: _definitions(entry) for name, entry in data.kinds.get("macros", {}).items()}


def _definitions(entry: dict[str, Any]) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = {}
    for row in entry.get("definitions", []):
        arity, kept = int(row.get("arguments", 0)), [row.get("style", ""), row.get("shorter", "")]
        if "family" in row:
            for letter in row["letters"].split():
                out.setdefault(row["family"].replace(_LETTER, letter), [row["body"].replace(_LETTER, letter), arity, *kept])
        for name in row.get("names", [row["name"]] if "name" in row else []):
            out[name] = [row["definition"].replace(_NAME, name) if "definition" in row else row["body"], arity, *kept]
    return out
