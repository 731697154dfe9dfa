"""The search tables with the user's entries in them.

Takes the shipped tables and the entries that the user adds or changes; gives each table as a function, so that only those
that a look-up reads are made. A changed entry keeps its number, and everything that led to its old words no longer does; a
new entry has a number of its own and stands before the shipped ones with the same sign.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any

from notation import keys
from notation.compile.search_index import PHRASE_KINDS, Builder, with_joints
from notation.compile.search_rows import entry_row, expression_row, group_row, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from notation.store import Store

TABLES = (
    "entries", "glyphs", "codes", "groups", "texts", "kinds", "targets", "norms", "exact", "tokens", "correctable", "arranged",
    "expressions", "commands", "fields",
)  # fmt: skip


def search_over(store: Store, kinds: Mapping[str, Mapping[str, Any]]) -> dict[str, Callable[[], Any]]:
    """The tables of look-ups by the name of their section; ``kinds`` has the user's entries and the whole vocabulary."""
    merged = _Merged(store, kinds)
    return {f"search {name}": getattr(merged, name) for name in TABLES}


class _Merged:
    """Each method is a table: the shipped one with the user's rows."""

    def __init__(self, store: Store, kinds: Mapping[str, Mapping[str, Any]]) -> None:
        self.store = store
        self.data = kinds

    def shipped(self, table: str) -> Any:
        return self.store.section(f"search {table}")

    @cached_property
    def own(self) -> Builder:
        """The user's entries, filed as the build files all of them."""
        return Builder(self.data, self.shipped("commands")).collect()

    @cached_property
    def places(self) -> list[int]:
        """The number of each of the user's entries among all entries."""
        known = {(row[1], row[0]): at for at, row in enumerate(self.shipped("entries"))}
        for name, kind, *_ in self.own.entries:
            known.setdefault((kind, name), len(known))
        return [known[kind, name] for name, kind, *_ in self.own.entries]

    @cached_property
    def changed(self) -> frozenset[str]:
        """The numbers of the shipped entries that the user changes."""
        count = len(self.shipped("entries"))
        return frozenset(str(at) for at in self.places if at < count)

    def _row(self, shipped: Iterable[tuple[str, str]], own: Iterable[tuple[str, str]]) -> list[str]:
        """A row of (number, text): changed entries that still belong there keep their place, new ones come first."""
        mine, rest = dict(own), dict(shipped)
        kept = {at: mine.get(at, text) for at, text in rest.items() if at not in self.changed or at in mine}
        new = {at: text for at, text in mine.items() if at not in kept and at not in self.changed}
        late = {at: text for at, text in mine.items() if at not in kept and at in self.changed}
        return [*new.values(), *kept.values(), *late.values()]

    # Entries and signs

    def entries(self) -> list[Any]:
        rows = list(self.shipped("entries"))
        count = {(row[1], row[0]): at for at, row in enumerate(rows)}
        for at, entry in zip(self.places, self.own.entries, strict=True):
            kin = [str(self.places[other]) for other in entry[5]]
            alike = self.data.get("symbols", {}).get(entry[0], {}).get("confused", {}) if entry[1] == "symbol" else {}
            kin += [str(count["symbol", other]) for other in alike if ("symbol", other) in count]
            kin += rows[at][5].split() if at < len(rows) else []
            row = [*entry_row(entry)[:5], " ".join(dict.fromkeys(kin)), entry[6]]
            rows[at : at + 1] = [row]
        return rows

    def glyphs(self) -> dict[str, str]:
        own = {sign: [(str(self.places[at]),) * 2 for at in row] for sign, row in self.own.glyphs.items()}
        found = {sign: [(at, at) for at in row.split()] for sign, row in self.shipped("glyphs").items()}
        return {sign: " ".join(self._row(found.get(sign, ()), own.get(sign, ()))) for sign in {**found, **own}}

    def codes(self) -> dict[str, str]:
        own = {
            key: [(at := str(self.places[local]), f"{at} {spelling}") for local, spelling in row]
            for key, row in self.own.codes.items()
        }
        table: dict[str, str] = dict(self.shipped("codes"))
        for key in table.keys() | own.keys():
            lines = [(line.split(" ", 1)[0], line) for line in table.get(key, "").split("\n") if line]
            if key in own or any(at in self.changed for at, _ in lines):
                table[key] = "\n".join(self._row(lines, own.get(key, ())))
        return table

    def expressions(self) -> dict[str, str]:
        table = dict(self.shipped("expressions"))
        for key, rows in table.items():
            lines = rows.split("\n")
            if any(line.split("\t", 1)[0] in self.changed for line in lines):
                table[key] = "\n".join(line for line in lines if line.split("\t", 1)[0] not in self.changed)
        for key, found in self.own.expressions.items():
            lines = [expression_row([self.places[at], tokens, holes]) for at, tokens, holes in found]
            table[key] = "\n".join(filter(None, (*lines, table.get(key, ""))))
        return table

    def commands(self) -> dict[str, str]:
        return self.own.commands

    def fields(self) -> dict[str, Any]:
        return self.own.fields

    # Phrases

    def groups(self) -> list[str]:
        def left(group: str) -> str:
            return " ".join(target for target in group.split() if target.split(".", 1)[0] not in self.changed)

        own = [group_row([[self.places[at], order] for at, order in group]) for group in self.own.groups]
        return [*map(left, self.shipped("groups")), *own]

    def targets(self) -> list[str]:
        first = len(self.shipped("groups"))
        return [*self.shipped("targets"), *(numbers(first + group for group in row) for row in self.own.phrases.values())]

    def texts(self) -> list[str]:
        groups = self.groups()
        live = [any(groups[int(group)] for group in row.split()) for row in self.shipped("targets")]
        shipped = [text if leads else "" for text, leads in zip(self.shipped("texts"), live, strict=True)]
        return shipped + [text if kind != "means" else "" for text, kind in self.own.phrases]

    def kinds(self) -> str:
        return str(self.shipped("kinds")) + "".join(PHRASE_KINDS[kind] for _, kind in self.own.phrases)

    def exact(self) -> dict[str, str]:
        table = dict(self.shipped("exact"))
        first = len(self.shipped("kinds"))
        for at, (text, kind) in enumerate(self.own.phrases, start=first):
            if kind != "means":
                key = " ".join(keys.phrase_words(text, self.own.language))
                table[key] = f"{table.get(key, '')} {at}".strip()
        return table

    # Words

    @cached_property
    def content(self) -> list[list[str]]:
        return [keys.content_words(text, self.own.language) for text, _ in self.own.phrases]

    @cached_property
    def said(self) -> dict[str, list[int]]:
        """The phrases of the user's entries by each word."""
        found: dict[str, list[int]] = {}
        first = len(self.shipped("kinds"))
        for at, ((text, kind), words) in enumerate(zip(self.own.phrases, self.content, strict=True)):
            for word in dict.fromkeys(with_joints(text, kind, words, self.own.language)):
                found.setdefault(word, []).append(first + at)
        return found

    @cached_property
    def rows(self) -> dict[str, str]:
        """The rows of the user's words, each with its weight among all phrases."""
        total = len(self.shipped("kinds")) + len(self.own.phrases)
        out = {}
        for word, phrases in self.said.items():
            known = self.shipped("tokens").get(word, "").split(" ")[1:]
            weight = math.log(1 + total / (len(known) + len(phrases)))
            out[word] = " ".join((f"{weight:.2f}", *known, numbers(phrases)))
        return out

    @cached_property
    def names(self) -> dict[str, str]:
        """The new words of names, which a misspelling may stand for."""
        first = len(self.shipped("kinds"))
        kinds = [kind for _, kind in self.own.phrases]
        new = {word: row for word, row in self.rows.items() if word not in self.shipped("tokens") and len(word) > 1}
        return {word: row for word, row in new.items() if any(kinds[at - first] != "means" for at in self.said[word])}

    def tokens(self) -> dict[str, str]:
        return {**self.shipped("tokens"), **self.rows}

    def correctable(self) -> list[str]:
        return [*self.names, *self.shipped("correctable")]

    def norms(self) -> list[int]:
        weight = {word: float(row.split(" ", 1)[0]) for word, row in self.rows.items()}
        own = [round(100 * sum(weight.get(word, 0.0) for word in dict.fromkeys(row))) for row in self.content]
        return [*self.shipped("norms"), *own]

    def arranged(self) -> dict[str, list[str]]:
        return {**self.shipped("arranged"), **self.own.arranged(first=len(self.shipped("kinds")))}
