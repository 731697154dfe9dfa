"""The table that look-ups read, made from the dictionary's data.

Takes all entries as loaded, by kind and id. Gives plain data in which every glyph, LaTeX spelling, name, alias, shape,
meaning and expression stands as :mod:`notation.search` compares it, so that a look-up normalises nothing but the query.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from html.entities import html5
from itertools import pairwise
from typing import Any, Self

from notation import expressions, keys
from notation import text as folding
from notation.compile.language import language_of
from notation.compile.search_rows import entry_row, expression_row, group_row, numbers
from notation.phrases import arrangement

Entry = Mapping[str, Any]
KINDS = (("symbols", "symbol"), ("notations", "notation"), ("formulas", "formula"))
USUAL = 3  # how common an entry is that does not say so
NAMES = ("name", "meaning")
# What a phrase is to its entry, and the letter for it in the table.
PHRASE_KINDS = {
    "name": "n", "meaning": "m", "alias": "a", "concept": "c", "shape": "s", "latex": "l", "unicode": "u", "means": "t",
    "paraphrase": "p",
}  # fmt: skip
_STROKE = "\u0338"  # Unicode's stroke through the character before it
_RELATED = 8  # how many relatives an exact hit may bring along
_HOLE_FORMS = (
    "number", "integer", "letter", "simple", "index", "lower", "vector", "function", "capital", "matrix", "set", "random",
    "distribution",
)  # fmt: skip


def search_section(data: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The search table of a whole dictionary."""
    return Builder(data).collect().section()


