"""The JSON Schema of entry files, for editors: the table of shapes in the words that editors know.

``python -m notation.compile.schema`` prints what stands in ``symbols/schema.json``. What depends on the dictionary itself
(fields, pointers, ids) is the checker's to say.
"""

from __future__ import annotations

import json
from typing import Any

from notation.compile.shapes import ANY, KEYS, PAGES, REQUIRED, SENSE, STYLE_SENSE, TABLES, TEXT, WORDS

_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
_MAX_MEANING = 200
# An editor takes `5` for a number, `true` for a truth value and `null` for nothing; the loader reads all of them as text.
_SCALAR = ["string", "number", "boolean", "null"]
_TOLD = {
    "means": "One plain sentence of at most 200 characters that says what it is for a reader.",
    "glyph": "How it looks: the character, or the word.",
    "latex": "Every way to type it, the usual one first. Put LaTeX in single quotes.",
    "patterns": "LaTeX with holes such as ?x; ??rest takes what remains of a row. Put it in single quotes.",
    "written": "How it is written in Unicode, with the usual letters.",
    "reads": "How it is read aloud: {x} is the reading of a hole, a part in [brackets] drops out with its hole.",
    "example": "LaTeX in which it means this.",
    "learn": "Ids of parts of resources that explain it, the gentlest first.",
    "common": "From 1 (rare) to 5 (what most readers meet first).",
    "confused": "Look-alikes by their ids, and how to tell them apart.",
    "shapes": "What it looks like, in the words of somebody who cannot name it.",
    "cues": "When this meaning is the right one.",
    "holes": "What may stand in each hole, and what it then means.",
}


def schema() -> dict[str, Any]:
    """The schema as plain data."""
    kinds: dict[str, Any] = {kind: _entries(_object(kind, keys), kind) for kind, keys in KEYS.items()}
    kinds |= {kind: _entries(_of(shape, "", words=False), kind) for kind, shape in TABLES.items()}
    for kind, page in PAGES.items():
        properties = {name: _of(shape, "", words=False) for name, shape in page.items()}
        kinds[kind] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Entries of notation",
        "type": ["object", "null"],
        "properties": kinds,
        "additionalProperties": False,
    }


def _entries(entry: dict[str, Any], kind: str) -> dict[str, Any]:
    identified = {"propertyNames": {"pattern": _ID}} if kind in ("symbols", "concepts", "notations", "formulas") else {}
    return {"type": "object", "additionalProperties": entry, **identified}


def _object(kind: str, keys: dict[str, Any]) -> dict[str, Any]:
    properties = {key: _of(shape, key) for key, shape in keys.items()}
    if kind in ("symbols", "styles"):
        sense = SENSE if kind == "symbols" else STYLE_SENSE
        one = {"type": ["object", "null"], "properties": {k: _of(s, k) for k, s in sense.items()}, "additionalProperties": False}
        properties["senses"] = {"type": ["object", "null"], "additionalProperties": one}
    # An entry with the id of a shipped one is laid over it, and need not say all again.
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"description": f"A new entry needs {', '.join(REQUIRED[kind])}."} if kind in REQUIRED else {}),
    }


def _of(shape: Any, key: str, words: bool = True) -> dict[str, Any]:
    """The schema of a shape below ``key``; without ``words``, the words of no key are closed."""
    told = {"description": _TOLD[key]} if key in _TOLD else {}
    if shape is None:
        return {}
    if shape == TEXT:
        return {**_text(key if words else ""), **told}
    if isinstance(shape, list):
        item = _of(shape[0], key, words)
        something = {"minLength": 1} if item.get("type") == _SCALAR else {}
        return {"type": "array", "items": {**item, **something}, **told}
    own = {name: _of(inner, name, words) for name, inner in shape.items() if name != ANY}
    other: Any = _of(shape[ANY], "", words) if ANY in shape else False
    return {"type": ["object", "null"], "properties": own, "additionalProperties": other, **told}


def _text(key: str) -> dict[str, Any]:
    if key in WORDS:
        words: list[Any] = sorted(WORDS[key])
        return {"enum": words + [int(word) for word in words if word.isdigit()] + [True for word in words if word == "true"]}
    if key == "means":
        return {"type": "string", "maxLength": _MAX_MEANING, "pattern": "[.!?][”\"')]*\\s*$"}
    return {"type": _SCALAR}


if __name__ == "__main__":
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
