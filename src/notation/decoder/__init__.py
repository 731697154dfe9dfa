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
from notation.decoder.glossary import Glossary
from notation.decoder.latex import tokens
from notation.decoder.meaning import meaning_of
from notation.decoder.prose import Definition, Phrases, Piece, pieces_of
from notation.decoder.reading import Reader
from notation.decoder.saying import Sayer
from notation.decoder.senses import defined_key, senses_of
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
    glossary = Glossary(dictionary, snippet, roles, definitions, table)
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


def _known_macros(dictionary: Dictionary, given: str, warnings: list[str]) -> macros.KnownMacros:
    """The macros that apply: a set that is asked for by name; of every known set those that stand for nothing else; and before
    them all what is given."""
    sets = dictionary.store.section("macros")
    if given in sets:
        return macros.KnownMacros([sets[given]], lambda name: True)
    known = macros.KnownMacros(list(sets.values()), dictionary.is_free)
    if given:
        _, known.own = macros.expand(tokens(given), known)
        if not known.own:
            warnings.append(f"no macro is defined in {given[:40]!r}, nor is it the name of a known set ({', '.join(sets)})")
    return known


def _parsed(
    dictionary: Dictionary, text: str, parts: list[Part], known: macros.KnownMacros, warnings: list[str]
) -> list[_Formula]:
    out: list[_Formula] = []
    for part in parts:
        if not part.formula:
            continue
        found = tokens(text[part.start : part.end], offset=part.start)
        expanded, own = macros.expand(found, known)
        known.own |= own
        parsed = front.tree_of(expanded, text, dictionary.lexicon)
        warnings += parsed.warnings
        out.append(_Formula(part, parsed.root, _listed(parsed.root)))
    return out


def _listed(root: Node) -> tuple[str, ...]:
    """What a formula names, as keys of definitions: of ``\\alpha, \\beta`` both letters, of ``\\hat y = f(x)`` the accented y, of
    ``x_1`` the x with its index, of ``a + b`` nothing."""
    items = root.children[::2] if root.kind == "comma" else (root,)
    keys = [defined_key(item.children[0] if item.kind == "relation" else item) for item in items]
    return tuple(keys) if all(keys) else ()


def _scene(dictionary: Dictionary, formulas: list[_Formula], snippet: str, context: str, field: str) -> Scene:
    glyphs: dict[str, str] = {}
    for formula in formulas:
        for node in bottom_up(formula.root):
            if node.atom is not None:
                glyphs.setdefault(node.head, node.atom.base)
            elif node.kind == "accent":
                glyphs.setdefault(accented(node), snippet[node.start : node.end])
            elif node.kind == "fence":
                glyphs.update((known.entry, char) for char in node.head if (known := dictionary.lexicon.find(char)))
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
        """The head of a word of prose that is itself one of the symbols: ``η``, or its name "eta"."""
        entry = dictionary.lexicon.find(word) or dictionary.lexicon.find(f"\\{word}") if word.isalpha() else None
        named_letter = entry is not None and (len(word) == 1 or entry.glyph != word)
        return entry.entry if entry is not None and named_letter and entry.entry in named else ""

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
