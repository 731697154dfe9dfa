"""The compiled dictionary as a file: named sections and single records, read when they are asked for.

The file is text: a first line of JSON that says what stands where, then JSON values one after another. Nothing in it is
executed; it is the same, byte for byte, for the same sources.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from notation.errors import DictionaryError

FORMAT = "notation-dictionary 2"
REBUILD = "run `python -m notation.compile`"
# A record's place is one number, start and length together, for numbers are read faster than pairs.
_LONGEST = 1 << 24


class Store:
    """Sections (tables needed whole) and records (entries by kind and id, needed one by one)."""

    def __init__(self, header: dict[str, Any], body: bytes | mmap, offset: int = 0) -> None:
        self.header = header
        self.body = body
        self.offset = offset
        self._sections: dict[str, Any] = {}
        self._records: dict[str, Any] = {}

    @classmethod
    def read(cls, path: Path) -> Store:
        """Opens a compiled file, of which only what is asked for is read.

        Raises :class:`DictionaryError` where it is missing or not one of ours.
        """
        try:
            with path.open("rb") as file:
                line = file.readline()
                body = mmap(file.fileno(), 0, access=ACCESS_READ)
            header = json.loads(line)
            whole = header["format"] == FORMAT and header["length"] == len(body) - len(line)
        except OSError as error:
            raise DictionaryError(f"the compiled dictionary cannot be read ({error.strerror})", hint=REBUILD) from None
        except (ValueError, KeyError, TypeError):
            whole = False
        if not whole:
            raise DictionaryError("the compiled dictionary is damaged or of another version", hint=REBUILD)
        return cls(header, body, len(line))

    def _value(self, place: Sequence[int]) -> Any:
        start = self.offset + place[0]
        return json.loads(self.body[start : start + place[1]])

    def section(self, name: str) -> Any:
        """A whole table."""
        if name not in self._sections:
            self._sections[name] = self._value(self.header["sections"][name])
        return self._sections[name]

    def group(self, name: str) -> Mapping[str, Any]:
        """Tables that belong together (``search``), each read when it is first asked for."""
        return _Group(self, name)

    def record(self, kind: str, name: str) -> Any:
        """One entry as it was written, or ``None``."""
        key = f"{kind}/{name}"
        if key not in self._records:
            place = self.section(f"{kind} index").get(name) if f"{kind} index" in self.header["sections"] else None
            self._records[key] = None if place is None else self._value(divmod(place, _LONGEST))
        return self._records[key]

    def ids(self, kind: str) -> list[str]:
        """The ids of all entries of a kind, in the order of the files."""
        return list(self.section(f"{kind} index")) if f"{kind} index" in self.header["sections"] else []

    def kinds(self) -> list[str]:
        """The kinds of entries that there are."""
        return list(self.header["kinds"])


class LaidOver(Store):
    """A store with the user's records and sections over those of another; a section is made when it is first asked for."""

    def __init__(self, base: Store, sections: Mapping[str, Callable[[], Any]], records: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(base.header, base.body, base.offset)
        self.base = base
        self.made = sections
        self.own = records

    def section(self, name: str) -> Any:
        """A whole table, the user's where there is one."""
        if name not in self._sections:
            self._sections[name] = self.made[name]() if name in self.made else self.base.section(name)
        return self._sections[name]

    def record(self, kind: str, name: str) -> Any:
        """One entry, the user's where there is one, or ``None``."""
        own = self.own.get(kind, {}).get(name)
        return self.base.record(kind, name) if own is None else own

    def ids(self, kind: str) -> list[str]:
        """The ids of all entries of a kind, the user's new ones last."""
        return list(dict.fromkeys([*self.base.ids(kind), *self.own.get(kind, ())]))


class _Group(Mapping[str, Any]):
    """The sections ``name table`` of a store as one mapping from table to content."""

    def __init__(self, store: Store, name: str) -> None:
        self.store = store
        self.prefix = f"{name} "

    def __getitem__(self, table: str) -> Any:
        return self.store.section(self.prefix + table)

    def __iter__(self) -> Iterator[str]:
        return (s.removeprefix(self.prefix) for s in self.store.header["sections"] if s.startswith(self.prefix))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def pack(sections: dict[str, Any], records: dict[str, dict[str, Any]], about: dict[str, str]) -> Store:
    """A store of these sections and records, in memory."""
    chunks: list[bytes] = []
    position = 0

    def add(value: Any) -> list[int]:
        nonlocal position
        chunk = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        chunks.append(chunk)
        position += len(chunk)
        return [position - len(chunk), len(chunk)]

    places = {name: add(table) for name, table in sections.items()}
    for kind, entries in records.items():
        index = {name: start * _LONGEST + length for name, entry in entries.items() for start, length in (add(entry),)}
        places[f"{kind} index"] = add(index)
    header = {"format": FORMAT, **about, "length": position, "kinds": list(records), "sections": places}
    return Store(header, b"".join(chunks))


def write(store: Store, path: Path) -> None:
    """Writes the file beside its place and moves it there, so that a half-written one is never found."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.new")
    try:
        beside.write_bytes(json.dumps(store.header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + store.body[:])
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
