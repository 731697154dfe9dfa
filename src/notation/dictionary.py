"""Opens the compiled dictionary and answers from it.

Takes the file that the build made and, if wanted, the user's own YAML files, laid over it. Gives entries as values of
:mod:`notation.model`, and the two answers of the package: :meth:`Dictionary.lookup` and :meth:`Dictionary.decode`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache, partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notation import model
from notation.errors import DictionaryError, InputError
from notation.results import LookupResult, Pointer
from notation.store import REBUILD, Store

if TYPE_CHECKING:
    from notation.decoder.lexicon import Lexicon
    from notation.decoder.patterns import Patterns
    from notation.decoder.snippet import Tongue
    from notation.explanations import Alternative, Decoding
    from notation.listings import Entry, FieldInfo, ResourceInfo

COMPILED = Path(__file__).parent / "data" / "dictionary.json"
SOURCES = Path(__file__).parents[2] / "symbols"


class Dictionary:
    """A dictionary of notation: the shipped entries and, laid over them, those of the user's own files and folders.

    ``Dictionary("mine.yaml")`` reads entries in the format that ``symbols/README.md`` describes; of several files, a later
    one goes over those before it. ``warnings`` says what of the user's was left out (see :meth:`personal`). Raises
    :class:`~notation.errors.EntryError` with every mistake in the files, :class:`~notation.errors.DictionaryError` where
    the compiled dictionary is missing or stale.
    """

    def __init__(self, *files: str | PathLike[str]) -> None:
        store = _shipped_store()
        self._fill(_laid(store, files))

    @classmethod
    def of(cls, store: Store, warnings: Sequence[str] = ()) -> Dictionary:
        """A dictionary over a compiled store."""
        made = cls.__new__(cls)
        made._fill(store, warnings)
        return made

    def _fill(self, store: Store, warnings: Sequence[str] = ()) -> None:
        self.store = store
        self.warnings = tuple(warnings)
        self._symbols: dict[str, model.Symbol | None] = {}
        self._senses: dict[str, model.Sense | None] = {}
        self._styles: dict[tuple[str, str], list[model.Sense]] = {}
        self._candidates: dict[tuple[str, str, str], list[model.Possible]] = {}
        self._notations: dict[str, model.Notation] = {}
        self._fields: dict[str, str] = {}
        self._alternatives: dict[str, Alternative] = {}
        self._pointers: dict[str, Pointer | None] = {}

    @classmethod
    def open(cls, symbols: Sequence[str | PathLike[str]] = ()) -> Dictionary:
        """The shipped dictionary (one object for all callers), or a new one with the user's files over it."""
        return cls(*symbols) if symbols else cls.shipped()

    @classmethod
    def personal(cls, *files: str | PathLike[str]) -> Dictionary:
        """What the command line answers from: the shipped dictionary, over it the user's config folder, over that what
        ``NOTATION_PATH`` names, and ``files`` over all.

        Mistakes in ``files`` raise as they do in ``Dictionary(…)``; a file of the user's places that is missing or wrong is
        left out, and ``warnings`` says so.
        """
        from notation.personal import places

        found = places()
        if not found:
            return cls.open(files)
        from notation.compile.overlay import laid_if_sound

        store, warnings = _shipped_store(), []
        for place in found:
            store, more = laid_if_sound(store, place)
            warnings += more
        return cls.of(_laid(store, files), warnings)

    @staticmethod
    def shipped() -> Dictionary:
        """The dictionary that comes with the package, opened once."""
        return _shipped()

    # Answers

    def lookup(self, query: str, *, field: str | None = None, limit: int | None = 10) -> LookupResult:
        """What ``query`` means: a symbol, its LaTeX, name, code point, looks, or meaning.

        ``field`` lifts the senses of a field ("statistics"); ``limit`` bounds the number of matches, ``None`` gives all.
        No match is an empty result with suggestions. Raises :class:`~notation.errors.InputError` for an empty query.
        """
        from notation.matches import lookup

        if not isinstance(query, str) or not query.strip():
            raise InputError("there is nothing to look up", hint="give a symbol, its LaTeX, a name, or what it looks like")
        return lookup(self, query, field=field, limit=limit)

    def decode(
        self, snippet: str, *, context: str | None = None, field: str | None = None, macros: str | None = None
    ) -> Decoding:
        """A formula (LaTeX or Unicode), or prose with formulas in it, explained.

        ``context`` is prose around the snippet, ``field`` the field that it comes from, ``macros`` a preamble of
        ``\\newcommand``s or the name of a known macro set ("dlbook"). Raises :class:`~notation.errors.InputError` for an
        empty snippet, :class:`~notation.errors.LimitError` for one that is too long or nests too deep.
        """
        from notation.decoder import decode

        if not isinstance(snippet, str) or not snippet.strip():
            raise InputError("there is nothing to decode", hint="give a formula, such as '\\nabla f(x)'")
        return decode(self, snippet, context=context or "", field=field or "", macros=macros or "")

    # Lists

    def entries(self, *, kind: str = "", field: str = "") -> tuple[Entry, ...]:
        """Every entry; ``kind`` (symbol, sense, concept, notation, formula) and ``field`` choose some.

        Raises :class:`~notation.errors.InputError` for a kind or a field that there is not.
        """
        from notation.catalogue import entries

        return entries(self, kind=kind, field=field)

    def fields(self) -> tuple[FieldInfo, ...]:
        """Every field, with the number of its entries."""
        from notation.catalogue import fields

        return fields(self)

    def resources(self) -> tuple[ResourceInfo, ...]:
        """Every resource, with the number of entries that point to it, the most used first."""
        from notation.catalogue import resources

        return resources(self)

    # Entries

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the decoder's front end knows."""
        from notation.decoder.lexicon import Lexicon

        return Lexicon.load(self.store.section("lexicon"))

    @cached_property
    def patterns(self) -> Patterns:
        """The notations' patterns, indexed."""
        from notation.decoder.patterns import Patterns

        return Patterns(partial(self.store.record, "pattern keys"), self.store.section("patterns"), self.store.section("forms"))

    @cached_property
    def tongue(self) -> Tongue:
        """What tells prose from formulas."""
        from notation.decoder.snippet import Tongue

        phrases = self.store.section("prose").get("phrases", {})
        telling, letters = (frozenset(phrases.get(kind, ())) for kind in ("telling", "letter-words"))
        lexicon = self.lexicon
        signs = (lexicon.typed_neighbours[kind] for kind in ("acting", "relating"))
        return Tongue(telling, letters, lexicon.typed_words.keys(), self._is_function, self._is_formal, *signs)

    def _is_function(self, word: str) -> bool:
        return self._operates(word) and self.lexicon.find(f"\\{word}") is self.lexicon.find(word)

    def _is_formal(self, word: str) -> bool:
        letter = self.lexicon.find(f"\\{word}")
        return self._operates(word) or (letter is not None and len(letter.glyph) == 1 and letter.glyph.isalpha())

    def _operates(self, word: str) -> bool:
        known = self.lexicon.find(word)
        return known is not None and known.operator in ("function", "optimum")

    def is_free(self, command: str) -> bool:
        """Whether a command stands for nothing that the dictionary knows, so that a known macro set may define it."""
        lexicon = self.lexicon
        tables = (lexicon.spellings, lexicon.commands, lexicon.letter_styles, lexicon.style_switches, lexicon.sided)
        return not any(command in table for table in tables)

    def symbol(self, name: str) -> model.Symbol | None:
        """The symbol with this id, or ``None``."""
        if name not in self._symbols:
            record = self.store.record("symbols", name)
            self._symbols[name] = None if record is None else self._symbol(name, record)
        return self._symbols[name]

    def called(self, name: str) -> tuple[str, str]:
        """How the symbol with this id looks and what it is called, without reading what it means."""
        record = self.store.record("symbols", name)
        return (record["glyph"], record["name"]) if record else ("", name)

    def _symbol(self, name: str, record: dict[str, Any]) -> model.Symbol:
        senses = [self._sense(name, key, body or {}) for key, body in record.get("senses", {}).items()]
        return model.Symbol(
            id=name,
            glyph=record["glyph"],
            latex=tuple(record.get("latex", ())),
            name=record["name"],
            say=record.get("say", record["name"]),
            aliases=tuple(record.get("aliases", ())),
            shapes=tuple(record.get("shapes", ())),
            confused=record.get("confused", {}),
            typst=record.get("typst", ""),
            html=record.get("html", ""),
            senses=tuple(sorted(senses, key=lambda s: -s.common)),
        )

    def _sense(self, owner: str, key: str, record: dict[str, Any]) -> model.Sense:
        sense = model.Sense.of(owner, key, record, self.store.record("concepts", key))
        self._senses[sense.id] = sense
        return sense

    def sense(self, name: str) -> model.Sense | None:
        """The sense with this full id (``sigma.standard-deviation``), or ``None``."""
        if name not in self._senses and "." in name:
            self.symbol(name.split(".", 1)[0])
        return self._senses.get(name)

    def concept(self, name: str) -> model.Sense | None:
        """A shared meaning as a sense of no symbol in particular, or ``None``."""
        if name not in self._senses:
            record = self.store.record("concepts", name)
            self._senses[name] = None if record is None else model.Sense.of("", name, {}, record)
        return self._senses[name]

    def style_senses(self, style: str, letters: str) -> list[model.Sense]:
        """What a style by itself says of a letter; ``letters`` is lower, capital or other."""
        if (style, letters) not in self._styles:
            senses = (self.store.record("styles", style) or {}).get("senses", {}).items()
            fitting = [(key, body) for key, body in senses if body.get("letters", "any") in ("any", letters)]
            self._styles[style, letters] = [self._sense(style, key, body) for key, body in fitting]
        return self._styles[style, letters]

    def candidates(self, entry: str, style: str, base: str) -> list[model.Possible]:
        """The senses that a symbol (``entry``, "" for none, written ``base``) may have in a style, the common ones first."""
        letters = "capital" if base.isupper() else "lower" if base.isalpha() else "other"
        if (entry, style, letters) not in self._candidates:
            symbol = self.symbol(entry) if entry else None
            by_style = [] if style == "plain" else self.style_senses(style, letters)
            self._candidates[entry, style, letters] = [
                *(model.Possible(sense, _home(sense, style), False) for sense in (symbol.senses if symbol else ())),
                *(model.Possible(sense, 0, True) for sense in by_style),
            ]
        return self._candidates[entry, style, letters]

    def notation(self, name: str) -> model.Notation:
        """The notation or formula with this id. Raises ``KeyError`` for none."""
        if name not in self._notations:
            record = self.store.record("notations", name)
            formula = record is None
            record = record or self.store.record("formulas", name)
            if record is None:
                raise KeyError(name)
            self._notations[name] = model.Notation.of(name, record, formula=formula)
        return self._notations[name]

    def field(self, name: str) -> str:
        """The name of a field, by its id or name."""
        if name not in self._fields:
            record = self.store.record("fields", name)
            self._fields[name] = record["name"] if record else name
        return self._fields[name]

    def known_field(self, asked: str) -> tuple[str, str]:
        """The name of the field that is asked for in free text ("" for none), and a warning where it is not quite one."""
        wanted = asked.strip().lower()
        if not wanted:
            return "", ""
        for name in self.store.ids("fields"):
            row = self.store.record("fields", name) or {}
            if wanted in (name, row["name"].lower(), *(a.lower() for a in row.get("aliases", []))):
                return str(row["name"]), ""
        import difflib

        names = [self.field(n) for n in self.store.ids("fields")]
        near = difflib.get_close_matches(wanted, names, 1, 0.7)
        if near:
            return near[0], f"no field is called {asked!r}; taken as {near[0]}"
        return "", f"no field is called {asked!r}; known are {', '.join(names)}"

    def alternative(self, sense: model.Sense) -> Alternative:
        """A sense in short, as something that a symbol could also mean."""
        if sense.id not in self._alternatives:
            from notation.explanations import Alternative

            self._alternatives[sense.id] = Alternative(sense.id, sense.name, sense.means, self.field(sense.field))
        return self._alternatives[sense.id]

    def pointers(self, parts: Sequence[str]) -> tuple[Pointer, ...]:
        """Where the given parts of resources are."""
        return tuple(pointer for part in parts if (pointer := self._pointer(part)) is not None)

    def _pointer(self, part: str) -> Pointer | None:
        if part not in self._pointers:
            place = self.store.record("parts", part)
            self._pointers[part] = None if place is None else Pointer(part, *place)
        return self._pointers[part]


