"""From loaded data to the compiled dictionary, one file of plain data.

``compiled`` makes it in memory, ``build`` reads a folder and writes the file. Both raise
:class:`~notation.errors.EntryError` with every problem of the sources.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from notation import __version__
from notation.compile import check, examples, lexicon, patterns
from notation.compile.load import Data, files_of, load
from notation.compile.macros import macro_section
from notation.compile.search_index import search_section
from notation.decoder.lexicon import Lexicon
from notation.errors import EntryError
from notation.store import Store, pack, write

RECORDS = ("symbols", "concepts", "notations", "formulas", "fields", "resources", "styles")
LATE = (
    "operators",
    "commands",
    "letter-styles",
    "style-switches",
    "sided",
    "environments",
    "environments-with-argument",
    "environment-fences",
    "differentials",
    "raised-marks",
    "labelled-arrows",
    "macros",
    "forms",
    "prose",
    "search",
    "reading",
)


def compiled(data: Data, source_digest: str = "") -> Store:
    """The compiled dictionary in memory."""
    check.check(data)
    _raise(data)
    front = lexicon.lexicon_section(data)
    known = Lexicon.load(front)
    cues = patterns.cue_section(data, known)
    sections = {
        "lexicon": front,
        "patterns": patterns.pattern_section(data, known),
        "forms": patterns.forms_section(data),
        "cues": cues,
        "hints": patterns.hint_section(cues),
        "senses": patterns.sense_section(data, known),
        "macros": macro_section(data),
        "parts": _parts(data),
        "search": search_section(data.kinds),
        "sources": {kind: data.kinds.get(kind, {}) for kind in LATE},
        **{kind: data.kinds.get(kind, {}) for kind in ("prose", "reading")},
    }
    _raise(data)
    records = {kind: _records(kind, data.kinds.get(kind, {})) for kind in RECORDS}
    sections["examples"] = examples.readings(pack(sections, records, {}), data)
    return pack(sections, records, {"digest": source_digest, "version": __version__})


def build(folder: Path, target: Path) -> Store:
    """Compiles a folder of YAML files into ``target``."""
    store = compiled(load(files_of(folder), folder), digest(folder))
    write(store, target)
    return store


def digest(folder: Path) -> str:
    """What the sources are, in one number: it changes with every edit."""
    total = hashlib.sha256()
    for path in files_of(folder):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _raise(data: Data) -> None:
    if data.problems:
        raise EntryError(data.problems)


def _parts(data: Data) -> dict[str, list[str]]:
    """Parts of resources: title of the resource, where in it, link."""
    return {
        part: [
            resource["title"],
            f"{row['where']}: {row['title']}" if row["title"] not in row["where"] else row["where"],
            row["url"],
        ]
        for resource in data.kinds.get("resources", {}).values()
        for part, row in resource.get("parts", {}).items()
    }


def _records(kind: str, entries: dict[str, Any]) -> dict[str, Any]:
    if kind != "symbols":
        return entries
    return {name: {**entry, "html": entry.get("html") or lexicon.entity_of(entry["glyph"])} for name, entry in entries.items()}
