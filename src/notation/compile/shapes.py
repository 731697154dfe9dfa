"""What shape entries have: one table, which the checker and the schema for editors both read.

A shape is ``TEXT``, a list with the shape of its items, or a dict with the shape of each key (``ANY`` for keys of the author's
own). ``None`` is a shape that is checked elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notation.decoder.forms import FORM_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "text"
ANY = "*"
TEXTS = [TEXT]
NAMED = {ANY: TEXT}

CUES = {"near": TEXTS, "in": TEXTS, "use": TEXTS, "unless": TEXTS, "without": TEXTS, "words": TEXTS}
HOLE = {"is": TEXTS, "concept": TEXT, "say": TEXT, "use": TEXTS}
PART = {"title": TEXT, "where": TEXT, "url": TEXT}
SENSE: dict[str, Any] = {
    "name": TEXT, "field": TEXT, "means": TEXT, "say": TEXT, "below": TEXT, "example": TEXT, "around": TEXT,
    "silent": TEXT, "learn": TEXTS, "cues": CUES, "common": TEXT, "styles": TEXTS, "elementary": TEXT, "aliases": TEXTS,
}  # fmt: skip
STYLE_SENSE = {**SENSE, "letters": TEXT}
NOTATION: dict[str, Any] = {
    "name": TEXT, "field": TEXT, "patterns": TEXTS, "holes": {ANY: HOLE}, "senses": NAMED, "written": TEXT, "reads": TEXT,
    "means": TEXT, "example": TEXT, "around": TEXT, "aliases": TEXTS, "shapes": TEXTS, "common": TEXT, "learn": TEXTS,
    "cues": CUES, "elementary": TEXT,
}  # fmt: skip
# Kinds of entries, and the keys of an entry.
KEYS: dict[str, dict[str, Any]] = {
    "symbols": {
        "glyph": TEXT, "latex": TEXTS, "name": TEXT, "say": TEXT, "aliases": TEXTS, "shapes": TEXTS, "confused": NAMED,
        "operator": TEXT, "applied": TEXT, "typst": TEXT, "html": TEXT, "senses": {ANY: None}, "base": TEXT, "style": TEXT,
    },
    "concepts": {
        "name": TEXT, "aliases": TEXTS, "field": TEXT, "means": TEXT, "learn": TEXTS, "say": TEXT, "generic": TEXT,
    },
    "notations": NOTATION,
    "formulas": NOTATION,
    "fields": {"name": TEXT, "aliases": TEXTS, "under": TEXT},
    "resources": {"title": TEXT, "author": TEXT, "kind": TEXT, "url": TEXT, "about": TEXT, "parts": {ANY: PART}},
    "styles": {"like": TEXT, "senses": {ANY: None}},
    "operators": {"fixity": TEXT, "strength": TEXT, "prefix": TEXT},
    "forms": {"concepts": TEXTS, "symbols": TEXTS},
}  # fmt: skip
REQUIRED = {
    "symbols": ("glyph", "latex", "name"),
    "concepts": ("name", "field", "means", "learn"),
    "notations": ("name", "field", "means", "patterns", "example", "learn", "written"),
    "formulas": ("name", "field", "means", "patterns", "example", "learn"),
    "fields": ("name",),
    "resources": ("title", "author", "kind", "url", "about", "parts"),
    "operators": ("fixity",),
}
SENSE_REQUIRED = ("name", "field", "means", "learn")
# Kinds whose entries are rows of a table.
_MACRO = {
    "name": TEXT, "names": TEXTS, "family": TEXT, "letters": TEXT, "body": TEXT, "definition": TEXT, "arguments": TEXT,
    "style": TEXT, "shorter": TEXT,
}  # fmt: skip
TABLES: dict[str, Any] = {
    "paraphrases": TEXTS,
    "commands": TEXTS, "letter-styles": TEXTS, "style-switches": TEXTS, "sided": NAMED, "environments": TEXTS,
    "environments-with-argument": TEXTS, "environment-fences": TEXT, "labelled-arrows": TEXTS, "differentials": TEXTS,
    "raised-marks": TEXT, "index-letters": TEXTS, "index-runs": TEXTS, "noted-accents": TEXT, "typed-words": TEXTS,
    "typed-alone": TEXTS, "also-written": TEXTS, "stands-for": TEXTS,
    "macros": {"title": TEXT, "definitions": [_MACRO]}, "reading": NAMED,
}  # fmt: skip
SEARCH: dict[str, Any] = {
    "before": TEXTS, "after": TEXTS, "field-words": TEXTS, "stop": TEXTS, "inflections": TEXTS, "synonyms": [TEXTS],
    "spellings": NAMED,
    "endings": NAMED, "plurals": NAMED, "typed": NAMED, "fences": NAMED, "accents": NAMED, "struck": TEXT, "over": TEXTS,
    "under": TEXTS, "upon": TEXTS, "beside": TEXTS, "alphabets": TEXTS,
}  # fmt: skip
_TYPED_SIGNS = ("imitated", "keyboards", "adding", "programs", "raised", "sizes", "powers-of-ten")
_TYPED_NEIGHBOURS = (
    "signed", "approaching", "before-term", "before-bracket", "operand", "argument", "bars", "stars", "behind-operand",
    "in-arguments", "counting", "totals", "ends-term", "parameters", "based", "policies", "values", "acting", "relating",
)  # fmt: skip
# The kinds whose entries have a shape each.
PAGES: dict[str, dict[str, Any]] = {
    "search": SEARCH,
    "prose": {"phrases": {ANY: TEXTS}, "singulars": NAMED, "drawn": NAMED},
    "typed-signs": {name: {ANY: TEXTS} for name in _TYPED_SIGNS},
    "typed-neighbours": dict.fromkeys(_TYPED_NEIGHBOURS, TEXTS),
}
KINDS = KEYS.keys() | TABLES.keys() | PAGES.keys()

STYLES = frozenset(["plain", "bold", "calligraphic", "blackboard", "fraktur", "sans", "typewriter", "upright"])
# The words of keys whose words are closed.
WORDS: dict[str, frozenset[str]] = {
    "style": STYLES,
    "styles": STYLES,
    "is": frozenset(FORM_NAMES),
    "common": frozenset("12345"),
    "elementary": frozenset({"true"}),
    "generic": frozenset({"true"}),
    "silent": frozenset({"true"}),
    "applied": frozenset({"often"}),
}


def misfits(key: str, value: Any, shape: Any) -> Iterator[str]:
    """What of ``value`` has not the shape that ``key`` asks for; nothing at all below a key is always right."""
    if shape is None:
        return
    if shape == TEXT:
        if not isinstance(value, str):
            yield f"{key} must be plain text"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{key} must be a list: [{value}]" if isinstance(value, str) else f"{key} must be a list"
        else:
            for at, item in enumerate(value, start=1):
                if item == "":
                    yield f"item {at} of {key} is empty"
                yield from misfits(f"item {at} of {key}", item, shape[0])
    elif not isinstance(value, dict):
        if value != "":
            yield f"{key} must have keys and values below it"
    else:
        for inner, item in value.items():
            yield from misfits(f"{key}.{inner}", item, shape.get(inner, shape.get(ANY)))


def fill(value: dict[str, Any], shape: Any) -> None:
    """Puts an empty mapping wherever nothing at all stands below a key that asks for keys, so that all readers find one."""
    for key, inner in value.items():
        asked = shape.get(key, shape.get(ANY))
        if isinstance(asked, dict):
            if inner == "":
                value[key] = {}
            else:
                fill(inner, asked)
