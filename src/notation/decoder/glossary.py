"""From roles and notations to rows: what is shown for every symbol and construct of a snippet.

Takes the meanings of all its formulas and the roles of their symbols; gives the rows in order of first appearance, the recognised
formulas and the unknown symbols.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from notation import text as folding
from notation.decoder.senses import CERTAIN, GUESS, LIKELY
from notation.decoder.tree import Node, accented
from notation.explanations import Alternative, Recognised, Row, Unknown

if TYPE_CHECKING:
    from notation.decoder.meaning import Choice, Meaning
    from notation.decoder.prose import Definition
    from notation.decoder.senses import Candidate, Role, Roles
    from notation.dictionary import Dictionary
    from notation.model import Sense

MAX_MEANING = 200
MAX_ALTERNATIVES = 4
MAX_HOLE = 16
_SLOT = re.compile(r"\{(\w+)\}")
_CARRIER = "◌"  # what an accent by itself is shown over
_MARKS = {"subscript": "_", "superscript": "^"}
_BETWEEN = {"product": "", "addition": " ", "multiplication": "", "comma": ", "}
_LOOSE = re.compile(r"[\s{}]+")


class Glossary:
    """The rows of a snippet. ``text`` is the user's whole text, ``written`` gives the words of a node for a hole."""

    def __init__(
        self,
        dictionary: Dictionary,
        text: str,
        roles: Roles,
        definitions: Mapping[str, Definition],
        table: Mapping[str, Any],
    ) -> None:
        self.dictionary = dictionary
        self.text = text
        self.roles = roles
        self.definitions = definitions
        self.reasons: Mapping[str, str] = table["reasons"]
        self.uses: Mapping[str, str] = table["uses"]

    def rows(self, meanings: Iterable[Meaning], say: Callable[[Node], str]) -> tuple[Row, ...]:
        """All rows: symbols and constructs, each once for each meaning, in order of first appearance."""
        found: dict[tuple[str, ...], list[Any]] = {}
        for row in (*self.symbol_rows(say), *(row for meaning in meanings for row in self.notation_rows(meaning))):
            key = (row.kind, _bare(row.latex) if row.kind == "symbol" else row.meaning, row.id or row.meaning)
            found.setdefault(key, [row, []])[1].extend(row.spans)
        rows = [_with_spans(row, spans) for row, spans in found.values()]
        return tuple(
            sorted(rows, key=lambda r: (r.spans[0][0], -r.spans[0][1] if r.kind == "notation" else 0, r.kind != "symbol"))
        )

    def each_role(self) -> Iterable[Role]:
        return {id(role): role for role in self.roles.values()}.values()

    # Symbols

    def symbol_rows(self, say: Callable[[Node], str]) -> list[Row]:
        """A row for each role and each way in which its symbol is written."""
        out = []
        for role in self.each_role():
            if role.atom.kind == "unknown" and role.definition is None:
                continue
            written: dict[str, list[Node]] = {}
            for node in role.atoms:
                assert node.atom is not None
                written.setdefault(_bare(node.atom.latex), []).append(node)
            out += [self.symbol_row(nodes, role, say(nodes[0])) for nodes in written.values()]
        return out

    def symbol_row(self, nodes: list[Node], role: Role, said: str) -> Row:
        node, best = nodes[0], role.best
        atom = node.atom
        assert atom is not None
        shared: dict[str, Any] = {
            "latex": atom.latex,
            "symbol": self.glyph(node),
            "kind": "symbol",
            "say": said,
            "spans": tuple((n.atom.start, n.atom.end) for n in nodes if n.atom is not None),
        }
        if role.definition is not None:
            return self.defined(role, shared)
        if best is None:
            return self.bare(node, shared)
        sense = best.sense
        return Row(
            name=sense.name,
            meaning=sense.means,
            field=self.dictionary.field(sense.field),
            id=sense.id,
            why=self.why(best),
            source="macro" if atom.macro else "dictionary",
            confidence=role.confidence,
            alternatives=self.alternatives(role.candidates[1:]),
            resources=self.dictionary.pointers(sense.learn),
            elementary=sense.elementary,
            **shared,
        )

    def defined(self, role: Role, shared: dict[str, Any]) -> Row:
        """A symbol that the prose defines: the prose speaks, the dictionary adds where it knows what is meant."""
        definition = role.definition
        assert definition is not None
        words = definition.words.lower()
        known = next((c.sense for c in role.candidates if _speaks_of(words, c.sense)), None)
        meaning = self.told(definition)
        if known is not None and words in (known.name.lower(), *(a.lower() for a in known.aliases)):
            fuller = f"{meaning[:-1]}: {known.means[:1].lower()}{known.means[1:]}"
            meaning = fuller if len(fuller) <= MAX_MEANING else meaning
        symbol = self.dictionary.symbol(role.atom.entry) if role.atom.entry else None
        return Row(
            name=definition.words,
            meaning=meaning,
            field=self.dictionary.field(known.field) if known else "",
            id=known.id if known else (symbol.id if symbol else None),
            why=self.reasons["definition"].format(words=f"“{definition.words}”"),
            source="context",
            confidence=CERTAIN,
            resources=self.dictionary.pointers(known.learn) if known else (),
            **shared,
        )

    def told(self, definition: Definition) -> str:
        """What the prose says as a sentence, cut where it is too long."""
        said = definition.meaning
        return said if len(said) <= MAX_MEANING else said[: MAX_MEANING - 1] + "…"

    def bare(self, node: Node, shared: dict[str, Any]) -> Row:
        """A symbol of which only the standard name is on record."""
        atom = node.atom
        assert atom is not None
        symbol = self.dictionary.symbol(atom.entry) if atom.entry else None
        name = symbol.name if symbol else folding.unicode_name(atom.base) or atom.base
        return Row(
            name=name,
            meaning=f"{name[:1].upper()}{name[1:]}.",
            field="",
            id=symbol.id if symbol else None,
            why=self.reasons["unicode"],
            source="unicode",
            confidence=LIKELY,
            **shared,
        )

    def glyph(self, node: Node) -> str:
        atom = node.atom
        assert atom is not None
        symbol = self.dictionary.symbol(atom.entry) if atom.entry else None
        base = symbol.glyph if symbol else atom.base
        if atom.style == folding.PLAIN:
            return base
        record = self.dictionary.store.record("styles", atom.style) or {}
        return folding.styled(base, record.get("like", atom.style))

    def why(self, candidate: Candidate) -> str:
        template = self.reasons.get(candidate.why, "")
        about = candidate.about
        if candidate.why == "use":
            about = self.uses.get(about, about)
        elif candidate.why in ("hole", "literal", "within"):
            about = self.dictionary.notation(about).name
        keys = ("notation", "symbols", "use", "words", "field")
        return template.format(concept=candidate.sense.name, **dict.fromkeys(keys, about))

    def alternatives(self, candidates: Iterable[Candidate]) -> tuple[Alternative, ...]:
        """The first of the other senses, each name once."""
        out: dict[str, Sense] = {}
        for candidate in candidates:
            out.setdefault(candidate.sense.name, candidate.sense)
            if len(out) == MAX_ALTERNATIVES:
                break
        return tuple(map(self.dictionary.alternative, out.values()))

    # Constructs

    def notation_rows(self, meaning: Meaning) -> list[Row]:
        return [self.notation_row(c) for c in (*meaning.whole.values(), *meaning.parts)]

    def notation_row(self, choice: Choice) -> Row:
        notation, found = choice.notation, choice.found
        others = tuple(Alternative(n.id, n.name, self.filled(n, choice), self.dictionary.field(n.field)) for n in choice.others)
        definition = self.definitions.get(accented(found.node)) if found.node.kind == "accent" and found.whole else None
        unsure = bool(others) and choice.notation.common <= choice.others[0].common and not choice.told
        return Row(
            latex=self.text[found.start : found.end],
            symbol=notation.written,
            kind="notation",
            name=definition.words if definition else notation.name,
            say=notation.name,
            meaning=self.told(definition) if definition else self.filled(notation, choice),
            field=self.dictionary.field(notation.field),
            id=notation.id,
            why=self.reasons["definition"].format(words=f"“{definition.words}”") if definition else self.reasons["shape"],
            source="context" if definition else "dictionary",
            confidence=CERTAIN if definition or not others else GUESS if unsure else LIKELY,
            spans=((found.start, found.end),),
            alternatives=others[:MAX_ALTERNATIVES],
            resources=self.dictionary.pointers(notation.learn),
            elementary=notation.elementary,
        )

    def filled(self, notation: Any, choice: Choice) -> str:
        """The notation's sentence with what its holes hold, or the hole's own letter where that is long."""

        def fill(slot: re.Match[str]) -> str:
            held = choice.found.holes.get(slot[1])
            written = self.plain(held) if held is not None else ""
            return written if 0 < len(written) <= MAX_HOLE else slot[1]

        if "{" not in notation.means:
            return str(notation.means)
        means = _SLOT.sub(fill, notation.means)
        return means if len(means) <= MAX_MEANING else _SLOT.sub(r"\1", notation.means)

    def plain(self, node: Node) -> str:
        """A short piece in Unicode, as it stands in a sentence; "" for what cannot be said so."""
        if node.atom is not None:
            return self.glyph(node) if node.kind == "symbol" else node.atom.base
        if node.kind in _MARKS and node.children[1].atom is not None:
            parts = [self.plain(child) for child in node.children[:2]]
            return _MARKS[node.kind].join(parts) if all(parts) else ""
        if node.kind == "accent":
            accent, letter = (self.plain(child) for child in node.children[:2])
            return letter + accent[1:] if letter and accent[:1] == _CARRIER else ""
        if node.kind in _BETWEEN:
            parts = [self.plain(c) for c in node.children if not (node.kind == "comma" and c.head == node.head)]
            return _BETWEEN[node.kind].join(parts) if all(parts) else ""
        return self.text[node.start : node.end] if "\\" not in self.text[node.start : node.end] else ""

    # The rest

    def recognised(self, meanings: Iterable[Meaning]) -> tuple[Recognised, ...]:
        found: dict[str, list[Any]] = {}
        for meaning in meanings:
            for choice in meaning.formulas:
                found.setdefault(choice.notation.id, [choice, []])[1].append((choice.found.start, choice.found.end))
        return tuple(
            Recognised(
                c.notation.id,
                c.notation.name,
                self.filled(c.notation, c),
                tuple(spans),
                self.dictionary.pointers(c.notation.learn),
            )
            for c, spans in found.values()
        )

    def unknown(self) -> tuple[Unknown, ...]:
        spans: dict[str, list[tuple[int, int]]] = {}
        for role in self.each_role():
            for node in role.atoms if role.atom.kind == "unknown" and role.definition is None else ():
                assert node.atom is not None
                spans.setdefault(node.atom.latex, []).append((node.start, node.end))
        return tuple(Unknown(latex, tuple(places)) for latex, places in spans.items())


def _speaks_of(words: str, sense: Any) -> bool:
    """Whether a definition's words name the sense."""
    names = (sense.name, *sense.aliases)
    return any(re.search(rf"\b{re.escape(n.lower())}", words) for n in names)


def _bare(latex: str) -> str:
    """What is typed without white space and braces."""
    return latex if latex.isalnum() else _LOOSE.sub("", latex)


def _with_spans(row: Row, spans: list[tuple[int, int]]) -> Row:
    ordered = tuple(dict.fromkeys(sorted(spans)))
    return row if row.spans == ordered else row._replace(spans=ordered)
