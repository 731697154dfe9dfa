"""What the dictionary holds, as lists: its entries, its fields, its resources.

Takes a dictionary; gives frozen values with ``to_dict``. An entry's ``group`` says what its sign is made of, so that Greek
letters can be counted apart from signs and from words such as ``log``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from notation import text as folding
from notation.errors import InputError
from notation.listings import Entry, FieldInfo, PartInfo, ResourceInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notation.dictionary import Dictionary
    from notation.model import Notation, Sense, Symbol

KINDS = ("symbol", "sense", "concept", "notation", "formula")
# The kinds that are meanings: what a field holds, and what points to a resource. A concept is one through its senses.
MEANINGS = ("sense", "notation", "formula")
_LETTERS = ("lower", "capital", "other")


def entries(dictionary: Dictionary, *, kind: str = "", field: str = "") -> tuple[Entry, ...]:
    """Every entry, or those of a kind and of a field. Raises :class:`InputError` for a kind or field that there is not."""
    if kind and kind not in KINDS:
        raise InputError(f"no kind of entry is called {kind!r}", hint=f"there are {', '.join(KINDS)}")
    wanted, warning = dictionary.known_field(field)
    if field and not wanted:
        raise InputError(warning)
    found = (entry for entry in _all(dictionary) if kind in ("", entry.kind) and wanted in ("", entry.field))
    return tuple(found)


def fields(dictionary: Dictionary) -> tuple[FieldInfo, ...]:
    """Every field with the number of its senses, notations and formulas."""
    counts = Counter((entry.field, entry.kind) for entry in _all(dictionary))
    rows = ((name, dictionary.store.record("fields", name) or {}) for name in dictionary.store.ids("fields"))
    return tuple(
        FieldInfo(
            id=name,
            name=row["name"],
            under=row.get("under", ""),
            aliases=tuple(row.get("aliases", ())),
            count=sum(counts[row["name"], kind] for kind in MEANINGS),
            counts={kind: counts[row["name"], kind] for kind in MEANINGS},
        )
        for name, row in rows
    )


def resources(dictionary: Dictionary) -> tuple[ResourceInfo, ...]:
    """Every resource with the number of senses, notations and formulas that point to it, the most used first."""
    pointing = [entry.learn for entry in _all(dictionary) if entry.kind in MEANINGS]
    rows = ((name, dictionary.store.record("resources", name) or {}) for name in dictionary.store.ids("resources"))
    found = [_resource(name, row, pointing) for name, row in rows]
    return tuple(sorted(found, key=lambda resource: -resource.count))


def _resource(name: str, row: dict[str, Any], pointing: Sequence[tuple[str, ...]]) -> ResourceInfo:
    parts = row.get("parts") or {}
    used = Counter(part for learn in pointing for part in set(learn))
    return ResourceInfo(
        id=name,
        title=row["title"],
        author=row["author"],
        kind=row["kind"],
        url=row["url"],
        about=row["about"],
        count=sum(not parts.keys().isdisjoint(learn) for learn in pointing),
        parts=tuple(PartInfo(part, it["title"], it["where"], it["url"], used[part]) for part, it in parts.items()),
    )


def _all(dictionary: Dictionary) -> Iterator[Entry]:
    store = dictionary.store
    for name in store.ids("symbols"):
        symbol = dictionary.symbol(name)
        assert symbol is not None
        group = group_of(symbol.glyph)
        yield _symbol(symbol, group)
        yield from (_sense(dictionary, sense, symbol.glyph, group) for sense in symbol.senses)
    for style in store.ids("styles"):
        found = {sense.id: sense for letters in _LETTERS for sense in dictionary.style_senses(style, letters)}
        yield from (_sense(dictionary, sense, "", "style") for sense in found.values())
    for name in store.ids("concepts"):
        concept = dictionary.concept(name)
        assert concept is not None
        yield _meaning(dictionary, concept, "concept", "", "")
    for kind, word in (("notations", "notation"), ("formulas", "formula")):
        yield from (_notation(dictionary, dictionary.notation(name), word) for name in store.ids(kind))


def _symbol(symbol: Symbol, group: str) -> Entry:
    return Entry(symbol.id, "symbol", symbol.glyph, symbol.name, "", "", group, symbol.latex)


def _sense(dictionary: Dictionary, sense: Sense, glyph: str, group: str) -> Entry:
    return _meaning(dictionary, sense, "sense", glyph, group)


def _meaning(dictionary: Dictionary, sense: Sense, kind: str, glyph: str, group: str) -> Entry:
    return Entry(sense.id, kind, glyph, sense.name, dictionary.field(sense.field), sense.means, group, learn=sense.learn)


def _notation(dictionary: Dictionary, notation: Notation, kind: str) -> Entry:
    written = notation.written or notation.example
    latex = tuple(pattern.replace("?", "") for pattern in notation.patterns)
    means = notation.means.replace("{", "").replace("}", "")
    return Entry(notation.id, kind, written, notation.name, dictionary.field(notation.field), means, kind, latex, notation.learn)


def group_of(glyph: str) -> str:
    """What a sign is made of: ``greek``, ``latin`` (one letter, in any style), ``word`` (letters together), or ``sign``."""
    if len(glyph) > 1 and glyph[0].isalpha():
        return "word"
    script = unicodedata.name(folding.fold(glyph)[0], "").split(" ", 1)[0].lower() if glyph.isalpha() else ""
    return script if script in ("greek", "latin") else "sign"
