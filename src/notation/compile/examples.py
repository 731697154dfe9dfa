"""The examples of the dictionary: read aloud at build time, and judged by whether they show what they are examples of.

Run as ``python -m notation.compile.examples [WORD…]`` it prints the senses whose example does not decode to a row with that very
sense, or those of them whose place or id has one of the words.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from notation.dictionary import SOURCES, Dictionary
from notation.errors import NotationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notation import Decoding
    from notation.compile.load import Data
    from notation.store import Store


def readings(store: Store, data: Data, known: dict[str, str]) -> dict[str, str]:
    """What a person would say for each example that is not ``known`` yet; one that cannot be decoded is a problem."""
    dictionary = Dictionary.of(store)
    out = dict(known)
    for owner, entry in data.kinds.get("symbols", {}).items():
        for key, sense in (entry.get("senses") or {}).items():
            _read(dictionary, data, ("symbols", owner, "senses", key), f"{owner}.{key}", sense or {}, out)
    for kind in ("notations", "formulas"):
        for name, entry in data.kinds.get(kind, {}).items():
            _read(dictionary, data, (kind, name), name, entry, out)
    return out


def _read(
    dictionary: Dictionary, data: Data, path: tuple[str, ...], name: str, entry: dict[str, str], out: dict[str, str]
) -> None:
    example = entry.get("example", "")
    if not example or name in out:
        return
    try:
        out[name] = dictionary.decode(example, context=entry.get("around", "")).reading
    except NotationError as error:
        data.problem(path, f"the example {example!r} cannot be decoded: {error}")


def shows(dictionary: Dictionary, name: str, told: Decoding) -> bool:
    """Whether an example decoded to a row with the very sense that has this id.

    A sign that is part of a construct has no row of its own: there the row of a notation counts whose ``senses`` name this one.
    A sign that the front end takes for its look-alike (a typed ``|`` between two things is a ∣) shows it by that one's sense of
    the same key. A silent sense is shown where the symbol has no row at all.
    """
    owner, _, key = name.partition(".")
    symbol, sense, named = dictionary.symbol(owner), dictionary.sense(name), dictionary.store.section("senses")
    if symbol is None or sense is None:
        return False
    own = {row.id for row in told.symbols if row.kind == "symbol" and row.id and row.id.partition(".")[0] == owner}
    if sense.silent:
        return not own
    if own:
        return name in own
    typed = (symbol.glyph, *symbol.latex)
    return any(
        name in named.get(row.id, {}).values()
        if row.kind == "notation"
        else row.latex in typed and (row.id or "").endswith(f".{key}")
        for row in told.symbols
    )


def strays(dictionary: Dictionary) -> Iterator[tuple[str, Decoding]]:
    """The ids of the senses whose example does not show them, each with what its example decoded to."""
    for name in dictionary.store.ids("symbols"):
        symbol = dictionary.symbol(name)
        for sense in symbol.senses if symbol else ():
            told = dictionary.decode(sense.example, context=sense.around)
            if not shows(dictionary, sense.id, told):
                yield sense.id, told


def main(words: list[str]) -> int:
    """Prints the strays; gives the exit status: 0 without one, 1 with some."""
    from notation.compile.load import files_of, load

    data, count = load(files_of(SOURCES), SOURCES), 0
    for name, told in strays(Dictionary.shipped()):
        owner, _, key = name.partition(".")
        line = f"{data.place('symbols', owner, 'senses', key)}: {name}: {told.input}"
        if words and not any(word in line for word in words):
            continue
        count += 1
        print(f"{line}: rows say {', '.join(row.id or row.name for row in told.symbols)}")
    print(f"{count} senses with an example that does not show them" if count else "every example shows its sense")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
