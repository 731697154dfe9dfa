"""The user's own entries laid over the shipped dictionary.

Takes the shipped store and YAML files in the same format; gives a new store in memory. An entry with the id of a shipped one
is laid over it; a mistake in any file is an :class:`~notation.errors.EntryError` with all of them. Only what the user writes
is compiled, and put into the shipped tables; files that change the vocabulary itself have everything compiled anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from notation.compile import check, examples, lexicon, patterns
from notation.compile.build import DERIVED, RECORDS, compiled, parts, raise_problems, records_of
from notation.compile.load import Data, load, named_files
from notation.compile.search_overlay import search_over
from notation.decoder.lexicon import Lexicon
from notation.dictionary import Dictionary
from notation.errors import DictionaryError, EntryError
from notation.store import LaidOver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from notation.store import Store

    Filed = list[list[int]]

# What can be compiled by itself; styles and the tables of commands, operators and words reach into every entry.
SEPARATE = frozenset({"symbols", "concepts", "notations", "formulas", "fields", "resources"})
_PATTERNED = ("notations", "formulas")
_JOINED = ("senses", "parts")
_SLOT = re.compile(r"\{(\w+)\}")
_WORDS_AND = r"(?:[^{{}}]|\{{(?:{})\}})*"
_COMMAND = re.compile(r"\\[A-Za-z]+")
_SEES_SPELLING = ("spellings", "characters", "styled", "sequences", "entries")


def overlaid(store: Store, files: list[Path]) -> Store:
    """The store with the entries of ``files`` added to it, or laid over those with the same id."""
    own = load(files)
    data = joined(store, own)
    check.check(data, own)
    _check_templates(store, own)
    raise_problems(data)
    return _made(store, data, own) if any(own.kinds.values()) else store


def laid_if_sound(store: Store, path: Path) -> tuple[Store, list[str]]:
    """The same for a file or the files of a folder; those with mistakes are left out, each with a warning that says so."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe, for which every run would wait
            return store, [f"{path} is left out: it is neither a file nor a folder"]
        files = named_files(path)
        return overlaid(store, files), []
    except (DictionaryError, OSError) as error:
        if not path.is_dir() or isinstance(error, OSError) or not isinstance(error, EntryError):
            return store, [_left_out(path, error)]
    warnings: list[str] = []
    for file in files:
        try:
            store = overlaid(store, [file])
        except DictionaryError as error:
            warnings.append(_left_out(file, error))
    return store, warnings


def _left_out(path: Path, error: Exception) -> str:
    problems = error.problems if isinstance(error, EntryError) else [str(error)]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{path} is left out, see `notation check`: {problems[0]}{more}"


def check_named(paths: Sequence[Path]) -> tuple[list[str], int]:
    """Every mistake in these files, and the files below these folders, and how many files they are."""
    files = list({file.resolve(): file for path in paths for file in named_files(path, below=True)}.values())
    return problems_in(Dictionary.shipped().store, files), len(files)


def problems_in(store: Store, files: list[Path]) -> list[str]:
    """Every mistake in ``files`` as entries over the store, in the order of their places."""
    own = load(files)
    data = joined(store, own)
    whole = check.check(data, own)
    _check_templates(store, own)
    found, faults = data.problems, -1
    for name in own.kinds.get("symbols", {}):
        if not {"glyph", "name"} <= (data.kinds["symbols"].get(name) or {}).keys():
            data.kinds["symbols"].pop(name, None)
    # What is sound is compiled, again and again without the entries that turn out to be wrong, until none does.
    while whole and len(data.faulty) > faults and (own.kinds.keys() <= SEPARATE or not found):
        faults, data.problems = len(data.faulty), []
        try:
            _made(store, data, _without(own, data))
        except EntryError as error:
            found += error.problems
    return sorted(dict.fromkeys(found), key=_place)


def _without(own: Data, data: Data) -> Data:
    """The user's entries with which nothing is wrong."""
    kinds = {
        kind: {name: entry for name, entry in entries.items() if (kind, name) not in data.faulty and name in data.kinds[kind]}
        for kind, entries in own.kinds.items()
    }
    return Data(kinds, own.places)


def _place(problem: str) -> tuple[str, int]:
    match = re.match(r"(.*?):(\d+): ", problem)
    return (match[1], int(match[2])) if match else (problem, 0)


def joined(store: Store, own: Data) -> Data:
    """The shipped entries with the user's over them; problems of either are one list."""
    data = shipped_data(store)
    for kind, entries in own.kinds.items():
        known = data.kinds.setdefault(kind, {})
        known.update({name: _merged(known.get(name), entry) for name, entry in entries.items()})
    data.places, data.problems, data.faulty = own.places, own.problems, own.faulty
    data.elsewhere = "a shipped entry, read as your files have it"
    return data


def _check_templates(store: Store, own: Data) -> None:
    """What the user writes for the words between the words may have the slots of the shipped words, and no other braces."""
    shipped = store.section("sources")["reading"]
    for part, texts in own.kinds.get("reading", {}).items():
        for key, text in texts.items() if isinstance(texts, dict) else ():
            slots = dict.fromkeys(_SLOT.findall(shipped.get(part, {}).get(key, "")))
            if isinstance(text, str) and not re.fullmatch(_WORDS_AND.format("|".join(slots) or "(?!)"), text):
                named = ", ".join(f"{{{slot}}}" for slot in slots) or "none"
                own.problem(("reading", part), f"{key} has slots in braces that it cannot have (it may have: {named})")


