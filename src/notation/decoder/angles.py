"""Angle brackets before a row is parsed: ``<`` and ``>`` that can be no relations, bras and kets.

Takes the lexemes of one formula; gives them with every angle bracket told from a relation, and with the bar that belongs to a
bra or a ket as its other bracket. Every pass is linear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notation.decoder.lexeme import Lexeme
    from notation.decoder.lexicon import Lexicon

ANGLES = "⟨⟩"
_SIGNS = "<>"
_OPENING = frozenset({"{", "begin"})
_CLOSING = frozenset({"}", "end"})


def settled(lexemes: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """The lexemes with their angle brackets settled."""
    bases = {x.atom.base for x in lexemes if x.atom is not None}
    if bases.issuperset(_SIGNS):
        _make_brackets(lexemes, lexicon)
        bases.update(ANGLES)
    if not bases.isdisjoint(ANGLES) and any(_is_bar(x) for x in lexemes):
        _open_kets(lexemes)
        _close_bras(lexemes)
    return lexemes


def _is_bar(lexeme: Lexeme) -> bool:
    return lexeme.atom is not None and lexeme.atom.operator == "bar"


def _opens(lexeme: Lexeme) -> bool:
    return lexeme.kind in _OPENING or lexeme.side == "open" or (lexeme.atom is not None and lexeme.atom.operator == "open")


def _closes(lexeme: Lexeme) -> bool:
    return lexeme.kind in _CLOSING or lexeme.side == "close" or (lexeme.atom is not None and lexeme.atom.operator == "close")


def _make_brackets(lexemes: list[Lexeme], lexicon: Lexicon) -> None:
    """``<`` where an operand is expected opens a bracket, which the next ``>`` on its level closes: ``< x y > = 0``."""
    levels: list[list[Lexeme]] = [[]]
    expecting = True
    for lexeme in lexemes:
        atom = lexeme.atom
        base = atom.base if atom is not None else ""
        if base == _SIGNS[0] and expecting:
            levels[-1].append(lexeme)
        elif base == _SIGNS[1] and levels[-1] and not expecting:
            _become(levels[-1].pop(), ANGLES[0], lexicon)
            _become(lexeme, ANGLES[1], lexicon)
        elif _opens(lexeme):
            levels.append([])
        elif _closes(lexeme) and len(levels) > 1:
            levels.pop()
        elif lexeme.kind in ("newline", "phrase"):
            levels[-1].clear()
        fixity = lexicon.operators[atom.operator].fixity if atom is not None and atom.kind != "text" else ""
        expecting = fixity == "infix" or _opens(lexeme) or (lexeme.kind in ("newline", "phrase", "&"))


def _become(lexeme: Lexeme, bracket: str, lexicon: Lexicon) -> None:
    known = lexicon.find(bracket)
    if lexeme.atom is not None and known is not None:
        lexeme.atom.entry, lexeme.atom.base, lexeme.atom.operator = known.entry, known.glyph, known.operator
        lexeme.name = lexeme.atom.head


def _open_kets(lexemes: list[Lexeme]) -> None:
    r"""The bar of ``|\psi\rangle`` is an opening bracket, where the angle bracket has no partner of its own."""
    levels: list[list[Lexeme]] = [[]]
    for lexeme in lexemes:
        atom = lexeme.atom
        if lexeme.kind in _OPENING or (atom is not None and atom.operator == "open"):
            levels.append([lexeme])
        elif atom is not None and atom.base == ANGLES[1] and atom.operator == "close":
            partner = levels[-1][0] if levels[-1] else None
            paired = partner is not None and partner.atom is not None and partner.atom.base == ANGLES[0]
            bars = [x for x in levels[-1] if _is_bar(x)]
            if not paired and bars and bars[-1].atom is not None:
                bars[-1].atom.operator, bars[-1].side = "open", ""
            elif len(levels) > 1:
                levels.pop()
        elif (lexeme.kind in _CLOSING or (atom is not None and atom.operator == "close")) and len(levels) > 1:
            levels.pop()
        elif _is_bar(lexeme):
            levels[-1].append(lexeme)


def _close_bras(lexemes: list[Lexeme]) -> None:
    r"""The first bar of ``\langle\psi|`` is a closing bracket, where the angle bracket has no partner of its own."""
    open_brackets: list[tuple[Lexeme, list[Lexeme]]] = []
    for lexeme in lexemes:
        atom = lexeme.atom
        if lexeme.kind in _OPENING or (atom is not None and atom.operator == "open"):
            open_brackets.append((lexeme, []))
        elif lexeme.kind in _CLOSING or (atom is not None and atom.operator == "close"):
            angle = atom is not None and atom.base == ANGLES[1]
            while open_brackets:
                opening, bars = open_brackets.pop()
                if angle or opening.atom is None or opening.atom.base != ANGLES[0]:
                    break
                _close_bra(opening, bars)
        elif _is_bar(lexeme) and open_brackets:
            open_brackets[-1][1].append(lexeme)
    for opening, bars in open_brackets:
        _close_bra(opening, bars)


def _close_bra(opening: Lexeme, bars: list[Lexeme]) -> None:
    atom = bars[0].atom if bars else None
    if opening.atom is not None and opening.atom.base == ANGLES[0] and atom is not None:
        atom.operator, bars[0].side = "close", ""
