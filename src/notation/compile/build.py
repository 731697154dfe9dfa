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

# What the build adds to entries: cues with their symbols resolved, and the example read aloud.
DERIVED = ("cue", "heard")
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
    "index-letters",
    "index-runs",
    "noted-accents",
    "labelled-arrows",
    "typed-words",
    "typed-alone",
    "typed-signs",
    "typed-neighbours",
    "also-written",
    "stands-for",
    "macros",
    "forms",
    "prose",
    "search",
    "reading",
)


def compiled(data: Data, source_digest: str = "", heard: dict[str, str] | None = None) -> Store:
    """The compiled dictionary in memory; ``heard`` has examples whose readings are known already."""
    check.check(data)
    raise_problems(data)
    front = lexicon.lexicon_section(data)
    known = Lexicon.load(front)
    cues = patterns.cue_section(data, known)
    rows, index = patterns.pattern_rows(data, known)
    sections = {
        "lexicon": front,
        "patterns": rows,
        "forms": patterns.forms_section(data),
        "hints": patterns.hint_section(cues),
        "senses": patterns.sense_section(data, known),
        "macros": macro_section(data),
        **{f"search {name}": table for name, table in search_section(data.kinds).items()},
        "sources": {kind: data.kinds.get(kind, {}) for kind in LATE},
        **{kind: data.kinds.get(kind, {}) for kind in ("prose", "reading")},
    }
    raise_problems(data)
    records = {kind: records_of(kind, data.kinds.get(kind, {}), cues, {}) for kind in RECORDS}
    others = {"pattern keys": index, "parts": parts(data)}
    heard = examples.readings(pack(sections, records | others, {}), data, heard or {})
    raise_problems(data)
    records = {kind: records_of(kind, data.kinds.get(kind, {}), cues, heard) for kind in RECORDS}
    return pack(sections, records | others, {"digest": source_digest, "version": __version__})


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


def raise_problems(data: Data) -> None:
    """Raises :class:`~notation.errors.EntryError` with every problem, if there are any."""
    if data.problems:
        raise EntryError(data.problems)


def parts(data: Data) -> dict[str, Any]:
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


def records_of(kind: str, entries: dict[str, Any], cues: dict[str, Any], heard: dict[str, str]) -> dict[str, Any]:
    """The entries as they were written, with what the build worked out for them under the keys of :data:`DERIVED`."""

    def full(name: str, body: dict[str, Any]) -> dict[str, Any]:
        derived = {"cue": cues.get(name), "heard": heard.get(name)}
        return {**body, **{key: value for key, value in derived.items() if value}}

    if kind in ("notations", "formulas"):
        return {name: full(name, entry) for name, entry in entries.items()}
    if kind not in ("symbols", "styles"):
        return entries
    out = {}
    for owner, entry in entries.items():
        senses = {key: full(f"{owner}.{key}", body or {}) for key, body in (entry.get("senses") or {}).items()}
        html = {"html": entry.get("html") or lexicon.entity_of(entry["glyph"])} if kind == "symbols" else {}
        out[owner] = {**entry, **html, "senses": senses}
    return out