def _made(store: Store, data: Data, own: Data) -> Store:
    front = lexicon.lexicon_section(_new_symbols_first(store, data, own))
    if own.kinds.keys() <= SEPARATE and not _respelled(store.section("lexicon"), front, data, own):
        return _laid(store, data, own, front)
    return compiled(data, heard=_heard(store, data, own))


def _merged(shipped: Any, own: Any) -> Any:
    """The user's entry over the shipped one: what it says counts; its senses and parts join the shipped ones."""
    if not isinstance(shipped, dict) or not isinstance(own, dict):
        return own
    joined = {key: {**(shipped.get(key) or {}), **(own[key] or {})} for key in _JOINED if isinstance(own.get(key) or None, dict)}
    return {**shipped, **own, **joined}


def _new_symbols_first(store: Store, data: Data, own: Data) -> Data:
    """The data with the user's new symbols in front: where two entries spell the same, the user's is meant."""
    known = set(store.ids("symbols"))
    new = {
        name: entry for name, entry in data.kinds["symbols"].items() if name in own.kinds.get("symbols", {}) and name not in known
    }
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
    written = "\n".join(_written_down(data, own))
    pieces = {*written, *_COMMAND.findall(written)}
    whole = {spelling for spelling in changed if len(spelling) == 1 or _COMMAND.fullmatch(spelling)}
    return not pieces.isdisjoint(whole) or any(spelling in written for spelling in changed - whole - {""})


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
    mine = _part(data, {kind: {name: data.kinds[kind][name] for name in entries} for kind, entries in own.kinds.items()})
    cues = patterns.cue_section(mine, known)
    rows, index = patterns.pattern_rows(mine, known, len(store.section("patterns")))
    senses = patterns.sense_section(_part(data, {**mine.kinds, "symbols": data.kinds["symbols"]}), known)
    raise_problems(data)
    heads = {head: patterns.MOST_TELLING for cue in cues.values() for head in cue.get("near", ())}
    kept = {
        name: row for name, row in store.section("senses").items() if not any(name in mine.kinds.get(k, {}) for k in _PATTERNED)
    }
    forms = patterns.forms_section(data)
    sections: dict[str, Callable[[], Any]] = {
        "lexicon": lambda: front,
        "forms": lambda: forms,
        "hints": lambda: {**heads, **store.section("hints")},
        "senses": lambda: kept | senses,
        "patterns": lambda: [*store.section("patterns"), *rows],
        **search_over(store, _searched(data, mine)),
    }
    records = {kind: records_of(kind, entries, cues, {}) for kind, entries in mine.kinds.items()}
    records |= {"pattern keys": _pattern_keys(store, mine, rows, index), "parts": parts(mine)}
    heard = examples.readings(LaidOver(store, sections, records), mine, _heard(store, mine, own))
    raise_problems(data)
    records |= {kind: records_of(kind, entries, cues, heard) for kind, entries in mine.kinds.items()}
    return LaidOver(store, sections, records)


def _part(data: Data, kinds: dict[str, dict[str, Any]]) -> Data:
    """Some of the entries of ``data``; what is wrong with them is told there."""
    return Data(kinds, data.places, data.problems, faulty=data.faulty)


def _pattern_keys(store: Store, mine: Data, rows: Sequence[Any], index: Mapping[str, Filed]) -> dict[str, Filed]:
    """What stands under the keys that the user's patterns have: these first; shipped ones give way to the same pattern of the
    user's, and to the same id."""
    entries = {name: entry for kind in _PATTERNED for name, entry in mine.kinds.get(kind, {}).items()}
    always = {repr(patterns.shape(row[2])) for row in rows if not entries[row[0]].get("cues")}
    shipped = store.section("patterns")

    def stands(key: str, number: int) -> bool:
        row = shipped[number]
        return row[0] not in entries and not (key in index and repr(patterns.shape(row[2])) in always)

    table = {}
    for key in index.keys() | _keys_of(store, entries):
        kept = [filed for filed in store.record("pattern keys", key) or () if stands(key, filed[0])]
        table[key] = [*index.get(key, ()), *kept]
    return table


def _keys_of(store: Store, entries: Mapping[str, Any]) -> set[str]:
    """The keys under which patterns of shipped entries stand that the user changes."""
    if not any(store.record(kind, name) for kind in _PATTERNED for name in entries):
        return set()
    changed = {number for number, row in enumerate(store.section("patterns")) if row[0] in entries}
    return {key for key in store.ids("pattern keys") if any(row[0] in changed for row in store.record("pattern keys", key))}


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
    """The shipped examples as they were read at build time, without those of entries and senses that the user writes."""
    out: dict[str, str] = {}
    for kind in ("symbols", *_PATTERNED):
        for name in data.kinds.get(kind, {}):
            written = own.kinds.get(kind, {}).get(name) or {}
            if written.keys() <= {"senses"}:
                entry = store.record(kind, name) or {}
                bodies = {f"{name}.{k}": s for k, s in entry.get("senses", {}).items() if k not in (written.get("senses") or {})}
                bodies = bodies if kind == "symbols" else {name: entry}
                out |= {i: body["heard"] for i, body in bodies.items() if "heard" in body}
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
