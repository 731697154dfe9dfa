"""What stands around the formulas of a snippet: the scene for cues, and what the prose defines.

Takes the parsed formulas and the texts that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from notation.decoder.cues import Scene
from notation.decoder.forms import nucleus
from notation.decoder.senses import defined_key
from notation.decoder.snippet import Part
from notation.decoder.tree import Node, accented, bottom_up, is_connective
from notation.decoder.usage import BELOW
from notation.decoder.wording import MARKS

if TYPE_CHECKING:
    from notation.decoder.meaning import Meaning
    from notation.decoder.prose import Definition, Found, Phrases, Piece
    from notation.dictionary import Dictionary


# Between a word and a formula there may be the marks of the formula.
_LAST_WORD = re.compile(r"([A-Za-z]+)\s+[$(\[\\]*\Z")
_NEAR = 40
_FIRST_WORD = re.compile(r"[$)\]\\]*\s+([a-z]+)")


class Formula(NamedTuple):
    """One formula of a snippet on its way through the stages."""

    part: Part
    root: Node
    heads: tuple[str, ...]


def speak_of_things(text: str, formulas: Sequence[Formula], meanings: Sequence[Meaning], dictionary: Dictionary) -> None:
    """Has the signs of formulas that are spoken of as things said as below a sum: "for every ε greater than 0"."""
    phrases = dictionary.store.section("prose").get("phrases", {})
    leading = phrases.get("thing-behind", ())
    for formula, meaning in zip(formulas, meanings, strict=True):
        things = [formula.root] if _is_thing(text, formula.part, phrases) else []
        for thing in [*things, *_things_behind_words(meaning.order, leading)]:
            last = thing.children[-1] if thing.kind == "comma" else thing  # all u, v ∈ V
            if last.kind == "relation":
                for sign in last.children[1::2]:
                    meaning.uses[id(nucleus(sign))].add(BELOW)


def _things_behind_words(order: Iterable[Node], leading: Sequence[str]) -> Iterator[Node]:
    r"""What stands in a formula behind words that lead to a thing: ``\text{for all } x \in C``."""
    for row in order:
        if row.kind == "row":
            for words, thing in pairwise(row.children):
                said = words.atom.base.lower().split() if is_connective(words) and words.atom is not None else ()
                if said and said[-1] in leading:
                    yield thing


def _is_thing(text: str, part: Part, phrases: Mapping[str, Sequence[str]]) -> bool:
    """Whether the words beside a formula take it for a thing: "let", "every" before it, "be" behind it."""
    before = _LAST_WORD.search(text, max(0, part.start - _NEAR), part.start)
    after = _FIRST_WORD.match(text, part.end)
    return (before is not None and before[1].lower() in phrases.get("thing-behind", ())) or (
        after is not None and after[1] in phrases.get("thing-before", ())
    )


def is_dots(node: Node) -> bool:
    return node.atom is not None and node.atom.operator == "dots"


def listed(root: Node) -> tuple[str, ...]:
    """What a formula names, as keys of definitions: of ``\\alpha, \\beta`` both letters, of ``\\hat y = f(x)`` the accented y, of
    ``x_1`` the x with its index, of ``f : A \\to B`` the f, of ``a + b`` nothing."""
    items = [c for c in root.children[::2] if not is_dots(c)] if root.kind == "comma" else [root]
    keys = [defined_key(item.children[0] if item.kind == "relation" or _is_signature(item) else item) for item in items]
    return tuple(keys) if all(keys) else ()


def _is_signature(node: Node) -> bool:
    """Whether it says what a function maps to what: ``f : A \\to B``."""
    return node.kind == "such-that" and node.children[-1].kind == "relation"


def scene_of(dictionary: Dictionary, formulas: list[Formula], snippet: str, context: str, field: str) -> Scene:
    glyphs: dict[str, str] = {}
    for formula in formulas:
        for node in bottom_up(formula.root):
            if node.atom is not None:
                glyphs.setdefault(node.head, node.atom.base)
            elif node.kind == "accent":
                glyphs.setdefault(accented(node), snippet[node.start : node.end].strip() or node.head)
            elif node.kind == "fence":
                glyphs.update((known.entry, char) for char in node.head if (known := dictionary.lexicon.find(char)))
    prose, position = [context], 0
    for formula in formulas:
        prose.append(snippet[position : formula.part.start])
        position = formula.part.end
    prose.append(snippet[position:])
    words = " ".join(prose).lower().strip(" $\\[]()")
    return Scene(frozenset(glyphs), glyphs, words, field, dictionary.store.section("hints"))


def told_of(defined: Mapping[str, Definition]) -> dict[str, str]:
    """The words with which the prose defines each letter, whatever its indices."""
    told: dict[str, str] = {}
    for key, definition in defined.items():
        letter = key.split(" _ ", 1)[0]
        told[letter] = f"{told.get(letter, '')} {definition.words}".lower()
    return told


def defined_in(
    dictionary: Dictionary, text: str, formulas: list[Formula], subject: list[Formula] | None = None
) -> dict[str, Definition]:
    """What the prose of a text defines; ``subject`` holds the formulas whose symbols may stand in it unmarked."""
    if not text or (subject is None and all(f.part.start == 0 and f.part.end == len(text) for f in formulas)):
        return {}
    from notation.decoder.prose import Phrases, pieces_of

    named = {n for f in subject or formulas for n in _heads(f.root)}

    def symbol(word: str) -> str:
        """The head of a word of prose that is itself one of the symbols: ``η``, or its name "eta"."""
        entry = dictionary.lexicon.find(word) or dictionary.lexicon.find(f"\\{word}") if word.isalpha() else None
        named_letter = entry is not None and (len(word) == 1 or entry.glyph.lower() != word.lower())
        return entry.entry if entry is not None and named_letter and entry.entry in named else ""

    placed = [(f.part.start, f.part.end, f.heads) for f in formulas if not (f.part.start == 0 and f.part.end == len(text))]
    phrases = Phrases(dictionary.store.section("prose"))
    return _definitions(pieces_of(without_marks(text), placed, symbol, phrases), phrases)


def without_marks(text: str) -> str:
    """The prose without the marks of formulas, which are no words."""
    for mark in MARKS:
        text = text.replace(mark, " " * len(mark))
    return text


def _heads(root: Node) -> set[str]:
    return {n.head for n in bottom_up(root) if n.atom is not None}


def _definitions(pieces: Sequence[Piece], phrases: Phrases) -> Found:
    """What the pieces define; an explicit definition ("λ is …") goes before a name in front ("the penalty λ")."""
    from notation.decoder.definitions import Text
    from notation.decoder.prose import lines_joined

    text = Text(phrases, lines_joined(pieces))
    found: Found = {}
    for rule in (text.named_in_front, text.counted, text.in_brackets, text.denoted, text.explained):
        told: Found = {}
        for at, piece in enumerate(text.pieces):
            if piece.heads:
                told = rule(at) | told
        found |= told
    return {head: d for head, d in found.items() if head}