class Builder:
    """The table while it is being made."""

    def __init__(self, data: Mapping[str, Mapping[str, Any]], drawn: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.language = language_of(data.get("search", {}))
        self.struck: str = data.get("search", {}).get("struck", "{}")
        self.number: dict[str, int] = {}
        self.entries: list[list[Any]] = []
        self.glyphs: dict[str, list[int]] = {}
        self.codes: dict[str, list[list[Any]]] = {}
        self.groups: list[list[list[int]]] = []
        self.phrases: dict[tuple[str, str], list[int]] = {}
        self.expressions: dict[str, list[list[Any]]] = {}
        self.fields = _fields(data.get("fields", {}))
        self.commands = {**self._commands(), **(drawn or {})}

    def collect(self) -> Self:
        """Files every entry of the data."""
        for kind, short in KINDS:
            for name, entry in data_of(self.data, kind):
                self._number(name, short, entry)
        self._symbols()
        self._notations()
        self._shared_meanings()
        self._paraphrases()
        self._relate()
        # Names stand first among the phrases, so that a count is enough to tell them.
        self.phrases = dict(sorted(self.phrases.items(), key=lambda item: item[0][1] not in NAMES))
        return self

    def section(self) -> dict[str, Any]:
        """All tables, as plain data."""
        return {
            "entries": [entry_row(entry) for entry in self.entries],
            "glyphs": {sign: numbers(row) for sign, row in self.glyphs.items()},
            "codes": {key: "\n".join(f"{at} {spelling}" for at, spelling in row) for key, row in self.codes.items()},
            "groups": [group_row(group) for group in self.groups],
            **self._phrase_tables(),
            "names": sum(kind in NAMES for _, kind in self.phrases),
            "expressions": {key: "\n".join(map(expression_row, rows)) for key, rows in self.expressions.items()},
            "commands": self.commands, "language": self.language, "fields": self.fields,
        }  # fmt: skip

    # Entries and their senses

    def _number(self, name: str, kind: str, entry: Entry) -> None:
        senses: list[list[Any]] = []
        if kind == "symbol":
            senses = [[key, _common(body), self._field(self._told(key, body, "field"))] for key, body in _senses(entry)]
        common = max((sense[1] for sense in senses), default=_common(entry))
        self.number.setdefault(name, len(self.entries))
        glyph = entry.get("glyph") or entry.get("written") or ""
        self.entries.append([name, kind, common, glyph, senses, [], self._field(entry.get("field", ""))])

    def _told(self, key: str, sense: Entry, what: str) -> Any:
        """What a sense says, or the concept of the same name in its place."""
        return sense.get(what) or self.data.get("concepts", {}).get(key, {}).get(what, "")

    def _field(self, said: str) -> str:
        row = self.fields.get(keys.search_key(said))
        return str(row[0]) if row else said

    def _group(self, targets: list[list[int]]) -> int:
        self.groups.append(targets)
        return len(self.groups) - 1

    def _phrase(self, text: str, kind: str, group: int) -> None:
        """``text`` leads to the targets of ``group``; one row for each (text, kind)."""
        if text:
            row = self.phrases.setdefault((text, kind), [])
            if group not in row:
                row.append(group)

    # Symbols

    def _symbols(self) -> None:
        for at, (name, entry) in enumerate(data_of(self.data, "symbols")):
            own = self._group([[at, -1]])
            self._signs(at, entry)
            self._phrase(entry.get("name", name), "name", own)
            self._worded(entry, own)
            self._unicode_name(entry["glyph"], own)
            self._struck(entry["glyph"], own)
            for spelling in entry.get("latex", ()):
                if spelling[:1] == "\\" and not self._is_word(spelling):
                    self._phrase(spelling, "latex", own)
            for order, (key, sense) in enumerate(_senses(entry)):
                self._sense(key, sense, [at, order])

    def _sense(self, key: str, sense: Entry, target: list[int]) -> None:
        """A sense under its own name; what it has from a concept is written once for all of the concept's senses."""
        if sense.get("name") or key not in self.data.get("concepts", {}):
            self._phrase(sense.get("name", key.replace("-", " ")), "meaning", group := self._group([target]))
            for alias in sense.get("aliases", ()):
                self._phrase(alias, "concept", group)
            self._phrase(sense.get("means", ""), "means", group)
        if say := sense.get("say"):
            self._phrase(say, "concept", self._group([target]))

    def _signs(self, at: int, entry: Entry) -> None:
        glyph = unicodedata.normalize("NFC", entry["glyph"].replace("◌", "")) or entry["glyph"]
        for sign in dict.fromkeys((glyph, entry["glyph"])):
            self._glyph(sign, at)
        for spelling in entry.get("latex", ()):
            self._code(keys.code_key(spelling), at, spelling)
        for alias in entry.get("aliases", ()):
            if not any(c.isalnum() and c.isascii() for c in alias):
                self._glyph(alias, at)
        if len(glyph) == 1 and not glyph.isascii():
            for entity in _entities(glyph):
                self._code(entity, at, f"&{entity};")

    def _glyph(self, sign: str, at: int) -> None:
        row = self.glyphs.setdefault(unicodedata.normalize("NFC", sign), [])
        if at not in row:
            row.append(at)

    def _code(self, key: str, at: int, spelling: str) -> None:
        row = self.codes.setdefault(key, [])
        if all(known != at for known, _ in row):
            row.append([at, spelling])

    def _is_word(self, spelling: str) -> bool:
        """Words set upright are found by their glyph; as LaTeX they would only repeat it."""
        return spelling.startswith(("\\operatorname", "\\text", "\\mathrm"))

    def _unicode_name(self, glyph: str, own: int) -> None:
        name = folding.unicode_name(glyph)
        if name and not glyph.isascii():
            self._phrase(name, "unicode", own)

    def _struck(self, glyph: str, own: int) -> None:
        """A sign that is another one crossed out looks like that: ``⊄`` is a "crossed-out subset sign"."""
        plain = unicodedata.normalize("NFD", glyph)
        for said in self._said_of.get(plain[:-1], ()) if plain[-1:] == _STROKE and len(plain) > 1 else ():
            self._phrase(self.struck.format(said), "shape", own)

    @cached_property
    def _said_of(self) -> dict[str, list[str]]:
        """The name, aliases and shapes of each glyph."""
        symbols = self.data.get("symbols", {}).values()
        return {e["glyph"]: [e.get("name", ""), *e.get("aliases", ()), *e.get("shapes", ())] for e in symbols}

    def _worded(self, entry: Entry, own: int) -> None:
        for alias in entry.get("aliases", ()):
            self._phrase(alias, "alias", own)
        for shape in entry.get("shapes", ()):
            self._phrase(shape, "shape", own)

    def _shared_meanings(self) -> None:
        """Names and aliases of concepts, each leading to all senses of the concept at once."""
        for key, concept in data_of(self.data, "concepts"):
            if key in self._holders:
                group = self._group(self._holders[key])
                self._phrase(concept.get("name", key.replace("-", " ")), "meaning", group)
                for alias in concept.get("aliases", ()):
                    self._phrase(alias, "concept", group)
                self._phrase(concept.get("means", ""), "means", group)

    @cached_property
    def _holders(self) -> dict[str, list[list[int]]]:
        """The senses of all symbols, by their key and by their full id."""
        holders: dict[str, list[list[int]]] = {}
        for at, (name, entry) in enumerate(data_of(self.data, "symbols")):
            for order, (key, _) in enumerate(_senses(entry)):
                for asked in (key, f"{name}.{key}"):
                    holders.setdefault(asked, []).append([at, order])
        return holders

    def _paraphrases(self) -> None:
        """What people say who lack the word: for all senses of a key, for one sense, or for an entry itself."""
        for key, phrases in data_of(self.data, "paraphrases"):
            own = [[self.number[key], -1]] if key in self.number else []
            if targets := self._holders.get(key, []) + own:
                group = self._group(targets)
                for phrase in phrases:
                    self._phrase(phrase, "paraphrase", group)

    # Notations and formulas

    def _notations(self) -> None:
        at = sum(1 for _ in data_of(self.data, "symbols"))
        for kind in ("notations", "formulas"):
            for name, entry in data_of(self.data, kind):
                own = self._group([[at, -1]])
                self._phrase(entry.get("name", name.replace("-", " ")), "name", own)
                self._worded(entry, own)
                self._phrase(entry.get("means", "").replace("{", "").replace("}", ""), "means", own)
                self._written(at, entry)
                at += 1

    def _written(self, at: int, entry: Entry) -> None:
        """The entry's patterns with their holes, and its own examples letter by letter."""
        holes = {f"?{name}": body.get("is", []) for name, body in entry.get("holes", {}).items()}
        for pattern in entry.get("patterns", ()):
            tokens = expressions.tokens(pattern, self.commands, self.language)
            self._expression(at, tokens, {hole: forms for hole in tokens if (forms := holes.get(hole))})
        for example in (entry.get("written"), entry.get("example")):
            if example:
                self._expression(at, expressions.tokens(example, self.commands, self.language), {})

    def _expression(self, at: int, tokens: list[str], holes: dict[str, list[str]]) -> None:
        if 1 < len(tokens) <= 60 and any(not expressions.is_blank(token) or token.isalnum() for token in tokens):
            row = [at, tokens, {hole: [f for f in forms if f in _HOLE_FORMS] for hole, forms in holes.items()}]
            found = self.expressions.setdefault(expressions.skeleton(tokens), [])
            if row not in found:
                found.append(row)

    def _commands(self) -> dict[str, str]:
        """What each LaTeX command draws in an expression, and which runs of letters are one word."""
        drawn: dict[str, str] = {}
        for name in ("letter-styles", "style-switches"):
            drawn.update({c: "" for _, commands in data_of(self.data, name) for c in commands})
        said = self.data.get("commands", {})
        for kind in ("skip", "transparent", "name", "text", "open-side", "close-side", "middle-side", "any-side", "phrase"):
            drawn.update(dict.fromkeys(said.get(kind, ()), ""))
        for _, entry in reversed(list(data_of(self.data, "symbols"))):
            drawn.update(_draws(entry))
        return drawn

    # Relatives

    def _relate(self) -> None:
        """For each symbol: its look-alikes, the same letter in other styles, and notations that are written with it."""
        users = self._users()
        families = self._families()
        for at, (name, entry) in enumerate(data_of(self.data, "symbols")):
            alike = [self.number[other] for other in entry.get("confused", {}) if other in self.number]
            kin = [*families.get(entry.get("base") or name, ()), *alike]
            glyph = entry["glyph"]
            if not (glyph.isascii() and glyph.isalpha() and len(glyph) == 1):
                kin += sorted(users.get(glyph, ()), key=lambda user: -self.entries[user][2])
            self.entries[at][5] = [other for other in dict.fromkeys(kin) if other != at][:_RELATED]

    def _families(self) -> dict[str, list[int]]:
        """The numbers of a letter and of its styled forms, by the letter's id."""
        families: dict[str, list[int]] = {}
        for at, (name, entry) in enumerate(data_of(self.data, "symbols")):
            families.setdefault(entry.get("base") or name, []).append(at)
        return families

    def _users(self) -> dict[str, list[int]]:
        users: dict[str, list[int]] = {}
        for rows in self.expressions.values():
            for at, tokens, _ in rows:
                for token in set(tokens):
                    if self.entries[at][1] == "notation":
                        users.setdefault(token, []).append(at)
        return users

    # Words

    def _phrase_tables(self) -> dict[str, Any]:
        """The phrases, and where to find them by each of their words and by the whole of them."""
        tokens: dict[str, list[int]] = {}
        exact: dict[str, list[int]] = {}
        words = [keys.content_words(text, self.language) for text, _ in self.phrases]
        for at, (text, kind) in enumerate(self.phrases):
            for word in dict.fromkeys(with_joints(text, kind, words[at], self.language)):
                tokens.setdefault(word, []).append(at)
            if kind != "means":
                exact.setdefault(" ".join(keys.phrase_words(text, self.language)), []).append(at)
        kinds = [kind for _, kind in self.phrases]
        # Words of names are what a misspelling may stand for.
        said = {word: any(kinds[at] != "means" for at in row) and len(word) > 1 for word, row in tokens.items()}
        weight = {word: math.log(1 + len(kinds) / len(row)) for word, row in tokens.items()}
        return {
            "texts": [text if kind != "means" else "" for text, kind in self.phrases],
            "kinds": "".join(PHRASE_KINDS[kind] for kind in kinds),
            "targets": [numbers(groups) for groups in self.phrases.values()],
            "norms": [round(100 * sum(weight[word] for word in dict.fromkeys(row))) for row in words],
            "exact": {key: numbers(row) for key, row in exact.items()},
            "tokens": {word: f"{weight[word]:.2f} {numbers(row)}" for word, row in tokens.items()},
            "correctable": [word for word, named in said.items() if named],
            "arranged": self.arranged(),
        }

    def arranged(self, first: int = 0) -> dict[str, list[str]]:
        """What stands above and what below, for the phrases that tell it; ``first`` is the number of the first phrase."""
        found = {}
        for at, (text, kind) in enumerate(self.phrases, start=first):
            if kind != "means":
                over, under = arrangement(keys.joined_words(text, self.language), self.language)
                if over and under:
                    found[str(at)] = [" ".join(sorted(over)), " ".join(sorted(under))]
        return found


def data_of(data: Mapping[str, Mapping[str, Any]], kind: str) -> Iterator[tuple[str, Any]]:
    """The entries of a kind, in order."""
    yield from data.get(kind, {}).items()


def _senses(entry: Entry) -> Iterable[tuple[str, Entry]]:
    found = entry.get("senses") or {}
    return [(key, body if isinstance(body, Mapping) else {}) for key, body in found.items()]


def _common(entry: Entry) -> int:
    return int(entry.get("common", USUAL))


def _draws(entry: Entry) -> Iterator[tuple[str, str]]:
    """The simple commands of a symbol; an accent stays a command, since it is written over something else."""
    glyph: str = entry["glyph"]
    if glyph.isascii() and glyph.isalpha() and len(glyph) > 1:
        yield glyph, glyph
    for spelling in entry.get("latex", ()):
        if spelling[:1] == "\\" and len(spelling) > 1 and (spelling[1:].isalpha() or len(spelling) == 2):
            yield spelling, spelling[1:] if "◌" in glyph else glyph


def with_joints(text: str, kind: str, words: list[str], language: Mapping[str, Any]) -> list[str]:
    """The words of a phrase, joined and single, and neighbours as one: ``element-wise`` is also found as ``elementwise``."""
    plain = keys.phrase_words(text, language)
    words = words + [word for word in plain if word not in language["stop"]]
    if kind in ("means", "paraphrase"):
        return words
    return words + [first + second for first, second in pairwise(plain) if len(first) + len(second) > 3]


def _entities(glyph: str) -> list[str]:
    return _entity_names().get(glyph, [])


@lru_cache(maxsize=1)
def _entity_names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name in sorted({entity.rstrip(";") for entity in html5}):
        names.setdefault(html5.get(f"{name};") or html5[name], []).append(name)
    return names


def _fields(fields: Mapping[str, Entry]) -> dict[str, list[str]]:
    """Each field's id, name and aliases, with the id and the ids of all fields above it."""
    found: dict[str, list[str]] = {}
    for name, field in fields.items():
        line, above = [name], field.get("under")
        while above and above not in line:
            line.append(above)
            above = fields.get(above, {}).get("under")
        for word in (name, field.get("name", name), *field.get("aliases", ())):
            found.setdefault(keys.search_key(word), line)
    return found
