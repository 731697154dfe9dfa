"""The user's own entries laid over the shipped dictionary.

Takes the shipped store and YAML files in the same format; gives a new store in memory. An entry with the id of a shipped one
is laid over it; a mistake in any file is an :class:`~notation.errors.EntryError` with all of them. Only what the user writes
is compiled, and put into the shipped tables; files that change the vocabulary itself have everything compiled anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notation.compile import check, examples, lexicon, patterns
from notation.compile.build import DERIVED, RECORDS, compiled, parts, raise_problems, records_of
from notation.compile.load import Data, load
from notation.compile.search_overlay import search_over
from notation.decoder.lexicon import Lexicon
from notation.errors import EntryError
from notation.store import LaidOver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from notation.store import Store

# What can be compiled by itself; styles and the tables of commands, operators and words reach into every entry.
SEPARATE = frozenset({"symbols", "concepts", "notations", "formulas", "fields", "resources"})
_JOINED = ("senses", "parts")
_SEES_SPELLING = ("spellings", "characters", "styled", "sequences", "entries")


def overlaid(store: Store, files: list[Path]) -> Store:
    """The store with the entries of ``files`` added to it, or laid over those with the same id."""
    own = load(files)
    if own.problems:
        raise EntryError(own.problems)
    if not any(own.kinds.values()):
        return store
    data = shipped_data(store)
    for kind, entries in own.kinds.items():
        known = data.kinds.setdefault(kind, {})
        known.update({name: _merged(known.get(name), entry) for name, entry in entries.items()})
    data.places = own.places
    check.check(data, own)
    raise_problems(data)
    front = lexicon.lexicon_section(_new_symbols_first(store, data, own))
    if own.kinds.keys() <= SEPARATE and not _respelled(store.section("lexicon"), front, data, own):
        return _laid(store, data, own, front)
    return compiled(data, heard=_heard(store, data, own))


def _merged(shipped: Any, own: Any) -> Any:
    """The user's entry over the shipped one: what it says counts; its senses and parts join the shipped ones."""
    if not isinstance(shipped, dict) or not isinstance(own, dict):
        return own
    joined = {
        key: {**(shipped.get(key) or {}), **(own[key] or {})} for key in _JOINED if isinstance(own.get(key) or None, dict)
    }
    return {**shipped, **own, **joined}


def _new_symbols_first(store: Store, data: Data, own: Data) -> Data:
    """The data with the user's new symbols in front: where two entries spell the same, the user's is meant."""
    known = set(store.ids("symbols"))
    new = {name: entry for name, entry in data.kinds["symbols"].items() if name in own.kinds.get("symbols", {}) and name not in known}
    return Data(kinds={**data.kinds, "symbols": {**new, **data.kinds["symbols"]}})


def _respelled(shipped: Mapping[str, Any], front: Mapping[str, Any], data: Data, own: Data) -> bool:
    """Whether a pattern or cue that the shipped dictionary has would now be read otherwise."""
    changed: set[str] = set()
    for table in _SEES_SPELLING:
        rows, now = shipped[table], front[table]
        differ = {key for key in rows.keys() | now.keys() if rows.get(key) != now.get(key)}
        if table == "entries":
            differ = {rows[key][0] for key in differ & rows.keys()}
        changed.update(part for key in differ for part in key.split(" ")[-2 if table == "sequences" else -1 :])
    return any(spelling in written for written in _written_down(data, own) for spelling in changed)


def _written_down(data: Data, own: Data) -> list[str]:
    """Every piece of LaTeX that the build has read for the shipped entries."""
    found = []
    for kind in ("notations", "formulas"):
        for name, entry in data.kinds.get(kind, {}).items():
            if name not in own.kinds.get(kind, {}):
                found += [*entry.get("patterns", ()), *entry.get("senses", {}), *_atoms(entry)]
    for kind in ("symbols", "styles"):
        for owner in data.kinds.get(kind, {}).values():
            found += [latex for sense in (owner.get("senses") or {}).values() for latex in _atoms(sense or {})]
    return found


def _atoms(entry: Mapping[str, Any]) -> list[str]:
    cues = entry.get("cues", {})
    return [*cues.get("near", ()), *cues.get("without", ())]


