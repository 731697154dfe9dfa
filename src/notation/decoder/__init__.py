"""From a snippet to an explanation, stage by stage::

    text ──▶ latex ──▶ structure ──▶ meaning ──▶ senses ──▶ reading + glossary
            tokens     tree         notations    choices     words

``snippet`` sets prose apart from formulas, ``latex`` and ``macros`` make tokens, ``atoms`` and ``arrange`` lexemes,
``structure`` a tree; ``meaning`` finds the notations in it, ``senses`` what each symbol means, with ``prose`` for what the text
defines; ``reading`` and ``glossary`` put it into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notation.decoder import front, macros
from notation.decoder.cues import Scene
from notation.decoder.forms import nucleus
from notation.decoder.glossary import Glossary
from notation.decoder.latex import tokens
from notation.decoder.meaning import meaning_of
from notation.decoder.prose import Definition, Phrases, Piece, pieces_of
from notation.decoder.reading import Reader
from notation.decoder.saying import Sayer
from notation.decoder.senses import senses_of
from notation.decoder.snippet import Part, parts_of
from notation.decoder.tree import Node, accented, bottom_up
from notation.results import Decoding

if TYPE_CHECKING:
    from notation.dictionary import Dictionary

__all__ = ["decode"]


@dataclass(slots=True)
class _Formula:
    """One formula of a snippet on its way through the stages."""

    part: Part
    root: Node
    heads: tuple[str, ...]


def decode(dictionary: Dictionary, snippet: str, *, context: str, field: str, macros: str) -> Decoding:
    """The whole way. See :meth:`notation.dictionary.Dictionary.decode`."""
    warnings: list[str] = []
    known = _known_macros(dictionary, macros, warnings)
    parts = parts_of(snippet)
    formulas = _parsed(dictionary, snippet, parts, known, warnings)
    about = _parsed(dictionary, context, parts_of(context), known, []) if context else []
    field, warning = dictionary.known_field(field)
    warnings += [warning] if warning else []
    scene = _scene(dictionary, formulas, snippet, context, field)
    definitions = _definitions(dictionary, snippet, formulas) | _definitions(dictionary, context, about, formulas)
    meanings = [meaning_of(f.root, dictionary, scene) for f in formulas]
    roles = senses_of(meanings, dictionary, scene, definitions)
    table = dictionary.store.section("reading")
    glossary = Glossary(dictionary, snippet, roles, table)
    say = Sayer(dictionary, roles, {key: words for m in meanings for key, words in m.uses.items()}, table["words"])
    readings = {id(f): Reader(m, table, say).read() for f, m in zip(formulas, meanings, strict=True)}
    recognised = glossary.recognised(meanings)
    if not formulas:
        warnings.append("this reads like prose; put formulas in it between dollar signs")
    return Decoding(
        input=snippet,
        reading=_woven(snippet, parts, formulas, readings, [r.name for r in recognised], table["words"]["recognised"]),
        symbols=glossary.rows(meanings, say),
        recognised=recognised,
        unknown=glossary.unknown(meanings),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _known_macros(dictionary: Dictionary, given: str, warnings: list[str]) -> dict[str, macros.Macro]:
    """The macros that apply: of every known set those that stand for nothing else, and over them what is given."""
    sets = dictionary.macro_sets
    known = {name: m for table in sets.values() for name, m in table.items() if dictionary.is_free(name)}
    if given in sets:
        return known | sets[given]
    if given:
        _, own = macros.expand(tokens(given), known)
        if not own:
            warnings.append(f"no macro is defined in {given[:40]!r}, nor is it the name of a known set ({', '.join(sets)})")
        known |= own
    return known


def _parsed(
    dictionary: Dictionary, text: str, parts: list[Part], known: dict[str, macros.Macro], warnings: list[str]
) -> list[_Formula]:
    out: list[_Formula] = []
    for part in parts:
        if not part.formula:
            continue
        found = tokens(text[part.start : part.end], offset=part.start)
        expanded, own = macros.expand(found, known)
        known |= own
        parsed = front.tree_of(expanded, text, dictionary.lexicon)
        warnings += parsed.warnings
        out.append(_Formula(part, parsed.root, _listed(parsed.root)))
    return out


def _listed(root: Node) -> tuple[str, ...]:
    """The heads of the symbols that a formula names: of ``x_i`` it is x, of ``\\alpha, \\beta`` both, of ``a + b`` none."""
    items = root.children[::2] if root.kind == "comma" else (root,)
    cores = [nucleus(item) for item in items]
    if any(c.kind == "relation" for c in cores):
        cores = [nucleus(c.children[0]) if c.kind == "relation" else c for c in cores]
    return tuple(c.head for c in cores) if all(c.atom is not None and c.kind in ("symbol", "unknown") for c in cores) else ()


def _scene(dictionary: Dictionary, formulas: list[_Formula], snippet: str, context: str, field: str) -> Scene:
    glyphs: dict[str, str] = {}
    for formula in formulas:
        for node in bottom_up(formula.root):
            if node.atom is not None:
                glyphs.setdefault(node.head, node.atom.base)
            elif node.kind == "accent":
                glyphs.setdefault(accented(node), snippet[node.start : node.end])
    prose, position = [context], 0
    for formula in formulas:
        prose.append(snippet[position : formula.part.start])
        position = formula.part.end
    prose.append(snippet[position:])
    words = " ".join(prose).lower().strip(" $\\[]()")
    return Scene(frozenset(glyphs), glyphs, words, field, dictionary.store.section("hints"))


def _definitions(
    dictionary: Dictionary, text: str, formulas: list[_Formula], subject: list[_Formula] | None = None
) -> dict[str, Definition]:
    """What the prose of a text defines; ``subject`` holds the formulas whose symbols may stand in it unmarked."""
    if not text or (subject is None and all(f.part.start == 0 and f.part.end == len(text) for f in formulas)):
        return {}
    named = {n for f in subject or formulas for n in _heads(f.root)}

    def symbol(word: str) -> str:
        entry = dictionary.lexicon.find(word) or (dictionary.lexicon.find(f"\\{word}") if word.isalpha() else None)
        head = entry.entry if entry is not None else ""
        common = word.isascii() and len(word) == 1 and word in "aAI"
        return head if head in named and not common and (len(word) == 1 or (entry is not None and entry.glyph != word)) else ""

    placed = [(f.part.start, f.part.end, f.heads) for f in formulas if not (f.part.start == 0 and f.part.end == len(text))]
    pieces: list[Piece] = pieces_of(_without_marks(text), placed, symbol)
    return Phrases(dictionary.store.section("prose")).definitions(pieces)


def _without_marks(text: str) -> str:
    """The prose without the marks of formulas, which are no words."""
    for mark in ("$", "\\(", "\\)", "\\[", "\\]", "**", "`"):
        text = text.replace(mark, " " * len(mark))
    return text


def _heads(root: Node) -> set[str]:
    return {n.head for n in bottom_up(root) if n.atom is not None}


def _woven(
    snippet: str, parts: list[Part], formulas: list[_Formula], readings: dict[int, str], names: list[str], template: str
) -> str:
    """The reading: of a single formula its own, with its name in front; of prose the prose with the formulas read in it."""
    if len(formulas) == 1 and len(parts) == 1:
        reading = readings[id(formulas[0])]
        return template.format(names[0][:1].upper() + names[0][1:], reading) if len(names) == 1 else reading
    by_start = {f.part.start: readings[id(f)] for f in formulas}
    out = [by_start[p.start] if p.formula else _without_marks(snippet[p.start : p.end]).strip() for p in parts]
    text = " ".join(o for o in out if o)
    for mark in (",", ".", ";", ":", ")"):
        text = text.replace(f" {mark}", mark)
    return " ".join(text.split())
