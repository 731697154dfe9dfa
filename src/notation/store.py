"""The compiled dictionary as a file: named sections and single records, read when they are asked for.

The file is text: a first line of JSON that says what stands where, then JSON values one after another. Of a long list single
rows are read, of a long table the few keys that are filed together, and the index of a kind of records is searched as the text
that it is. Nothing in the file is executed; it is the same, byte for byte, for the same sources.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from notation.errors import DictionaryError

FORMAT = "notation-dictionary 3"
REBUILD = "run `python -m notation.compile`"
# A record's place is one number, start and length together, for numbers are read faster than pairs.
_LONGEST = 1 << 24
# A list of so many rows is read row by row, with the help of an index of numbers that are all of this width.
_LONG_LIST = 500
_WIDTH = 8
# A table of so many keys is filed in small ones of about four keys.
_LONG_TABLE = 2000
_TOGETHER = 4


class Store:
    """Sections (tables needed whole) and records (entries by kind and id, needed one by one)."""

    def __init__(self, header: dict[str, Any], body: bytes | mmap, offset: int = 0) -> None:
        self.header = header
        self.body = body
        self.offset = offset
        self._sections: dict[str, Any] = {}
        self._records: dict[str, Any] = {}
        self._indexes: dict[str, bytes] = {}

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

    def _text(self, start: int, length: int) -> bytes:
        start += self.offset
        return self.body[start : start + length]

    def section(self, name: str) -> Any:
        """A table; of a long one the parts are read when they are asked for (:class:`Rows`, :class:`Filed`)."""
        if name not in self._sections:
            start, length, *count = self.header["sections"][name]
            whole: Any = Rows(self, start, length, *count) if count else json.loads(self._text(start, length))
            self._sections[name] = Filed(whole) if name in self.header["filed"] else whole
        return self._sections[name]

    def group(self, name: str) -> Mapping[str, Any]:
        """Tables that belong together (``search``), each read when it is first asked for."""
        return _Group(self, name)

    def record(self, kind: str, name: str) -> Any:
        """One entry as it was written, or ``None``."""
        key = f"{kind}/{name}"
        if key not in self._records:
            place = self._place(kind, name)
            self._records[key] = None if place is None else json.loads(self._text(*divmod(place, _LONGEST)))
        return self._records[key]

    def _place(self, kind: str, name: str) -> int | None:
        """Where a record stands, found in the text of the index: a line for each name."""
        index = self._indexes.get(kind)
        if index is None:
            place = self.header["sections"].get(f"{kind} index")
            index = self._indexes[kind] = self._text(*place) if place else b""
        line = f"\n{_json(name)}:".encode(errors="surrogatepass")
        found = index.find(line)
        return None if found < 0 else int(index[found + len(line) : index.index(b"\n", found + 1)].rstrip(b","))

    def ids(self, kind: str) -> list[str]:
        """The ids of all entries of a kind, in the order of the files."""
        return list(self.section(f"{kind} index")) if f"{kind} index" in self.header["sections"] else []

    def kinds(self) -> list[str]:
        """The kinds of entries that there are."""
        return list(self.header["kinds"])


class Rows(Sequence[Any]):
    """A long list in a store, of which a row is read when it is first asked for; who goes through it reads it whole."""

    def __init__(self, store: Store, start: int, length: int, count: int) -> None:
        self._store = store
        self._start = start
        self._length = length
        self._count = count
        self._read: dict[int, Any] = {}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        return iter(json.loads(self._store._text(self._start, self._length)))

    def __getitem__(self, at: Any) -> Any:
        row = self._read.get(at) if at.__class__ is int else list(self)[at]
        return self._row(at) if row is None else row

    def _row(self, at: int) -> Any:
        if not -self._count <= at < self._count:
            raise IndexError(at)
        places = self._store._text(self._start + self._length + at % self._count * _WIDTH, 2 * _WIDTH)
        start, after = int(places[:_WIDTH]), int(places[_WIDTH:])
        row = self._read[at] = json.loads(self._store._text(self._start + start, after - start - 2))
        return row


class Filed(Mapping[str, Any]):
    """A long table in a store, filed in many small ones by the keys, of which one is read when a key of it is first asked for."""

    def __init__(self, small: Rows) -> None:
        self._small = small

    def __getitem__(self, key: str) -> Any:
        return self._small[_place_of(key, len(self._small))][key]

    def get(self, key: str, default: Any = None) -> Any:
        return self._small[_place_of(key, len(self._small))].get(key, default)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._small[_place_of(key, len(self._small))]

    def __iter__(self) -> Iterator[str]:
        for small in self._small:
            yield from small

    def __len__(self) -> int:
        return sum(map(len, self._small))


def _place_of(key: str, count: int) -> int:
    return zlib.crc32(key.encode(errors="surrogatepass")) % count


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

    def add(*lines: str) -> list[int]:
        nonlocal position
        chunk = "\n".join(lines).encode() + b"\n"
        chunks.append(chunk)
        position += len(chunk)
        return [position - len(chunk), len(chunk)]

    def table(name: str, value: Any) -> list[int]:
        if isinstance(value, dict) and len(value) >= _LONG_TABLE:
            filed.append(name)
            value = _filed(value)
        if not isinstance(value, list) or len(value) < _LONG_LIST or isinstance(value[0], int):
            return add(_json(value))
        place = add("[" + ",\n".join(map(_json, value)) + "]")
        add("".join(f"{start:0{_WIDTH}}" for start in _starts(value)))
        return [*place, len(value)]

    filed: list[str] = []
    places = {name: table(name, value) for name, value in sections.items()}
    for kind, entries in records.items():
        index = {name: start * _LONGEST + length for name, entry in entries.items() for start, length in (add(_json(entry)),)}
        places[f"{kind} index"] = add("{", ",\n".join(f"{_json(name)}:{place}" for name, place in index.items()), "}")
    header = {"format": FORMAT, **about, "length": position, "kinds": list(records), "filed": filed, "sections": places}
    return Store(header, b"".join(chunks))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _filed(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A table as many small ones, each key in the one that its hash tells."""
    small: list[dict[str, Any]] = [{} for _ in range(len(table) // _TOGETHER)]
    for key, value in table.items():
        small[_place_of(key, len(small))][key] = value
    return small


def _starts(rows: Sequence[Any]) -> Iterator[int]:
    """Where each row of a list begins in its text, and where another would; two characters stand between rows."""
    start = 1
    for row in rows:
        yield start
        start += len(_json(row).encode()) + 2
    yield start


def write(store: Store, path: Path) -> None:
    """Writes the file beside its place and moves it there, so that a half-written one is never found."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.new")
    try:
        beside.write_bytes(_json(store.header).encode() + b"\n" + store.body[:])
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
