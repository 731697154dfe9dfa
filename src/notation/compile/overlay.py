"""The user's own entries laid over the shipped dictionary.

Takes the shipped store and YAML files in the same format; gives a new store in memory. An entry with the id of a shipped one
takes its place; a mistake in any file is an :class:`~notation.errors.EntryError` with all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notation.compile.build import RECORDS, compiled
from notation.compile.load import Data, load
from notation.errors import DictionaryError, EntryError

if TYPE_CHECKING:
    from pathlib import Path

    from notation.store import Store


def overlaid(store: Store, files: list[Path]) -> Store:
    """The store with the entries of ``files`` added, or put in the place of those with the same id."""
    for path in files:
        if path.is_dir():
            raise DictionaryError(f"{path} is a folder", hint="name the YAML files in it")
    own = load(files)
    if own.problems:
        raise EntryError(own.problems)
    data = shipped_data(store)
    for kind, entries in own.kinds.items():
        data.kinds.setdefault(kind, {}).update(entries)
    data.places = own.places
    return compiled(data)


def shipped_data(store: Store) -> Data:
    """The shipped entries as they were loaded, out of the compiled dictionary."""
    kinds: dict[str, Any] = {kind: {i: dict(store.record(kind, i) or {}) for i in store.ids(kind)} for kind in RECORDS}
    return Data(kinds=kinds | {kind: dict(table) for kind, table in store.section("sources").items()})
