"""The user's own entries laid over the shipped dictionary.

Takes the shipped store and YAML files in the same format; gives a new store in memory. An entry with the id of a shipped one
is laid over it; a mistake in any file is an :class:`~notation.errors.EntryError` with all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notation.compile.build import DERIVED, RECORDS, compiled
from notation.compile.load import Data, load
from notation.errors import DictionaryError, EntryError

if TYPE_CHECKING:
    from pathlib import Path

    from notation.store import Store


def overlaid(store: Store, files: list[Path]) -> Store:
    """The store with the entries of ``files`` added to it, or laid over those with the same id."""
    for path in files:
        if path.is_dir():
            raise DictionaryError(f"{path} is a folder", hint="name the YAML files in it")
    own = load(files)
    if own.problems:
        raise EntryError(own.problems)
    data = shipped_data(store)
    for kind, entries in own.kinds.items():
        known = data.kinds.setdefault(kind, {})
        known.update({name: _merged(known.get(name), entry) for name, entry in entries.items()})
    data.places = own.places
    return compiled(data, heard=heard_in(store, own))


def _merged(shipped: Any, own: Any) -> Any:
    """The user's entry over the shipped one: what it says counts, and its senses join the shipped ones."""
    if not isinstance(shipped, dict) or not isinstance(own, dict):
        return own
    senses = (
        {**(shipped.get("senses") or {}), **(own.get("senses") or {})}
        if isinstance(own.get("senses", {}), dict)
        else own["senses"]
    )
    return {**shipped, **own, **({"senses": senses} if senses else {})}


def heard_in(store: Store, own: Data) -> dict[str, str]:
    """The shipped examples as they were read at build time, without those of entries that the user touches."""
    touched = {name for entries in own.kinds.values() for name in entries}
    out: dict[str, str] = {}
    for kind in ("symbols", "notations", "formulas"):
        for name in store.ids(kind):
            entry = store.record(kind, name)
            bodies = {f"{name}.{key}": s for key, s in entry.get("senses", {}).items()} if kind == "symbols" else {name: entry}
            out |= {i: body["heard"] for i, body in bodies.items() if "heard" in body and name not in touched}
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