_BOLD = frozenset({"bold", "vector", "matrix", "random-vector", "random-matrix"})


def _home(sense: model.Sense, style: str) -> int:
    seen = "bold" if style in _BOLD else style
    plain = seen in ("plain", "upright") or seen.startswith("random-scalar")
    if seen in sense.styles:
        return 0 if plain else 1
    return 0 if plain and "plain" in sense.styles and style != "random-scalar" else -1


def _laid(store: Store, files: Sequence[str | PathLike[str]]) -> Store:
    """The store with the entries of each file or folder over those before."""
    if not files:
        return store
    from notation.compile.load import named_files
    from notation.compile.overlay import overlaid

    for file in files:
        store = overlaid(store, named_files(Path(file)))
    return store


@lru_cache(maxsize=1)
def _shipped_store() -> Store:
    if SOURCES.is_dir() and (SOURCES.parent / "pyproject.toml").is_file():
        _check_fresh()
    return Store.read(COMPILED)


def _check_fresh() -> None:
    """In a checkout, a compiled dictionary older than its sources would answer with yesterday's words."""
    if not COMPILED.is_file():
        raise DictionaryError("the dictionary has not been compiled yet", hint=REBUILD)
    made = COMPILED.stat().st_mtime_ns
    changed = [p for p in SOURCES.rglob("*.yaml") if p.stat().st_mtime_ns > made]
    if changed:
        from notation.compile.build import digest

        if Store.read(COMPILED).header.get("digest") != digest(SOURCES):
            raise DictionaryError(f"{changed[0].name} has changed since the dictionary was compiled", hint=REBUILD)


@lru_cache(maxsize=1)
def _shipped() -> Dictionary:
    return Dictionary()
