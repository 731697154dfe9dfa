"""Every example of the dictionary, read aloud by the decoder at build time.

Takes the store without them; gives readings by the id of the sense, notation or formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notation.dictionary import Dictionary
from notation.errors import NotationError

if TYPE_CHECKING:
    from notation.compile.load import Data
    from notation.store import Store


def readings(store: Store, data: Data, known: dict[str, str]) -> dict[str, str]:
    """What a person would say for each example that is not ``known`` yet; one that cannot be decoded is a problem."""
    dictionary = Dictionary.of(store)
    out = dict(known)
    for owner, entry in data.kinds.get("symbols", {}).items():
        for key, sense in (entry.get("senses") or {}).items():
            _read(dictionary, data, ("symbols", owner, "senses", key), f"{owner}.{key}", (sense or {}).get("example", ""), out)
    for kind in ("notations", "formulas"):
        for name, entry in data.kinds.get(kind, {}).items():
            _read(dictionary, data, (kind, name), name, entry.get("example", ""), out)
    return out


def _read(dictionary: Dictionary, data: Data, path: tuple[str, ...], name: str, example: str, out: dict[str, str]) -> None:
    if not example or name in out:
        return
    try:
        out[name] = dictionary.decode(example).reading
    except NotationError as error:
        data.problem(path, f"the example {example!r} cannot be decoded: {error}")