def _laid(store: Store, data: Data, own: Data, front: dict[str, Any]) -> Store:
    """The shipped store with the tables that the user's entries change."""
    known = Lexicon.load(front)
    mine = Data({kind: _chosen(data, kind, entries) for kind, entries in own.kinds.items()}, own.places, data.problems)
    cues = patterns.cue_section(mine, known)
    rows, index = patterns.pattern_rows(mine, known)
    senses = patterns.sense_section(Data({**mine.kinds, "symbols": data.kinds["symbols"]}, own.places, data.problems), known)
    raise_problems(data)
    heads = {head: patterns.MOST_TELLING for cue in cues.values() for head in cue.get("near", ())}
    kept = {name: row for name, row in store.section("senses").items() if not any(name in mine.kinds.get(k, {}) for k in _PATTERNED)}
    forms = patterns.forms_section(data)
    keys = _pattern_keys(store, mine, rows, index)
    sections: dict[str, Callable[[], Any]] = {
        "lexicon": lambda: front,
        "forms": lambda: forms,
        "hints": lambda: {**heads, **store.section("hints")},
        "senses": lambda: kept | senses,
        "pattern keys": lambda: keys,
        **search_over(store, _searched(data, mine)),
    }
    records = {kind: records_of(kind, entries, cues, {}) for kind, entries in mine.kinds.items()}
    records |= {"patterns": {_own(number): row for number, row in rows.items()}, "parts": parts(mine)}
    heard = examples.readings(LaidOver(store, sections, records), mine, _heard(store, mine, own))
    raise_problems(data)
    records |= {kind: records_of(kind, entries, cues, heard) for kind, entries in mine.kinds.items()}
    return LaidOver(store, sections, records)


_PATTERNED = ("notations", "formulas")


def _chosen(data: Data, kind: str, entries: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data.kinds[kind][name] for name in entries}


def _own(number: str) -> str:
    return f"own {number}"


def _pattern_keys(store: Store, mine: Data, rows: Mapping[str, Any], index: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The index of patterns: the user's first; shipped ones give way to the same pattern of the user's, and to the same id."""
    entries = {name: entry for kind in _PATTERNED for name, entry in mine.kinds.get(kind, {}).items()}
    always = {repr(patterns.shape(row[2])) for row in rows.values() if not entries[row[0]].get("cues")}

    def stands(key: str, number: str) -> bool:
        row = store.record("patterns", number)
        return row[0] not in entries and not (key in index and repr(patterns.shape(row[2])) in always)

    shipped: dict[str, list[str]] = store.section("pattern keys")
    reached = {key for key in shipped if key in index} | _keys_of(store, shipped, entries)
    table = dict(shipped)
    table |= {key: [number for number in shipped[key] if stands(key, number)] for key in reached}
    for key, own in index.items():
        table[key] = [*map(_own, own), *table.get(key, ())]
    return table


def _keys_of(store: Store, shipped: Mapping[str, list[str]], entries: Mapping[str, Any]) -> set[str]:
    """The keys under which patterns of shipped entries stand that the user changes."""
    if not any(store.record(kind, name) for kind in _PATTERNED for name in entries):
        return set()
    return {key for key, numbers in shipped.items() if any(store.record("patterns", n)[0] in entries for n in numbers)}


def _searched(data: Data, mine: Data) -> dict[str, Any]:
    """What look-ups find anew: the user's entries, and the symbols that have a meaning which the user changes."""
    meanings = mine.kinds.get("concepts", {}).keys()
    touched = {
        name: entry
        for name, entry in data.kinds["symbols"].items()
        if name in mine.kinds.get("symbols", {}) or meanings & (entry.get("senses") or {}).keys()
    }
    found = {kind: mine.kinds.get(kind, {}) for kind in _PATTERNED}
    return {**data.kinds, **found, "symbols": touched}


def _heard(store: Store, data: Data, own: Data) -> dict[str, str]:
    """The shipped examples as they were read at build time, without those that the user writes."""
    out: dict[str, str] = {}
    for kind in ("symbols", *_PATTERNED):
        written = own.kinds.get(kind, {})
        for name in data.kinds.get(kind, {}):
            entry = store.record(kind, name) or {}
            bodies = {f"{name}.{key}": s for key, s in entry.get("senses", {}).items()} if kind == "symbols" else {name: entry}
            mine = {f"{name}.{key}" for key in (written.get(name) or {}).get("senses") or ()} if kind == "symbols" else {*written}
            out |= {i: body["heard"] for i, body in bodies.items() if "heard" in body and i not in mine}
    return out


def shipped_data(store: Store) -> Data:
    """The shipped entries as they were loaded, out of the compiled dictionary."""
    kinds: dict[str, Any] = {kind: {i: _written(store.record(kind, i) or {}) for i in store.ids(kind)} for kind in RECORDS}
    return Data(kinds=kinds | {kind: dict(table) for kind, table in store.section("sources").items()})


def _written(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry without what the build added to it."""
    out = {key: value for key, value in entry.items() if key not in DERIVED}
    if isinstance(out.get("senses"), dict):
        out["senses"] = {k: _written(s) if isinstance(s, dict) else s for k, s in out["senses"].items()}
    return out
